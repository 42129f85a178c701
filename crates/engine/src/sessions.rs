//! Live sessions. The cookie is the only place where a session's secret exists; the table has its hash, and the private
//! key wrapped under a key derived from it.

use std::{sync::OnceLock, time::Duration};

use domain::{KeyId, NewCredential, PersonId, SecretBlob, UnixMillis};
use seal::{AuthenticationKey, PrivateKey, SessionSecret, UnwrappedKey};
use store::{
    Conn,
    accounts::Account,
    audit, credentials, pending_sign_ins, recovery_codes,
    sessions::{self, OwnedSession, Session as SessionRow},
};

use crate::{
    ClientAddress, Engine, EngineError, Invalid, agent,
    audit::{Action, Actor, Subject},
    factor::SetUpSession,
    sign_in::{Challenge, idle_until},
    throttle::Counters,
};

/// How often a session's last use is written down at most: a write for every request would cost a sync each.
const TOUCH_EVERY: Duration = Duration::from_secs(20);

/// A live session with its owner's private key, for the length of one request.
pub struct Session {
    /// Who is signed in.
    pub person: PersonId,
    /// When the session ends if nothing more is asked.
    pub idle_until: UnixMillis,
    /// Whether the phone is shared with others.
    pub shared: bool,
    /// The browser, in a few words.
    pub(crate) agent: String,
    pub(crate) hash: [u8; 32],
    pub(crate) key_id: KeyId,
    pub(crate) account: Option<Account>,
    /// Since when the account has a second factor.
    pub(crate) factor_since: Option<UnixMillis>,
    /// Whether it began with a passkey, which is a second factor by itself.
    pub(crate) by_passkey: bool,
    unwrapped: UnwrappedKey,
    key: OnceLock<PrivateKey>,
}

/// A session, as its owner sees it in a list.
#[derive(Debug, Clone)]
pub struct SessionSummary {
    /// Names the session to [`Engine::end_session`]; opens nothing.
    pub id: String,
    /// What the browser says it is.
    pub agent: String,
    /// When it began.
    pub created_at: UnixMillis,
    /// When it was last used, to within 20 seconds.
    pub seen_at: UnixMillis,
    /// Whether it is the one that asks.
    pub current: bool,
}

impl Session {
    /// The private key, made ready the first time that it has to open something.
    pub(crate) fn key(&self) -> Result<&PrivateKey, EngineError> {
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        let key = self.unwrapped.expand()?;
        Ok(self.key.get_or_init(|| key))
    }

    /// The account behind the session, if it is an administrator's. To others there is nothing.
    pub(crate) fn administrator(&self) -> Result<&Account, EngineError> {
        let account = self.enabled_account()?;
        if account.role == domain::Role::Admin { Ok(account) } else { Err(EngineError::NotFound) }
    }

    /// Who acts, for the audit.
    pub(crate) const fn actor(&self) -> Actor {
        if self.account.is_some() { Actor::Account(self.person) } else { Actor::Recipient(self.person) }
    }

    /// The account behind the session, unless it is disabled.
    pub(crate) fn enabled_account(&self) -> Result<&Account, EngineError> {
        let account = self.account.as_ref().filter(|account| account.disabled_at.is_none());
        account.ok_or(EngineError::SignedOut)
    }
}

impl Engine {
    /// The session that a cookie stands for, kept alive by being asked for. `None` when it has ended or its key was
    /// never attached.
    ///
    /// Every use case asks for a [`Session`], and this and [`Self::session_unattended`] are the only ways to one: so
    /// here, and nowhere else, an account that must have a second factor and has none is stopped.
    ///
    /// # Errors
    /// [`EngineError::FactorMissing`] for such an account, or when the storage fails.
    pub async fn session(&self, secret: &SessionSecret) -> Result<Option<Session>, EngineError> {
        self.session_for_set_up(secret).await?.map(SetUpSession::complete).transpose()
    }

    /// The same for an account that may have to set up its second factor first: good for that, and for nothing else.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn session_for_set_up(
        &self,
        secret: &SessionSecret,
    ) -> Result<Option<SetUpSession>, EngineError> {
        let Some((session, row)) = self.live(secret).await? else { return Ok(None) };
        let idle_until = self.touch(&row).await?;
        Ok(Some(self.set_up_session(Session { idle_until, ..session })))
    }

    /// The same for what a page asks by itself: nobody's being there is shown by it, so it keeps nothing alive.
    ///
    /// # Errors
    /// As for [`Self::session`].
    pub async fn session_unattended(&self, secret: &SessionSecret) -> Result<Option<Session>, EngineError> {
        let session = self.live(secret).await?.map(|(session, _)| self.set_up_session(session));
        session.map(SetUpSession::complete).transpose()
    }

    async fn live(&self, secret: &SessionSecret) -> Result<Option<(Session, SessionRow)>, EngineError> {
        let (hash, now) = (secret.hash(), self.inner.clock.now());
        let owned = self
            .inner
            .store
            .read(move |conn: &mut Conn| Box::pin(async move { sessions::owned(conn, &hash).await }))
            .await?;
        let Some(OwnedSession { session: row, key_id: Some(key_id), account, factor_since, passkey_id }) =
            owned
        else {
            return Ok(None);
        };
        let Some(wrapped) = row.wrapped_key.as_ref().filter(|_| is_live(&row, now)) else { return Ok(None) };
        let Ok(unwrapped) = secret.wrapping_key().unwrap(key_id, wrapped) else { return Ok(None) };
        let session = Session {
            person: row.person_id,
            idle_until: row.idle_until,
            shared: row.shared,
            agent: row.agent.clone(),
            hash,
            key_id,
            account,
            factor_since,
            by_passkey: passkey_id.is_some(),
            unwrapped,
            key: OnceLock::new(),
        };
        Ok(Some((session, row)))
    }

    /// How long a session lasts without a request.
    #[must_use]
    pub fn idle_of(&self, shared: bool) -> Duration {
        let config = &self.inner.config;
        if shared { config.shared_idle.min(config.session_idle) } else { config.session_idle }
    }

    /// Notes that the phone of this session is shared with others: it ends sooner, and nothing else remembers that.
    ///
    /// # Errors
    /// [`EngineError::SignedOut`] when the session has ended.
    pub async fn share_session(&self, secret: &SessionSecret) -> Result<(), EngineError> {
        let (hash, now) = (secret.hash(), self.inner.clock.now());
        let row = self.session_row(hash).await?.ok_or(EngineError::SignedOut)?;
        let until = idle_until(now, self.idle_of(true), row.ends_at);
        let shared = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                Box::pin(async move { Ok::<_, EngineError>(sessions::share(conn, &hash, until).await?) })
            })
            .await?;
        if shared { Ok(()) } else { Err(EngineError::SignedOut) }
    }

    /// Ends the session of this cookie and erases its copy of the private key.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn sign_out(&self, secret: &SessionSecret) -> Result<(), EngineError> {
        let hash = secret.hash();
        let Some(row) = self.session_row(hash).await? else { return Ok(()) };
        self.end(row.person_id, move |conn| {
            Box::pin(async move { sessions::delete(conn, &hash).await.map(|_| ()) })
        })
        .await
    }

    /// The public half of the key of whoever asks, to which they seal their own copies.
    ///
    /// # Errors
    /// When what is stored is not their key.
    pub fn public_key(&self, session: &Session) -> Result<domain::Blob, EngineError> {
        Ok(domain::Blob(session.key()?.public_key().to_bytes()))
    }

    /// The live sessions of whoever asks.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn sessions(&self, session: &Session) -> Result<Vec<SessionSummary>, EngineError> {
        let person = session.person;
        let now = self.inner.clock.now();
        let rows =
            self.inner.store.read(move |conn: &mut Conn| Box::pin(sessions::of_person(conn, person))).await?;
        let live = rows.into_iter().filter(|row| is_live(row, now));
        Ok(live.map(|row| SessionSummary::new(row, session)).collect())
    }

    /// Ends another session of the same person. `false` when there is none with this id.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn end_session(&self, session: &Session, id: &str) -> Result<bool, EngineError> {
        let person = session.person;
        let rows =
            self.inner.store.read(move |conn: &mut Conn| Box::pin(sessions::of_person(conn, person))).await?;
        let Some(row) = rows.into_iter().find(|row| public_id(&row.token_hash) == id) else {
            return Ok(false);
        };
        let hash = row.token_hash;
        self.end(person, move |conn| {
            Box::pin(async move { sessions::delete(conn, &hash).await.map(|_| ()) })
        })
        .await?;
        Ok(true)
    }

    /// Ends every session of this person but the one that asks.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn end_other_sessions(&self, session: &Session) -> Result<(), EngineError> {
        let (person, keep) = (session.person, session.hash);
        self.end(person, move |conn| {
            Box::pin(async move { sessions::delete_of_person(conn, person, Some(&keep)).await.map(|_| ()) })
        })
        .await
    }

    /// What the present password of whoever asks is stretched with.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn own_challenge(&self, session: &Session) -> Result<Challenge, EngineError> {
        let credential = self.credential_by_person(session.person).await?.ok_or(EngineError::SignedOut)?;
        Ok(Challenge { salt: domain::Blob(credential.salt), kdf: credential.kdf })
    }

    /// The private key of whoever asks, as their browser wrapped it, once the current password is proven again.
    ///
    /// # Errors
    /// [`EngineError::WrongPassword`] when `current` does not prove it.
    pub async fn wrapped_key(
        &self,
        session: &Session,
        current: SecretBlob,
        from: ClientAddress,
    ) -> Result<(KeyId, domain::Blob), EngineError> {
        let credential = self.prove_again(session.person, &current, from).await?;
        Ok((credential.key_id, domain::Blob(self.browser_wrapped_key(&credential)?.to_vec())))
    }

    /// Sets a new password: the same key pair, wrapped anew. Every other session ends.
    ///
    /// # Errors
    /// [`EngineError::WrongPassword`] when `current` does not prove the old password; [`Invalid::Malformed`] when the
    /// new credential is for another key.
    pub async fn change_password(
        &self,
        session: &Session,
        current: SecretBlob,
        new: NewCredential,
        from: ClientAddress,
    ) -> Result<(), EngineError> {
        let (person, keep, now) = (session.person, session.hash, self.inner.clock.now());
        let counters = Counters::new(&self.inner.secrets, Ok(person), from);
        let old = self.prove_again(person, &current, from).await?;
        let credential = store::credentials::Credential {
            created_at: old.created_at,
            ..self.credential(person, &new, now)?
        };
        if credential.key_id != old.key_id {
            return Err(Invalid::Malformed.into());
        }
        let event = self.event(now, session.actor(), Action::PasswordChanged, Subject::person(person));
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (credential, event) = (credential.clone(), event.clone());
                Box::pin(async move {
                    counters.check(conn, now).await?;
                    credentials::replace(conn, &credential).await?;
                    sessions::delete_of_person(conn, person, Some(&keep)).await?;
                    pending_sign_ins::delete_of_person(conn, person).await?;
                    // Whoever knew the old password could have made the code.
                    recovery_codes::remove(conn, person).await?;
                    audit::insert_many(conn, &[event]).await?;
                    Ok::<_, EngineError>(())
                })
            })
            .await
    }

    /// The credential of somebody who has proven their password again. Wrong ones are slowed as at the door.
    pub(crate) async fn prove_again(
        &self,
        person: PersonId,
        current: &SecretBlob,
        from: ClientAddress,
    ) -> Result<credentials::Credential, EngineError> {
        let key = AuthenticationKey::from_slice(&current.0).map_err(|_| Invalid::Malformed)?;
        let now = self.inner.clock.now();
        let counters = Counters::new(&self.inner.secrets, Ok(person), from);
        let stored = self
            .inner
            .store
            .read(move |conn: &mut Conn| Box::pin(credentials::by_person(conn, person)))
            .await?;
        let Some(credential) = stored.filter(|credential| self.proves(&key, Some(credential))) else {
            return Err(self.refuse(Some(person), counters).await?);
        };
        self.inner
            .store
            .write(move |conn: &mut Conn| Box::pin(async move { counters.check(conn, now).await }))
            .await?;
        Ok(credential)
    }

    /// The row of a session that has not ended.
    pub(crate) async fn session_row(&self, hash: [u8; 32]) -> Result<Option<SessionRow>, EngineError> {
        let now = self.inner.clock.now();
        let row = self
            .inner
            .store
            .read(move |conn: &mut Conn| Box::pin(async move { sessions::by_hash(conn, &hash).await }))
            .await?;
        Ok(row.filter(|row| is_live(row, now)))
    }

    pub(crate) fn session_for(
        &self,
        secret: &SessionSecret,
        person: PersonId,
        now: UnixMillis,
        agent: &str,
    ) -> SessionRow {
        let ends_at = now + self.inner.config.session_absolute;
        SessionRow {
            token_hash: secret.hash(),
            person_id: person,
            wrapped_key: None,
            created_at: now,
            seen_at: now,
            idle_until: idle_until(now, self.inner.config.session_idle, ends_at),
            ends_at,
            agent: agent::describe(agent),
            shared: false,
        }
    }

    async fn touch(&self, row: &SessionRow) -> Result<UnixMillis, EngineError> {
        let now = self.inner.clock.now();
        if now.since(row.seen_at) < TOUCH_EVERY {
            return Ok(row.idle_until);
        }
        let (hash, until) = (row.token_hash, idle_until(now, self.idle_of(row.shared), row.ends_at));
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                Box::pin(async move { Ok::<_, EngineError>(sessions::touch(conn, &hash, now, until).await?) })
            })
            .await?;
        Ok(until)
    }

    async fn end<F>(&self, person: PersonId, delete: F) -> Result<(), EngineError>
    where
        F: for<'c> Fn(&'c mut Conn) -> futures::future::BoxFuture<'c, Result<(), store::StoreError>>
            + Send
            + Sync
            + 'static,
    {
        let now = self.inner.clock.now();
        let event = self.event(now, Actor::System, Action::SignedOut, Subject::person(person));
        let delete = std::sync::Arc::new(delete);
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (event, delete) = (event.clone(), delete.clone());
                Box::pin(async move {
                    delete(conn).await?;
                    audit::insert_many(conn, &[event]).await?;
                    Ok::<_, EngineError>(())
                })
            })
            .await
    }
}

impl SessionSummary {
    fn new(row: SessionRow, asking: &Session) -> Self {
        Self {
            id: public_id(&row.token_hash),
            current: row.token_hash == asking.hash,
            agent: row.agent,
            created_at: row.created_at,
            seen_at: row.seen_at,
        }
    }
}

/// Part of the secret's hash: enough to tell somebody's sessions apart.
fn public_id(hash: &[u8; 32]) -> String {
    hash[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn is_live(row: &SessionRow, now: UnixMillis) -> bool {
    row.idle_until > now && row.ends_at > now
}
