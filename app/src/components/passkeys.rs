//! Passkeys: the button that unlocks with one, and where somebody sees theirs and adds another. Recipients call them by what
//! they do: Face ID, fingerprint or screen lock.

use domain::{PASSKEY_NAME_MAX, PASSKEYS_MAX, PasskeyId, UnixMillis};
use leptos::prelude::*;
use words::Words;

use super::{PLACE, When, WhenStyle, around};
use crate::api::session::SessionKind;

/// A passkey of theirs.
#[derive(Debug, Clone)]
pub(crate) struct PasskeyRow {
    /// What to call it in a form.
    pub(crate) id: PasskeyId,
    /// What they call it.
    pub(crate) name: String,
    /// When it was added.
    pub(crate) created_at: UnixMillis,
    /// When it was last used.
    pub(crate) used_at: Option<UnixMillis>,
}

/// What the part about passkeys shows.
#[derive(Debug, Clone)]
pub(crate) struct PasskeysView {
    /// Theirs.
    pub(crate) rows: Vec<PasskeyRow>,
    /// What their present password is stretched with, as their script reads it.
    pub(crate) challenge: Option<String>,
    /// What their device lists them under.
    pub(crate) person: String,
}

/// Which of the two kinds of people, and so where everything is.
impl SessionKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Recipient => "recipient",
            Self::Sender => "sender",
        }
    }

    const fn own_page(self) -> &'static str {
        match self {
            Self::Recipient => "/account",
            Self::Sender => "/settings",
        }
    }
}

/// The button, hidden until the page's script knows that the browser has passkeys (`live::passkey`).
#[component]
pub(crate) fn PasskeyButton(
    /// Who signs in here.
    kind: SessionKind,
    /// What the link ends in, where there is one.
    #[prop(optional_no_strip)]
    locator: Option<String>,
    /// The language's words.
    #[prop(default = Words::ENGLISH)]
    words: Words,
    /// Where to go on; without it, this page is loaded again.
    #[prop(optional_no_strip)]
    next: Option<&'static str>,
) -> impl IntoView {
    view! {
        <div
            class="stack"
            data-component="passkey_button"
            data-kind=kind.name()
            data-locator=locator
            data-next=next
            hidden
        >
            <p class="actions">
                <button type="button" class="wide">
                    {words.passkey_unlock()}
                </button>
            </p>
            <p
                class="error"
                role="alert"
                data-cancelled=words.passkey_unlock_cancelled()
                data-nokey=words.passkey_unlock_no_key()
                data-refused=words.passkey_unlock_refused()
            ></p>
        </div>
    }
}

/// The part of somebody's own page that lists their passkeys and adds one.
#[component]
pub(crate) fn Passkeys(
    /// Whose page it is.
    kind: SessionKind,
    /// What to show.
    view: PasskeysView,
    /// The language's words.
    #[prop(default = Words::ENGLISH)]
    words: Words,
) -> impl IntoView {
    let PasskeysView { rows, challenge, person } = view;
    // Whoever has as many as there can be removes one first.
    let is_full = rows.len() >= PASSKEYS_MAX;
    let form = (!is_full).then(|| view! { <AddForm words /> });
    let remove = format!("{}/passkeys/remove", kind.own_page());
    let rows: Vec<_> =
        rows.into_iter().map(|row| view! { <Row words row remove=remove.clone() /> }).collect();
    let list = (!rows.is_empty()).then(|| view! { <ul class="list">{rows}</ul> });
    let next = format!("{}?passkey=added", kind.own_page());
    view! {
        <section class="sheet stack" aria-labelledby="passkeys" id="passkey">
            <h2 id="passkeys">{words.passkey_heading()}</h2>
            <p>
                {words.passkey_what()}
            </p>
            {list}
            <div
                data-component="passkey_form"
                data-kind=kind.name()
                data-challenge=challenge
                data-person=person
                data-next=next
                data-busy=words.passkey_busy()
                data-wrong=words.passkey_wrong()
            >
                {form}
                <p data-part="unknown" hidden>
                    {words.passkey_unsupported()}
                </p>
                <Confirm words />
            </div>
        </section>
    }
}

#[component]
fn AddForm(words: Words) -> impl IntoView {
    view! {
        <p class="banner warn" data-plain="" role="alert" hidden>
            {words.no_start()}
        </p>
        <form method="post" data-island="" aria-labelledby="passkeys">
            <div class="field">
                <label for="passkey-name">{words.passkey_name_label()}</label>
                <p class="hint" id="passkey-name-hint">
                    {words.passkey_name_hint()}
                </p>
                <input
                    id="passkey-name"
                    type="text"
                    autocomplete="off"
                    maxlength=PASSKEY_NAME_MAX.to_string()
                    aria-describedby="passkey-name-hint"
                />
            </div>
            <div class="field">
                <label for="passkey-password">{words.passkey_password_label()}</label>
                <input
                    id="passkey-password"
                    type="password"
                    autocomplete="current-password"
                    required
                    aria-describedby="passkey-password-error"
                />
                <p class="error" id="passkey-password-error" role="alert"></p>
            </div>
            <p class="actions">
                <button class="primary wide" data-busy=words.passkey_checking()>
                    {words.passkey_submit()}
                </button>
            </p>
            <p class="visually-hidden" role="status"></p>
            <noscript>
                <p class="error">
                    {words.no_script()}
                </p>
            </noscript>
        </form>
    }
}

#[component]
fn Confirm(words: Words) -> impl IntoView {
    view! {
        <div class="stack" data-part="confirm" hidden>
            <p>{words.passkey_confirm()}</p>
            <p class="actions">
                <button type="button" class="primary wide">
                    {words.passkey_go_on()}
                </button>
            </p>
            <p
                class="error"
                role="alert"
                data-cancelled=words.passkey_add_cancelled()
                data-there=words.passkey_add_there()
                data-nokey=words.passkey_add_no_key()
                data-refused=words.passkey_add_refused()
            ></p>
        </div>
    }
}

#[component]
fn Row(words: Words, row: PasskeyRow, remove: String) -> impl IntoView {
    let PasskeyRow { id, name, created_at, used_at } = row;
    let label = words.passkey_remove_label(&name);
    let date = |at| view! { <When words at=at style=WhenStyle::Date /> };
    let added = around(&words.passkey_added(PLACE), date(created_at));
    let used = used_at.map(|at| around(&words.passkey_used(PLACE), date(at)));
    view! {
        <li class="row apart">
            <p>
                <strong dir="auto">{name}</strong>
                <br />
                <span class="soft">
                    {added} " " {used}
                </span>
            </p>
            " "
            <form method="post" action=remove>
                <input type="hidden" name="id" value=id.to_string() />
                <button aria-label=label>{words.passkey_remove()}</button>
            </form>
        </li>
    }
}
