//! A passcode that a sender gives by another way: for a first message it is a key, and not only a gate.
//!
//! The data key that waits for a number without keys is wrapped under the passcode, so that the instance alone cannot
//! open it: nobody who has the database and the master key reads the message without guessing the passcode, at
//! Argon2id's price for each guess.

use domain::{KdfParams, MessageId, PersonId};
use rand_core::CryptoRng;
use subtle::ConstantTimeEq;

use crate::{
    DataKey, OpenError, PasswordError, Pepper, Salt, aead,
    envelope::Context,
    mac::{expand, mac},
    password,
    secret::secret,
};

/// Bytes of a data key wrapped by a passcode.
pub const WRAPPED_DATA_KEY_LENGTH: usize = 32 + aead::OVERHEAD;

/// What a passcode is turned into, for one message.
#[derive(Debug)]
pub struct PasscodeKeys {
    /// Shown to the server, to get what the passcode unwraps.
    pub proof: PasscodeProof,
    /// Wraps the message's data key.
    pub wrapping: PasscodeKey,
}

secret!(
    /// Proves knowledge of a message's passcode to the server, which stores only its [verifier](Self::verifier).
    pub PasscodeProof,
    bytes
);

secret!(
    /// Wraps a message's data key until the recipient has keys.
    pub PasscodeKey,
    bytes
);

/// Derives the keys of a passcode, [as it is heard](domain::Passcode): Argon2id (RFC 9106, version 0x13, 32 bytes), then HKDF-SHA256
/// for each message and use.
///
/// # Errors
/// When the cost is out of bounds, or the memory is not there.
pub fn derive_passcode(
    heard: &str,
    message: MessageId,
    salt: &Salt,
    cost: KdfParams,
) -> Result<PasscodeKeys, PasswordError> {
    let stretched = password::stretched(heard, salt, cost)?;
    Ok(PasscodeKeys {
        proof: PasscodeProof(expand(&stretched, None, &Context::passcode_proof(message))),
        wrapping: PasscodeKey(expand(&stretched, None, &Context::passcode_key(message))),
    })
}

impl PasscodeProof {
    /// What the server stores: HMAC by the pepper, for one recipient and message.
    #[must_use]
    pub fn verifier(&self, pepper: &Pepper, person: PersonId, message: MessageId) -> [u8; 32] {
        mac(pepper.as_bytes(), &Context::passcode_verifier(person, message, &self.0))
    }

    /// Whether this is the proof that the stored verifier was made from. Takes the same time either way.
    #[must_use]
    pub fn verify(&self, pepper: &Pepper, person: PersonId, message: MessageId, verifier: &[u8]) -> bool {
        self.verifier(pepper, person, message).ct_eq(verifier).into()
    }
}

impl PasscodeKey {
    /// Wraps a message's data key: [`WRAPPED_DATA_KEY_LENGTH`] bytes.
    #[must_use]
    pub fn wrap(&self, message: MessageId, key: &DataKey, rng: &mut (impl CryptoRng + ?Sized)) -> Vec<u8> {
        aead::seal(&self.0, Context::data_key_by_passcode(message), key.expose(), rng)
    }

    /// Unwraps a message's data key.
    ///
    /// # Errors
    /// When the bytes are damaged, another message's, or wrapped by another passcode.
    pub fn unwrap(&self, message: MessageId, wrapped: &[u8]) -> Result<DataKey, OpenError> {
        DataKey::from_opened(&aead::open(&self.0, Context::data_key_by_passcode(message), wrapped)?)
    }
}

#[cfg(test)]
mod tests {
    use chacha20::{ChaCha20Rng, rand_core::SeedableRng as _};

    use super::*;

    const CHEAPEST: KdfParams = KdfParams { memory_kib: 19 * 1024, iterations: 2, parallelism: 1 };
    const MESSAGE: MessageId = MessageId::from_bytes([1; 16]);
    const OTHER: MessageId = MessageId::from_bytes([2; 16]);
    const PERSON: PersonId = PersonId::from_bytes([3; 16]);

    fn keys(passcode: &str, message: MessageId, salt: u8) -> PasscodeKeys {
        let salt = Salt::from_slice(&[salt; 16]).unwrap();
        derive_passcode(passcode, message, &salt, CHEAPEST).unwrap()
    }

    #[test]
    fn passcode_message_and_salt_all_count() {
        let first = keys("olive lantern", MESSAGE, 1);
        let again = keys("olive lantern", MESSAGE, 1);
        assert!(first.proof == again.proof && first.wrapping == again.wrapping);
        for other in [
            keys("olive lanterns", MESSAGE, 1),
            keys("olive lantern", OTHER, 1),
            keys("olive lantern", MESSAGE, 2),
        ] {
            assert!(first.proof != other.proof && first.wrapping != other.wrapping);
        }
        assert_ne!(first.proof.as_bytes(), first.wrapping.as_bytes());
    }

    #[test]
    fn only_the_passcode_unwraps() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let (right, key) = (keys("482 913", MESSAGE, 1), DataKey::generate(&mut rng));
        let wrapped = right.wrapping.wrap(MESSAGE, &key, &mut rng);
        assert_eq!(wrapped.len(), WRAPPED_DATA_KEY_LENGTH);
        assert_eq!(right.wrapping.unwrap(MESSAGE, &wrapped), Ok(key));
        assert_eq!(right.wrapping.unwrap(OTHER, &wrapped), Err(OpenError));
        assert_eq!(keys("482 914", MESSAGE, 1).wrapping.unwrap(MESSAGE, &wrapped), Err(OpenError));
    }

    #[test]
    fn verifiers_are_bound_to_pepper_person_and_message() {
        let (proof, pepper) = (PasscodeProof([1; 32]), Pepper::from_slice(&[1; 32]).unwrap());
        let verifier = proof.verifier(&pepper, PERSON, MESSAGE);
        assert!(proof.verify(&pepper, PERSON, MESSAGE, &verifier));
        assert!(!PasscodeProof([2; 32]).verify(&pepper, PERSON, MESSAGE, &verifier));
        assert!(!proof.verify(&Pepper::from_slice(&[2; 32]).unwrap(), PERSON, MESSAGE, &verifier));
        assert!(!proof.verify(&pepper, PersonId::from_bytes([4; 16]), MESSAGE, &verifier));
        assert!(!proof.verify(&pepper, PERSON, OTHER, &verifier));
        assert!(!proof.verify(&pepper, PERSON, MESSAGE, &[]));
    }
}
