//! The password field.

use leptos::{attr::custom::custom_attribute, html::Input, prelude::*};

use super::progress::Progress;

/// A password's input with its Show button. It has no name: a password is never posted.
#[component]
pub(super) fn PasswordInput(
    /// The input.
    node: NodeRef<Input>,
    /// For password managers.
    autocomplete: &'static str,
    /// The ids of what explains it.
    described_by: &'static str,
    /// The form that it is in.
    progress: Progress,
    /// Told of each change.
    #[prop(optional, into)]
    changed: Option<Callback<()>>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    // Without its type's name: the types of whole pages grow too deep for the compiler.
    view! {
        <div class="reveal">
            <input
                id="password"
                node_ref=node
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete=autocomplete
                autocapitalize="none"
                {..custom_attribute("autocorrect", "off")}
                spellcheck="false"
                required
                aria-describedby=described_by
                aria-invalid=move || progress.invalid()
                on:input=move |_| {
                    if let Some(changed) = changed {
                        changed.run(());
                    }
                }
            />
            <button
                type="button"
                aria-pressed=move || if shown.get() { "true" } else { "false" }
                aria-controls="password"
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                "Show"
                <span class="visually-hidden">" password"</span>
            </button>
        </div>
    }
    .into_any()
}
