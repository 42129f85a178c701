//! Binding, and texts going out.

use std::time::Duration;

use domain::FailureReason;
use sms::{
    Accepted, SendError,
    smpp::{Reason, Settings},
};

use crate::world::{World, pdu, settings};

pub(crate) const BIND: u32 = 0x09;
pub(crate) const SUBMIT: u32 = 0x04;
pub(crate) const NACK: u32 = 0x8000_0000;

pub(crate) fn answer(id: u32, status: u32, sequence: u32) -> Vec<u8> {
    pdu(NACK | id, status, sequence, if id == SUBMIT && status == 0 { b"7b\0" } else { b"" })
}

pub(crate) fn taken(id: u64) -> (u64, Result<Accepted, SendError>) {
    (id, Ok(Accepted { reference: "7b".into(), delivered: false, price: None }))
}

pub(crate) fn ids(world: &mut World) -> Vec<(u32, u32)> {
    world.written().into_iter().map(|(id, _, sequence, _)| (id, sequence)).collect()
}

#[test]
fn a_text_is_taken() {
    let mut world = World::new(settings());
    let (id, _, sequence, body) = world.written().remove(0);
    assert_eq!((id, sequence, &body[..]), (BIND, 1, &b"narwhal\0secret\0\0\x34\0\0\0"[..]));
    assert!(!world.session.has_room());
    world.feed(&answer(BIND, 0, 1));
    assert!(world.bound && world.session.has_room());
    world.submit(5, "Hi");
    let (id, _, sequence, body) = world.written().remove(0);
    assert_eq!((id, sequence), (SUBMIT, 2));
    assert_eq!(body, b"\0\x03\x0012345\0\x01\x0112114367789\0\0\0\0\0\0\x01\0\0\0\x02Hi");
    world.feed(&answer(SUBMIT, 0, 2));
    assert_eq!(world.outcomes, [taken(5)]);
}

#[test]
fn a_lifetime_is_said() {
    let mut world = World::bound(Settings { lifetime: Some(Duration::from_secs(3600)), ..settings() });
    world.submit(1, "Hi");
    let body = world.written().remove(0).3;
    assert!(body.windows(17).any(|field| field == b"000000010000000R\0"));
}

#[test]
fn a_refused_bind_ends_it() {
    for (status, id, error) in [
        (0x0e, NACK | BIND, SendError::Misconfigured),
        (0x0d, NACK | BIND, SendError::Misconfigured),
        (0x05, NACK | BIND, SendError::Unreachable),
        (0x03, NACK, SendError::Unreachable),
    ] {
        let mut world = World::new(settings());
        world.feed(&pdu(id, status, 1, b""));
        assert_eq!(world.closed, Some(Reason::BindRefused(status)));
        assert_eq!(world.closed.unwrap().error(), error);
    }
}

#[test]
fn a_bind_without_an_answer_ends_it() {
    let mut world = World::new(settings());
    world.pass(29);
    assert_eq!(world.closed, None);
    world.pass(1);
    assert_eq!(world.closed, Some(Reason::TimedOut));
    assert_eq!(ids(&mut world), [(BIND, 1)], "no enquire_link before the bind");
}

#[test]
fn the_window_holds_texts_back() {
    let mut world = World::bound(settings());
    for id in 1..=3 {
        world.submit(id, "Hi");
    }
    assert_eq!(ids(&mut world), [(SUBMIT, 2), (SUBMIT, 3)]);
    assert!(!world.session.has_room());
    world.feed(&answer(SUBMIT, 0, 3));
    assert_eq!(ids(&mut world), [(SUBMIT, 4)]);
    world.feed(&[answer(SUBMIT, 0, 4), answer(SUBMIT, 0, 2)].concat());
    assert_eq!(world.outcomes, [taken(2), taken(3), taken(1)], "answers in any order");
    assert!(world.session.has_room());
}

#[test]
fn errors_say_what_to_do() {
    use SendError::{Misconfigured, Refused, Throttled, Unreachable};
    let pause = Throttled { retry_after: Some(Duration::from_secs(5)) };
    for (status, error) in [
        (0x0b, Refused(FailureReason::NumberUnreachable)),
        (0x0a, Misconfigured),
        (0x08, Unreachable),
        (0x45, Unreachable),
        (0x66, Refused(FailureReason::GatewayRefused)),
        (0x58, pause),
        (0x14, pause),
    ] {
        for id in [NACK | SUBMIT, NACK] {
            let mut world = World::bound(settings());
            world.submit(1, "Hi");
            world.feed(&pdu(id, status, 2, b""));
            assert_eq!(world.outcomes, [(1, Err(error))], "{status:#x}");
            assert_eq!(world.closed, None);
        }
    }
}

#[test]
fn an_error_with_a_body_is_an_error() {
    let mut world = World::bound(settings());
    world.submit(1, "Hi");
    world.feed(&pdu(NACK | SUBMIT, 0x0b, 2, b"0A000000A3D323A1\0"));
    assert_eq!(world.outcomes, [(1, Err(SendError::Refused(FailureReason::NumberUnreachable)))]);
}

#[test]
fn a_throttled_session_pauses() {
    let mut world = World::bound(settings());
    world.submit(1, "Hi");
    world.submit(2, "Hi");
    world.submit(3, "Hi");
    world.written();
    world.feed(&pdu(NACK | SUBMIT, 0x58, 2, b""));
    assert!(ids(&mut world).is_empty() && !world.session.has_room());
    world.feed(&answer(SUBMIT, 0, 3));
    world.pass(4);
    assert!(ids(&mut world).is_empty());
    world.pass(1);
    assert_eq!(ids(&mut world), [(SUBMIT, 4)]);
    assert!(world.session.has_room());
}

#[test]
fn a_swallowed_answer_is_unclear() {
    let mut world = World::bound(settings());
    world.submit(1, "Hi");
    world.pass(20);
    world.submit(2, "Hi");
    world.pass(9);
    assert!(world.outcomes.is_empty());
    world.pass(1);
    assert_eq!(world.outcomes, [(1, Err(SendError::Unclear))]);
    assert!(world.session.has_room(), "it takes no room in the window any more");
    world.feed(&answer(SUBMIT, 0, 2));
    assert_eq!(world.outcomes.len(), 1, "too late");
    world.feed(&answer(SUBMIT, 0, 3));
    assert_eq!(world.outcomes[1], taken(2));
}

#[test]
fn unknown_sequences_are_passed_over() {
    let mut world = World::bound(settings());
    world.submit(1, "Hi");
    world.feed(
        &[answer(SUBMIT, 0, 99), pdu(NACK, 3, 0, b""), pdu(NACK, 3, 98, b""), answer(BIND, 0, 1)].concat(),
    );
    assert!(world.outcomes.is_empty() && world.closed.is_none());
    world.feed(&[answer(SUBMIT, 0, 2), answer(SUBMIT, 0, 2), answer(SUBMIT, 8, 2)].concat());
    assert_eq!(world.outcomes, [taken(1)], "one answer counts");
}

#[test]
fn a_long_text_is_taken_as_a_whole() {
    let mut world = World::bound(settings());
    world.submit(1, &"a".repeat(400));
    let parts = world.written();
    assert_eq!(parts.iter().map(|part| part.2).collect::<Vec<_>>(), [2, 3], "the window counts parts");
    let receipts =
        |parts: &[(u32, u32, u32, Vec<u8>)]| parts.iter().map(|part| part.3[28]).collect::<Vec<_>>();
    assert_eq!(parts[0].3[23], 0x40);
    assert_eq!(receipts(&parts), [0, 0]);
    world.feed(&[pdu(NACK | SUBMIT, 0, 2, b"one\0"), pdu(NACK | SUBMIT, 0, 3, b"two\0")].concat());
    assert!(world.outcomes.is_empty());
    assert_eq!(receipts(&world.written()), [1], "the last part asks for a receipt");
    world.feed(&answer(SUBMIT, 0, 4));
    assert_eq!(world.outcomes, [taken(1)], "the last part's identifier");
}

#[test]
fn a_long_text_that_lacks_a_part_is_not_taken() {
    let mut world = World::bound(settings());
    world.submit(1, &"a".repeat(400));
    world.written();
    world.feed(&pdu(NACK | SUBMIT, 0x08, 2, b""));
    assert_eq!(world.outcomes, [(1, Err(SendError::Unreachable))]);
    world.feed(&answer(SUBMIT, 0, 3));
    assert!(ids(&mut world).is_empty(), "the rest is not sent");
    assert_eq!(world.outcomes.len(), 1);
    world.submit(2, &"a".repeat(400));
    world.lose();
    assert_eq!(world.outcomes[1], (2, Err(SendError::Unreachable)), "its last part was not written");
}

#[test]
fn a_lost_connection() {
    let mut world = World::bound(settings());
    for id in 1..=3 {
        world.submit(id, "Hi");
    }
    world.feed(&answer(SUBMIT, 0, 2)[..10]);
    world.lose();
    let (unclear, unreachable) = (Err(SendError::Unclear), Err(SendError::Unreachable));
    assert_eq!(world.outcomes, [(3, unreachable), (1, unclear.clone()), (2, unclear)]);
    assert_eq!(world.closed, Some(Reason::Lost));
}
