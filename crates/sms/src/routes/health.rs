use std::time::Duration;

use domain::UnixMillis;

use super::{RouteName, RouteSettings, breaker::Circuit, limits::Rate, route::Route};
use crate::{Gateway, SendError};

/// How a route does.
#[derive(Debug, Clone)]
pub struct Health {
    /// Its name.
    pub name: RouteName,
    /// The kind of its gateway.
    pub kind: &'static str,
    /// Whether it works.
    pub state: RouteState,
    /// How many texts are on their way.
    pub on_the_way: u32,
    /// How many texts went over it today (UTC).
    pub sent_today: u64,
    /// How many may.
    pub per_day: Option<u64>,
    /// How many texts in a second it takes at present; `None` for as many as come.
    pub per_second: Option<f64>,
    /// The share of attempts of the last minute that failed.
    pub errors: f64,
    /// How long the gateway takes for a text, smoothed.
    pub took: Duration,
    /// The last error, and when it happened.
    pub last_error: Option<(UnixMillis, SendError)>,
}

/// Whether a route works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteState {
    /// It does.
    Up,
    /// It works, and is full for today.
    Full,
    /// It failed; it is tried again at some time.
    Down {
        /// Since when.
        since: UnixMillis,
        /// When it is tried.
        probe_at: UnixMillis,
    },
    /// It failed, and is being tried with one text.
    Probing,
    /// Its settings are wrong: somebody has to mend them.
    Misconfigured,
    /// Somebody holds it.
    Held,
}

impl RouteState {
    /// Its code, for metrics.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Full => "full",
            Self::Down { .. } => "down",
            Self::Probing => "probing",
            Self::Misconfigured => "misconfigured",
            Self::Held => "held",
        }
    }
}

impl Health {
    pub(super) fn of(settings: &RouteSettings, gateway: &Gateway, route: &Route, now: UnixMillis) -> Self {
        Self {
            name: settings.name.clone(),
            kind: gateway.kind(),
            state: state(route, now),
            on_the_way: route.on_the_way,
            sent_today: route.daily.sent(now),
            per_day: settings.per_day.map(std::num::NonZeroU64::get),
            per_second: settings.per_second.map(|_| Rate::now(&route.rate)),
            errors: route.breaker.share_of_errors(now),
            took: Duration::from_secs_f64(route.took.max(0.0)),
            last_error: route.last_error,
        }
    }
}

fn state(route: &Route, now: UnixMillis) -> RouteState {
    match route.circuit() {
        _ if route.held => RouteState::Held,
        Circuit::Open { .. } | Circuit::Probing { .. } if route.misconfigured => RouteState::Misconfigured,
        Circuit::Open { since, probe_at, .. } => RouteState::Down { since, probe_at },
        Circuit::Probing { .. } => RouteState::Probing,
        Circuit::Closed if route.daily.check(now).is_err() => RouteState::Full,
        Circuit::Closed => RouteState::Up,
    }
}
