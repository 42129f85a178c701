//! Gateways over HTTP, against servers on this machine that do what the providers document, and what goes wrong.

#![expect(clippy::unwrap_used, reason = "a helper of tests that panics is a failed test")]

mod answers;
mod failures;
mod fuzzed;
mod libraries;
mod properties;
mod server;
mod sims;
mod webhooks;
