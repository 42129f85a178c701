//! The field for a code.

use leptos::{html::Input, prelude::*};

use crate::{
    UiError,
    pages::mail::form::{Progress, invalid},
};

/// Which code is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages::mail) enum CodeKind {
    /// The app's.
    App,
    /// One of those that were kept for when the app is lost.
    Recovery,
    /// One or the other.
    Either,
}

impl CodeKind {
    /// The other one.
    pub(in crate::pages::mail) const fn other(self) -> Self {
        match self {
            Self::App => Self::Recovery,
            Self::Recovery | Self::Either => Self::App,
        }
    }

    /// What the button says that asks for the other one.
    pub(in crate::pages::mail) const fn other_words(self) -> &'static str {
        match self {
            Self::App => "Use a recovery code instead",
            Self::Recovery | Self::Either => "Use the app’s code instead",
        }
    }

    /// What is said when there is nothing in the field.
    pub(in crate::pages::mail) const fn missing(self) -> &'static str {
        match self {
            Self::App => "Please type the code that your app shows.",
            Self::Recovery => "Please type one of your recovery codes.",
            Self::Either => "Please type the code that your app shows, or a recovery code.",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::App => "Code from your authenticator app",
            Self::Recovery => "Recovery code",
            Self::Either => "Code from your authenticator app, or a recovery code",
        }
    }

    const fn hint(self) -> &'static str {
        match self {
            Self::App => "Six digits. There are new ones every 30 seconds.",
            Self::Recovery => "12 letters and digits. Each is of use once.",
            Self::Either => "Six digits, or 12 letters and digits.",
        }
    }
}

/// The field. What is wrong is said by an element with the id and `-error`.
#[component]
pub(in crate::pages::mail) fn CodeField(
    /// The input.
    node: NodeRef<Input>,
    /// Which code it is for.
    #[prop(into)]
    kind: Signal<CodeKind>,
    /// What is wrong.
    error: RwSignal<String>,
    /// The input's id.
    id: &'static str,
) -> impl IntoView {
    let is_app = move || kind.get() == CodeKind::App;
    let hint = format!("{id}-hint");
    let described_by = format!("{hint} {id}-error");
    view! {
        <div class="field">
            <label for=id>{move || kind.get().label()}</label>
            <p class="hint" id=hint>
                {move || kind.get().hint()}
            </p>
            <input
                id=id
                node_ref=node
                type="text"
                inputmode=move || if is_app() { "numeric" } else { "text" }
                autocomplete=move || if is_app() { "one-time-code" } else { "off" }
                autocapitalize="none"
                spellcheck="false"
                required
                aria-describedby=described_by
                aria-invalid=invalid(error)
            />
        </div>
    }
}

/// Gives a form back that a code was typed into.
pub(in crate::pages::mail) fn fail(progress: Progress, error: &UiError) {
    progress.fail(error);
    if matches!(error, UiError::SlowDown { .. }) {
        progress.error.set(
            "There were several wrong tries in a row. Please wait a moment before the next one.".to_owned(),
        );
    }
}
