//! The short form in which the build writes messages: `{0}` stands for the first argument, and
//! `{0|one=one file|*={0} files}` for the variant whose key is the argument's number or its plural form, else for the
//! one after `*`.

use domain::Language;

use crate::plural::category;

/// What is put into a message.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Argument<'a> {
    /// As it is.
    Text(&'a str),
    /// In digits, or as what a variant is chosen by.
    Number(u64),
}

/// First strong isolate and pop directional isolate (Unicode Standard Annex 9): a name in Latin letters keeps its order
/// within a line that runs from right to left, and the line keeps its own. Words of the line's own direction need none, and
/// may not have it: a date whose parts are all isolated has no direction, and would run from left to right.
const ISOLATE: [&str; 2] = ["\u{2068}", "\u{2069}"];

/// The message's text.
pub(crate) fn fill(language: Language, pattern: &str, arguments: &[Argument<'_>]) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    write(&mut out, language, pattern, arguments);
    out
}

fn write(out: &mut String, language: Language, pattern: &str, arguments: &[Argument<'_>]) {
    let mut rest = pattern;
    while let Some((text, place)) = rest.split_once('{') {
        out.push_str(text);
        let end = closing(place);
        put(out, language, &place[..end], arguments);
        rest = place.get(end + 1..).unwrap_or_default();
    }
    out.push_str(rest);
}

fn put(out: &mut String, language: Language, place: &str, arguments: &[Argument<'_>]) {
    let (number, variants) = place.split_once('|').unwrap_or((place, ""));
    let argument = number.parse::<usize>().ok().and_then(|number| arguments.get(number));
    match argument {
        Some(Argument::Number(number)) if !variants.is_empty() => {
            write(out, language, chosen(language, variants, *number), arguments);
        }
        Some(Argument::Number(number)) => out.push_str(&number.to_string()),
        Some(Argument::Text(text)) if language.is_right_to_left() && !runs_from_right(text) => {
            out.extend([ISOLATE[0], text, ISOLATE[1]]);
        }
        Some(Argument::Text(text)) => out.push_str(text),
        None => {}
    }
}

/// Whether all its letters are of scripts that run from right to left: the blocks from Hebrew to Arabic Extended-A.
fn runs_from_right(text: &str) -> bool {
    let mut letters = text.chars().filter(|one| one.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(|letter| ('\u{590}'..='\u{8ff}').contains(&letter))
}

fn chosen(language: Language, variants: &str, number: u64) -> &str {
    let (exact, form) = (number.to_string(), category(language, number));
    let find = |wanted: &str| {
        let pairs = variants.split('|').filter_map(|variant| variant.split_once('='));
        pairs.into_iter().find_map(|(key, text)| (key == wanted).then_some(text))
    };
    find(&exact).or_else(|| find(form)).or_else(|| find("*")).unwrap_or_default()
}

/// Where the brace closes that was open before `text`.
fn closing(text: &str) -> usize {
    let mut depth = 0_u32;
    for (place, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => return place,
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FILES: &str = "{0|one={0} file of {1}|7=seven|*={0} files of {1}}.";

    #[test]
    fn variants_are_chosen_by_number_then_form() {
        let say = |number| fill(Language::English, FILES, &[Argument::Number(number), Argument::Text("Ann")]);
        assert_eq!([1, 2, 7].map(say), ["1 file of Ann.", "2 files of Ann.", "seven."]);
    }

    #[test]
    fn names_are_isolated_where_lines_run_from_right_to_left() {
        let say = |language| fill(language, "<{0}>", &[Argument::Text("Ann")]);
        assert_eq!(say(Language::Arabic), "<\u{2068}Ann\u{2069}>");
        assert_eq!(say(Language::German), "<Ann>");
    }

    #[test]
    fn a_date_keeps_the_direction_of_its_month() {
        let arabic = |pattern, parts: &[&str]| {
            let arguments: Vec<_> = parts.iter().map(|part| Argument::Text(part)).collect();
            fill(Language::Arabic, pattern, &arguments)
        };
        let date = arabic("{0} {1} {2}", &["29", "نوفمبر", "2026"]);
        assert_eq!(date, "\u{2068}29\u{2069} نوفمبر \u{2068}2026\u{2069}");
        assert_eq!(arabic("في {0}.", &[&date]), format!("في {date}."));
        assert_eq!(arabic("{0}!", &["عيادة Lakeside"]), "\u{2068}عيادة Lakeside\u{2069}!");
    }

    proptest! {
        #[test]
        fn any_argument_comes_out_as_it_went_in(text in ".*") {
            prop_assert_eq!(fill(Language::French, "a {0} b", &[Argument::Text(&text)]), format!("a {text} b"));
        }

        #[test]
        fn no_pattern_makes_it_panic(pattern in "[{}|=*0-9a-z]*", number: u64) {
            fill(Language::Arabic, &pattern, &[Argument::Number(number)]);
        }
    }
}
