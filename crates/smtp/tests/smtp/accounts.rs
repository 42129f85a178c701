//! Signing in, without a network.

use base64::{Engine, prelude::BASE64_STANDARD};
use smtp::Protection;

use crate::{
    codes::{codes, said, world},
    world::World,
};

fn greeted() -> World {
    let mut world = world(Protection::Tls);
    codes(&mut world, "EHLO client\r\n");
    world
}

fn plain(password: &str) -> String {
    format!("AUTH PLAIN {}\r\n", BASE64_STANDARD.encode(format!("\0ana\0{password}")))
}

#[test]
fn plain_and_login() {
    let mut world = greeted();
    assert_eq!(said(&mut world, "AUTH PLAIN\r\n"), "334 \r\n");
    assert_eq!(codes(&mut world, "AGFuYQBzZWNyZXQ=\r\n"), ["235 2.7.0"]);
    assert!(!said(&mut world, "EHLO client\r\n").contains("AUTH"));
    let mut world = greeted();
    assert_eq!(said(&mut world, "auth login\r\n"), "334 VXNlcm5hbWU6\r\n");
    assert_eq!(said(&mut world, "YW5h\r\n"), "334 UGFzc3dvcmQ6\r\n");
    assert_eq!(codes(&mut world, "c2VjcmV0\r\n"), ["235 2.7.0"]);
    assert_eq!(world.asked, ["login"]);
}

#[test]
fn what_goes_wrong_is_told() {
    for (password, code) in [("wrong", "535 5.7.8"), ("slow", "454 4.7.0"), ("away", "454 4.7.0")] {
        assert_eq!(codes(&mut greeted(), &plain(password)), [code]);
    }
    assert!(said(&mut greeted(), &plain("slow")).contains("30 seconds"));
    for (text, code) in [
        ("AUTH\r\n", "504 5.5.4"),
        ("AUTH CRAM-MD5\r\n", "504 5.5.4"),
        ("AUTH PLAIN ====\r\n", "501 5.5.2"),
        ("AUTH PLAIN YW5h\r\n", "501 5.5.2"),
    ] {
        assert_eq!(codes(&mut greeted(), text), [code], "{text}");
    }
    let mut world = greeted();
    assert_eq!(codes(&mut world, "AUTH LOGIN\r\n*\r\n"), ["334", "501 5.7.0"]);
    assert_eq!(codes(&mut world, &plain("secret")), ["235 2.7.0"]);
}

#[test]
fn three_wrong_passwords_end_the_session() {
    let mut world = greeted();
    let text = plain("wrong").repeat(4);
    assert_eq!(codes(&mut world, &text), ["535 5.7.8", "535 5.7.8", "421 4.7.0"]);
    assert!(world.closed);
    assert_eq!(world.asked.len(), 3);
}

#[test]
fn responses_have_a_limit() {
    let mut world = greeted();
    let long = BASE64_STANDARD.encode(format!("\0ana\0{}", "x".repeat(8000)));
    assert_eq!(codes(&mut world, &format!("AUTH PLAIN {long}\r\n")), ["235 2.7.0"]);
    let mut world = greeted();
    assert_eq!(codes(&mut world, &format!("AUTH PLAIN\r\n{}\r\n", "x".repeat(12_400))), ["334", "500 5.5.6"]);
    assert!(world.closed);
    let mut world = greeted();
    assert_eq!(codes(&mut world, "AUTH PLAIN\r\nAGFuYQBzZWNyZXQ=\n"), ["334", "500 5.5.2"]);
    assert!(world.closed);
}

#[test]
fn nobody_acts_for_somebody_else() {
    let response = BASE64_STANDARD.encode("root\0ana\0secret");
    assert_eq!(codes(&mut greeted(), &format!("AUTH PLAIN {response}\r\n")), ["535 5.7.8"]);
}
