//! A forgotten password without a recovery code: asking for another one, and what came of it.

use domain::UnixMillis;
use leptos::prelude::*;
use words::Words;

use crate::components::{PLACE, RecipientFrame, When, around};

/// How it stands with somebody's request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Forgotten {
    /// It has not been made.
    Unasked,
    /// The sender was asked.
    Asked,
    /// Between these times the passcode sets a new password.
    Approved(UnixMillis, UnixMillis),
    /// The sender said no.
    Declined,
}

/// Where somebody asks the organisation for another password.
#[component]
pub(crate) fn ForgottenPage(
    /// The language's words.
    words: Words,
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
                    <button class="primary wide">{words.forgotten_submit()}</button>
                </p>
            </form>
        }
    });
    let steps = (state == Forgotten::Unasked).then(|| {
        view! {
            <ol class="steps">
                <li>{words.forgotten_step_1(&organisation)}</li>
                <li>{words.forgotten_step_2()}</li>
                <li>{words.forgotten_step_3()}</li>
            </ol>
            <p>{words.forgotten_earlier()}</p>
        }
    });
    view! {
        <RecipientFrame words organisation=organisation.clone()>
            <div class="sheet stack">
                <h1>{title(words, state)}</h1>
                <HowItStands words organisation state />
                {steps}
                {ask}
                <p>
                    <a href=back>{words.back_to_message()}</a>
                </p>
            </div>
        </RecipientFrame>
    }
}

fn title(words: Words, state: Forgotten) -> &'static str {
    match state {
        Forgotten::Unasked => words.forgotten_heading_unasked(),
        Forgotten::Asked => words.forgotten_heading_asked(),
        Forgotten::Approved(..) => words.forgotten_heading_approved(),
        Forgotten::Declined => words.forgotten_heading_declined(),
    }
}

/// How it stands, in a sentence or two.
#[component]
pub(super) fn HowItStands(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// How it stands.
    state: Forgotten,
) -> impl IntoView {
    let said = match state {
        Forgotten::Unasked => words.forgotten_unasked().to_owned(),
        Forgotten::Asked => words.forgotten_asked(&organisation),
        Forgotten::Approved(from, until) => {
            let sentence = words.forgotten_approved(PLACE);
            let end = words.forgotten_until(PLACE);
            return view! {
                <p class="lead">
                    {around(&sentence, view! { <When words at=from /> })} " "
                    {around(&end, view! { <When words at=until /> })}
                </p>
            }
            .into_any();
        }
        Forgotten::Declined => words.forgotten_declined(&organisation),
    };
    view! { <p class="lead">{said}</p> }.into_any()
}

/// A message that is sealed to the keys of a password that was forgotten.
#[component]
pub(crate) fn ClosedPage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
) -> impl IntoView {
    let lead = words.closed_lead(&organisation);
    view! {
        <RecipientFrame words organisation=organisation signed_in=true>
            <div class="sheet stack">
                <h1>{words.closed_heading()}</h1>
                <p class="lead">{lead}</p>
                <p>
                    <a class="button" href="/inbox">
                        {words.inbox_heading()}
                    </a>
                </p>
            </div>
        </RecipientFrame>
    }
}
