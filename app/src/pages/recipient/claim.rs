//! The first visit: the recipient chooses a password, and their keys are made.

use domain::Phrase;
use leptos::prelude::*;

use super::{
    RECIPIENT_PASSWORD_MIN,
    form::{KeptUnder, NeedsScript, SubmitButton},
    not_for_me::NotForMeLink,
    passcode::PasscodeField,
    password::NewPasswordField,
    phrase::AgreedPhrase,
};
use crate::{api::recipient::PasscodeGate, components::RecipientFrame};

/// Where a recipient chooses a password.
#[component]
pub(crate) fn ClaimPage(
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
) -> impl IntoView {
    let heading = format!("{organisation} sent you a private message");
    let questions = questions(&organisation, &locator);
    let field = passcode.is_some().then(|| view! { <PasscodeField organisation=organisation.clone() /> });
    let passcode = passcode.and_then(|gate| serde_json::to_string(&gate).ok());
    let lead = if replaces {
        "Type the passcode that you were told, and choose a new password. What you were sent before stays closed, unless its sender releases it again."
    } else if field.is_some() {
        "It is too private for a text message, so it waits for you here. Type the passcode that you were told, and choose a password: from then on, your messages open only with that password."
    } else {
        "It is too private for a text message, so it waits for you here. Choose a password: from then on, your messages open only with it."
    };
    view! {
        <RecipientFrame organisation=organisation>
            <div class="sheet stack">
                <h1>{heading}</h1>
                <AgreedPhrase phrase />
                <p class="lead">{lead}</p>
                <div data-component="claim_form" data-locator=locator data-passcode=passcode data-replaces=replaces.then_some("")>
                    <Claim passcode=field />
                    <NeedsScript purpose="lock your message" />
                </div>
                {questions}
            </div>
        </RecipientFrame>
    }
}

fn questions(organisation: &str, locator: &str) -> impl IntoView + use<> {
    let unexpected = format!(
        "Then take your time. Nothing opens until you choose a password, and this page asks for nothing else: no bank details, no codes, no download. If you are unsure, call {organisation} on a number you already know."
    );
    let forgotten = format!(
        "Nobody can look it up for you, not even {organisation}. So keep it in your password manager, or on paper in a safe place."
    );
    view! {
        <div>
            <details>
                <summary>"I did not expect this"</summary>
                <p>{unexpected}</p>
                <p><NotForMeLink locator=locator.to_owned() /></p>
            </details>
            <details>
                <summary>"What if I forget my password?"</summary>
                <p>{forgotten}</p>
            </details>
        </div>
    }
}

/// The form, which `live::claim` makes live.
#[component]
fn Claim<V: IntoView + 'static>(
    /// The passcode's field.
    passcode: Option<V>,
) -> impl IntoView {
    let hint = format!(
        "At least {RECIPIENT_PASSWORD_MIN} characters. Four words that have nothing to do with each other are easy to remember and hard to guess."
    );
    view! {
        <form method="post" data-island="" aria-label="Choose your password">
            <KeptUnder />
            {passcode}
            <NewPasswordField label="Choose a password" hint=hint />
            <SubmitButton words="Open my message" busy_words="Locking it with your password…" />
        </form>
    }
}
