//! An open message. The page is whole without a script.

use domain::UnixMillis;
use leptos::prelude::*;
use words::Words;

use super::{
    inbox::{InboxLine, Rows},
    recovery::RecoveryOffer,
    subject_or_stand_in,
};
use crate::components::{
    AttachmentRow, Attachments, Icon, PLACE, RecipientFrame, Shape, When, WhenStyle, around,
};

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
    /// Where a browser without scripts tells that it was read; `None` when that is known.
    pub(crate) tell_read: Option<String>,
    /// Whether they could have a passkey, and have none.
    pub(crate) offers_passkey: bool,
}

/// A message, and links to the recipient's other ones.
#[component]
pub(crate) fn MessagePage(
    /// The language's words.
    words: Words,
    /// The organisation, as recipients know it.
    organisation: String,
    /// The message.
    message: MessageView,
    /// Some others, newest first.
    others: Vec<InboxLine>,
    /// Whether there are more than these.
    more: bool,
) -> impl IntoView {
    let passkey = message.offers_passkey.then(|| view! { <PasskeyOffer words /> });
    let offer = message.offers_recovery.then(|| view! { <RecoveryOffer words /> });
    let letter = letter(words, &organisation, message);
    let all = more.then(|| {
        view! {
            <p class="all">
                <a href="/inbox">{words.all_messages()}</a>
            </p>
        }
    });
    let others = (!others.is_empty()).then(|| {
        view! {
            <section class="others" aria-labelledby="others">
                <h2 id="others">{words.other_messages()}</h2>
                <Rows words organisation=organisation.clone() lines=others />
                {all}
            </section>
        }
    });
    view! {
        <RecipientFrame words organisation=organisation signed_in=true>
            {letter}
            {passkey}
            {offer}
            {others}
        </RecipientFrame>
    }
}

fn letter(words: Words, organisation: &str, message: MessageView) -> impl IntoView + use<> {
    let until = view! { <When words at=message.expires_at style=WhenStyle::Date /> };
    let until = around(&words.message_until(PLACE), until);
    let tell = message.tell_read.map(|action| {
        view! {
            <noscript>
                <form method="post" action=action>
                    <button>{words.message_read_submit()}</button>
                </form>
            </noscript>
        }
    });
    let text = match message.html {
        Some(html) => view! { <div class="text rich" dir="auto" inner_html=html></div> }.into_any(),
        None => view! { <div class="text" dir="auto">{message.body}</div> }.into_any(),
    };
    let archive = message.archive.map(|opened| emergency(words, organisation, opened));
    view! {
        <article class="sheet letter" aria-labelledby="subject">
            <p class="sender-name">{signature(words, &message.sender, organisation)}</p>
            <h1 id="subject" dir="auto">{subject_or_stand_in(words, message.subject)}</h1>
            <p class="meta">
                <When words at=message.sent_at />
            </p>
            {text}
            <Attachments words rows=message.attachments />
            {tell}
            <p class="note">
                <Icon shape=Shape::Clock />
                <span>{until}</span>
            </p>
            <p class="note">
                <Icon shape=Shape::Lock />
                <span>{words.idle_note(message.idle_minutes)}</span>
            </p>
            {archive}
        </article>
    }
}

/// That the organisation can open the message, or has done so.
fn emergency(words: Words, organisation: &str, opened: Vec<UnixMillis>) -> impl IntoView + use<> {
    let kept = opened.is_empty().then(|| words.archive_kept(organisation));
    let sentence = words.archive_opened(organisation, PLACE);
    let said = |at| {
        let date = view! { <When words at=at style=WhenStyle::Date /> };
        view! { <span>{around(&sentence, date)} " "</span> }
    };
    let opened: Vec<_> = opened.into_iter().map(said).collect();
    view! {
        <p class="note">
            <Icon shape=Shape::Person />
            <span>{kept} {opened}</span>
        </p>
    }
}

/// What a message's page says to somebody without a passkey.
#[component]
fn PasskeyOffer(
    /// The language's words.
    words: Words,
) -> impl IntoView {
    view! {
        <aside class="sheet stack" aria-labelledby="passkey-offer">
            <h2 id="passkey-offer">{words.passkey_offer_heading()}</h2>
            <p>{words.passkey_offer()}</p>
            <p>
                <a class="button" href="/account#passkey">
                    {words.passkey_offer_link()}
                </a>
            </p>
        </aside>
    }
}

/// The person comes first: over a letter, they sign it.
fn signature(words: Words, sender: &str, organisation: &str) -> String {
    if sender.is_empty() { organisation.to_owned() } else { words.signed_by(sender, organisation) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_the_page_closes() {
        assert!(Words::ENGLISH.idle_note(15).ends_with("used it for 15 minutes."));
        assert!(Words::ENGLISH.idle_note(1).ends_with("used it for a minute."));
        assert!(Words::ENGLISH.idle_note(0).contains("in less than a minute"));
    }

    #[test]
    fn who_signs() {
        assert_eq!(
            signature(Words::ENGLISH, "Dr. Imani Okafor", "Lakeside Clinic"),
            "Dr. Imani Okafor, Lakeside Clinic"
        );
        assert_eq!(signature(Words::ENGLISH, "", "Lakeside Clinic"), "Lakeside Clinic");
    }
}
