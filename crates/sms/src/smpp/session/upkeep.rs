//! What happens because time passes.

use std::time::Duration;

use super::{Reason, Session, State};
use crate::smpp::pdu::command;

impl Session {
    pub(super) fn mind_the_time(&mut self, now: Duration) {
        match self.state {
            State::Closed(_) => return,
            State::Binding { until } if until <= now => return self.end(Reason::TimedOut),
            State::Unbinding { until } if until <= now => return self.end(Reason::Unbound),
            State::Stopping { until } if until <= now || self.texts.is_empty() => self.unbind(now),
            _ => {}
        }
        self.give_up_overdue(now);
        let expired = self.reassembly.expire(now);
        self.hand_on(expired, None);
        if self.paused_until.is_some_and(|until| until <= now) {
            self.paused_until = None;
        }
        self.mind_the_link(now);
    }

    fn mind_the_link(&mut self, now: Duration) {
        if !matches!(self.state, State::Bound | State::Stopping { .. }) {
            return;
        }
        if self.enquired.is_some_and(|until| until <= now) {
            return self.end(Reason::TimedOut);
        }
        if self.next_enquiry <= now {
            self.ask(command::ENQUIRE_LINK);
            self.next_enquiry = now + self.settings.timing.enquire_link;
            let until = now + self.settings.timing.response;
            self.enquired.get_or_insert(until);
        }
    }

    /// When time next makes a difference.
    pub(super) fn wake_at(&self) -> Option<Duration> {
        let of_state = match self.state {
            State::Binding { until } | State::Unbinding { until } => Some(until),
            State::Stopping { until } => Some(until.min(self.next_enquiry)),
            State::Bound => Some(self.next_enquiry),
            State::Closed(_) => None,
        };
        let overdue = self.outstanding.values().map(|part| part.until).min();
        [of_state, overdue, self.enquired, self.paused_until, self.reassembly.next_expiry()]
            .into_iter()
            .flatten()
            .min()
    }
}
