//! Sentences in which somebody may wish to stop, or may say that the number is wrong. They are no commands: a person
//! decides.

use std::sync::LazyLock;

use super::{
    ForAPerson, Reading,
    fold::fold,
    keywords::meaning,
    phrases::{FILLERS, IMPERATIVES, WRONG_NUMBER},
    stop_phrases::STOP,
};
use crate::text::{InTexts as _, Language};

/// Where one sentence ends and another begins.
const BREAKS: &[char] =
    &['.', '!', '?', ',', ';', ':', '…', '\n', '\r', '。', '！', '？', '，', '；', '：', '؟', '،', '؛'];

/// The phrases as they are searched for.
struct Needles {
    stop: Vec<String>,
    wrong_number: Vec<String>,
    own_words: Vec<String>,
}

static NEEDLES: LazyLock<Needles> = LazyLock::new(|| {
    let all = |parts: &[&str]| parts.iter().map(|part| needle(part)).collect();
    Needles {
        stop: all(STOP),
        wrong_number: all(WRONG_NUMBER),
        own_words: all(&Language::ALL.map(Language::how_to_stop)),
    }
});

/// Latin words are found as words; Chinese has no spaces, and Arabic writes short words together with the next.
fn needle(phrase: &str) -> String {
    let folded = fold(phrase);
    if folded.is_ascii() { format!(" {folded} ") } else { folded }
}

/// Looks for a wish. A wrong number comes first, as whoever reads it has more to do.
pub(super) fn find(text: &str, whole: &str) -> Option<ForAPerson> {
    let said = without_own_words(&format!(" {whole} "));
    let has = |needles: &[String]| needles.iter().any(|needle| said.contains(needle.as_str()));
    if has(&NEEDLES.wrong_number) {
        return Some(ForAPerson::WrongNumber);
    }
    // Somebody who repeats exactly how to stop does wish to stop.
    let only_repeats = said.trim().is_empty() && !whole.is_empty();
    let wishes = only_repeats
        || has(&NEEDLES.stop)
        || is_spelt(whole)
        || is_wish(whole)
        || text.split(BREAKS).any(|sentence| is_wish(&fold(sentence)));
    wishes.then_some(ForAPerson::WantsToStop)
}

/// What is left without our own words about how to stop: phones quote them when somebody reacts to a notice.
fn without_own_words(said: &str) -> String {
    NEEDLES.own_words.iter().fold(said.to_owned(), |said, own| said.replace(own, " "))
}

fn is_spelt(whole: &str) -> bool {
    let letters = whole.split(' ').all(|word| word.chars().count() == 1);
    letters && meaning(&whole.replace(' ', "")) == Some(Reading::Stop)
}

fn is_wish(sentence: &str) -> bool {
    let words: Vec<&str> =
        sentence.split(' ').filter(|word| !word.is_empty() && !FILLERS.contains(word)).collect();
    let stops = |words: &str| meaning(words) == Some(Reading::Stop);
    words.first().is_some_and(|first| IMPERATIVES.contains(first))
        || stops(&words.join(" "))
        || !words.is_empty() && words.iter().all(|word| stops(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded() {
        for word in FILLERS.iter().chain(IMPERATIVES) {
            assert_eq!(fold(word), *word);
        }
        assert!(IMPERATIVES.iter().all(|word| meaning(word) == Some(Reading::Stop)));
    }

    #[test]
    fn every_phrase_is_found() {
        for (phrases, why) in [(STOP, ForAPerson::WantsToStop), (WRONG_NUMBER, ForAPerson::WrongNumber)] {
            for phrase in phrases {
                let text = format!("Hm, {} 5", phrase.to_uppercase());
                assert_eq!(Reading::of(&text), Reading::Unsure(why), "{text}");
            }
        }
    }
}
