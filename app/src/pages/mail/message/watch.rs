//! Loads the page again when something has become of the message.

use std::collections::HashMap;

use domain::{DeliveryId, DeliveryState, MessageId};
use leptos::prelude::*;

use crate::{api::mail::Status, browser, pages::mail::live::follow};

/// Shows nothing. Follows the message's deliveries, and loads the page again when a state has changed.
#[island(lazy)]
pub(crate) fn WatchDeliveries(message: MessageId, states: Vec<(DeliveryId, DeliveryState)>) -> impl IntoView {
    let shown: HashMap<_, _> = states.into_iter().collect();
    Effect::new(move |_| {
        let shown = shown.clone();
        follow(vec![message], move |statuses| {
            if has_changed(&shown, &statuses) && !is_asked() {
                browser::reload();
            }
        });
    });
    view! { <span hidden></span> }
}

fn has_changed(shown: &HashMap<DeliveryId, DeliveryState>, statuses: &[Status]) -> bool {
    statuses.iter().any(|status| shown.get(&status.delivery).is_some_and(|state| *state != status.state))
}

/// Whether a question is open on the page, which must not vanish under somebody's finger.
fn is_asked() -> bool {
    document().query_selector("details[open]").is_ok_and(|open| open.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_state_is_a_change() {
        let (message, delivery) = (MessageId::from_bytes([1; 16]), DeliveryId::from_bytes([2; 16]));
        let shown = HashMap::from([(delivery, DeliveryState::Sent)]);
        let status = |state| [Status { message, delivery, state, failure: None }];
        assert!(!has_changed(&shown, &status(DeliveryState::Sent)));
        assert!(has_changed(&shown, &status(DeliveryState::Opened)));
        assert!(!has_changed(&shown, &[]));
    }
}
