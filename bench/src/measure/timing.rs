//! Quantiles, and numbers as people read them.

use std::time::Duration;

/// Times, to be asked for quantiles.
#[derive(Debug, Default)]
pub(super) struct Times(Vec<Duration>);

impl FromIterator<Duration> for Times {
    fn from_iter<I: IntoIterator<Item = Duration>>(times: I) -> Self {
        let mut times: Vec<_> = times.into_iter().collect();
        times.sort_unstable();
        Self(times)
    }
}

impl Times {
    /// The time that this many per cent do not exceed (nearest rank); zero without any.
    pub(super) fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).copied().unwrap_or_default()
    }

    pub(super) const fn len(&self) -> usize {
        self.0.len()
    }
}

/// Milliseconds, with two decimals below ten.
pub(super) fn millis(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1_000.0;
    if ms < 10.0 { format!("{ms:.2} ms") } else { format!("{ms:.1} ms") }
}

/// With a comma between thousands.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How many of something happened in a second.
pub(super) fn per_second(count: usize, time: Duration) -> u64 {
    let millis = time.as_millis().max(1);
    let count = u128::try_from(count).unwrap_or(u128::MAX);
    u64::try_from(count.saturating_mul(1_000) / millis).unwrap_or(u64::MAX)
}

/// A figure to compute with; what is measured here is far below the 2^32 up to which this is exact.
pub(super) fn float(number: u64) -> f64 {
    u32::try_from(number).unwrap_or(u32::MAX).into()
}

/// "met", or by how much it is missed.
pub(super) fn at_most(measured: f64, budget: f64) -> String {
    if measured <= budget {
        "met".into()
    } else {
        format!("**missed by {:.0} %**", (measured / budget - 1.0) * 100.0)
    }
}

/// "met", or by how much it is missed.
pub(super) fn at_least(measured: f64, budget: f64) -> String {
    if measured >= budget {
        "met".into()
    } else {
        format!("**missed by {:.0} %**", (1.0 - measured / budget) * 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        let times: Times = (1..=100).rev().map(Duration::from_millis).collect();
        assert_eq!((times.percentile(50).as_millis(), times.percentile(99).as_millis()), (50, 99));
        assert_eq!(Times::default().percentile(50), Duration::ZERO);
        let one: Times = [Duration::from_secs(1)].into_iter().collect();
        assert_eq!(one.percentile(99), Duration::from_secs(1));
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(per_second(500, Duration::from_millis(250)), 2_000);
    }

    #[test]
    fn budgets_say_by_how_much() {
        assert_eq!((at_most(5.0, 5.0), at_most(6.0, 5.0)), ("met".into(), "**missed by 20 %**".into()));
        assert_eq!((at_least(5.0, 5.0), at_least(4.0, 5.0)), ("met".into(), "**missed by 20 %**".into()));
    }
}
