//! The use cases, on the databases that they run on.

#![expect(clippy::unwrap_used, reason = "a helper of tests that panics is a failed test")]

mod app_passwords;
mod archive;
mod at_once;
mod authenticator;
mod away;
mod common;
mod factors;
mod gateways;
mod journeys;
mod keys;
mod mail;
mod opt_out;
mod outbox;
mod own;
mod passcodes;
mod passkeys;
mod plain;
mod recovery;
mod resets;
mod sims;
mod texts;
mod uploads;
mod wishes;
mod wording;
