//! A recipient's own page: sessions, language, password, and what else is theirs.

use domain::{Language, UnixMillis};
use leptos::prelude::*;
use words::Words;

use super::{
    form::{ErrorLine, KeptUnder, OtherWay, SubmitButton},
    least,
    password::NewPasswordField,
    recovery::{MakeRecoveryCode, as_json},
};
use crate::{
    api::session::{Challenge, SessionKind},
    components::{Passkeys, PasskeysView, RecipientFrame, SessionList, SessionRow},
};

/// Where a recipient sees where they are signed in, and changes their password.
#[component]
pub(crate) fn AccountPage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// Where they are signed in.
    sessions: Vec<SessionRow>,
    /// What their present password is stretched with.
    challenge: Challenge,
    /// When their recovery code was made, if they have one.
    recovery: Option<UnixMillis>,
    /// The fingerprint of their key, in digits.
    safety_number: String,
    /// Whether there is a plain form.
    plain: bool,
    /// The language that they chose, else that of the page.
    language: Language,
    /// Their passkeys, where there can be any.
    passkeys: Option<PasskeysView>,
    /// What has just been done.
    done: Option<String>,
) -> impl IntoView {
    let change_plain = plain.then(|| "/account/plain".to_owned());
    let challenge = as_json(&challenge);
    let done = done.map(|said| {
        view! {
            <div class="banner good">
                <p>{said}</p>
            </div>
        }
    });
    let passkeys = passkeys.map(|view| view! { <Passkeys words kind=SessionKind::Recipient view /> });
    view! {
        <RecipientFrame words organisation=organisation.clone() signed_in=true>
            <div class="sheet stack">
                <h1>{words.account_heading()}</h1>
                <div role="status">{done}</div>
                <p>
                    <a href="/inbox">{words.inbox_heading()}</a>
                </p>
                <p>
                    <a href="/account/messages">{words.account_openings()}</a>
                </p>
                <section aria-labelledby="sessions">
                    <h2 id="sessions">{words.account_sessions()}</h2>
                    <SessionList words sessions=sessions end="/account/sessions/end" />
                    <form method="post" action="/account/sessions/end-all" class="actions">
                        <button class="danger">{words.account_end_all()}</button>
                    </form>
                </section>
            </div>
            <OwnLanguage words language />
            <section class="sheet stack" aria-labelledby="safety">
                <h2 id="safety">{words.safety_heading()}</h2>
                <p class="number safety" dir="ltr">{safety_number}</p>
                <p>{words.safety_text()}</p>
            </section>
            <section class="sheet stack" aria-labelledby="download">
                <h2 id="download">{words.download_heading()}</h2>
                <p>{words.download_text()}</p>
                <p>
                    <a class="button" href="/account/download">
                        {words.download_button()}
                    </a>
                </p>
            </section>
            {passkeys}
            <MakeRecoveryCode words organisation=organisation.clone() plain since=recovery challenge=challenge.clone() />
            <section class="sheet stack" aria-labelledby="change">
                <h2 id="change">{words.change_heading()}</h2>
                <p>{words.change_lead()}</p>
                <div data-component="change_form" data-challenge=challenge>
                    <Change words />
                    <OtherWay words organisation plain=change_plain />
                </div>
            </section>
        </RecipientFrame>
    }
}

/// In which language they are written to. A plain form: it holds no secret.
#[component]
fn OwnLanguage(words: Words, language: Language) -> impl IntoView {
    let choice = |one: Language| {
        let tag = one.tag();
        view! {
            <option value=tag lang=tag selected=one == language>
                {one.own_name()}
            </option>
        }
    };
    view! {
        <section class="sheet stack" aria-labelledby="own-language">
            <h2 id="own-language">{words.own_language_heading()}</h2>
            <p id="own-language-hint">{words.own_language_text()}</p>
            <form method="post" action="/account/language">
                <div class="field">
                    <label for="own-language-choice">{words.own_language_label()}</label>
                    <select id="own-language-choice" name="language" aria-describedby="own-language-hint">
                        {Language::ALL.map(choice).collect_view()}
                    </select>
                </div>
                <p class="actions">
                    <button>{words.own_language_save()}</button>
                </p>
            </form>
        </section>
    }
}

/// The form, which `live::change` makes live.
#[component]
fn Change(words: Words) -> impl IntoView {
    view! {
        <form method="post" data-island="" aria-labelledby="change">
            <KeptUnder words />
            <div class="field">
                <label for="current">{words.change_current()}</label>
                <input
                    id="current"
                    type="password"
                    autocomplete="current-password"
                    required
                    aria-describedby="current-error"
                />
                <ErrorLine id="current-error" />
            </div>
            <NewPasswordField words label=words.password_new_label() hint=words.password_hint(&least()) />
            <SubmitButton words=words.change_submit() busy_words=words.change_busy() />
        </form>
    }
}
