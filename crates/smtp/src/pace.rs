//! How fast a mail must come.

use std::time::Duration;

use tokio::time::Instant;

use crate::Timeouts;

/// Content on its way: since when, and how much has come.
pub(crate) struct Pace {
    since: Instant,
    received: u64,
}

impl Pace {
    pub(crate) fn new(now: Instant) -> Self {
        Self { since: now, received: 0 }
    }

    pub(crate) fn count(&mut self, octets: usize) {
        self.received = self.received.saturating_add(u64::try_from(octets).unwrap_or(u64::MAX));
    }

    /// Until when more must have come, at the latest: a head start, and then what the octets so far have earned. A
    /// client that sends a little now and then runs out of time, one on a bad line does not.
    pub(crate) fn deadline(&self, now: Instant, timeouts: &Timeouts) -> Instant {
        let rate = u64::from(timeouts.content_bytes_per_second.max(1));
        let earned = Duration::from_secs(self.received / rate);
        let next = if self.received == 0 { timeouts.first_content } else { timeouts.content };
        (now + next).min(self.since + timeouts.content + earned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn octets_earn_time() {
        let timeouts = Timeouts::default();
        let now = Instant::now();
        let mut pace = Pace::new(now);
        assert_eq!(pace.deadline(now, &timeouts) - now, timeouts.first_content);
        pace.count(1);
        assert_eq!(pace.deadline(now, &timeouts) - now, timeouts.content);
        let later = now + Duration::from_secs(100);
        assert_eq!(pace.deadline(later, &timeouts) - later, timeouts.content - Duration::from_secs(100));
        pace.count(1_000_000);
        assert_eq!(pace.deadline(later, &timeouts) - later, timeouts.content);
    }
}
