//! The passcode's field, and the form that asks for nothing else.

use domain::PasscodeError;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::wasm_split;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use words::FormWords;

use super::{
    Missing,
    dom::{on, set},
    form::Form,
    said,
};
use crate::{UiError, api::recipient::PasscodeGate, browser};

/// A passcode's field and what its message waits behind.
#[derive(Clone)]
pub(super) struct Passcode {
    gate: PasscodeGate,
    words: FormWords,
    input: HtmlInputElement,
    error: Element,
}

impl Passcode {
    /// The field below `root`. `None` where no passcode is asked for.
    pub(super) fn find(root: &HtmlElement, form: &Form) -> Option<Self> {
        let gate = serde_json::from_str(&root.dataset().get("passcode")?).ok()?;
        let words = form.words().clone();
        let this = Self { gate, words, input: form.part("#passcode")?, error: form.part("#passcode-error")? };
        let typing = this.clone();
        on(&this.input, "input", move |_| typing.say(""));
        Some(this)
    }

    /// What was typed, as it is heard; `None` after saying what is wrong with it.
    pub(super) fn accepted(&self) -> Option<(PasscodeGate, String)> {
        match browser::heard(&self.input.value()) {
            Ok(heard) => Some((self.gate.clone(), heard)),
            Err(error) => {
                let words = &self.words;
                self.refuse(&match error {
                    PasscodeError::TooShort => words.passcode_short(&domain::Passcode::SHORTEST.to_string()),
                    PasscodeError::TooLong => words.passcode_long(&domain::Passcode::LONGEST.to_string()),
                });
                None
            }
        }
    }

    /// Says what is wrong with it, and goes there.
    pub(super) fn refuse(&self, sentence: &str) {
        self.say(sentence);
        // Fails only for an element that has left the page.
        let _ = self.input.focus();
    }

    fn say(&self, sentence: &str) {
        self.error.set_text_content(Some(sentence));
        set(&self.input, "aria-invalid", (!sentence.is_empty()).then_some("true"));
    }

    /// Whether an error is about the passcode; then it is said here, or by the page that comes.
    pub(super) fn took(&self, form: &Form, error: &UiError) -> bool {
        match error {
            UiError::WrongPasscode { .. } => {
                form.rest();
                self.refuse(&said::sentence(&self.words, error));
                true
            }
            UiError::PasscodeSealed => {
                browser::reload();
                true
            }
            _ => false,
        }
    }
}

/// Makes the form live that opens a message behind a passcode for somebody who is signed in.
#[wasm_bindgen]
pub async fn passcode_form(root: HtmlElement) -> Result<(), Missing> {
    enliven(root).await
}

/// Loaded with its page only: most recipients never see it.
#[wasm_split(passcode_form, fallible)]
fn enliven(root: HtmlElement) -> Result<(), Missing> {
    let form = Form::find(&root).ok_or(Missing)?;
    let passcode = Passcode::find(&root, &form).ok_or(Missing)?;
    let locator = root.dataset().get("locator").unwrap_or_default();
    let own_key =
        root.dataset().get("key").and_then(|json| serde_json::from_str(&json).ok()).ok_or(Missing)?;
    form.on_submit(move |form| {
        let Some((gate, heard)) = passcode.accepted() else { return };
        form.begin(form.words().busy_open());
        let (locator, own_key): (String, domain::Blob) = (locator.clone(), Clone::clone(&own_key));
        let (form, passcode) = (form.clone(), passcode.clone());
        spawn_local(async move {
            match browser::open_passcode(locator, gate, heard, &own_key).await {
                Ok(()) => browser::reload(),
                Err(error) if passcode.took(&form, &error) => {}
                Err(error) => form.fail(&error),
            }
        });
    });
    Ok(())
}
