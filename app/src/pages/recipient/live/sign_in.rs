//! The forms of later visits: the password is stretched here and goes nowhere.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, HtmlInputElement};

use super::form::Form;
use crate::{
    UiError,
    api::session::{Challenge, Who},
    browser,
};

/// Makes the form live that opens a message behind a link.
#[wasm_bindgen]
pub fn unlock_form(root: &HtmlElement) {
    let Some(form) = Form::find(root) else { return };
    let locator = root.dataset().get("locator").unwrap_or_default();
    // Without it, or when it cannot be read, the server is asked.
    let challenge = root.dataset().get("challenge");
    form.on_submit(move |form| {
        form.begin(form.words().busy_open());
        let challenge = challenge.as_ref().and_then(|json| serde_json::from_str(json).ok());
        spawn_local(unlock(Who::Locator(locator.clone()), challenge, form.clone()));
    });
}

/// Makes the form live that opens the list. Its answers are the same for a number that nobody knows.
#[wasm_bindgen]
pub fn inbox_form(root: &HtmlElement) {
    let Some(form) = Form::find(root) else { return };
    let Some(phone) = form.part::<HtmlInputElement>("#phone") else { return };
    form.on_submit(move |form| {
        form.begin(form.words().busy_sign_in());
        spawn_local(sign_in(Who::Phone(phone.value()), form.clone()));
    });
}

async fn unlock(who: Who, challenge: Option<Challenge>, form: Form) {
    match browser::sign_in(who, challenge, &form.password().value()).await {
        Ok(()) => form.done(),
        Err(UiError::WrongPassword) => {
            form.refuse(form.words().wrong_password());
            form.focus();
        }
        Err(error) => form.fail(&error),
    }
}

async fn sign_in(who: Who, form: Form) {
    match browser::sign_in(who, None, &form.password().value()).await {
        Ok(()) => form.done(),
        Err(UiError::WrongPassword) => {
            form.refuse(form.words().wrong_sign_in());
        }
        Err(error) => form.fail(&error),
    }
}
