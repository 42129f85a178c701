//! Every statement and every query function, on both databases; and what the writers promise.

#![expect(clippy::unwrap_used, reason = "a helper of tests that panics is a failed test")]

mod away;
mod content;
mod group_commit;
mod outbox;
mod people;
mod routes;
mod schema;
mod sent;
mod small_tables;
mod support;
