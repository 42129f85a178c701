//! A sender's mail program that has signed in.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use domain::{AppPasswordId, Email, KeyId, PersonId, UnixMillis};
use seal::{AppPassword, PublicKey};
use store::{
    Conn,
    app_passwords::{self, OwnedAppPassword},
};

use crate::{ClientAddress, Engine, EngineError, Session, throttle::Counters};

/// How long a mail program that has signed in is believed before its app password is looked at again: long enough to
/// cost nothing, short enough that revoking it works at once.
const BELIEVED: Duration = Duration::from_secs(5);
/// How often the last use is written down at most.
const NOTED_EVERY: Duration = Duration::from_secs(60);

/// Whose mail is taken. Cheap to clone.
#[derive(Clone)]
pub struct MailSender {
    inner: Arc<Inner>,
}

struct Inner {
    /// `None` for one who is signed in with their browser.
    app_password: Option<AppPasswordId>,
    person: PersonId,
    email: Email,
    key_id: KeyId,
    public_key: PublicKey,
    checked_at: AtomicI64,
}

impl fmt::Debug for MailSender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailSender(..)")
    }
}

impl MailSender {
    fn new(owned: &OwnedAppPassword, now: UnixMillis) -> Result<Self, EngineError> {
        let inner = Inner {
            app_password: Some(owned.password.id),
            person: owned.account.id,
            email: owned.account.email.clone(),
            key_id: owned.key_id,
            public_key: PublicKey::from_bytes(&owned.public_key)?,
            checked_at: AtomicI64::new(now.get()),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The one whose browser this is.
    pub(crate) fn of_session(session: &Session) -> Result<Self, EngineError> {
        let account = session.enabled_account()?;
        let inner = Inner {
            app_password: None,
            person: account.id,
            email: account.email.clone(),
            key_id: session.key_id,
            public_key: session.key()?.public_key(),
            checked_at: AtomicI64::new(0),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The only address that this sender may write from.
    #[must_use]
    pub fn email(&self) -> &Email {
        &self.inner.email
    }

    /// Whether their app password was looked at just now.
    pub(super) fn is_believed(&self, now: UnixMillis) -> bool {
        now.since(UnixMillis::new(self.inner.checked_at.load(Ordering::Relaxed))) < BELIEVED
    }

    pub(crate) fn person(&self) -> PersonId {
        self.inner.person
    }

    pub(super) fn key_id(&self) -> KeyId {
        self.inner.key_id
    }

    pub(super) fn public_key(&self) -> &PublicKey {
        &self.inner.public_key
    }
}

impl Engine {
    /// The sender whose mail program gave this user name and app password.
    ///
    /// # Errors
    /// [`EngineError::WrongPassword`] whatever is wrong; [`EngineError::SlowDown`] after too many of them.
    pub async fn sign_in_by_mail(
        &self,
        user: &str,
        password: &str,
        from: ClientAddress,
    ) -> Result<MailSender, EngineError> {
        let now = self.inner.clock.now();
        let counters = Counters::of_mail(&self.inner.secrets, user, from);
        let hash =
            AppPassword::parse(password).map_or([0; 32], |known| known.hash(&self.inner.secrets.pepper));
        let email: Option<Email> = user.parse().ok();
        let known =
            self.inner.believed.get(&hash, now).filter(|sender| Some(sender.email()) == email.as_ref());
        if let Some(sender) = known {
            return Ok(sender);
        }
        let mut conn = self.inner.store.reader().await?;
        counters.check(&mut conn, now).await?;
        let found = app_passwords::by_hash(&mut conn, &hash).await?;
        drop(conn);
        let right =
            |owned: &OwnedAppPassword| is_of_use(owned) && Some(&owned.account.email) == email.as_ref();
        let Some(owned) = found.filter(right) else {
            return Err(self.refuse(None, counters).await?);
        };
        if owned.password.last_used_at.is_none_or(|at| now.since(at) >= NOTED_EVERY) {
            self.note_use(owned.password.id, counters).await?;
        }
        let sender = MailSender::new(&owned, now)?;
        self.inner.believed.put(hash, sender.clone(), now);
        Ok(sender)
    }

    /// Looks at the sender's app password again, if that was not done just now.
    pub(super) async fn believe(&self, sender: &MailSender) -> Result<(), EngineError> {
        let Some(id) = sender.inner.app_password else { return Ok(()) };
        let now = self.inner.clock.now();
        if sender.is_believed(now) {
            return Ok(());
        }
        let found =
            self.inner.store.read(move |conn: &mut Conn| Box::pin(app_passwords::by_id(conn, id))).await?;
        let owned = found.filter(is_of_use).ok_or(EngineError::SignedOut)?;
        // Whoever has new keys signs in again, so that nothing is sealed to the old ones.
        if owned.key_id != sender.inner.key_id {
            return Err(EngineError::SignedOut);
        }
        sender.inner.checked_at.store(now.get(), Ordering::Relaxed);
        Ok(())
    }

    async fn note_use(&self, id: AppPasswordId, counters: Counters) -> Result<(), EngineError> {
        let now = self.inner.clock.now();
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                Box::pin(async move {
                    app_passwords::used(conn, id, now).await?;
                    counters.forgive(conn).await?;
                    Ok::<_, EngineError>(())
                })
            })
            .await
    }
}

fn is_of_use(owned: &OwnedAppPassword) -> bool {
    owned.password.revoked_at.is_none() && owned.account.disabled_at.is_none()
}
