//! The words of a notice: one SMS segment that says who wrote and where to read it.

use domain::DeliveryId;
use seal::Locator;

use crate::{Engine, EngineError};

/// Characters of one segment in the GSM 7-bit alphabet (3GPP TS 23.038).
const SEGMENT: usize = 160;

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
        Ok(compose(&self.organisation().await?, &self.link_of(delivery), reminder))
    }
}

/// The organisation's name gives way where the text would not fit one segment; the link never does. The link stands in
/// the middle, since phones preview a link that ends a text.
fn compose(organisation: &str, link: &str, reminder: bool) -> String {
    let (says, hint) = if reminder {
        (": a private message still waits for you: ", " It opens in your browser.")
    } else {
        (" sent you a private message: ", " It opens in your browser, no app needed.")
    };
    let name = gsm(organisation);
    let room = SEGMENT.saturating_sub(says.len() + link.len());
    let hint = if name.len() + hint.len() <= room { hint } else { "" };
    let name: String = name.chars().take(room.saturating_sub(hint.len())).collect();
    format!("{}{says}{link}{hint}", name.trim_end())
}

/// A name in characters that every phone's alphabet has and that cost one unit each.
fn gsm(name: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'á' | 'â' | 'ã' => 'a',
        'ç' => 'c',
        'ê' | 'ë' => 'e',
        'í' | 'î' | 'ï' => 'i',
        'ó' | 'ô' | 'õ' => 'o',
        'ú' | 'û' => 'u',
        '’' | '‘' | '`' => '\'',
        '–' | '—' => '-',
        c if c.is_ascii() && !"^{}\\[~]|`\u{c}".contains(c) && !c.is_ascii_control() => c,
        _ => '?',
    };
    name.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LINK: &str = "https://secure.example.org/m/AAAAAAAAAAAAAAAAAAAAAA";

    #[test]
    fn the_usual_text() {
        let text = compose("Harbor Clinic", LINK, false);
        assert_eq!(
            text,
            format!(
                "Harbor Clinic sent you a private message: {LINK} It opens in your browser, no app needed."
            )
        );
        assert!(text.len() <= SEGMENT);
    }

    proptest! {
        #[test]
        fn always_one_segment_with_the_whole_link(name in "\\PC{0,120}", reminder: bool) {
            let text = compose(&name, LINK, reminder);
            prop_assert!(text.is_ascii() && text.len() <= SEGMENT && text.contains(LINK));
        }
    }
}
