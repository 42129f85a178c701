//! A recipient's password and sessions.

use domain::UnixMillis;
use leptos::prelude::*;

use super::{
    RECIPIENT_PASSWORD_MIN,
    form::{ErrorLine, KeptUnder, NeedsScript, SubmitButton},
    password::NewPasswordField,
    recovery::{MakeRecoveryCode, as_json},
};
use crate::{
    api::session::Challenge,
    components::{RecipientFrame, SessionList, SessionRow},
};

/// Where a recipient sees where they are signed in, and changes their password.
#[component]
pub(crate) fn AccountPage(
    /// The organisation, as recipients know it.
    organisation: String,
    /// Where they are signed in.
    sessions: Vec<SessionRow>,
    /// What their present password is stretched with.
    challenge: Challenge,
    /// When their recovery code was made, if they have one.
    recovery: Option<UnixMillis>,
    /// Whether the password has just been changed.
    changed: bool,
) -> impl IntoView {
    let challenge = as_json(&challenge);
    let changed = changed.then(|| {
        view! {
            <div class="banner good">
                <p>"Your password is changed. You were signed out everywhere else."</p>
            </div>
        }
    });
    view! {
        <RecipientFrame organisation=organisation signed_in=true>
            <div class="sheet stack">
                <h1>"Your access"</h1>
                <div role="status">{changed}</div>
                <p>
                    <a href="/inbox">"Your messages"</a>
                </p>
                <section aria-labelledby="sessions">
                    <h2 id="sessions">"Where you are signed in"</h2>
                    <SessionList sessions=sessions end="/account/sessions/end" />
                    <form method="post" action="/account/sessions/end-all" class="actions">
                        <button class="danger">"Sign out everywhere"</button>
                    </form>
                </section>
            </div>
            <MakeRecoveryCode since=recovery challenge=challenge.clone() />
            <section class="sheet stack" aria-labelledby="change">
                <h2 id="change">"Change your password"</h2>
                <p>"Your messages stay as they are: they open with the new password."</p>
                <div data-component="change_form" data-challenge=challenge>
                    <Change />
                    <NeedsScript purpose="change it" />
                </div>
            </section>
        </RecipientFrame>
    }
}

/// The form, which `live::change` makes live.
#[component]
fn Change() -> impl IntoView {
    let hint = format!("At least {RECIPIENT_PASSWORD_MIN} characters, such as four words.");
    view! {
        <form method="post" data-island="" aria-labelledby="change">
            <KeptUnder />
            <div class="field">
                <label for="current">"Password until now"</label>
                <input
                    id="current"
                    type="password"
                    autocomplete="current-password"
                    required
                    aria-describedby="current-error"
                />
                <ErrorLine id="current-error" />
            </div>
            <NewPasswordField label="New password" hint=hint />
            <SubmitButton words="Change password" busy_words="Changing your password…" />
        </form>
    }
}
