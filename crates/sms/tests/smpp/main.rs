//! SMPP from the carrier's side: dialogues with the machine, and the driver over streams.

#![expect(clippy::unwrap_used, reason = "a helper of tests that panics is a failed test")]

mod carrier;
mod dialogues;
mod driver;
mod fuzzed;
mod inbound;
mod life;
mod properties;
mod tls;
mod world;
