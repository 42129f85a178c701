//! A passcode for those who have no password yet.

use domain::{Passcode, PasscodeError};
use leptos::{
    html::{Details, Input},
    prelude::*,
};

use super::element;
use crate::{
    browser::{heard, suggest},
    pages::mail::form::{FieldError, clear, focus, invalid, value},
};

/// The field.
#[derive(Clone, Copy)]
pub(super) struct PasscodeField {
    details: NodeRef<Details>,
    input: NodeRef<Input>,
    pub(super) error: RwSignal<String>,
    /// Whether no first message goes without one.
    required: bool,
}

impl PasscodeField {
    pub(super) fn new(required: bool) -> Self {
        Self { details: NodeRef::new(), input: NodeRef::new(), error: RwSignal::default(), required }
    }

    /// The passcode as it will be heard, if there is one; or what is wrong with it.
    pub(super) fn chosen(self) -> Result<Option<String>, String> {
        let typed = value(self.input);
        if typed.trim().is_empty() {
            return Ok(None);
        }
        heard(&typed).map(Some).map_err(|error: PasscodeError| error.to_string())
    }

    /// As it was typed, to be told to the recipient.
    pub(super) fn shown(self) -> String {
        value(self.input).trim().to_owned()
    }

    /// Takes the writer to the field, which may be folded away.
    pub(super) fn show(self) {
        if let Some(details) = element(self.details) {
            details.set_open(true);
        }
        focus(self.input);
    }

    pub(super) fn clear(self) {
        clear(self.input);
        self.error.set(String::new());
    }
}

/// The field, folded away unless every first message needs one.
#[component]
pub(super) fn PasscodeOption(
    /// The field.
    field: PasscodeField,
    /// Whether the message is being sent.
    busy: RwSignal<bool>,
) -> impl IntoView {
    let make = move |_| {
        if let Some(input) = element(field.input).filter(|_| !busy.get_untracked()) {
            input.set_value(&suggest());
            field.error.set(String::new());
        }
    };
    let needed =
        field.required.then_some("Your organisation wants one for everybody who has no password yet. ");
    view! {
        <details node_ref=field.details open=field.required>
            <summary>"Passcode"</summary>
            <div class="field">
                <label for="passcode">"Passcode for a first message"</label>
                <p class="hint" id="passcode-hint">
                    {needed}
                    "Whoever has no password here yet opens your message with it only. Tell it to them by voice or on paper, never by text. Others need none."
                </p>
                <input
                    id="passcode"
                    node_ref=field.input
                    maxlength=(4 * Passcode::LONGEST).to_string()
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby="passcode-hint passcode-error"
                    aria-invalid=invalid(field.error)
                    readonly=move || busy.get()
                />
                <FieldError id="passcode-error" error=field.error />
                <p class="below">
                    <button type="button" on:click=make>
                        "Suggest one"
                    </button>
                </p>
            </div>
        </details>
    }
}
