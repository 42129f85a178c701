//! "This is not for me": one question, one button. It works without a script.

use leptos::prelude::*;
use words::Words;

use crate::components::RecipientFrame;

/// The way there.
#[component]
pub(super) fn NotForMeLink(
    /// The language's words.
    words: Words,
    /// What the link of the message ends in.
    locator: String,
) -> impl IntoView {
    view! { <a href=format!("/m/{locator}/not-for-me")>{words.not_for_me_link()}</a> }
}

/// The question.
#[component]
pub(crate) fn NotForMePage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// What the link of the message ends in.
    locator: String,
) -> impl IntoView {
    let lead = words.not_for_me_lead(&organisation);
    view! {
        <RecipientFrame words organisation=organisation>
            <div class="sheet stack">
                <h1>{words.not_for_me_heading()}</h1>
                <p class="lead">{lead}</p>
                <form method="post" action=format!("/m/{locator}/not-for-me")>
                    <button class="primary">{words.not_for_me_submit()}</button>
                </form>
                <p>
                    <a href=format!("/m/{locator}")>{words.back_to_message()}</a>
                </p>
            </div>
        </RecipientFrame>
    }
}
