//! Which leading digits are at home in which time zones.
//!
//! Each row is zones (most people first) and the digits of numbers that may be in them. `71-75` stands for all from 71 to
//! 75. The longest digits that a number begins with decide.
//!
//! Texts go to mobile phones. So where mobile numbers tell no region, a country has all its zones for all its numbers, and
//! fixed lines get a row of their own only where that is short.

mod americas;
mod north_america;
mod world;

/// One numbering plan.
pub(super) struct Plan {
    /// What stands before each row's digits: country codes, or nothing.
    pub(super) codes: &'static str,
    /// The zones of every other number with these codes.
    pub(super) rest: Option<&'static str>,
    /// Zones, and digits.
    pub(super) rows: &'static [(&'static str, &'static str)],
}

pub(super) const PLANS: &[Plan] = &[
    north_america::PLAN,
    americas::MEXICO,
    americas::BRAZIL,
    world::AFRICA,
    world::EUROPE,
    americas::SOUTH,
    world::ASIA,
    world::OCEANIA,
];
