//! The words of a notice: one SMS segment that says who wrote, where to read it, and how to stop.

use domain::{DeliveryId, Language, MessageId, Phrase};
use seal::{Locator, Purpose};
use sms::text::{Link, Occasion, Parts, Template};

use crate::{Engine, EngineError};

/// What a sender wishes for the words of a notice.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    pub(crate) language: Option<Language>,
    pub(crate) phrase: Option<Phrase>,
}

impl Words {
    /// In the language that the recipient has chosen, unless the sender wished for one.
    pub(crate) fn or_in(self, chosen: Option<Language>) -> Self {
        Self { language: self.language.or(chosen), ..self }
    }

    fn language(&self) -> Language {
        self.language.unwrap_or(Language::English)
    }
}

impl Engine {
    /// The link that opens a delivery's page. Derived, so that a reminder needs no stored token.
    pub(crate) fn link_of(&self, delivery: DeliveryId) -> String {
        let locator = Locator::derive(&self.inner.secrets.locator, delivery);
        format!("{}/m/{locator}", self.inner.config.public_url)
    }

    pub(crate) async fn notice_text(
        &self,
        delivery: DeliveryId,
        occasion: Occasion,
        words: &Words,
    ) -> Result<String, EngineError> {
        let template = self.template(words.language(), occasion);
        Ok(compose(template, &self.organisation().await?, &self.link_of(delivery), words))
    }

    /// Whether the recipients of these words will read the phrase in them: it is left out where the letters of the
    /// text do not have it, where it does not fit, and where the organisation's words have no place for it.
    pub(crate) async fn shows_phrase(&self, words: &Words) -> Result<bool, EngineError> {
        let Some(phrase) = &words.phrase else { return Ok(true) };
        let delivery = DeliveryId::from_bytes([0; 16]);
        for occasion in [Occasion::FirstNotice, Occasion::Reminder] {
            if !self.notice_text(delivery, occasion, words).await?.contains(phrase.as_str()) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(crate) fn seal_phrase(&self, message: MessageId, phrase: &Phrase) -> Vec<u8> {
        let words = phrase.as_str().as_bytes();
        self.inner.ring.wrap(Purpose::Phrase, message.as_bytes(), words, &mut self.inner.entropy.rng())
    }

    pub(crate) fn open_phrase(&self, message: MessageId, sealed: &[u8]) -> Result<Phrase, EngineError> {
        let words = self.inner.ring.unwrap(Purpose::Phrase, message.as_bytes(), sealed)?;
        let phrase = std::str::from_utf8(&words).ok().and_then(|words| words.parse().ok());
        Ok(phrase.ok_or(seal::OpenError)?)
    }
}

/// A link that leaves no room for any template goes with few words: it may cost two segments, and it arrives.
fn compose(template: Option<Template>, organisation: &str, link: &str, words: &Words) -> String {
    let filled = Link::parse(link).ok().zip(template).and_then(|(link, template)| {
        let phrase = words.phrase.as_ref().map(Phrase::as_str);
        template.fill(&Parts { organisation, link: Some(&link), phrase }).ok()
    });
    filled.unwrap_or_else(|| format!("A private message: {link} Reply STOP to stop."))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sms::text::Segments;

    use super::*;

    const LINK: &str = "https://secure.example.org/m/AAAAAAAAAAAAAAAAAAAAAA";

    fn usual(organisation: &str, link: &str, occasion: Occasion, words: &Words) -> String {
        let parsed = Link::parse(link).unwrap();
        compose(Template::built_in(words.language(), occasion, &parsed).ok(), organisation, link, words)
    }

    #[test]
    fn the_usual_text() {
        let text = usual("Harbor Clinic", LINK, Occasion::FirstNotice, &Words::default());
        assert_eq!(
            text,
            format!(
                "Harbor Clinic sent you a private message: {LINK} It opens in your browser, no app needed. Reply STOP to stop."
            )
        );
        assert_eq!(Segments::of(&text).count, 1);
    }

    #[test]
    fn a_very_long_link_still_goes() {
        let link = format!("https://{}.example.org/m/AAAAAAAAAAAAAAAAAAAAAA", "a".repeat(120));
        assert!(usual("Clinic", &link, Occasion::FirstNotice, &Words::default()).contains(&link));
    }

    #[test]
    fn in_the_wished_language_with_the_phrase() {
        let words = |language, phrase: &str| Words { language, phrase: phrase.parse().ok() };
        let text = usual(
            "Harbor Clinic",
            LINK,
            Occasion::FirstNotice,
            &words(Some(Language::Spanish), "garza azul"),
        );
        assert!(text.contains("garza azul") && text.contains("BAJA"), "{text}");
        for language in Language::ALL {
            for occasion in [Occasion::FirstNotice, Occasion::Reminder] {
                let longest = "x".repeat(Phrase::LONGEST);
                let text = usual(&"A long name ".repeat(8), LINK, occasion, &words(Some(language), &longest));
                assert_eq!(Segments::of(&text).count, 1, "{text}");
                assert!(text.contains(LINK), "{text}");
            }
        }
    }

    proptest! {
        #[test]
        fn always_one_segment_with_the_whole_link(name in "\\PC{0,120}", reminder: bool) {
            let occasion = if reminder { Occasion::Reminder } else { Occasion::FirstNotice };
            let text = usual(&name, LINK, occasion, &Words::default());
            prop_assert!(Segments::of(&text).count == 1 && text.contains(LINK) && text.contains("STOP"));
        }
    }
}
