//! The phrase by which a recipient knows a sender.

use domain::Phrase;
use leptos::prelude::*;

/// The phrase, where sender and recipient agreed on one.
#[component]
pub(super) fn AgreedPhrase(
    /// The phrase.
    phrase: Option<Phrase>,
) -> impl IntoView {
    phrase.map(|phrase| {
        view! {
            <p class="phrase">
                "Your phrase: " <strong>{phrase.as_str().to_owned()}</strong>
            </p>
        }
    })
}
