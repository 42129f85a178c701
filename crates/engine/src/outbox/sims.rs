//! Before a text with a link goes to a number that nobody has claimed: was its SIM changed a short while ago?
//!
//! Then whoever reads the text may not be the number's owner, and could claim it. The notice is held, and its sender is
//! asked. A number that has an owner needs no such question: the link alone opens nothing.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use domain::{ReportTopic, UnixMillis};
use sms::http::sim_swap::SimError;

use super::Due;
use crate::Engine;

/// How long an answer holds: several messages to one number, and what goes again, cost one question.
const HOLDS: Duration = Duration::from_secs(10 * 60);
/// How many answers are kept.
const KEPT: usize = 10_000;

/// What was found about a number's SIM. The codes are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sim {
    /// It was not changed.
    Unchanged,
    /// It was.
    Changed,
    /// Nobody says, and the policy lets the text go.
    UnansweredAllowed,
    /// Nobody says, and the policy holds the text.
    UnansweredHeld,
}

impl Sim {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Unchanged => "sim-unchanged",
            Self::Changed => "sim-changed",
            Self::UnansweredAllowed => "sim-unanswered-allowed",
            Self::UnansweredHeld => "sim-unanswered-held",
        }
    }

    /// Of what the sender is told when this holds the text; `None` when it lets it go.
    pub(super) const fn topic(self) -> Option<ReportTopic> {
        match self {
            Self::Changed => Some(ReportTopic::SimChanged),
            Self::UnansweredHeld => Some(ReportTopic::SimUnanswered),
            Self::Unchanged | Self::UnansweredAllowed => None,
        }
    }

    pub(super) const fn holds(self) -> bool {
        self.topic().is_some()
    }
}

/// Recent answers, by number.
#[derive(Default)]
pub(crate) struct Sims {
    known: Mutex<HashMap<[u8; 32], (UnixMillis, bool)>>,
}

impl Sims {
    fn known(&self, phone_index: &[u8; 32], now: UnixMillis) -> Option<bool> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(phone_index).filter(|(at, _)| now.since(*at) < HOLDS).map(|(_, changed)| *changed)
    }

    fn keep(&self, phone_index: [u8; 32], now: UnixMillis, changed: bool) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT {
            known.retain(|_, (at, _)| now.since(*at) < HOLDS);
        }
        if known.len() < KEPT {
            known.insert(phone_index, (now, changed));
        }
    }
}

impl Engine {
    /// What is known of the number's SIM; `None` where it does not matter, or nobody is to be asked.
    pub(super) async fn sim_of(&self, due: &Due) -> Option<Sim> {
        let sim_swap = self.inner.sim_swap.as_ref().filter(|_| due.unchecked)?;
        let (now, config) = (self.inner.clock.now(), &self.inner.config);
        if let Some(changed) = self.inner.sims.known(&due.phone_index, now) {
            return Some(if changed { Sim::Changed } else { Sim::Unchanged });
        }
        match sim_swap.changed_within(&due.to, config.sim_swap_hours, now).await {
            Ok(changed) => {
                self.inner.sims.keep(due.phone_index, now, changed);
                Some(if changed { Sim::Changed } else { Sim::Unchanged })
            }
            Err(error) => {
                if error != SimError::Unknown {
                    tracing::warn!(notice = %due.id, %error, "a number's SIM was not checked");
                }
                let held = config.hold_unanswered;
                Some(if held { Sim::UnansweredHeld } else { Sim::UnansweredAllowed })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_holds_for_ten_minutes() {
        let (sims, now) = (Sims::default(), UnixMillis::new(1_790_000_000_000));
        sims.keep([1; 32], now, true);
        assert_eq!(sims.known(&[1; 32], now + HOLDS - Duration::from_millis(1)), Some(true));
        assert_eq!(sims.known(&[1; 32], now + HOLDS), None);
        assert_eq!(sims.known(&[2; 32], now), None);
    }
}
