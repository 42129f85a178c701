use std::{fmt, time::Duration};

use super::{Address, encoding, gsm};

/// What one SMS holds, in octets as they go over SMPP: septets unpacked, or UTF-16.
const GSM_SINGLE: usize = 160;
const GSM_PART: usize = 153;
const UCS2_SINGLE: usize = 140;
const UCS2_PART: usize = 134;
/// "There is a user data header."
const UDHI: u8 = 0x40;
/// The longest relative time that the format can say without doubt: the length of months differs.
const MAX_VALIDITY: u64 = 30 * 24 * 60 * 60;

/// A text ready to be sent: one part, or several that the phone puts together. `Debug` shows only their number.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    pub(super) to: Address,
    pub(super) parts: Vec<Part>,
}

/// What one submit_sm carries. `Debug` does not show the content.
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    /// SMPP 3.4, section 5.2.12.
    pub esm_class: u8,
    /// Section 5.2.19.
    pub data_coding: u8,
    /// The user data, with its header.
    pub content: Vec<u8>,
}

/// The text needs more than 255 parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text is too long for SMS")]
pub struct TooLong;

impl Message {
    /// Splits a text as it must be: in the GSM alphabet when it fits, else in UTF-16. Parts carry `reference` (3GPP
    /// TS 23.040, section 9.2.3.24.1), and break no character.
    ///
    /// # Errors
    /// When the text needs more than 255 parts.
    pub fn new(to: Address, body: &str, reference: u8) -> Result<Self, TooLong> {
        let parts = match gsm::encode(body) {
            Some(septets) => split(&septets, encoding::GSM, (GSM_SINGLE, GSM_PART), reference),
            None => {
                let octets: Vec<u8> = body.encode_utf16().flat_map(u16::to_be_bytes).collect();
                split(&octets, encoding::UCS2, (UCS2_SINGLE, UCS2_PART), reference)
            }
        };
        Ok(Self { to, parts: parts? })
    }

    /// The parts, in their order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }
}

fn split(
    octets: &[u8],
    data_coding: u8,
    (single, most): (usize, usize),
    reference: u8,
) -> Result<Vec<Part>, TooLong> {
    if octets.len() <= single {
        return Ok(vec![Part { esm_class: 0, data_coding, content: octets.to_vec() }]);
    }
    let pieces = pieces(octets, data_coding, most);
    let total = u8::try_from(pieces.len()).map_err(|_| TooLong)?;
    let part = |(number, piece): (u8, &[u8])| {
        let mut content = vec![5, 0, 3, reference, total, number];
        content.extend_from_slice(piece);
        Part { esm_class: UDHI, data_coding, content }
    };
    Ok((1..=total).zip(pieces).map(part).collect())
}

fn pieces(octets: &[u8], data_coding: u8, most: usize) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let mut rest = octets;
    while rest.len() > most {
        let whole = match data_coding {
            encoding::GSM if rest[most - 1] == gsm::ESCAPE => most - 1,
            encoding::UCS2 if (0xd8..=0xdb).contains(&rest[most - 2]) => most - 2,
            _ => most,
        };
        let (piece, after) = rest.split_at(whole);
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

/// A lifetime as a relative time (SMPP 3.4, section 7.1.1.2); more than 30 days become 30 days.
pub(super) fn validity_period(lifetime: Duration) -> String {
    let seconds = lifetime.as_secs().clamp(1, MAX_VALIDITY);
    let (minutes, second) = (seconds / 60, seconds % 60);
    let (hours, minute) = (minutes / 60, minutes % 60);
    let (day, hour) = (hours / 24, hours % 24);
    format!("0000{day:02}{hour:02}{minute:02}{second:02}000R")
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("parts", &self.parts.len()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { esm_class, data_coding, .. } = self;
        f.debug_struct("Part")
            .field("esm_class", esm_class)
            .field("data_coding", data_coding)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(body: &str) -> Vec<Part> {
        Message::new("+12114367789".parse().unwrap(), body, 7).unwrap().parts
    }

    fn sizes(body: &str) -> Vec<usize> {
        parts(body).iter().map(|part| part.content.len()).collect()
    }

    #[test]
    fn limits_of_one_part() {
        assert_eq!(sizes(""), [0]);
        assert_eq!(sizes(&"a".repeat(160)), [160]);
        assert_eq!(sizes(&"a".repeat(161)), [159, 6 + 8]);
        assert_eq!(sizes(&"€".repeat(80)), [160]);
        assert_eq!(sizes(&"д".repeat(70)), [140]);
        assert_eq!(sizes(&"д".repeat(71)), [140, 6 + 8]);
        assert_eq!(
            parts("hi [1]")[0],
            Part { esm_class: 0, data_coding: 0, content: b"hi \x1b\x3c1\x1b\x3e".to_vec() }
        );
        assert_eq!(parts("д")[0], Part { esm_class: 0, data_coding: 8, content: vec![4, 0x34] });
    }

    #[test]
    fn headers_count() {
        let long = parts(&"a".repeat(400));
        assert_eq!(long.len(), 3);
        for (number, part) in (1..).zip(&long) {
            assert_eq!(part.esm_class, 0x40);
            assert_eq!(part.content[..6], [5, 0, 3, 7, 3, number]);
        }
    }

    #[test]
    fn nothing_is_torn() {
        assert_eq!(sizes(&format!("{}{}", "a".repeat(152), "€".repeat(10))), [6 + 152, 6 + 20]);
        assert_eq!(sizes(&format!("{}{}", "д".repeat(66), "😀".repeat(4))), [6 + 132, 6 + 16]);
    }

    #[test]
    fn two_hundred_and_fifty_five_parts_at_most() {
        assert_eq!(parts(&"a".repeat(255 * 153)).len(), 255);
        let to = "+12114367789".parse().unwrap();
        assert_eq!(Message::new(to, &"a".repeat(255 * 153 + 1), 0), Err(TooLong));
    }

    #[test]
    fn lifetimes() {
        for (seconds, text) in [
            (0, "000000000001000R"),
            (90, "000000000130000R"),
            (3600, "000000010000000R"),
            (4 * 86_400 + 3_661, "000004010101000R"),
            (400 * 86_400, "000030000000000R"),
        ] {
            assert_eq!(validity_period(Duration::from_secs(seconds)), text);
        }
    }

    #[test]
    fn messages_do_not_print() {
        let message = Message::new("+12114367789".parse().unwrap(), "secret", 0).unwrap();
        let shown = format!("{message:?} {:?}", message.parts);
        assert!(!shown.contains("211") && !shown.contains("115"));
    }

    proptest! {
        #[test]
        fn parts_together_are_the_text(body in "(?s)[a-z€\\[д😀 ]{0,600}", reference: u8) {
            let message = Message::new("+12114367789".parse().unwrap(), &body, reference).unwrap();
            let mut text = String::new();
            for part in &message.parts {
                let header = if part.esm_class == UDHI { 6 } else { 0 };
                let most = if part.data_coding == encoding::UCS2 { 140 } else { 160 };
                prop_assert!(part.content.len() <= most);
                text += &encoding::decode(part.data_coding, &part.content[header..]);
            }
            prop_assert_eq!(text, body);
        }
    }
}
