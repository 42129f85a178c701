//! The password field.

use leptos::{attr::custom::custom_attribute, prelude::*};
use words::Words;

use super::form::ErrorLine;

/// The field for a password that is being chosen, with its meter.
#[component]
pub(super) fn NewPasswordField(
    /// The language's words.
    words: Words,
    /// What it is called.
    label: &'static str,
    /// What makes a good one.
    hint: String,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for="password">{label}</label>
            <p class="hint" id="password-hint">
                {hint}
            </p>
            <PasswordInput
                words
                autocomplete="new-password"
                described_by="password-hint strength password-error"
            />
            <div class="meter" data-score="0" aria-hidden="true"></div>
            <p class="hint" id="strength" role="status"></p>
            <ErrorLine id="password-error" />
        </div>
    }
}

/// A password's input with its Show button. It has no name: a password is never posted.
#[component]
pub(super) fn PasswordInput(
    /// The language's words.
    words: Words,
    /// For password managers.
    autocomplete: &'static str,
    /// The ids of what explains it.
    described_by: &'static str,
) -> impl IntoView {
    view! {
        <div class="reveal">
            <input
                id="password"
                type="password"
                autocomplete=autocomplete
                autocapitalize="none"
                {..custom_attribute("autocorrect", "off")}
                spellcheck="false"
                required
                aria-describedby=described_by
            />
            <button type="button" aria-pressed="false" aria-controls="password">
                {words.password_show()} " "
                <span class="visually-hidden">{words.password_show_rest()}</span>
            </button>
        </div>
    }
}
