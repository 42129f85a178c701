//! A forgotten password without a recovery code: asking for another one, and what came of it.

use domain::UnixMillis;
use leptos::prelude::*;

use crate::components::{RecipientFrame, When};

/// How it stands with somebody's request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Forgotten {
    /// It has not been made.
    Unasked,
    /// The sender was asked.
    Asked,
    /// From this time on the passcode sets a new password.
    Approved(UnixMillis),
    /// The sender said no.
    Declined,
}

/// Where somebody asks the organisation for another password.
#[component]
pub(crate) fn ForgottenPage(
    /// The organisation, as recipients know it.
    organisation: String,
    /// What the link ends in.
    locator: String,
    /// How it stands.
    state: Forgotten,
) -> impl IntoView {
    let back = format!("/m/{locator}");
    let ask = (state == Forgotten::Unasked).then(|| {
        view! {
            <form method="post" action=format!("/m/{locator}/forgot")>
                <p class="actions">
                    <button class="primary wide">"Ask for a new password"</button>
                </p>
            </form>
        }
    });
    let steps = (state == Forgotten::Unasked).then(|| {
        view! {
            <ol class="steps">
                <li>{format!("{organisation} is told that you have forgotten your password, and your number gets a text about it.")}</li>
                <li>"They speak with you, to be sure that it is you, and tell you a passcode."</li>
                <li>"After a waiting time you open the link in your text again, type the passcode, and choose a new password."</li>
            </ol>
            <p>"Your earlier messages stay closed, unless their sender releases them again."</p>
        }
    });
    view! {
        <RecipientFrame organisation=organisation.clone()>
            <div class="sheet stack">
                <h1>{title(state)}</h1>
                <Words organisation state />
                {steps}
                {ask}
                <p>
                    <a href=back>"Back to the message"</a>
                </p>
            </div>
        </RecipientFrame>
    }
}

const fn title(state: Forgotten) -> &'static str {
    match state {
        Forgotten::Unasked => "You forgot your password?",
        Forgotten::Asked => "They have been asked",
        Forgotten::Approved(_) => "A new password is on its way",
        Forgotten::Declined => "They did not agree",
    }
}

/// How it stands, in a sentence or two.
#[component]
pub(super) fn Words(
    /// The organisation, as recipients know it.
    organisation: String,
    /// How it stands.
    state: Forgotten,
) -> impl IntoView {
    match state {
        Forgotten::Unasked => view! {
            <p class="lead">"Nobody can look it up. But whoever wrote to you can let you choose another one."</p>
        }
        .into_any(),
        Forgotten::Asked => view! {
            <p class="lead">
                {format!("{organisation} will speak with you before you can choose a new password. You can also call them, on a number that you know.")}
            </p>
        }
        .into_any(),
        Forgotten::Approved(at) => view! {
            <p class="lead">
                "You can choose a new password here from " <When at=at />
                ", with the passcode that you were told. Come back then, by the same link."
            </p>
        }
        .into_any(),
        Forgotten::Declined => view! {
            <p class="lead">
                {format!("{organisation} did not let the password be replaced. Please call them, on a number that you know.")}
            </p>
        }
        .into_any(),
    }
}

/// A message that is sealed to the keys of a password that was forgotten.
#[component]
pub(crate) fn ClosedPage(
    /// The organisation, as recipients know it.
    organisation: String,
) -> impl IntoView {
    let lead = format!(
        "It was sent before you chose a new password, and opens only with the old one. {organisation} can release it again: please ask them."
    );
    view! {
        <RecipientFrame organisation=organisation signed_in=true>
            <div class="sheet stack">
                <h1>"This message stays closed"</h1>
                <p class="lead">{lead}</p>
                <p>
                    <a class="button" href="/inbox">
                        "Your messages"
                    </a>
                </p>
            </div>
        </RecipientFrame>
    }
}
