//! A recovery code: a second way to somebody's private key, for when they have forgotten their password.

use std::fmt;

use domain::{KeyId, PersonId};
use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::{
    OpenError, Pepper, PrivateKey, UnwrappedKey,
    code::Code,
    envelope::Context,
    mac::{expand, mac},
    secret::secret,
    wrap,
};

/// 120 random bits as text, shown once. It wraps the private key beside the password, and is of use once. So many bits
/// need no stretching.
#[derive(Clone)]
pub struct RecoveryCode(Code);

/// Why a text is no recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A recovery code has 24 letters and digits, as in k7qf-93mh-…")]
pub struct RecoveryCodeError;

/// What a recovery code is turned into.
#[derive(Debug)]
pub struct RecoveryKeys {
    /// Shown to the server, to get the wrapped key.
    pub proof: RecoveryProof,
    /// Kept by the browser, to unwrap the private key.
    pub wrapping: RecoveryKey,
}

secret!(
    /// Proves knowledge of the code to the server, which stores only its [verifier](Self::verifier).
    pub RecoveryProof,
    bytes
);

secret!(
    /// Wraps the private key at rest. It never leaves the place where the code was typed.
    pub RecoveryKey
);

impl RecoveryCode {
    /// A new one.
    #[must_use]
    pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        Self(Code::generate(rng))
    }

    /// Reads one as people type it: in groups or not, in capitals or not, with a letter O for a zero.
    ///
    /// # Errors
    /// When it has other characters or another length.
    pub fn parse(text: &str) -> Result<Self, RecoveryCodeError> {
        Code::parse(text).map(Self).ok_or(RecoveryCodeError)
    }

    /// The text to be shown, in groups of four.
    #[must_use]
    pub fn expose(&self) -> Zeroizing<String> {
        self.0.grouped()
    }

    /// Its keys: HKDF-SHA256 (RFC 5869) of the HMAC of its characters.
    #[must_use]
    pub fn keys(&self) -> RecoveryKeys {
        let secret = Zeroizing::new(mac(&[0; 32], &Context::recovery_code(self.0.characters())));
        RecoveryKeys {
            proof: RecoveryProof(expand(&secret, None, &Context::recovery_proof())),
            wrapping: RecoveryKey(expand(&secret, None, &Context::recovery_key())),
        }
    }
}

impl RecoveryProof {
    /// What the server stores: HMAC by the pepper, for one person.
    #[must_use]
    pub fn verifier(&self, pepper: &Pepper, person: PersonId) -> [u8; 32] {
        mac(pepper.as_bytes(), &Context::recovery_verifier(person, &self.0))
    }

    /// Whether this is the proof that the stored verifier was made from. Takes the same time either way.
    #[must_use]
    pub fn verify(&self, pepper: &Pepper, person: PersonId, verifier: &[u8]) -> bool {
        self.verifier(pepper, person).ct_eq(verifier).into()
    }
}

impl RecoveryKey {
    /// Wraps a private key, [`WRAPPED_PRIVATE_KEY_LENGTH`](crate::WRAPPED_PRIVATE_KEY_LENGTH) bytes. `owner_key` is the
    /// id of its public half.
    #[must_use]
    pub fn wrap(
        &self,
        owner_key: KeyId,
        private_key: &PrivateKey,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Vec<u8> {
        wrap::wrap(&self.0, Context::private_key_by_recovery(owner_key), private_key, rng)
    }

    /// Unwraps the private half of `owner_key`.
    ///
    /// # Errors
    /// When the bytes are damaged, another owner's, or wrapped by another code.
    pub fn unwrap(&self, owner_key: KeyId, wrapped: &[u8]) -> Result<PrivateKey, OpenError> {
        let context = Context::private_key_by_recovery(owner_key);
        UnwrappedKey::unwrap(&self.0, context, owner_key, wrapped)?.expand()
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

#[cfg(test)]
mod tests {
    use chacha20::{ChaCha20Rng, rand_core::SeedableRng as _};

    use super::*;

    #[test]
    fn only_the_code_unwraps() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let private = PrivateKey::generate(&mut rng);
        let (code, other) = (RecoveryCode::generate(&mut rng), RecoveryCode::generate(&mut rng));
        let wrapped = code.keys().wrapping.wrap(private.id(), &private, &mut rng);
        assert_eq!(wrapped.len(), crate::WRAPPED_PRIVATE_KEY_LENGTH);
        let typed = RecoveryCode::parse(&code.expose().to_uppercase()).unwrap();
        assert_eq!(typed.keys().wrapping.unwrap(private.id(), &wrapped).unwrap().id(), private.id());
        assert!(other.keys().wrapping.unwrap(private.id(), &wrapped).is_err());
        let strange = PrivateKey::generate(&mut rng).id();
        assert!(code.keys().wrapping.unwrap(strange, &wrapped).is_err());
        assert_eq!(RecoveryCode::parse("olive lantern").err(), Some(RecoveryCodeError));
        assert!(!format!("{code:?}").contains(&code.expose()[..4]));
    }

    #[test]
    fn verifiers_are_bound_to_pepper_and_person() {
        let proof = RecoveryProof([1; 32]);
        let (pepper, person) = (Pepper::from_slice(&[1; 32]).unwrap(), PersonId::from_bytes([1; 16]));
        let verifier = proof.verifier(&pepper, person);
        assert!(proof.verify(&pepper, person, &verifier));
        assert!(!RecoveryProof([2; 32]).verify(&pepper, person, &verifier));
        assert!(!proof.verify(&Pepper::from_slice(&[2; 32]).unwrap(), person, &verifier));
        assert!(!proof.verify(&pepper, PersonId::from_bytes([2; 16]), &verifier));
        assert!(!proof.verify(&pepper, person, &[]));
    }
}
