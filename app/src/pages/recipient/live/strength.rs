//! How good a password is, in words and as the growing tusk.

use std::{cell::Cell, rc::Rc};

use seal::Strength;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlInputElement};
use words::FormWords;

use super::{
    dom::{on, set},
    form::Form,
};
use crate::{
    browser::{normalized, pause},
    pages::recipient::RECIPIENT_PASSWORD_MIN,
};

/// How long after the last key the strength is said: a screen reader would never stop otherwise.
const SAY_AFTER_MILLIS: u32 = 500;

/// Judges what is being typed.
#[derive(Clone)]
pub(super) struct Meter {
    password: HtmlInputElement,
    tusk: Element,
    said: Element,
    words: FormWords,
    /// Goes up with each key, so that only the last one's words are said.
    turn: Rc<Cell<u32>>,
}

impl Meter {
    /// The form's meter, which judges from now on, what was typed before too. `None` when it has none.
    pub(super) fn watch(form: &Form) -> Option<Self> {
        let meter = Self {
            password: form.password().clone(),
            tusk: form.part(".meter")?,
            said: form.part("#strength")?,
            words: form.words().clone(),
            turn: Rc::default(),
        };
        meter.judge();
        let (typing, typed) = (form.clone(), meter.clone());
        on(form.password(), "input", move |_| {
            typing.forgive();
            typed.judge();
        });
        Some(meter)
    }

    /// The password, if the form can be sent with it; the form is busy then.
    pub(super) fn accepted(&self, form: &Form, busy: &str) -> Option<String> {
        let typed = self.password.value();
        if let Some(sentence) = refusal(&self.words, &normalized(&typed)) {
            self.hush();
            form.refuse(&sentence);
            form.focus();
            return None;
        }
        form.begin(busy);
        Some(typed)
    }

    /// Shows how good the password is now, and says it a little later.
    fn judge(&self) {
        let (score, words) = verdict(&self.words, &normalized(&self.password.value()));
        set(&self.tusk, "data-score", Some(score));
        let turn = self.next_turn();
        let this = self.clone();
        spawn_local(async move {
            pause(SAY_AFTER_MILLIS).await;
            if this.turn.get() == turn {
                this.said.set_text_content(words.as_deref());
            }
        });
    }

    /// Says nothing: the form's error says it.
    fn hush(&self) {
        self.next_turn();
        self.said.set_text_content(None);
    }

    fn next_turn(&self) -> u32 {
        let turn = self.turn.get().wrapping_add(1);
        self.turn.set(turn);
        turn
    }
}

/// Why a password is refused.
fn refusal(words: &FormWords, password: &str) -> Option<String> {
    match seal::assess(password, RECIPIENT_PASSWORD_MIN) {
        Strength::TooShort => Some(words.password_too_short(&RECIPIENT_PASSWORD_MIN.to_string())),
        Strength::Common => Some(words.password_common().to_owned()),
        Strength::Weak | Strength::Fair | Strength::Strong => None,
    }
}

/// The meter's score, 0 to 4, and what to say.
fn verdict(words: &FormWords, password: &str) -> (&'static str, Option<String>) {
    let length = password.chars().count();
    if length == 0 {
        return ("0", None);
    }
    let (score, said) = match seal::assess(password, RECIPIENT_PASSWORD_MIN) {
        Strength::TooShort => {
            let missing = RECIPIENT_PASSWORD_MIN.saturating_sub(length);
            return ("1", Some(words.strength_missing(u64::try_from(missing).unwrap_or_default())));
        }
        Strength::Common => ("1", words.strength_common()),
        Strength::Weak => ("2", words.strength_weak()),
        Strength::Fair => ("3", words.strength_fair()),
        Strength::Strong => ("4", words.strength_strong()),
    };
    (score, Some(said.to_owned()))
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;

    fn english() -> FormWords {
        FormWords::read(&FormWords::pack(Language::English))
    }

    fn said(password: &str) -> (&'static str, String) {
        let (score, words) = verdict(&english(), password);
        (score, words.unwrap_or_default())
    }

    #[test]
    fn strength_in_words() {
        assert_eq!(verdict(&english(), ""), ("0", None));
        assert_eq!(said("kV7#"), ("1", "4 more characters.".to_owned()));
        assert_eq!(said("kV7#pQz"), ("1", "1 more character.".to_owned()));
        assert_eq!(said("password").1, "Among the first passwords that anybody would try. Choose another.");
        assert_eq!(said("gmtqkvzx").0, "2");
        assert_eq!(said("olive lantern").0, "3");
        assert_eq!(said("kV7#pQz2mX!t"), ("4", "Strong.".to_owned()));
    }

    #[test]
    fn only_short_and_common_ones_are_refused() {
        assert!(refusal(&english(), "kV7#pQz").is_some_and(|words| words.contains("at least 8 characters")));
        assert!(refusal(&english(), "password").is_some_and(|words| words.starts_with("Many people")));
        assert_eq!(refusal(&english(), "gmtqkvzx"), None);
    }
}
