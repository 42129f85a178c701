//! What a sender says on another way than by text, so that a first message opens with it only.

use std::{fmt, str::FromStr};

use zeroize::{Zeroize, ZeroizeOnDrop};

/// A passcode as it is heard: letters and digits (Unicode's Alphabetic and Number) in lower case, without whatever stands
/// between them. Erased when dropped; `Debug` does not show it.
///
/// The same text may be composed differently, so whoever parses one normalises it to NFC first. In a recipient's browser
/// this is done with the browser's own tables, which are too big for a phone to download.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Passcode(String);

/// Why a text is no passcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasscodeError {
    /// It has fewer letters and digits than [`Passcode::SHORTEST`].
    #[error("The passcode needs at least 6 letters or digits.")]
    TooShort,
    /// It has more than [`Passcode::LONGEST`].
    #[error("The passcode may have 128 letters and digits at most.")]
    TooLong,
}

impl Passcode {
    /// The fewest letters and digits.
    pub const SHORTEST: usize = 6;
    /// The most letters and digits.
    pub const LONGEST: usize = 128;

    /// The letters and digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Passcode {
    type Err = PasscodeError;
    fn from_str(text: &str) -> Result<Self, PasscodeError> {
        let mut letters: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
        let heard = Self(letters.to_lowercase());
        letters.zeroize();
        match heard.0.chars().count() {
            ..Self::SHORTEST => Err(PasscodeError::TooShort),
            Self::SHORTEST..=Self::LONGEST => Ok(heard),
            _ => Err(PasscodeError::TooLong),
        }
    }
}

impl fmt::Debug for Passcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passcode(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(text: &str) -> Result<String, PasscodeError> {
        text.parse().map(|passcode: Passcode| passcode.as_str().to_owned())
    }

    #[test]
    fn it_is_heard_however_it_is_written() {
        for written in ["Olive-Lantern sand 7", "olive lantern sand 7", " OLIVE.lantern,sand,7 "] {
            assert_eq!(heard(written).as_deref(), Ok("olivelanternsand7"));
        }
        assert_eq!(heard("Ärger ist süß").as_deref(), Ok("ärgeristsüß"));
        assert_eq!(heard("482 913").as_deref(), Ok("482913"));
        assert_eq!(heard("48 29 1"), Err(PasscodeError::TooShort));
        assert_eq!(heard(" -- ------ "), Err(PasscodeError::TooShort));
        assert_eq!(heard(&"a".repeat(129)), Err(PasscodeError::TooLong));
        assert_eq!(format!("{:?}", "olive lantern".parse::<Passcode>()), "Ok(Passcode(..))");
    }
}
