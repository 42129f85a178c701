use std::{fmt, str::FromStr};

use domain::PhoneNumber;

/// Type of number and numbering plan of an international number.
const E164: (u8, u8) = (1, 1);
/// Of a short code: network specific.
const SHORT_CODE: (u8, u8) = (3, 0);
/// Of a name.
const ALPHANUMERIC: (u8, u8) = (5, 0);

/// Who a text is from or for: an E.164 number, a short code or a name. `Debug` shows only which of them.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    ton: u8,
    npi: u8,
    value: String,
}

/// The text is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a sender is a number with + and its country code, a short code of 3 to 8 digits, or a name of up to 11 letters"
)]
pub struct AddressError;

impl Address {
    /// Type of number (SMPP 3.4, section 5.2.5).
    #[must_use]
    pub const fn ton(&self) -> u8 {
        self.ton
    }

    /// Numbering plan indicator (section 5.2.6).
    #[must_use]
    pub const fn npi(&self) -> u8 {
        self.npi
    }

    /// The digits or the name, without `+`.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    fn new((ton, npi): (u8, u8), value: &str) -> Self {
        Self { ton, npi, value: value.to_owned() }
    }
}

impl From<&PhoneNumber> for Address {
    fn from(number: &PhoneNumber) -> Self {
        Self::new(E164, number.as_str().trim_start_matches('+'))
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(number) = text.strip_prefix('+') {
            return if digits(number) && (7..=15).contains(&number.len()) {
                Ok(Self::new(E164, number))
            } else {
                Err(AddressError)
            };
        }
        match text.len() {
            3..=8 if digits(text) => Ok(Self::new(SHORT_CODE, text)),
            1..=11 if is_name(text) => Ok(Self::new(ALPHANUMERIC, text)),
            _ => Err(AddressError),
        }
    }
}

/// GSM names have letters of the GSM alphabet; these are the same there and in ASCII.
fn is_name(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" &-.+_'".contains(&byte))
        && text.trim() == text
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Address").field("ton", &self.ton).field("npi", &self.npi).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<(u8, u8, String), AddressError> {
        text.parse::<Address>().map(|address| (address.ton, address.npi, address.value))
    }

    #[test]
    fn kinds() {
        assert_eq!(parse("+12114367789"), Ok((1, 1, "12114367789".into())));
        assert_eq!(parse("12345"), Ok((3, 0, "12345".into())));
        assert_eq!(parse("Narwhal"), Ok((5, 0, "Narwhal".into())));
        assert_eq!(parse("Dr. O'Neil"), Ok((5, 0, "Dr. O'Neil".into())));
        for wrong in
            ["", "+", "+1", "12", "123456789", "twelve letters", " Narwhal", "Praxis Ö", "+1211436x789"]
        {
            assert_eq!(parse(wrong), Err(AddressError), "{wrong}");
        }
        let number = "+12114367789".parse::<PhoneNumber>().unwrap();
        assert_eq!(Address::from(&number), "+12114367789".parse().unwrap());
    }

    #[test]
    fn addresses_do_not_print() {
        let shown = format!("{:?}", "+12114367789".parse::<Address>().unwrap());
        assert!(!shown.contains("211"));
    }
}
