use std::{fmt, str::FromStr};

use domain::PhoneNumber;

/// A route's name: a small letter, then up to 31 small letters, digits and dashes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RouteName(String);

/// The text is no name of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a gateway's name begins with a small letter and has up to 32 small letters, digits and dashes")]
pub struct RouteNameError;

/// What the numbers of a route begin with: `+` and 1 to 14 digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefix(String);

/// The text is no beginning of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a prefix is what international numbers begin with, such as +1 or +4479")]
pub struct PrefixError;

impl RouteName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RouteName {
    type Err = RouteNameError;

    fn from_str(text: &str) -> Result<Self, RouteNameError> {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let begins = text.starts_with(|c: char| c.is_ascii_lowercase());
        if begins && text.len() <= 32 && text.chars().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(RouteNameError)
        }
    }
}

impl fmt::Display for RouteName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Prefix {
    /// Whether a number begins with it.
    #[must_use]
    pub fn matches(&self, number: &PhoneNumber) -> bool {
        number.as_str().starts_with(&self.0)
    }

    pub(super) const fn length(&self) -> usize {
        self.0.len()
    }
}

impl FromStr for Prefix {
    type Err = PrefixError;

    fn from_str(text: &str) -> Result<Self, PrefixError> {
        let digits = text.strip_prefix('+').ok_or(PrefixError)?;
        let fits = (1..=14).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if fits && !digits.starts_with('0') { Ok(Self(text.to_owned())) } else { Err(PrefixError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for text in ["twilio", "a", "us-2"] {
            assert_eq!(text.parse::<RouteName>().unwrap().as_str(), text);
        }
        for text in ["", "2us", "Twilio", "a_b", "a b", "abcdefghijklmnopqrstuvwxyz0123456789"] {
            assert_eq!(text.parse::<RouteName>(), Err(RouteNameError), "{text}");
        }
    }

    #[test]
    fn prefixes() {
        let number: PhoneNumber = "+12114367789".parse().unwrap();
        assert!("+1".parse::<Prefix>().unwrap().matches(&number));
        assert!("+1211".parse::<Prefix>().unwrap().matches(&number));
        assert!(!"+44".parse::<Prefix>().unwrap().matches(&number));
        for text in ["", "+", "1", "+0", "+1 2", "+1234567890123456"] {
            assert_eq!(text.parse::<Prefix>(), Err(PrefixError), "{text}");
        }
    }
}
