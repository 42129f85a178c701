//! Texts in octets of the GSM 7-bit alphabet, one for a septet.

use crate::text::GsmCode;

/// What comes before a septet of the extension table.
pub(super) const ESCAPE: u8 = GsmCode::ESCAPE;

/// The septets of a text; `None` when it has a character that the alphabet has not.
pub(super) fn encode(text: &str) -> Option<Vec<u8>> {
    let mut septets = Vec::with_capacity(text.len());
    for character in text.chars() {
        match GsmCode::of(character)? {
            GsmCode::Basic(septet) => septets.push(septet),
            GsmCode::Extended(septet) => septets.extend([ESCAPE, septet]),
        }
    }
    Some(septets)
}

/// The text of septets. Octets that are no septets are read as Latin-1, which carriers send in their place.
pub(super) fn decode(septets: &[u8]) -> String {
    let mut text = String::with_capacity(septets.len());
    let mut rest = septets.iter();
    while let Some(septet) = rest.next() {
        match *septet {
            ESCAPE => text.extend(rest.next().map(|septet| extended(*septet))),
            septet => text.push(plain(septet)),
        }
    }
    text
}

/// A septet that the extension table has not means what it means in the basic one (3GPP TS 23.038, section 6.2.1.1).
fn extended(septet: u8) -> char {
    GsmCode::Extended(septet).character().unwrap_or_else(|| plain(septet))
}

fn plain(septet: u8) -> char {
    match septet {
        ESCAPE => ' ',
        septet => GsmCode::Basic(septet).character().unwrap_or_else(|| char::from(septet)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_septets() {
        assert_eq!(encode("@£Δ_ 1Aa").unwrap(), [0x00, 0x01, 0x10, 0x11, 0x20, 0x31, 0x41, 0x61]);
        assert_eq!(encode("[€]").unwrap(), [0x1b, 0x3c, 0x1b, 0x65, 0x1b, 0x3e]);
        assert_eq!(encode("àÜ§¿").unwrap(), [0x7f, 0x5e, 0x5f, 0x60]);
        for foreign in ["ç", "„", "д", "`", "\u{1b}", "😀", "á"] {
            assert_eq!(encode(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn odd_septets() {
        assert_eq!(decode(&[0x1b]), "");
        assert_eq!(decode(&[0x1b, 0x41]), "A");
        assert_eq!(decode(&[0x1b, 0x1b]), " ");
        assert_eq!(decode(&[0xe4]), "ä");
    }

    proptest! {
        #[test]
        fn round_trip(text in "[@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !-?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\\\\\[~\\]|€\n]{0,200}") {
            prop_assert_eq!(decode(&encode(&text).unwrap()), text);
        }

        #[test]
        fn anything_decodes(septets in proptest::collection::vec(any::<u8>(), 0..200)) {
            decode(&septets);
        }
    }
}
