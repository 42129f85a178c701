//! HMAC-SHA256 and HKDF-SHA256 over a context.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::envelope::Context;

/// HMAC-SHA256 (RFC 2104) of the context.
pub(crate) fn mac(key: &[u8; 32], context: &Context) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of every length");
    mac.update(context.as_bytes());
    mac.finalize().into_bytes().into()
}

/// HKDF-SHA256 (RFC 5869), with the context as its info.
pub(crate) fn expand<const N: usize>(secret: &[u8; 32], salt: Option<&[u8]>, context: &Context) -> [u8; N] {
    let mut output = [0; N];
    Hkdf::<Sha256>::new(salt, secret)
        .expand(context.as_bytes(), &mut output)
        .expect("HKDF-SHA256 gives up to 8160 bytes");
    output
}
