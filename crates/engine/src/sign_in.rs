//! Signing in, with a password that stays in the browser; see `plain` for the other way.
//!
//! 1. [`Engine::challenge`]: the salt and the cost for somebody, or a stable fake for nobody.
//! 2. [`Engine::sign_in`]: the browser proves the password with the authentication key, and gets a session and the
//!    wrapped private key.
//! 3. [`Engine::attach`]: the browser hands back the private key wrapped for the session, so that the server can open
//!    messages while, and only while, the session's cookie arrives.

use domain::{Blob, Email, KdfParams, KeyId, PersonId, PhoneNumber, SecretBlob, UnixMillis};
use seal::{AuthenticationKey, Locator, PendingSecret, Salt, SessionSecret};
use store::{
    Conn, StoreError, accounts, audit, credentials, credentials::Credential, deliveries, recipients, sessions,
};

use crate::{
    ClientAddress, Engine, EngineError, Invalid,
    audit::{Action, Actor, Subject},
    throttle::Counters,
};

/// Who somebody says they are.
#[derive(Debug, Clone)]
pub enum Identity {
    /// An account, by its address.
    Email(Email),
    /// A recipient, by their number.
    Phone(PhoneNumber),
    /// A recipient, by a link they got.
    Locator(Locator),
}

/// What a browser needs to stretch a password.
#[derive(Debug, Clone)]
pub struct Challenge {
    /// 16 bytes.
    pub salt: Blob,
    /// Argon2id's cost.
    pub kdf: KdfParams,
}

/// A session that has begun, and the key that its owner's browser has to unwrap.
pub struct SignedIn {
    /// Goes into the cookie and nowhere else.
    pub secret: SessionSecret,
    /// Who signed in.
    pub person: PersonId,
    /// The id of their key.
    pub key_id: KeyId,
    /// Their private key, wrapped by what they signed in with.
    pub wrapped_private_key: Blob,
}

/// What a right password leads to.
pub enum SignInStep {
    /// A session.
    Whole(SignedIn),
    /// The question for the second factor's code.
    Code(PendingSignIn),
}

/// A sign-in whose second factor is awaited. It is no session: it opens nothing, and nothing can be attached to it.
pub struct PendingSignIn {
    /// Goes into a cookie of its own and nowhere else.
    pub secret: PendingSecret,
    /// When the password has to be typed again.
    pub ends_at: UnixMillis,
}

impl SignInStep {
    /// The session, for whoever cannot ask for a code.
    ///
    /// # Errors
    /// [`EngineError::CodeNeeded`] when there is none yet.
    pub fn whole(self) -> Result<SignedIn, EngineError> {
        match self {
            Self::Whole(signed_in) => Ok(signed_in),
            Self::Code(_) => Err(EngineError::CodeNeeded),
        }
    }
}

impl Identity {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Email(email) => format!("email:{}", email.as_str()),
            Self::Phone(phone) => format!("phone:{}", phone.as_str()),
            Self::Locator(locator) => format!("locator:{locator}"),
        }
    }
}

impl Engine {
    /// What `identity`'s browser needs to stretch the password. Somebody unknown, or without a password yet, gets a
    /// salt that is always the same for them and tells nothing.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn challenge(&self, identity: &Identity) -> Result<Challenge, EngineError> {
        // Made for everybody, for its time.
        let fake = self.fake_challenge(identity);
        Ok(match (self.credential_of(identity).await?, identity) {
            (Some(credential), _) => Challenge { salt: Blob(credential.salt), kdf: credential.kdf },
            (None, Identity::Locator(locator)) => self.challenge_behind(locator).await?.unwrap_or(fake),
            (None, _) => fake,
        })
    }

    /// What strangers are told of the number that a link was sent to. Whoever claims it stretches their password with the
    /// same salt, so that the claim changes nothing in what strangers are told.
    async fn challenge_behind(&self, locator: &Locator) -> Result<Option<Challenge>, EngineError> {
        let hash = locator.hash();
        let found = self
            .inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(async move {
                    match deliveries::by_locator_hash(conn, &hash).await? {
                        Some(delivery) => recipients::by_id(conn, delivery.recipient_id).await,
                        None => Ok(None),
                    }
                })
            })
            .await?;
        let Some(recipient) = found else { return Ok(None) };
        let phone = self.phone_of(recipient.id, &recipient.phone_sealed)?;
        Ok(Some(self.fake_challenge(&Identity::Phone(phone))))
    }

    pub(crate) fn fake_challenge(&self, identity: &Identity) -> Challenge {
        let salt = self.fake_salt(identity);
        Challenge { salt: Blob(salt.as_bytes().to_vec()), kdf: KdfParams::INITIAL }
    }

    /// The salt that strangers are told, before there is a password and after.
    pub(crate) fn fake_salt(&self, identity: &Identity) -> Salt {
        Salt::fake(&self.inner.secrets.fake_salt, identity.text().as_bytes())
    }

    /// Begins a session for whoever proves the password, unless the account has a second factor: then that is awaited
    /// ([`Engine::finish_sign_in`]), and there is no session before. Whether there is one is looked up for right
    /// passwords only.
    ///
    /// # Errors
    /// [`EngineError::WrongPassword`] for a wrong password and for nobody alike; [`EngineError::SlowDown`] after too
    /// many of them.
    pub async fn sign_in(
        &self,
        identity: &Identity,
        authentication_key: SecretBlob,
        from: ClientAddress,
        agent: &str,
    ) -> Result<SignInStep, EngineError> {
        let key = AuthenticationKey::from_slice(&authentication_key.0).map_err(|_| Invalid::Malformed)?;
        let credential = self.credential_of(identity).await?;
        let right = self.proves(&key, credential.as_ref());
        let counters = self.counters(identity, credential.as_ref(), from);
        let person = credential.as_ref().map(|credential| credential.person_id);
        let Some(credential) = credential.filter(|_| right) else {
            return Err(self.refuse(person, counters).await?);
        };
        let is_account = matches!(identity, Identity::Email(_));
        if is_account && self.has_factor(credential.person_id).await? {
            return Ok(SignInStep::Code(self.begin_pending(credential.person_id, counters).await?));
        }
        Ok(SignInStep::Whole(
            self.begin_session(credential, Some(counters), actor_of(identity), agent).await?,
        ))
    }

    /// Keeps the private key, wrapped for the session, until the session ends.
    ///
    /// # Errors
    /// [`EngineError::SignedOut`] when the session has ended; [`Invalid::Malformed`] when what was wrapped is not this
    /// person's private key.
    pub async fn attach(&self, secret: &SessionSecret, wrapped: Blob) -> Result<(), EngineError> {
        let hash = secret.hash();
        let row = self.session_row(hash).await?.ok_or(EngineError::SignedOut)?;
        let person = row.person_id;
        let credential = self
            .inner
            .store
            .read(move |conn: &mut Conn| Box::pin(credentials::by_person(conn, person)))
            .await?;
        let key_id = credential.ok_or(EngineError::SignedOut)?.key_id;
        let unwrapped = secret.wrapping_key().unwrap(key_id, &wrapped.0);
        unwrapped.and_then(|key| key.expand()).map_err(|_| Invalid::Malformed)?;
        let attached = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let wrapped = wrapped.clone();
                Box::pin(
                    async move { Ok::<_, EngineError>(sessions::attach(conn, &hash, &wrapped.0).await?) },
                )
            })
            .await?;
        if attached { Ok(()) } else { Err(EngineError::SignedOut) }
    }

    /// What a try at somebody's secret is counted on: whose it is, and a number as itself, whoever it belongs to.
    pub(crate) fn counters(
        &self,
        identity: &Identity,
        credential: Option<&Credential>,
        from: ClientAddress,
    ) -> Counters {
        let who = match (identity, credential) {
            (Identity::Phone(_), _) | (_, None) => Err(identity),
            (_, Some(credential)) => Ok(credential.person_id),
        };
        Counters::new(&self.inner.secrets, who, from)
    }

    /// Checks the password of somebody whose session is live, before something that matters.
    pub(crate) fn proves(&self, key: &AuthenticationKey, credential: Option<&Credential>) -> bool {
        let nobody = PersonId::from_bytes([0; 16]);
        let (person, verifier) = credential.map_or((nobody, [0; 32].as_slice()), |credential| {
            (credential.person_id, credential.verifier.as_slice())
        });
        key.verify(&self.inner.secrets.pepper, person, verifier)
    }

    /// Begins a session for somebody who has proven all that there is to prove: the password and, where the account has
    /// one, the second factor; or what counts as both.
    pub(crate) async fn begin_session(
        &self,
        credential: Credential,
        counters: Option<Counters>,
        actor: fn(PersonId) -> Actor,
        agent: &str,
    ) -> Result<SignedIn, EngineError> {
        let now = self.inner.clock.now();
        let secret = self.new_session_secret();
        let session = self.session_for(&secret, credential.person_id, now, agent);
        let person = credential.person_id;
        let event = self.event(now, actor(person), Action::SignedIn, Subject::person(person));
        let engine = self.clone();
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (session, event, engine) = (session.clone(), event.clone(), engine.clone());
                Box::pin(async move {
                    // Whoever has a session knows their password, or has a new one.
                    engine.cancel_reset(conn, person).await?;
                    if let Some(counters) = counters {
                        counters.check(conn, now).await?;
                        counters.forgive(conn).await?;
                    }
                    if let Actor::Recipient(person) = actor(person) {
                        recipients::visit(conn, person, now).await?;
                    }
                    sessions::insert(conn, &session).await?;
                    audit::insert_many(conn, &[event]).await?;
                    Ok::<_, EngineError>(())
                })
            })
            .await?;
        let wrapped_private_key = Blob(self.browser_wrapped_key(&credential)?.to_vec());
        Ok(SignedIn { secret, person, key_id: credential.key_id, wrapped_private_key })
    }

    /// Counts a wrong try, and says which error to answer with.
    pub(crate) async fn refuse(
        &self,
        person: Option<PersonId>,
        counters: Counters,
    ) -> Result<EngineError, EngineError> {
        let now = self.inner.clock.now();
        let subject = Subject { person, ..Subject::default() };
        let event = self.event(now, Actor::Stranger, Action::SignInFailed, subject);
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let event = event.clone();
                Box::pin(async move {
                    counters.check(conn, now).await?;
                    counters.count_failure(conn, now).await?;
                    audit::insert_many(conn, &[event]).await?;
                    Ok::<_, EngineError>(())
                })
            })
            .await?;
        Ok(EngineError::WrongPassword)
    }

    pub(crate) async fn credential_of(&self, identity: &Identity) -> Result<Option<Credential>, StoreError> {
        let (identity, index) = (identity.clone(), self.index_of(identity));
        self.inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(async move {
                    let person = person_of(conn, &identity, index).await?;
                    // Nobody has the id of all zeros: the look-up is made for its time.
                    let id = person.unwrap_or(PersonId::from_bytes([0; 16]));
                    credentials::by_person(conn, id).await
                })
            })
            .await
    }

    fn index_of(&self, identity: &Identity) -> [u8; 32] {
        match identity {
            Identity::Phone(phone) => self.inner.secrets.index.phone(phone),
            Identity::Locator(locator) => locator.hash(),
            Identity::Email(_) => [0; 32],
        }
    }
}

async fn person_of(
    conn: &mut Conn,
    identity: &Identity,
    index: [u8; 32],
) -> Result<Option<PersonId>, StoreError> {
    Ok(match identity {
        Identity::Email(email) => accounts::by_email(conn, email.as_str())
            .await?
            .filter(|account| account.disabled_at.is_none())
            .map(|account| account.id),
        Identity::Phone(_) => recipients::by_phone_index(conn, &index).await?.map(|recipient| recipient.id),
        Identity::Locator(_) => {
            deliveries::by_locator_hash(conn, &index).await?.map(|delivery| delivery.recipient_id)
        }
    })
}

pub(crate) fn actor_of(identity: &Identity) -> fn(PersonId) -> Actor {
    match identity {
        Identity::Email(_) => Actor::Account,
        Identity::Phone(_) | Identity::Locator(_) => Actor::Recipient,
    }
}

/// A session's times, from its beginning.
pub(crate) fn idle_until(now: UnixMillis, idle: std::time::Duration, ends_at: UnixMillis) -> UnixMillis {
    (now + idle).min(ends_at)
}
