//! What a file may be called. A name is the sender's word, and a sealed one is seen by no server before it is read: so it
//! is cleaned where it is chosen, and again where it is shown.

use domain::MAX_ATTACHMENT_NAME;

/// The longest ending that a name which is too long keeps, with its dot.
const LONGEST_ENDING: usize = 20;

/// A file's name without a path, in one line, with nothing that deceives or that a file system forbids, and not too
/// long. Never empty.
pub(crate) fn clean(name: &str) -> String {
    let base = name.trim().rsplit(['/', '\\']).next().unwrap_or_default();
    let seen: String = base.chars().filter(|c| !is_unseen(*c)).map(allowed).collect();
    let words: Vec<_> = seen.split_whitespace().collect();
    match shortened(words.join(" ").trim_matches(['.', ' '])) {
        name if name.is_empty() => "file".to_owned(),
        name => name,
    }
}

fn allowed(c: char) -> char {
    match c {
        '<' | '>' | ':' | '"' | '|' | '?' | '*' => '_',
        c if c.is_control() => ' ',
        c => c,
    }
}

/// Characters without a width, and those that turn the direction of what follows: `exe.pdf` can be made of `fdp.exe`.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// At most as long as a name may be, with its ending.
fn shortened(name: &str) -> String {
    if name.len() <= MAX_ATTACHMENT_NAME {
        return name.to_owned();
    }
    let dot = name.rfind('.').filter(|dot| name.len() - dot <= LONGEST_ENDING).unwrap_or(name.len());
    let ending = &name[dot..];
    let stem = &name[..name.floor_char_boundary(MAX_ATTACHMENT_NAME - ending.len())];
    format!("{}{ending}", stem.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_harmless() {
        for (name, cleaned) in [
            ("Blood results.pdf", "Blood results.pdf"),
            ("C:\\Users\\ana\\März.pdf", "März.pdf"),
            ("../../etc/passwd", "passwd"),
            ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
            ("two\r\nlines\t.txt", "two lines .txt"),
            ("a<b>:\"c\".txt", "a_b___c_.txt"),
            ("..", "file"),
            ("", "file"),
        ] {
            assert_eq!(clean(name), cleaned, "{name:?}");
            assert_eq!(clean(&clean(name)), cleaned, "once is enough");
        }
    }

    #[test]
    fn long_names_keep_their_ending() {
        let name = clean(&format!("{}.pdf", "ä".repeat(300)));
        assert!(name.len() <= MAX_ATTACHMENT_NAME && name.ends_with("ä.pdf"), "{name}");
        assert_eq!(clean(&"x".repeat(300)).len(), MAX_ATTACHMENT_NAME);
        assert_eq!(clean(&format!("a.{}", "x".repeat(300))).len(), MAX_ATTACHMENT_NAME);
    }
}
