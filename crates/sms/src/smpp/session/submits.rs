//! The way of a text: waiting, written, answered.

use std::time::Duration;

use super::{Reason, Session, State, SubmitId, statuses};
use crate::{
    Accepted, SendError,
    smpp::{Action, Address, Message, Part, message, pdu},
};

/// A text without an answer.
pub(super) struct Open {
    /// How many of its parts the carrier has not taken.
    left: usize,
    /// The identifier of its last part, the one that has a receipt.
    reference: String,
}

/// A part that is still to be written.
pub(super) struct Waiting {
    text: SubmitId,
    to: Address,
    part: Part,
    last: bool,
}

/// A part that may have been written and has no answer.
pub(super) struct Outstanding {
    text: SubmitId,
    last: bool,
    pub(super) until: Duration,
}

impl Session {
    /// Whether another text would be written soon: only then should one be handed over.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.is_bound() && self.waiting.is_empty() && self.window_is_open() && self.paused_until.is_none()
    }

    /// Takes a text. What becomes of it comes out as [`Action::Submitted`].
    ///
    /// A text of several parts counts as taken when all of them are. A receipt is asked for with the last part only:
    /// one text has one identifier and one fate.
    pub fn submit(&mut self, id: SubmitId, message: Message) {
        if !self.is_bound() {
            let outcome = Err(SendError::Unreachable);
            return self.actions.push_back(Action::Submitted { id, outcome });
        }
        let Message { to, parts } = message;
        let left = parts.len();
        self.texts.insert(id, Open { left, reference: String::new() });
        self.waiting.extend((1..).zip(parts).map(|(number, part)| Waiting {
            text: id,
            to: to.clone(),
            part,
            last: number == left,
        }));
    }

    /// Writes what waits, as far as the window goes.
    pub(super) fn write_waiting(&mut self, now: Duration) {
        if !matches!(self.state, State::Bound | State::Stopping { .. }) || self.paused_until.is_some() {
            return;
        }
        let settings = std::sync::Arc::clone(&self.settings);
        let validity = settings.lifetime.map(message::validity_period).unwrap_or_default();
        while self.window_is_open()
            && let Some(Waiting { text, to, part, last }) = self.waiting.pop_front()
        {
            let sequence = self.next_sequence();
            pdu::submit_sm(&mut self.output, sequence, (&settings.source, &to), (&part, last), &validity);
            let until = now + settings.timing.response;
            self.outstanding.insert(sequence, Outstanding { text, last, until });
        }
    }

    /// The carrier took a part.
    pub(super) fn taken(&mut self, sequence: u32, message_id: String) {
        let Some(Outstanding { text: id, last, .. }) = self.outstanding.remove(&sequence) else { return };
        let Some(text) = self.texts.get_mut(&id) else { return };
        text.left -= 1;
        if last {
            text.reference = message_id;
        }
        if text.left == 0 {
            let reference = std::mem::take(&mut text.reference);
            self.settle(id, Ok(Accepted { reference, delivered: false, price: None }));
        }
    }

    /// The carrier did not take a part. A text that lacks one never shows on a phone, so it was not taken either.
    pub(super) fn not_taken(&mut self, sequence: u32, status: u32, now: Duration) {
        let Some(Outstanding { text, .. }) = self.outstanding.remove(&sequence) else { return };
        let error = statuses::error(status).unwrap_or_else(|| {
            let pause = self.settings.timing.pause;
            self.paused_until = Some(now + pause);
            SendError::Throttled { retry_after: Some(pause) }
        });
        self.settle(text, Err(error));
    }

    /// Texts whose answers are overdue. The answers may still come, but nobody waits for them any more.
    pub(super) fn give_up_overdue(&mut self, now: Duration) {
        let overdue: Vec<_> = self.outstanding.extract_if(.., |_, part| part.until <= now).collect();
        for (_, part) in overdue {
            self.settle(part.text, Err(SendError::Unclear));
        }
    }

    /// The connection ends: a text of which something was never written was not taken, and nobody knows about others.
    pub(super) fn fail_what_is_open(&mut self, reason: Reason) {
        for part in std::mem::take(&mut self.waiting) {
            self.settle(part.text, Err(reason.error()));
        }
        self.outstanding.clear();
        while let Some((id, _)) = self.texts.first_key_value() {
            let id = *id;
            self.settle(id, Err(SendError::Unclear));
        }
    }

    /// Says once what became of a text, and forgets what was still to be written of it.
    fn settle(&mut self, id: SubmitId, outcome: Result<Accepted, SendError>) {
        if self.texts.remove(&id).is_some() {
            self.waiting.retain(|part| part.text != id);
            self.actions.push_back(Action::Submitted { id, outcome });
        }
    }

    fn window_is_open(&self) -> bool {
        self.outstanding.len() < self.settings.window.max(1)
    }
}
