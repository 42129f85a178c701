//! The session's own life: its link, its end, and what it does not do.

use sms::{SendError, smpp::Reason};

use crate::{
    dialogues::{NACK, SUBMIT, answer, ids, taken},
    world::{World, pdu, settings},
};

const UNBIND: u32 = 0x06;
const ENQUIRE: u32 = 0x15;

#[test]
fn the_link_is_looked_after() {
    let mut world = World::bound(settings());
    world.pass(29);
    assert!(ids(&mut world).is_empty());
    world.pass(1);
    assert_eq!(ids(&mut world), [(ENQUIRE, 2)]);
    world.feed(&answer(ENQUIRE, 0, 2));
    world.pass(30);
    assert_eq!(ids(&mut world), [(ENQUIRE, 3)]);
    world.pass(20);
    world.feed(&pdu(ENQUIRE, 0, 77, b""));
    assert_eq!(ids(&mut world), [(NACK | ENQUIRE, 77)], "whoever asks is alive");
    world.pass(10);
    assert_eq!(ids(&mut world), [(ENQUIRE, 4)]);
    world.pass(29);
    assert_eq!(world.closed, None);
    world.pass(1);
    assert_eq!(world.closed, Some(Reason::TimedOut));
}

#[test]
fn the_carrier_unbinds() {
    let mut world = World::bound(settings());
    world.submit(1, "Hi");
    world.written();
    world.feed(&[pdu(UNBIND, 0, 9, b""), answer(SUBMIT, 0, 2), pdu(ENQUIRE, 0, 10, b"")].concat());
    assert_eq!(ids(&mut world), [(NACK | UNBIND, 9)], "what comes behind an unbind is not looked at");
    assert_eq!(world.outcomes, [(1, Err(SendError::Unclear))]);
    assert_eq!(world.closed, Some(Reason::PeerUnbound));
}

#[test]
fn we_unbind() {
    let mut world = World::bound(settings());
    world.submit(1, "Hi");
    world.written();
    world.stop();
    assert!(!world.session.has_room() && ids(&mut world).is_empty(), "an answer is still to come");
    world.submit(2, "Hi");
    assert_eq!(world.outcomes, [(2, Err(SendError::Unreachable))]);
    world.feed(&answer(SUBMIT, 0, 2));
    assert_eq!(world.outcomes[1], taken(1));
    assert_eq!(ids(&mut world), [(UNBIND, 3)]);
    world.feed(&[pdu(ENQUIRE, 0, 8, b""), answer(UNBIND, 0, 3)].concat());
    assert_eq!(ids(&mut world), [(NACK | ENQUIRE, 8)]);
    assert_eq!(world.closed, Some(Reason::Unbound));
}

#[test]
fn nobody_answers_the_unbind() {
    let mut world = World::bound(settings());
    world.submit(1, "Hi");
    world.stop();
    world.pass(30);
    assert_eq!(ids(&mut world), [(SUBMIT, 2), (UNBIND, 3)]);
    world.pass(5);
    assert_eq!(world.closed, Some(Reason::Unbound));
    assert_eq!(world.outcomes, [(1, Err(SendError::Unclear))]);
}

#[test]
fn stopping_before_the_bind_is_answered() {
    let mut world = World::new(settings());
    world.stop();
    assert_eq!(world.closed, Some(Reason::Unbound));
}

#[test]
fn no_smpp_ends_it() {
    for octets in [&[0, 0, 0, 15][..], &[0, 0, 8, 1], b"HTTP/1.1 400 Bad Request\r\n"] {
        let mut world = World::bound(settings());
        world.submit(1, "Hi");
        world.feed(octets);
        assert_eq!(world.closed, Some(Reason::Malformed));
        assert_eq!(world.outcomes, [(1, Err(SendError::Unclear))]);
    }
}

#[test]
fn what_we_do_not_do_is_said() {
    let mut world = World::bound(settings());
    world.feed(
        &[pdu(0x103, 0, 5, b""), pdu(0x0b, 0, 6, b""), pdu(0x102, 0, 7, b""), pdu(0x8000_0103, 0, 8, b"")]
            .concat(),
    );
    assert_eq!(world.written(), [(NACK, 3, 5, Vec::new())]);
}
