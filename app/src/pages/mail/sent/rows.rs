//! The list itself. The server renders it; in the browser its badges follow what happens.

use std::collections::HashMap;

use domain::{DeliveryId, DeliveryState};
use leptos::prelude::*;

use super::{SentRow, badge::StateBadge};
use crate::{
    api::mail::Status,
    components::{When, WhenStyle},
    pages::mail::live::follow,
};

/// States that are newer than those the page came with.
type Newer = RwSignal<HashMap<DeliveryId, DeliveryState>>;

/// The messages, with badges that stay up to date.
#[island(lazy)]
pub(crate) fn SentRows(rows: Vec<SentRow>) -> impl IntoView {
    let newer = Newer::default();
    let followed: Vec<_> = rows.iter().filter(|row| row.can_change()).map(|row| row.id).collect();
    Effect::new(move |_| follow(followed.clone(), move |statuses| take_over(newer, &statuses)));
    let rows: Vec<_> = rows.into_iter().map(|row| view! { <Row row=row newer=newer /> }).collect();
    view! { <ul class="rows">{rows}</ul> }
}

/// Wakes the badges only when there is something new.
fn take_over(newer: Newer, statuses: &[Status]) {
    let known = newer.get_untracked();
    let states: HashMap<_, _> = statuses.iter().map(|status| (status.delivery, status.state)).collect();
    if states != known {
        newer.set(states);
    }
}

#[component]
fn Row(row: SentRow, newer: Newer) -> impl IntoView {
    let (href, who) = (format!("/sent/{}", row.id), row.who());
    let subject = row.subject.clone().unwrap_or_else(|| "Erased message".to_owned());
    let (sent_at, not_before) = (row.sent_at, row.not_before);
    let badge = move || {
        let states = newer.with(|newer| row.states(newer));
        view! { <StateBadge states=states not_before=not_before /> }
    };
    let more = who.1.map(|more| view! { <span class="soft">{more}</span> });
    view! {
        <li>
            <a href=href>
                <span class="what">{subject}</span>
                " "
                <When at=sent_at style=WhenStyle::Date />
                " "
                <span class="who">{who.0} {more}</span>
                " "
                {badge}
            </a>
        </li>
    }
}

impl SentRow {
    /// Whether anything can still become of it.
    fn can_change(&self) -> bool {
        self.deliveries.iter().any(|delivery| !delivery.state.is_ended())
    }

    /// The first recipient, and how many more there are.
    fn who(&self) -> (String, Option<String>) {
        let first = self.deliveries.first().map(|delivery| delivery.phone.readable()).unwrap_or_default();
        match self.deliveries.len() {
            0 | 1 => (first, None),
            count => (first, Some(format!(" and {} more", count - 1))),
        }
    }

    /// The deliveries' states as far as they are known.
    fn states(&self, newer: &HashMap<DeliveryId, DeliveryState>) -> Vec<DeliveryState> {
        let state =
            |delivery: &super::DeliveryRow| newer.get(&delivery.id).copied().unwrap_or(delivery.state);
        self.deliveries.iter().map(state).collect()
    }
}

#[cfg(test)]
mod tests {
    use domain::{MessageId, UnixMillis};

    use super::{super::DeliveryRow, *};

    fn row(states: &[DeliveryState]) -> SentRow {
        let delivery = |(number, state): (u8, &DeliveryState)| DeliveryRow {
            id: DeliveryId::from_bytes([number; 16]),
            phone: "+12114367789".parse().unwrap(),
            state: *state,
            failure: None,
        };
        SentRow {
            id: MessageId::from_bytes([9; 16]),
            subject: None,
            sent_at: UnixMillis::new(0),
            not_before: None,
            deliveries: (0..).zip(states).map(delivery).collect(),
        }
    }

    #[test]
    fn recipients_in_words() {
        assert_eq!(row(&[DeliveryState::Sent]).who(), ("+1 211 436 7789".to_owned(), None));
        assert_eq!(row(&[DeliveryState::Sent; 3]).who().1.as_deref(), Some(" and 2 more"));
    }

    #[test]
    fn newer_states_win() {
        let row = row(&[DeliveryState::Sent, DeliveryState::Queued]);
        let newer = HashMap::from([(DeliveryId::from_bytes([0; 16]), DeliveryState::Opened)]);
        assert_eq!(row.states(&newer), [DeliveryState::Opened, DeliveryState::Queued]);
    }

    #[test]
    fn what_has_ended_is_not_followed() {
        assert!(row(&[DeliveryState::Failed, DeliveryState::Recalled]).can_change());
        assert!(!row(&[DeliveryState::Recalled]).can_change());
    }
}
