//! Secrets that people copy or type: random letters and digits in groups.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// Letters and digits that are not mistaken for each other (Crockford's Base32).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters of most codes: 5 bits each, 120 in all.
const LONG: usize = 24;
/// Characters between two dashes.
const GROUP: usize = 4;

/// Random bits as text, five in each character; with the usual 120, far too many to guess.
#[derive(Clone)]
pub(crate) struct Code<const LENGTH: usize = LONG>(Zeroizing<String>);

impl<const LENGTH: usize> Code<LENGTH> {
    /// A new one.
    pub(crate) fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut random = Zeroizing::new([0; LENGTH]);
        rng.fill_bytes(random.as_mut_slice());
        let letter = |byte: &u8| char::from(ALPHABET[usize::from(byte % 32)]);
        Self(Zeroizing::new(random.iter().map(letter).collect()))
    }

    /// Reads one as people type it: in groups or not, in capitals or not, with a letter O for a zero.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        // As long as it can get: growing would leave a copy behind.
        let mut characters = Zeroizing::new(String::with_capacity(LENGTH));
        for character in text.chars().filter(|c| !is_between(*c)) {
            let plain = match character.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                other => other,
            };
            if characters.len() == LENGTH || !ALPHABET.iter().any(|known| char::from(*known) == plain) {
                return None;
            }
            characters.push(plain);
        }
        (characters.len() == LENGTH).then_some(Self(characters))
    }

    /// The characters alone.
    pub(crate) fn characters(&self) -> &str {
        &self.0
    }

    /// The text to be shown, in groups of four.
    pub(crate) fn grouped(&self) -> Zeroizing<String> {
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

/// What stands between the characters: dashes, white space, and the invisible marks of text that runs from right to left
/// (Unicode Standard Annex 9), which come along when somebody copies a code out of it.
fn is_between(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
        || matches!(c, '\u{2066}'..='\u{2069}' | '\u{061C}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use chacha20::{ChaCha20Rng, rand_core::SeedableRng as _};

    use super::*;

    #[test]
    fn it_is_read_as_people_type_it() {
        let code = Code::<LONG>::generate(&mut ChaCha20Rng::seed_from_u64(1));
        let shown = code.grouped();
        assert_eq!(shown.len(), 29);
        for text in [
            shown.to_string(),
            shown.to_uppercase(),
            shown.replace('-', " "),
            shown.replace('0', "O"),
            format!("\u{2068}{}\u{2069}\n", *shown),
        ] {
            assert_eq!(Code::<LONG>::parse(&text).unwrap().characters(), code.characters(), "{text}");
        }
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
            assert!(Code::<LONG>::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn each_is_another() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        assert_ne!(*Code::<LONG>::generate(&mut rng).grouped(), *Code::<LONG>::generate(&mut rng).grouped());
    }
}
