//! Recipients as mail programs write them: a phone number at the instance's domain.

use crate::{Country, PhoneError, PhoneNumber};

/// A recipient as typed: `2114367789`, `+1 (211) 436-7789`, `2114367789@secure.text` or
/// `Ana <2114367789@secure.text>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailAddress {
    /// The number before the `@`.
    pub phone: PhoneNumber,
}

/// Why a text names no recipient, in words for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// What stands before the `@` is no number.
    #[error(transparent)]
    Phone(#[from] PhoneError),
    /// The part after the `@` is another domain.
    #[error("Messages go to phone numbers, or to a number @{expected}.")]
    Domain {
        /// The instance's domain.
        expected: String,
    },
}

impl MailAddress {
    /// Reads a recipient at `domain`; the domain itself may be left out.
    ///
    /// # Errors
    /// When the number is not valid, or the domain is another one.
    pub fn parse(text: &str, domain: &str, default_country: Country) -> Result<Self, AddressError> {
        let address = bare(text.trim());
        let number = match address.rsplit_once('@') {
            None => address,
            Some((number, at)) if at.trim_end_matches('.').eq_ignore_ascii_case(domain) => number,
            Some(_) => return Err(AddressError::Domain { expected: domain.to_owned() }),
        };
        Ok(Self { phone: PhoneNumber::parse(number.trim_matches('"'), default_country)? })
    }

    /// Splits a pasted list at commas, semicolons, tabs and line ends, leaving out what is empty.
    pub fn split_list(text: &str) -> impl Iterator<Item = &str> {
        text.split([',', ';', '\n', '\r', '\t']).map(str::trim).filter(|part| !part.is_empty())
    }
}

/// What stands between `<` and `>`, or all of it.
fn bare(text: &str) -> &str {
    match (text.rfind('<'), text.strip_suffix('>')) {
        (Some(start), Some(_)) => &text[start + 1..text.len() - 1],
        _ => text.strip_prefix("tel:").or_else(|| text.strip_prefix("mailto:")).unwrap_or(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<String, AddressError> {
        MailAddress::parse(text, "secure.text", Country::US).map(|address| address.phone.into())
    }

    #[test]
    fn every_address_form() {
        for text in [
            "2114367789@secure.text",
            "12114367789@secure.text",
            "+12114367789@SECURE.text",
            "211-436-7789@secure.text",
            "(211) 436.7789@secure.text",
            "\"(211) 436-7789\"@secure.text",
            "Ana <2114367789@secure.text>",
            "<+12114367789>",
            "tel:+1-211-436-7789",
            "2114367789",
        ] {
            assert_eq!(parse(text), Ok("+12114367789".to_owned()), "{text}");
        }
    }

    #[test]
    fn a_wrong_address_says_why() {
        assert_eq!(
            parse("2114367789@example.org"),
            Err(AddressError::Domain { expected: "secure.text".into() })
        );
        assert_eq!(parse("ana@secure.text"), Err(AddressError::Phone(PhoneError::Character)));
        assert_eq!(parse("@secure.text"), Err(AddressError::Phone(PhoneError::Empty)));
        assert_eq!(parse("<>"), Err(AddressError::Phone(PhoneError::Empty)));
    }

    #[test]
    fn lists_are_split() {
        let parts: Vec<_> = MailAddress::split_list("a, b;c\n\n d\t,").collect();
        assert_eq!(parts, ["a", "b", "c", "d"]);
    }
}
