//! What is to be done now with each notice that waits.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use domain::{FailureReason, PhoneNumber, UnixMillis};
use sms::routes::{Choice, Pass, RouteName};
use store::notices::NoticeKind;

use super::{Due, LEASE, settle::Outcome};
use crate::Engine;

/// How long a notice waits in memory for its route. What has to wait longer goes back to the database.
const PATIENCE: Duration = Duration::from_secs(2);
/// So many notices that were leased wait in memory for one route; others go back, so that a slow route does not keep
/// those of the others waiting.
const PATIENT: usize = 2 * ENOUGH_WAIT;
/// While so many wait for a route, no more are leased for it.
pub(super) const ENOUGH_WAIT: usize = 64;
/// How long those that go back stay away at least.
const AWAY: Duration = Duration::from_secs(5);
/// Of how many recent seconds the speed counts.
const SPEED_OVER: Duration = Duration::from_secs(10);
/// Urgent notices wait in memory as long as their lease allows.
const URGENT: u32 = 0;

/// What is to be done with a notice.
pub(super) enum Step {
    /// Hand it over.
    Go(Pass),
    /// Settle it without a gateway.
    Settle(Outcome),
}

/// What was found.
pub(super) struct Plan {
    pub(super) steps: Vec<(Due, Step)>,
    /// When the first of those that wait in memory may go.
    pub(super) next: Option<UnixMillis>,
    /// How many wait in memory for which route.
    pub(super) waiting: HashMap<RouteName, usize>,
}

/// When those that go back to the database come again: spread over the time that the gateways need for them, so that
/// they do not all come and go each time.
pub(crate) struct Parking {
    inner: Mutex<Parked>,
}

struct Parked {
    /// When the latest of them comes back.
    last: UnixMillis,
    /// What was sent in the current span, and in the one before.
    since: UnixMillis,
    sent: u32,
    sent_before: u32,
}

impl Parking {
    pub(crate) const fn new(now: UnixMillis) -> Self {
        Self { inner: Mutex::new(Parked { last: now, since: now, sent: 0, sent_before: 0 }) }
    }

    /// Counts texts that went out.
    pub(super) fn count(&self, sent: u32, now: UnixMillis) {
        let mut parked = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let spans = now.since(parked.since).as_millis() / SPEED_OVER.as_millis();
        if spans > 0 {
            parked.sent_before = if spans == 1 { parked.sent } else { 0 };
            parked.sent = 0;
            parked.since = now;
        }
        parked.sent = parked.sent.saturating_add(sent);
    }

    /// When one more comes back.
    fn take(&self, until: UnixMillis, now: UnixMillis) -> UnixMillis {
        let mut parked = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let in_span = parked.sent.max(parked.sent_before).max(1);
        let step = (SPEED_OVER / in_span).min(Duration::from_secs(1));
        parked.last = parked.last.max(now + AWAY) + step;
        until.max(parked.last)
    }
}

impl Engine {
    /// Decides about everything that waits in memory, in order.
    pub(super) fn plan(&self) -> Plan {
        let now = self.inner.clock.now();
        let (mut waiting, mut next) = (HashMap::new(), None::<UnixMillis>);
        let steps = self.inner.door.go_through(|due, handed_in| {
            let (until, route) = match self.step(due, now) {
                Ok(step) => return Some(step),
                Err(wait) => wait,
            };
            let count = route.map_or(0, |route| {
                let count: &mut usize = waiting.entry(route).or_default();
                *count += 1;
                *count
            });
            let urgent = due.priority == URGENT;
            let patient = urgent || (until.since(now) <= PATIENCE && (handed_in || count <= PATIENT));
            if patient && until.since(now) < LEASE / 2 {
                next = Some(next.map_or(until, |next| next.min(until)));
                return None;
            }
            let at = if urgent { until } else { self.inner.parking.take(until, now) };
            Some(Step::Settle(Outcome::PutBack(at)))
        });
        Plan { steps, next, waiting }
    }

    /// What is to be done with a notice now; otherwise until when it has to wait, and for which route.
    fn step(&self, due: &Due, now: UnixMillis) -> Result<Step, (UnixMillis, Option<RouteName>)> {
        if due.give_up_at <= now {
            let reason = if due.attempts > 0 && due.unclear == 0 {
                FailureReason::GatewayUnreachable
            } else {
                FailureReason::TooLate
            };
            return Ok(Step::Settle(if due.unclear > 0 {
                Outcome::Unknown
            } else {
                Outcome::Failed(reason)
            }));
        }
        // A gateway may need half of the time; whoever leases it next has it all.
        if due.leased_until.since(now) < LEASE / 2 {
            return Ok(Step::Settle(Outcome::PutBack(now)));
        }
        if let Some(end) = self.quiet_until(due, now) {
            return Ok(Step::Settle(Outcome::PutBack(end)));
        }
        match self.inner.routes.choose(&due.to, due.only_route.as_ref(), &[], now) {
            Choice::Send(pass) => Ok(Step::Go(pass)),
            Choice::Wait { until, route } => Err((until, route)),
            Choice::NoRoute => Ok(Step::Settle(Outcome::Failed(FailureReason::NoRoute))),
        }
    }
}

impl Engine {
    /// Until when a notice has to wait because it is night where its number is at home. What is urgent does not wait.
    fn quiet_until(&self, due: &Due, now: UnixMillis) -> Option<UnixMillis> {
        let config = &self.inner.config;
        if due.priority == URGENT || (due.kind == NoticeKind::First && !config.quiet_for_first) {
            return None;
        }
        self.night_until(&due.to, now)
    }

    fn night_until(&self, phone: &PhoneNumber, now: UnixMillis) -> Option<UnixMillis> {
        let end = self.inner.config.quiet_hours.as_ref()?.next_allowed(phone, now);
        (end > now).then_some(end)
    }

    /// Until when a reminder to this number waits, where it is night now.
    #[must_use]
    pub fn reminder_waits_until(&self, phone: &PhoneNumber) -> Option<UnixMillis> {
        self.night_until(phone, self.inner.clock.now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis::new(1_790_000_000_000);

    #[test]
    fn those_that_go_back_come_one_after_the_other() {
        let parking = Parking::new(NOW);
        let seconds = |parking: &Parking| parking.take(NOW, NOW).since(NOW).as_secs();
        assert_eq!([seconds(&parking), seconds(&parking), seconds(&parking)], [6, 7, 8]);
        parking.count(100, NOW);
        let before = parking.take(NOW, NOW);
        assert_eq!(parking.take(NOW, NOW).since(before), Duration::from_millis(100));
    }

    #[test]
    fn the_speed_is_that_of_the_last_seconds() {
        let parking = Parking::new(NOW);
        parking.count(1_000, NOW);
        let later = NOW + Duration::from_secs(100);
        parking.count(1, later);
        let first = parking.take(later, later);
        assert_eq!(parking.take(later, later).since(first), Duration::from_secs(1));
    }
}
