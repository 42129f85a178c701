//! Arbitrary octets, and what must hold whatever they are. Run by `cargo fuzz run smtp_session`, and for a short
//! time by the tests below, so that it works on the stable toolchain too.

use smtp::{Protection, Settings};

use super::world::{Mail, World};

/// What is handed over at once, at most.
const MOST_AT_ONCE: usize = 4096;
/// Buffers besides those for content: a line of AUTH with its copies, what was received at once, replies.
const BUFFERS: usize = 128 * 1024;

/// Reads a scenario from `data` and runs it. The first octet chooses the kind of connection, whether somebody has
/// signed in and whether there is memory; the second, how the rest is split.
///
/// # Panics
/// When something that must hold does not.
pub(crate) fn run(data: &[u8]) {
    let [choice, split, octets @ ..] = data else { return };
    let settings =
        Settings { host: "h".into(), max_message_bytes: 4096, unreserved_bytes: 512, max_recipients: 3 };
    let protection =
        [Protection::Plain, Protection::BeforeTls, Protection::Tls][usize::from(choice & 3).min(2)];
    let mut world = World::with(protection, settings);
    world.memory = choice & 4 == 0;
    let mut sent = Vec::new();
    if choice & 8 == 0 {
        let start = if protection == Protection::BeforeTls { "EHLO c\r\nSTARTTLS\r\n" } else { "" };
        send(&mut world, &mut sent, start.as_bytes(), MOST_AT_ONCE);
        send(&mut world, &mut sent, b"EHLO c\r\nAUTH PLAIN AGEAYg==\r\n", MOST_AT_ONCE);
    }
    send(&mut world, &mut sent, octets, usize::from(*split) * 4 + 1);
    world.session.stop();
    world.run();
    check(&world, &sent);
}

fn send(world: &mut World, sent: &mut Vec<u8>, octets: &[u8], at_once: usize) {
    for piece in octets.chunks(at_once.min(MOST_AT_ONCE)) {
        if world.closed {
            return;
        }
        sent.extend_from_slice(piece);
        world.feed(piece);
        assert!(world.session.memory() < BUFFERS, "{} octets of memory", world.session.memory());
    }
}

fn check(world: &World, sent: &[u8]) {
    let dots = sent.windows(5).filter(|window| window == b"\r\n.\r\n").count();
    let chunks = sent.windows(4).filter(|window| window.eq_ignore_ascii_case(b"LAST")).count();
    assert!(world.mails.len() <= dots + chunks, "more mails than ends of mails");
    assert!(world.mails.is_empty() || world.asked.iter().any(|asked| asked == "login"), "a mail of nobody");
    for Mail { envelope, content } in &world.mails {
        assert!((1..=3).contains(&envelope.recipients.len()));
        assert!(content.len() <= 4096 + 2, "a mail of {} octets", content.len());
        check_content(content);
    }
    check_replies(&world.output);
}

/// Lines of at most 998 octets, ended by CR LF, with nothing of CR, LF and NUL in them.
fn check_content(content: &[u8]) {
    assert!(content.is_empty() || content.ends_with(b"\r\n"));
    for line in content.split_inclusive(|octet| *octet == b'\n') {
        let text = line.strip_suffix(b"\r\n").expect("a line ends with CR LF");
        assert!(text.len() <= 998 && !text.iter().any(|octet| b"\r\n\0".contains(octet)));
    }
}

/// Replies as RFC 5321, section 4.2, and RFC 2034 have them.
pub(crate) fn check_replies(output: &[u8]) {
    let output = std::str::from_utf8(output).expect("replies are ASCII");
    let mut open: Option<&str> = None;
    for line in output.split_inclusive('\n') {
        assert!(line.ends_with("\r\n") && line.len() <= 512, "{line:?}");
        let (code, rest) = line.split_at(3);
        assert!(
            code.starts_with(['2', '3', '4', '5']) && code.bytes().all(|b| b.is_ascii_digit()),
            "{line:?}"
        );
        assert!(open.is_none_or(|open| open == code), "{line:?}");
        open = match rest.as_bytes()[0] {
            b'-' => Some(code),
            b' ' => None,
            _ => panic!("{line:?}"),
        };
        if code.starts_with(['4', '5']) {
            assert!(rest[1..].starts_with(&format!("{}.", &code[..1])), "{line:?}");
        }
    }
    assert!(open.is_none(), "a reply without an end");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::run;

    /// What dialogues are made of, so that chance gets somewhere.
    fn word() -> impl Strategy<Value = Vec<u8>> {
        let known: Vec<&'static [u8]> = vec![
            b"EHLO c\r\n",
            b"STARTTLS\r\n",
            b"AUTH PLAIN AGEAYg==\r\n",
            b"AUTH LOGIN\r\n",
            b"YQ==\r\n",
            b"*\r\n",
            b"MAIL FROM:<a@b>\r\n",
            b"MAIL FROM:<a@b> SIZE=3000\r\n",
            b"RCPT TO:<1@b>\r\n",
            b"RCPT TO:<x@b>\r\n",
            b"DATA\r\n",
            b"text\r\n",
            b"..\r\n",
            b".\r\n",
            b"\r\n.\r\n",
            b"BDAT 4\r\n",
            b"BDAT 6 LAST\r\n",
            b"a\r\nb",
            b"BDAT 0 LAST\r\n",
            b"BDAT 3000\r\n",
            b"BDAT 9999\r\n",
            b"RSET\r\n",
            b"QUIT\r\n",
            b"NOOP\r\n",
            b"VRFY x\r\n",
            b"\r",
            b"\n",
            b"\0",
            b"\r\n",
            b".",
            b" ",
            b"GET / HTTP/1.1\r\n",
        ];
        prop_oneof![
            12 => proptest::sample::select(known).prop_map(<[u8]>::to_vec),
            1 => proptest::collection::vec(any::<u8>(), 0..40),
            1 => (0_usize..6000).prop_map(|length| vec![b'x'; length]),
            1 => (0_usize..100).prop_map(|lines| b"a line of text\r\n".repeat(lines)),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]
        #[test]
        fn whatever_comes(choice: u8, split: u8, words in proptest::collection::vec(word(), 0..30)) {
            let mut data = vec![choice, split];
            data.extend(words.concat());
            run(&data);
        }
    }
}
