//! A recipient's list of messages.

use domain::UnixMillis;
use leptos::prelude::*;

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
        view! { <Empty /> }.into_any()
    } else {
        view! { <List organisation=organisation.clone() lines older newer /> }.into_any()
    };
    view! {
        <RecipientFrame organisation=organisation signed_in=true>
            {content}
        </RecipientFrame>
    }
}

#[component]
fn List(organisation: String, lines: Vec<InboxLine>, older: Option<String>, newer: bool) -> impl IntoView {
    let newer = newer.then(|| view! { <p><a href="/inbox">"Back to the newest messages"</a></p> });
    let older = older.map(|href| {
        view! {
            <p class="more">
                <a class="button" href=href>
                    "Show older messages"
                </a>
            </p>
        }
    });
    view! {
        <section class="sheet" aria-labelledby="title">
            <h1 id="title">"Your messages"</h1>
            {newer}
            <Rows organisation=organisation lines=lines />
            {older}
            <p class="hint with-icon">
                <Icon shape=Shape::Lock />
                <span>"The page closes by itself when you have not used it for a while."</span>
            </p>
        </section>
    }
}

#[component]
fn Empty() -> impl IntoView {
    view! {
        <div class="sheet empty">
            <Mark />
            <h1>"No messages at the moment"</h1>
            <p class="soft">
                "When a message is sent to you, you get a text with a link. Messages that have run out are erased."
            </p>
        </div>
    }
}

/// Messages as links.
#[component]
pub(super) fn Rows(
    /// The organisation, as recipients know it.
    organisation: String,
    /// The messages.
    lines: Vec<InboxLine>,
) -> impl IntoView {
    let rows = lines.into_iter().map(|line| row(&organisation, line)).collect_view();
    view! { <ul class="rows">{rows}</ul> }
}

fn row(organisation: &str, line: InboxLine) -> impl IntoView + use<> {
    let new = (!line.opened).then(|| view! { <span class="new">"New"</span> });
    view! {
        <li>
            <a href=line.href>
                <span class="what">{subject_or_stand_in(line.subject)}</span>
                " "
                <When at=line.at style=WhenStyle::Date />
                " "
                <span class="who">{who(organisation, &line.sender)}</span>
                " "
                {new}
            </a>
        </li>
    }
}

/// The organisation comes first: in a list, people look for it.
fn who(organisation: &str, sender: &str) -> String {
    if sender.is_empty() { organisation.to_owned() } else { format!("{organisation}, {sender}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_wrote() {
        assert_eq!(who("Lakeside Clinic", "Dr. Imani Okafor"), "Lakeside Clinic, Dr. Imani Okafor");
        assert_eq!(who("Lakeside Clinic", ""), "Lakeside Clinic");
    }
}
