//! Arbitrary bodies that are posted to webhooks. The first octet says whose. What must hold is in the tests of `crates/sms`.

#![no_main]

use std::sync::LazyLock;

use sms::http::Provider;

#[path = "../../crates/sms/tests/http/fuzzed.rs"]
#[expect(dead_code, reason = "the other target uses the rest")]
mod fuzzed;

static PROVIDERS: LazyLock<[Provider; 5]> = LazyLock::new(fuzzed::providers);

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((first, body)) = data.split_first() else { return };
    let provider = &PROVIDERS[usize::from(*first) % PROVIDERS.len()];
    fuzzed::webhook(provider, body);
});
