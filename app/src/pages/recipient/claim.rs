//! The first visit: the recipient chooses a password, and their keys are made.

use domain::Phrase;
use leptos::prelude::*;

use super::{
    RECIPIENT_PASSWORD_MIN,
    form::{ErrorLine, KeptUnder, NeedsScript, SubmitButton},
    not_for_me::NotForMeLink,
    password::PasswordInput,
    phrase::AgreedPhrase,
};
use crate::components::RecipientFrame;

/// Where a recipient chooses a password.
#[component]
pub(crate) fn ClaimPage(
    /// The organisation, as recipients know it.
    organisation: String,
    /// What the link ends in.
    locator: String,
    /// What they know the sender by.
    phrase: Option<Phrase>,
) -> impl IntoView {
    let heading = format!("{organisation} sent you a private message");
    let questions = questions(&organisation, &locator);
    view! {
        <RecipientFrame organisation=organisation>
            <div class="sheet stack">
                <h1>{heading}</h1>
                <AgreedPhrase phrase />
                <p class="lead">
                    "It is too private for a text message, so it waits for you here. Choose a password: from then on, your messages open only with it."
                </p>
                <div data-component="claim_form" data-locator=locator>
                    <Claim />
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
fn Claim() -> impl IntoView {
    let hint = format!(
        "At least {RECIPIENT_PASSWORD_MIN} characters. Four words that have nothing to do with each other are easy to remember and hard to guess."
    );
    view! {
        <form method="post" data-island="" aria-label="Choose your password">
            <KeptUnder />
            <div class="field">
                <label for="password">"Choose a password"</label>
                <p class="hint" id="password-hint">
                    {hint}
                </p>
                <PasswordInput
                    autocomplete="new-password"
                    described_by="password-hint strength password-error"
                />
                <div class="meter" data-score="0" aria-hidden="true"></div>
                <p class="hint" id="strength" role="status"></p>
                <ErrorLine id="password-error" />
            </div>
            <SubmitButton words="Open my message" busy_words="Locking it with your password…" />
        </form>
    }
}
