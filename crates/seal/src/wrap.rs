//! Wrapping a private key under a key that only its owner can make.

use domain::KeyId;
use rand_core::CryptoRng;

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

/// Unwraps, and makes sure that it is the private half of `owner_key`: AES-GCM alone does not commit to its key.
pub(crate) fn unwrap(
    key: &[u8; 32],
    context: Context,
    owner_key: KeyId,
    wrapped: &[u8],
) -> Result<PrivateKey, OpenError> {
    let bytes = aead::open(key, context, wrapped)?;
    let private_key = PrivateKey::from_bytes(&bytes).map_err(|_| OpenError)?;
    if private_key.public_key().id() == owner_key { Ok(private_key) } else { Err(OpenError) }
}
