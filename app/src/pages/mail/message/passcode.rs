//! How it stands with a delivery behind a passcode, and another one for it.

use domain::{DeliveryId, MessageId, PasscodeError, PasscodeSalt};
use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};

use crate::{
    browser::{give_passcode, heard, reload, suggest},
    pages::mail::form::{FieldError, Progress, SubmitButton, invalid, value},
};

/// What is left to try.
pub(super) fn words(left: u32) -> String {
    match left {
        0 => "Locked after five wrong passcodes. Speak with the person, then give them a new one.".to_owned(),
        1 => "Waits for the passcode. One more wrong one locks it.".to_owned(),
        left => format!("Waits for the passcode. {left} wrong ones would lock it."),
    }
}

/// What a passcode is given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// In place of an earlier one, with as many tries.
    Renew,
    /// A first one, for somebody whose number is locked.
    Admit,
    /// To approve a new password.
    Approve,
    /// To lock a number until it is claimed with it.
    Lock,
}

impl Purpose {
    const fn label(self) -> &'static str {
        match self {
            Self::Lock => "Passcode for the person",
            Self::Renew | Self::Admit | Self::Approve => "New passcode",
        }
    }

    const fn button(self) -> &'static str {
        match self {
            Self::Lock => "Lock the number",
            Self::Renew | Self::Admit | Self::Approve => "Use this passcode",
        }
    }
}

/// A form that gives a delivery a passcode.
#[island(lazy)]
pub(crate) fn GivePasscode(
    /// The message.
    message: MessageId,
    /// The delivery.
    delivery: DeliveryId,
    /// What the passcode is stretched with.
    stretched: PasscodeSalt,
    /// What it is for.
    purpose: Purpose,
) -> impl IntoView {
    let (input, progress) = (NodeRef::<Input>::new(), Progress::new());
    let id = format!("passcode-{delivery}");
    let hint = match purpose {
        Purpose::Renew => {
            "Tell it to the person by voice or on paper, never by text. The old one stops working."
        }
        _ => "Tell it to the person by voice or on paper, never by text.",
    };
    let id = if purpose == Purpose::Lock { format!("lock-{delivery}") } else { id };
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described_by = format!("{hint_id} {error_id}");
    let make = move |_| {
        if let Some(input) = input.get_untracked().filter(|_| !progress.busy.get_untracked()) {
            input.set_value(&suggest());
        }
    };
    let stretched = StoredValue::new(stretched);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let heard = match heard(&value(input)) {
            Ok(heard) => heard,
            Err(error) => return progress.refuse(PasscodeError::to_string(&error)),
        };
        if progress.begin("Setting the new passcode. This takes a few seconds.") {
            spawn_local(async move {
                match give_passcode(purpose, message, delivery, &heard, stretched.get_value()).await {
                    Ok(()) => reload(),
                    Err(error) => progress.fail(&error),
                }
            });
        }
    };
    view! {
        <form method="post" data-island="" novalidate autocomplete="off" on:submit=submit>
            <div class="field">
                <label for=id.clone()>{purpose.label()}</label>
                <p class="hint" id=hint_id>
                    {hint}
                </p>
                <input
                    id=id
                    node_ref=input
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby=described_by
                    aria-invalid=invalid(progress.error)
                    readonly=move || progress.busy.get()
                />
                <FieldError id=error_id error=progress.error />
                <p class="below">
                    <button type="button" on:click=make>
                        "Suggest one"
                    </button>
                </p>
            </div>
            <SubmitButton progress=progress words=purpose.button() busy_words="Setting it…" />
        </form>
    }
}
