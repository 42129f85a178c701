//! Answers that strangers can get about a person come at even times, so that how long they take tells nothing of whom they are
//! about: a look-up that finds somebody takes a tenth of a millisecond longer than one that finds nobody.

use std::{future::Future, time::Duration};

use tokio::time::{Instant, sleep_until};

/// Functions that take a number, an address or a link from anybody, and answer whoever it names.
const ABOUT_ANYBODY: [&str; 5] =
    ["/api/challenge", "/api/sign_in", "/api/sign_in_account", "/api/try_recovery", "/api/recover"];

/// Answers come this long after the question, or twice as long, or three times. Most of them are found in a third of it, also
/// on PostgreSQL; before each one somebody's browser stretches a password for a hundred times as long.
const STEP: Duration = Duration::from_millis(10);

/// Whether the function at `path` is to answer at even times.
pub(super) fn is_about_anybody(path: &str) -> bool {
    ABOUT_ANYBODY.contains(&path)
}

/// The same answer, at the next step.
pub(super) async fn at_a_step<T>(answer: impl Future<Output = T>) -> T {
    let start = Instant::now();
    let answer = answer.await;
    sleep_until(start + next_step(start.elapsed())).await;
    answer
}

fn next_step(taken: Duration) -> Duration {
    let steps = taken.as_nanos() / STEP.as_nanos() + 1;
    STEP.saturating_mul(u32::try_from(steps).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_step_is_after_what_it_took() {
        let next = |micros| next_step(Duration::from_micros(micros)).as_millis();
        assert_eq!([next(0), next(1), next(240), next(9_999)], [10; 4]);
        assert_eq!([next(10_000), next(12_000), next(31_000)], [20, 20, 40]);
    }

    #[test]
    fn the_functions_are_there() {
        for path in ABOUT_ANYBODY {
            assert!(leptos::server_fn::axum::server_fn_paths().any(|(known, _)| known == path), "{path}");
        }
    }
}
