//! The draft on the page.

use domain::{LIFETIME_DEFAULT, MAX_BODY_BYTES, MAX_RECIPIENTS, MAX_SUBJECT_BYTES};
use leptos::{
    html::{Input, Select, Textarea},
    prelude::*,
    task::spawn_local,
};
use web_sys::File;

use super::{
    ComposeSetup, chips::Chips, deliver::Progress, element, files::Files, outcome::Outcome,
    passcode::PasscodeField, texts::TextFields, when,
};
use crate::{
    api::mail::{KeyChange, key_changes},
    browser::{Draft, Sealing, Stop, now},
    pages::mail::form::{clear, focus, value},
};

/// Everything that the form's parts share.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) setup: StoredValue<ComposeSetup>,
    pub(super) chips: RwSignal<Chips>,
    pub(super) to: NodeRef<Input>,
    pub(super) to_error: RwSignal<String>,
    /// Recipients whose keys have changed since the sender wrote to them.
    pub(super) changes: RwSignal<Vec<KeyChange>>,
    pub(super) subject: NodeRef<Input>,
    pub(super) subject_error: RwSignal<String>,
    pub(super) body: NodeRef<Textarea>,
    pub(super) body_error: RwSignal<String>,
    pub(super) files: RwSignal<Files>,
    /// The browser's files, by the ids of those in the list.
    pub(super) handles: StoredValue<Vec<(u32, File)>, LocalStorage>,
    pub(super) picker: NodeRef<Input>,
    pub(super) files_error: RwSignal<String>,
    /// Whether files are held over the page.
    pub(super) is_target: RwSignal<bool>,
    pub(super) expires: NodeRef<Select>,
    pub(super) later: NodeRef<Select>,
    pub(super) is_later: RwSignal<bool>,
    pub(super) when: NodeRef<Input>,
    pub(super) when_error: RwSignal<String>,
    pub(super) texts: TextFields,
    pub(super) passcode: PasscodeField,
    pub(super) busy: RwSignal<bool>,
    pub(super) status: RwSignal<String>,
    pub(super) outcome: RwSignal<Outcome>,
    /// How far the files are, while they are uploaded.
    pub(super) upload: RwSignal<Option<Progress>>,
    /// What stops the sending that is under way.
    pub(super) stop: StoredValue<Option<Stop>, LocalStorage>,
    /// The draft as it was sealed last, so that a try again is the same submission.
    pub(super) sealing: StoredValue<Option<Sealing>>,
}

impl Desk {
    pub(super) fn new(setup: ComposeSetup) -> Self {
        Self {
            passcode: PasscodeField::new(setup.passcode_required),
            setup: StoredValue::new(setup),
            chips: RwSignal::default(),
            to: NodeRef::new(),
            to_error: RwSignal::default(),
            changes: RwSignal::default(),
            subject: NodeRef::new(),
            subject_error: RwSignal::default(),
            body: NodeRef::new(),
            body_error: RwSignal::default(),
            files: RwSignal::default(),
            handles: StoredValue::new_local(Vec::new()),
            picker: NodeRef::new(),
            files_error: RwSignal::default(),
            is_target: RwSignal::new(false),
            expires: NodeRef::new(),
            later: NodeRef::new(),
            is_later: RwSignal::new(false),
            when: NodeRef::new(),
            when_error: RwSignal::default(),
            texts: TextFields::new(),
            busy: RwSignal::new(false),
            status: RwSignal::default(),
            outcome: RwSignal::default(),
            upload: RwSignal::new(None),
            stop: StoredValue::new_local(None),
            sealing: StoredValue::new(None),
        }
    }

    /// Takes in what was chosen before the page was live.
    pub(super) fn catch_up(self) {
        self.is_later.set(element(self.later).is_some_and(|select| select.value() == "later"));
        self.pick();
    }

    /// Turns what stands in the recipients' input into chips.
    pub(super) fn commit(self) {
        let text = value(self.to);
        if !text.trim().is_empty() {
            clear(self.to);
            self.add(&text);
        }
    }

    /// Adds a list of recipients.
    pub(super) fn add(self, list: &str) {
        let twice = self.setup.with_value(|setup| {
            self.chips.try_update(|chips| chips.add(list, &setup.domain, setup.country)).unwrap_or_default()
        });
        self.to_error.set(String::new());
        let said = twice.first().map(|chip| format!("{} is there already.", chip.text()));
        self.status.set(said.unwrap_or_default());
        spawn_local(self.look_for_changes());
    }

    /// Asks whether the recipients' keys have changed. What cannot be asked now is on the message's page later.
    async fn look_for_changes(self) {
        let phones = self.chips.with_untracked(Chips::right);
        if phones.is_empty() || phones.len() > MAX_RECIPIENTS {
            return;
        }
        if let Ok(changes) = key_changes(phones).await {
            self.changes.try_set(changes);
        }
    }

    /// Those of the recipients on the page whose keys have changed.
    pub(super) fn changed(self) -> Vec<KeyChange> {
        let phones = self.chips.with(Chips::right);
        self.changes.with(|all| all.iter().filter(|one| phones.contains(&one.phone)).cloned().collect())
    }

    /// Whether something would be lost with the page.
    pub(super) fn has_unsent(self) -> bool {
        let Some(body) = element(self.body).filter(|body| body.is_connected()) else { return false };
        let texts = [value(self.to), value(self.subject), body.value()];
        texts.iter().any(|text| !text.trim().is_empty())
            || self.chips.with_untracked(|chips| !chips.all().is_empty())
            || self.files.with_untracked(|files| !files.all().is_empty())
    }

    /// The draft, or words at each field that is not right.
    pub(super) fn draft(self) -> Option<Draft> {
        let (subject, body) = (value(self.subject).trim().to_owned(), element(self.body)?.value());
        let recipients = self.chips.with_untracked(Chips::numbers);
        let problems = [subject_problem(&subject), body_problem(&body)];
        let not_before = self.not_before();
        let texts = self.texts.wishes();
        self.to_error.set(recipients.as_ref().err().copied().unwrap_or_default().to_owned());
        self.subject_error.set(problems[0].unwrap_or_default().to_owned());
        self.body_error.set(problems[1].unwrap_or_default().to_owned());
        self.when_error.set(not_before.as_ref().err().copied().unwrap_or_default().to_owned());
        self.texts.phrase_error.set(texts.as_ref().err().cloned().unwrap_or_default());
        let numbers = recipients.as_deref().unwrap_or_default();
        let passcode = self.passcode.chosen().and_then(|one| Ok((one, self.passcode.own(numbers)?)));
        self.passcode.error.set(passcode.as_ref().err().cloned().unwrap_or_default());
        match (recipients, problems, not_before, texts, passcode) {
            (Err(_), ..) => focus(self.to),
            (_, [Some(_), _], ..) => focus(self.subject),
            (_, [_, Some(_)], ..) => self.focus_body(),
            (_, _, Err(_), ..) => focus(self.when),
            (.., Err(_)) => self.passcode.show(),
            (_, _, _, Err(_), _) => self.texts.show_phrase(),
            (Ok(recipients), [None, None], Ok(not_before), Ok(texts), Ok((passcode, own_passcodes))) => {
                let lifetime_seconds = self.lifetime_seconds();
                let files = self.files.with_untracked(|files| files.all().to_vec());
                return Some(Draft {
                    recipients,
                    subject,
                    body,
                    files,
                    lifetime_seconds,
                    not_before,
                    texts,
                    passcode,
                    own_passcodes,
                });
            }
        }
        None
    }

    fn not_before(self) -> Result<Option<domain::UnixMillis>, &'static str> {
        if self.is_later.get_untracked() { when::read(&value(self.when), now()).map(Some) } else { Ok(None) }
    }

    fn lifetime_seconds(self) -> u32 {
        let chosen = element(self.expires).and_then(|select| select.value().parse().ok());
        let default = || u32::try_from(LIFETIME_DEFAULT.as_secs()).expect("30 days in seconds fit 32 bits");
        chosen.unwrap_or_else(default)
    }

    pub(super) fn focus_body(self) {
        if let Some(body) = element(self.body) {
            // Fails only for an element that has left the page.
            let _ = body.focus();
        }
    }

    /// An empty page for the next message.
    pub(super) fn clear(self) {
        self.chips.set(Chips::default());
        self.files.set(Files::default());
        self.handles.set_value(Vec::new());
        self.files_error.set(String::new());
        clear(self.to);
        clear(self.subject);
        if let Some(body) = element(self.body) {
            body.set_value("");
        }
        if let Some(later) = element(self.later) {
            later.set_value("now");
        }
        self.is_later.set(false);
        self.texts.clear();
        self.passcode.clear();
    }
}

fn subject_problem(subject: &str) -> Option<&'static str> {
    match subject.len() {
        0 => Some("Please give a subject."),
        length if length > MAX_SUBJECT_BYTES => Some("The subject is too long. Please make it shorter."),
        _ => None,
    }
}

fn body_problem(body: &str) -> Option<&'static str> {
    match body.len() {
        _ if body.trim().is_empty() => Some("The message is empty."),
        length if length > MAX_BODY_BYTES => {
            Some("The message is too long: about 250,000 characters fit. Please send it in parts.")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_bounds() {
        assert_eq!(subject_problem(""), Some("Please give a subject."));
        assert_eq!(subject_problem("Your test results"), None);
        assert!(subject_problem(&"é".repeat(501)).is_some());
        assert_eq!(body_problem(" \n"), Some("The message is empty."));
        assert_eq!(body_problem(&"a".repeat(MAX_BODY_BYTES)), None);
        assert!(body_problem(&"a".repeat(MAX_BODY_BYTES + 1)).is_some());
    }
}
