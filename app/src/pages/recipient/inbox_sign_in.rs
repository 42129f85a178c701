//! The way in without a link: a phone number and the password.

use leptos::prelude::*;

use super::{
    form::{ErrorLine, NeedsScript, SubmitButton},
    password::PasswordInput,
};
use crate::components::RecipientFrame;

/// Where a recipient signs in to see all their messages.
#[component]
pub(crate) fn InboxSignInPage(
    /// The organisation, as recipients know it.
    organisation: String,
) -> impl IntoView {
    let no_password = format!(
        "You choose one when you open your first message. Tap the link in the text that {organisation} sent you."
    );
    view! {
        <RecipientFrame organisation=organisation>
            <div class="sheet stack">
                <h1>"Your private messages"</h1>
                <p class="lead">"Sign in with your phone number and the password that you chose."</p>
                <div data-component="inbox_form">
                    <InboxSignIn />
                    <NeedsScript purpose="open your messages" />
                </div>
                <div>
                    <details>
                        <summary>"I have no password yet"</summary>
                        <p>{no_password}</p>
                    </details>
                    <details>
                        <summary>"I forgot my password"</summary>
                        <p>
                            <a href="/recover">"I have a recovery code"</a>
                        </p>
                    </details>
                </div>
            </div>
        </RecipientFrame>
    }
}

/// The form, which `live::sign_in` makes live.
#[component]
fn InboxSignIn() -> impl IntoView {
    view! {
        <form method="post" data-island="" aria-label="Sign in">
            <div class="field">
                <label for="phone">"Phone number"</label>
                <p class="hint" id="phone-hint">
                    "For example (211) 436-7789, or +44 7700 900123 from abroad."
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
                <label for="password">"Your password"</label>
                <PasswordInput autocomplete="current-password" described_by="form-error" />
            </div>
            <ErrorLine id="form-error" />
            <SubmitButton words="Sign in" busy_words="Signing in…" />
        </form>
    }
}
