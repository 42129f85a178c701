//! A field with what it is for and what is wrong with it.

use leptos::{attr::custom::custom_attribute, prelude::*};

/// A named field, beside which an error stands. It has the focus when something is wrong with it.
#[component]
pub(super) fn Field(
    /// Its name and id.
    name: &'static str,
    /// What it is called.
    label: &'static str,
    /// Its type.
    #[prop(default = "password")]
    kind: &'static str,
    /// For password managers.
    autocomplete: &'static str,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What stands in it: what was typed before, unless it is a secret.
    #[prop(optional)]
    value: Option<String>,
    /// What is wrong with it.
    fault: Option<String>,
) -> impl IntoView {
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let described: Vec<_> = [hint.is_some().then_some(&*hint_id), fault.is_some().then_some(&*error_id)]
        .into_iter()
        .flatten()
        .collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    let hint = hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> });
    let is_wrong = fault.is_some();
    let fault = fault.map(|said| view! { <p class="error" id=error_id>{said}</p> });
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {hint}
            <input
                id=name
                name=name
                type=kind
                autocomplete=autocomplete
                autocapitalize="none"
                {..custom_attribute("autocorrect", "off")}
                spellcheck="false"
                required
                value=value
                autofocus=is_wrong
                aria-invalid=is_wrong.then_some("true")
                aria-describedby=described
            />
            {fault}
        </div>
    }
}
