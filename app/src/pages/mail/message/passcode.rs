//! How it stands with a delivery behind a passcode, and another one for it.

use domain::{DeliveryId, MessageId, PasscodeError, PasscodeSalt};
use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};

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

/// A form that gives a delivery a passcode: another one, with the same number of tries as at first, or one that sets a new
/// password.
#[island(lazy)]
pub(crate) fn GivePasscode(
    /// The message.
    message: MessageId,
    /// The delivery.
    delivery: DeliveryId,
    /// What the passcode is stretched with.
    stretched: PasscodeSalt,
    /// Whether it approves a new password, or takes the place of an earlier passcode.
    approves: bool,
) -> impl IntoView {
    let (input, progress) = (NodeRef::<Input>::new(), Progress::new());
    let id = format!("passcode-{delivery}");
    let hint = if approves {
        "Tell it to the person by voice or on paper, never by text."
    } else {
        "Tell it to the person by voice or on paper, never by text. The old one stops working."
    };
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
                match give_passcode(approves, message, delivery, &heard, stretched.get_value()).await {
                    Ok(()) => reload(),
                    Err(error) => progress.fail(&error),
                }
            });
        }
    };
    view! {
        <form method="post" data-island="" novalidate autocomplete="off" on:submit=submit>
            <div class="field">
                <label for=id.clone()>"New passcode"</label>
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
            <SubmitButton progress=progress words="Use this passcode" busy_words="Setting it…" />
        </form>
    }
}
