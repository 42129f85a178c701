//! What a sender wishes for the texts that announce the message.

use domain::{Language, Phrase, TextWishes};
use leptos::{
    html::{Details, Input, Select},
    prelude::*,
};

use super::element;
use crate::pages::mail::form::{FieldError, clear, focus, invalid, value};

const DAY: u32 = 24 * 60 * 60;
/// Reminders to choose from, in seconds; the first choice is the organisation's own.
const REMINDERS: [(&[u32], &str); 5] = [
    (&[DAY], "After a day"),
    (&[3 * DAY], "After 3 days"),
    (&[DAY, 3 * DAY], "After a day and 3 days"),
    (&[7 * DAY], "After a week"),
    (&[], "Never"),
];

/// The fields.
#[derive(Clone, Copy)]
pub(super) struct TextFields {
    details: NodeRef<Details>,
    urgent: NodeRef<Select>,
    language: NodeRef<Select>,
    phrase: NodeRef<Input>,
    pub(super) phrase_error: RwSignal<String>,
    remind: NodeRef<Select>,
}

impl TextFields {
    pub(super) fn new() -> Self {
        Self {
            details: NodeRef::new(),
            urgent: NodeRef::new(),
            language: NodeRef::new(),
            phrase: NodeRef::new(),
            phrase_error: RwSignal::default(),
            remind: NodeRef::new(),
        }
    }

    /// What is wished for; or what is wrong with the phrase.
    pub(super) fn wishes(self) -> Result<TextWishes, String> {
        let chosen =
            |select: NodeRef<Select>| element(select).map(|select| select.value()).unwrap_or_default();
        let phrase = value(self.phrase);
        let phrase = match phrase.trim() {
            "" => None,
            words => Some(words.parse::<Phrase>().map_err(|error| error.to_string())?),
        };
        let reminder = chosen(self.remind).parse().ok().and_then(|index: usize| REMINDERS.get(index));
        Ok(TextWishes {
            urgent: chosen(self.urgent) == "urgent",
            language: chosen(self.language).parse().ok(),
            phrase,
            reminders: reminder.map(|(after, _)| after.to_vec()),
        })
    }

    /// Takes the writer to the phrase, which may be folded away.
    pub(super) fn show_phrase(self) {
        if let Some(details) = element(self.details) {
            details.set_open(true);
        }
        focus(self.phrase);
    }

    /// As they were at first.
    pub(super) fn clear(self) {
        clear(self.phrase);
        self.phrase_error.set(String::new());
        for select in [self.urgent, self.language, self.remind].into_iter().filter_map(element) {
            select.set_value("");
        }
    }
}

/// The fields, folded away: most messages need none of them.
#[component]
pub(super) fn TextOptions(
    /// The fields.
    fields: TextFields,
    /// Whether the message is being sent.
    busy: RwSignal<bool>,
) -> impl IntoView {
    let languages: Vec<_> = Language::ALL
        .iter()
        .map(|language| {
            view! {
                <option value=language.tag() lang=language.tag()>
                    {language.own_name()}
                </option>
            }
        })
        .collect();
    let reminders: Vec<_> = REMINDERS
        .iter()
        .enumerate()
        .map(|(index, (_, words))| view! { <option value=index.to_string()>{*words}</option> })
        .collect();
    view! {
        <details node_ref=fields.details>
            <summary>"The text message"</summary>
            <div class="field">
                <label for="urgent">"How soon"</label>
                <select id="urgent" node_ref=fields.urgent autocomplete="off">
                    <option value="" selected>
                        "As usual"
                    </option>
                    <option value="urgent">"Urgent: first, and at night too"</option>
                </select>
            </div>
            <div class="field">
                <label for="language">"Its language"</label>
                <select id="language" node_ref=fields.language autocomplete="off">
                    <option value="" selected>
                        "As usual"
                    </option>
                    {languages}
                </select>
            </div>
            <div class="field">
                <label for="remind">"Remind, if it is not opened"</label>
                <select id="remind" node_ref=fields.remind autocomplete="off">
                    <option value="" selected>
                        "As usual"
                    </option>
                    {reminders}
                </select>
            </div>
            <div class="field">
                <label for="phrase">"Phrase"</label>
                <p class="hint" id="phrase-hint">
                    "Words that you and the recipient agreed on, such as blue heron. The text shows them, so that it is not taken for a fraud."
                </p>
                <input
                    id="phrase"
                    node_ref=fields.phrase
                    maxlength="40"
                    autocomplete="off"
                    aria-describedby="phrase-hint phrase-error"
                    aria-invalid=invalid(fields.phrase_error)
                    readonly=move || busy.get()
                />
                <FieldError id="phrase-error" error=fields.phrase_error />
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use domain::{MAX_REMINDERS, REMIND_MAX_SECONDS, REMIND_MIN_SECONDS};

    use super::*;

    #[test]
    fn every_choice_of_reminders_is_allowed() {
        for (after, words) in REMINDERS {
            assert!(after.len() <= MAX_REMINDERS, "{words}");
            let range = REMIND_MIN_SECONDS..=REMIND_MAX_SECONDS;
            assert!(after.iter().all(|after| range.contains(after)) && after.is_sorted(), "{words}");
        }
    }
}
