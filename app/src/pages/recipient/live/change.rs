//! The form for another password: both are stretched here, and the key is wrapped anew.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::wasm_split;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
    Missing,
    dom::{on, set},
    form::Form,
    strength::Meter,
};
use crate::{UiError, api::session::SessionKind, browser};

/// The password until now, and what was wrong with it.
#[derive(Clone)]
struct Current {
    input: HtmlInputElement,
    error: Element,
}

impl Current {
    fn say(&self, sentence: &str) {
        self.error.set_text_content(Some(sentence));
        set(&self.input, "aria-invalid", (!sentence.is_empty()).then_some("true"));
    }
}

/// Makes the form live in which a recipient changes their password.
#[wasm_bindgen]
pub async fn change_form(root: HtmlElement) -> Result<(), Missing> {
    enliven(root).await
}

/// Loaded with its page only: most recipients never see it.
#[wasm_split(change_form, fallible)]
fn enliven(root: HtmlElement) -> Result<(), Missing> {
    let form = Form::find(&root).ok_or(Missing)?;
    let meter = Meter::watch(&form).ok_or(Missing)?;
    let input = form.part("#current").ok_or(Missing)?;
    let current = Current { input, error: form.part("#current-error").ok_or(Missing)? };
    let typing = current.clone();
    on(&current.input, "input", move |_| typing.say(""));
    let challenge = root.dataset().get("challenge");
    form.on_submit(move |form| {
        let Some(challenge) = challenge.as_ref().and_then(|json| serde_json::from_str(json).ok()) else {
            return form.fail(&UiError::Unexpected);
        };
        let Some(password) = meter.accepted(form, form.words().busy_change()) else {
            return;
        };
        let (form, current) = (form.clone(), current.clone());
        spawn_local(async move {
            let typed = current.input.value();
            match browser::change_password(SessionKind::Recipient, challenge, &typed, &password).await {
                Ok(()) => browser::go_to("/account?changed=yes"),
                Err(UiError::WrongPassword) => {
                    form.rest();
                    current.say(form.words().wrong_own_password());
                    // Fails only for an element that has left the page.
                    let _ = current.input.focus();
                }
                Err(error) => form.fail(&error),
            }
        });
    });
    Ok(())
}
