//! Who somebody is: their role, and for accounts their address.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::UnknownCode;

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Writes messages.
    Sender,
    /// Writes messages and looks after the instance.
    Admin,
}

impl Role {
    /// The code that the database and the command line use.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sender => "sender",
            Self::Admin => "admin",
        }
    }
}

impl FromStr for Role {
    type Err = UnknownCode;
    fn from_str(code: &str) -> Result<Self, UnknownCode> {
        match code {
            "sender" => Ok(Self::Sender),
            "admin" => Ok(Self::Admin),
            _ => Err(UnknownCode),
        }
    }
}

/// An account's mail address, in lower case. Not proven to receive mail.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// Why a text is no mail address that an account can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a mail address: write it like name@example.org")]
pub struct EmailError;

impl Email {
    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An address in lower case, as addresses are compared. No other letter turns into one of ASCII, as the Kelvin sign
    /// would into a k: an address with it is somebody else's.
    #[must_use]
    pub fn lower_case(address: &str) -> String {
        let mut lower = String::with_capacity(address.len());
        for c in address.chars() {
            let becomes_ascii = !c.is_ascii() && c.to_lowercase().any(|letter| letter.is_ascii());
            if becomes_ascii { lower.push(c) } else { lower.extend(c.to_lowercase()) }
        }
        lower
    }
}

impl FromStr for Email {
    type Err = EmailError;
    fn from_str(text: &str) -> Result<Self, EmailError> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(EmailError)?;
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"@<>,;:\"()[]\\".contains(c);
        let labels_ok = domain
            .split('.')
            .all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-'));
        if local.is_empty()
            || local.len() > 64
            || domain.len() > 255
            || !local.chars().all(plain)
            || !labels_ok
        {
            return Err(EmailError);
        }
        Ok(Self(Self::lower_case(text)))
    }
}

impl TryFrom<String> for Email {
    type Error = EmailError;
    fn try_from(text: String) -> Result<Self, EmailError> {
        text.parse()
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_parsed_and_lowered() {
        assert_eq!(" Ana.Maria+x@Example.ORG ".parse::<Email>().unwrap().as_str(), "ana.maria+x@example.org");
        assert!("root@localhost".parse::<Email>().is_ok());
        assert_eq!("ÄNNE@Bücher.EXAMPLE".parse::<Email>().unwrap().as_str(), "änne@bücher.example");
    }

    #[test]
    fn a_letter_that_only_looks_like_another_stays() {
        assert_eq!(Email::lower_case("\u{212a}IM@\u{130}X.org"), "\u{212a}im@\u{130}x.org");
    }

    #[test]
    fn other_text_is_refused() {
        for text in ["", "a", "@b.c", "a@", "a b@c.d", "a@b..c", "a@b@c", "<a@b.c>", "a@b c"] {
            assert_eq!(text.parse::<Email>(), Err(EmailError), "{text}");
        }
    }
}
