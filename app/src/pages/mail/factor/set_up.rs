//! Setting an authenticator app up: the password, then the secret, then a first code, then the recovery codes.

use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};

use super::{
    code::{CodeField, CodeKind, fail},
    codes::NewCodes,
};
use crate::{
    UiError,
    api::factor::{self, QrCode, TotpSetUp},
    browser,
    pages::mail::{
        form::{FieldError, Progress, SubmitButton, focus, value},
        password::PasswordInput,
    },
};

/// How far it is.
#[derive(Clone)]
enum Stage {
    Password,
    App(TotpSetUp),
    Done(Vec<String>),
}

/// All of it, in one place of the page.
#[island(lazy)]
pub(crate) fn SetUpApp(
    /// The address that they sign in with.
    email: String,
) -> impl IntoView {
    let stage = RwSignal::new(Stage::Password);
    move || match stage.get() {
        Stage::Password => view! { <Prove email=email.clone() stage=stage /> }.into_any(),
        Stage::App(shown) => view! { <Connect shown=shown stage=stage /> }.into_any(),
        Stage::Done(codes) => view! { <NewCodes codes=codes /> }.into_any(),
    }
}

#[component]
fn Prove(email: String, stage: RwSignal<Stage>) -> impl IntoView {
    let (password, progress) = (NodeRef::<Input>::new(), Progress::new());
    let address = email.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if progress.begin("Checking your password. This takes a few seconds.") {
            spawn_local(begin(address.clone(), value(password), progress, stage));
        }
    };
    view! {
        <form method="post" data-island="" aria-labelledby="set-up" on:submit=submit>
            <input
                class="visually-hidden"
                type="text"
                autocomplete="username"
                value=email
                readonly
                tabindex="-1"
                aria-label="Email address"
            />
            <div class="field">
                <label for="password">"Your password"</label>
                <PasswordInput
                    node=password
                    autocomplete="current-password"
                    described_by="form-error"
                    error=progress.error
                />
            </div>
            <FieldError id="form-error" error=progress.error />
            <SubmitButton progress=progress words="Set it up" busy_words="Checking…" />
        </form>
    }
}

async fn begin(email: String, password: String, progress: Progress, stage: RwSignal<Stage>) {
    let shown = async { factor::begin_totp(browser::prove(email, &password).await?).await };
    match shown.await {
        Ok(shown) => stage.set(Stage::App(shown)),
        Err(UiError::WrongPassword) => progress.refuse("That is not your password."),
        // It was set up in another window meanwhile.
        Err(UiError::Conflict) => browser::reload(),
        Err(error) => progress.fail(&error),
    }
}

#[component]
fn Connect(shown: TotpSetUp, stage: RwSignal<Stage>) -> impl IntoView {
    let (code, progress) = (NodeRef::<Input>::new(), Progress::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if value(code).trim().is_empty() {
            progress.refuse(CodeKind::App.missing());
            return focus(code);
        }
        if progress.begin("Checking the code.") {
            spawn_local(confirm(value(code), progress, stage));
        }
    };
    let TotpSetUp { secret, uri, qr } = shown;
    view! {
        <ol class="steps">
            <li>
                <p>"Scan this with the app, or "<a href=uri>"open the app on this device"</a> "."</p>
                <Picture qr=qr />
                <p>"If neither works, type this key into it:"</p>
                <p>
                    <code class="secret">{secret}</code>
                </p>
            </li>
            <li>"Type the code that it shows:"</li>
        </ol>
        <form method="post" data-island="" novalidate aria-labelledby="set-up" on:submit=submit>
            <CodeField node=code kind=CodeKind::App error=progress.error id="code" />
            <FieldError id="code-error" error=progress.error />
            <SubmitButton progress=progress words="Finish" busy_words="Checking…" />
        </form>
    }
}

async fn confirm(code: String, progress: Progress, stage: RwSignal<Stage>) {
    match factor::confirm_totp(code).await {
        Ok(codes) => stage.set(Stage::Done(codes)),
        Err(UiError::NotFound | UiError::Conflict) => browser::reload(),
        Err(error) => fail(progress, &error),
    }
}

/// Black on white also on a dark page: cameras read no other.
#[component]
fn Picture(qr: QrCode) -> impl IntoView {
    let QrCode { size, path } = qr;
    view! {
        <svg class="qr" viewBox=format!("0 0 {size} {size}") role="img" aria-label="QR code for the authenticator app">
            <rect width=size height=size fill="#fff"></rect>
            <path d=path fill="#000"></path>
        </svg>
    }
}
