//! The phrase by which a recipient knows a sender.

use domain::Phrase;
use leptos::prelude::*;
use words::Words;

/// The phrase, where sender and recipient agreed on one.
#[component]
pub(super) fn AgreedPhrase(
    /// The language's words.
    words: Words,
    /// The phrase.
    phrase: Option<Phrase>,
) -> impl IntoView {
    phrase.map(move |phrase| {
        view! {
            <p class="phrase">
                {words.phrase_label()} " " <strong dir="auto">{phrase.as_str().to_owned()}</strong>
            </p>
        }
    })
}
