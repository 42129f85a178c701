//! Phone numbers in E.164 form, and how people write them.

use std::{cmp::Ordering, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A phone number in E.164 form (ITU-T E.164): `+`, country code, national number; at most 15 digits.
///
/// `Debug` shows the country code only: numbers do not belong into logs.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

/// The country whose numbers may be written without their country code: an ISO 3166-1 alpha-2 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

/// Why a text is no phone number, in words for the person who typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Nothing was typed.
    #[error("Type a phone number.")]
    Empty,
    /// Something that is neither a digit nor a usual separator.
    #[error("A phone number has only digits, and spaces, dots, dashes or parentheses between them.")]
    Character,
    /// Fewer digits than any number has.
    #[error("This number is too short. Check that no digit is missing.")]
    TooShort,
    /// More digits than any number has.
    #[error("This number is too long. Check for a digit too many.")]
    TooLong,
    /// The digits after `+` are no country's.
    #[error("No country has this calling code. Check the digits after the +.")]
    CallingCode,
    /// The digits fit no numbering plan.
    #[error("This is not a valid number. Check the digits and the country code.")]
    Invalid,
    /// The two-letter country is unknown.
    #[error("Not a country: use a two-letter code such as US.")]
    Country,
}

impl Country {
    /// The United States.
    pub const US: Self = Self(*b"US");

    /// The two upper-case letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("two ASCII letters since parsing")
    }
}

impl FromStr for Country {
    type Err = PhoneError;
    fn from_str(text: &str) -> Result<Self, PhoneError> {
        let upper = text.trim().to_ascii_uppercase();
        let country = phonelib::country_by_code(&upper).ok_or(PhoneError::Country)?;
        let bytes = country.code.as_bytes().try_into().map_err(|_| PhoneError::Country)?;
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for Country {
    type Error = PhoneError;
    fn try_from(text: String) -> Result<Self, PhoneError> {
        text.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}

impl PhoneNumber {
    /// Reads a number as people write it: with `+` or `00` and the country code, with the country code alone, or
    /// national; with spaces, dots, dashes or parentheses.
    ///
    /// # Errors
    /// When the text is no number of any country's plan; the error says why.
    pub fn parse(text: &str, default_country: Country) -> Result<Self, PhoneError> {
        let (international, digits) = digits_of(text)?;
        match digits.len() {
            0..=4 => return Err(PhoneError::TooShort),
            16.. => return Err(PhoneError::TooLong),
            _ => {}
        }
        if international {
            return Self::from_international(&digits);
        }
        match Self::from_national(&digits, default_country) {
            Ok(number) => Ok(number),
            Err(national) => Self::from_international(&digits).map_err(|_| national),
        }
    }

    /// The E.164 text, with its `+`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last four digits, by which people recognise a number.
    #[must_use]
    pub fn last_four(&self) -> &str {
        &self.0[self.0.len() - 4..]
    }

    /// The number as people read it: `+1 211 436 7789`, `+44 7700900123`. Beyond North America every country groups its
    /// digits in ways of its own, and a wrong grouping is harder to compare than none.
    #[must_use]
    pub fn readable(&self) -> String {
        match self.0.strip_prefix("+1") {
            Some(national) if national.len() == 10 => {
                format!("+1 {} {} {}", &national[..3], &national[3..6], &national[6..])
            }
            _ => {
                let code =
                    phonelib::extract_country(&self.0).map_or(0, |country| country.prefix.to_string().len());
                let (code, rest) = self.0.split_at(code + 1);
                if rest.is_empty() { code.to_owned() } else { format!("{code} {rest}") }
            }
        }
    }

    fn from_national(digits: &str, country: Country) -> Result<Self, PhoneError> {
        let calling_code = phonelib::country_by_code(country.code()).ok_or(PhoneError::Country)?.prefix;
        if calling_code == 1 {
            return north_american(digits);
        }
        phonelib::PhoneNumber::parse_with_country(digits, country.code())
            .map(|number| Self(number.e164().to_owned()))
            .ok_or(PhoneError::Invalid)
    }

    fn from_international(digits: &str) -> Result<Self, PhoneError> {
        if let Some(national) = digits.strip_prefix('1') {
            return north_american(national);
        }
        phonelib::try_normalize_phone_number(&format!("+{digits}")).map(Self).map_err(|error| match error {
            phonelib::ParseError::UnknownCountryCode => PhoneError::CallingCode,
            _ => PhoneError::Invalid,
        })
    }
}

/// A number of the North American Numbering Plan: area code and exchange each begin with 2 to 9. Which area codes
/// are in service changes, and a number that is refused wrongly reaches nobody, so that is left to the gateway.
fn north_american(national: &str) -> Result<PhoneNumber, PhoneError> {
    let digits = national.as_bytes();
    match digits.len().cmp(&10) {
        Ordering::Less => Err(PhoneError::TooShort),
        Ordering::Greater => Err(PhoneError::TooLong),
        Ordering::Equal if digits[0] < b'2' || digits[3] < b'2' => Err(PhoneError::Invalid),
        Ordering::Equal => Ok(PhoneNumber(format!("+1{national}"))),
    }
}

/// Whether the number began with `+` or `00`, and its digits.
fn digits_of(text: &str) -> Result<(bool, String), PhoneError> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_direction_mark(c));
    if text.is_empty() {
        return Err(PhoneError::Empty);
    }
    let (plus, rest) = text.strip_prefix(['+', '＋']).map_or((false, text), |rest| (true, rest));
    let mut digits = String::with_capacity(16);
    for c in rest.chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '\u{2010}'..='\u{2013}' | '(' | ')' | '/' => {}
            _ if is_direction_mark(c) => {}
            _ => return Err(PhoneError::Character),
        }
    }
    if plus {
        return Ok((true, digits));
    }
    Ok(match digits.strip_prefix("00") {
        Some(rest) => (true, rest.to_owned()),
        None => (false, digits),
    })
}

/// The marks that programs put around pasted numbers to fix their direction.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl FromStr for PhoneNumber {
    type Err = PhoneError;
    /// Reads the E.164 form only.
    fn from_str(text: &str) -> Result<Self, PhoneError> {
        let digits = text.strip_prefix('+').ok_or(PhoneError::Invalid)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PhoneError::Character);
        }
        let number = Self::parse(text, Country::US)?;
        if number.0 == text { Ok(number) } else { Err(PhoneError::Invalid) }
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = PhoneError;
    fn try_from(text: String) -> Result<Self, PhoneError> {
        text.parse()
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.0
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber(..)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn us(text: &str) -> Result<String, PhoneError> {
        PhoneNumber::parse(text, Country::US).map(String::from)
    }

    #[test]
    fn every_way_of_writing_a_number() {
        for text in [
            "2114367789",
            "12114367789",
            "+12114367789",
            "0012114367789",
            "211-436-7789",
            "(211) 436-7789",
            "211.436.7789",
            "+1 (211) 436 7789",
            " 1-211-436-7789 ",
            "\u{202a}+1 211 436 7789\u{202c}",
        ] {
            assert_eq!(us(text), Ok("+12114367789".to_owned()), "{text}");
        }
    }

    #[test]
    fn other_countries() {
        assert_eq!(us("+44 20 7946 0958"), Ok("+442079460958".to_owned()));
        assert_eq!(us("+49 30 901820"), Ok("+4930901820".to_owned()));
        let germany = "de".parse().unwrap();
        assert_eq!(PhoneNumber::parse("030 901820", germany).unwrap().as_str(), "+4930901820");
        assert_eq!(PhoneNumber::parse("+1 211 436 7789", germany).unwrap().as_str(), "+12114367789");
    }

    #[test]
    fn a_wrong_number_says_why() {
        assert_eq!(us(""), Err(PhoneError::Empty));
        assert_eq!(us("211-436-77x9"), Err(PhoneError::Character));
        assert_eq!(us("211436"), Err(PhoneError::TooShort));
        assert_eq!(us("21143677890"), Err(PhoneError::TooLong));
        assert_eq!(us("+1 111 111 1111"), Err(PhoneError::Invalid));
        assert_eq!(us("211 136 7789"), Err(PhoneError::Invalid));
        assert_eq!(us("1234567890123456789"), Err(PhoneError::TooLong));
        assert_eq!(us("+999 123 4567"), Err(PhoneError::CallingCode));
        assert_eq!("XX".parse::<Country>(), Err(PhoneError::Country));
    }

    #[test]
    fn numbers_do_not_print() {
        assert!(!format!("{:?}", us("2114367789").unwrap().parse::<PhoneNumber>().unwrap()).contains("211"));
    }

    #[test]
    fn readable_forms() {
        assert_eq!("+12114367789".parse::<PhoneNumber>().unwrap().readable(), "+1 211 436 7789");
        assert_eq!("+442079460958".parse::<PhoneNumber>().unwrap().readable(), "+44 2079460958");
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in "\\PC{0,24}") {
            let _ = us(&text);
        }

        #[test]
        fn what_was_parsed_parses_again(digits in "[+]?[0-9]{5,15}") {
            if let Ok(number) = us(&digits) {
                prop_assert_eq!(number.parse::<PhoneNumber>().map(String::from), Ok(number));
            }
        }
    }
}
