//! What routes did, counted in memory and written every few seconds: a process that is killed loses some seconds of its
//! statistics, and every text does without another row.

use std::{
    collections::HashMap,
    mem,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use domain::UnixMillis;
use sms::{Accepted, Outcome, Price, SendError, routes::RouteName};
use store::{
    Conn,
    routes::{self, RouteCost, RouteMinute},
};

use crate::{Engine, EngineError};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Counts that were not written yet.
#[derive(Default)]
pub(crate) struct Counts {
    inner: Mutex<Unwritten>,
}

#[derive(Default)]
struct Unwritten {
    minutes: HashMap<(String, i64), RouteMinute>,
    costs: HashMap<(String, i64, [u8; 3]), u64>,
}

/// The day of a time, since 1970, in UTC.
pub(crate) const fn day(at: UnixMillis) -> i64 {
    at.get().div_euclid(DAY)
}

/// The minute of a time, since 1970.
pub(crate) const fn minute(at: UnixMillis) -> i64 {
    at.get().div_euclid(MINUTE)
}

/// The first minute of a day.
pub(crate) const fn first_minute(day: i64) -> i64 {
    day * (DAY / MINUTE)
}

impl Counts {
    /// Counts an attempt.
    pub(super) fn attempt(
        &self,
        route: &RouteName,
        answer: &Result<Accepted, SendError>,
        took: Duration,
        now: UnixMillis,
    ) {
        self.add(route.as_str(), now, |row| {
            match answer {
                Ok(accepted) => {
                    row.sent += 1;
                    row.delivered += u32::from(accepted.delivered);
                }
                Err(SendError::Refused(_) | SendError::OptedOut) => row.refused += 1,
                Err(SendError::Unclear) => row.unclear += 1,
                Err(_) => row.errors += 1,
            }
            row.took_ms = row.took_ms.saturating_add(u32::try_from(took.as_millis()).unwrap_or(u32::MAX));
        });
    }

    /// Counts a receipt.
    pub(crate) fn receipt(&self, route: &str, outcome: Outcome, now: UnixMillis) {
        self.add(route, now, |row| match outcome {
            Outcome::Sent => {}
            Outcome::Delivered => row.delivered += 1,
            Outcome::Undeliverable(_) => row.failed += 1,
        });
    }

    /// Adds what a text cost, where the gateway says so.
    pub(crate) fn cost(&self, route: Option<&RouteName>, price: Option<Price>, now: UnixMillis) {
        let (Some(route), Some(price)) = (route, price) else { return };
        let key = (route.as_str().to_owned(), day(now), price.currency);
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let micros = inner.costs.entry(key).or_default();
        *micros = micros.saturating_add(price.micros);
    }

    fn add(&self, route: &str, now: UnixMillis, add: impl FnOnce(&mut RouteMinute)) {
        let minute = minute(now);
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let row = inner.minutes.entry((route.to_owned(), minute)).or_insert_with(|| RouteMinute {
            route: route.to_owned(),
            minute,
            ..RouteMinute::default()
        });
        add(row);
    }

    fn take(&self) -> (Vec<RouteMinute>, Vec<RouteCost>) {
        let Unwritten { minutes, costs } =
            mem::take(&mut *self.inner.lock().unwrap_or_else(PoisonError::into_inner));
        let mut minutes: Vec<_> = minutes.into_values().collect();
        let cost = |((route, day, currency), micros): ((String, i64, [u8; 3]), u64)| RouteCost {
            route,
            day,
            currency: String::from_utf8_lossy(&currency).into_owned(),
            micros,
        };
        let mut costs: Vec<_> = costs.into_iter().map(cost).collect();
        // In one order, so that two instances do not wait for each other's rows.
        minutes.sort_by(|a, b| (&a.route, a.minute).cmp(&(&b.route, b.minute)));
        costs.sort_by(|a, b| (&a.route, a.day, &a.currency).cmp(&(&b.route, b.day, &b.currency)));
        (minutes, costs)
    }
}

impl Engine {
    /// Writes the counts of routes that were not written yet.
    ///
    /// # Errors
    /// When the storage fails; these counts are lost then.
    pub async fn write_counts(&self) -> Result<(), EngineError> {
        let (minutes, costs) = self.inner.counts.take();
        if minutes.is_empty() && costs.is_empty() {
            return Ok(());
        }
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (minutes, costs) = (minutes.clone(), costs.clone());
                Box::pin(async move {
                    routes::add(conn, &minutes).await?;
                    Ok::<_, EngineError>(routes::add_costs(conn, &costs).await?)
                })
            })
            .await
    }
}
