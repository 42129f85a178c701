//! What a sender wishes for the texts that announce a message.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::Language;

/// What a sender wishes for the texts that announce a message. By default everything is as the instance has it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TextWishes {
    /// They go before others, and at night too.
    pub urgent: bool,
    /// In which language they are written.
    pub language: Option<Language>,
    /// What the recipient knows them by.
    pub phrase: Option<Phrase>,
    /// When somebody who has not opened the message is reminded, in seconds from the first text; nothing for never.
    /// At most [`MAX_REMINDERS`], each from [`REMIND_MIN_SECONDS`] to [`REMIND_MAX_SECONDS`].
    pub reminders: Option<Vec<u32>>,
}

/// Nobody is reminded more often without somebody's doing.
pub const MAX_REMINDERS: usize = 2;
/// How soon somebody may be reminded, in seconds: an hour.
pub const REMIND_MIN_SECONDS: u32 = 60 * 60;
/// How late, in seconds: 30 days.
pub const REMIND_MAX_SECONDS: u32 = 30 * 24 * 60 * 60;

/// A few words that sender and recipient agreed on, by which the recipient tells the sender's texts from others. It is
/// no secret from whoever reads the texts. `Debug` does not show it.
///
/// Letters, digits, spaces, hyphens and apostrophes only: nothing that a phone would make a link of.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phrase(String);

/// Why words are no phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhraseError {
    /// Fewer than [`Phrase::SHORTEST`] characters.
    #[error("The phrase is too short: use two words, such as blue heron.")]
    TooShort,
    /// More than [`Phrase::LONGEST`] characters.
    #[error("The phrase is too long: up to 24 characters fit, such as blue heron.")]
    TooLong,
    /// Something else than letters, digits, spaces, hyphens and apostrophes.
    #[error("The phrase may have letters, digits, spaces and hyphens only, such as blue heron.")]
    Character,
}

impl Phrase {
    /// The fewest characters. Chinese words are short.
    pub const SHORTEST: usize = 2;
    /// The most characters.
    pub const LONGEST: usize = 24;

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Phrase {
    type Err = PhraseError;
    fn from_str(text: &str) -> Result<Self, PhraseError> {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('’', "'");
        if !words.chars().all(|c| c.is_alphanumeric() || " -'".contains(c)) {
            return Err(PhraseError::Character);
        }
        match words.chars().count() {
            ..Self::SHORTEST => Err(PhraseError::TooShort),
            Self::SHORTEST..=Self::LONGEST => Ok(Self(words)),
            _ => Err(PhraseError::TooLong),
        }
    }
}

impl TryFrom<String> for Phrase {
    type Error = PhraseError;
    fn try_from(text: String) -> Result<Self, PhraseError> {
        text.parse()
    }
}

impl From<Phrase> for String {
    fn from(phrase: Phrase) -> Self {
        phrase.0
    }
}

impl fmt::Debug for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phrase(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases() {
        for (text, phrase) in [
            ("blue heron", Ok("blue heron")),
            ("  Blue   heron ", Ok("Blue heron")),
            ("d’accord", Ok("d'accord")),
            ("garça-azul 7", Ok("garça-azul 7")),
            ("蓝鹭", Ok("蓝鹭")),
            ("x", Err(PhraseError::TooShort)),
            (" ", Err(PhraseError::TooShort)),
            ("twenty-five characters ok", Err(PhraseError::TooLong)),
            ("evil.example", Err(PhraseError::Character)),
            ("a/b", Err(PhraseError::Character)),
            ("call 1:2", Err(PhraseError::Character)),
            ("a\u{202e}b", Err(PhraseError::Character)),
        ] {
            assert_eq!(text.parse::<Phrase>().as_ref().map(Phrase::as_str).map_err(|error| *error), phrase);
        }
    }

    #[test]
    fn an_older_submission_has_no_wishes() {
        let wishes: TextWishes = serde_json::from_str("{}").unwrap();
        assert_eq!(wishes, TextWishes::default());
        let wishes = TextWishes {
            urgent: true,
            language: Some(Language::Spanish),
            phrase: "blue heron".parse().ok(),
            reminders: Some(Vec::new()),
        };
        let json = serde_json::to_string(&wishes).unwrap();
        assert_eq!(json, r#"{"urgent":true,"language":"es","phrase":"blue heron","reminders":[]}"#);
        assert_eq!(serde_json::from_str::<TextWishes>(&json).unwrap(), wishes);
        assert!(serde_json::from_str::<TextWishes>(r#"{"phrase":"evil.example/x"}"#).is_err());
        assert!(!format!("{wishes:?}").contains("heron"));
    }
}
