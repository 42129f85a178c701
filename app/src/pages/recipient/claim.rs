//! The first visit: the recipient chooses a password, and their keys are made.

use domain::Phrase;
use leptos::prelude::*;
use words::Words;

use super::{
    form::{KeptUnder, OtherWay, SubmitButton},
    least,
    not_for_me::NotForMeLink,
    passcode::PasscodeField,
    password::NewPasswordField,
    phrase::AgreedPhrase,
    shared::{ShareForm, SharedBox},
};
use crate::{api::recipient::PasscodeGate, components::RecipientFrame};

/// Where a recipient chooses a password.
#[component]
pub(crate) fn ClaimPage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// What the link ends in.
    locator: String,
    /// What they know the sender by.
    phrase: Option<Phrase>,
    /// What their browser needs for the passcode, where there is one.
    passcode: Option<PasscodeGate>,
    /// Whether a password was forgotten, so that this one takes its place.
    replaces: bool,
    /// Whether there is a plain form.
    plain: bool,
) -> impl IntoView {
    let heading = words.claim_heading(&organisation);
    let plain = plain.then(|| format!("/m/{locator}/plain"));
    let questions = questions(words, &organisation, &locator);
    let field =
        passcode.is_some().then(|| view! { <PasscodeField words organisation=organisation.clone() /> });
    let passcode = passcode.and_then(|gate| serde_json::to_string(&gate).ok());
    let lead = if replaces {
        words.claim_lead_replaces()
    } else if field.is_some() {
        words.claim_lead_passcode()
    } else {
        words.claim_lead()
    };
    let to_share = locator.clone();
    view! {
        <RecipientFrame words organisation=organisation.clone()>
            <div class="sheet stack">
                <h1>{heading}</h1>
                <AgreedPhrase words phrase />
                <p class="lead">{lead}</p>
                <div data-component="claim_form" data-locator=locator data-passcode=passcode data-replaces=replaces.then_some("")>
                    <Claim words passcode=field />
                    <ShareForm locator=to_share />
                    <OtherWay words organisation plain />
                </div>
                {questions}
            </div>
        </RecipientFrame>
    }
}

fn questions(words: Words, organisation: &str, locator: &str) -> impl IntoView + use<> {
    view! {
        <div>
            <details>
                <summary>{words.unexpected_summary()}</summary>
                <p>{words.claim_unexpected(organisation)}</p>
                <p><NotForMeLink words locator=locator.to_owned() /></p>
            </details>
            <details>
                <summary>{words.claim_forget_summary()}</summary>
                <p>{words.claim_forget(organisation)}</p>
            </details>
        </div>
    }
}

/// The form, which `live::claim` makes live.
#[component]
fn Claim<V: IntoView + 'static>(
    /// The language's words.
    words: Words,
    /// The passcode's field.
    passcode: Option<V>,
) -> impl IntoView {
    view! {
        <form method="post" data-island="" aria-label=words.claim_form()>
            <KeptUnder words />
            {passcode}
            <NewPasswordField words label=words.password_choose_label() hint=words.password_hint_long(&least()) />
            <SharedBox words />
            <SubmitButton words=words.claim_submit() busy_words=words.claim_busy() />
        </form>
    }
}
