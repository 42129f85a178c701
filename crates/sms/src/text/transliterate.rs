//! A name in the phones' own alphabet, so that it does not make a text cost more than twice as much.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::GsmCode;

/// A text in the GSM 7-bit alphabet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transliterated {
    /// The text: one line, with single spaces.
    pub text: String,
    /// How many characters became a `?`, because the alphabet has nothing like them.
    pub lost: u32,
}

/// Writes a text in the GSM 7-bit alphabet. Characters that the alphabet has stay as they are; accents that it lacks
/// are left out, typographic quotes and dashes become plain ones, Greek becomes the capitals that Greek phones send,
/// and the rest becomes `?`.
#[must_use]
pub fn transliterate(text: &str) -> Transliterated {
    let (mut plain, mut lost) = (String::with_capacity(text.len()), 0_u32);
    for c in text.nfc().filter(|c| !is_invisible(*c)) {
        if !push_known(&mut plain, c) && !push_decomposed(&mut plain, c) {
            plain.push('?');
            lost = lost.saturating_add(1);
        }
    }
    Transliterated { text: one_line(&plain), lost }
}

/// Words with single spaces between them.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Characters that show nothing and only steer: zero-width, byte order mark, direction.
pub(crate) fn is_invisible(c: char) -> bool {
    c.general_category() == GeneralCategory::Format
}

fn push_known(plain: &mut String, c: char) -> bool {
    if c.is_whitespace() || c.is_control() {
        plain.push(' ');
    } else if GsmCode::of(c).is_some() {
        plain.push(c);
    } else if let Some(instead) = replacement(c) {
        plain.push_str(instead);
    } else {
        return is_combining_mark(c);
    }
    true
}

/// The character without its accents, or the letters of a ligature. All of it is known, or nothing is written.
fn push_decomposed(plain: &mut String, c: char) -> bool {
    let before = plain.len();
    let mut parts = std::iter::once(c).nfkd().peekable();
    let decomposes = parts.peek() != Some(&c);
    let known = decomposes && parts.all(|part| push_known(plain, part));
    if !known {
        plain.truncate(before);
    }
    known
}

fn replacement(c: char) -> Option<&'static str> {
    Some(match c {
        '`' | '´' | '‘' | '’' | '‚' | '‛' | '′' | '‹' | '›' | 'ʼ' => "'",
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '•' | '·' => "-",
        '…' => "...",
        '©' => "(c)",
        '®' => "(R)",
        '×' => "x",
        'œ' => "oe",
        'Œ' => "OE",
        'þ' => "th",
        'Þ' => "Th",
        'ð' | 'đ' => "d",
        'Ð' | 'Đ' => "D",
        'ł' => "l",
        'Ł' => "L",
        'ħ' => "h",
        'Ħ' => "H",
        'ı' => "i",
        'ẞ' => "ß",
        _ => return greek(c),
    })
}

/// Greek letters as capitals: those of the alphabet itself, or the Latin letters that look the same.
fn greek(c: char) -> Option<&'static str> {
    Some(match c {
        'α' | 'Α' => "A",
        'β' | 'Β' => "B",
        'γ' => "Γ",
        'δ' => "Δ",
        'ε' | 'Ε' => "E",
        'ζ' | 'Ζ' => "Z",
        'η' | 'Η' => "H",
        'θ' => "Θ",
        'ι' | 'Ι' => "I",
        'κ' | 'Κ' => "K",
        'λ' => "Λ",
        'μ' | 'Μ' => "M",
        'ν' | 'Ν' => "N",
        'ξ' => "Ξ",
        'ο' | 'Ο' => "O",
        'π' => "Π",
        'ρ' | 'Ρ' => "P",
        'σ' | 'ς' => "Σ",
        'τ' | 'Τ' => "T",
        'υ' | 'Υ' => "Y",
        'φ' => "Φ",
        'χ' | 'Χ' => "X",
        'ψ' => "Ψ",
        'ω' => "Ω",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::Encoding;

    #[test]
    fn names() {
        for (name, plain, lost) in [
            ("Harbor Clinic", "Harbor Clinic", 0),
            ("Clínica São João", "Clinica Sao Joao", 0),
            ("Hôpital Sainte-Élodie", "Hopital Sainte-Élodie", 0),
            ("Praxis Müller & Söhne", "Praxis Müller & Söhne", 0),
            ("e\u{301}cole", "école", 0),
            ("O’Neill “Law” – Łódź…", "O'Neill \"Law\" - Lodz...", 0),
            ("Cœur ﬁn № 5", "Coeur fin No 5", 0),
            ("Ιατρείο Ψ", "IATPEIO Ψ", 0),
            ("a\u{a0}b\t\r\n c\u{200b}\u{feff}", "a b c", 0),
            ("Klinik😀", "Klinik?", 1),
            ("诊所", "??", 2),
            ("한", "?", 1),
            ("Care [24/7]", "Care [24/7]", 0),
            ("", "", 0),
        ] {
            assert_eq!(transliterate(name), Transliterated { text: plain.into(), lost }, "{name}");
        }
    }

    proptest! {
        #[test]
        fn the_alphabet_has_it_all(name in "\\PC{0,60}") {
            let plain = transliterate(&name).text;
            prop_assert_eq!(Encoding::of(&plain), Encoding::Gsm7);
            prop_assert_eq!(transliterate(&plain), Transliterated { text: plain, lost: 0 });
        }
    }
}
