//! What a recipient sees where a message waits behind a passcode.

use domain::Blob;
use leptos::{attr::custom::custom_attribute, prelude::*};
use words::Words;

use super::{
    form::{ErrorLine, OtherWay, SubmitButton},
    not_for_me::NotForMeLink,
};
use crate::{api::recipient::PasscodeGate, components::RecipientFrame};

/// The passcode's field. It has no name: a passcode is never posted. And it is shown while it is typed: it is used once,
/// and whoever hears a word for the first time wants to see it.
#[component]
pub(super) fn PasscodeField(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
) -> impl IntoView {
    let hint = words.passcode_hint(&organisation);
    view! {
        <div class="field">
            <label for="passcode">{words.passcode_label()}</label>
            <p class="hint" id="passcode-hint">
                {hint}
            </p>
            <input
                id="passcode"
                type="text"
                autocomplete="off"
                autocapitalize="none"
                {..custom_attribute("autocorrect", "off")}
                spellcheck="false"
                required
                aria-describedby="passcode-hint passcode-error"
            />
            <ErrorLine id="passcode-error" />
        </div>
    }
}

/// Where somebody who is signed in opens a message with its passcode.
#[component]
pub(crate) fn PasscodePage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// What the link ends in.
    locator: String,
    /// What their browser needs.
    gate: PasscodeGate,
    /// Their public key.
    own_key: Blob,
    /// Whether there is a plain form.
    plain: bool,
) -> impl IntoView {
    let (gate, own_key) = (serde_json::to_string(&gate).ok(), serde_json::to_string(&own_key).ok());
    let plain = plain.then(|| format!("/m/{locator}/plain"));
    let to_nobody = locator.clone();
    view! {
        <RecipientFrame words organisation=organisation.clone() signed_in=true>
            <div class="sheet stack">
                <h1>{words.passcode_heading()}</h1>
                <p class="lead">{words.passcode_lead()}</p>
                <div
                    data-component="passcode_form"
                    data-locator=locator
                    data-passcode=gate
                    data-key=own_key
                >
                    <form method="post" data-island="" aria-label=words.unlock_form()>
                        <PasscodeField words organisation=organisation.clone() />
                        <SubmitButton words=words.unlock_submit() busy_words=words.unlock_busy() />
                    </form>
                    <OtherWay words organisation plain />
                </div>
                <details>
                    <summary>{words.unexpected_summary()}</summary>
                    <p>{words.unlock_unexpected()}</p>
                    <p><NotForMeLink words locator=to_nobody /></p>
                </details>
            </div>
        </RecipientFrame>
    }
}

/// Where a message stays closed until its sender gives another passcode.
#[component]
pub(crate) fn SealedPage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// Whether somebody is signed in.
    signed_in: bool,
) -> impl IntoView {
    let lead = words.passcode_sealed(&organisation);
    view! {
        <RecipientFrame words organisation=organisation signed_in=signed_in>
            <div class="sheet stack">
                <h1>{words.passcode_sealed_heading()}</h1>
                <p class="lead">{lead}</p>
                <p>
                    <a class="button" href="">
                        {words.passcode_have_new()}
                    </a>
                </p>
            </div>
        </RecipientFrame>
    }
}

/// Where nobody claims the number until its sender gives a passcode.
#[component]
pub(crate) fn LockedPage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
) -> impl IntoView {
    let lead = words.number_locked(&organisation);
    view! {
        <RecipientFrame words organisation=organisation>
            <div class="sheet stack">
                <h1>{words.number_locked_heading()}</h1>
                <p class="lead">{lead}</p>
                <p>
                    <a class="button" href="">
                        {words.number_locked_button()}
                    </a>
                </p>
            </div>
        </RecipientFrame>
    }
}

/// Where another message has to be opened first.
#[component]
pub(crate) fn PasscodeElsewherePage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// What the other message's link ends in.
    locator: String,
) -> impl IntoView {
    let lead = words.passcode_elsewhere(&organisation);
    view! {
        <RecipientFrame words organisation=organisation>
            <div class="sheet stack">
                <h1>{words.passcode_elsewhere_heading()}</h1>
                <p class="lead">{lead}</p>
                <p>
                    <a class="button primary" href=format!("/m/{locator}")>
                        {words.passcode_elsewhere_go()}
                    </a>
                </p>
            </div>
        </RecipientFrame>
    }
}
