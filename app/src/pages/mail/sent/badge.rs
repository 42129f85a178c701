//! What became of a message, in two or three words.

use domain::{DeliveryState, UnixMillis};
use leptos::prelude::*;

use crate::components::When;

/// A state as a sender reads it.
pub(in crate::pages::mail) const fn word(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Queued => "Queued",
        DeliveryState::Unknown => "Unclear",
        DeliveryState::Sent => "Sent",
        DeliveryState::Delivered => "Delivered",
        DeliveryState::Opened => "Opened",
        DeliveryState::Failed => "Failed",
        DeliveryState::Expired => "Expired",
        DeliveryState::Recalled => "Recalled",
    }
}

/// One badge for all of a message's deliveries.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Summary {
    /// Whose colour and moon it has.
    state: DeliveryState,
    words: String,
}

impl Summary {
    fn new(state: DeliveryState, words: impl Into<String>) -> Self {
        Self { state, words: words.into() }
    }

    fn of(states: &[DeliveryState]) -> Self {
        let count = states.len();
        let with = |wanted| states.iter().filter(|state| **state == wanted).count();
        let (failed, opened) = (with(DeliveryState::Failed), with(DeliveryState::Opened));
        // A message ends as a whole; only what had failed before stays failed.
        let ended = states.iter().find(|state| state.is_ended()).copied();
        let least = states.iter().min_by_key(|state| state.rank()).copied();
        match ended.or(least) {
            None => Self::new(DeliveryState::Queued, word(DeliveryState::Queued)),
            Some(state) if count == 1 || state.is_ended() => Self::new(state, word(state)),
            _ if failed == count => Self::new(DeliveryState::Failed, "All failed"),
            _ if failed > 0 => Self::new(DeliveryState::Failed, format!("{failed} of {count} failed")),
            _ if opened == count => Self::new(DeliveryState::Opened, "All opened"),
            _ if opened > 0 => Self::new(DeliveryState::Delivered, format!("{opened} of {count} opened")),
            Some(state) => Self::new(state, word(state)),
        }
    }

    /// Whether no notice has gone out yet.
    fn is_waiting(&self) -> bool {
        self.state == DeliveryState::Queued
    }
}

/// The states of a message's deliveries as one badge.
#[component]
pub(in crate::pages::mail) fn StateBadge(
    /// The deliveries' states.
    states: Vec<DeliveryState>,
    /// When a scheduled message goes out.
    not_before: Option<UnixMillis>,
) -> impl IntoView {
    let summary = Summary::of(&states);
    match not_before.filter(|_| summary.is_waiting()) {
        Some(at) => view! {
            <span class="badge" data-state="scheduled">
                <span>"Goes out " <When at=at /></span>
            </span>
        }
        .into_any(),
        None => view! {
            <span class="badge" data-state=summary.state.code()>
                {summary.words}
            </span>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use DeliveryState::{Delivered, Expired, Failed, Opened, Queued, Recalled, Sent};

    use super::*;

    #[test]
    fn the_badge_of_several_deliveries() {
        for (states, state, words) in [
            (&[Sent][..], Sent, "Sent"),
            (&[Failed], Failed, "Failed"),
            (&[Opened, Opened], Opened, "All opened"),
            (&[Opened, Sent, Delivered], Delivered, "1 of 3 opened"),
            (&[Opened, Failed, Delivered], Failed, "1 of 3 failed"),
            (&[Failed, Failed], Failed, "All failed"),
            (&[Delivered, Queued, Sent], Queued, "Queued"),
            (&[Sent, Delivered], Sent, "Sent"),
            (&[Recalled, Failed], Recalled, "Recalled"),
            (&[Expired, Expired], Expired, "Expired"),
            (&[], Queued, "Queued"),
        ] {
            assert_eq!(Summary::of(states), Summary::new(state, words), "{states:?}");
        }
    }

    #[test]
    fn only_what_has_not_gone_out_is_scheduled() {
        assert!(Summary::of(&[Queued, Queued]).is_waiting());
        assert!(!Summary::of(&[Recalled]).is_waiting());
        assert!(!Summary::of(&[Sent]).is_waiting());
    }
}
