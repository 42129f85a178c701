//! The way in without a link: a phone number and the password.

use leptos::prelude::*;
use words::Words;

use super::{
    form::{ErrorLine, OtherWay, SubmitButton},
    password::PasswordInput,
    shared::{ShareForm, SharedBox},
};
use crate::{
    api::session::SessionKind,
    components::{PasskeyButton, RecipientFrame},
};

/// Where a recipient signs in to see all their messages.
#[component]
pub(crate) fn InboxSignInPage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// Whether there is a plain form.
    plain: bool,
    /// Whether there can be passkeys here.
    passkeys: bool,
) -> impl IntoView {
    let no_password = words.no_password(&organisation);
    let plain = plain.then(|| "/inbox/plain".to_owned());
    let passkey = passkeys.then(|| view! { <PasskeyButton words kind=SessionKind::Recipient /> });
    view! {
        <RecipientFrame words organisation=organisation.clone()>
            <div class="sheet stack">
                <h1>{words.inbox_sign_in_heading()}</h1>
                <p class="lead">{words.inbox_sign_in_lead()}</p>
                <div data-component="inbox_form">
                    <InboxSignIn words />
                    <ShareForm locator=String::new() />
                    <OtherWay words organisation plain />
                </div>
                {passkey}
                <div>
                    <details>
                        <summary>{words.no_password_summary()}</summary>
                        <p>{no_password}</p>
                    </details>
                    <details>
                        <summary>{words.forgot_summary()}</summary>
                        <p>
                            <a href="/recover">{words.have_recovery_code()}</a>
                        </p>
                    </details>
                </div>
            </div>
        </RecipientFrame>
    }
}

/// The form, which `live::sign_in` makes live.
#[component]
fn InboxSignIn(words: Words) -> impl IntoView {
    view! {
        <form method="post" data-island="" aria-label=words.inbox_sign_in_form()>
            <div class="field">
                <label for="phone">{words.phone_label()}</label>
                <p class="hint" id="phone-hint">
                    {words.phone_hint()}
                </p>
                <input
                    id="phone"
                    type="tel"
                    autocomplete="username"
                    required
                    aria-describedby="phone-hint form-error"
                />
            </div>
            <div class="field">
                <label for="password">{words.password_label()}</label>
                <PasswordInput words autocomplete="current-password" described_by="form-error" />
            </div>
            <ErrorLine id="form-error" />
            <SharedBox words />
            <SubmitButton words=words.inbox_sign_in_submit() busy_words=words.inbox_sign_in_busy() />
        </form>
    }
}
