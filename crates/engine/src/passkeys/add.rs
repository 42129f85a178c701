//! Adding a passkey, which the password is asked for once more.

use domain::{Blob, KeyId, PASSKEY_NAME_MAX, PASSKEYS_MAX, PasskeyId, PasskeyMade, SecretBlob};
use passkey::{Made, RelyingParty, Verifier};
use seal::{Purpose, WRAPPED_PRIVATE_KEY_LENGTH};
use store::{
    Conn, StoreError, audit, credentials,
    passkeys::{self, Passkey, challenges},
};

use super::{Ceremony, take};
use crate::{
    ClientAddress, Engine, EngineError, Invalid, Session,
    audit::{Action, Subject},
};

/// What a browser needs to make a passkey.
#[derive(Debug, Clone)]
pub struct NewPasskey {
    /// 32 random bytes.
    pub challenge: Blob,
    /// The name that passkeys are kept for.
    pub rp_id: String,
    /// What the device is to know the person by.
    pub user_handle: Blob,
    /// The ids of those that they have: a device that has one of them makes no other.
    pub exclude: Vec<Blob>,
    /// The id of the person's key.
    pub key_id: KeyId,
    /// Its private half, wrapped by the password.
    pub wrapped_private_key: Blob,
}

impl Engine {
    /// Begins to add a passkey for whoever asks, once the password is proven again.
    ///
    /// # Errors
    /// [`EngineError::WrongPassword`] when `current` does not prove it; [`Invalid::TooManyPasskeys`];
    /// [`EngineError::NotFound`] where there are no passkeys.
    pub async fn begin_passkey(
        &self,
        session: &Session,
        current: SecretBlob,
        from: ClientAddress,
    ) -> Result<NewPasskey, EngineError> {
        let rp_id = self.party()?.id().to_owned();
        let person = session.person;
        let credential = self.prove_again(person, &current, from).await?;
        let present = self.passkeys_of(person).await?;
        if present.len() >= PASSKEYS_MAX {
            return Err(Invalid::TooManyPasskeys.into());
        }
        let challenge = self.new_challenge(Ceremony::Add, Some(person));
        let row = challenge.clone();
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let row = row.clone();
                Box::pin(async move { Ok::<_, EngineError>(challenges::insert(conn, &row).await?) })
            })
            .await?;
        Ok(NewPasskey {
            challenge: Blob(challenge.challenge.to_vec()),
            rp_id,
            user_handle: Blob(self.inner.secrets.index.passkey_handle(credential.key_id).to_vec()),
            exclude: present.into_iter().map(|passkey| Blob(passkey.credential_id)).collect(),
            key_id: credential.key_id,
            wrapped_private_key: Blob(self.browser_wrapped_key(&credential)?.to_vec()),
        })
    }

    /// Keeps a passkey that was made for [`Engine::begin_passkey`], with the private key that it wraps. Without a name it is
    /// called after the browser.
    ///
    /// # Errors
    /// [`EngineError::Conflict`] when the challenge is not, or not any more, this session's, or there is such a passkey;
    /// [`Invalid::Malformed`] when what the browser says is not to be believed, or cannot be a wrapped key;
    /// [`Invalid::Name`], [`Invalid::TooManyPasskeys`].
    pub async fn add_passkey(
        &self,
        session: &Session,
        made: PasskeyMade,
        wrapped: Blob,
        name: &str,
        agent: &str,
    ) -> Result<(), EngineError> {
        let party = self.party()?;
        let name = clean_name(name, agent)?;
        if wrapped.0.len() != WRAPPED_PRIVATE_KEY_LENGTH {
            return Err(Invalid::Malformed.into());
        }
        let challenge = RelyingParty::challenge_in(&made.client_data.0).map_err(|_| Invalid::Malformed)?;
        self.take_own(session, challenge).await?;
        let said = Made {
            credential_id: &made.credential_id.0,
            client_data: &made.client_data.0,
            attestation: &made.attestation.0,
        };
        let verifier = party.check_made(&challenge, &said).map_err(|error| {
            tracing::info!(%error, "a new passkey was not believed");
            Invalid::Malformed
        })?;
        let row = self.passkey_row(session, verifier, &wrapped, &name);
        self.keep_passkey(session, row).await
    }

    async fn take_own(&self, session: &Session, challenge: [u8; 32]) -> Result<(), EngineError> {
        let (person, now) = (session.person, self.inner.clock.now());
        let is_own = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                Box::pin(async move {
                    Ok::<_, EngineError>(take(conn, &challenge, Ceremony::Add, Some(person), now).await?)
                })
            })
            .await?;
        if is_own { Ok(()) } else { Err(EngineError::Conflict) }
    }

    fn passkey_row(&self, session: &Session, verifier: Verifier, wrapped: &Blob, name: &str) -> Passkey {
        let inner = &self.inner;
        let now = inner.clock.now();
        let id = inner.entropy.id(now, PasskeyId::new);
        let seal =
            |purpose, bytes: &[u8]| inner.ring.wrap(purpose, id.as_bytes(), bytes, &mut inner.entropy.rng());
        Passkey {
            id,
            person_id: session.person,
            key_id: session.key_id,
            credential_id: verifier.credential_id,
            public_key: verifier.public_key,
            algorithm: verifier.algorithm.into(),
            counter: verifier.counter,
            wrapped: seal(Purpose::PasskeyKey, &wrapped.0),
            name: seal(Purpose::PasskeyName, name.as_bytes()),
            created_at: now,
            used_at: None,
        }
    }

    async fn keep_passkey(&self, session: &Session, row: Passkey) -> Result<(), EngineError> {
        let (person, now) = (session.person, self.inner.clock.now());
        let event = self.event(now, session.actor(), Action::PasskeyAdded, Subject::person(person));
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (row, event) = (row.clone(), event.clone());
                Box::pin(async move {
                    let credential = credentials::by_person(conn, person).await?;
                    if credential.is_none_or(|credential| credential.key_id != row.key_id) {
                        return Err(EngineError::SignedOut);
                    }
                    let present = passkeys::of_person(conn, person).await?;
                    if present.len() >= PASSKEYS_MAX {
                        return Err(Invalid::TooManyPasskeys.into());
                    }
                    passkeys::insert(conn, &row).await.map_err(known_already)?;
                    Ok(audit::insert_many(conn, &[event]).await?)
                })
            })
            .await
    }
}

fn clean_name(name: &str, agent: &str) -> Result<String, Invalid> {
    let name = name.trim();
    if name.chars().count() > PASSKEY_NAME_MAX || name.chars().any(char::is_control) {
        return Err(Invalid::Name);
    }
    Ok(if name.is_empty() { crate::agent::describe(agent) } else { name.to_owned() })
}

fn known_already(error: StoreError) -> EngineError {
    match error {
        StoreError::Conflict => EngineError::Conflict,
        other => other.into(),
    }
}
