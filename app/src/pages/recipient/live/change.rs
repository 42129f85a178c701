//! The form for another password: both are stretched here, and the key is wrapped anew.

use leptos::lazy;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
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
pub async fn change_form(root: HtmlElement) {
    enliven(root).await;
}

/// Loaded with its page only: most recipients never see it.
#[lazy]
fn enliven(root: HtmlElement) {
    let root = &root;
    let Some(form) = Form::find(root) else { return };
    let Some(meter) = Meter::watch(&form) else { return };
    let (Some(input), Some(error)) = (form.part("#current"), form.part("#current-error")) else { return };
    let current = Current { input, error };
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
}
