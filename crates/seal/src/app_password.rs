//! App passwords: made by Narwhal, one for each mail program, and shown once.

use std::fmt;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{Pepper, envelope::Context, mac::mac};

/// Letters and digits that are not mistaken for each other (Crockford's Base32).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters of a password: 5 bits each, 120 in all.
const LENGTH: usize = 24;
/// Characters between two dashes.
const GROUP: usize = 4;

/// 120 random bits as text. Far too many to guess, so an HMAC is enough to store it by, and no stretching slows a mail
/// program down.
#[derive(Clone)]
pub struct AppPassword(Zeroizing<String>);

/// Why a text is no app password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an app password")]
pub struct AppPasswordError;

impl AppPassword {
    /// A new one.
    #[must_use]
    pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut random = Zeroizing::new([0; LENGTH]);
        rng.fill_bytes(random.as_mut_slice());
        let letter = |byte: &u8| char::from(ALPHABET[usize::from(byte % 32)]);
        Self(Zeroizing::new(random.iter().map(letter).collect()))
    }

    /// Reads one as people type it: in groups or not, in capitals or not, with a letter O for a zero.
    ///
    /// # Errors
    /// When it has other characters or another length.
    pub fn parse(text: &str) -> Result<Self, AppPasswordError> {
        // As long as it can get: growing would leave a copy behind.
        let mut characters = Zeroizing::new(String::with_capacity(LENGTH));
        for character in text.chars().filter(|c| !matches!(c, '-' | ' ')) {
            let plain = match character.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                other => other,
            };
            if characters.len() == LENGTH || !ALPHABET.iter().any(|known| char::from(*known) == plain) {
                return Err(AppPasswordError);
            }
            characters.push(plain);
        }
        if characters.len() == LENGTH { Ok(Self(characters)) } else { Err(AppPasswordError) }
    }

    /// What is stored in its place, and what finds it.
    #[must_use]
    pub fn hash(&self, pepper: &Pepper) -> [u8; 32] {
        mac(pepper.as_bytes(), &Context::app_password(&self.0))
    }

    /// The text to be shown, in groups of four.
    #[must_use]
    pub fn expose(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(LENGTH + LENGTH / GROUP));
        for (at, character) in self.0.chars().enumerate() {
            if at > 0 && at % GROUP == 0 {
                text.push('-');
            }
            text.push(character);
        }
        text
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
    fn it_is_read_as_people_type_it() {
        let pepper = Pepper::from_slice(&[1; 32]).unwrap();
        let password = AppPassword::generate(&mut ChaCha20Rng::seed_from_u64(1));
        let shown = password.expose();
        assert_eq!(shown.len(), 29);
        for text in
            [shown.to_string(), shown.to_uppercase(), shown.replace('-', " "), shown.replace('0', "O")]
        {
            assert_eq!(AppPassword::parse(&text).unwrap().hash(&pepper), password.hash(&pepper), "{text}");
        }
        assert!(!format!("{password:?}").contains(&shown[..4]));
    }

    #[test]
    fn other_texts_are_none() {
        for text in [
            "",
            "0000",
            "0000-0000-0000-0000-0000-000",
            "0000-0000-0000-0000-0000-00000",
            "0000-0000-0000-0000-0000-000ü",
        ] {
            assert!(AppPassword::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn each_is_another() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        assert_ne!(*AppPassword::generate(&mut rng).expose(), *AppPassword::generate(&mut rng).expose());
    }
}
