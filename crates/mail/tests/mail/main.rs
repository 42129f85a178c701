//! Mails from the outside: as mail programs write them, and as nobody should.

#![expect(clippy::unwrap_used, reason = "a helper of tests that panics is a failed test")]

mod fixtures;
mod fuzzed;
mod limits;
mod properties;
