//! Password fields: one to type a known password into, one to choose a new one.

use leptos::{attr::custom::custom_attribute, html::Input, prelude::*, task::spawn_local};
use seal::Strength;

use super::form::{FieldError, invalid, said, value};
use crate::browser::{normalized, pause};

/// The fewest characters that an account's password may have: the engine's own policy.
pub(super) const ACCOUNT_PASSWORD_MIN: usize = 15;
/// How long after the last key the strength is said: a screen reader would never stop otherwise.
const SAY_AFTER_MILLIS: u32 = 500;

/// The meter's score, 0 to 4, and what to say.
fn verdict(password: &str) -> (&'static str, String) {
    let length = password.chars().count();
    if length == 0 {
        return ("0", String::new());
    }
    match seal::assess(password, ACCOUNT_PASSWORD_MIN) {
        Strength::TooShort => ("1", missing(ACCOUNT_PASSWORD_MIN.saturating_sub(length))),
        Strength::Common => ("1", "Among the first that anybody would try. Choose another.".to_owned()),
        Strength::Weak => ("2", "Rather easy to guess. Add a word or two.".to_owned()),
        Strength::Fair => ("3", "Good. One more word would make it strong.".to_owned()),
        Strength::Strong => ("4", "Strong.".to_owned()),
    }
}

fn missing(characters: usize) -> String {
    match characters {
        1 => "1 more character.".to_owned(),
        more => format!("{more} more characters."),
    }
}

/// Why a new password is refused.
pub(super) fn problem(password: &str) -> Option<String> {
    match seal::assess(password, ACCOUNT_PASSWORD_MIN) {
        Strength::TooShort => {
            Some(format!("Please make it a little longer: at least {ACCOUNT_PASSWORD_MIN} characters."))
        }
        Strength::Common => Some(
            "Many people use this password, so it is one of the first to be tried. Please choose another."
                .to_owned(),
        ),
        Strength::Weak | Strength::Fair | Strength::Strong => None,
    }
}

/// A password's input with its Show button. It has no name: a password is never posted.
#[component]
pub(super) fn PasswordInput(
    /// The input.
    node: NodeRef<Input>,
    /// For password managers.
    autocomplete: &'static str,
    /// The ids of what explains it.
    described_by: &'static str,
    /// What is wrong with it.
    error: RwSignal<String>,
    /// Told of each change.
    #[prop(optional, into)]
    changed: Option<Callback<()>>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    view! {
        <div class="reveal">
            <input
                id="password"
                node_ref=node
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete=autocomplete
                autocapitalize="none"
                {..custom_attribute("autocorrect", "off")}
                spellcheck="false"
                required
                aria-describedby=described_by
                aria-invalid=invalid(error)
                on:input=move |_| if let Some(changed) = changed { changed.run(()) }
            />
            <button
                type="button"
                aria-pressed=move || if shown.get() { "true" } else { "false" }
                aria-controls="password"
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                "Show"
                <span class="visually-hidden">" password"</span>
            </button>
        </div>
    }
}

/// A field for a new password, with a meter that says how good it is.
#[component]
pub(super) fn NewPassword(
    /// The input.
    node: NodeRef<Input>,
    /// What stands above it.
    label: &'static str,
    /// What follows the number of characters in the hint.
    hint: &'static str,
    /// What is wrong with it.
    error: RwSignal<String>,
) -> impl IntoView {
    let (score, words) = (RwSignal::new("0"), RwSignal::new(String::new()));
    let turn = StoredValue::new(0_u32);
    let judge = move |()| {
        let (now, verdict) = verdict(&normalized(&value(node)));
        score.set(now);
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let this = turn.get_value();
        spawn_local(async move {
            pause(SAY_AFTER_MILLIS).await;
            if turn.get_value() == this {
                words.set(verdict);
            }
        });
    };
    // What was typed before the page was live counts too.
    Effect::new(move |_| judge(()));
    view! {
        <div class="field">
            <label for="password">{label}</label>
            <p class="hint" id="password-hint">
                {format!("At least {ACCOUNT_PASSWORD_MIN} characters. {hint}")}
            </p>
            <PasswordInput
                node=node
                autocomplete="new-password"
                described_by="password-hint strength password-error"
                error=error
                changed=Callback::new(judge)
            />
            <div class="meter" data-score=move || score.get() aria-hidden="true"></div>
            <p class="hint" id="strength" role="status">
                {said(words)}
            </p>
            <FieldError id="password-error" error=error />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_meter_in_words() {
        assert_eq!(verdict(""), ("0", String::new()));
        assert_eq!(verdict("kV7#pQz2mX!"), ("1", "4 more characters.".to_owned()));
        assert_eq!(verdict("kV7#pQz2mX!tR4"), ("1", "1 more character.".to_owned()));
        assert_eq!(verdict("aaaaaaaaaaaaaaa").0, "1");
        assert_eq!(verdict("kV7#pQz2mX!tR4%w"), ("4", "Strong.".to_owned()));
    }

    #[test]
    fn what_is_refused() {
        assert!(problem("short").is_some_and(|words| words.contains("at least 15")));
        assert!(problem("aaaaaaaaaaaaaaa").is_some_and(|words| words.contains("Many people")));
        assert_eq!(problem("kV7#pQz2mX!tR4%w"), None);
    }
}
