//! Backup codes: what an account signs in with, beside its password, when its authenticator app is lost. To people they are
//! called recovery codes; those of recipients, which open a key, are another thing ([`RecoveryCode`](crate::RecoveryCode)).

use std::fmt;

use domain::PersonId;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{Pepper, code::Code, envelope::Context, mac::mac};

/// Characters of a backup code: 60 bits.
const LENGTH: usize = 12;

/// 60 random bits as text, shown once and of use once. So many cannot be guessed through the counters at the door, and
/// without the pepper the stored HMAC is nothing to guess against.
#[derive(Clone)]
pub struct BackupCode(Code<LENGTH>);

/// Why a text is no backup code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A recovery code has 12 letters and digits, as in k7qf-93mh-x2vd")]
pub struct BackupCodeError;

impl BackupCode {
    /// A new one.
    #[must_use]
    pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        Self(Code::generate(rng))
    }

    /// Reads one as people type it: in groups or not, in capitals or not, with a letter O for a zero.
    ///
    /// # Errors
    /// When it has other characters or another length.
    pub fn parse(text: &str) -> Result<Self, BackupCodeError> {
        Code::parse(text).map(Self).ok_or(BackupCodeError)
    }

    /// What is stored in its place: HMAC by the pepper, for one person.
    #[must_use]
    pub fn hash(&self, pepper: &Pepper, person: PersonId) -> [u8; 32] {
        mac(pepper.as_bytes(), &Context::backup_code(person, self.0.characters()))
    }

    /// The text to be shown, in groups of four.
    #[must_use]
    pub fn expose(&self) -> Zeroizing<String> {
        self.0.grouped()
    }
}

impl fmt::Debug for BackupCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BackupCode(..)")
    }
}

#[cfg(test)]
mod tests {
    use chacha20::{ChaCha20Rng, rand_core::SeedableRng as _};

    use super::*;

    #[test]
    fn hashes_are_bound_to_pepper_and_person() {
        let (pepper, other) = (Pepper::from_slice(&[1; 32]).unwrap(), Pepper::from_slice(&[2; 32]).unwrap());
        let (ana, eve) = (PersonId::from_bytes([1; 16]), PersonId::from_bytes([2; 16]));
        let code = BackupCode::generate(&mut ChaCha20Rng::seed_from_u64(1));
        let shown = code.expose();
        assert_eq!(shown.len(), 14);
        let typed = BackupCode::parse(&shown.to_uppercase()).unwrap();
        assert_eq!(typed.hash(&pepper, ana), code.hash(&pepper, ana));
        assert_ne!(code.hash(&other, ana), code.hash(&pepper, ana));
        assert_ne!(code.hash(&pepper, eve), code.hash(&pepper, ana));
        assert_eq!(BackupCode::parse("123456").err(), Some(BackupCodeError));
        assert!(!format!("{code:?}").contains(&shown[..4]));
    }
}
