//! A recipient's keys, for their sender: since when and from what device, a number to compare by voice, and locking the
//! number again.

use domain::{DeliveryId, MessageId, PasscodeSalt, UnixMillis};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::passcode::{GivePasscode, Purpose};
use crate::{
    api::mail::Change,
    components::{When, WhenStyle},
};

/// How it stands with a recipient's keys.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Keys {
    /// Since when there are these.
    pub(crate) since: Option<UnixMillis>,
    /// The kind of browser that made them.
    pub(crate) agent: Option<String>,
    /// Their fingerprint, in digits.
    pub(crate) safety_number: Option<String>,
    /// The last change, until the sender has seen it.
    pub(crate) unseen: Option<(Change, UnixMillis)>,
    /// When the number's owner signed in last.
    pub(crate) visited_at: Option<UnixMillis>,
    /// What a passcode is stretched with, where the number can be locked.
    pub(crate) lock: Option<PasscodeSalt>,
}

/// What happened, and what to do.
pub(crate) const fn change_words(change: Change) -> (&'static str, &'static str) {
    match change {
        Change::Replaced => (
            "New keys, after a forgotten password.",
            "Before you send something private, speak with the person on another way than by text, and compare the safety number.",
        ),
        Change::Ended => (
            "A sender has locked this number, because somebody else may have claimed it.",
            "Nobody can open what you send until the person has claimed the number again, with a passcode.",
        ),
        Change::ClaimedAgain => (
            "New keys, after the number was locked.",
            "Before you send something private, speak with the person on another way than by text, and compare the safety number.",
        ),
    }
}

/// A warning until the sender says that they have seen it, and what there is to know and to do.
#[component]
pub(super) fn RecipientKeys(
    /// The message.
    message: MessageId,
    /// The delivery.
    delivery: DeliveryId,
    /// How it stands.
    keys: Keys,
) -> impl IntoView {
    let warning = keys.unseen.map(|(change, at)| {
        let (what, advice) = change_words(change);
        view! {
            <div class="banner warn" data-change>
                <p>
                    <strong>{what}</strong>
                    " On "
                    <When at=at style=WhenStyle::Date />
                    ". "
                    {advice}
                </p>
                <form method="post" action=format!("/sent/{message}/seen-keys") class="row">
                    <input type="hidden" name="delivery" value=delivery.to_string() />
                    <button>"I have seen this"</button>
                </form>
            </div>
        }
    });
    let details = keys.since.map(|since| view! { <Details message delivery since keys=keys.clone() /> });
    view! {
        {warning}
        {details}
    }
}

#[component]
fn Details(message: MessageId, delivery: DeliveryId, since: UnixMillis, keys: Keys) -> impl IntoView {
    let from = keys.agent.map(|agent| format!(", from {agent}"));
    let visited = keys.visited_at.map(|at| view! { " Last signed in on " <When at=at /> "." });
    let lock = keys.lock.map(|stretched| {
        view! {
            <details>
                <summary>"Somebody else has claimed this number"</summary>
                <p>
                    "Then lock it: whoever is signed in is signed out, their password stops working, and nobody claims the number again without the passcode that you give now. What was sent before stays closed until its sender releases it. The number gets a text about it, and its other senders a mail."
                </p>
                <GivePasscode message=message delivery=delivery stretched=stretched purpose=Purpose::Lock />
            </details>
        }
    });
    view! {
        <details>
            <summary>"Safety number"</summary>
            <p>"Password chosen on " <When at=since /> {from} "." {visited}</p>
            <p class="number safety">{keys.safety_number}</p>
            <p class="hint">
                "The person sees the same number under “Your access”. Have them read it to you: when it is the same, nobody else opens what you send to this number."
            </p>
            {lock}
        </details>
    }
}
