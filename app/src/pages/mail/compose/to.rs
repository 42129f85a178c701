//! The field for recipients.

use leptos::{
    ev::{ClipboardEvent, KeyboardEvent},
    prelude::*,
};

use super::{
    chips::{Chip, is_whole},
    desk::Desk,
};
use crate::{
    api::mail::KeyChange,
    components::{When, WhenStyle},
    pages::mail::{
        change_words,
        form::{focus, value},
    },
};

/// Recipients as chips, each with a button that removes it, and an input for the next one.
#[component]
pub(super) fn Recipients(
    /// The form.
    desk: Desk,
) -> impl IntoView {
    let is_wrong =
        move || desk.chips.with(|chips| chips.has_wrong()) || desk.to_error.with(|words| !words.is_empty());
    view! {
        <div class="field">
            <label for="to">"To"</label>
            <p class="hint" id="to-hint">
                "Phone numbers. Press Enter after each one, or paste a whole list."
            </p>
            <ul class="chips" class:wrong=is_wrong aria-label="Recipients">
                <For each=move || desk.chips.get().all().to_vec() key=Chip::text let:chip>
                    <ChipItem desk=desk chip=chip />
                </For>
                <li class="entry">
                    <input
                        id="to"
                        node_ref=desk.to
                        inputmode="tel"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        aria-describedby="to-hint to-error"
                        aria-invalid=move || is_wrong().then_some("true")
                        readonly=move || desk.busy.get()
                        on:keydown=move |event| on_key(desk, &event)
                        on:input=move |_| on_input(desk)
                        on:paste=move |event| on_paste(desk, &event)
                        on:blur=move |_| desk.commit()
                    />
                </li>
            </ul>
            <div id="to-error" role="alert">
                {move || wrong_ones(desk)}
                {move || {
                    let words = desk.to_error.get();
                    (!words.is_empty()).then(|| view! { <p class="error">{words}</p> })
                }}
            </div>
            <div role="status">{move || changed_ones(desk)}</div>
        </div>
    }
}

/// Whose keys have changed since the sender wrote to them.
fn changed_ones(desk: Desk) -> Vec<impl IntoView> {
    let line = |one: KeyChange| {
        let (what, advice) = change_words(one.change);
        view! {
            <div class="banner warn" data-change>
                <p>
                    <b class="number">{one.phone.readable()}</b>
                    ": "
                    {what}
                    " On "
                    <When at=one.at style=WhenStyle::Date />
                    ". "
                    {advice}
                </p>
            </div>
        }
    };
    desk.changed().into_iter().map(line).collect()
}

#[component]
fn ChipItem(desk: Desk, chip: Chip) -> impl IntoView {
    let (text, remove_words, is_wrong) = (chip.text(), chip.remove_words(), chip.is_wrong());
    let of = text.clone();
    let is_changed = move || desk.changed().iter().any(|one| one.phone.readable() == of);
    let remove = move |_| {
        if !desk.busy.get_untracked() {
            desk.chips.update(|chips| chips.remove(&chip));
            desk.to_error.set(String::new());
            focus(desk.to);
        }
    };
    view! {
        <li class="chip" class:wrong=is_wrong class:changed=is_changed>
            <span class:number=!is_wrong>{text}</span>
            <button type="button" aria-label=remove_words on:click=remove>
                "×"
            </button>
        </li>
    }
}

/// Why each wrong chip is wrong.
fn wrong_ones(desk: Desk) -> Vec<impl IntoView> {
    let line = |chip: &Chip| match chip {
        Chip::Right(_) => None,
        Chip::Wrong { text, why } => Some((text.clone(), why.clone())),
    };
    let wrong: Vec<_> = desk.chips.with(|chips| chips.all().iter().filter_map(line).collect());
    wrong
        .into_iter()
        .map(|(text, why)| {
            view! {
                <p class="error">
                    <b>{text}</b>
                    ": "
                    {why}
                </p>
            }
        })
        .collect()
}

/// Enter makes a chip and never sends the form; Backspace takes the last chip back.
fn on_key(desk: Desk, event: &KeyboardEvent) {
    if event.is_composing() || desk.busy.get_untracked() {
        return;
    }
    match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            desk.commit();
        }
        "Backspace" if value(desk.to).is_empty() => {
            let last = desk.chips.try_update(|chips| chips.take_last()).flatten();
            if let (Some(text), Some(input)) = (last, desk.to.get_untracked()) {
                event.prevent_default();
                input.set_value(&text);
            }
        }
        _ => {}
    }
}

/// A comma or semicolon ends a recipient. Keyboards on screens tell no key, so what was typed is looked at.
fn on_input(desk: Desk) {
    if value(desk.to).contains([',', ';', '\t']) {
        desk.commit();
    }
}

/// A whole list or a whole number becomes chips; anything else goes into the input as usual.
fn on_paste(desk: Desk, event: &ClipboardEvent) {
    let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
    let is_whole = desk.setup.with_value(|setup| is_whole(&text, &setup.domain, setup.country));
    if is_whole && value(desk.to).trim().is_empty() && !desk.busy.get_untracked() {
        event.prevent_default();
        desk.add(&text);
    }
}
