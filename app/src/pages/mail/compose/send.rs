//! The button that sends, and how far that is.

use leptos::{
    html::{Button, Div},
    prelude::*,
};

use super::{deliver::Progress, desk::Desk, element};
use crate::{
    components::{Icon, Shape},
    pages::mail::form::said,
};

/// The button, and what listeners hear of it.
#[component]
pub(super) fn SendButton(
    /// The form.
    desk: Desk,
) -> impl IntoView {
    let button = NodeRef::new();
    let words = move || if desk.busy.get() { "Sealing and sending…" } else { "Send message" };
    let archive = desk.setup.with_value(|setup| setup.archive).then(|| {
        view! {
            <p class="hint with-icon">
                <Icon shape=Shape::Person />
                <span>
                    "Your organisation keeps an archive key (emergency access). With it, it can open this message too. You and the recipients are told if it does."
                </span>
            </p>
        }
    });
    view! {
        <p class="actions">
            <button
                node_ref=button
                class="primary wide"
                class:busy=move || desk.busy.get()
                aria-disabled=move || desk.busy.get().then_some("true")
            >
                {words}
            </button>
        </p>
        <p class="hint with-icon">
            <Icon shape=Shape::Lock />
            <span>"Sealed in your browser before it leaves."</span>
        </p>
        {archive}
        <Show when=move || desk.upload.with(Option::is_some)>
            <Upload desk=desk button=button />
        </Show>
        <p class="visually-hidden" role="status">
            {said(desk.status)}
        </p>
    }
}

/// Below everything else in its sheet, so that nothing moves when it comes and goes.
#[component]
fn Upload(desk: Desk, button: NodeRef<Button>) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            place.scroll_into_view_with_bool(false);
        }
    });
    let stop = move |_| {
        desk.stop_upload();
        // The button that was pressed goes, and the focus would be lost with it.
        if let Some(button) = element(button) {
            // Fails only for an element that has left the page.
            let _ = button.focus();
        }
    };
    let progress = move || desk.upload.get().unwrap_or(Progress { done: 0, total: 0 });
    view! {
        <div class="upload" node_ref=place>
            <label for="upload">{move || progress().words()}</label>
            // Of nothing but empty files, a bar would be full from the beginning.
            <progress
                id="upload"
                max=move || progress().total.max(1).to_string()
                value=move || progress().done.to_string()
            ></progress>
            <button type="button" on:click=stop>
                "Stop"
            </button>
        </div>
    }
}
