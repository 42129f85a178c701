//! A recipient's list of messages.

use domain::UnixMillis;
use leptos::prelude::*;
use words::Words;

use super::subject_or_stand_in;
use crate::components::{Icon, Mark, RecipientFrame, Shape, When, WhenStyle};

/// A message in a list.
pub(crate) struct InboxLine {
    /// Where it is.
    pub(crate) href: String,
    /// May be empty.
    pub(crate) subject: String,
    /// Who wrote it.
    pub(crate) sender: String,
    /// When it was sent.
    pub(crate) at: UnixMillis,
    /// Whether it was opened before.
    pub(crate) opened: bool,
}

/// A recipient's messages, newest first, one part of a long list at a time.
#[component]
pub(crate) fn InboxPage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// The messages.
    lines: Vec<InboxLine>,
    /// The address of the page with older messages.
    older: Option<String>,
    /// Whether there are newer ones than these.
    newer: bool,
) -> impl IntoView {
    let content = if lines.is_empty() {
        view! { <Empty words /> }.into_any()
    } else {
        view! { <List words organisation=organisation.clone() lines older newer /> }.into_any()
    };
    view! {
        <RecipientFrame words organisation=organisation signed_in=true>
            {content}
        </RecipientFrame>
    }
}

#[component]
fn List(
    words: Words,
    organisation: String,
    lines: Vec<InboxLine>,
    older: Option<String>,
    newer: bool,
) -> impl IntoView {
    let newer = newer.then(|| view! { <p><a href="/inbox">{words.inbox_newest()}</a></p> });
    let older = older.map(|href| {
        view! {
            <p class="more">
                <a class="button" href=href>
                    {words.inbox_older()}
                </a>
            </p>
        }
    });
    view! {
        <section class="sheet" aria-labelledby="title">
            <h1 id="title">{words.inbox_heading()}</h1>
            {newer}
            <Rows words organisation=organisation lines=lines />
            {older}
            <p class="hint with-icon">
                <Icon shape=Shape::Lock />
                <span>{words.inbox_idle_note()}</span>
            </p>
        </section>
    }
}

#[component]
fn Empty(words: Words) -> impl IntoView {
    view! {
        <div class="sheet empty">
            <Mark />
            <h1>{words.inbox_empty_heading()}</h1>
            <p class="soft">
                {words.inbox_empty()}
            </p>
        </div>
    }
}

/// Messages as links.
#[component]
pub(super) fn Rows(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// The messages.
    lines: Vec<InboxLine>,
) -> impl IntoView {
    let rows = lines.into_iter().map(|line| row(words, &organisation, line)).collect_view();
    view! { <ul class="rows">{rows}</ul> }
}

fn row(words: Words, organisation: &str, line: InboxLine) -> impl IntoView + use<> {
    let new = (!line.opened).then(|| view! { <span class="new">{words.inbox_new()}</span> });
    view! {
        <li>
            <a href=line.href>
                <span class="what" dir="auto">{subject_or_stand_in(words, line.subject)}</span>
                " "
                <When words at=line.at style=WhenStyle::Date />
                " "
                <span class="who">{who(words, organisation, &line.sender)}</span>
                " "
                {new}
            </a>
        </li>
    }
}

/// The organisation comes first: in a list, people look for it.
fn who(words: Words, organisation: &str, sender: &str) -> String {
    if sender.is_empty() { organisation.to_owned() } else { words.from_whom(organisation, sender) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_wrote() {
        assert_eq!(
            who(Words::ENGLISH, "Lakeside Clinic", "Dr. Imani Okafor"),
            "Lakeside Clinic, Dr. Imani Okafor"
        );
        assert_eq!(who(Words::ENGLISH, "Lakeside Clinic", ""), "Lakeside Clinic");
    }
}
