//! What a recipient sees where a message waits behind a passcode.

use domain::Blob;
use leptos::{attr::custom::custom_attribute, prelude::*};

use super::{
    form::{ErrorLine, NeedsScript, SubmitButton},
    not_for_me::NotForMeLink,
};
use crate::{api::recipient::PasscodeGate, components::RecipientFrame};

/// The passcode's field. It has no name: a passcode is never posted. And it is shown while it is typed: it is used once,
/// and whoever hears a word for the first time wants to see it.
#[component]
pub(super) fn PasscodeField(
    /// The organisation, as recipients know it.
    organisation: String,
) -> impl IntoView {
    let hint = format!(
        "{organisation} has told you, or gives it to you when you ask. Capital letters and spaces do not matter."
    );
    view! {
        <div class="field">
            <label for="passcode">"Your passcode"</label>
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
    /// The organisation, as recipients know it.
    organisation: String,
    /// What the link ends in.
    locator: String,
    /// What their browser needs.
    gate: PasscodeGate,
    /// Their public key.
    own_key: Blob,
) -> impl IntoView {
    let (gate, own_key) = (serde_json::to_string(&gate).ok(), serde_json::to_string(&own_key).ok());
    let to_nobody = locator.clone();
    view! {
        <RecipientFrame organisation=organisation.clone() signed_in=true>
            <div class="sheet stack">
                <h1>"This message has a passcode"</h1>
                <p class="lead">"Its sender has locked it with a passcode of its own, beside your password."</p>
                <div
                    data-component="passcode_form"
                    data-locator=locator
                    data-passcode=gate
                    data-key=own_key
                >
                    <form method="post" data-island="" aria-label="Open your message">
                        <PasscodeField organisation />
                        <SubmitButton words="Open my message" busy_words="Opening your message…" />
                    </form>
                    <NeedsScript purpose="open your message" />
                </div>
                <details>
                    <summary>"I did not expect this"</summary>
                    <p>"If you do not know who wrote to you, you need not open anything."</p>
                    <p><NotForMeLink locator=to_nobody /></p>
                </details>
            </div>
        </RecipientFrame>
    }
}

/// Where a message stays closed until its sender gives another passcode.
#[component]
pub(crate) fn SealedPage(
    /// The organisation, as recipients know it.
    organisation: String,
    /// Whether somebody is signed in.
    signed_in: bool,
) -> impl IntoView {
    let lead = format!(
        "Five wrong passcodes were typed, so nobody can try any more. Your message is safe. Please call {organisation} on a number you know: they can give you a new passcode, and then the link in your text works again."
    );
    view! {
        <RecipientFrame organisation=organisation signed_in=signed_in>
            <div class="sheet stack">
                <h1>"This message is locked"</h1>
                <p class="lead">{lead}</p>
                <p>
                    <a class="button" href="">
                        "I have a new passcode"
                    </a>
                </p>
            </div>
        </RecipientFrame>
    }
}

/// Where another message has to be opened first.
#[component]
pub(crate) fn PasscodeElsewherePage(
    /// The organisation, as recipients know it.
    organisation: String,
    /// What the other message's link ends in.
    locator: String,
) -> impl IntoView {
    let lead = format!(
        "{organisation} sent you another message, with a passcode. Open that one first; then this one opens too."
    );
    view! {
        <RecipientFrame organisation=organisation>
            <div class="sheet stack">
                <h1>"Another message comes first"</h1>
                <p class="lead">{lead}</p>
                <p>
                    <a class="button primary" href=format!("/m/{locator}")>
                        "Go to that message"
                    </a>
                </p>
            </div>
        </RecipientFrame>
    }
}
