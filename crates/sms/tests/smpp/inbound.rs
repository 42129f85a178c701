//! What the carrier sends of its own accord.

use sms::smpp::{Event, Outcome, Reason};

use crate::world::{World, deliver, pdu, settings};

const DELIVER: u32 = 0x05;
const RESPONSE: u32 = 0x8000_0005;

/// The receipts' ids and outcomes.
fn receipts(world: &World) -> Vec<(&str, Outcome)> {
    let mut receipts = Vec::new();
    for event in &world.events {
        if let Event::Receipt(receipt) = event {
            receipts.push((receipt.message_id.as_str(), receipt.outcome));
        }
    }
    receipts
}

/// The inbound texts.
fn texts(world: &World) -> Vec<&str> {
    let mut texts = Vec::new();
    for event in &world.events {
        if let Event::Inbound(text) = event {
            texts.push(text.body.as_str());
        }
    }
    texts
}

fn feed(world: &mut World, body: &[u8]) -> (u32, u32, u32, Vec<u8>) {
    world.feed(&pdu(DELIVER, 0, 9, body));
    world.written().remove(0)
}

#[test]
fn receipts_come_and_are_answered() {
    let mut world = World::bound(settings());
    let text = deliver(0x04, 0, b"id:7b sub:001 dlvrd:001 stat:DELIVRD err:000 text:Hi", b"");
    assert_eq!(feed(&mut world, &text), (RESPONSE, 0, 9, vec![0]));
    feed(&mut world, &text);
    feed(&mut world, &deliver(0x04, 0, b"", b"\0\x1e\0\x037c\0\x04\x27\0\x01\x05"));
    let delivered = ("7b", Outcome::Delivered);
    assert_eq!(receipts(&world), [delivered, delivered, ("7c", Outcome::Undeliverable)], "a copy is a copy");
}

#[test]
fn receipts_of_no_message_are_answered() {
    let mut world = World::bound(settings());
    assert_eq!(feed(&mut world, &deliver(0x04, 0, b"stat:DELIVRD", b"")), (RESPONSE, 0, 9, vec![0]));
    assert_eq!(feed(&mut world, &deliver(0x08, 0, b"seen", b"")).1, 0);
    assert!(world.events.is_empty());
}

#[test]
fn what_is_not_kept_is_to_come_again() {
    let mut world = World::bound(settings());
    world.keeps = false;
    assert_eq!(feed(&mut world, &deliver(0, 0, b"STOP", b"")), (RESPONSE, 0x64, 9, vec![0]));
    assert_eq!(feed(&mut world, &deliver(0x04, 0, b"id:7b stat:DELIVRD", b"")), (RESPONSE, 0x64, 9, vec![0]));
    // Of a text in parts, the last one.
    assert_eq!(feed(&mut world, &deliver(0x40, 0, b"\x05\0\x03\x01\x02\x01Hi", b"")).1, 0);
    assert_eq!(feed(&mut world, &deliver(0x40, 0, b"\x05\0\x03\x01\x02\x02 there", b"")).1, 0x64);
}

#[test]
fn a_text_comes() {
    let mut world = World::bound(settings());
    feed(&mut world, &deliver(0, 0, b"STOP", b""));
    feed(&mut world, &deliver(0, 8, &[0x04, 0x34], b""));
    feed(&mut world, &deliver(0, 0, b"", b"\x04\x24\0\x05AIDE\x05"));
    assert_eq!(texts(&world), ["STOP", "д", "AIDEé"]);
    let Some(Event::Inbound(text)) = world.events.first() else { panic!("no text") };
    assert_eq!((text.from.as_str(), text.to.as_str()), ("12114367789", "12345"));
    assert_eq!(format!("{text:?}"), "Inbound(..)");
}

#[test]
fn a_long_text_comes() {
    let mut world = World::bound(settings());
    feed(&mut world, &deliver(0x40, 0, b"\x05\0\x03\x01\x02\x02 there", b""));
    assert!(world.events.is_empty());
    feed(&mut world, &deliver(0x40, 0, b"\x05\0\x03\x01\x02\x01Hi", b""));
    feed(&mut world, &deliver(0, 0, b"o", b"\x02\x0c\0\x02\0\x01\x02\x0e\0\x01\x02\x02\x0f\0\x01\x02"));
    feed(&mut world, &deliver(0, 0, b"Yo", b"\x02\x0c\0\x02\0\x01\x02\x0e\0\x01\x02\x02\x0f\0\x01\x01"));
    assert_eq!(texts(&world), ["Hi there", "Yoo"]);
}

#[test]
fn a_long_text_does_not_come_whole() {
    let mut world = World::bound(settings());
    let part = deliver(0x40, 0, b"\x05\0\x03\x01\x02\x01Hi", b"");
    feed(&mut world, &part);
    for _ in 0..10 {
        world.pass(30);
        world.feed(&pdu(0x8000_0015, 0, 0, b""));
    }
    assert_eq!(texts(&world), ["Hi"], "what has come is not lost");
    feed(&mut world, &part);
    world.lose();
    assert_eq!(texts(&world), ["Hi", "Hi"]);
}

#[test]
fn before_the_bind_nothing_is_taken() {
    let mut world = World::new(settings());
    world.written();
    assert_eq!(feed(&mut world, &deliver(0, 0, b"STOP", b"")), (RESPONSE, 4, 9, vec![0]));
    assert!(world.events.is_empty());
}

#[test]
fn unreadable_ones_are_refused_and_end_it_at_last() {
    let mut world = World::bound(settings());
    for _ in 0..9 {
        assert_eq!(feed(&mut world, b"\0\x01\x01"), (RESPONSE, 0x65, 9, vec![0]));
    }
    assert_eq!(world.closed, None);
    feed(&mut world, b"\0\x01\x01");
    assert_eq!(world.closed, Some(Reason::Malformed));
}
