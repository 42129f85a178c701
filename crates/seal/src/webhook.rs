//! Checks of what providers post to us. Every comparison takes the same time, whatever differs.

use ed25519_dalek::{Signature, VerifyingKey};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Whether `signature` is the HMAC-SHA1 (RFC 2104) of the message. HMAC does not need a hash without collisions.
#[must_use]
pub fn hmac_sha1(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).expect("HMAC takes keys of every length");
    mac.update(message);
    !key.is_empty() && mac.verify_slice(signature).is_ok()
}

/// Whether `signature` is the HMAC-SHA256 (RFC 2104) of the message.
#[must_use]
pub fn hmac_sha256(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of every length");
    mac.update(message);
    !key.is_empty() && mac.verify_slice(signature).is_ok()
}

/// Whether `signature` is the Ed25519 signature (RFC 8032) of the message under a public key. Keys of small order sign
/// nothing.
#[must_use]
pub fn ed25519(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let key = key.try_into().ok().and_then(|key| VerifyingKey::from_bytes(key).ok());
    let signature = Signature::from_slice(signature);
    matches!((key, signature), (Some(key), Ok(signature)) if key.verify_strict(message, &signature).is_ok())
}

/// Whether `digest` is the SHA-256 of the message.
#[must_use]
pub fn sha256(message: &[u8], digest: &[u8]) -> bool {
    bool::from(Sha256::digest(message).as_slice().ct_eq(digest))
}

/// Whether two secrets are the same. Their lengths are no secret.
#[must_use]
pub fn same(secret: &[u8], given: &[u8]) -> bool {
    !secret.is_empty() && bool::from(secret.ct_eq(given))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
    }

    /// RFC 2202, case 2, and RFC 4231, case 2.
    #[test]
    fn hmacs() {
        let (key, message) = (b"Jefe", b"what do ya want for nothing?");
        let sha1 = hex("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
        assert!(hmac_sha1(key, message, &sha1) && !hmac_sha1(b"jefe", message, &sha1));
        let sha256 = hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assert!(hmac_sha256(key, message, &sha256) && !hmac_sha256(key, b"what", &sha256));
        assert!(!hmac_sha256(key, message, &sha256[..31]) && !hmac_sha256(key, message, &[]));
    }

    /// RFC 8032, 7.1, test 2.
    #[test]
    fn signatures() {
        let key = hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        let signature = hex(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        );
        assert!(ed25519(&key, &[0x72], &signature));
        assert!(!ed25519(&key, &[0x73], &signature) && !ed25519(&key[1..], &[0x72], &signature));
        assert!(!ed25519(&[0; 32], &[0x72], &[0; 64]) && !ed25519(&key, &[0x72], &[]));
    }

    #[test]
    fn hashes_and_secrets() {
        assert!(sha256(b"abc", &hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")));
        assert!(!sha256(b"abd", &hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")));
        assert!(same(b"a", b"a") && !same(b"a", b"b") && !same(b"a", b"") && !same(b"", b""));
    }
}
