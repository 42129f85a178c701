//! Recovery codes: a second way to one's own private key, for whoever has forgotten their password.
//!
//! Who could abuse this: whoever finds the code *and* the link or number can sign in and set a password; so it is made only
//! after the password was proven again, and is said to be kept like a key. A guesser faces 120 bits and the same
//! counters as at the door, and hears the same for numbers that nobody knows. A thief of the database and the master key
//! gets nothing to guess that a password's copy would not give more easily.

use domain::{Blob, KeyId, NewCredential, PersonId, SecretBlob, UnixMillis};
use seal::{Purpose, RecoveryProof, WRAPPED_PRIVATE_KEY_LENGTH};
use store::{
    Conn, StoreError, audit, credentials, credentials::Credential, recovery_codes,
    recovery_codes::RecoveryCode, sessions,
};

use crate::{
    ClientAddress, Engine, EngineError, Identity, Invalid, Session, SignedIn,
    audit::{Action, Subject},
    sign_in::actor_of,
    throttle::Counters,
};

/// What a browser makes of a new recovery code. The code itself stays there.
#[derive(Clone)]
pub struct NewRecovery {
    /// What proves knowledge of the code. The server stores only an HMAC of it.
    pub proof: SecretBlob,
    /// The private key, wrapped by the code.
    pub wrapped_private_key: Blob,
}

/// Somebody who may have forgotten their password.
struct Forgetful {
    credential: Credential,
    code: RecoveryCode,
}

impl Engine {
    /// When the recovery code of whoever asks was made, if they have one.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn recovery_since(&self, session: &Session) -> Result<Option<UnixMillis>, EngineError> {
        let person = session.person;
        let found =
            self.inner.store.read(move |conn: &mut Conn| Box::pin(recovery_codes::by_person(conn, person)));
        Ok(found.await?.map(|code| code.created_at))
    }

    /// Keeps a recovery code for whoever asks, in the place of an earlier one, once the password is proven again.
    ///
    /// # Errors
    /// [`EngineError::WrongPassword`] when `current` does not prove it; [`Invalid::Malformed`] for what cannot be a
    /// wrapped key; [`EngineError::NotFound`] for accounts, which have no such codes.
    pub async fn set_recovery(
        &self,
        session: &Session,
        current: SecretBlob,
        new: NewRecovery,
        from: ClientAddress,
    ) -> Result<(), EngineError> {
        // An account has other ways, and this one would lead around its second factor.
        if session.account.is_some() {
            return Err(EngineError::NotFound);
        }
        let (person, now) = (session.person, self.inner.clock.now());
        let credential = self.prove_again(person, &current, from).await?;
        let code = self.recovery_row(person, credential.key_id, &new, now)?;
        let event = self.event(now, session.actor(), Action::RecoveryCodeMade, Subject::person(person));
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (code, event) = (code.clone(), event.clone());
                Box::pin(async move {
                    recovery_codes::put(conn, &code).await?;
                    Ok::<_, EngineError>(audit::insert_many(conn, &[event]).await?)
                })
            })
            .await
    }

    /// The private key of somebody who proves their recovery code, wrapped by it.
    ///
    /// # Errors
    /// [`EngineError::WrongPassword`] for a wrong code, for somebody without one and for nobody alike;
    /// [`EngineError::SlowDown`] after too many of them.
    pub async fn try_recovery(
        &self,
        identity: &Identity,
        proof: &SecretBlob,
        from: ClientAddress,
    ) -> Result<(KeyId, Blob), EngineError> {
        let (forgetful, counters) = self.forgetful(identity, proof, from).await?;
        let now = self.inner.clock.now();
        self.inner
            .store
            .write(move |conn: &mut Conn| Box::pin(async move { counters.check(conn, now).await }))
            .await?;
        let RecoveryCode { person_id, key_id, wrapped, .. } = forgetful.code;
        let inner = self.inner.ring.unwrap(Purpose::RecoveryKey, person_id.as_bytes(), &wrapped)?;
        Ok((key_id, Blob(inner.to_vec())))
    }

    /// Sets a new password with a recovery code, which is of use once: there is another one then. The key pair stays, and
    /// with it every message; every session ends, and a new one begins.
    ///
    /// # Errors
    /// As for [`Engine::try_recovery`]; [`Invalid::Malformed`] when the new password guards another key.
    pub async fn recover(
        &self,
        identity: &Identity,
        proof: &SecretBlob,
        password: NewCredential,
        next: NewRecovery,
        from: ClientAddress,
        agent: &str,
    ) -> Result<SignedIn, EngineError> {
        let (Forgetful { credential: old, code }, counters) = self.forgetful(identity, proof, from).await?;
        let (person, now) = (old.person_id, self.inner.clock.now());
        let credential =
            Credential { created_at: old.created_at, ..self.credential(person, &password, now)? };
        if credential.key_id != old.key_id {
            return Err(Invalid::Malformed.into());
        }
        let next = self.recovery_row(person, old.key_id, &next, now)?;
        let actor = actor_of(identity);
        let event = self.event(now, actor(person), Action::Recovered, Subject::person(person));
        let row = credential.clone();
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (credential, next, event) = (row.clone(), next.clone(), event.clone());
                let used = code.verifier.clone();
                Box::pin(async move {
                    counters.check(conn, now).await?;
                    if !recovery_codes::take(conn, person, &used).await? {
                        return Err(EngineError::WrongPassword);
                    }
                    recovery_codes::put(conn, &next).await?;
                    credentials::replace(conn, &credential).await?;
                    sessions::delete_of_person(conn, person, None).await?;
                    Ok(audit::insert_many(conn, &[event]).await?)
                })
            })
            .await?;
        self.begin_session(credential, Some(counters), actor, agent).await
    }

    /// Somebody who has proven their recovery code. A wrong one is counted.
    async fn forgetful(
        &self,
        identity: &Identity,
        proof: &SecretBlob,
        from: ClientAddress,
    ) -> Result<(Forgetful, Counters), EngineError> {
        let proof = RecoveryProof::from_slice(&proof.0).map_err(|_| Invalid::Malformed)?;
        let credential = self.credential_of(identity).await?;
        let nobody = PersonId::from_bytes([0; 16]);
        let person = credential.as_ref().map_or(nobody, |credential| credential.person_id);
        let code = self.recovery_of(person).await?;
        let verifier = code.as_ref().map_or([0; 32].as_slice(), |code| code.verifier.as_slice());
        let is_right = proof.verify(&self.inner.secrets.pepper, person, verifier);
        let counters = self.counters(identity, credential.as_ref(), from);
        let is_account = matches!(identity, Identity::Email(_));
        match credential.zip(code).filter(|_| is_right && !is_account) {
            Some((credential, code)) if credential.key_id == code.key_id => {
                Ok((Forgetful { credential, code }, counters))
            }
            _ => Err(self.refuse(Some(person).filter(|person| *person != nobody), counters).await?),
        }
    }

    async fn recovery_of(&self, person: PersonId) -> Result<Option<RecoveryCode>, StoreError> {
        self.inner.store.read(move |conn: &mut Conn| Box::pin(recovery_codes::by_person(conn, person))).await
    }

    fn recovery_row(
        &self,
        person_id: PersonId,
        key_id: KeyId,
        new: &NewRecovery,
        now: UnixMillis,
    ) -> Result<RecoveryCode, EngineError> {
        let proof = RecoveryProof::from_slice(&new.proof.0).map_err(|_| Invalid::Malformed)?;
        if new.wrapped_private_key.0.len() != WRAPPED_PRIVATE_KEY_LENGTH {
            return Err(Invalid::Malformed.into());
        }
        let inner = &self.inner;
        let wrapped = inner.ring.wrap(
            Purpose::RecoveryKey,
            person_id.as_bytes(),
            &new.wrapped_private_key.0,
            &mut inner.entropy.rng(),
        );
        let verifier = proof.verifier(&inner.secrets.pepper, person_id).to_vec();
        Ok(RecoveryCode { person_id, key_id, verifier, wrapped, created_at: now })
    }
}
