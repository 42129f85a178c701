//! Pieces of the forms that ask for a password; `live` finds them by their ids, classes and roles.

use leptos::prelude::*;
use words::Words;

/// The name under which password managers keep a recipient's password, the same in every language: pages behind a link
/// know no other, and one that said more would stay on the device.
const KEPT_UNDER: &str = "Narwhal";

/// For password managers only.
#[component]
pub(super) fn KeptUnder(
    /// The language's words.
    words: Words,
) -> impl IntoView {
    view! {
        <input
            class="visually-hidden"
            type="text"
            autocomplete="username"
            value=KEPT_UNDER
            readonly
            tabindex="-1"
            aria-label=words.kept_under_label()
        />
    }
}

/// What went wrong; always there, so that it is announced when it gets words.
#[component]
pub(super) fn ErrorLine(
    /// The paragraph's id, for `aria-describedby`.
    id: &'static str,
) -> impl IntoView {
    view! { <p class="error" id=id role="alert"></p> }
}

/// A form's button and what listeners hear of it.
#[component]
pub(super) fn SubmitButton(
    /// What the button says.
    words: &'static str,
    /// What it says while an answer is awaited.
    busy_words: &'static str,
) -> impl IntoView {
    view! {
        <p class="actions">
            <button class="primary wide" data-busy=busy_words>
                {words}
            </button>
        </p>
        <p class="visually-hidden" role="status"></p>
    }
}

/// What a browser without scripts is told. It stands outside the islands: browsers with scripts parse it as mere text.
#[component]
pub(super) fn NeedsScript(
    /// The language's words.
    words: Words,
) -> impl IntoView {
    view! {
        <noscript>
            <p class="error">{words.no_script()}</p>
        </noscript>
    }
}
