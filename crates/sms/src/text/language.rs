use domain::Language;

use super::Encoding;

/// What texts in a language are like.
pub trait InTexts: Copy {
    /// How its texts are written. Languages with Latin letters do without the accents that the phones' alphabet lacks.
    #[must_use]
    fn encoding(self) -> Encoding;

    /// What `{stop}` stands for.
    #[must_use]
    fn how_to_stop(self) -> &'static str;

    /// The word in [`Self::how_to_stop`] that people send.
    #[must_use]
    fn stop_word(self) -> &'static str;

    /// The word with which people get texts again, as the confirmation of an opt-out says.
    #[must_use]
    fn start_word(self) -> &'static str;
}

impl InTexts for Language {
    fn encoding(self) -> Encoding {
        match self {
            Self::English | Self::Spanish | Self::French | Self::Portuguese | Self::German => Encoding::Gsm7,
            Self::Chinese | Self::Arabic => Encoding::Ucs2,
        }
    }

    fn how_to_stop(self) -> &'static str {
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

    fn stop_word(self) -> &'static str {
        match self {
            Self::English | Self::French | Self::German => "STOP",
            Self::Spanish => "BAJA",
            Self::Portuguese => "PARAR",
            Self::Chinese => "TD",
            Self::Arabic => "قف",
        }
    }

    fn start_word(self) -> &'static str {
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
