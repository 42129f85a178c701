//! Codes as people type them, looked at.

use domain::{PersonId, UnixMillis, WarningTopic};
use seal::{BackupCode, Purpose, TotpCode, TotpSecret};
use store::{Conn, audit, backup_codes, totps, totps::Totp, warnings};

use crate::{
    Engine, EngineError, Invalid,
    audit::{Action, Actor, Subject},
    throttle::Counters,
};

/// A code of either kind: they cannot be mistaken for each other.
#[derive(Debug, Clone)]
pub(super) enum Code {
    Totp(TotpCode),
    Backup(BackupCode),
}

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tried {
    Wrong,
    /// The app's code was right.
    Totp,
    /// A backup code was right; so many are left.
    Backup(u32),
}

impl Code {
    pub(super) fn read(text: &str) -> Result<Self, Invalid> {
        let totp = TotpCode::parse(text).map(Self::Totp);
        totp.or_else(|_| BackupCode::parse(text).map(Self::Backup)).map_err(|_| Invalid::Code)
    }
}

impl Engine {
    /// Looks at a code of an account whose app counts. The try is counted first. A caller commits also when it is wrong.
    pub(super) async fn try_code(
        &self,
        conn: &mut Conn,
        person: PersonId,
        code: &Code,
        counters: Counters,
    ) -> Result<Tried, EngineError> {
        let now = self.inner.clock.now();
        let totp = totps::locked(conn, person, now).await?.filter(|totp| totp.confirmed_at.is_some());
        let totp = totp.ok_or(EngineError::NotFound)?;
        counters.check(conn, now).await?;
        counters.count_try(conn, now).await?;
        let is_right = match code {
            Code::Totp(code) => self.use_code(conn, person, &totp, *code, now).await?,
            Code::Backup(code) => {
                let hash = code.hash(&self.inner.secrets.pepper, person);
                backup_codes::take(conn, person, &hash).await?
            }
        };
        if !is_right {
            self.count_wrong(conn, person, counters, now).await?;
            return Ok(Tried::Wrong);
        }
        counters.forgive(conn).await?;
        match code {
            Code::Totp(_) => Ok(Tried::Totp),
            Code::Backup(_) => self.tell_of_backup(conn, person, now).await.map(Tried::Backup),
        }
    }

    /// Whether it is the app's code for about now, of a step that was not used yet; it is then.
    pub(super) async fn use_code(
        &self,
        conn: &mut Conn,
        person: PersonId,
        totp: &Totp,
        code: TotpCode,
        now: UnixMillis,
    ) -> Result<bool, EngineError> {
        let secret = self.inner.ring.unwrap(Purpose::TotpSecret, person.as_bytes(), &totp.secret)?;
        let secret = TotpSecret::from_slice(&secret)?;
        match secret.step_of(code, now) {
            Some(step) => Ok(totps::use_step(conn, person, step).await?),
            None => Ok(false),
        }
    }

    pub(super) async fn count_wrong(
        &self,
        conn: &mut Conn,
        person: PersonId,
        counters: Counters,
        now: UnixMillis,
    ) -> Result<(), EngineError> {
        counters.count_wider(conn, now).await?;
        let event = self.event(now, Actor::Stranger, Action::FactorWrong, Subject::person(person));
        Ok(audit::insert_many(conn, &[event]).await?)
    }

    async fn tell_of_backup(
        &self,
        conn: &mut Conn,
        person: PersonId,
        now: UnixMillis,
    ) -> Result<u32, EngineError> {
        let left = backup_codes::left(conn, person).await?;
        let subject = Subject::person(person);
        let event = self.event(now, Actor::Account(person), Action::BackupCodeUsed, subject);
        audit::insert_many(conn, &[event]).await?;
        warnings::insert(conn, &self.new_warning(person, WarningTopic::CodeUsed, left, now)).await?;
        Ok(left)
    }
}
