//! The first visit's form: the keys are made here, and the password goes nowhere.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use super::{
    dom::on,
    form::Form,
    strength::{Meter, refusal},
};
use crate::browser;

/// Makes the form live in which a recipient chooses a password.
#[wasm_bindgen]
pub fn claim_form(root: &HtmlElement) {
    let Some(form) = Form::find(root) else { return };
    let Some(meter) = Meter::find(&form) else { return };
    // What was typed before the page was live counts too.
    meter.judge();
    let (typing, typed) = (form.clone(), meter.clone());
    on(form.password(), "input", move |_| {
        typing.forgive();
        typed.judge();
    });
    let locator = root.dataset().get("locator").unwrap_or_default();
    form.on_submit(move |form| {
        if let Some(password) = accepted(form, &meter) {
            spawn_local(claim(locator.clone(), password, form.clone()));
        }
    });
}

/// The password, if the form can be sent with it.
fn accepted(form: &Form, meter: &Meter) -> Option<String> {
    let typed = form.password().value();
    if let Some(sentence) = refusal(&browser::normalized(&typed)) {
        meter.hush();
        form.refuse(&sentence);
        form.focus();
        return None;
    }
    form.begin("Locking your messages with your password. This takes a few seconds.");
    Some(typed)
}

async fn claim(locator: String, password: String, form: Form) {
    match browser::claim(locator, &password).await {
        Ok(()) => browser::reload(),
        Err(error) => form.fail(&error),
    }
}
