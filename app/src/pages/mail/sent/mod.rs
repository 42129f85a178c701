//! What a sender has sent.

mod badge;
mod rows;

use domain::{DeliveryId, DeliveryState, FailureReason, MessageId, PhoneNumber, UnixMillis};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub(super) use badge::{StateBadge, word};
use rows::SentRows;

use crate::components::{Mark, SenderFrame, SenderPage};

/// A page of the list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SentList {
    /// The messages, newest first.
    pub(crate) rows: Vec<SentRow>,
    /// The number searched for, as typed.
    pub(crate) recipient: String,
    /// Why that is no number.
    pub(crate) problem: Option<String>,
    /// The state searched for.
    pub(crate) state: Option<DeliveryState>,
    /// The address of the page with older messages.
    pub(crate) next: Option<String>,
    /// Whether anything was ever sent.
    pub(crate) has_any: bool,
    /// Who has forgotten their password, and by the link of which message they say so.
    pub(crate) forgotten: Vec<(PhoneNumber, MessageId)>,
}

/// A message in the list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SentRow {
    /// The message.
    pub(crate) id: MessageId,
    /// Its subject; `None` when it is erased.
    pub(crate) subject: Option<String>,
    /// When it was sent.
    pub(crate) sent_at: UnixMillis,
    /// When it goes out; `None` when it has.
    pub(crate) not_before: Option<UnixMillis>,
    /// To whom, and what became of it.
    pub(crate) deliveries: Vec<DeliveryRow>,
}

/// A recipient of a message in the list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DeliveryRow {
    /// The delivery.
    pub(crate) id: DeliveryId,
    /// The recipient.
    pub(crate) phone: PhoneNumber,
    /// Where it stands.
    pub(crate) state: DeliveryState,
    /// Why it failed.
    pub(crate) failure: Option<FailureReason>,
}

/// What the session's account has sent, and how it is doing.
#[component]
pub(crate) fn SentPage(
    /// What to show.
    list: SentList,
) -> impl IntoView {
    let forgotten: Vec<_> = list.forgotten.iter().map(forgotten).collect();
    let content = if list.has_any {
        view! { <Found list=list /> }.into_any()
    } else {
        view! { <NothingYet /> }.into_any()
    };
    view! {
        <SenderFrame page=SenderPage::Sent>
            <div class="row apart head">
                <h1>"Sent"</h1>
                <a class="button primary" href="/compose">
                    "New message"
                </a>
            </div>
            {forgotten}
            {content}
        </SenderFrame>
    }
}

fn forgotten((phone, message): &(PhoneNumber, MessageId)) -> impl IntoView + use<> {
    let words = format!("{} asks for a new password.", phone.readable());
    view! {
        <div class="banner warn">
            <p>
                <strong>{words}</strong>
                " Speak with them before you decide."
            </p>
            <a class="button" href=format!("/sent/{message}")>
                "See and decide"
            </a>
        </div>
    }
}

#[component]
fn NothingYet() -> impl IntoView {
    view! {
        <div class="sheet empty">
            <Mark />
            <h2>"You have not sent anything yet"</h2>
            <p class="soft">
                "Write to any phone number. Here you will see when your message is delivered and opened."
            </p>
        </div>
    }
}

#[component]
fn Found(list: SentList) -> impl IntoView {
    let SentList { rows, recipient, problem, state, next, .. } = list;
    let status = count_words(rows.len(), next.is_some());
    let found = if rows.is_empty() {
        view! { <NoMatch /> }.into_any()
    } else {
        view! { <SentRows rows=rows /> }.into_any()
    };
    let older = next.map(|href| {
        view! {
            <p class="more">
                <a class="button" href=href>
                    "Show older messages"
                </a>
            </p>
        }
    });
    view! {
        <Filters recipient=recipient problem=problem state=state />
        <p class="visually-hidden" role="status">
            {status}
        </p>
        {found}
        {older}
    }
}

/// How many messages a page shows, for those who listen to it.
fn count_words(count: usize, has_older: bool) -> String {
    match (count, has_older) {
        (0, _) => "No message matches".to_owned(),
        (1, false) => "1 message".to_owned(),
        (_, false) => format!("{count} messages"),
        (_, true) => format!("The latest {count} messages"),
    }
}

/// A plain form: it needs no script.
#[component]
fn Filters(recipient: String, problem: Option<String>, state: Option<DeliveryState>) -> impl IntoView {
    let options: Vec<_> = DeliveryState::ALL
        .iter()
        .map(|option| {
            view! {
                <option value=option.code() selected=state == Some(*option)>
                    {word(*option)}
                </option>
            }
        })
        .collect();
    view! {
        <form class="filters" method="get" action="/sent" role="search" aria-label="Sent messages">
            <div class="field">
                <label for="q">"Search by phone number"</label>
                <input
                    id="q"
                    name="q"
                    type="search"
                    inputmode="tel"
                    autocomplete="off"
                    value=recipient
                    aria-describedby="q-error"
                    aria-invalid=problem.as_ref().map(|_| "true")
                />
                <p class="error" id="q-error" role="alert">
                    {problem}
                </p>
            </div>
            <div class="field">
                <label for="state">"State"</label>
                <select id="state" name="state">
                    <option value="" selected=state.is_none()>
                        "All"
                    </option>
                    {options}
                </select>
            </div>
            <div class="row">
                <button>"Search"</button>
            </div>
        </form>
    }
}

#[component]
fn NoMatch() -> impl IntoView {
    view! {
        <div class="sheet empty">
            <h2>"No message matches"</h2>
            <p class="soft">"Try the whole number, its last four digits, or another state."</p>
            <p class="more">
                <a class="button" href="/sent">
                    "Show all messages"
                </a>
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_many_in_words() {
        assert_eq!(count_words(0, false), "No message matches");
        assert_eq!(count_words(1, false), "1 message");
        assert_eq!(count_words(8, false), "8 messages");
        assert_eq!(count_words(50, true), "The latest 50 messages");
    }
}
