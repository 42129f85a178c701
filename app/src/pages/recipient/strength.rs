//! How good a password is, in words and as the growing tusk.

use leptos::{html::Input, prelude::*, task::spawn_local};
use seal::Strength;

use super::{RECIPIENT_PASSWORD_MIN, form::value};
use crate::browser::{normalized, pause};

/// How long after the last key the strength is said: a screen reader would never stop otherwise.
const SAY_AFTER_MILLIS: u32 = 500;

/// Judges what is being typed.
#[derive(Clone, Copy)]
pub(super) struct Meter {
    password: NodeRef<Input>,
    score: RwSignal<&'static str>,
    words: RwSignal<Option<String>>,
    /// Goes up with each key, so that only the last one's words are said.
    turn: StoredValue<u32>,
}

impl Meter {
    pub(super) fn new(password: NodeRef<Input>) -> Self {
        let (score, words) = (RwSignal::new("0"), RwSignal::new(None));
        Self { password, score, words, turn: StoredValue::new(0) }
    }

    /// Shows how good the password is now, and says it a little later.
    pub(super) fn judge(self) {
        let (score, words) = verdict(&normalized(&value(self.password)));
        self.score.set(score);
        let turn = self.next_turn();
        spawn_local(async move {
            pause(SAY_AFTER_MILLIS).await;
            if self.turn.get_value() == turn {
                self.words.set(words);
            }
        });
    }

    /// Says nothing: the form's error says it.
    pub(super) fn hush(self) {
        self.next_turn();
        self.words.set(None);
    }

    fn next_turn(self) -> u32 {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.turn.get_value()
    }
}

/// The tusk, and the words for it.
#[component]
pub(super) fn StrengthMeter(
    /// The judge.
    meter: Meter,
) -> impl IntoView {
    // What was typed before the page was live counts too.
    Effect::new(move |_| meter.judge());
    view! {
        <div class="meter" data-score=move || meter.score.get() aria-hidden="true"></div>
        <p class="hint" id="strength" role="status">
            {move || meter.words.get()}
        </p>
    }
}

/// Why a password is refused.
pub(super) fn refusal(password: &str) -> Option<String> {
    match seal::assess(password, RECIPIENT_PASSWORD_MIN) {
        Strength::TooShort => {
            Some(format!("Please make it a little longer: at least {RECIPIENT_PASSWORD_MIN} characters."))
        }
        Strength::Common => Some(
            "Many people use this password, so it is one of the first to be tried. Please choose another."
                .to_owned(),
        ),
        Strength::Weak | Strength::Fair | Strength::Strong => None,
    }
}

/// The meter's score, 0 to 4, and what to say.
fn verdict(password: &str) -> (&'static str, Option<String>) {
    let length = password.chars().count();
    if length == 0 {
        return ("0", None);
    }
    let (score, words) = match seal::assess(password, RECIPIENT_PASSWORD_MIN) {
        Strength::TooShort => return ("1", Some(missing(RECIPIENT_PASSWORD_MIN.saturating_sub(length)))),
        Strength::Common => ("1", "Among the first that anybody would try. Choose another."),
        Strength::Weak => ("2", "Rather easy to guess. Add a word or two."),
        Strength::Fair => ("3", "Good. One more word would make it strong."),
        Strength::Strong => ("4", "Strong."),
    };
    (score, Some(words.to_owned()))
}

fn missing(characters: usize) -> String {
    match characters {
        1 => "1 more character.".to_owned(),
        more => format!("{more} more characters."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(password: &str) -> (&'static str, String) {
        let (score, words) = verdict(password);
        (score, words.unwrap_or_default())
    }

    #[test]
    fn strength_in_words() {
        assert_eq!(verdict(""), ("0", None));
        assert_eq!(said("kV7#"), ("1", "4 more characters.".to_owned()));
        assert_eq!(said("kV7#pQz"), ("1", "1 more character.".to_owned()));
        assert_eq!(said("password").1, "Among the first that anybody would try. Choose another.");
        assert_eq!(said("gmtqkvzx").0, "2");
        assert_eq!(said("olive lantern").0, "3");
        assert_eq!(said("kV7#pQz2mX!t"), ("4", "Strong.".to_owned()));
    }

    #[test]
    fn only_short_and_common_ones_are_refused() {
        assert!(refusal("kV7#pQz").is_some_and(|words| words.contains("at least 8 characters")));
        assert!(refusal("password").is_some_and(|words| words.starts_with("Many people")));
        assert_eq!(refusal("gmtqkvzx"), None);
    }
}
