//! Writing a message. It is sealed here, in the sender's browser, before it leaves.

mod attach;
mod chips;
mod deliver;
mod desk;
mod fields;
mod files;
mod outcome;
mod passcode;
mod send;
mod texts;
mod to;
mod when;

use domain::{Blob, Country};
use leptos::{ev, ev::SubmitEvent, html::ElementType, prelude::*};
use serde::{Deserialize, Serialize};

use attach::Attachments;
use desk::Desk;
use fields::{Options, Texts};
use outcome::Banners;
use passcode::PasscodeOption;
use send::SendButton;
use texts::TextOptions;
use to::Recipients;

use crate::components::{SenderFrame, SenderPage};

/// What the page needs to read recipients and to seal for the sender.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ComposeSetup {
    /// The sender's public key, with its algorithm id.
    pub(crate) public_key: Blob,
    /// The domain that may follow a number.
    pub(crate) domain: String,
    /// The country whose numbers may be written without their country code.
    pub(crate) country: Country,
    /// Whether every first message needs a passcode.
    pub(crate) passcode_required: bool,
    /// Whether the organisation keeps an archive key.
    pub(crate) archive: bool,
}

/// Where a sender writes a message.
#[component]
pub(crate) fn ComposePage(
    /// What the page needs.
    setup: ComposeSetup,
) -> impl IntoView {
    view! {
        <SenderFrame page=SenderPage::Compose>
            <h1>"New message"</h1>
            <Compose setup=setup />
        </SenderFrame>
    }
}

/// The form and what came of sending it.
#[island(lazy)]
pub(crate) fn Compose(setup: ComposeSetup) -> impl IntoView {
    let desk = Desk::new(setup);
    Effect::new(move |_| {
        desk.catch_up();
        attach::listen(desk);
        window_event_listener(ev::beforeunload, move |event| {
            if desk.has_unsent() {
                event.prevent_default();
            }
        });
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        desk.send();
    };
    view! {
        <Banners desk=desk />
        <form
            id="message"
            class="columns"
            class:target=move || desk.is_target.get()
            method="post"
            data-island=""
            novalidate
            autocomplete="off"
            aria-label="New message"
            on:submit=submit
        >
            <div class="sheet">
                <Recipients desk=desk />
                <Texts desk=desk />
                <Attachments desk=desk />
            </div>
            <div class="sheet">
                <Options desk=desk />
                <PasscodeOption field=desk.passcode chips=desk.chips busy=desk.busy />
                <TextOptions fields=desk.texts busy=desk.busy />
                <SendButton desk=desk />
            </div>
        </form>
    }
}

/// The element behind a reference, without following it.
fn element<E>(node: NodeRef<E>) -> Option<E::Output>
where
    E: ElementType,
    E::Output: leptos::wasm_bindgen::JsCast + Clone + 'static,
{
    node.get_untracked()
}
