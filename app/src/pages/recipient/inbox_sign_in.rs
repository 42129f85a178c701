//! The way in without a link: a phone number and the password.

use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};

use super::{
    form::{ErrorLine, NeedsScript, SubmitButton, value},
    password::PasswordInput,
    progress::Progress,
};
use crate::{UiError, api::session::Who, browser, components::RecipientFrame};

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
                <div>
                    <InboxSignIn />
                    <NeedsScript purpose="open your messages" />
                </div>
                <div>
                    <details>
                        <summary>"I have no password yet"</summary>
                        <p>{no_password}</p>
                    </details>
                </div>
            </div>
        </RecipientFrame>
    }
}

/// The form. Its answers are the same for a number that nobody knows.
#[island]
pub(crate) fn InboxSignIn() -> impl IntoView {
    let (phone, password) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let progress = Progress::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !untrack(|| progress.is_blocked()) {
            progress.begin("Signing in. This takes a few seconds.");
            spawn_local(sign_in(value(phone), value(password), progress));
        }
    };
    view! {
        <form method="post" data-island="" aria-label="Sign in" on:submit=submit>
            <PhoneField node=phone progress=progress />
            <div class="field">
                <label for="password">"Your password"</label>
                <PasswordInput
                    node=password
                    autocomplete="current-password"
                    described_by="form-error"
                    progress=progress
                />
            </div>
            <ErrorLine id="form-error" progress=progress />
            <SubmitButton progress=progress words="Sign in" busy_words="Signing in…" />
        </form>
    }
}

#[component]
fn PhoneField(node: NodeRef<Input>, progress: Progress) -> impl IntoView {
    view! {
        <div class="field">
            <label for="phone">"Phone number"</label>
            <p class="hint" id="phone-hint">
                "For example (211) 436-7789, or +44 7700 900123 from abroad."
            </p>
            <input
                id="phone"
                node_ref=node
                type="tel"
                autocomplete="username"
                required
                aria-describedby="phone-hint form-error"
                aria-invalid=move || progress.invalid()
            />
        </div>
    }
}

async fn sign_in(phone: String, password: String, progress: Progress) {
    match browser::sign_in(Who::Phone(phone), None, &password).await {
        Ok(()) => browser::reload(),
        Err(UiError::WrongPassword) => {
            progress.refuse("The number and the password do not belong together. Check both, and try again.");
        }
        Err(error) => progress.fail(&error),
    }
}
