//! Signing in.

use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};

use super::{
    form::{FieldError, Progress, SubmitButton, invalid, value},
    password::PasswordInput,
};
use crate::{
    UiError,
    api::session::Who,
    browser,
    components::{SenderFrame, SenderPage},
};

/// Where a sender signs in.
#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    view! {
        <SenderFrame page=SenderPage::Outside>
            <h1>"Sign in"</h1>
            <SignIn />
        </SenderFrame>
    }
}

/// The form: the password is stretched here and goes nowhere.
#[island(lazy)]
pub(crate) fn SignIn() -> impl IntoView {
    let (email, password) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let progress = Progress::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if progress.begin("Signing in. This takes a few seconds.") {
            spawn_local(sign_in(value(email), value(password), progress));
        }
    };
    view! {
        <form class="sheet" method="post" data-island="" aria-label="Sign in" on:submit=submit>
            <div class="field">
                <label for="email">"Email address"</label>
                <input
                    id="email"
                    node_ref=email
                    type="email"
                    autocomplete="username"
                    required
                    aria-describedby="form-error"
                    aria-invalid=invalid(progress.error)
                />
            </div>
            <div class="field">
                <label for="password">"Password"</label>
                <PasswordInput
                    node=password
                    autocomplete="current-password"
                    described_by="form-error"
                    error=progress.error
                />
            </div>
            <FieldError id="form-error" error=progress.error />
            <SubmitButton progress=progress words="Sign in" busy_words="Signing in…" wide=true />
        </form>
    }
}

async fn sign_in(email: String, password: String, progress: Progress) {
    match browser::sign_in(Who::Email(email), None, &password).await {
        Ok(()) => browser::go_to("/sent"),
        Err(UiError::WrongPassword) => {
            progress
                .refuse("The address and the password do not belong together. Check both, and try again.");
        }
        Err(error) => progress.fail(&error),
    }
}
