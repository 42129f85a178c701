use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::UnknownCode;

/// A language in which Narwhal writes to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Language {
    /// English.
    English,
    /// Spanish.
    Spanish,
    /// French.
    French,
    /// Portuguese.
    Portuguese,
    /// German.
    German,
    /// Chinese in simplified characters.
    Chinese,
    /// Arabic.
    Arabic,
}

impl Language {
    /// All of them; English, to which others fall back, is first.
    pub const ALL: [Self; 7] = [
        Self::English,
        Self::Spanish,
        Self::French,
        Self::Portuguese,
        Self::German,
        Self::Chinese,
        Self::Arabic,
    ];

    /// Its tag (BCP 47).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
            Self::French => "fr",
            Self::Portuguese => "pt",
            Self::German => "de",
            Self::Chinese => "zh",
            Self::Arabic => "ar",
        }
    }

    /// Its name, in itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Spanish => "Español",
            Self::French => "Français",
            Self::Portuguese => "Português",
            Self::German => "Deutsch",
            Self::Chinese => "中文",
            Self::Arabic => "العربية",
        }
    }

    /// Whether its lines run from right to left.
    #[must_use]
    pub const fn is_right_to_left(self) -> bool {
        matches!(self, Self::Arabic)
    }

    /// The language of a tag (BCP 47); only its first part counts, so that `pt-BR` is Portuguese.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let first = tag.split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(first))
    }
}

impl FromStr for Language {
    type Err = UnknownCode;
    fn from_str(tag: &str) -> Result<Self, UnknownCode> {
        Self::from_tag(tag).ok_or(UnknownCode)
    }
}

impl TryFrom<String> for Language {
    type Error = UnknownCode;
    fn try_from(tag: String) -> Result<Self, UnknownCode> {
        tag.parse()
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.tag().to_owned()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        for (tag, language) in [
            ("en", Some(Language::English)),
            ("pt-BR", Some(Language::Portuguese)),
            ("ZH_hans", Some(Language::Chinese)),
            ("", None),
            ("eng", None),
            ("tlh", None),
        ] {
            assert_eq!(Language::from_tag(tag), language, "{tag}");
        }
        assert!(Language::ALL.iter().all(|language| Language::from_tag(language.tag()) == Some(*language)));
    }
}
