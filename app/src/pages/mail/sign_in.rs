//! Signing in: the password, and the second factor's code where the account has one.

use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};

use super::{
    factor::{CodeField, CodeKind},
    form::{FieldError, Progress, SubmitButton, focus, invalid, value},
    password::PasswordInput,
};
use crate::{
    UiError,
    api::session::SessionKind,
    browser::{self, Halfway},
    components::{PasskeyButton, SenderFrame, SenderPage},
};

/// Where a sender signs in.
#[component]
pub(crate) fn SignInPage(
    /// Whether there can be passkeys here.
    passkeys: bool,
) -> impl IntoView {
    let passkey = passkeys.then(|| view! { <PasskeyButton kind=SessionKind::Sender next=Some("/sent") /> });
    view! {
        <SenderFrame page=SenderPage::Outside>
            <h1>"Sign in"</h1>
            <SignIn />
            {passkey}
        </SenderFrame>
    }
}

/// What is kept between the password and the code.
type Kept = StoredValue<Option<Halfway>>;

/// The forms: the password is stretched here and goes nowhere.
#[island(lazy)]
pub(crate) fn SignIn() -> impl IntoView {
    let (progress, waits) = (Progress::new(), RwSignal::new(false));
    let kept: Kept = StoredValue::new(None);
    move || {
        if waits.get() {
            view! { <Code progress=progress kept=kept waits=waits /> }.into_any()
        } else {
            view! { <Password progress=progress kept=kept waits=waits /> }.into_any()
        }
    }
}

#[component]
fn Password(progress: Progress, kept: Kept, waits: RwSignal<bool>) -> impl IntoView {
    let (email, password) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if progress.begin("Signing in. This takes a few seconds.") {
            spawn_local(sign_in(value(email), value(password), progress, kept, waits));
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

async fn sign_in(email: String, password: String, progress: Progress, kept: Kept, waits: RwSignal<bool>) {
    match browser::begin_sign_in(email, &password).await {
        Ok(None) => browser::go_to("/sent"),
        Ok(Some(halfway)) => {
            kept.set_value(Some(halfway));
            progress.finish();
            waits.set(true);
        }
        Err(UiError::WrongPassword) => {
            progress
                .refuse("The address and the password do not belong together. Check both, and try again.");
        }
        Err(error) => progress.fail(&error),
    }
}

/// The question for the code, in the place of the password.
#[component]
fn Code(progress: Progress, kept: Kept, waits: RwSignal<bool>) -> impl IntoView {
    let (code, kind) = (NodeRef::<Input>::new(), RwSignal::new(CodeKind::App));
    // The field is new on the page: whoever types goes on there.
    Effect::new(move |_| {
        kind.track();
        focus(code);
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if value(code).trim().is_empty() {
            return progress.refuse(kind.get_untracked().missing());
        }
        if progress.begin("Checking the code.") {
            spawn_local(finish(value(code), progress, kept, waits));
        }
    };
    let other = move |_| {
        progress.error.set(String::new());
        kind.update(|kind| *kind = kind.other());
    };
    view! {
        <form class="sheet" method="post" data-island="" novalidate aria-label="Second factor" on:submit=submit>
            <CodeField node=code kind=kind error=progress.error id="code" />
            <FieldError id="code-error" error=progress.error />
            <SubmitButton progress=progress words="Go on" busy_words="Checking…" wide=true />
            <p class="below">
                <button type="button" class="bare" on:click=other>
                    {move || kind.get().other_words()}
                </button>
            </p>
        </form>
    }
}

async fn finish(code: String, progress: Progress, kept: Kept, waits: RwSignal<bool>) {
    let Some(halfway) = kept.try_update_value(Option::take).flatten() else {
        return progress.fail(&UiError::Unexpected);
    };
    match browser::finish_sign_in(&halfway, code).await {
        Ok(None) => browser::go_to("/sent"),
        Ok(Some(_)) => browser::go_to("/settings/second-factor?done=code-used"),
        Err(UiError::SignedOut) => {
            progress.refuse("That took too long. Please type your password again.");
            waits.set(false);
        }
        Err(error) => {
            kept.set_value(Some(halfway));
            super::factor::fail(progress, &error);
        }
    }
}
