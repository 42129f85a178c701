//! Arbitrary octets, and what must hold whatever they are. Run by `cargo fuzz run smpp_session` and
//! `smpp_receipt`, and for a short time by the tests, so that it works on the stable toolchain too.

use std::collections::BTreeMap;

use sms::smpp::Receipt;

use super::world::{World, pdu, pdus, settings};

/// Buffers: a PDU, what was received at once, replies, and parts of long texts.
const BUFFERS: usize = 256 * 1024;

/// Reads a scenario from `data` and runs it. The first octet chooses what happens before and after, the second how the
/// rest is split.
///
/// # Panics
/// When something that must hold does not.
pub(crate) fn session(data: &[u8]) {
    let [choice, split, octets @ ..] = data else { return };
    let mut world = World::new(settings());
    if choice & 1 == 0 {
        world.feed(&pdu(0x8000_0009, 0, 1, b"\0"));
    }
    for id in 0..u64::from(choice >> 1 & 3) {
        world.submit(id, &"text".repeat(usize::from(*choice)));
    }
    for piece in octets.chunks(usize::from(*split) + 1) {
        world.feed(piece);
        assert!(world.session.memory() < BUFFERS, "{} octets of memory", world.session.memory());
        if choice & 8 != 0 {
            world.pass(1);
        }
    }
    match choice >> 4 & 3 {
        0 => world.lose(),
        1 => world.stop(),
        2 => world.pass(3600),
        _ => {}
    }
    if world.closed.is_none() {
        world.stop();
        world.pass(3600);
    }
    check(&world, u64::from(choice >> 1 & 3));
}

fn check(world: &World, submitted: u64) {
    assert!(world.closed.is_some(), "it ends when it is told to");
    assert!(world.bound || world.events.is_empty(), "events before the bind");
    let mut outcomes = BTreeMap::new();
    for (id, _) in &world.outcomes {
        *outcomes.entry(*id).or_insert(0) += 1;
    }
    assert!(outcomes.values().all(|count| *count == 1), "two outcomes of one text");
    assert_eq!(u64::try_from(outcomes.len()), Ok(submitted), "a text without an outcome");
    // Reading them is the check: every one has the length that it says.
    assert!(!pdus(&world.output).is_empty(), "not even a bind");
}

/// Reads a receipt.
///
/// # Panics
/// When something that must hold does not.
pub(crate) fn receipt(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Some(receipt) = Receipt::parse(&text) else { return };
    let id = &receipt.message_id;
    assert!(!id.is_empty() && id.len() <= 64 && text.contains(id.as_str()));
    assert_eq!(receipt.references().first(), Some(id));
    assert!(receipt.error.is_none_or(|error| error.len() <= 64 && text.contains(&error)));
}
