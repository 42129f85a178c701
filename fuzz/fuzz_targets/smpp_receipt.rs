//! Arbitrary texts as receipts. What must hold is in the tests of `crates/sms`, which run the same function on the
//! stable toolchain.

#![no_main]

#[path = "../../crates/sms/tests/smpp/fuzzed.rs"]
#[expect(dead_code, reason = "the other target uses the rest")]
mod fuzzed;
#[path = "../../crates/sms/tests/smpp/world.rs"]
#[expect(dead_code, reason = "the other target uses it")]
mod world;

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzzed::receipt(data));
