//! AES-256-GCM with a context as its associated data.

use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce, Tag,
    aead::{AeadInOut, inout::InOutBuf},
};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    OpenError,
    envelope::{Algorithm, Context},
};

/// Bytes of a nonce.
pub(crate) const NONCE: usize = 12;
/// Bytes of an authentication tag.
pub(crate) const TAG: usize = 16;
/// How many bytes longer than its plaintext a sealed string is: algorithm id, nonce and tag.
pub(crate) const OVERHEAD: usize = 1 + NONCE + TAG;

/// Seals under a random nonce. A key may seal 2³² byte strings this way (NIST SP 800-38D, 8.3); those that come here
/// seal a handful.
pub(crate) fn seal(
    key: &[u8; 32],
    context: Context,
    plaintext: &[u8],
    rng: &mut (impl CryptoRng + ?Sized),
) -> Vec<u8> {
    let mut nonce = [0; NONCE];
    rng.fill_bytes(&mut nonce);
    let mut sealed = Vec::with_capacity(plaintext.len() + OVERHEAD);
    sealed.push(Algorithm::Aes256Gcm.id());
    sealed.extend_from_slice(&nonce);
    encrypt_onto(&mut sealed, key, &nonce, &context.under(Algorithm::Aes256Gcm), plaintext);
    sealed
}

/// Opens what [`seal`] made for the same context.
pub(crate) fn open(key: &[u8; 32], context: Context, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let rest = Algorithm::Aes256Gcm.strip(sealed).ok_or(OpenError)?;
    let (nonce, ciphertext) = rest.split_first_chunk().ok_or(OpenError)?;
    decrypt(key, nonce, &context.under(Algorithm::Aes256Gcm), ciphertext)
}

/// Appends ciphertext and tag.
pub(crate) fn encrypt_onto(
    out: &mut Vec<u8>,
    key: &[u8; 32],
    nonce: &[u8; NONCE],
    context: &Context,
    plaintext: &[u8],
) {
    let start = out.len();
    // All of it before the plaintext is copied: growing later would leave a copy behind.
    out.reserve_exact(plaintext.len() + TAG);
    out.extend_from_slice(plaintext);
    let tag = Aes256Gcm::new(key.into())
        .encrypt_inout_detached(&Nonce::from(*nonce), context.as_bytes(), InOutBuf::from(&mut out[start..]))
        .expect("AES-GCM refuses only what is longer than 64 GiB");
    out.extend_from_slice(&tag);
}

/// Opens ciphertext and tag.
pub(crate) fn decrypt(
    key: &[u8; 32],
    nonce: &[u8; NONCE],
    context: &Context,
    ciphertext: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (ciphertext, tag) = ciphertext.split_last_chunk::<TAG>().ok_or(OpenError)?;
    let mut plaintext = Zeroizing::new(ciphertext.to_vec());
    Aes256Gcm::new(key.into())
        .decrypt_inout_detached(
            &Nonce::from(*nonce),
            context.as_bytes(),
            InOutBuf::from(plaintext.as_mut_slice()),
            &Tag::from(*tag),
        )
        .map_err(|_| OpenError)?;
    Ok(plaintext)
}
