//! A recipient who has forgotten their password, and what their sender does about it.

use domain::{DeliveryId, MessageId, PasscodeSalt, UnixMillis};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::passcode::{GivePasscode, Purpose};
use crate::components::When;

/// How it stands with a recipient's keys.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Access {
    /// They can open what they were sent.
    Usual,
    /// Somebody says that they have forgotten their password. With what is known beside it, and what a passcode is
    /// stretched with.
    Asked(UnixMillis, Facts, PasscodeSalt),
    /// A new password can be set between these times.
    Approved(UnixMillis, UnixMillis),
    /// Nobody has set one until then.
    Lapsed(UnixMillis),
    /// A sender has locked the number, and this message waits behind no passcode. With what one is stretched with.
    Locked(UnixMillis, PasscodeSalt),
    /// They have newer keys than this message is sealed to.
    Closed,
}

/// What is known of somebody who has forgotten their password.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Facts {
    /// Their number.
    pub(crate) phone: String,
    /// When it was claimed, and from what device.
    pub(crate) since: Option<(UnixMillis, Option<String>)>,
    /// When its owner signed in last.
    pub(crate) visited_at: Option<UnixMillis>,
    /// When its SIM was looked at, and the code of what was found.
    pub(crate) sim: Option<(UnixMillis, String)>,
}

/// The facts, as a list.
#[component]
fn KnownFacts(facts: Facts) -> impl IntoView {
    let Facts { phone, since, visited_at, sim } = facts;
    let since = since.map(|(at, agent)| {
        let agent = agent.map(|agent| format!(", from {agent}"));
        view! { <dt>"Password chosen"</dt><dd><When at=at /> {agent}</dd> }
    });
    let sim = match sim {
        Some((at, code)) => view! { {sim_words(&code)} ", " <When at=at /> }.into_any(),
        None => "Not looked at".into_any(),
    };
    let visited = match visited_at {
        Some(at) => view! { <When at=at /> }.into_any(),
        None => "Not known".into_any(),
    };
    view! {
        <dl class="facts">
            <dt>"Number"</dt>
            <dd class="number">{phone}</dd>
            {since}
            <dt>"Last signed in"</dt>
            <dd>{visited}</dd>
            <dt>"SIM card"</dt>
            <dd>{sim}</dd>
        </dl>
    }
}

fn sim_words(code: &str) -> &'static str {
    match code {
        "sim-changed" => "Changed a short while before",
        "sim-unchanged" => "Not changed lately",
        _ => "Nobody says whether it was changed",
    }
}

/// What there is to say and to decide.
#[component]
pub(super) fn Reset(
    /// The message.
    message: MessageId,
    /// The delivery.
    delivery: DeliveryId,
    /// How it stands.
    access: Access,
) -> impl IntoView {
    let this = view! { <input type="hidden" name="delivery" value=delivery.to_string() /> };
    match access {
        Access::Usual => ().into_any(),
        Access::Asked(at, facts, stretched) => view! {
            <div class="banner warn">
                <p>
                    <strong>"Somebody says that they have forgotten their password,"</strong> " on " <When at=at />
                    ". It was asked with the link of this message, which anybody has who reads the person’s texts. Speak with the person, on another way than by text, before you agree."
                </p>
            </div>
            <KnownFacts facts=facts />
            <details>
                <summary>"It is the right person: give a passcode"</summary>
                <p>"With it they set a new password, after a waiting time. What you have sent them before stays closed, unless you release it again."</p>
                <GivePasscode message=message delivery=delivery stretched=stretched purpose=Purpose::Approve />
            </details>
            <form method="post" action=format!("/sent/{message}/decline-reset") class="row">
                {this}
                <button class="danger">"Decline"</button>
            </form>
        }
        .into_any(),
        Access::Approved(from, until) => view! {
            <div class="banner good">
                <p>
                    "You agreed to a new password. It can be set with your passcode from " <When at=from />
                    " until " <When at=until /> "."
                </p>
            </div>
        }
        .into_any(),
        Access::Lapsed(until) => view! {
            <div class="banner warn">
                <p>
                    "You agreed to a new password, and nobody set one until " <When at=until />
                    ". Your passcode no longer works for it. The person can ask once more, with the link of a message."
                </p>
            </div>
        }
        .into_any(),
        Access::Locked(at, stretched) => view! {
            <div class="banner warn">
                <p>
                    "This number was locked on " <When at=at />
                    ", because somebody else may have claimed it. It is claimed again with a passcode only."
                </p>
            </div>
            <details>
                <summary>"Give the person a passcode for this message"</summary>
                <p>"Speak with them first, on another way than by text."</p>
                <GivePasscode message=message delivery=delivery stretched=stretched purpose=Purpose::Admit />
            </details>
        }
        .into_any(),
        Access::Closed => view! {
            <div class="banner warn">
                <p>"This person has a new password, and cannot open what you sent before. Release it only to somebody whom you have spoken with since."</p>
            </div>
            <form method="post" action=format!("/sent/{message}/release-again") class="row">
                {this}
                <button>"Release everything that I sent to them"</button>
            </form>
        }
        .into_any(),
    }
}
