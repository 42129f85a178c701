use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeEmoji, UnicodeGeneralCategory};

/// A text as it is compared: its words in lower case without accents and apostrophes, with single spaces between them.
/// Punctuation, dashes, symbols and emoji count as space, invisible characters not at all.
pub(super) fn fold(text: &str) -> String {
    let plain = text.chars().filter(|c| !is_apostrophe(*c)).map(|c| if is_emoji(c) { ' ' } else { c });
    let letters: String = plain.nfkd().filter_map(letter).flat_map(char::to_lowercase).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | '′' | '＇')
}

/// Some emoji, such as 🅰, would otherwise count as letters; and the digits are emoji to Unicode.
fn is_emoji(c: char) -> bool {
    !c.is_ascii() && c.is_emoji_char()
}

/// What a character counts as, if it counts. The Arabic letters are those that many people do not tell apart.
fn letter(c: char) -> Option<char> {
    match c {
        'ـ' => None,
        'ة' => Some('ه'),
        'ى' => Some('ي'),
        _ if c.general_category() == GeneralCategory::Format => None,
        _ => match c.general_category_group() {
            GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number => Some(c),
            GeneralCategoryGroup::Mark => None,
            _ => Some(' '),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        for (text, folded) in [
            ("  STOP! ", "stop"),
            ("Opt-Out", "opt out"),
            ("ＳＴＯＰ", "stop"),
            ("S\u{200b}TO\u{ad}P\u{feff}", "stop"),
            ("Don’t, DON'T; don`t", "dont dont dont"),
            ("ARRÊT", "arret"),
            ("ARRE\u{302}T", "arret"),
            ("🅰️ stop 😀👍🏽 ℹ️ 🇺🇸", "stop"),
            ("İPTAL", "iptal"),
            ("إيقاف", "ايقاف"),
            ("مساعـــدة", "مساعده"),
            ("“退订”。", "退订"),
            ("ok 4", "ok 4"),
            ("😀 !?", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }
}
