//! A later visit: the recipient types the password that they chose.

use domain::Phrase;
use leptos::prelude::*;
use words::Words;

use super::{
    forgotten::{Forgotten, HowItStands},
    form::{ErrorLine, KeptUnder, OtherWay, SubmitButton},
    not_for_me::NotForMeLink,
    password::PasswordInput,
    phrase::AgreedPhrase,
    shared::{ShareForm, SharedBox},
};
use crate::{
    api::session::{Challenge, SessionKind},
    components::{PasskeyButton, RecipientFrame},
};

/// Where a recipient opens a message with their password.
#[component]
pub(crate) fn UnlockPage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// What the link ends in.
    locator: String,
    /// What their browser needs to stretch the password.
    challenge: Challenge,
    /// What they know the sender by.
    phrase: Option<Phrase>,
    /// Whether there can be passkeys here.
    passkeys: bool,
    /// How it stands with a new password, if they have asked for one.
    forgotten: Option<Forgotten>,
    /// Whether there is a plain form.
    plain: bool,
) -> impl IntoView {
    let asked = forgotten.map(|state| {
        view! {
            <div class="banner">
                <HowItStands words organisation=organisation.clone() state />
            </div>
        }
    });
    let plain = plain.then(|| format!("/m/{locator}/plain"));
    let forgot = format!("/m/{locator}/forgot");
    let to_nobody = locator.clone();
    let heading = words.claim_heading(&organisation);
    // The page works without it: it only spares a question.
    let challenge = serde_json::to_string(&challenge).ok();
    let recover = format!("/m/{locator}/recover");
    let to_share = locator.clone();
    let passkey = passkeys.then(|| {
        view! { <PasskeyButton words kind=SessionKind::Recipient locator=Some(locator.clone()) /> }
    });
    view! {
        <RecipientFrame words organisation=organisation.clone()>
            <div class="sheet stack">
                <h1>{heading}</h1>
                <AgreedPhrase words phrase />
                <p class="lead">{words.unlock_lead()}</p>
                {asked}
                <div data-component="unlock_form" data-locator=locator data-challenge=challenge>
                    <Unlock words />
                    <ShareForm locator=to_share />
                    <OtherWay words organisation plain />
                </div>
                {passkey}
                <div>
                    <details>
                        <summary>{words.forgot_summary()}</summary>
                        <p>
                            <a href=recover>{words.have_recovery_code()}</a>
                        </p>
                        <p>
                            <a href=forgot>{words.have_none_ask()}</a>
                        </p>
                    </details>
                    <details>
                        <summary>{words.unexpected_summary()}</summary>
                        <p>{words.unlock_unexpected()}</p>
                        <p><NotForMeLink words locator=to_nobody /></p>
                    </details>
                </div>
            </div>
        </RecipientFrame>
    }
}

/// The form, which `live::sign_in` makes live.
#[component]
fn Unlock(words: Words) -> impl IntoView {
    view! {
        <form method="post" data-island="" aria-label=words.unlock_form()>
            <KeptUnder words />
            <div class="field">
                <label for="password">{words.password_label()}</label>
                <PasswordInput words autocomplete="current-password" described_by="password-error" />
                <ErrorLine id="password-error" />
            </div>
            <SharedBox words />
            <SubmitButton words=words.unlock_submit() busy_words=words.unlock_busy() />
        </form>
    }
}
