//! The forms that make a recovery code, and use one.

use js_sys::encode_uri_component;
use seal::RecoveryCode;
use wasm_bindgen::{JsCast as _, prelude::wasm_bindgen};
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::wasm_split;
use web_sys::{Element, HtmlDocument, HtmlElement, HtmlInputElement};
use words::FormWords;

use super::{
    Missing,
    dom::{find, on, set},
    form::Form,
    strength::Meter,
};
use crate::{
    UiError,
    api::session::{SessionKind, Who},
    browser,
};

/// An input with what is wrong with it.
#[derive(Clone)]
struct Field {
    input: HtmlInputElement,
    error: Element,
}

impl Field {
    fn find(form: &Form, input: &str, error: &str) -> Option<Self> {
        let this = Self { input: form.part(input)?, error: form.part(error)? };
        let typing = this.clone();
        on(&this.input, "input", move |_| typing.say(""));
        Some(this)
    }

    fn say(&self, sentence: &str) {
        self.error.set_text_content(Some(sentence));
        set(&self.input, "aria-invalid", (!sentence.is_empty()).then_some("true"));
    }

    fn refuse(&self, sentence: &str) {
        self.say(sentence);
        // Fails only for an element that has left the page.
        let _ = self.input.focus();
    }
}

/// Makes the form live that makes a recovery code.
#[wasm_bindgen]
pub async fn recovery_form(root: HtmlElement) -> Result<(), Missing> {
    enliven_recovery(root).await
}

/// Loaded with its page only: most recipients never see it.
#[wasm_split(recovery_form, fallible)]
fn enliven_recovery(root: HtmlElement) -> Result<(), Missing> {
    let form = Form::find(&root).ok_or(Missing)?;
    let own = Field::find(&form, "#own-password", "#own-password-error").ok_or(Missing)?;
    let challenge = root.dataset().get("challenge");
    form.on_submit(move |form| {
        let Some(challenge) = challenge.as_ref().and_then(|json| serde_json::from_str(json).ok()) else {
            return form.fail(&UiError::Unexpected);
        };
        form.begin(form.words().busy_recovery());
        let (form, own, root) = (form.clone(), own.clone(), root.clone());
        spawn_local(async move {
            let password = own.input.value();
            match browser::make_recovery_code(SessionKind::Recipient, &challenge, &password).await {
                Ok(code) => show(&root, form.words(), &code),
                Err(UiError::WrongPassword) => {
                    form.rest();
                    own.refuse(form.words().wrong_own_password());
                }
                Err(error) => form.fail(&error),
            }
        });
    });
    Ok(())
}

/// Makes the form live that sets a new password with a recovery code.
#[wasm_bindgen]
pub async fn recover_form(root: HtmlElement) -> Result<(), Missing> {
    enliven_recover(root).await
}

/// Loaded with its page only: most recipients never see it.
#[wasm_split(recover_form, fallible)]
fn enliven_recover(root: HtmlElement) -> Result<(), Missing> {
    let form = Form::find(&root).ok_or(Missing)?;
    let code = Field::find(&form, "#code", "#code-error").ok_or(Missing)?;
    let meter = Meter::watch(&form).ok_or(Missing)?;
    let locator = root.dataset().get("locator");
    form.on_submit(move |form| {
        let read = match RecoveryCode::parse(&code.input.value()) {
            Ok(read) => read,
            Err(_) => return code.refuse(form.words().code_invalid()),
        };
        let who = match (&locator, form.part::<HtmlInputElement>("#phone")) {
            (Some(locator), _) => Who::Locator(locator.clone()),
            (None, phone) => Who::Phone(phone.map(|phone| phone.value()).unwrap_or_default()),
        };
        let busy = form.words().busy_recover();
        let Some(password) = meter.accepted(form, busy) else { return };
        let (form, code, root) = (form.clone(), code.clone(), root.clone());
        spawn_local(async move {
            match browser::recover(who, &read, &password).await {
                Ok(next) => show(&root, form.words(), &next),
                Err(UiError::WrongPassword) => {
                    form.rest();
                    code.refuse(form.words().wrong_recovery_code());
                }
                Err(error) => form.fail(&error),
            }
        });
    });
    Ok(())
}

/// Shows a code in the place of the form.
fn show(root: &HtmlElement, words: &FormWords, code: &str) {
    let Some(shown) = find::<HtmlElement>(root, "[data-code]") else { return };
    if let Some(place) = find::<Element>(&shown, "code") {
        place.set_text_content(Some(code));
    }
    if let Some(save) = find::<Element>(&shown, "[data-do=save]") {
        let text = format!("{}\r\n", words.recovery_file(code));
        let text = String::from(encode_uri_component(&text));
        set(&save, "href", Some(&format!("data:text/plain;charset=utf-8,{text}")));
    }
    if let Some(print) = find::<Element>(&shown, "[data-do=print]") {
        on(&print, "click", |_| {
            // Where nothing can be printed, the code still stands there.
            let _ = web_sys::window().map(|window| window.print());
        });
    }
    if let (Some(button), Some(said), Some(place)) = (
        find::<Element>(&shown, "[data-do=copy]"),
        find::<Element>(&shown, "[role=status]"),
        find::<Element>(&shown, "code"),
    ) {
        let words = words.clone();
        on(&button, "click", move |_| {
            let copied = if copy(&place) { words.copied() } else { words.not_copied() };
            said.set_text_content(Some(copied));
        });
    }
    if let Some(form) = find::<Element>(root, "form") {
        form.remove();
    }
    set(&shown, "hidden", None);
    if let Some(heading) = find::<Element>(&shown, "h3").and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // Fails only for an element that has left the page.
        let _ = heading.focus();
    }
}

/// Copies an element's text by selecting it, which works in old browsers too and needs no permission.
fn copy(place: &Element) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let Ok(Some(selection)) = window.get_selection() else { return false };
    let document = window.document().and_then(|document| document.dyn_into::<HtmlDocument>().ok());
    selection.select_all_children(place).is_ok()
        && document.is_some_and(|document| document.exec_command("copy").unwrap_or(false))
}
