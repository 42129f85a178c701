//! How a guesser looks at a password. Everything here takes lower-case text.

/// Walks over a keyboard: rows, and columns as they are zigzagged.
const WALKS: [&str; 8] = [
    "1234567890",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
];
/// Words that come to mind on this site's pages.
const SITE_WORDS: [&str; 14] = [
    "narwhal",
    "password",
    "passwort",
    "passphrase",
    "secure",
    "secret",
    "message",
    "messages",
    "text",
    "phone",
    "mobile",
    "login",
    "welcome",
    "letmein",
];
/// How many characters around a word add little to it.
const AROUND_MAX: usize = 6;
/// The shortest word to look up by itself.
const STEM_MIN: usize = 4;
/// The longest date or phone number, in digits.
const NUMBER_MAX: usize = 15;

/// How many characters of a password cannot be foretold from those before: of a repeated character, a sequence, a walk
/// over the keyboard or a repeated part only the first counts.
pub(super) fn unforetold(lower: &str) -> usize {
    let chars: Vec<char> = lower.chars().collect();
    let mut foretold = vec![false; chars.len()];
    for end in 2..chars.len() {
        if continues(chars[end - 2], chars[end - 1], chars[end]) {
            foretold[end - 1..=end].fill(true);
        }
        if repeats(&chars, end) {
            foretold[end - 2..=end].fill(true);
        }
    }
    foretold.iter().filter(|foretold| !**foretold).count()
}

/// Whether three characters are the same, count up or down, or lie side by side on a keyboard.
fn continues(a: char, b: char, c: char) -> bool {
    let [a, b, c] = [a, b, c].map(u32::from);
    let counts = a.abs_diff(b) <= 1 && a.abs_diff(c) == 2 * a.abs_diff(b) && b.abs_diff(c) == a.abs_diff(b);
    counts || WALKS.iter().any(|walk| walks(walk, [a, b, c]) || walks(walk, [c, b, a]))
}

fn walks(walk: &str, three: [u32; 3]) -> bool {
    walk.as_bytes().windows(3).any(|window| window.iter().zip(three).all(|(key, c)| u32::from(*key) == c))
}

/// Whether the three characters that end here were there before.
fn repeats(chars: &[char], end: usize) -> bool {
    let three = &chars[end - 2..=end];
    chars[..end - 2].windows(3).any(|earlier| earlier == three)
}

/// Whether it is nothing but the digits of a date or a phone number.
pub(super) fn is_number(lower: &str) -> bool {
    let digits = lower.bytes().filter(u8::is_ascii_digit).count();
    let separators = lower.bytes().filter(|byte| b" .-/()+".contains(byte)).count();
    digits + separators == lower.len() && digits <= NUMBER_MAX
}

/// The word that is left without the digits and signs that people put around one; `None` when little or nothing is
/// left, or more than a little was put around it.
pub(super) fn stem(lower: &str) -> Option<&str> {
    let word = lower.trim_matches(|c: char| !c.is_alphabetic());
    let around = lower.chars().count() - word.chars().count();
    (around <= AROUND_MAX && word.len() >= STEM_MIN).then_some(word)
}

/// The word with letters in place of the digits and signs that look like them.
pub(super) fn with_letters(lower: &str) -> String {
    let letter = |c| match c {
        '0' => 'o',
        '1' | '!' | '|' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        _ => c,
    };
    lower.chars().map(letter).collect()
}

/// Whether it is made of words that come to mind on this site.
pub(super) fn is_about_this_site(stem: &str) -> bool {
    let plain = with_letters(stem);
    let mut rest = plain.as_str();
    while let Some(after) = SITE_WORDS.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = after.trim_start_matches(|c: char| !c.is_alphabetic());
    }
    rest.is_empty()
}

/// Bits that a character adds, by the kinds of characters: few, because people do not choose at random.
pub(super) fn bits_per_character(password: &str) -> usize {
    if !password.is_ascii() {
        return 6;
    }
    let kinds: [fn(&char) -> bool; 4] =
        [char::is_ascii_lowercase, char::is_ascii_uppercase, char::is_ascii_digit, |c| {
            !c.is_ascii_alphanumeric()
        }];
    match kinds.iter().filter(|kind| password.chars().any(|c| kind(&c))).count() {
        0 | 1 => 3,
        2 => 4,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_foretold_does_not_count() {
        for (password, count) in [
            ("", 0),
            ("ab", 2),
            ("abc", 1),
            ("aaaaaa", 1),
            ("4321", 1),
            ("qwerty", 1),
            ("poiuy", 1),
            ("1q2w3e", 1),
            ("aabb", 4),
            ("xyzzyx", 2),
            ("catdogcatdog", 6),
            ("lantern", 7),
        ] {
            assert_eq!(unforetold(password), count, "{password}");
        }
    }

    #[test]
    fn stems() {
        assert_eq!(stem("dragon12"), Some("dragon"));
        assert_eq!(stem("99dragon!"), Some("dragon"));
        assert_eq!(stem("drag0n"), Some("drag0n"));
        assert_eq!(stem("dragon1234567"), None);
        assert_eq!(stem("abc12"), None);
        assert_eq!(with_letters("p@$$w0rd"), "password");
    }

    #[test]
    fn words_of_this_site() {
        assert!(is_about_this_site("narwhal"));
        assert!(is_about_this_site("secure-text"));
        assert!(is_about_this_site("p@ssw0rd"));
        assert!(!is_about_this_site("narwhals swim"));
        assert!(!is_about_this_site("textile"));
    }
}
