//! What is written, how long it lives and when it goes out.

use leptos::{ev::KeyboardEvent, prelude::*};

use super::{desk::Desk, element, when};
use crate::pages::mail::form::{FieldError, invalid};

const HOUR: u32 = 60 * 60;
const DAY: u32 = 24 * HOUR;
/// The life that is chosen at first.
const USUAL: u32 = 30 * DAY;
/// The lives to choose from, in seconds.
const LIVES: [(u32, &str); 7] = [
    (HOUR, "1 hour"),
    (DAY, "1 day"),
    (3 * DAY, "3 days"),
    (7 * DAY, "7 days"),
    (USUAL, "30 days"),
    (90 * DAY, "90 days"),
    (365 * DAY, "1 year"),
];

/// Subject and message.
#[component]
pub(super) fn Texts(
    /// The form.
    desk: Desk,
) -> impl IntoView {
    // Enter goes on to the message; it does not send it.
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
            desk.focus_body();
        }
    };
    view! {
        <div class="field">
            <label for="subject">"Subject"</label>
            <p class="hint" id="subject-hint">
                "Private too: it is never in the text message."
            </p>
            <input
                id="subject"
                node_ref=desk.subject
                maxlength="250"
                autocomplete="off"
                required
                aria-describedby="subject-hint subject-error"
                aria-invalid=invalid(desk.subject_error)
                readonly=move || desk.busy.get()
                on:keydown=on_key
            />
            <FieldError id="subject-error" error=desk.subject_error />
        </div>
        <div class="field">
            <label for="body">"Message"</label>
            <textarea
                id="body"
                node_ref=desk.body
                rows="10"
                required
                aria-describedby="body-error"
                aria-invalid=invalid(desk.body_error)
                readonly=move || desk.busy.get()
            ></textarea>
            <FieldError id="body-error" error=desk.body_error />
        </div>
    }
}

/// How long the message lives, and when it goes out.
#[component]
pub(super) fn Options(
    /// The form.
    desk: Desk,
) -> impl IntoView {
    let lives: Vec<_> = LIVES
        .iter()
        .map(|(seconds, words)| {
            view! {
                <option value=seconds.to_string() selected=*seconds == USUAL>
                    {*words}
                </option>
            }
        })
        .collect();
    let choose = move |_| {
        desk.is_later.set(element(desk.later).is_some_and(|select| select.value() == "later"));
    };
    view! {
        <div class="field">
            <label for="expires">"Erase it after"</label>
            <select id="expires" node_ref=desk.expires autocomplete="off">
                {lives}
            </select>
        </div>
        <div class="field">
            <label for="later">"Send"</label>
            <select id="later" node_ref=desk.later autocomplete="off" on:change=choose>
                <option value="now" selected>
                    "Now"
                </option>
                <option value="later">"At a later time"</option>
            </select>
        </div>
        {move || desk.is_later.get().then(|| view! { <DayAndTime desk=desk /> })}
    }
}

/// Shown in a browser only, which knows its time zone.
#[component]
fn DayAndTime(desk: Desk) -> impl IntoView {
    view! {
        <div class="field">
            <label for="when">"Day and time"</label>
            <p class="hint" id="when-hint">
                {format!("Your time zone: {}.", when::zone())}
            </p>
            <input
                id="when"
                node_ref=desk.when
                type="datetime-local"
                aria-describedby="when-hint when-error"
                aria-invalid=invalid(desk.when_error)
                readonly=move || desk.busy.get()
            />
            <FieldError id="when-error" error=desk.when_error />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use domain::{LIFETIME_DEFAULT, LIFETIME_MAX, LIFETIME_MIN};

    use super::*;

    #[test]
    fn every_life_is_allowed() {
        assert_eq!(Duration::from_secs(USUAL.into()), LIFETIME_DEFAULT);
        for (seconds, words) in LIVES {
            assert!((LIFETIME_MIN..=LIFETIME_MAX).contains(&Duration::from_secs(seconds.into())), "{words}");
        }
    }
}
