//! Wrapping a private key under a key that only its owner can make.

use std::fmt;

use domain::KeyId;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{OpenError, PrivateKey, aead, envelope::Context, person::PRIVATE_KEY_LENGTH};

/// Bytes of a private key wrapped by a password or for a session.
pub const WRAPPED_PRIVATE_KEY_LENGTH: usize = PRIVATE_KEY_LENGTH + aead::OVERHEAD;

pub(crate) fn wrap(
    key: &[u8; 32],
    context: Context,
    private_key: &PrivateKey,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Vec<u8> {
    aead::seal(key, context, &private_key.to_bytes(), rng)
}

/// A private key that is unwrapped, but not made ready to open anything: that takes X-Wing a tenth of a millisecond,
/// and many requests open nothing. Erased when dropped.
pub struct UnwrappedKey {
    owner_key: KeyId,
    bytes: Zeroizing<Vec<u8>>,
}

impl UnwrappedKey {
    pub(crate) fn unwrap(
        key: &[u8; 32],
        context: Context,
        owner_key: KeyId,
        wrapped: &[u8],
    ) -> Result<Self, OpenError> {
        Ok(Self { owner_key, bytes: aead::open(key, context, wrapped)? })
    }

    /// The private key, once it has shown to be the private half of its owner's: AES-GCM alone does not commit to its
    /// key.
    ///
    /// # Errors
    /// When it is another one.
    pub fn expand(&self) -> Result<PrivateKey, OpenError> {
        let private_key = PrivateKey::from_bytes(&self.bytes).map_err(|_| OpenError)?;
        if private_key.id() == self.owner_key { Ok(private_key) } else { Err(OpenError) }
    }
}

impl fmt::Debug for UnwrappedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnwrappedKey(..)")
    }
}
