//! How many segments a text takes (3GPP TS 23.038 and 23.040): carriers charge for each.

use super::GsmCode;

/// How a text is written on the air.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// The GSM 7-bit alphabet, counted in septets.
    Gsm7,
    /// UTF-16, counted in code units. It is called UCS-2 in the specifications; phones read surrogate pairs.
    Ucs2,
}

/// What a text costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segments {
    /// The cheapest encoding that has every character.
    pub encoding: Encoding,
    /// Septets or UTF-16 code units of the text, without headers.
    pub units: u32,
    /// How many segments are sent: 1 for an empty text too.
    pub count: u32,
    /// Units that are free in the last segment.
    pub left: u32,
}

impl Encoding {
    /// The encoding in which a text goes out.
    #[must_use]
    pub fn of(text: &str) -> Self {
        if text.chars().all(|c| GsmCode::of(c).is_some()) { Self::Gsm7 } else { Self::Ucs2 }
    }

    /// Units of a text that takes one segment only.
    #[must_use]
    pub const fn single(self) -> u32 {
        match self {
            Self::Gsm7 => 160,
            Self::Ucs2 => 70,
        }
    }

    /// Units of each segment when there are several: the rest is the header that joins them.
    #[must_use]
    pub const fn joined(self) -> u32 {
        match self {
            Self::Gsm7 => 153,
            Self::Ucs2 => 67,
        }
    }

    /// Units of a text. A character that the encoding lacks counts as the `?` that would stand for it.
    #[must_use]
    pub fn units(self, text: &str) -> u32 {
        text.chars().fold(0, |sum, c| sum.saturating_add(self.cost(c)))
    }

    /// Units of one character: 1 or 2.
    #[must_use]
    pub fn cost(self, c: char) -> u32 {
        match self {
            Self::Gsm7 => GsmCode::of(c).map_or(1, GsmCode::septets),
            Self::Ucs2 if c > '\u{ffff}' => 2,
            Self::Ucs2 => 1,
        }
    }
}

impl Segments {
    /// Counts a text. No character is split between two segments, so that one unit of a segment may stay empty.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let encoding = Encoding::of(text);
        let units = encoding.units(text);
        let single = encoding.single();
        if units <= single {
            return Self { encoding, units, count: 1, left: single - units };
        }
        let (count, used) = text.chars().fold((1_u32, 0), |(count, used), c| {
            let cost = encoding.cost(c);
            if used + cost > encoding.joined() {
                (count.saturating_add(1), cost)
            } else {
                (count, used + cost)
            }
        });
        Self { encoding, units, count, left: encoding.joined() - used }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn counted(text: &str) -> (Encoding, u32, u32, u32) {
        let Segments { encoding, units, count, left } = Segments::of(text);
        (encoding, units, count, left)
    }

    #[test]
    fn boundaries() {
        use Encoding::{Gsm7, Ucs2};
        for (text, expected) in [
            (String::new(), (Gsm7, 0, 1, 160)),
            ("a".repeat(160), (Gsm7, 160, 1, 0)),
            ("a".repeat(161), (Gsm7, 161, 2, 145)),
            ("a".repeat(306), (Gsm7, 306, 2, 0)),
            ("a".repeat(307), (Gsm7, 307, 3, 152)),
            ("€".repeat(80), (Gsm7, 160, 1, 0)),
            ("中".repeat(70), (Ucs2, 70, 1, 0)),
            ("中".repeat(71), (Ucs2, 71, 2, 63)),
            ("中".repeat(134), (Ucs2, 134, 2, 0)),
            ("中".repeat(135), (Ucs2, 135, 3, 66)),
            ("😀".repeat(35), (Ucs2, 70, 1, 0)),
            ("ç".to_owned(), (Ucs2, 1, 1, 69)),
        ] {
            assert_eq!(counted(&text), expected, "{text}");
        }
    }

    #[test]
    fn pairs_are_not_split() {
        // The 153rd septet would be an escape: the euro moves to the second segment whole.
        let text = format!("{}€{}", "a".repeat(152), "b".repeat(151));
        assert_eq!(counted(&text), (Encoding::Gsm7, 305, 2, 0));
        assert_eq!(counted(&format!("{text}b")), (Encoding::Gsm7, 306, 3, 152));
        let text = format!("{}😀{}", "中".repeat(66), "文".repeat(65));
        assert_eq!(counted(&text), (Encoding::Ucs2, 133, 2, 0));
        assert_eq!(counted(&format!("{text}文")), (Encoding::Ucs2, 134, 3, 66));
    }

    proptest! {
        #[test]
        fn segments_hold_the_text(text in "([a-z]|€|中|😀|\\PC){0,400}") {
            let Segments { encoding, units, count, left } = Segments::of(&text);
            if encoding == Encoding::Ucs2 {
                prop_assert_eq!(usize::try_from(units).unwrap(), text.encode_utf16().count());
            }
            if count == 1 {
                prop_assert_eq!(units + left, encoding.single());
            } else {
                // Each segment but the last may have one empty unit.
                let room = count * encoding.joined();
                prop_assert!(units + left <= room && room < units + left + count);
            }
        }
    }
}
