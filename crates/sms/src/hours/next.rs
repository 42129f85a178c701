//! The first moment at which nobody sleeps.
//!
//! Between two changes of a zone's offset its clock runs evenly, so that the end of its quiet hours is a subtraction. At
//! a change the question is asked anew. So an end of the hours that the clock jumps over in spring is the moment of the
//! jump, and an hour that comes twice in autumn is judged both times by what the clock shows.

use std::time::Duration;

use domain::{PhoneNumber, UnixMillis};
use jiff::{Timestamp, tz::TimeZone};

use super::{QuietHours, Zone, quiet::DAY, zones_of};

impl QuietHours {
    /// More than any text waits for quiet hours to end: until the number's most likely zone wakes up (a day, or one
    /// more where a change of clocks swallows what lies between two nights), and two days to find a time for all its zones.
    pub const LONGEST_WAIT: Duration = Duration::from_hours(4 * 24);

    /// The first moment from `at` on that is quiet in none of the number's zones.
    ///
    /// Where its zones lie so far apart that there is none for two days, the first of them decides alone: the one with the
    /// most people. Asking again with the answer gives the same answer. A time beyond the calendar's years
    /// (-9999 to 9999) is answered with itself.
    #[must_use]
    pub fn next_allowed(&self, phone: &PhoneNumber, at: UnixMillis) -> UnixMillis {
        let zones: Vec<_> = zones_of(phone).iter().map(Zone::rules).collect();
        UnixMillis::new(self.next_in(&zones, at.get()).unwrap_or(at.get()))
    }

    pub(super) fn next_in(&self, zones: &[TimeZone], at: i64) -> Option<i64> {
        // A moment for all zones is one for the first, so nothing is missed by beginning at its own. And it makes the
        // answer its own answer.
        let own = self.first_free(zones.get(..1)?, at, at.saturating_add(2 * DAY))?;
        Some(self.first_free(zones, own, own.saturating_add(2 * DAY)).unwrap_or(own))
    }

    /// The first moment that is quiet in none of the zones, if there is one before `until`.
    fn first_free(&self, zones: &[TimeZone], mut at: i64, until: i64) -> Option<i64> {
        while at < until {
            match zones.iter().find_map(|zone| self.quiet_until(zone, at)) {
                Some(later) => at = later,
                None => return Some(at),
            }
        }
        None
    }

    /// If it is quiet in the zone, when it may be so no longer: at the end of the hours, or where the clock changes before.
    fn quiet_until(&self, zone: &TimeZone, at: i64) -> Option<i64> {
        let time = Timestamp::from_millisecond(at).ok()?;
        let offset = i64::from(zone.to_offset(time).seconds()) * 1_000;
        let end = at + self.left((at + offset).rem_euclid(DAY))?;
        let change = zone.following(time).next().map(|change| change.timestamp().as_millisecond());
        Some(change.filter(|change| *change > at).map_or(end, |change| change.min(end)))
    }
}
