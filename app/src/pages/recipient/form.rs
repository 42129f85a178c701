//! Pieces of the forms that ask for a password.

use leptos::{html::Input, prelude::*};

use super::progress::Progress;

/// The name under which password managers keep a recipient's password: pages behind a link know no other, and one that
/// said more would stay on the device.
const KEPT_UNDER: &str = "Private messages";

/// For password managers only.
#[component]
pub(super) fn KeptUnder() -> impl IntoView {
    view! {
        <input
            class="visually-hidden"
            type="text"
            autocomplete="username"
            value=KEPT_UNDER
            readonly
            tabindex="-1"
            aria-label="Name for your password manager"
        />
    }
}

/// What went wrong; always there, so that it is announced when it gets words.
#[component]
pub(super) fn ErrorLine(
    /// The paragraph's id, for `aria-describedby`.
    id: &'static str,
    /// The form.
    progress: Progress,
) -> impl IntoView {
    view! {
        <p class="error" id=id role="alert">
            {move || progress.error()}
        </p>
    }
}

/// A form's button and what listeners hear of it. It is never disabled, so that it keeps the focus.
#[component]
pub(super) fn SubmitButton(
    /// The form.
    progress: Progress,
    /// What the button says.
    words: &'static str,
    /// What it says while an answer is awaited.
    busy_words: &'static str,
) -> impl IntoView {
    view! {
        <p class="actions">
            <button
                class="primary wide"
                class:busy=move || progress.is_busy()
                aria-disabled=move || progress.is_blocked().then_some("true")
            >
                {move || progress.label(words, busy_words)}
            </button>
        </p>
        <p class="visually-hidden" role="status">
            {move || progress.status()}
        </p>
    }
}

/// What a browser without scripts is told. It stands outside the islands: browsers with scripts parse it as mere text.
#[component]
pub(super) fn NeedsScript(
    /// What the script is needed for.
    purpose: &'static str,
) -> impl IntoView {
    view! {
        <noscript>
            <p class="error">
                {format!(
                    "Your browser has JavaScript switched off. Your password must never leave this device, so the page needs it to {purpose} here. Please switch it on and load the page again.",
                )}
            </p>
        </noscript>
    }
}

/// What stands in an input.
pub(super) fn value(node: NodeRef<Input>) -> String {
    node.get_untracked().map(|input| input.value()).unwrap_or_default()
}

/// Moves the focus to an input.
pub(super) fn focus(node: NodeRef<Input>) {
    if let Some(input) = node.get_untracked() {
        // Fails only for an element that has left the page.
        let _ = input.focus();
    }
}
