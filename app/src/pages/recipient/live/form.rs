//! A form with a password, and what it goes through: busy, refused, slowed down.

use std::{cell::Cell, rc::Rc, time::Duration};

use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, HtmlFormElement, HtmlInputElement};
use words::FormWords;

use super::{
    dom::{find, on, set},
    said,
};
use crate::{
    UiError,
    browser::{now, pause, reload},
};

/// A form on the page.
#[derive(Clone)]
pub(super) struct Form(Rc<Parts>);

struct Parts {
    form: HtmlFormElement,
    password: HtmlInputElement,
    button: HtmlElement,
    /// What the button says when the form can be sent.
    label: String,
    /// What there is to say.
    words: FormWords,
    /// What went wrong; it is announced.
    error: Element,
    /// For those who listen to the page.
    status: Element,
    busy: Cell<bool>,
    /// How many seconds until the next try.
    wait: Cell<u64>,
}

impl Form {
    /// The form below `root`, with its Show button made live. `None` when the markup is not a form's.
    pub(super) fn find(root: &Element) -> Option<Self> {
        let form: HtmlFormElement = find(root, "form")?;
        let button: HtmlElement = find(&form, "button.primary")?;
        let this = Self(Rc::new(Parts {
            // Where no new password is asked for, what is asked for stands in its place.
            password: find(&form, "#password")
                .or_else(|| find(&form, "#passcode, #own-password, #passkey-password"))?,
            label: button.text_content().unwrap_or_default(),
            words: said::words(),
            error: find(&form, "#password-error, #form-error")
                .or_else(|| find(&form, "#passcode-error, #own-password-error, #passkey-password-error"))?,
            status: find(&form, ".visually-hidden[role=status]")?,
            busy: Cell::new(false),
            wait: Cell::new(0),
            button,
            form,
        }));
        this.reveal();
        Some(this)
    }

    /// What there is to say, in the page's language.
    pub(super) fn words(&self) -> &FormWords {
        &self.0.words
    }

    /// The password's input.
    pub(super) fn password(&self) -> &HtmlInputElement {
        &self.0.password
    }

    /// An element of the form.
    pub(super) fn part<T: wasm_bindgen::JsCast>(&self, selector: &str) -> Option<T> {
        find(&self.0.form, selector)
    }

    /// Calls `send` when the form is sent and can be.
    pub(super) fn on_submit(&self, send: impl Fn(&Self) + 'static) {
        let form = self.clone();
        on(&self.0.form, "submit", move |event| {
            event.prevent_default();
            if !form.0.busy.get() && form.0.wait.get() == 0 {
                send(&form);
            }
        });
    }

    /// Takes the form into work.
    pub(super) fn begin(&self, status: &str) {
        self.forgive();
        self.0.status.set_text_content(Some(status));
        self.0.busy.set(true);
        self.show();
    }

    /// Takes back what was said to be wrong.
    pub(super) fn forgive(&self) {
        self.say("", false);
    }

    /// Gives the form back; what there is to say is said elsewhere.
    pub(super) fn rest(&self) {
        self.give_back("", false);
    }

    /// Gives the form back because of what was typed.
    pub(super) fn refuse(&self, sentence: &str) {
        self.give_back(sentence, true);
    }

    /// Gives the form back because of an error.
    pub(super) fn fail(&self, error: &UiError) {
        self.give_back(&said::sentence(self.words(), error), *error == UiError::PhoneNumber);
        if let UiError::SlowDown { seconds } = error {
            self.count_down(Duration::from_secs((*seconds).into()));
        }
    }

    /// Goes on to the message or the list. On a phone that is shared, the server is told first, by a form of its own.
    pub(super) fn done(&self) {
        let is_shared = self.part::<HtmlInputElement>("#shared").is_some_and(|shared| shared.checked());
        let share = self.0.form.owner_document().and_then(|page| page.get_element_by_id("share"));
        let share = share.and_then(|form| form.dyn_into::<HtmlFormElement>().ok()).filter(|_| is_shared);
        // Submitting fails only for a form that has left the page.
        if share.is_none_or(|form| form.submit().is_err()) {
            reload();
        }
    }

    /// Moves the focus to the password.
    pub(super) fn focus(&self) {
        // Fails only for an element that has left the page.
        let _ = self.0.password.focus();
    }

    fn give_back(&self, sentence: &str, wrong: bool) {
        self.0.busy.set(false);
        self.0.status.set_text_content(None);
        self.say(sentence, wrong);
        self.show();
    }

    /// The error's words, and whether it is about what was typed.
    fn say(&self, sentence: &str, wrong: bool) {
        self.0.error.set_text_content(Some(sentence));
        set(&self.0.password, "aria-invalid", wrong.then_some("true"));
        if let Some(phone) = self.part::<Element>("#phone") {
            set(&phone, "aria-invalid", wrong.then_some("true"));
        }
    }

    /// The button shows where the form stands. It is never disabled, so that it keeps the focus.
    fn show(&self) {
        let (busy, wait) = (self.0.busy.get(), self.0.wait.get());
        let words = match wait {
            _ if busy => self.0.button.dataset().get("busy").unwrap_or_default(),
            0 => self.0.label.clone(),
            seconds => said::wait(self.words(), seconds),
        };
        self.0.button.set_text_content(Some(&words));
        self.0.button.set_class_name(if busy { "primary wide busy" } else { "primary wide" });
        set(&self.0.button, "aria-disabled", (busy || wait > 0).then_some("true"));
    }

    /// Goes by the clock: a phone stops a page's timers while it sleeps.
    fn count_down(&self, wait: Duration) {
        let end = now() + wait;
        let form = self.clone();
        form.0.wait.set(wait.as_secs());
        form.show();
        spawn_local(async move {
            while form.0.wait.get() > 0 {
                pause(1_000).await;
                form.0.wait.set(whole_seconds(end.since(now())));
                form.show();
            }
            form.forgive();
            form.0.status.set_text_content(Some(form.words().wait_over()));
        });
    }

    /// The Show button beside the password.
    fn reveal(&self) {
        let Some(button) = self.part::<HtmlElement>("button[aria-pressed]") else { return };
        let password = self.0.password.clone();
        on(&button, "click", move |event| {
            let shown = password.type_() == "text";
            password.set_type(if shown { "password" } else { "text" });
            if let Some(button) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok())
            {
                set(&button, "aria-pressed", Some(if shown { "false" } else { "true" }));
            }
        });
    }
}

/// Rounded up, so that the wait is over when it says so.
const fn whole_seconds(left: Duration) -> u64 {
    if left.subsec_nanos() == 0 { left.as_secs() } else { left.as_secs() + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_ends_no_sooner_than_it_says() {
        assert_eq!(whole_seconds(Duration::from_millis(1)), 1);
        assert_eq!(whole_seconds(Duration::from_secs(30)), 30);
        assert_eq!(whole_seconds(Duration::from_millis(29_001)), 30);
        assert_eq!(whole_seconds(Duration::ZERO), 0);
    }
}
