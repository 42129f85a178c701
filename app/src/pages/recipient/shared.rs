//! Phones that are shared with others: a box to tick where somebody signs in, and the page that takes a hidden one's place.

use leptos::prelude::*;
use words::Words;

/// The box. It is remembered in the session alone.
#[component]
pub(super) fn SharedBox(
    /// The language's words.
    words: Words,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="choice" for="shared">
                <input id="shared" type="checkbox" name="shared" value="yes" aria-describedby="shared-hint" />
                {words.shared_label()}
            </label>
            <p class="hint" id="shared-hint">
                {words.shared_hint()}
            </p>
        </div>
    }
}

/// What the page's code sends when the box is ticked: a form of its own, so that nothing else goes with it.
#[component]
pub(super) fn ShareForm(
    /// What the link ends in; empty for the list.
    locator: String,
) -> impl IntoView {
    view! {
        <form id="share" method="post" action="/shared" hidden>
            <input type="hidden" name="locator" value=locator />
        </form>
    }
}

/// A page that tells nothing: no name, no mark, nothing to go on with.
#[component]
pub(crate) fn HiddenPage(
    /// The language's words.
    words: Words,
) -> impl IntoView {
    view! {
        <main class="blank">
            <h1>{words.hidden_heading()}</h1>
            <p>{words.hidden_text()}</p>
        </main>
    }
}
