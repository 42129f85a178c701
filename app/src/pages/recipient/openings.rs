//! A recipient's own messages: when they were opened, and removing one from the list.

use domain::{DeliveryId, UnixMillis};
use leptos::prelude::*;
use words::Words;

use super::subject_or_stand_in;
use crate::components::{PLACE, RecipientFrame, When, around, device};

/// One of their messages.
pub(crate) struct Opening {
    /// Its delivery.
    pub(crate) delivery: DeliveryId,
    /// Where it is.
    pub(crate) href: String,
    /// May be empty.
    pub(crate) subject: String,
    /// When it was sent.
    pub(crate) sent_at: UnixMillis,
    /// When it was opened first.
    pub(crate) first: Option<UnixMillis>,
    /// When it was opened last, and in what kind of browser.
    pub(crate) last: Option<(UnixMillis, Option<String>)>,
}

/// All of them, with when they were opened.
#[component]
pub(crate) fn OpeningsPage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// The messages, newest first.
    messages: Vec<Opening>,
    /// The address of the page with older ones.
    older: Option<String>,
) -> impl IntoView {
    let empty = messages.is_empty().then(|| view! { <p>{words.openings_empty()}</p> });
    let rows = messages.into_iter().map(|message| row(words, message)).collect_view();
    let older =
        older.map(|href| view! { <p class="more"><a class="button" href=href>{words.inbox_older()}</a></p> });
    view! {
        <RecipientFrame words organisation=organisation signed_in=true>
            <section class="sheet stack" aria-labelledby="title">
                <h1 id="title">{words.openings_heading()}</h1>
                <p>
                    <a href="/account">{words.account_heading()}</a>
                </p>
                <p>{words.openings_advice()}</p>
                {empty}
                <ul class="list">{rows}</ul>
                {older}
            </section>
        </RecipientFrame>
    }
}

fn row(words: Words, message: Opening) -> impl IntoView {
    let remove = format!("/account/messages/{}/remove", message.delivery);
    let subject = subject_or_stand_in(words, message.subject);
    let label = format!("{}: {subject}", words.openings_remove());
    let on = |sentence: String, at| around(&sentence, view! { <When words at=at /> });
    let sent = on(words.openings_sent(PLACE), message.sent_at);
    let first = match message.first {
        Some(at) => on(words.openings_first(PLACE), at).into_any(),
        None => words.openings_never().into_any(),
    };
    let last = message.last.map(|(at, agent)| {
        let from = agent.map(|agent| format!(" ({})", device(words, &agent)));
        view! { <br /> {on(words.openings_last(PLACE), at)} {from} }
    });
    view! {
        <li class="row apart">
            <p>
                <a href=message.href>
                    <strong dir="auto">{subject}</strong>
                </a>
                <br />
                <span class="soft">{sent} <br /> {first} {last}</span>
            </p>
            " "
            <a class="button" href=remove aria-label=label>
                {words.openings_remove()}
            </a>
        </li>
    }
}

/// The one question before a message is removed.
#[component]
pub(crate) fn RemovePage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// The message's delivery.
    delivery: DeliveryId,
) -> impl IntoView {
    view! {
        <RecipientFrame words organisation=organisation signed_in=true>
            <div class="sheet stack">
                <h1>{words.remove_heading()}</h1>
                <p class="lead">
                    {words.remove_lead()}
                </p>
                <form method="post" action=format!("/account/messages/{delivery}/remove")>
                    <p class="actions">
                        <button class="danger">{words.remove_submit()}</button>
                    </p>
                </form>
                <p>
                    <a href="/account/messages">{words.remove_keep()}</a>
                </p>
            </div>
        </RecipientFrame>
    }
}
