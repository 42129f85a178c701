//! App passwords: the list, the form for one more, and a new one, shown once.

use std::fmt;

use domain::UnixMillis;
use leptos::prelude::*;

use super::Refused;
use crate::components::When;

/// An app password in the list.
#[derive(Debug, Clone)]
pub(crate) struct AppPasswordRow {
    /// What to call it in a form.
    pub(crate) id: String,
    /// The mail program that it is for.
    pub(crate) name: String,
    /// When it was made.
    pub(crate) created_at: UnixMillis,
    /// When it was last used.
    pub(crate) last_used_at: Option<UnixMillis>,
}

/// An app password that was just made. `Debug` does not show it.
#[derive(Clone)]
pub(crate) struct MadePassword {
    /// The mail program that it is for.
    pub(crate) name: String,
    /// The password itself.
    pub(crate) password: String,
}

impl fmt::Debug for MadePassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MadePassword(..)")
    }
}

/// A new password, in the answer to the form and nowhere else.
#[component]
pub(super) fn Made(made: MadePassword) -> impl IntoView {
    let MadePassword { name, password } = made;
    view! {
        <section class="banner good made" aria-labelledby="made">
            <h2 id="made">"Your new app password"</h2>
            <p>
                <code class="secret">{password}</code>
            </p>
            <p>
                "For "<strong>{name}</strong>
                ". Copy it into your mail program now: it is not shown again. If it gets lost, revoke it and make another."
            </p>
        </section>
    }
}

/// The list and the form.
#[component]
pub(super) fn Passwords(passwords: Vec<AppPasswordRow>, name: Refused, can_add: bool) -> impl IntoView {
    let list = if passwords.is_empty() {
        view! { <p class="soft">"None yet."</p> }.into_any()
    } else {
        let rows: Vec<_> = passwords.into_iter().map(|row| view! { <Row row=row /> }).collect();
        view! { <ul class="list">{rows}</ul> }.into_any()
    };
    view! {
        <section class="sheet stack" aria-labelledby="passwords">
            <h2 id="passwords">"App passwords"</h2>
            <p>"One for each mail program or device, so that you can revoke one without the others."</p>
            <p class="hint">
                "An app password is asked for no second factor: whoever has it can send as you. It reads nothing, and nobody signs in here with it."
            </p>
            {list}
            {can_add.then(|| view! { <Add name=name /> })}
        </section>
    }
}

#[component]
fn Row(row: AppPasswordRow) -> impl IntoView {
    let AppPasswordRow { id, name, created_at, last_used_at } = row;
    let label = format!("Revoke {name}");
    let used = match last_used_at {
        Some(at) => view! { "Last used "<When at=at /> }.into_any(),
        None => "Not used yet".into_any(),
    };
    view! {
        <li class="row apart">
            <p>
                <strong>{name}</strong>
                <br />
                <span class="soft">"Made "<When at=created_at /></span>
                <br />
                <span class="soft">{used}</span>
            </p>
            <form method="post" action="/settings/mail/passwords/revoke">
                <input type="hidden" name="id" value=id />
                <button class="danger" aria-label=label>
                    "Revoke"
                </button>
            </form>
        </li>
    }
}

#[component]
fn Add(name: Refused) -> impl IntoView {
    let Refused { typed, problem } = name;
    view! {
        <form method="post" action="/settings/mail/passwords" novalidate>
            <div class="field">
                <label for="name">"New app password for"</label>
                <p class="hint" id="name-hint">
                    "Such as “Thunderbird on my laptop”."
                </p>
                <input
                    id="name"
                    name="name"
                    maxlength="60"
                    autocomplete="off"
                    required
                    value=typed
                    aria-describedby="name-hint name-error"
                    aria-invalid=problem.as_ref().map(|_| "true")
                />
                <p class="error" id="name-error" role="alert">
                    {problem}
                </p>
            </div>
            <p class="actions">
                <button class="primary">"Make an app password"</button>
            </p>
        </form>
    }
}
