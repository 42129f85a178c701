//! The first visit's form: the keys are made here, and the password goes nowhere.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use super::{form::Form, passcode::Passcode, strength::Meter};
use crate::{api::recipient::PasscodeGate, browser};

/// Makes the form live in which a recipient chooses a password.
#[wasm_bindgen]
pub fn claim_form(root: &HtmlElement) {
    let Some(form) = Form::find(root) else { return };
    let Some(meter) = Meter::watch(&form) else { return };
    let locator = root.dataset().get("locator").unwrap_or_default();
    let passcode = Passcode::find(root, &form);
    let replaces = root.dataset().get("replaces").is_some();
    form.on_submit(move |form| {
        let heard = match &passcode {
            Some(passcode) => match passcode.accepted() {
                None => return,
                heard => heard,
            },
            None => None,
        };
        let busy = form.words().busy_claim();
        if let Some(password) = meter.accepted(form, busy) {
            spawn_local(claim(locator.clone(), password, passcode.clone(), heard, replaces, form.clone()));
        }
    });
}

async fn claim(
    locator: String,
    password: String,
    passcode: Option<Passcode>,
    heard: Option<(PasscodeGate, String)>,
    replaces: bool,
    form: Form,
) {
    match browser::claim(locator, &password, heard, replaces).await {
        Ok(()) => form.done(),
        Err(error) if passcode.is_some_and(|passcode| passcode.took(&form, &error)) => {}
        Err(error) => form.fail(&error),
    }
}
