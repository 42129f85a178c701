//! The circuit breaker: a gateway that fails is left alone for a while, and then tried with one text.

use std::{collections::VecDeque, time::Duration};

use domain::UnixMillis;

/// So many failures in a row open it.
const IN_A_ROW: u32 = 5;
/// More than half of at least so many recent attempts do too.
const RECENT: usize = 20;
const RECENT_FOR: Duration = Duration::from_secs(60);
const REMEMBERED: usize = 200;
const FIRST_PROBE: Duration = Duration::from_secs(5);
const LAST_PROBE: Duration = Duration::from_secs(5 * 60);

/// Whether texts may pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Circuit {
    Closed,
    /// None until `probe_at`; then one.
    Open {
        since: UnixMillis,
        probe_at: UnixMillis,
        round: u32,
    },
    /// One is on its way.
    Probing {
        since: UnixMillis,
        probe_at: UnixMillis,
        round: u32,
    },
}

#[derive(Debug)]
pub(super) struct Breaker {
    pub(super) circuit: Circuit,
    in_a_row: u32,
    recent: VecDeque<(UnixMillis, bool)>,
}

impl Breaker {
    pub(super) const fn new() -> Self {
        Self { circuit: Circuit::Closed, in_a_row: 0, recent: VecDeque::new() }
    }

    /// Whether a text may pass now; otherwise when one may, if that is known.
    pub(super) fn check(&self, now: UnixMillis) -> Result<(), Option<UnixMillis>> {
        match self.circuit {
            Circuit::Closed => Ok(()),
            Circuit::Open { probe_at, .. } if probe_at <= now => Ok(()),
            Circuit::Open { probe_at, .. } => Err(Some(probe_at)),
            Circuit::Probing { .. } => Err(None),
        }
    }

    /// A text passes; whether it is a probe.
    pub(super) const fn pass(&mut self) -> bool {
        if let Circuit::Open { since, probe_at, round } = self.circuit {
            self.circuit = Circuit::Probing { since, probe_at, round };
            return true;
        }
        false
    }

    /// A probe was not sent after all.
    pub(super) const fn give_back(&mut self) {
        if let Circuit::Probing { since, probe_at, round } = self.circuit {
            self.circuit = Circuit::Open { since, probe_at, round };
        }
    }

    /// The next text is a probe.
    pub(super) const fn try_now(&mut self, now: UnixMillis) {
        if let Circuit::Open { since, round, .. } = self.circuit {
            self.circuit = Circuit::Open { since, probe_at: now, round };
        }
    }

    /// The gateway answered as one that works.
    pub(super) fn good(&mut self, now: UnixMillis) {
        self.in_a_row = 0;
        if self.circuit != Circuit::Closed {
            self.circuit = Circuit::Closed;
            self.recent.clear();
        }
        self.remember(now, true);
    }

    /// It did not. `spread` is from 0 to 1.
    pub(super) fn bad(&mut self, now: UnixMillis, at_once: bool, spread: f64) {
        self.in_a_row = self.in_a_row.saturating_add(1);
        self.remember(now, false);
        match self.circuit {
            Circuit::Closed if at_once || self.in_a_row >= IN_A_ROW || self.mostly_bad() => {
                self.circuit = Circuit::Open { since: now, probe_at: now + delay(0, spread), round: 0 };
            }
            Circuit::Probing { since, round, .. } => {
                let round = round.saturating_add(1);
                self.circuit = Circuit::Open { since, probe_at: now + delay(round, spread), round };
            }
            // The late answer to a text from before.
            Circuit::Closed | Circuit::Open { .. } => {}
        }
    }

    /// The share of recent attempts that failed.
    pub(super) fn share_of_errors(&self, now: UnixMillis) -> f64 {
        let recent = self.recent.iter().filter(|(at, _)| now.since(*at) <= RECENT_FOR);
        let (all, bad) =
            recent.fold((0_u32, 0_u32), |(all, bad), (_, good)| (all + 1, bad + u32::from(!good)));
        if all == 0 { 0.0 } else { f64::from(bad) / f64::from(all) }
    }

    fn mostly_bad(&self) -> bool {
        let bad = self.recent.iter().filter(|(_, good)| !good).count();
        self.recent.len() >= RECENT && bad * 2 > self.recent.len()
    }

    fn remember(&mut self, now: UnixMillis, good: bool) {
        while self.recent.front().is_some_and(|(at, _)| now.since(*at) > RECENT_FOR) {
            self.recent.pop_front();
        }
        if self.recent.len() == REMEMBERED {
            self.recent.pop_front();
        }
        self.recent.push_back((now, good));
    }
}

/// Twice as long in every round, spread over half of it.
fn delay(round: u32, spread: f64) -> Duration {
    let full = FIRST_PROBE.saturating_mul(1 << round.min(10)).min(LAST_PROBE);
    full.mul_f64(0.5 + spread.clamp(0.0, 1.0) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis::new(1_790_000_000_000);

    #[test]
    fn five_failures_in_a_row_open_it_and_a_success_closes_it() {
        let mut breaker = Breaker::new();
        for _ in 0..4 {
            breaker.bad(NOW, false, 1.0);
            assert_eq!(breaker.check(NOW), Ok(()));
        }
        breaker.bad(NOW, false, 1.0);
        let probe_at = NOW + Duration::from_secs(5);
        assert_eq!(breaker.check(NOW), Err(Some(probe_at)));
        assert_eq!(breaker.check(probe_at), Ok(()));
        assert!(breaker.pass());
        assert_eq!(breaker.check(probe_at), Err(None));
        breaker.bad(probe_at, false, 1.0);
        assert_eq!(breaker.check(probe_at), Err(Some(probe_at + Duration::from_secs(10))));
        breaker.try_now(probe_at);
        assert!(breaker.pass());
        breaker.good(probe_at);
        assert_eq!((breaker.check(probe_at), breaker.pass()), (Ok(()), false));
    }

    #[test]
    fn many_failures_among_successes_open_it() {
        let mut breaker = Breaker::new();
        for _ in 0..10 {
            breaker.good(NOW);
            breaker.bad(NOW, false, 1.0);
        }
        assert_eq!(breaker.check(NOW), Ok(()));
        breaker.bad(NOW, false, 1.0);
        assert!(breaker.check(NOW).is_err());
        assert!(breaker.share_of_errors(NOW) > 0.5);
        assert!(breaker.share_of_errors(NOW + RECENT_FOR * 2) < 0.1);
    }

    #[test]
    fn probes_become_rare_and_never_stop() {
        assert_eq!(delay(0, 0.0), Duration::from_millis(2_500));
        assert_eq!(delay(40, 1.0), LAST_PROBE);
    }

    #[test]
    fn a_probe_that_was_not_sent_is_not_lost() {
        let mut breaker = Breaker::new();
        breaker.bad(NOW, true, 1.0);
        let later = NOW + Duration::from_secs(5);
        assert!(breaker.check(NOW).is_err() && breaker.pass());
        breaker.give_back();
        assert_eq!(breaker.check(later), Ok(()));
    }
}
