//! Where somebody is signed in.

use domain::UnixMillis;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::When;

/// A session of theirs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SessionRow {
    /// What to call it in a form.
    pub(crate) id: String,
    /// The browser, as in "Firefox on Linux".
    pub(crate) agent: String,
    /// When it began.
    pub(crate) created_at: UnixMillis,
    /// When it was last used.
    pub(crate) seen_at: UnixMillis,
    /// Whether it is the one that asks.
    pub(crate) current: bool,
}

/// Somebody's sessions, with a button that ends each of the others.
#[component]
pub(crate) fn SessionList(
    /// The sessions.
    sessions: Vec<SessionRow>,
    /// Where one is ended, by a form with its `id`.
    end: &'static str,
) -> impl IntoView {
    let rows: Vec<_> =
        sessions.into_iter().map(|session| view! { <Session session=session end=end /> }).collect();
    view! { <ul class="list">{rows}</ul> }
}

#[component]
fn Session(session: SessionRow, end: &'static str) -> impl IntoView {
    let SessionRow { id, agent, created_at, seen_at, current } = session;
    let (words, at) = if current { ("This session, since ", created_at) } else { ("Last used ", seen_at) };
    let label = format!("Sign out {agent}");
    let end = (!current).then(|| {
        view! {
            <form method="post" action=end>
                <input type="hidden" name="id" value=id />
                <button aria-label=label>"Sign out"</button>
            </form>
        }
    });
    view! {
        <li class="row apart">
            <p>
                <strong>{agent}</strong>
                <br />
                <span class="soft">{words} <When at=at /></span>
            </p>
            " "
            {end}
        </li>
    }
}
