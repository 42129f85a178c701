//! What somebody's browser made of their password, checked and made ready to store.

use domain::{Blob, KdfParams, NewCredential, PersonId, SecretBlob, UnixMillis};
use seal::{AuthenticationKey, PasswordKeys, PrivateKey, PublicKey, Purpose, Salt, SessionSecret};
use store::credentials::Credential;
use zeroize::Zeroizing;

use crate::{Engine, EngineError, Invalid};

impl Engine {
    /// The row for a new credential: the authentication key becomes an HMAC, the wrapped key gets its second wrapping.
    pub(crate) fn credential(
        &self,
        person: PersonId,
        new: &NewCredential,
        now: UnixMillis,
    ) -> Result<Credential, EngineError> {
        let public_key = PublicKey::from_bytes(&new.public_key.0).map_err(|_| Invalid::Malformed)?;
        let salt = Salt::from_slice(&new.salt.0).map_err(|_| Invalid::Malformed)?;
        let authentication =
            AuthenticationKey::from_slice(&new.authentication_key.0).map_err(|_| Invalid::Malformed)?;
        if !acceptable(new.kdf)
            || new.wrapped_private_key.0.is_empty()
            || new.wrapped_private_key.0.len() > 256
        {
            return Err(Invalid::Malformed.into());
        }
        let inner = &self.inner;
        Ok(Credential {
            person_id: person,
            key_id: public_key.id(),
            public_key: public_key.to_bytes(),
            salt: salt.as_bytes().to_vec(),
            kdf: new.kdf,
            verifier: authentication.verifier(&inner.secrets.pepper, person).to_vec(),
            wrapped_key: inner.ring.wrap(
                Purpose::AtRestKey,
                person.as_bytes(),
                &new.wrapped_private_key.0,
                &mut inner.entropy.rng(),
            ),
            created_at: now,
            changed_at: now,
        })
    }

    /// The private key as the browser wrapped it.
    pub(crate) fn browser_wrapped_key(
        &self,
        credential: &Credential,
    ) -> Result<Zeroizing<Vec<u8>>, EngineError> {
        let person = credential.person_id;
        Ok(self.inner.ring.unwrap(Purpose::AtRestKey, person.as_bytes(), &credential.wrapped_key)?)
    }

    pub(crate) fn new_session_secret(&self) -> SessionSecret {
        SessionSecret::generate(&mut self.inner.entropy.rng())
    }
}

/// A weaker stretching than today's would let a hostile page register passwords that are cheap to guess.
pub(crate) fn acceptable(kdf: KdfParams) -> bool {
    let least = KdfParams::INITIAL;
    kdf.memory_kib >= least.memory_kib && kdf.iterations >= least.iterations && seal::check_cost(kdf).is_ok()
}

/// A complete credential made without a browser, by the same derivation.
///
/// # Errors
/// When the key derivation has no memory to work with.
pub(crate) fn make_natively(
    password: &str,
    salt: &Salt,
    rng: &mut impl rand_core::CryptoRng,
) -> Result<NewCredential, EngineError> {
    let private = PrivateKey::generate(rng);
    let keys = seal::derive(password, salt, KdfParams::INITIAL).map_err(|_| Invalid::WeakPassword)?;
    Ok(guarding(&private, &keys, salt, rng))
}

/// The credential that guards a private key with a password, stretched at the usual cost.
pub(crate) fn guarding(
    private: &PrivateKey,
    keys: &PasswordKeys,
    salt: &Salt,
    rng: &mut impl rand_core::CryptoRng,
) -> NewCredential {
    let public = private.public_key();
    NewCredential {
        kdf: KdfParams::INITIAL,
        salt: Blob(salt.as_bytes().to_vec()),
        authentication_key: SecretBlob(keys.authentication.as_bytes().to_vec()),
        public_key: Blob(public.to_bytes()),
        wrapped_private_key: Blob(keys.wrapping.wrap(public.id(), private, rng)),
    }
}
