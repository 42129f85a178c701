//! The same as `fuzz/`, on the stable toolchain.

use proptest::prelude::*;

use crate::fuzzed::{answer, providers, webhook};

/// Words that providers use, so that more than noise is tried.
fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let words = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "&",
        "=",
        "%",
        "data",
        "payload",
        "event_type",
        "message.received",
        "message.finalized",
        "id",
        "to",
        "from",
        "status",
        "delivered",
        "MessageSid",
        "MessageStatus",
        "Body",
        "sms:received",
        "messageId",
        "message_uuid",
        "null",
        "1e999",
        "\\ud800",
        "é",
    ]);
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(words, 0..40).prop_map(|words| words.concat().into_bytes()),
    ]
}

proptest! {
    #[test]
    fn whatever_comes_is_understood_or_refused(body in bodies(), status: u16) {
        for provider in &providers() {
            webhook(provider, &body);
            answer(provider, status, &body);
        }
    }
}
