//! One route's state.

use std::time::Duration;

use domain::UnixMillis;

use super::{
    RouteSettings,
    breaker::{Breaker, Circuit},
    limits::{Daily, Rate},
};
use crate::{Accepted, SendError};

/// How much the latest text counts in the smoothed time.
const NEWEST: f64 = 0.1;

/// What one route is doing.
#[derive(Debug)]
pub(super) struct Route {
    pub(super) breaker: Breaker,
    pub(super) rate: Rate,
    pub(super) daily: Daily,
    pub(super) held: bool,
    pub(super) misconfigured: bool,
    pub(super) on_the_way: u32,
    at_once: u32,
    /// Smoothed, in seconds.
    pub(super) took: f64,
    pub(super) last_error: Option<(UnixMillis, SendError)>,
}

/// Whether a text may go now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Readiness {
    Ready,
    /// It works, and has no room before this time.
    Busy(UnixMillis),
    /// It is not to be used before this time, if that is known.
    Away(Option<UnixMillis>),
}

impl Route {
    pub(super) fn new(settings: &RouteSettings) -> Self {
        Self {
            breaker: Breaker::new(),
            rate: Rate::new(settings.per_second.map(std::num::NonZeroU32::get)),
            daily: Daily::new(settings.per_day.map(std::num::NonZeroU64::get)),
            held: false,
            misconfigured: false,
            on_the_way: 0,
            at_once: settings.at_once.get().into(),
            took: 0.0,
            last_error: None,
        }
    }

    pub(super) fn readiness(&self, now: UnixMillis) -> Readiness {
        if self.held {
            return Readiness::Away(None);
        }
        if let Err(probe_at) = self.breaker.check(now) {
            return Readiness::Away(probe_at);
        }
        if let Err(tomorrow) = self.daily.check(now) {
            return Readiness::Away(Some(tomorrow));
        }
        if let Err(until) = self.rate.check(now) {
            return Readiness::Busy(until);
        }
        if self.on_the_way >= self.at_once {
            return Readiness::Busy(now + super::ROOM_SOON);
        }
        Readiness::Ready
    }

    /// A text goes over it; whether it is a probe.
    pub(super) fn take(&mut self, now: UnixMillis) -> bool {
        self.on_the_way += 1;
        self.rate.take(now);
        self.daily.take(now);
        self.breaker.pass()
    }

    /// A text did not go over it after all.
    pub(super) fn give_back(&mut self, probe: bool) {
        self.on_the_way = self.on_the_way.saturating_sub(1);
        self.daily.give_back();
        if probe {
            self.breaker.give_back();
        }
    }

    pub(super) fn settle(
        &mut self,
        answer: &Result<Accepted, SendError>,
        took: Duration,
        now: UnixMillis,
        spread: f64,
    ) {
        self.on_the_way = self.on_the_way.saturating_sub(1);
        self.took = if self.took == 0.0 {
            took.as_secs_f64()
        } else {
            self.took * (1.0 - NEWEST) + took.as_secs_f64() * NEWEST
        };
        let Err(error) = answer else {
            self.misconfigured = false;
            self.rate.taken();
            return self.breaker.good(now);
        };
        self.last_error = Some((now, *error));
        match error {
            SendError::Refused(_) | SendError::OptedOut => self.breaker.good(now),
            SendError::Throttled { retry_after } => {
                self.daily.give_back();
                self.rate.throttled(now, *retry_after);
                // It works; but a probe that is throttled has not shown that texts pass.
                self.breaker.give_back();
            }
            SendError::Unclear => self.breaker.bad(now, false, spread),
            SendError::Unreachable => {
                self.daily.give_back();
                self.breaker.bad(now, false, spread);
            }
            SendError::Misconfigured => {
                self.daily.give_back();
                self.misconfigured = true;
                self.breaker.bad(now, true, spread);
            }
        }
    }

    pub(super) fn is_down(&self) -> bool {
        self.breaker.circuit != Circuit::Closed
    }

    pub(super) const fn circuit(&self) -> Circuit {
        self.breaker.circuit
    }
}
