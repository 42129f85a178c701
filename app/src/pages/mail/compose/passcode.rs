//! A passcode for those who have no password yet.

use std::collections::BTreeMap;

use domain::{Passcode, PasscodeError, PhoneNumber};
use leptos::{
    html::{Details, Input},
    prelude::*,
};

use super::{chips::Chips, element};
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
    /// What was typed for single recipients, in place of the one for all.
    own: RwSignal<BTreeMap<PhoneNumber, String>>,
}

impl PasscodeField {
    pub(super) fn new(required: bool) -> Self {
        Self {
            details: NodeRef::new(),
            input: NodeRef::new(),
            error: RwSignal::default(),
            required,
            own: RwSignal::default(),
        }
    }

    /// The passcode as it will be heard, if there is one; or what is wrong with it.
    pub(super) fn chosen(self) -> Result<Option<String>, String> {
        let typed = value(self.input);
        if typed.trim().is_empty() {
            return Ok(None);
        }
        heard(&typed).map(Some).map_err(|error: PasscodeError| error.to_string())
    }

    /// Those of single recipients, as they will be heard; or whose is wrong, and why.
    pub(super) fn own(self, recipients: &[PhoneNumber]) -> Result<BTreeMap<PhoneNumber, String>, String> {
        let typed = self.own.get_untracked();
        let typed =
            typed.iter().filter(|(phone, text)| recipients.contains(phone) && !text.trim().is_empty());
        let hear = |(phone, text): (&PhoneNumber, &String)| match heard(text) {
            Ok(heard) => Ok((phone.clone(), heard)),
            Err(error) => Err(format!("{}: {error}", phone.readable())),
        };
        typed.map(hear).collect()
    }

    /// What to tell these recipients, as it was typed. With a passcode of somebody's own, each stands beside their number.
    pub(super) fn shown(self, behind: &[PhoneNumber]) -> Vec<(Option<PhoneNumber>, String)> {
        let for_all = value(self.input).trim().to_owned();
        let own = self.own.get_untracked();
        let typed = |phone: &PhoneNumber| {
            own.get(phone).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        if behind.iter().all(|phone| typed(phone).is_none()) {
            return if behind.is_empty() { Vec::new() } else { vec![(None, for_all)] };
        }
        let one =
            |phone: &PhoneNumber| (Some(phone.clone()), typed(phone).unwrap_or_else(|| for_all.clone()));
        behind.iter().map(one).filter(|(_, text)| !text.is_empty()).collect()
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
        self.own.set(BTreeMap::new());
        self.error.set(String::new());
    }
}

/// The field, folded away unless every first message needs one.
#[component]
pub(super) fn PasscodeOption(
    /// The field.
    field: PasscodeField,
    /// The recipients.
    chips: RwSignal<Chips>,
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
            {move || own_fields(field, &chips.with(Chips::right), busy)}
        </details>
    }
}

/// A field for each of several recipients, folded away: most messages have one passcode, or none.
fn own_fields(
    field: PasscodeField,
    phones: &[PhoneNumber],
    busy: RwSignal<bool>,
) -> Option<impl IntoView + use<>> {
    if phones.len() < 2 {
        return None;
    }
    let fields = phones.iter().cloned().map(|phone| own_field(field, phone, busy)).collect_view();
    let all = phones.to_vec();
    let make = move |_| {
        if !busy.get_untracked() {
            field.own.set(all.iter().map(|phone| (phone.clone(), suggest())).collect());
            field.error.set(String::new());
        }
    };
    Some(view! {
        <details>
            <summary>"A different one for each recipient"</summary>
            <p class="hint">"Whoever has no field filled in here gets the passcode above."</p>
            {fields}
            <p class="below">
                <button type="button" on:click=make>
                    "Suggest one for each"
                </button>
            </p>
        </details>
    })
}

fn own_field(field: PasscodeField, phone: PhoneNumber, busy: RwSignal<bool>) -> impl IntoView {
    let id = format!("passcode{}", phone.as_str().trim_start_matches('+'));
    let label = format!("Passcode for {}", phone.readable());
    let shown = phone.clone();
    let typed = move || field.own.with(|own| own.get(&shown).cloned().unwrap_or_default());
    let keep = move |event| {
        field.own.update(|own| {
            own.insert(phone.clone(), event_target_value(&event));
        });
        field.error.set(String::new());
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                maxlength=(4 * Passcode::LONGEST).to_string()
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-describedby="passcode-error"
                prop:value=typed
                on:input=keep
                readonly=move || busy.get()
            />
        </div>
    }
}
