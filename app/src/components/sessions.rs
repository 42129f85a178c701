//! Where somebody is signed in.

use domain::UnixMillis;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use words::Words;

use super::{PLACE, When, around};

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
    /// The language's words.
    #[prop(default = Words::ENGLISH)]
    words: Words,
) -> impl IntoView {
    let rows: Vec<_> =
        sessions.into_iter().map(|session| view! { <Session words session=session end=end /> }).collect();
    view! { <ul class="list">{rows}</ul> }
}

#[component]
fn Session(words: Words, session: SessionRow, end: &'static str) -> impl IntoView {
    let SessionRow { id, agent, created_at, seen_at, current } = session;
    let agent = device(words, &agent);
    let (said, at) =
        if current { (words.session_this(PLACE), created_at) } else { (words.session_used(PLACE), seen_at) };
    let said = around(&said, view! { <When words at=at /> });
    let label = words.session_end_label(&agent);
    let end = (!current).then(|| {
        view! {
            <form method="post" action=end>
                <input type="hidden" name="id" value=id />
                <button aria-label=label>{words.sign_out()}</button>
            </form>
        }
    });
    view! {
        <li class="row apart">
            <p>
                <strong>{agent}</strong>
                <br />
                <span class="soft">{said}</span>
            </p>
            " "
            {end}
        </li>
    }
}

/// "Firefox on Android", as the engine keeps it, in the page's language.
pub(crate) fn device(words: Words, agent: &str) -> String {
    let name = |browser| {
        if matches!(browser, "A browser" | "an unknown browser") { words.device_unknown() } else { browser }
    };
    match agent.split_once(" on ") {
        Some((browser, system)) => words.device(name(browser), system),
        None => name(agent).to_owned(),
    }
}
