//! The button that unlocks with a passkey, and the form that adds one. Both say what their markup has for it, so that
//! nothing here is in any language. Accounts use them too.

use std::{pin::Pin, rc::Rc};

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::wasm_split;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
    Missing,
    dom::{find, on, set},
    form::Form,
    said,
};
use crate::{
    UiError,
    api::session::SessionKind,
    browser::{self, Adding, NoPasskey},
};

/// Shows the button that unlocks with a passkey, where the browser knows them.
#[wasm_bindgen]
pub fn passkey_button(root: &HtmlElement) {
    let Some(place) = Place::of(root) else { return };
    if browser::knows_passkeys() {
        root.set_hidden(false);
        let (kind, locator, next) =
            (kind_of(root), root.dataset().get("locator"), root.dataset().get("next"));
        on(&place.button.clone(), "click", move |_| {
            if place.begin() {
                spawn_local(unlock(place.clone(), kind, locator.clone(), next.clone()));
            }
        });
    }
}

async fn unlock(place: Place, kind: SessionKind, locator: Option<String>, next: Option<String>) {
    match sign_in(kind, locator).await {
        Ok(()) => match next {
            Some(next) => browser::go_to(&next),
            None => browser::reload(),
        },
        Err(no) => place.end(&no),
    }
}

/// Loaded when the button is pressed: most recipients never do.
#[wasm_split(passkey, fallible, return_wrapper(let signing_in = _; { signing_in.await } -> Result<(), NoPasskey>))]
fn sign_in(
    kind: SessionKind,
    locator: Option<String>,
) -> Pin<Box<dyn Future<Output = Result<(), NoPasskey>>>> {
    Box::pin(browser::sign_in_with_passkey(kind, locator))
}

/// Makes the form live that adds a passkey.
#[wasm_bindgen]
pub async fn passkey_form(root: HtmlElement) -> Result<(), Missing> {
    enliven(root).await
}

/// Loaded with its page only: most recipients never see it.
#[wasm_split(passkey_form, fallible)]
fn enliven(root: HtmlElement) -> Result<(), Missing> {
    if !browser::knows_passkeys() {
        show_only(&root, "[data-part=unknown]");
        return Ok(());
    }
    // Whoever has as many as there can be has no form.
    let Some(form) = Form::find(&root) else { return Ok(()) };
    let challenge = root.dataset().get("challenge");
    form.on_submit(move |form| {
        let Some(challenge) = challenge.as_ref().and_then(|json| serde_json::from_str(json).ok()) else {
            return form.fail(&UiError::Unexpected);
        };
        form.begin(&root.dataset().get("busy").unwrap_or_default());
        let (form, root) = (form.clone(), root.clone());
        spawn_local(async move {
            let password = form.password().value();
            match browser::begin_passkey(kind_of(&root), &challenge, &password).await {
                Ok(adding) => confirm(&root, &form, adding),
                Err(UiError::WrongPassword) => {
                    form.refuse(&root.dataset().get("wrong").unwrap_or_default());
                    form.focus();
                }
                Err(error) => form.fail(&error),
            }
        });
    });
    Ok(())
}

/// The password was right: what remains is one more touch, which browsers want before they ask for a finger.
fn confirm(root: &HtmlElement, form: &Form, adding: Adding) {
    let name = form.part::<HtmlInputElement>("#passkey-name").map(|name| name.value()).unwrap_or_default();
    form.password().set_value("");
    let Some(part) = show_only(root, "[data-part=confirm]") else { return };
    let (Some(place), Some(button)) = (Place::of(&part), find::<HtmlElement>(&part, "button")) else {
        return;
    };
    // Fails only for an element that has left the page.
    let _ = button.focus();
    let (adding, root) = (Rc::new(adding), root.clone());
    on(&button, "click", move |_| {
        if !place.begin() {
            return;
        }
        let (adding, root, place, name) = (adding.clone(), root.clone(), place.clone(), name.clone());
        spawn_local(async move {
            let person = root.dataset().get("person").unwrap_or_default();
            match adding.finish(&person, name).await {
                Ok(()) => browser::go_to(&root.dataset().get("next").unwrap_or_default()),
                Err(no) => place.end(&no),
            }
        });
    });
}

/// A button, and where stands what came of it.
#[derive(Clone)]
struct Place {
    button: HtmlElement,
    said: HtmlElement,
}

impl Place {
    fn of(root: &Element) -> Option<Self> {
        Some(Self { button: find(root, "button")?, said: find(root, "[role=alert]")? })
    }

    /// Takes it into work, unless it is in work already.
    fn begin(&self) -> bool {
        let is_busy = self.button.has_attribute("aria-disabled");
        self.said.set_text_content(None);
        set(&self.button, "aria-disabled", Some("true"));
        !is_busy
    }

    fn end(&self, no: &NoPasskey) {
        set(&self.button, "aria-disabled", None);
        let words = |name| self.said.dataset().get(name).unwrap_or_default();
        let sentence = match no {
            NoPasskey::Cancelled => words("cancelled"),
            NoPasskey::There => words("there"),
            NoPasskey::NoKey => words("nokey"),
            NoPasskey::Refused(UiError::WrongPassword) => words("refused"),
            NoPasskey::Refused(error) => said::sentence(&said::words(), error),
        };
        self.said.set_text_content(Some(&sentence));
    }
}

/// Shows one part in the place of the form.
fn show_only(root: &HtmlElement, selector: &str) -> Option<HtmlElement> {
    let part: HtmlElement = find(root, selector)?;
    if let Some(form) = find::<HtmlElement>(root, "form") {
        form.set_hidden(true);
    }
    part.set_hidden(false);
    Some(part)
}

fn kind_of(root: &HtmlElement) -> SessionKind {
    match root.dataset().get("kind").as_deref() {
        Some("sender") => SessionKind::Sender,
        _ => SessionKind::Recipient,
    }
}
