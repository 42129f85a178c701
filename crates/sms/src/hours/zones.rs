use std::{collections::HashMap, sync::LazyLock};

use domain::PhoneNumber;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::table::{self, Plan};

/// A time zone of the IANA database, by its name there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(&'static str);

impl Zone {
    /// The name, such as `America/New_York`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.0
    }

    pub(super) fn rules(&self) -> TimeZone {
        DATABASE.get(self.0).expect("a test looks every zone of the tables up")
    }
}

/// The time zones where a number may be at home; the one with the most people first, and never none.
///
/// Zones whose clocks have gone alike since 2024 are listed as one. A number of no country, such as a satellite phone's,
/// is in UTC: nobody knows where it is, and its owner expects that.
#[must_use]
pub fn zones_of(phone: &PhoneNumber) -> &'static [Zone] {
    let digits = phone.as_str().trim_start_matches('+');
    let prefixes = (1..=LONGEST_PREFIX.min(digits.len())).rev();
    prefixes.filter_map(|length| ZONES.get(&digits[..length])).next().map_or(NOWHERE, |zones| zones)
}

/// Every row of the tables: leading digits of numbers, without `+`, and their zones.
pub(super) fn rows() -> impl Iterator<Item = (String, Vec<Zone>)> {
    table::PLANS.iter().flat_map(|plan| plan.codes.split(' ').flat_map(|code| rows_of(code, plan)))
}

/// The crate jiff rather than chrono-tz: its releases follow the IANA's closely, and it adds 0.6 MB to the program rather than 1.9.
static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);
static ZONES: LazyLock<HashMap<String, Vec<Zone>>> = LazyLock::new(|| rows().collect());
pub(super) const NOWHERE: &[Zone] = &[Zone("Etc/UTC")];
pub(super) const LONGEST_PREFIX: usize = 7;

fn rows_of(code: &'static str, plan: &'static Plan) -> impl Iterator<Item = (String, Vec<Zone>)> {
    let rest = plan.rest.map(|zones| (code.to_owned(), zones_from(zones)));
    let rows = plan.rows.iter().flat_map(move |(zones, prefixes)| {
        prefixes
            .split_whitespace()
            .flat_map(numbers)
            .map(move |prefix| (format!("{code}{prefix}"), zones_from(zones)))
    });
    rest.into_iter().chain(rows)
}

fn zones_from(names: &'static str) -> Vec<Zone> {
    names.split_whitespace().map(Zone).collect()
}

/// `71` is itself, `71-75` is the five numbers from 71 to 75.
fn numbers(range: &'static str) -> Vec<String> {
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let (from, to) = (first.parse::<u32>(), last.parse::<u32>());
    let (from, to) = (from.expect("a test reads every row"), to.expect("a test reads every row"));
    (from..=to).map(|number| format!("{number:0width$}", width = first.len())).collect()
}
