//! What holds whatever comes, and however it is cut up.

use proptest::prelude::*;

use crate::{
    fuzzed,
    world::{World, deliver, pdu, settings},
};

/// What a carrier may say, so that chance gets somewhere.
fn word() -> impl Strategy<Value = Vec<u8>> {
    let ids = [
        0x8000_0009_u32,
        0x8000_0004,
        0x8000_0000,
        0x15,
        0x8000_0015,
        0x06,
        0x8000_0006,
        0x0b,
        0x102,
        0x103,
        5,
    ];
    let receipt = deliver(4, 0, b"id:7b stat:DELIVRD err:000", b"");
    let part = deliver(0x40, 8, b"\x05\0\x03\x01\x02\x01\0a", b"");
    let known = vec![
        pdu(5, 0, 9, &receipt),
        pdu(5, 0, 9, &part),
        pdu(5, 0, 9, &deliver(0, 0, b"STOP", b"\x02\x0c\0\x02\0\x01\x02\x0e\0\x01\x02\x02\x0f\0\x01\x01")),
        pdu(5, 0, 9, b"too short"),
        vec![0, 0, 0, 15],
        vec![0, 1, 0, 0],
    ];
    prop_oneof![
        4 => proptest::sample::select(known),
        8 => (proptest::sample::select(ids.to_vec()), 0_u32..2, 0_u32..6).prop_map(|(id, status, sequence)| {
            pdu(id, status * 0x58, sequence, b"id\0")
        }),
        1 => proptest::collection::vec(any::<u8>(), 0..40),
        1 => proptest::collection::vec(any::<u8>(), 0..200).prop_map(|body| pdu(5, 0, 3, &body)),
    ]
}

fn words() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(word(), 0..20).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn whatever_comes(choice: u8, split: u8, words in words()) {
        fuzzed::session(&[&[choice, split], &words[..]].concat());
    }

    #[test]
    fn whatever_a_receipt_is(
        text in "(?i)([ ,]?(id|stat|err|text|done date|sub)[ ]?:[ ]?[0-9a-z:]{0,12}|\\PC{0,5}){0,8}",
    ) {
        fuzzed::receipt(text.as_bytes());
    }

    #[test]
    fn however_it_is_split(words in words(), at_once in 1_usize..50) {
        let run = |at_once: usize| {
            let mut world = World::bound(settings());
            world.submit(1, "one");
            world.submit(2, &"two".repeat(100));
            for piece in words.chunks(at_once) {
                world.feed(piece);
            }
            (world.output, world.events, world.outcomes, world.closed)
        };
        prop_assert_eq!(run(at_once), run(usize::MAX));
    }
}
