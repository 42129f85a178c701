//! One message that a sender has sent.

mod archive;
mod keys;
mod passcode;
mod reset;
mod timeline;
mod watch;

use domain::{DeliveryId, DeliveryState, FailureReason, MessageId, PasscodeSalt, PhoneNumber, UnixMillis};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use archive::Archive;
pub(crate) use archive::ArchiveView;
use keys::RecipientKeys;
pub(crate) use keys::{Keys, change_words};
pub(crate) use passcode::Purpose as PasscodePurpose;
use passcode::{GivePasscode, Purpose};
use reset::Reset;
pub(crate) use reset::{Access, Facts};
use timeline::Timeline;
use watch::WatchDeliveries;

use super::sent::StateBadge;
use crate::components::{AttachmentRow, Attachments, Icon, SenderFrame, SenderPage, Shape, When, WhenStyle};

/// A message with everything that became of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SentMessageView {
    /// The message.
    pub(crate) id: MessageId,
    /// Subject and body; `None` when they are erased.
    pub(crate) texts: Option<(String, String)>,
    /// The files that went with it, until they are erased.
    pub(crate) attachments: Vec<AttachmentRow>,
    /// When it was sent.
    pub(crate) sent_at: UnixMillis,
    /// When it goes out, or went out; later than `sent_at` when it was scheduled.
    pub(crate) not_before: UnixMillis,
    /// When it is erased.
    pub(crate) expires_at: UnixMillis,
    /// How it ended.
    pub(crate) ended: Option<DeliveryState>,
    /// To whom, and what became of it.
    pub(crate) deliveries: Vec<DeliveryTimeline>,
    /// What has just been done about it.
    pub(crate) flash: Option<Flash>,
    /// What the organisation can open, and has opened.
    pub(crate) archive: ArchiveView,
}

/// A recipient with everything that became of their delivery.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DeliveryTimeline {
    /// The delivery.
    pub(crate) id: DeliveryId,
    /// The recipient.
    pub(crate) phone: PhoneNumber,
    /// Where it stands.
    pub(crate) state: DeliveryState,
    /// Why it failed.
    pub(crate) failure: Option<FailureReason>,
    /// What happened to it or to the whole message, oldest first.
    pub(crate) events: Vec<Event>,
    /// Whether another notice can be sent.
    pub(crate) can_remind: bool,
    /// Whether its notice waits for the sender's decision.
    pub(crate) is_held: bool,
    /// While it waits behind a passcode: how many wrong ones there can still be, and what another one is stretched with.
    pub(crate) passcode: Option<(u32, PasscodeSalt)>,
    /// How it stands with the recipient's access.
    pub(crate) access: Access,
    /// How it stands with their keys.
    pub(crate) keys: Keys,
}

/// Something that happened.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Event {
    /// When.
    pub(crate) at: UnixMillis,
    /// The engine's code for it, such as `notice-sent`.
    pub(crate) action: String,
    /// The code of a reason.
    pub(crate) detail: Option<String>,
}

/// What came of a sender's last click.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Flash {
    /// Another notice is on its way.
    Reminded {
        /// To whom.
        phone: PhoneNumber,
        /// Until when it waits, where it is night for them.
        waits_until: Option<UnixMillis>,
    },
    /// No other notice is sent; the sentence says why.
    NotReminded(String),
}

/// A message, to whom it went, and what became of it.
#[component]
pub(crate) fn SentMessagePage(
    /// What to show.
    message: SentMessageView,
) -> impl IntoView {
    let SentMessageView { id, sent_at, ended, .. } = message;
    let not_before = message.scheduled();
    let states = message.deliveries.iter().map(|delivery| (delivery.id, delivery.state)).collect();
    let people = people_words(message.deliveries.len());
    let recall = ended.is_none().then(|| view! { <Recall id=id people=message.deliveries.len() /> });
    let watch = ended.is_none().then(|| view! { <WatchDeliveries message=id states=states /> });
    let banner = banner(ended, message.flash.clone());
    let archive = message.archive.clone();
    let deliveries = message.deliveries.clone().into_iter();
    let deliveries: Vec<_> = deliveries
        .map(|delivery| view! { <Recipient message=id delivery=delivery sent_at=sent_at not_before=not_before /> })
        .collect();
    view! {
        <SenderFrame page=SenderPage::Sent>
            <p>
                <a class="back with-icon" href="/sent">
                    <Icon shape=Shape::Back />
                    " Sent"
                </a>
            </p>
            {banner}
            <Archive view=archive />
            <div class="columns">
                <div class="stack">
                    <Letter message=message />
                    {recall}
                </div>
                <section aria-labelledby="people">
                    <h2 id="people">{people}</h2>
                    {deliveries}
                </section>
            </div>
            {watch}
        </SenderFrame>
    }
}

impl SentMessageView {
    /// When its notices go out, while none has.
    fn scheduled(&self) -> Option<UnixMillis> {
        let is_waiting = self.deliveries.iter().all(|delivery| delivery.state == DeliveryState::Queued);
        Some(self.not_before).filter(|at| is_waiting && *at > self.sent_at)
    }
}

fn people_words(count: usize) -> String {
    match count {
        1 => "1 recipient".to_owned(),
        _ => format!("{count} recipients"),
    }
}

fn banner(ended: Option<DeliveryState>, flash: Option<Flash>) -> Option<impl IntoView> {
    let mut when = None;
    let (class, words) = match (flash, ended) {
        (Some(Flash::Reminded { phone, waits_until: None }), _) => {
            ("banner good", format!("Reminder on its way to {}.", phone.readable()))
        }
        (Some(Flash::Reminded { phone, waits_until: Some(at) }), _) => {
            when = Some(view! { " " <When at=at /> "." });
            ("banner good", format!("It is night for {}. The reminder goes out", phone.readable()))
        }
        (Some(Flash::NotReminded(sentence)), _) => ("banner warn", sentence),
        (None, Some(DeliveryState::Recalled)) => {
            ("banner good", "Recalled. The message is erased.".to_owned())
        }
        (None, _) => return None,
    };
    Some(view! {
        <div class=class role="status">
            <p>{words} {when}</p>
        </div>
    })
}

/// The message itself, or that it is erased.
#[component]
fn Letter(message: SentMessageView) -> impl IntoView {
    let scheduled = message.scheduled();
    let SentMessageView { texts, attachments, sent_at, not_before, expires_at, .. } = message;
    let erased = || {
        let text = "Its content is gone for everybody, you included. What became of it stays here.";
        ("This message is erased".to_owned(), text.to_owned())
    };
    let end = texts
        .is_some()
        .then(|| view! { <span>"Erased on " <When at=expires_at style=WhenStyle::Date /></span> });
    let start = match scheduled {
        Some(at) => view! { <span>"Goes out " <When at=at /></span> },
        None => view! { <span>"Sent " <When at=sent_at.max(not_before) /></span> },
    };
    let (subject, body) = texts.unwrap_or_else(erased);
    view! {
        <article class="sheet letter" aria-labelledby="subject">
            <h1 id="subject">{subject}</h1>
            <p class="meta">{start} " " {end}</p>
            <div class="text">{body}</div>
            <Attachments rows=attachments />
        </article>
    }
}

/// A recipient: what became of their delivery, and a reminder.
#[component]
fn Recipient(
    message: MessageId,
    delivery: DeliveryTimeline,
    sent_at: UnixMillis,
    not_before: Option<UnixMillis>,
) -> impl IntoView {
    let phone = delivery.phone.readable();
    let (delivery_id, access, keys) = (delivery.id, delivery.access.clone(), delivery.keys.clone());
    let states = vec![delivery.state];
    let passcode = delivery.passcode.clone().map(|(left, stretched)| {
        let class = if left == 0 { "banner bad" } else { "banner warn" };
        view! {
            <div class=class>
                <p>{passcode::words(left)}</p>
            </div>
            <details open=left == 0>
                <summary>"Give a new passcode"</summary>
                <GivePasscode message=message delivery=delivery.id stretched=stretched purpose=Purpose::Renew />
            </details>
        }
    });
    let held = delivery.is_held.then(|| {
        view! {
            <form method="post" action=format!("/sent/{message}/release") class="row">
                <input type="hidden" name="delivery" value=delivery.id.to_string() />
                <button aria-label=format!("It is the right person: send to {phone}")>
                    "It is the right person: send it"
                </button>
            </form>
        }
    });
    let remind = (delivery.can_remind && !delivery.is_held).then(|| {
        view! {
            <form method="post" action=format!("/sent/{message}/remind") class="row">
                <input type="hidden" name="delivery" value=delivery.id.to_string() />
                <button aria-label=format!("Remind {phone}")>"Remind"</button>
            </form>
        }
    });
    view! {
        <section class="sheet stack" aria-label=phone.clone()>
            <div class="row apart">
                <h3 class="number">{phone.clone()}</h3>
                " "
                <StateBadge states=states not_before=not_before />
            </div>
            <Timeline delivery=delivery sent_at=sent_at not_before=not_before />
            <Reset message=message delivery=delivery_id access=access />
            {passcode}
            <RecipientKeys message=message delivery=delivery_id keys=keys />
            {held}
            {remind}
        </section>
    }
}

/// Takes the message back from all its recipients, after a question that needs no script.
#[component]
fn Recall(id: MessageId, people: usize) -> impl IntoView {
    let whom = if people == 1 { "this person" } else { "everybody" };
    view! {
        <div class="row">
            <details class="confirm">
                <summary class="button danger">"Recall…"</summary>
                <div class="stack">
                    <p>
                        {format!(
                            "Take the message back from {whom}? It is erased at once, and nobody can bring it back. What they have already read, they have read.",
                        )}
                    </p>
                    <form method="post" action=format!("/sent/{id}/recall") class="row">
                        <button class="danger">"Recall the message"</button>
                    </form>
                </div>
            </details>
        </div>
    }
}
