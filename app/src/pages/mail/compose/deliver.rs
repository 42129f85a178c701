//! Sending the draft until the server has answered.

use domain::{KeyForRecipient, KeysToSealTo, MessageId, PhoneNumber};
use leptos::{prelude::*, task::spawn_local};
use words::Words;

use super::{desk::Desk, outcome::Outcome};
use crate::{
    UiError,
    api::mail,
    browser::{Draft, News, NotSent, Sealing, Stop, paint, until_answered},
    components::in_words,
};

/// How far an upload is, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Progress {
    pub(super) done: u64,
    pub(super) total: u64,
}

impl Progress {
    /// "Uploaded 1.4 MB of 12 MB"
    pub(super) fn words(self) -> String {
        format!(
            "Uploaded {} of {}",
            in_words(Words::ENGLISH, self.done),
            in_words(Words::ENGLISH, self.total)
        )
    }

    /// What those hear who do not see the bar: no more than every quarter.
    fn milestone(self, before: Self) -> Option<&'static str> {
        let quarter = |progress: Self| (progress.done * 4).checked_div(progress.total).unwrap_or(4);
        match quarter(self) {
            now if now == quarter(before) => None,
            1 => Some("A quarter of the files is uploaded."),
            2 => Some("Half of the files is uploaded."),
            3 => Some("Three quarters of the files are uploaded."),
            _ => Some("The files are uploaded."),
        }
    }
}

impl Desk {
    /// Checks the draft, seals it and sends it.
    pub(super) fn send(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.commit();
        let Some(draft) = self.draft() else { return };
        self.busy.set(true);
        self.outcome.set(Outcome::None);
        self.files_error.set(String::new());
        self.status.set("Sealing and sending…".to_owned());
        let stop = Stop::new();
        self.stop.set_value(Some(stop.clone()));
        spawn_local(async move {
            let (people, scheduled) = (draft.recipients.len(), draft.not_before.is_some());
            let has_passcode = draft.passcode.is_some() || !draft.own_passcodes.is_empty();
            let seen: Vec<_> = untrack(|| self.changed()).into_iter().map(|one| one.phone).collect();
            let answer = self.deliver(draft, &stop).await;
            self.busy.set(false);
            self.status.set(String::new());
            let behind = answer.as_ref().map(|(_, behind)| behind.as_slice()).unwrap_or_default();
            let spoken = self.passcode.shown(behind);
            if answer.is_ok() {
                self.clear();
                note_seen(seen).await;
            }
            self.outcome.set(match answer {
                Ok((id, _)) => {
                    let passcode = has_passcode.then_some(spoken);
                    Outcome::Sent { id, people, scheduled, passcode }
                }
                Err(error) => Outcome::from(&error),
            });
        });
    }

    /// Stops the upload under way. Once the message itself is handed in, nobody can tell whether it was stored, so
    /// then it is too late.
    pub(super) fn stop_upload(self) {
        if self.upload.with_untracked(Option::is_some) {
            self.stop.with_value(|stop| stop.iter().for_each(Stop::stop));
        }
    }

    /// The message, and for how many it waits behind its passcode.
    async fn deliver(self, draft: Draft, stop: &Stop) -> Result<(MessageId, Vec<PhoneNumber>), NotSent> {
        let mut sealing = self.seal(draft, stop).await?;
        let answer = self.hand_over(&mut sealing, stop).await;
        let behind = sealing.behind_passcode();
        if answer.as_ref().is_err_and(NotSent::keeps_sealing) {
            self.sealing.set_value(Some(sealing));
        }
        Ok((answer?, behind))
    }

    /// The earlier sealing while the draft is the same, or a new one.
    async fn seal(self, draft: Draft, stop: &Stop) -> Result<Sealing, UiError> {
        let earlier = self.sealing.try_update_value(Option::take).flatten();
        if let Some(earlier) = earlier.filter(|earlier| earlier.is_of(&draft)) {
            return Ok(earlier);
        }
        paint().await;
        let keys = self.keys(draft.recipients.clone(), stop).await?;
        refuse_opted_out(&keys.recipients)?;
        let sender_key = self.setup.with_value(|setup| setup.public_key.clone());
        Sealing::new(draft, &keys, &sender_key).await
    }

    /// Files first, then the message. When a recipient has set up their access meanwhile, once more.
    async fn hand_over(self, sealing: &mut Sealing, stop: &Stop) -> Result<MessageId, NotSent> {
        self.upload(sealing, stop).await?;
        let mut is_second = false;
        loop {
            match until_answered(stop, async || sealing.submit().await, |error| self.hear_away(error)).await {
                Err(UiError::KeysChanged) if !is_second => is_second = true,
                answer => return Ok(answer?),
            }
            let keys = self.keys(sealing.recipients(), stop).await?;
            sealing.seal_to(&keys).await?;
        }
    }

    async fn keys(self, phones: Vec<PhoneNumber>, stop: &Stop) -> Result<KeysToSealTo, UiError> {
        let ask = async || mail::keys_for(phones.clone()).await;
        until_answered(stop, ask, |error| self.hear_away(error)).await
    }

    async fn upload(self, sealing: &mut Sealing, stop: &Stop) -> Result<(), NotSent> {
        let (total, done) = sealing.progress();
        if sealing.is_uploaded() {
            return Ok(());
        }
        self.upload.set(Some(Progress { done, total }));
        let file = |id| {
            self.handles.with_value(|all| all.iter().find(|(of, _)| *of == id).map(|(_, file)| file.clone()))
        };
        let answer = sealing.upload(file, stop, |news| self.hear(&news)).await;
        self.upload.set(None);
        answer
    }

    fn hear(self, news: &News<'_>) {
        match news {
            News::Away(error) => self.hear_away(error),
            News::Uploaded(done) => self.hear_progress(*done),
        }
    }

    fn hear_away(self, error: &UiError) {
        self.outcome.set(Outcome::from(error));
    }

    fn hear_progress(self, done: u64) {
        let Some(before) = self.upload.get_untracked() else { return };
        let progress = Progress { done, ..before };
        self.upload.set(Some(progress));
        if let Some(words) = progress.milestone(before) {
            self.status.set(words.to_owned());
        }
        // The server is back, if it was away.
        if self.outcome.with_untracked(|outcome| *outcome != Outcome::None) {
            self.outcome.set(Outcome::None);
        }
    }
}

/// Whoever sends after the page has said that keys are new has seen it. When that cannot be noted, it is said again.
async fn note_seen(phones: Vec<PhoneNumber>) {
    if !phones.is_empty() {
        mail::see_key_changes(phones).await.unwrap_or_default();
    }
}

/// Before anything is sent: whose owner wants no texts gets none, so the message would lie there unseen.
fn refuse_opted_out(keys: &[KeyForRecipient]) -> Result<(), UiError> {
    let out: Vec<_> = keys.iter().filter(|key| key.opted_out).map(|key| key.phone.readable()).collect();
    if out.is_empty() {
        return Ok(());
    }
    let (who, take_out) = match out.as_slice() {
        [one] => (format!("{one} wants no texts from you"), "Take the number out"),
        several => (format!("{} want no texts from you", several.join(", ")), "Take these numbers out"),
    };
    Err(UiError::Invalid {
        sentence: format!(
            "{who}. {take_out}, and reach the person another way. Whoever has texted STOP gets texts again after texting START."
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_wants_no_texts_is_named_before_anything_is_sent() {
        let key = |phone: &str, opted_out| KeyForRecipient {
            phone: phone.parse().unwrap(),
            key_id: domain::KeyId::from_bytes([1; 16]),
            public_key: domain::Blob(Vec::new()),
            claimed: false,
            opted_out,
            passcode: None,
        };
        assert_eq!(refuse_opted_out(&[key("+12114367789", false)]), Ok(()));
        let error = refuse_opted_out(&[key("+12114367789", true), key("+12114360000", false)]);
        let sentence = error.unwrap_err().sentence();
        assert!(
            sentence.starts_with("+1 211 436 7789 wants no texts from you. Take the number out"),
            "{sentence}"
        );
    }

    #[test]
    fn progress_in_words() {
        let progress = Progress { done: 1_400_000, total: 12_000_000 };
        assert_eq!(progress.words(), "Uploaded 1.4 MB of 12 MB");
    }

    #[test]
    fn only_quarters_are_announced() {
        let at = |done| Progress { done, total: 100 };
        let heard: Vec<_> = (1..=100).filter_map(|done| at(done).milestone(at(done - 1))).collect();
        assert_eq!(heard.len(), 4);
        assert_eq!(heard[1], "Half of the files is uploaded.");
        assert_eq!(at(100).milestone(at(30)), Some("The files are uploaded."));
        let empty = Progress { done: 0, total: 0 };
        assert_eq!(empty.milestone(empty), None);
    }
}
