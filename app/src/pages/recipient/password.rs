//! The password field.

use leptos::{attr::custom::custom_attribute, prelude::*};

/// A password's input with its Show button. It has no name: a password is never posted.
#[component]
pub(super) fn PasswordInput(
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
                "Show"
                <span class="visually-hidden">" password"</span>
            </button>
        </div>
    }
}
