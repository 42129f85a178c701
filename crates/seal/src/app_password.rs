//! App passwords: made by Narwhal, one for each mail program, and shown once.

use std::fmt;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{Pepper, code::Code, envelope::Context, mac::mac};

/// 120 random bits as text. Far too many to guess, so an HMAC is enough to store it by, and no stretching slows a mail
/// program down.
#[derive(Clone)]
pub struct AppPassword(Code);

/// Why a text is no app password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an app password")]
pub struct AppPasswordError;

impl AppPassword {
    /// A new one.
    #[must_use]
    pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        Self(Code::generate(rng))
    }

    /// Reads one as people type it: in groups or not, in capitals or not, with a letter O for a zero.
    ///
    /// # Errors
    /// When it has other characters or another length.
    pub fn parse(text: &str) -> Result<Self, AppPasswordError> {
        Code::parse(text).map(Self).ok_or(AppPasswordError)
    }

    /// What is stored in its place, and what finds it.
    #[must_use]
    pub fn hash(&self, pepper: &Pepper) -> [u8; 32] {
        mac(pepper.as_bytes(), &Context::app_password(self.0.characters()))
    }

    /// The text to be shown, in groups of four.
    #[must_use]
    pub fn expose(&self) -> Zeroizing<String> {
        self.0.grouped()
    }
}

impl fmt::Debug for AppPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppPassword(..)")
    }
}

#[cfg(test)]
mod tests {
    use chacha20::{ChaCha20Rng, rand_core::SeedableRng as _};

    use super::*;

    #[test]
    fn the_same_password_has_the_same_hash() {
        let pepper = Pepper::from_slice(&[1; 32]).unwrap();
        let password = AppPassword::generate(&mut ChaCha20Rng::seed_from_u64(1));
        let shown = password.expose();
        let typed = AppPassword::parse(&shown.to_uppercase()).unwrap();
        assert_eq!(typed.hash(&pepper), password.hash(&pepper));
        assert_eq!(AppPassword::parse("0000").err(), Some(AppPasswordError));
        assert!(!format!("{password:?}").contains(&shown[..4]));
    }
}
