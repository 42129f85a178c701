use std::fmt;

use domain::{Passcode, PasscodeError, RECIPIENT_PASSWORD_MIN};
use seal::Strength;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::{EngineError, Invalid};

/// A secret that somebody typed into a plain form. Erased when dropped; `Debug` does not show it.
#[derive(Clone, Default)]
pub struct Typed(Zeroizing<String>);

impl Typed {
    /// The text, which is erased with this.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How good it is as a recipient's password.
    #[must_use]
    pub fn strength(&self) -> Strength {
        seal::assess(self.composed().expose(), RECIPIENT_PASSWORD_MIN)
    }

    /// The passcode, as it is heard.
    ///
    /// # Errors
    /// When it has too few letters and digits, or too many.
    pub fn passcode(&self) -> Result<Passcode, PasscodeError> {
        self.composed().expose().parse()
    }

    /// The same text however it was typed: Unicode's form NFC, as the browser's code makes it.
    pub(super) fn composed(&self) -> Self {
        // It gets three times as long at most (UAX 15): growing would leave a copy behind.
        let mut composed = Zeroizing::new(String::with_capacity(self.0.len() * 3));
        composed.extend(self.0.nfc());
        Self(composed)
    }

    /// This, if it can be a recipient's password.
    pub(super) fn chosen(&self) -> Result<&Self, EngineError> {
        if self.strength().is_allowed() { Ok(self) } else { Err(Invalid::WeakPassword.into()) }
    }
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typed(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_same_however_it_was_typed() {
        let typed = |text: &str| Typed::new(text.to_owned());
        assert_eq!(typed("Caf\u{e9} am Fluss").composed().expose(), "Caf\u{e9} am Fluss");
        assert_eq!(typed("Cafe\u{301} am Fluss").composed().expose(), "Caf\u{e9} am Fluss");
        let longest = typed(&"\u{1d160}".repeat(300));
        assert!(longest.composed().0.capacity() <= longest.expose().len() * 3, "it never grew");
        assert_eq!(typed("E\u{301}te\u{301} 1234").passcode().unwrap().as_str(), "\u{e9}t\u{e9}1234");
    }

    #[test]
    fn weak_passwords_are_told_apart() {
        let strength = |text: &str| Typed::new(text.to_owned()).strength();
        assert_eq!(strength("kV7#pQz"), Strength::TooShort);
        assert_eq!(strength("password"), Strength::Common);
        assert!(Typed::new("gmtqkvzx".to_owned()).chosen().is_ok());
        assert_eq!(format!("{:?}", Typed::new("secret".to_owned())), "Typed(..)");
    }
}
