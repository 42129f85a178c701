//! How many texts a gateway takes: in a second, in a day, and at once.

use std::time::Duration;

use domain::UnixMillis;

const DAY: i64 = 24 * 60 * 60 * 1_000;
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// A gateway that asks for more is asked again after this.
const LONGEST_ASKED: Duration = Duration::from_secs(60 * 60);
/// So many texts that were taken raise a lowered rate by one text in a second.
const RAISED_AFTER: f64 = 20.0;

/// The rate (generic cell rate algorithm, ITU-T I.371): a tenth of a second's texts may go together, and then each
/// waits for its turn. A gateway that wants fewer halves it; it rises again as texts are taken.
#[derive(Debug)]
pub(super) struct Rate {
    most: Option<f64>,
    now: f64,
    /// When the next text would go if all went evenly, in microseconds.
    even: i64,
    paused_until: Option<UnixMillis>,
    pauses: u32,
}

/// How many texts a day.
#[derive(Debug)]
pub(super) struct Daily {
    most: Option<u64>,
    day: i64,
    pub(super) sent: u64,
}

impl Rate {
    pub(super) fn new(per_second: Option<u32>) -> Self {
        let most = per_second.map(f64::from);
        Self { most, now: most.unwrap_or(0.0), even: 0, paused_until: None, pauses: 0 }
    }

    /// Whether a text may go now; otherwise when.
    pub(super) fn check(&self, now: UnixMillis) -> Result<(), UnixMillis> {
        if let Some(until) = self.paused_until.filter(|until| *until > now) {
            return Err(until);
        }
        if self.most.is_none() {
            return Ok(());
        }
        let early = self.interval() * (self.together() - 1.0);
        let from = self.even.saturating_sub(whole(early));
        let at = now.get().saturating_mul(1_000);
        // The millisecond in which it may.
        if from <= at { Ok(()) } else { Err(UnixMillis::new(from.saturating_add(999).div_euclid(1_000))) }
    }

    pub(super) fn take(&mut self, now: UnixMillis) {
        if self.most.is_some() {
            self.even = self.even.max(now.get().saturating_mul(1_000)).saturating_add(whole(self.interval()));
        }
    }

    /// The gateway took one.
    pub(super) fn taken(&mut self) {
        self.pauses = 0;
        if let Some(most) = self.most {
            self.now = (self.now + 1.0 / RAISED_AFTER).min(most);
        }
    }

    /// The gateway wants fewer.
    pub(super) fn throttled(&mut self, now: UnixMillis, retry_after: Option<Duration>) {
        // Those that were on their way together are one sign, and not many.
        if self.paused_until.is_some_and(|until| until > now) {
            return;
        }
        let own = FIRST_PAUSE.saturating_mul(1 << self.pauses.min(10)).min(LONGEST_PAUSE);
        self.pauses = self.pauses.saturating_add(1);
        self.paused_until = Some(now + retry_after.unwrap_or(own).min(LONGEST_ASKED));
        self.now = (self.now / 2.0).max(self.most.map_or(0.0, |most| most.min(1.0)));
    }

    /// Texts in a second, at present.
    pub(super) const fn now(&self) -> f64 {
        self.now
    }

    /// Microseconds between two.
    fn interval(&self) -> f64 {
        1_000_000.0 / self.now.max(0.01)
    }

    fn together(&self) -> f64 {
        (self.now / 10.0).max(1.0)
    }
}

#[expect(clippy::as_conversions, reason = "floats of this size convert exactly, and casts saturate")]
const fn whole(micros: f64) -> i64 {
    micros as i64
}

impl Daily {
    pub(super) const fn new(most: Option<u64>) -> Self {
        Self { most, day: 0, sent: 0 }
    }

    /// Whether another may go today; otherwise when the next day begins.
    pub(super) fn check(&self, now: UnixMillis) -> Result<(), UnixMillis> {
        let full = self.day == day(now) && self.most.is_some_and(|most| self.sent >= most);
        if full { Err(UnixMillis::new((day(now) + 1) * DAY)) } else { Ok(()) }
    }

    pub(super) fn take(&mut self, now: UnixMillis) {
        self.turn(day(now));
        self.sent += 1;
    }

    pub(super) fn give_back(&mut self) {
        self.sent = self.sent.saturating_sub(1);
    }

    /// What is known of a day from elsewhere; what is on its way may not be in it.
    pub(super) fn set(&mut self, day: i64, sent: u64) {
        self.turn(day);
        if self.day == day {
            self.sent = self.sent.max(sent);
        }
    }

    pub(super) fn sent(&self, now: UnixMillis) -> u64 {
        if self.day == day(now) { self.sent } else { 0 }
    }

    fn turn(&mut self, day: i64) {
        if day > self.day {
            self.day = day;
            self.sent = 0;
        }
    }
}

const fn day(at: UnixMillis) -> i64 {
    at.get().div_euclid(DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis::new(1_790_000_000_000);

    fn count(rate: &mut Rate, from: UnixMillis, to: UnixMillis) -> u32 {
        let (mut at, mut sent) = (from, 0);
        while at < to {
            match rate.check(at) {
                Ok(()) => {
                    rate.take(at);
                    sent += 1;
                }
                Err(until) => at = until,
            }
        }
        sent
    }

    #[test]
    fn the_rate_is_kept() {
        for (per_second, first) in [(1, 1), (10, 10), (100, 109), (1_000, 1_099)] {
            let mut rate = Rate::new(Some(per_second));
            assert_eq!(count(&mut rate, NOW, NOW + Duration::from_secs(1)), first);
            let ten = count(&mut rate, NOW + Duration::from_secs(1), NOW + Duration::from_secs(11));
            assert!(ten <= 10 * per_second && ten + 2 >= 10 * per_second, "{per_second}: {ten}");
        }
        assert_eq!(Rate::new(None).check(NOW), Ok(()));
    }

    #[test]
    fn a_gateway_that_wants_fewer_gets_fewer_and_then_more_again() {
        let mut rate = Rate::new(Some(100));
        rate.throttled(NOW, None);
        rate.throttled(NOW, None);
        let later = NOW + Duration::from_secs(1);
        assert_eq!((rate.check(NOW), rate.check(later)), (Err(later), Ok(())));
        assert!((rate.now() - 50.0).abs() < 0.1);
        rate.throttled(later, None);
        assert_eq!(rate.check(later), Err(later + Duration::from_secs(2)));
        (0..2_000).for_each(|_| rate.taken());
        assert!((rate.now() - 100.0).abs() < 0.1);
        rate.throttled(later + LONGEST_ASKED, Some(Duration::from_secs(7)));
        assert_eq!(rate.check(later + LONGEST_ASKED), Err(later + LONGEST_ASKED + Duration::from_secs(7)));
    }

    #[test]
    fn a_day_has_its_number() {
        let mut daily = Daily::new(Some(2));
        daily.take(NOW);
        daily.set(day(NOW), 2);
        let tomorrow = daily.check(NOW).unwrap_err();
        assert_eq!((tomorrow.get() % DAY, daily.sent(NOW)), (0, 2));
        assert_eq!((daily.check(tomorrow), daily.sent(tomorrow)), (Ok(()), 0));
        daily.take(tomorrow);
        daily.set(day(NOW), 9);
        assert_eq!(daily.sent(tomorrow), 1);
        assert_eq!(Daily::new(None).check(NOW), Ok(()));
    }
}
