//! Arbitrary dialogues with the submission server. What must hold is in the tests of `crates/smtp`, which run the same
//! function on the stable toolchain.

#![no_main]

#[path = "../../crates/smtp/tests/smtp/fuzzed.rs"]
mod fuzzed;
#[path = "../../crates/smtp/tests/smtp/world.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod world;

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzzed::run(data));
