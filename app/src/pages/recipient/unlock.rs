//! A later visit: the recipient types the password that they chose.

use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};

use super::{
    form::{ErrorLine, KeptUnder, NeedsScript, SubmitButton, focus, value},
    password::PasswordInput,
    progress::Progress,
};
use crate::{
    UiError,
    api::session::{Challenge, Who},
    browser,
    components::RecipientFrame,
};

/// Where a recipient opens a message with their password.
#[component]
pub(crate) fn UnlockPage(
    /// The organisation, as recipients know it.
    organisation: String,
    /// What the link ends in.
    locator: String,
    /// What their browser needs to stretch the password.
    challenge: Challenge,
) -> impl IntoView {
    let heading = format!("{organisation} sent you a private message");
    let forgotten = format!(
        "Nobody can look it up for you, not even {organisation}. Please call them, and ask them to reach you another way."
    );
    view! {
        <RecipientFrame organisation=organisation>
            <div class="sheet stack">
                <h1>{heading}</h1>
                <p class="lead">"Type the password that you chose the first time."</p>
                <div>
                    <Unlock who=Who::Locator(locator) challenge=Some(challenge) />
                    <NeedsScript purpose="open your message" />
                </div>
                <div>
                    <details>
                        <summary>"I forgot my password"</summary>
                        <p>{forgotten}</p>
                    </details>
                </div>
            </div>
        </RecipientFrame>
    }
}

/// The form: the password is stretched here and goes nowhere.
#[island]
pub(crate) fn Unlock(
    /// Whose password it is.
    who: Who,
    /// The salt and the cost, when the page knows them.
    challenge: Option<Challenge>,
) -> impl IntoView {
    let password = NodeRef::<Input>::new();
    let progress = Progress::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !untrack(|| progress.is_blocked()) {
            progress.begin("Opening your message. This takes a few seconds.");
            spawn_local(unlock(who.clone(), challenge.clone(), password, progress));
        }
    };
    view! {
        <form method="post" data-island="" aria-label="Open your message" on:submit=submit>
            <KeptUnder />
            <div class="field">
                <label for="password">"Your password"</label>
                <PasswordInput
                    node=password
                    autocomplete="current-password"
                    described_by="password-error"
                    progress=progress
                />
                <ErrorLine id="password-error" progress=progress />
            </div>
            <SubmitButton progress=progress words="Open my message" busy_words="Opening your message…" />
        </form>
    }
}

async fn unlock(who: Who, challenge: Option<Challenge>, password: NodeRef<Input>, progress: Progress) {
    match browser::sign_in(who, challenge, &value(password)).await {
        Ok(()) => browser::reload(),
        Err(UiError::WrongPassword) => {
            progress.refuse("That is not the password. Check for capital letters, and try again.");
            focus(password);
        }
        Err(error) => progress.fail(&error),
    }
}
