//! SMTP smuggling: a second mail hidden in the first, behind something that only looks like an end.

use smtp::Protection;

use crate::{
    client::{Client, Kind, server},
    codes::world,
    world::{AUTH, World},
};

const START: &str = "MAIL FROM:<ana@example.org>\r\nRCPT TO:<2114367789@secure.text>\r\n";
const HIDDEN: &str = "MAIL FROM:<ana@example.org>\r\nRCPT TO:<2114367780@secure.text>\r\nDATA\r\nSubject: \
                      hidden\r\n\r\nsecond\r\n.\r\n";

/// What looks like the end of a mail, to somebody, and ends the session here.
const FALSE_ENDS: &[&str] = &[
    "\n.\n",
    "\n.\r\n",
    "\r\n.\n",
    "\r.\r",
    "\r.\r\n",
    "\r\n.\r",
    "\n.\r",
    "\r.\n",
    "\r\n\0.\r\n",
    "\r\n.\0\r\n",
    "\r\n.\r\0\n",
    "\0",
    "\r\r\n.\r\r\n",
    "\r\n.\r\r\n",
    "\r\r\n.\r\n",
    "\n\n.\n\n",
    "\r\n.\r.\r\n",
    "\n\r.\n\r",
    "\r\n.\n\r\n",
];

/// What is text, however it looks.
const TEXT: &[&str] = &[
    "\r\n..\r\n",
    "\r\n. \r\n",
    "\r\n.x\r\n",
    "\r\n...\r\n",
    "\r\n .\r\n",
    "\r\n.\t\r\n",
    "\r\n\u{85}.\u{85}\r\n",
];

/// Chunks that lie about what follows.
const CHUNKS: &[&str] = &[
    "BDAT 5\r\nfirst\r\n.\r\n",
    "BDAT 5 LAST\r\nfirst mail\r\n.\r\n",
    "BDAT 0\r\nfirst\r\n",
    "BDAT 0 LAST\r\nfirst\r\n",
    "BDAT -5 LAST\r\nfirst",
    "BDAT +5 LAST\r\nfirst",
    "BDAT 5LAST\r\nfirst",
    "BDAT LAST\r\nfirst",
    "BDAT\r\nfirst",
    "BDAT 99999999999 LAST\r\nfirst",
    "BDAT 99999999999999999999999 LAST\r\nfirst",
    "BDAT 5\r\nfirstDATA\r\n",
    "BDAT 5\r\nfirstDATA\r\n.\r\n",
    "BDAT 5\r\nfi\nst",
    "BDAT 5\r\nfi\rst",
    "BDAT 5\r\nfi\0st",
    "BDAT 6 LAST\r\nfirst\r",
    "BDAT 7 LAST\r\nfirst\r\r\n",
    "DATA\r\nfirst\r\n.\r\nBDAT 5 LAST\r\nother mail\r\n",
];

#[derive(Debug, Clone, Copy)]
enum Way {
    ByteByByte,
    InOneWrite,
    ContentApart,
}

const WAYS: [Way; 3] = [Way::ByteByByte, Way::InOneWrite, Way::ContentApart];

fn send(world: &mut World, way: Way, start: &str, content: &str) {
    match way {
        Way::ByteByByte => [start, content].concat().bytes().for_each(|octet| world.feed(&[octet])),
        Way::InOneWrite => world.feed([start, content].concat().as_bytes()),
        Way::ContentApart => {
            world.feed(start.as_bytes());
            world.feed(content.as_bytes());
        }
    }
}

/// Runs `start` and `content` on each kind of connection and in each way, and hands over what came of it.
fn everywhere(start: &str, content: &str, check: impl Fn(&World, bool, &str)) {
    for protection in [Protection::Plain, Protection::BeforeTls, Protection::Tls] {
        for signs_in in [true, false] {
            for way in WAYS {
                let mut world = world(protection);
                if protection == Protection::BeforeTls && signs_in {
                    world.feed(b"EHLO c\r\nSTARTTLS\r\n");
                }
                let auth = if signs_in { AUTH } else { "" };
                send(&mut world, way, &format!("EHLO c\r\n{auth}{start}"), content);
                crate::fuzzed::check_replies(&world.output);
                check(&world, signs_in, &format!("{content:?} {protection:?} {way:?}"));
            }
        }
    }
}

fn no_second_mail(world: &World, signs_in: bool, case: &str) {
    let hidden = world.mails.iter().any(|mail| mail.content.starts_with(b"Subject: hidden"));
    assert!(!hidden && world.mails.len() <= usize::from(signs_in), "{case}");
    assert!(!world.asked.contains(&"to 2114367780@secure.text".to_owned()), "{case}");
}

#[test]
fn a_false_end_ends_the_session() {
    for end in FALSE_ENDS {
        let content = format!("Subject: first\r\n\r\nfirst{end}{HIDDEN}");
        everywhere(&format!("{START}DATA\r\n"), &content, |world, signs_in, case| {
            no_second_mail(world, signs_in, case);
            assert!(world.mails.is_empty(), "{case}");
            if signs_in {
                assert!(world.closed, "{case}");
                let said = String::from_utf8_lossy(&world.output);
                assert_eq!(said.matches("\n554 5.6.0 ").count(), 1, "{case}: {said}");
                assert!(said.lines().last().unwrap().ends_with("Nothing was accepted."), "{case}: {said}");
            }
        });
    }
}

#[test]
fn text_that_looks_like_an_end_is_text() {
    for text in TEXT {
        let content = format!("Subject: first\r\n\r\nfirst{text}{HIDDEN}");
        everywhere(&format!("{START}DATA\r\n"), &content, |world, signs_in, case| {
            no_second_mail(world, signs_in, case);
            if signs_in {
                let content = &world.mails[0].content;
                assert!(content.ends_with(b"Subject: hidden\r\n\r\nsecond\r\n"), "{case}");
            }
        });
    }
}

#[test]
fn a_line_that_is_too_long_ends_the_session() {
    let content = format!("first\r\n{}\r\n.\r\n{HIDDEN}", "x".repeat(999));
    everywhere(&format!("{START}DATA\r\n"), &content, |world, signs_in, case| {
        assert!(world.mails.is_empty(), "{case}");
        assert!(world.closed || !signs_in, "{case}");
    });
}

#[test]
fn chunks_hide_nothing() {
    for chunk in CHUNKS {
        everywhere(START, &format!("{chunk}{HIDDEN}"), no_second_mail);
    }
}

#[test]
fn a_refused_data_hides_nothing() {
    for start in [
        "DATA\r\n",
        "MAIL FROM:<ana@example.org>\r\nRCPT TO:<nobody@b>\r\nDATA\r\n",
        "RCPT TO:<1@b>\r\nDATA\r\n",
    ] {
        everywhere(start, &format!("Subject: first\r\n\r\n{HIDDEN}"), |world, signs_in, case| {
            no_second_mail(world, signs_in, case);
            assert!(world.mails.is_empty() && world.closed, "{case}");
        });
        // What is there already may be content, even when it reads like a command.
        let mut world = world(Protection::Tls);
        world.feed(format!("EHLO c\r\n{AUTH}{start}{HIDDEN}").as_bytes());
        no_second_mail(&world, true, start);
        assert!(world.closed);
    }
}

#[tokio::test]
async fn the_driver_lets_nothing_through_either() {
    for kind in Kind::ALL {
        for end in FALSE_ENDS {
            let (server, backend) = server();
            let mut client = Client::connect(&server, kind).await;
            client.sign_in().await;
            client.send(&format!("{START}DATA\r\nfirst{end}{HIDDEN}QUIT\r\n")).await;
            let rest = client.rest().await;
            assert!(rest.contains("554 5.6.0"), "{end:?}: {rest}");
            assert!(backend.mails().is_empty(), "{end:?}");
        }
    }
}
