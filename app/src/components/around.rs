//! Elements within sentences whose order is the language's.

use leptos::prelude::*;

/// Stands in a sentence where an element comes. No translation has it.
pub(crate) const PLACE: &str = "\u{FFFC}";

/// The sentence with the element in its place.
pub(crate) fn around(sentence: &str, element: impl IntoView + 'static) -> AnyView {
    let (before, after) = sentence.split_once(PLACE).unwrap_or((sentence, ""));
    let (before, after) = (before.to_owned(), after.to_owned());
    view! { {before}{element.into_any()}{after} }.into_any()
}
