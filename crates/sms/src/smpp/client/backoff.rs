use std::time::Duration;

/// How long to wait before the next connection: twice as long after every failure, and never exactly as long as
/// everybody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backoff {
    /// After the first failure.
    pub first: Duration,
    /// At most.
    pub most: Duration,
    /// A connection that was bound for so long was a success.
    pub settled: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self {
            first: Duration::from_secs(1),
            most: Duration::from_secs(2 * 60),
            settled: Duration::from_secs(60),
        }
    }
}

impl Backoff {
    /// The wait after so many failures in a row: from a half to the whole of what it doubles to.
    pub(super) fn delay(&self, failures: u32, random: u64) -> Duration {
        let doubled =
            self.first.saturating_mul(2_u32.saturating_pow(failures.saturating_sub(1))).min(self.most);
        let spread = random % (1 << 10);
        let part = u32::try_from(spread).expect("it is less than 1024");
        doubled / 2 + doubled / 2 * part / (1 << 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_doubles_and_spreads() {
        let backoff = Backoff::default();
        let range = |failures| {
            (backoff.delay(failures, 0).as_millis(), backoff.delay(failures, u64::MAX).as_millis())
        };
        assert_eq!(range(1), (500, 999));
        assert_eq!(range(2), (1000, 1999));
        assert_eq!(range(8), (60_000, 119_941));
        assert_eq!(range(u32::MAX), range(8));
    }
}
