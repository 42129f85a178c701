//! Quiet hours: when no text is to wake anybody, by the clock where the number is at home.
//!
//! A number tells where it was given out, which is where most of its owners live. [`zones_of`] lists the time zones
//! that this may be, and a text waits until the hours are quiet in none of them. Who has moved with their number gets
//! texts by the clock of their old home; nobody but they could know.
//!
//! Nothing here reads a clock, and the rules of all zones are in the program: what a moment is at a place does not depend
//! on the machine.
//!
//! Who could abuse it: a sender who wants to delay or to wake others cannot, since neither the hours nor the zones are
//! theirs to choose, and a wait never exceeds [`QuietHours::LONGEST_WAIT`]. A number made up for the purpose falls into a
//! row of the tables as every other does. Zones and hours say where a number is from, so logs must not name
//! them beside anything that tells whose it is.

mod next;
mod quiet;
mod table;
#[cfg(test)]
mod tests;
mod zones;

pub use quiet::{HoursError, QuietHours};
pub use zones::{Zone, zones_of};
