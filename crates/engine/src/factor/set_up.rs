//! Adding, renewing and removing a second factor.

use std::time::Duration;

use domain::{Email, PersonId, SecretBlob, UnixMillis, WarningTopic};
use seal::{BackupCode, Purpose, TotpCode, TotpSecret};
use store::{Conn, accounts, audit, backup_codes, passkeys, pending_sign_ins, sessions, totps, warnings};
use zeroize::Zeroizing;

use super::{
    SetUpSession,
    codes::{Code, Tried},
};
use crate::{
    ClientAddress, Engine, EngineError, Invalid,
    audit::{Action, Actor, Subject},
    throttle::Counters,
};

/// How many backup codes there are at first.
const BACKUP_CODES: usize = 10;
/// How long a new app may take to show its first code.
const SET_UP_WITHIN: Duration = Duration::from_secs(60 * 60);

/// What an authenticator app has to be told. Shown once, and erased when dropped.
pub struct TotpSetUp {
    /// The secret in groups of four, to be typed.
    pub secret: Zeroizing<String>,
    /// The same as an address, for a link or a QR code.
    pub uri: Zeroizing<String>,
}

/// What a change is recorded and told as.
struct Change {
    action: Action,
    topic: WarningTopic,
    actor: Actor,
}

/// What [`Engine::reset_factor`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorReset {
    /// No such account.
    NoAccount,
    /// There was none to take away.
    HadNone,
    /// It is taken away.
    Done,
}

impl Engine {
    /// Makes a secret for an authenticator app. It counts for nothing until [`Self::confirm_totp`].
    ///
    /// # Errors
    /// [`EngineError::WrongPassword`] when `current` does not prove the password; [`EngineError::Conflict`] when there is
    /// an app already.
    pub async fn begin_totp(
        &self,
        session: &SetUpSession,
        current: SecretBlob,
        from: ClientAddress,
    ) -> Result<TotpSetUp, EngineError> {
        let account = session.session.enabled_account()?;
        let (person, now) = (account.id, self.inner.clock.now());
        self.prove_again(person, &current, from).await?;
        let secret = TotpSecret::generate(&mut self.inner.entropy.rng());
        let wrapped = self.inner.ring.wrap(
            Purpose::TotpSecret,
            person.as_bytes(),
            secret.as_bytes(),
            &mut self.inner.entropy.rng(),
        );
        let proposed = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let wrapped = wrapped.clone();
                Box::pin(
                    async move { Ok::<_, EngineError>(totps::propose(conn, person, &wrapped, now).await?) },
                )
            })
            .await?;
        if !proposed {
            return Err(EngineError::Conflict);
        }
        let uri = secret.uri(&self.organisation().await?, account.email.as_str());
        Ok(TotpSetUp { secret: secret.expose(), uri })
    }

    /// Lets an app count whose first code is right; the backup codes, to be shown once.
    ///
    /// # Errors
    /// [`EngineError::WrongCode`]; [`EngineError::SlowDown`] after too many of them; [`EngineError::NotFound`] when nothing
    /// is being set up.
    pub async fn confirm_totp(
        &self,
        session: &SetUpSession,
        code: &str,
        from: ClientAddress,
    ) -> Result<Vec<Zeroizing<String>>, EngineError> {
        let person = session.person()?;
        let code = TotpCode::parse(code).map_err(|_| Invalid::Code)?;
        let (codes, hashes) = self.new_backup_codes_of(person);
        let engine = self.clone();
        let is_right = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let (engine, hashes) = (engine.clone(), hashes.clone());
                Box::pin(async move { engine.confirm(conn, person, code, from, &hashes).await })
            })
            .await?;
        self.wake_reports();
        if is_right { Ok(codes) } else { Err(EngineError::WrongCode) }
    }

    async fn confirm(
        &self,
        conn: &mut Conn,
        person: PersonId,
        code: TotpCode,
        from: ClientAddress,
        hashes: &[[u8; 32]],
    ) -> Result<bool, EngineError> {
        let now = self.inner.clock.now();
        let totp = totps::locked(conn, person, now).await?.ok_or(EngineError::NotFound)?;
        if totp.confirmed_at.is_some() {
            return Err(EngineError::Conflict);
        }
        if now.since(totp.created_at) > SET_UP_WITHIN {
            return Err(EngineError::NotFound);
        }
        let counters = Counters::of_factor(&self.inner.secrets, person, from);
        counters.check(conn, now).await?;
        counters.count_try(conn, now).await?;
        if !self.use_code(conn, person, &totp, code, now).await? {
            self.count_wrong(conn, person, counters, now).await?;
            return Ok(false);
        }
        counters.forgive(conn).await?;
        totps::confirm(conn, person, now).await?;
        backup_codes::replace(conn, person, hashes, now).await?;
        let change = Change {
            action: Action::FactorAdded,
            topic: WarningTopic::AppAdded,
            actor: Actor::Account(person),
        };
        self.record(conn, person, &change, now).await?;
        Ok(true)
    }

    /// Makes new backup codes, to be shown once; the earlier ones end.
    ///
    /// # Errors
    /// [`EngineError::WrongPassword`] when `current` does not prove the password; [`EngineError::WrongCode`], as for
    /// [`Self::finish_sign_in`]; [`EngineError::NotFound`] without an app.
    pub async fn renew_backup_codes(
        &self,
        session: &SetUpSession,
        current: SecretBlob,
        code: &str,
        from: ClientAddress,
    ) -> Result<Vec<Zeroizing<String>>, EngineError> {
        let person = session.person()?;
        let (codes, hashes) = self.new_backup_codes_of(person);
        self.change(person, current, code, from, Some(hashes)).await?;
        Ok(codes)
    }

    /// Takes the app and the backup codes away.
    ///
    /// # Errors
    /// As for [`Self::renew_backup_codes`].
    pub async fn remove_totp(
        &self,
        session: &SetUpSession,
        current: SecretBlob,
        code: &str,
        from: ClientAddress,
    ) -> Result<(), EngineError> {
        self.change(session.person()?, current, code, from, None).await
    }

    /// Changes something once the password and a code are right: puts these codes in the place of the earlier ones, or takes
    /// all away.
    async fn change(
        &self,
        person: PersonId,
        current: SecretBlob,
        code: &str,
        from: ClientAddress,
        hashes: Option<Vec<[u8; 32]>>,
    ) -> Result<(), EngineError> {
        let code = Code::read(code)?;
        self.prove_again(person, &current, from).await?;
        let engine = self.clone();
        let tried = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let (engine, code, hashes) = (engine.clone(), code.clone(), hashes.clone());
                Box::pin(async move {
                    let counters = Counters::of_factor(&engine.inner.secrets, person, from);
                    let tried = engine.try_code(conn, person, &code, counters).await?;
                    if tried != Tried::Wrong {
                        engine.changed(conn, person, hashes.as_deref()).await?;
                    }
                    Ok::<_, EngineError>(tried)
                })
            })
            .await?;
        self.wake_reports();
        if tried == Tried::Wrong { Err(EngineError::WrongCode) } else { Ok(()) }
    }

    async fn changed(
        &self,
        conn: &mut Conn,
        person: PersonId,
        hashes: Option<&[[u8; 32]]>,
    ) -> Result<(), EngineError> {
        let now = self.inner.clock.now();
        let (action, topic) = if let Some(hashes) = hashes {
            backup_codes::replace(conn, person, hashes, now).await?;
            (Action::BackupCodesMade, WarningTopic::CodesMade)
        } else {
            totps::remove(conn, person).await?;
            backup_codes::remove_all(conn, person).await?;
            (Action::FactorRemoved, WarningTopic::AppRemoved)
        };
        self.record(conn, person, &Change { action, topic, actor: Actor::Account(person) }, now).await
    }

    /// Takes an account's second factor away, and ends its sessions: for an operator, when app and codes are lost.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn reset_factor(&self, email: &Email) -> Result<FactorReset, EngineError> {
        let (email, engine) = (email.clone(), self.clone());
        let done = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let (email, engine) = (email.clone(), engine.clone());
                Box::pin(async move { engine.take_factor(conn, &email).await })
            })
            .await?;
        self.wake_reports();
        Ok(done)
    }

    async fn take_factor(&self, conn: &mut Conn, email: &Email) -> Result<FactorReset, EngineError> {
        let now = self.inner.clock.now();
        let Some(account) = accounts::by_email(conn, email.as_str()).await? else {
            return Ok(FactorReset::NoAccount);
        };
        let person = account.id;
        // Passkeys too: whoever took the phone with the app may have added one from it.
        let (app, passkeys) = (totps::remove(conn, person).await?, passkeys::remove_all(conn, person).await?);
        if !app && passkeys == 0 {
            return Ok(FactorReset::HadNone);
        }
        backup_codes::remove_all(conn, person).await?;
        pending_sign_ins::delete_of_person(conn, person).await?;
        sessions::delete_of_person(conn, person, None).await?;
        let change =
            Change { action: Action::FactorReset, topic: WarningTopic::FactorReset, actor: Actor::Operator };
        self.record(conn, person, &change, now).await?;
        Ok(FactorReset::Done)
    }

    /// Writes into the audit what was done, and tells the account by mail.
    async fn record(
        &self,
        conn: &mut Conn,
        person: PersonId,
        change: &Change,
        now: UnixMillis,
    ) -> Result<(), EngineError> {
        let event = self.event(now, change.actor, change.action, Subject::person(person));
        audit::insert_many(conn, &[event]).await?;
        let left = backup_codes::left(conn, person).await?;
        Ok(warnings::insert(conn, &self.new_warning(person, change.topic, left, now)).await?)
    }

    fn new_backup_codes_of(&self, person: PersonId) -> (Vec<Zeroizing<String>>, Vec<[u8; 32]>) {
        let (mut rng, pepper) = (self.inner.entropy.rng(), &self.inner.secrets.pepper);
        let codes = std::iter::repeat_with(|| BackupCode::generate(&mut rng)).take(BACKUP_CODES);
        codes.map(|code| (code.expose(), code.hash(pepper, person))).unzip()
    }
}
