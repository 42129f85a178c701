//! The words of a notice: one SMS segment that says who wrote, where to read it, and how to stop.

use domain::DeliveryId;
use seal::Locator;
use sms::text::{Language, Link, Occasion, Parts, Template};

use crate::{Engine, EngineError};

impl Engine {
    /// The link that opens a delivery's page. Derived, so that a reminder needs no stored token.
    pub(crate) fn link_of(&self, delivery: DeliveryId) -> String {
        let locator = Locator::derive(&self.inner.secrets.locator, delivery);
        format!("{}/m/{locator}", self.inner.config.public_url)
    }

    pub(crate) async fn notice_text(
        &self,
        delivery: DeliveryId,
        reminder: bool,
    ) -> Result<String, EngineError> {
        let occasion = if reminder { Occasion::Reminder } else { Occasion::FirstNotice };
        Ok(compose(&self.organisation().await?, &self.link_of(delivery), occasion))
    }
}

/// All links of an instance are of one length, so the one at hand is the longest. One that leaves no room for the words
/// goes with few of them: it may cost two segments, and it arrives.
fn compose(organisation: &str, link: &str, occasion: Occasion) -> String {
    let filled = Link::parse(link).ok().and_then(|link| {
        let template = Template::built_in(Language::English, occasion, &link).ok()?;
        template.fill(&Parts { organisation, link: Some(&link), phrase: None }).ok()
    });
    filled.unwrap_or_else(|| format!("A private message: {link} Reply STOP to stop."))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sms::text::Segments;

    use super::*;

    const LINK: &str = "https://secure.example.org/m/AAAAAAAAAAAAAAAAAAAAAA";

    #[test]
    fn the_usual_text() {
        let text = compose("Harbor Clinic", LINK, Occasion::FirstNotice);
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
        assert!(compose("Clinic", &link, Occasion::FirstNotice).contains(&link));
    }

    proptest! {
        #[test]
        fn always_one_segment_with_the_whole_link(name in "\\PC{0,120}", reminder: bool) {
            let occasion = if reminder { Occasion::Reminder } else { Occasion::FirstNotice };
            let text = compose(&name, LINK, occasion);
            prop_assert!(Segments::of(&text).count == 1 && text.contains(LINK) && text.contains("STOP"));
        }
    }
}
