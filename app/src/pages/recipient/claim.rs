//! The first visit: the recipient chooses a password, and their keys are made.

use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};

use super::{
    RECIPIENT_PASSWORD_MIN,
    form::{ErrorLine, KeptUnder, NeedsScript, SubmitButton, focus, value},
    password::PasswordInput,
    progress::Progress,
    strength::{Meter, StrengthMeter, refusal},
};
use crate::{browser, components::RecipientFrame};

/// Where a recipient chooses a password.
#[component]
pub(crate) fn ClaimPage(
    /// The organisation, as recipients know it.
    organisation: String,
    /// What the link ends in.
    locator: String,
) -> impl IntoView {
    let heading = format!("{organisation} sent you a private message");
    let questions = questions(&organisation);
    view! {
        <RecipientFrame organisation=organisation>
            <div class="sheet stack">
                <h1>{heading}</h1>
                <p class="lead">
                    "It is too private for a text message, so it waits for you here. Choose a password: from then on, your messages open only with it."
                </p>
                <div>
                    <Claim locator=locator />
                    <NeedsScript purpose="lock your message" />
                </div>
                {questions}
            </div>
        </RecipientFrame>
    }
}

fn questions(organisation: &str) -> impl IntoView + use<> {
    let unexpected = format!(
        "Then take your time. Nothing opens until you choose a password, and this page asks for nothing else: no bank details, no codes, no download. If you are unsure, call {organisation} on a number you already know."
    );
    let forgotten = format!(
        "Nobody can look it up for you, not even {organisation}. So keep it in your password manager, or on paper in a safe place."
    );
    view! {
        <div>
            <details>
                <summary>"I did not expect this"</summary>
                <p>{unexpected}</p>
            </details>
            <details>
                <summary>"What if I forget my password?"</summary>
                <p>{forgotten}</p>
            </details>
        </div>
    }
}

/// The form: the keys are made here, and the password goes nowhere.
#[island]
pub(crate) fn Claim(
    /// What the link ends in.
    locator: String,
) -> impl IntoView {
    let password = NodeRef::<Input>::new();
    let progress = Progress::new();
    let meter = Meter::new(password);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(typed) = accepted(password, progress, meter) {
            spawn_local(claim(locator.clone(), typed, progress));
        }
    };
    view! {
        <form method="post" data-island="" aria-label="Choose your password" on:submit=submit>
            <KeptUnder />
            <NewPassword node=password progress=progress meter=meter />
            <SubmitButton progress=progress words="Open my message" busy_words="Locking it with your password…" />
        </form>
    }
}

/// The password, if the form can be sent with it.
fn accepted(password: NodeRef<Input>, progress: Progress, meter: Meter) -> Option<String> {
    if untrack(|| progress.is_blocked()) {
        return None;
    }
    let typed = value(password);
    if let Some(sentence) = refusal(&browser::normalized(&typed)) {
        meter.hush();
        progress.refuse(sentence);
        focus(password);
        return None;
    }
    progress.begin("Locking your messages with your password. This takes a few seconds.");
    Some(typed)
}

async fn claim(locator: String, password: String, progress: Progress) {
    match browser::claim(locator, &password).await {
        Ok(()) => browser::reload(),
        Err(error) => progress.fail(&error),
    }
}

/// A field for a new password, with a meter that says how good it is.
#[component]
fn NewPassword(node: NodeRef<Input>, progress: Progress, meter: Meter) -> impl IntoView {
    let changed = move |()| {
        progress.forgive();
        meter.judge();
    };
    let hint = format!(
        "At least {RECIPIENT_PASSWORD_MIN} characters. Four words that have nothing to do with each other are easy to remember and hard to guess."
    );
    view! {
        <div class="field">
            <label for="password">"Choose a password"</label>
            <p class="hint" id="password-hint">
                {hint}
            </p>
            <PasswordInput
                node=node
                autocomplete="new-password"
                described_by="password-hint strength password-error"
                progress=progress
                changed=Callback::new(changed)
            />
            <StrengthMeter meter=meter />
            <ErrorLine id="password-error" progress=progress />
        </div>
    }
    .into_any()
}
