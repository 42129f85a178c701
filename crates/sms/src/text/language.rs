use super::Encoding;

/// A language in which Narwhal writes texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

    /// The language of a tag (BCP 47); only its first part counts, so that `pt-BR` is Portuguese.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let first = tag.split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(first))
    }

    /// How its texts are written. Languages with Latin letters do without the accents that the phones' alphabet lacks.
    #[must_use]
    pub const fn encoding(self) -> Encoding {
        match self {
            Self::English | Self::Spanish | Self::French | Self::Portuguese | Self::German => Encoding::Gsm7,
            Self::Chinese | Self::Arabic => Encoding::Ucs2,
        }
    }

    /// What `{stop}` stands for.
    #[must_use]
    pub const fn how_to_stop(self) -> &'static str {
        match self {
            Self::English => "Reply STOP to stop.",
            Self::Spanish => "Para cancelar responda BAJA.",
            Self::French => "Répondez STOP pour vous désinscrire.",
            Self::Portuguese => "Para cancelar, responda PARAR.",
            Self::German => "Zum Abmelden STOP antworten.",
            Self::Chinese => "回复TD退订",
            Self::Arabic => "أرسل قف",
        }
    }

    /// The word in [`Self::how_to_stop`] that people send.
    #[must_use]
    pub const fn stop_word(self) -> &'static str {
        match self {
            Self::English | Self::French | Self::German => "STOP",
            Self::Spanish => "BAJA",
            Self::Portuguese => "PARAR",
            Self::Chinese => "TD",
            Self::Arabic => "قف",
        }
    }

    /// The word with which people get texts again, as the confirmation of an opt-out says.
    #[must_use]
    pub const fn start_word(self) -> &'static str {
        match self {
            Self::English | Self::French | Self::German | Self::Chinese => "START",
            Self::Spanish => "ALTA",
            Self::Portuguese => "INICIAR",
            Self::Arabic => "نعم",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbound::Reading;

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

    #[test]
    fn what_people_are_told_to_send_works() {
        for language in Language::ALL {
            assert!(language.how_to_stop().contains(language.stop_word()), "{language:?}");
            assert_eq!(Reading::of(language.stop_word()), Reading::Stop, "{language:?}");
            assert_eq!(Reading::of(language.start_word()), Reading::Start, "{language:?}");
        }
    }

    #[test]
    fn how_to_stop_is_in_the_alphabet() {
        for language in Language::ALL {
            assert_eq!(Encoding::of(language.how_to_stop()), language.encoding(), "{language:?}");
        }
    }
}
