//! Pieces of the forms that ask for a password; `live` finds them by their ids, classes and roles.

use leptos::prelude::*;
use words::Words;

/// The name under which password managers keep a recipient's password, the same in every language: pages behind a link
/// know no other, and one that said more would stay on the device.
pub(crate) const KEPT_UNDER: &str = "Narwhal";

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

/// What is said where the form does not come to life, and the other way: to browsers without scripts at once (others parse
/// it as mere text), and by the loader where there is no WebAssembly or the code does not come.
#[component]
pub(super) fn OtherWay(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// The address of the plain form; `None` where it is forbidden.
    plain: Option<String>,
) -> impl IntoView {
    let other = other(words, &organisation, plain.clone());
    let again = self::other(words, &organisation, plain);
    view! {
        <noscript>
            <div class="banner warn">
                <p>{words.no_script()}</p>
                {other}
            </div>
        </noscript>
        <div class="banner warn" data-plain="" role="alert" hidden>
            <p>{words.no_start()}</p>
            {again}
        </div>
    }
}

fn other(words: Words, organisation: &str, plain: Option<String>) -> impl IntoView + use<> {
    match plain {
        Some(address) => view! {
            <p>{words.plain_offer(organisation)}</p>
            <p>
                <a class="button" href=address>
                    {words.plain_go()}
                </a>
            </p>
        }
        .into_any(),
        None => view! { <p>{words.plain_none(organisation)}</p> }.into_any(),
    }
}
