//! The choice of the page's language.

use domain::Language;
use leptos::prelude::*;
use words::Words;

/// Each language in its own words, as a link to the page that is shown.
#[component]
pub(super) fn Languages(
    /// The language's words.
    words: Words,
) -> impl IntoView {
    let link = |language: Language| {
        let current = (language == words.language()).then_some("true");
        let tag = language.tag();
        view! {
            <li>
                <a href=format!("?lang={tag}") lang=tag hreflang=tag aria-current=current>
                    {language.own_name()}
                </a>
            </li>
        }
    };
    view! {
        <nav class="languages" aria-label=words.language_label()>
            <ul>{Language::ALL.map(link).collect_view()}</ul>
        </nav>
    }
}
