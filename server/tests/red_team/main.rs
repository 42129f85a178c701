//! The red team: one file for each attacker, with everything that they would try. None of them opens a message that was
//! picked up, or one that waits behind a passcode. What remains possible has a test too (`interceptor.rs`). The table is in
//! `docs/threat-model.md`.

#![expect(clippy::unwrap_used, reason = "a helper of tests that panics is a failed test")]

mod insider_with_admin_rights;
mod insider_with_database;
mod interceptor;
mod new_owner;
mod phone_thief;
mod sim_swapper;
mod world;
