//! A recipient who has forgotten their password, and what their sender does about it.

use domain::{DeliveryId, MessageId, PasscodeSalt, UnixMillis};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::passcode::GivePasscode;
use crate::components::When;

/// How it stands with a recipient's keys.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Access {
    /// They can open what they were sent.
    Usual,
    /// Somebody says that they have forgotten their password. With what a passcode is stretched with.
    Asked(UnixMillis, PasscodeSalt),
    /// A new password can be set from this time on.
    Approved(UnixMillis),
    /// They have newer keys than this message is sealed to.
    Closed,
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
        Access::Asked(at, stretched) => view! {
            <div class="banner warn">
                <p>
                    <strong>"Somebody says that they have forgotten their password,"</strong> " on " <When at=at />
                    ". It was asked with the link of this message, which anybody has who reads the person’s texts. Speak with the person, on another way than by text, before you agree."
                </p>
            </div>
            <details>
                <summary>"It is the right person: give a passcode"</summary>
                <p>"With it they set a new password, after a waiting time. What you have sent them before stays closed, unless you release it again."</p>
                <GivePasscode message=message delivery=delivery stretched=stretched approves=true />
            </details>
            <form method="post" action=format!("/sent/{message}/decline-reset") class="row">
                {this}
                <button class="danger">"Decline"</button>
            </form>
        }
        .into_any(),
        Access::Approved(at) => view! {
            <div class="banner good">
                <p>"You agreed to a new password. It can be set with your passcode from " <When at=at /> "."</p>
            </div>
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
