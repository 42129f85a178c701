//! A passkey: another way to somebody's private key, by what their device unlocks with a finger, a face or the screen's
//! lock.

use domain::KeyId;
use rand_core::CryptoRng;

use crate::{
    KeyError, OpenError, PrivateKey, UnwrappedKey, envelope::Context, mac::expand, secret::secret, wrap,
};

/// What every passkey's PRF is asked for (W3C, Web Authentication Level 3, 10.1.4). It is the same for everybody: who
/// signs in is known only afterwards, and the PRF's own secret differs between passkeys.
pub const PASSKEY_PRF_INPUT: &[u8] = b"narwhal/1 passkey";

secret!(
    /// Wraps the private key at rest. It never leaves the browser.
    pub PasskeyKey
);

impl PasskeyKey {
    /// Out of what the PRF gave for [`PASSKEY_PRF_INPUT`]: HKDF-SHA256 (RFC 5869).
    ///
    /// # Errors
    /// When that is not 32 bytes.
    pub fn from_prf(output: &[u8]) -> Result<Self, KeyError> {
        let secret: &[u8; 32] = output.try_into().map_err(|_| KeyError::Length)?;
        Ok(Self(expand(secret, None, &Context::passkey_key())))
    }

    /// Wraps a private key, [`WRAPPED_PRIVATE_KEY_LENGTH`](crate::WRAPPED_PRIVATE_KEY_LENGTH) bytes. `owner_key` is the
    /// id of its public half.
    #[must_use]
    pub fn wrap(
        &self,
        owner_key: KeyId,
        private_key: &PrivateKey,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Vec<u8> {
        wrap::wrap(&self.0, Context::private_key_by_passkey(owner_key), private_key, rng)
    }

    /// Unwraps the private half of `owner_key`.
    ///
    /// # Errors
    /// When the bytes are damaged, another owner's, or wrapped by another passkey.
    pub fn unwrap(&self, owner_key: KeyId, wrapped: &[u8]) -> Result<PrivateKey, OpenError> {
        let context = Context::private_key_by_passkey(owner_key);
        UnwrappedKey::unwrap(&self.0, context, owner_key, wrapped)?.expand()
    }
}

#[cfg(test)]
mod tests {
    use chacha20::{ChaCha20Rng, rand_core::SeedableRng as _};

    use super::*;

    #[test]
    fn only_the_same_passkey_unwraps() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let private = PrivateKey::generate(&mut rng);
        let [key, other] = [1, 2].map(|byte| PasskeyKey::from_prf(&[byte; 32]).unwrap());
        let wrapped = key.wrap(private.id(), &private, &mut rng);
        assert_eq!(wrapped.len(), crate::WRAPPED_PRIVATE_KEY_LENGTH);
        assert_eq!(key.unwrap(private.id(), &wrapped).unwrap().id(), private.id());
        assert!(other.unwrap(private.id(), &wrapped).is_err());
        assert!(key.unwrap(PrivateKey::generate(&mut rng).id(), &wrapped).is_err());
        assert_eq!(PasskeyKey::from_prf(&[1; 31]).err(), Some(KeyError::Length));
    }
}
