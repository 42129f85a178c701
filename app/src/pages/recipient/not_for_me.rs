//! "This is not for me": one question, one button. It works without a script.

use leptos::prelude::*;

use crate::components::RecipientFrame;

/// The way there.
#[component]
pub(super) fn NotForMeLink(
    /// What the link of the message ends in.
    locator: String,
) -> impl IntoView {
    view! { <a href=format!("/m/{locator}/not-for-me")>"This message is not for me"</a> }
}

/// The question.
#[component]
pub(crate) fn NotForMePage(
    /// The organisation, as recipients know it.
    organisation: String,
    /// What the link of the message ends in.
    locator: String,
) -> impl IntoView {
    let lead = format!(
        "Then {organisation} has the wrong number. Tell them with one tap: they send nothing more to this phone, and you need not do anything else."
    );
    view! {
        <RecipientFrame organisation=organisation>
            <div class="sheet stack">
                <h1>"Is this message not for you?"</h1>
                <p class="lead">{lead}</p>
                <form method="post" action=format!("/m/{locator}/not-for-me")>
                    <button class="primary">"It is not for me"</button>
                </form>
                <p>
                    <a href=format!("/m/{locator}")>"Back to the message"</a>
                </p>
            </div>
        </RecipientFrame>
    }
}
