//! Routes: over which gateway a text goes, and when. A machine without I/O; time and randomness are passed in.
//!
//! - Of the routes whose prefixes a number has, those with the longest go first, and of these the ones with the lowest
//!   preference. Routes of the same preference share the load; one of a higher preference is only used when the others
//!   are down, held, out of their daily number, or throttled for long.
//! - A gateway that fails is left alone, and tried with one text after a while (circuit breaker).
//! - A rate, a daily number, and a number of texts that may be on their way at once are kept for each route.

mod breaker;
mod health;
mod limits;
mod names;
mod route;
#[cfg(test)]
mod tests;

use std::{
    cmp::Reverse,
    num::{NonZeroU16, NonZeroU32, NonZeroU64},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::{PhoneNumber, UnixMillis};

use crate::{Accepted, Gateway, SendError};
pub use health::{Health, RouteState};
pub use names::{Prefix, PrefixError, RouteName, RouteNameError};
use route::{Readiness, Route};

/// When room for another text is expected where all of it is taken.
const ROOM_SOON: Duration = Duration::from_millis(50);
/// A route that is busy for longer is passed over.
const PATIENCE: Duration = Duration::from_secs(2);
/// When to look again at routes of which nobody knows when they open.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// How a route is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteSettings {
    /// Its name.
    pub name: RouteName,
    /// The numbers that it is for; all, when it is empty.
    pub prefixes: Vec<Prefix>,
    /// Which is used first: the lowest.
    pub preference: u16,
    /// How many texts in a second.
    pub per_second: Option<NonZeroU32>,
    /// How many texts in a day (UTC).
    pub per_day: Option<NonZeroU64>,
    /// How many texts may be on their way at once.
    pub at_once: NonZeroU16,
}

/// All routes of an instance.
pub struct Routes {
    inner: Arc<Inner>,
}

struct Inner {
    settings: Vec<(RouteSettings, Gateway)>,
    state: Mutex<State>,
}

struct State {
    routes: Vec<Route>,
    random: Box<dyn FnMut() -> u64 + Send>,
}

/// Why there are no routes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RoutesError {
    /// Nothing could be sent.
    #[error("there is no gateway")]
    None,
    /// A name stands for one route.
    #[error("two gateways are called {0}")]
    Twice(RouteName),
}

/// Over which route a text goes.
#[derive(Debug)]
pub enum Choice {
    /// Over this one, now.
    Send(Pass),
    /// Over none before this time.
    Wait {
        /// When to ask again.
        until: UnixMillis,
        /// The route that is waited for.
        route: Option<RouteName>,
    },
    /// No route is for such numbers.
    NoRoute,
}

/// The right to send one text over one route. Dropped without [`Routes::settle`], it is given back.
pub struct Pass {
    inner: Arc<Inner>,
    index: usize,
    probe: bool,
    settled: bool,
}

impl RouteSettings {
    /// For all numbers, with no limits but 32 texts at once.
    #[must_use]
    pub const fn new(name: RouteName) -> Self {
        let at_once = NonZeroU16::new(32).expect("it is not zero");
        Self { name, prefixes: Vec::new(), preference: 100, per_second: None, per_day: None, at_once }
    }

    /// How much of a number its longest prefix has; `None` when the route is not for it.
    fn covers(&self, number: &PhoneNumber) -> Option<usize> {
        if self.prefixes.is_empty() {
            return Some(0);
        }
        self.prefixes.iter().filter(|prefix| prefix.matches(number)).map(Prefix::length).max()
    }
}

impl Routes {
    /// These routes. `random` spreads the times at which gateways that failed are tried again.
    ///
    /// # Errors
    /// When there are none, or two of one name.
    pub fn new(
        routes: Vec<(RouteSettings, Gateway)>,
        random: impl FnMut() -> u64 + Send + 'static,
    ) -> Result<Self, RoutesError> {
        if routes.is_empty() {
            return Err(RoutesError::None);
        }
        for (index, (settings, _)) in routes.iter().enumerate() {
            if routes[..index].iter().any(|(other, _)| other.name == settings.name) {
                return Err(RoutesError::Twice(settings.name.clone()));
            }
        }
        let states = routes.iter().map(|(settings, _)| Route::new(settings)).collect();
        let state = Mutex::new(State { routes: states, random: Box::new(random) });
        Ok(Self { inner: Arc::new(Inner { settings: routes, state }) })
    }

    /// Over which route a text goes: `only` over that one, when somebody decided so; `not` over those that were tried.
    #[must_use]
    pub fn choose(
        &self,
        to: &PhoneNumber,
        only: Option<&RouteName>,
        not: &[RouteName],
        now: UnixMillis,
    ) -> Choice {
        let mut fitting: Vec<_> = self.fitting(to, only).collect();
        fitting.sort_by_key(|(index, length)| (Reverse(*length), self.preference(*index), *index));
        if fitting.is_empty() {
            return Choice::NoRoute;
        }
        let mut state = self.inner.lock();
        let (mut soonest, mut rank) = (None, None);
        for (index, length) in fitting {
            if not.contains(&self.inner.settings[index].0.name) {
                continue;
            }
            let of_this = (length, self.preference(index));
            // A route of a lower preference has room soon: no other is needed.
            if rank.is_some_and(|rank| rank != of_this)
                && soonest.is_some_and(|(until, _): (UnixMillis, usize)| until.since(now) <= PATIENCE)
            {
                break;
            }
            rank = Some(of_this);
            let until = match state.routes[index].readiness(now) {
                Readiness::Ready => {
                    let probe = state.routes[index].take(now);
                    return Choice::Send(Pass {
                        inner: Arc::clone(&self.inner),
                        index,
                        probe,
                        settled: false,
                    });
                }
                Readiness::Busy(until) | Readiness::Away(Some(until)) => until,
                Readiness::Away(None) => now + LOOK_AGAIN,
            };
            let this = (until, index);
            soonest = Some(soonest.map_or(this, |soonest| if until < soonest.0 { this } else { soonest }));
        }
        match soonest {
            Some((until, index)) => {
                Choice::Wait { until, route: Some(self.inner.settings[index].0.name.clone()) }
            }
            None => Choice::Wait { until: now + LOOK_AGAIN, route: None },
        }
    }

    /// Tells what came of a text; whether its route was down, and works again.
    pub fn settle(
        &self,
        mut pass: Pass,
        answer: &Result<Accepted, SendError>,
        took: Duration,
        now: UnixMillis,
    ) -> bool {
        pass.settled = true;
        let mut state = self.inner.lock();
        let spread = share((state.random)());
        let route = &mut state.routes[pass.index];
        let was_down = route.is_down();
        route.settle(answer, took, now, spread);
        was_down && !route.is_down()
    }

    /// The names of all routes.
    #[must_use]
    pub fn names(&self) -> Vec<RouteName> {
        self.inner.settings.iter().map(|(settings, _)| settings.name.clone()).collect()
    }

    /// The gateway of a route.
    #[must_use]
    pub fn gateway(&self, name: &RouteName) -> Option<&Gateway> {
        self.index(name).map(|index| &self.inner.settings[index].1)
    }

    /// Holds a route, or no longer; whether there is such a route.
    pub fn hold(&self, name: &RouteName, held: bool) -> bool {
        let found = self.index(name);
        if let Some(index) = found {
            self.inner.lock().routes[index].held = held;
        }
        found.is_some()
    }

    /// Lets the next text try a route that is down; whether there is such a route.
    pub fn try_now(&self, name: &RouteName, now: UnixMillis) -> bool {
        let found = self.index(name);
        if let Some(index) = found {
            self.inner.lock().routes[index].breaker.try_now(now);
        }
        found.is_some()
    }

    /// How many texts went over a route on a day (since 1970, UTC), as somebody has written down.
    pub fn set_sent_today(&self, name: &RouteName, day: i64, sent: u64) {
        if let Some(index) = self.index(name) {
            self.inner.lock().routes[index].daily.set(day, sent);
        }
    }

    /// The routes that take texts, now or soon.
    #[must_use]
    pub fn open(&self, now: UnixMillis) -> Vec<RouteName> {
        let state = self.inner.lock();
        let is_open = |route: &Route| match route.readiness(now) {
            Readiness::Ready => true,
            Readiness::Busy(until) => until.since(now) <= PATIENCE,
            Readiness::Away(_) => false,
        };
        let both = self.inner.settings.iter().zip(&state.routes);
        both.filter(|(_, route)| is_open(route)).map(|((settings, _), _)| settings.name.clone()).collect()
    }

    /// When the first route takes texts again, where that is known.
    #[must_use]
    pub fn next_opening(&self, now: UnixMillis) -> Option<UnixMillis> {
        let state = self.inner.lock();
        let opening = |route: &Route| match route.readiness(now) {
            Readiness::Ready => Some(now),
            Readiness::Busy(until) => Some(until),
            Readiness::Away(until) => until,
        };
        state.routes.iter().filter_map(opening).min()
    }

    /// How every route does.
    #[must_use]
    pub fn health(&self, now: UnixMillis) -> Vec<Health> {
        let state = self.inner.lock();
        let both = self.inner.settings.iter().zip(&state.routes);
        both.map(|((settings, gateway), route)| Health::of(settings, gateway, route, now)).collect()
    }

    fn fitting(&self, to: &PhoneNumber, only: Option<&RouteName>) -> impl Iterator<Item = (usize, usize)> {
        let routes = self.inner.settings.iter().enumerate();
        routes.filter_map(move |(index, (settings, _))| match only {
            Some(only) => (settings.name == *only).then_some((index, 0)),
            None => settings.covers(to).map(|length| (index, length)),
        })
    }

    fn preference(&self, index: usize) -> u16 {
        self.inner.settings[index].0.preference
    }

    fn index(&self, name: &RouteName) -> Option<usize> {
        self.inner.settings.iter().position(|(settings, _)| settings.name == *name)
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pass {
    /// The route's name.
    #[must_use]
    pub fn name(&self) -> &RouteName {
        &self.inner.settings[self.index].0.name
    }

    /// The route's gateway.
    #[must_use]
    pub fn gateway(&self) -> &Gateway {
        &self.inner.settings[self.index].1
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        if !self.settled {
            self.inner.lock().routes[self.index].give_back(self.probe);
        }
    }
}

impl std::fmt::Debug for Pass {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pass").field("route", self.name()).field("probe", &self.probe).finish_non_exhaustive()
    }
}

/// A random number as a share of one.
fn share(random: u64) -> f64 {
    let part = u32::try_from(random >> 32).expect("the upper half of 64 bits has 32");
    f64::from(part) / f64::from(u32::MAX)
}
