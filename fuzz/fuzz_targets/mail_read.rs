//! Arbitrary mails, and arbitrary HTML. What must hold is in the tests of `crates/mail`, which check the same.

#![no_main]

#[path = "../../crates/mail/tests/mail/fuzzed.rs"]
mod fuzzed;

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzzed::run(data));
