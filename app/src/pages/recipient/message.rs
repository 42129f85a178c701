//! An open message. The page is whole without a script.

use domain::UnixMillis;
use leptos::prelude::*;

use super::{
    inbox::{InboxLine, Rows},
    recovery::RecoveryOffer,
    subject_or_stand_in,
};
use crate::components::{AttachmentRow, Attachments, Icon, RecipientFrame, Shape, When, WhenStyle};

/// A message in clear.
pub(crate) struct MessageView {
    /// Who wrote it.
    pub(crate) sender: String,
    /// May be empty.
    pub(crate) subject: String,
    /// Plain text; its white space counts.
    pub(crate) body: String,
    /// The same as HTML that is safe to show, if the sender wrote HTML.
    pub(crate) html: Option<String>,
    /// The files that came with it.
    pub(crate) attachments: Vec<AttachmentRow>,
    /// When it was sent.
    pub(crate) sent_at: UnixMillis,
    /// When it is erased.
    pub(crate) expires_at: UnixMillis,
    /// After how long without use the page closes.
    pub(crate) idle_minutes: u64,
    /// When the organisation opened it with its archive key; `None` when it is not sealed to one.
    pub(crate) archive: Option<Vec<UnixMillis>>,
    /// Whether they have no recovery code.
    pub(crate) offers_recovery: bool,
}

/// A message, and links to the recipient's other ones.
#[component]
pub(crate) fn MessagePage(
    /// The organisation, as recipients know it.
    organisation: String,
    /// The message.
    message: MessageView,
    /// Some others, newest first.
    others: Vec<InboxLine>,
    /// Whether there are more than these.
    more: bool,
) -> impl IntoView {
    let offer = message.offers_recovery.then(|| view! { <RecoveryOffer /> });
    let letter = letter(&organisation, message);
    let all = more.then(|| {
        view! {
            <p class="all">
                <a href="/inbox">"All your messages"</a>
            </p>
        }
    });
    let others = (!others.is_empty()).then(|| {
        view! {
            <section class="others" aria-labelledby="others">
                <h2 id="others">"Your other messages"</h2>
                <Rows organisation=organisation.clone() lines=others />
                {all}
            </section>
        }
    });
    view! {
        <RecipientFrame organisation=organisation signed_in=true>
            {letter}
            {offer}
            {others}
        </RecipientFrame>
    }
}

fn letter(organisation: &str, message: MessageView) -> impl IntoView + use<> {
    let text = match message.html {
        Some(html) => view! { <div class="text rich" inner_html=html></div> }.into_any(),
        None => view! { <div class="text">{message.body}</div> }.into_any(),
    };
    let archive = message.archive.map(|opened| emergency(organisation, opened));
    view! {
        <article class="sheet letter" aria-labelledby="subject">
            <p class="sender-name">{signature(&message.sender, organisation)}</p>
            <h1 id="subject">{subject_or_stand_in(message.subject)}</h1>
            <p class="meta">
                <When at=message.sent_at />
            </p>
            {text}
            <Attachments rows=message.attachments />
            <p class="note">
                <Icon shape=Shape::Clock />
                <span>
                    "This message can be read until " <When at=message.expires_at style=WhenStyle::Date />
                    ". After that it is erased."
                </span>
            </p>
            <p class="note">
                <Icon shape=Shape::Lock />
                <span>{idle_words(message.idle_minutes)}</span>
            </p>
            {archive}
        </article>
    }
}

/// That the organisation can open the message, or has done so.
fn emergency(organisation: &str, opened: Vec<UnixMillis>) -> impl IntoView + use<> {
    let kept = opened.is_empty().then(|| {
        format!(
            "{organisation} keeps an archive key (emergency access), with which it can open this message too."
        )
    });
    let by = organisation.to_owned();
    let opened: Vec<_> = opened
        .into_iter()
        .map(|at| {
            view! {
                <span>
                    {format!("Opened by {by} under emergency access on ")} <When at=at style=WhenStyle::Date /> ". "
                </span>
            }
        })
        .collect();
    view! {
        <p class="note">
            <Icon shape=Shape::Person />
            <span>{kept} {opened}</span>
        </p>
    }
}

/// The person comes first: over a letter, they sign it.
fn signature(sender: &str, organisation: &str) -> String {
    if sender.is_empty() { organisation.to_owned() } else { format!("{sender}, {organisation}") }
}

fn idle_words(minutes: u64) -> String {
    let time = match minutes {
        0 => "less than a minute".to_owned(),
        1 => "a minute".to_owned(),
        more => format!("{more} minutes"),
    };
    format!("The page closes by itself when you have not used it for {time}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_the_page_closes() {
        assert!(idle_words(15).ends_with("used it for 15 minutes."));
        assert!(idle_words(1).ends_with("used it for a minute."));
        assert!(idle_words(0).ends_with("used it for less than a minute."));
    }

    #[test]
    fn who_signs() {
        assert_eq!(signature("Dr. Imani Okafor", "Lakeside Clinic"), "Dr. Imani Okafor, Lakeside Clinic");
        assert_eq!(signature("", "Lakeside Clinic"), "Lakeside Clinic");
    }
}
