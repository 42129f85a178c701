//! A later visit: the recipient types the password that they chose.

use domain::Phrase;
use leptos::prelude::*;

use super::{
    forgotten::{Forgotten, Words},
    form::{ErrorLine, KeptUnder, NeedsScript, SubmitButton},
    not_for_me::NotForMeLink,
    password::PasswordInput,
    phrase::AgreedPhrase,
};
use crate::{api::session::Challenge, components::RecipientFrame};

/// Where a recipient opens a message with their password.
#[component]
pub(crate) fn UnlockPage(
    /// The organisation, as recipients know it.
    organisation: String,
    /// What the link ends in.
    locator: String,
    /// What their browser needs to stretch the password.
    challenge: Challenge,
    /// What they know the sender by.
    phrase: Option<Phrase>,
    /// How it stands with a new password, if they have asked for one.
    forgotten: Option<Forgotten>,
) -> impl IntoView {
    let asked = forgotten.map(|state| {
        view! {
            <div class="banner">
                <Words organisation=organisation.clone() state />
            </div>
        }
    });
    let forgot = format!("/m/{locator}/forgot");
    let to_nobody = locator.clone();
    let heading = format!("{organisation} sent you a private message");
    // The page works without it: it only spares a question.
    let challenge = serde_json::to_string(&challenge).ok();
    let recover = format!("/m/{locator}/recover");
    view! {
        <RecipientFrame organisation=organisation>
            <div class="sheet stack">
                <h1>{heading}</h1>
                <AgreedPhrase phrase />
                <p class="lead">"Type the password that you chose the first time."</p>
                {asked}
                <div data-component="unlock_form" data-locator=locator data-challenge=challenge>
                    <Unlock />
                    <NeedsScript purpose="open your message" />
                </div>
                <div>
                    <details>
                        <summary>"I forgot my password"</summary>
                        <p>
                            <a href=recover>"I have a recovery code"</a>
                        </p>
                        <p>
                            <a href=forgot>"I have none: ask for a new password"</a>
                        </p>
                    </details>
                    <details>
                        <summary>"I did not expect this"</summary>
                        <p>"If you do not know who wrote to you, you need not open anything."</p>
                        <p><NotForMeLink locator=to_nobody /></p>
                    </details>
                </div>
            </div>
        </RecipientFrame>
    }
}

/// The form, which `live::sign_in` makes live.
#[component]
fn Unlock() -> impl IntoView {
    view! {
        <form method="post" data-island="" aria-label="Open your message">
            <KeptUnder />
            <div class="field">
                <label for="password">"Your password"</label>
                <PasswordInput autocomplete="current-password" described_by="password-error" />
                <ErrorLine id="password-error" />
            </div>
            <SubmitButton words="Open my message" busy_words="Opening your message…" />
        </form>
    }
}
