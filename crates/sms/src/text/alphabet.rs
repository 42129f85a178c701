//! The GSM 7-bit default alphabet and its extension table (3GPP TS 23.038, sections 6.2.1 and 6.2.1.1).

/// The default alphabet in the order of its codes. The escape at 0x1B stands for itself and is no character.
const BASIC: [char; 128] = [
    '@', '£', '$', '¥', 'è', 'é', 'ù', 'ì', 'ò', 'Ç', '\n', 'Ø', 'ø', '\r', 'Å', 'å', // 0x00
    'Δ', '_', 'Φ', 'Γ', 'Λ', 'Ω', 'Π', 'Ψ', 'Σ', 'Θ', 'Ξ', ESCAPE, 'Æ', 'æ', 'ß', 'É', // 0x10
    ' ', '!', '"', '#', '¤', '%', '&', '\'', '(', ')', '*', '+', ',', '-', '.', '/', // 0x20
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ':', ';', '<', '=', '>', '?', // 0x30
    '¡', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', // 0x40
    'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z', 'Ä', 'Ö', 'Ñ', 'Ü', '§', // 0x50
    '¿', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', // 0x60
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 'ä', 'ö', 'ñ', 'ü', 'à', // 0x70
];

/// The extension table: each code stands behind an escape.
const EXTENSION: [(char, u8); 10] = [
    ('\u{c}', 0x0A),
    ('^', 0x14),
    ('{', 0x28),
    ('}', 0x29),
    ('\\', 0x2F),
    ('[', 0x3C),
    ('~', 0x3D),
    (']', 0x3E),
    ('|', 0x40),
    ('€', 0x65),
];

const ESCAPE: char = '\u{1b}';

/// The code of one character in the GSM 7-bit alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GsmCode {
    /// A character of the default alphabet: one septet with this value.
    Basic(u8),
    /// A character of the extension table: the escape 0x1B, and a septet with this value.
    Extended(u8),
}

impl GsmCode {
    /// The septet that leads to the extension table.
    pub const ESCAPE: u8 = 0x1B;

    /// The code of a character, if the alphabet has it.
    #[must_use]
    pub fn of(c: char) -> Option<Self> {
        if c == ESCAPE {
            return None;
        }
        let basic = (0..).zip(BASIC).find(|(_, known)| *known == c).map(|(code, _)| Self::Basic(code));
        basic.or_else(|| {
            EXTENSION.iter().find(|(known, _)| *known == c).map(|(_, code)| Self::Extended(*code))
        })
    }

    /// The character that has this code, if there is one.
    #[must_use]
    pub fn character(self) -> Option<char> {
        match self {
            Self::Basic(Self::ESCAPE) => None,
            Self::Basic(code) => BASIC.get(usize::from(code)).copied(),
            Self::Extended(code) => EXTENSION.iter().find(|(_, known)| *known == code).map(|(c, _)| *c),
        }
    }

    /// How many septets it takes: 1 or 2.
    #[must_use]
    pub const fn septets(self) -> u32 {
        match self {
            Self::Basic(_) => 1,
            Self::Extended(_) => 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn codes_of_the_specification() {
        for (c, code) in [
            ('@', GsmCode::Basic(0x00)),
            ('Ç', GsmCode::Basic(0x09)),
            ('\n', GsmCode::Basic(0x0A)),
            ('_', GsmCode::Basic(0x11)),
            ('Ξ', GsmCode::Basic(0x1A)),
            ('É', GsmCode::Basic(0x1F)),
            ('¤', GsmCode::Basic(0x24)),
            ('¡', GsmCode::Basic(0x40)),
            ('§', GsmCode::Basic(0x5F)),
            ('¿', GsmCode::Basic(0x60)),
            ('à', GsmCode::Basic(0x7F)),
            ('€', GsmCode::Extended(0x65)),
            ('~', GsmCode::Extended(0x3D)),
        ] {
            assert_eq!(GsmCode::of(c), Some(code), "{c}");
        }
    }

    #[test]
    fn letters_and_digits_keep_their_ascii_codes() {
        for byte in (b' '..=b'~').filter(|byte| !b"$@[\\]^_`{|}~".contains(byte)) {
            assert_eq!(GsmCode::of(char::from(byte)), Some(GsmCode::Basic(byte)));
        }
    }

    #[test]
    fn what_it_lacks() {
        for c in "`çáêíóúâôõãëïœÀ’“–…\u{1b}\t\u{a0}中م😀".chars() {
            assert_eq!(GsmCode::of(c), None, "{c}");
        }
        assert_eq!(GsmCode::Basic(0x1B).character(), None);
        assert_eq!(GsmCode::Basic(0x80).character(), None);
        assert_eq!(GsmCode::Extended(0x41).character(), None);
    }

    #[test]
    fn every_code_has_one_character() {
        let all = (0..128).map(GsmCode::Basic).chain((0..128).map(GsmCode::Extended));
        let known: Vec<_> = all.filter_map(|code| Some((code, code.character()?))).collect();
        assert_eq!(known.len(), 127 + 10);
        for (code, c) in known {
            assert_eq!(GsmCode::of(c), Some(code));
        }
    }

    proptest! {
        #[test]
        fn codes_come_back(c: char) {
            if let Some(code) = GsmCode::of(c) {
                prop_assert_eq!(code.character(), Some(c));
            }
        }
    }
}
