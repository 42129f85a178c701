//! The protocol machine and its driver, from the client's side.

#![expect(clippy::unwrap_used, reason = "a helper of tests that panics is a failed test")]

mod accounts;
mod chunks;
mod client;
mod codes;
mod dialogues;
mod fuzzed;
mod limits;
mod properties;
mod shutdown;
mod smuggling;
mod starttls;
mod timeouts;
mod world;
