//! Every error and its code, without a network.

use smtp::Protection;

use crate::world::{AUTH, Mail, World, settings};

const MAIL: &str = "MAIL FROM:<ana@example.org>\r\n";
const RCPT: &str = "RCPT TO:<2114367789@secure.text>\r\n";

pub(crate) fn world(protection: Protection) -> World {
    let mut world = World::with(protection, settings());
    world.output.clear();
    world
}

/// One in which Ana has signed in.
pub(crate) fn signed_in() -> World {
    let mut world = world(Protection::Tls);
    world.feed(format!("EHLO client\r\n{AUTH}").as_bytes());
    world.output.clear();
    world
}

/// What is said to `text`.
pub(crate) fn said(world: &mut World, text: &str) -> String {
    world.output.clear();
    world.feed(text.as_bytes());
    super::fuzzed::check_replies(&world.output);
    String::from_utf8(world.output.clone()).unwrap()
}

/// The codes of all replies to `text`, with their statuses.
pub(crate) fn codes(world: &mut World, text: &str) -> Vec<String> {
    said(world, text).lines().filter(|line| line.as_bytes()[3] == b' ').map(code).collect()
}

fn code(line: &str) -> String {
    let status = line[4..].split(' ').next().filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    status.map_or_else(|| line[..3].to_owned(), |status| format!("{} {status}", &line[..3]))
}

#[test]
fn the_greeting_and_what_is_offered() {
    let mut world = World::with(Protection::Tls, settings());
    assert_eq!(world.output, b"220 secure.text ESMTP Narwhal\r\n");
    let offered = said(&mut world, "EHLO client\r\n");
    for line in [
        "PIPELINING",
        "8BITMIME",
        "SMTPUTF8",
        "ENHANCEDSTATUSCODES",
        "CHUNKING",
        "DSN",
        "SIZE 8192",
        "AUTH PLAIN LOGIN",
    ] {
        assert!(offered.lines().any(|said| &said[4..] == line), "{line}: {offered}");
    }
    assert!(!offered.contains("STARTTLS"));
    assert!(said(&mut self::world(Protection::Plain), "EHLO c\r\n").contains("AUTH PLAIN LOGIN"));
    assert_eq!(said(&mut world, "HELO client\r\n"), "250 secure.text\r\n");
}

#[test]
fn before_tls_there_is_only_starttls() {
    let mut world = world(Protection::BeforeTls);
    let offered = said(&mut world, "EHLO client\r\n");
    assert!(offered.contains("STARTTLS") && !offered.contains("AUTH"), "{offered}");
    for line in ["MAIL FROM:<a@b>", "RCPT TO:<1@b>", "DATA", "BDAT 0", AUTH.trim(), "VRFY x", "HELP", "XYZZY"]
    {
        let mut world = self::world(Protection::BeforeTls);
        assert_eq!(codes(&mut world, &format!("EHLO c\r\n{line}\r\n"))[1..], ["530 5.7.0"], "{line}");
    }
    assert_eq!(codes(&mut world, "NOOP\r\nRSET\r\n"), ["250 2.0.0", "250 2.0.0"]);
    assert_eq!(codes(&mut world, "STARTTLS now\r\n"), ["501 5.5.4"]);
    assert_eq!(codes(&mut world, "STARTTLS\r\n"), ["220 2.0.0"]);
    assert_eq!(codes(&mut world, "STARTTLS\r\n"), ["503 5.5.1"]);
    assert_eq!(codes(&mut world, AUTH), ["503 5.5.1"], "what was said before TLS is forgotten");
    assert_eq!(codes(&mut world, "QUIT\r\n"), ["221 2.0.0"]);
    assert!(world.closed);
}

#[test]
fn without_signing_in_there_is_no_mail() {
    let mut world = world(Protection::Tls);
    assert_eq!(codes(&mut world, AUTH), ["503 5.5.1"]);
    assert_eq!(codes(&mut world, "EHLO c\r\n"), ["250"]);
    for line in [MAIL, RCPT, "DATA\r\n", "BDAT 3\r\nabc"] {
        assert_eq!(codes(&mut world, line), ["530 5.7.0"], "{line}");
    }
    assert_eq!(codes(&mut self::world(Protection::Plain), "STARTTLS\r\n"), ["502 5.5.1"]);
    assert_eq!(world.asked, [""; 0]);
}

#[test]
fn a_mail_and_another() {
    let mut world = signed_in();
    let transaction = format!("{MAIL}{RCPT}DATA\r\n");
    for _ in 0..2 {
        assert_eq!(codes(&mut world, &transaction), ["250 2.1.0", "250 2.1.5", "354"]);
        assert_eq!(said(&mut world, "Subject: x\r\n\r\n..\r\n.\r\n"), "250 2.0.0 Queued\r\n");
    }
    assert_eq!(world.mails.len(), 2);
    assert_eq!(world.mails[0].content, b"Subject: x\r\n\r\n.\r\n");
    assert_eq!(world.mails[1].envelope.recipients[0].value, "2114367789");
}

#[test]
fn commands_out_of_order() {
    let mut world = signed_in();
    assert_eq!(codes(&mut world, RCPT), ["503 5.5.1"]);
    assert_eq!(codes(&mut world, "DATA\r\n"), ["503 5.5.1"]);
    assert_eq!(codes(&mut world, AUTH), ["503 5.5.1"]);
    assert_eq!(codes(&mut world, MAIL), ["250 2.1.0"]);
    assert_eq!(codes(&mut world, MAIL), ["503 5.5.1"]);
    assert_eq!(codes(&mut world, "DATA\r\n"), ["554 5.5.1"]);
    assert_eq!(codes(&mut world, RCPT), ["250 2.1.5"]);
    assert_eq!(codes(&mut world, "DATA now\r\n"), ["501 5.5.4"]);
    assert_eq!(codes(&mut world, "RSET\r\n"), ["250 2.0.0"]);
    assert_eq!(codes(&mut world, RCPT), ["503 5.5.1"]);
}

#[test]
fn words_that_are_wrong() {
    for (text, code) in [
        ("EHLO\r\n", "501 5.5.4"),
        ("HELO  \r\n", "501 5.5.4"),
        ("RSET now\r\n", "501 5.5.4"),
        ("XYZZY\r\n", "500 5.5.2"),
        ("\r\n", "500 5.5.2"),
        ("VRFY ana\r\n", "252 2.0.0"),
        ("EXPN all\r\n", "502 5.5.1"),
        ("HELP\r\n", "214 2.0.0"),
        ("MAIL TO:<a@b>\r\n", "501 5.1.7"),
        ("MAIL FROM:<a@b\r\n", "501 5.1.7"),
        ("MAIL FROM:<>\r\n", "550 5.7.1"),
        ("MAIL FROM:<somebody.else@b>\r\n", "550 5.7.1"),
        ("MAIL FROM:<\u{e9}@b>\r\n", "553 5.6.7"),
        ("MAIL FROM:<\u{e9}@b> SMTPUTF8\r\n", "250 2.1.0"),
        ("MAIL FROM: <a@b> SIZE=8192 BODY=8BITMIME\r\n", "250 2.1.0"),
        ("MAIL FROM:<a@b> SIZE=8193\r\n", "552 5.3.4"),
        ("MAIL FROM:<a@b> SIZE=x\r\n", "501 5.5.4"),
        ("MAIL FROM:<a@b> SIZE=1 SIZE=1\r\n", "555 5.5.4"),
        ("MAIL FROM:<a@b> BODY=BINARYMIME\r\n", "555 5.5.4"),
        ("MAIL FROM:<a@b> HOLDFOR=1\r\n", "555 5.5.4"),
    ] {
        assert_eq!(codes(&mut signed_in(), text), [code], "{text}");
    }
    for (text, code) in [
        ("RCPT FROM:<1@b>\r\n", "501 5.1.3"),
        ("RCPT TO:<>\r\n", "501 5.1.3"),
        ("RCPT TO:<ana@b>\r\n", "550 5.1.1"),
        ("RCPT TO:<1\u{e9}@b>\r\n", "553 5.6.7"),
        ("RCPT TO:<1@b> NOTIFY=ALWAYS\r\n", "501 5.5.4"),
        ("RCPT TO:<1@b> SIZE=1\r\n", "555 5.5.4"),
        ("RCPT TO:<1@b> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;x@y\r\n", "250 2.1.5"),
    ] {
        let mut world = signed_in();
        assert_eq!(codes(&mut world, &format!("{MAIL}{text}")), ["250 2.1.0", code], "{text}");
        assert!(!world.closed);
    }
}

#[test]
fn a_mail_has_so_many_recipients() {
    let mut world = signed_in();
    assert_eq!(
        codes(&mut world, &format!("{MAIL}{RCPT}{RCPT}RCPT TO:<x@b>\r\n{RCPT}{RCPT}"))[4..],
        ["250 2.1.5", "452 4.5.3"]
    );
    assert_eq!(codes(&mut world, "DATA\r\n.\r\n"), ["354", "250 2.0.0"]);
    assert_eq!(world.mails[0].envelope.recipients.len(), 3);
}

#[test]
fn what_the_backend_says_is_said() {
    for (header, code) in [("never", "554 5.7.1"), ("later", "451 4.3.0"), ("badly", "451 4.3.0")] {
        let mut world = signed_in();
        let text = format!("{MAIL}{RCPT}DATA\r\nX-Refuse: {header}\r\n.\r\n");
        assert_eq!(codes(&mut world, &text)[3..], [code]);
        assert_eq!(codes(&mut world, MAIL), ["250 2.1.0"], "the next one begins afresh");
    }
    let mut world = signed_in();
    assert_eq!(codes(&mut world, &format!("{MAIL}RCPT TO:<hang@b>\r\nNOOP\r\n")), ["250 2.1.0", "421 4.3.2"]);
    assert!(world.closed);
}

#[test]
fn too_much_of_the_wrong_things() {
    let mut world = signed_in();
    let said = codes(&mut world, &"XYZZY\r\n".repeat(20));
    assert_eq!(said.len(), 10);
    assert_eq!(said[9], "421 4.7.0");
    assert!(world.closed);
    let mut world = signed_in();
    assert_eq!(codes(&mut world, &"NOOP\r\n".repeat(300)).last().unwrap(), "421 4.7.0");
    assert!(world.closed);
}

#[test]
fn browsers_are_sent_away() {
    for request in ["GET / HTTP/1.1\r\nHost: x\r\n\r\n", "POST /x HTTP/1.1\r\n\r\nMAIL FROM:<a@b>\r\n"] {
        for protection in [Protection::Plain, Protection::BeforeTls, Protection::Tls] {
            let mut world = world(protection);
            assert_eq!(codes(&mut world, request), ["554 5.7.0"]);
            assert!(world.closed);
        }
    }
}

#[test]
fn command_lines_obey_the_rule_about_lines() {
    for line in ["NOOP\n", "NO\rOP\r\n", "NO\0OP\r\n", "NOOP\r\r\n", "\0"] {
        let mut world = signed_in();
        assert_eq!(codes(&mut world, &format!("{line}QUIT\r\n")), ["500 5.5.2"], "{line:?}");
        assert!(world.closed);
    }
    assert_eq!(codes(&mut signed_in(), &"x".repeat(3000)), ["500 5.5.2"]);
    let mut world = signed_in();
    world.feed(b"NOOP \xff\xfe\r\n");
    assert!(world.output.starts_with(b"500 5.5.2"));
}

#[test]
fn mails_have_a_size() {
    let mut world = signed_in();
    assert_eq!(codes(&mut world, &format!("{MAIL}{RCPT}DATA\r\n"))[2], "354");
    let text = "A line of twenty-two..\r\n".repeat(400);
    assert_eq!(codes(&mut world, &format!("{text}.\r\n")), ["552 5.3.4"]);
    assert!(!world.closed && world.mails.is_empty() && !world.session.holds_memory());
    assert!(world.asked.contains(&"memory 8192".to_owned()));
    assert_eq!(codes(&mut world, &format!("{MAIL}{RCPT}DATA\r\nsmall\r\n.\r\n"))[3], "250 2.0.0");
}

#[test]
fn a_mail_that_does_not_end_is_not_listened_to_for_ever() {
    let mut world = signed_in();
    codes(&mut world, &format!("{MAIL}{RCPT}DATA\r\n"));
    let text = "A line of twenty-two..\r\n".repeat(1000);
    let rounds = (0..100).take_while(|_| codes(&mut world, &text).is_empty()).count();
    assert!((40..60).contains(&rounds), "{rounds}");
    assert!(world.closed);
}

#[test]
fn large_mails_wait_for_memory() {
    let large = "A line of twenty-two..\r\n".repeat(200);
    let mut world = signed_in();
    world.memory = false;
    assert_eq!(codes(&mut world, &format!("{MAIL}{RCPT}DATA\r\n{large}.\r\n"))[2..], ["354", "452 4.3.1"]);
    let declared = MAIL.replace('>', "> SIZE=5000");
    assert_eq!(codes(&mut world, &format!("{declared}{RCPT}DATA\r\n"))[2..], ["452 4.3.1"]);
    assert!(!world.closed);
    world.memory = true;
    assert_eq!(
        codes(&mut world, &format!("{declared}{RCPT}DATA\r\n{large}.\r\n"))[2..],
        ["354", "250 2.0.0"]
    );
    assert!(world.asked.contains(&"memory 7673".to_owned()), "{:?}", world.asked);
    assert!(!world.session.holds_memory());
    let declared = MAIL.replace('>', "> SIZE=100");
    assert_eq!(
        codes(&mut world, &format!("{declared}{RCPT}DATA\r\n{large}.\r\n"))[2..],
        ["354", "552 5.3.4"]
    );
}

#[test]
fn memory_is_held_from_the_answer_to_the_delivery() {
    let mut world = signed_in();
    codes(&mut world, &format!("{MAIL}{RCPT}DATA\r\n"));
    assert!(!world.session.holds_memory());
    codes(&mut world, &"A line of twenty-two..\r\n".repeat(200));
    assert!(world.session.holds_memory());
    codes(&mut world, ".\r\n");
    assert!(!world.session.holds_memory());
}

#[test]
fn what_nobody_answers_has_failed() {
    use smtp::Action;
    let mut world = signed_in();
    world.session.receive(format!("{MAIL}NOOP\r\n").as_bytes());
    assert!(matches!(world.session.poll(), Action::CheckSender(_)));
    world.output.clear();
    world.run();
    assert!(world.output.starts_with(b"451 4.3.0"));
    let mut world = signed_in();
    world.session.delivered(Ok("never asked".into()));
    world.session.recipient_checked(Ok("1".into()));
    world.session.reserved(true);
    world.session.signed_in(Ok(()));
    world.session.tls_started();
    assert_eq!(codes(&mut world, RCPT), ["503 5.5.1"]);
}

#[test]
fn the_envelope_is_kept() {
    let mut world = signed_in();
    let text = "MAIL FROM:<ana@example.org> BODY=8BITMIME RET=HDRS ENVID=QQ314159 SMTPUTF8\r\n\
                RCPT TO:<\"(211) 436-7789\"@secure.text> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;ana+40example.org\r\n\
                RCPT TO:<@a.example:12114367789@secure.text>\r\nDATA\r\n.\r\n";
    assert_eq!(codes(&mut world, text).last().unwrap(), "250 2.0.0");
    let Mail { envelope, content } = &world.mails[0];
    assert!(content.is_empty());
    assert_eq!(envelope.from.as_given(), "ana@example.org");
    assert_eq!(envelope.declared.body, smtp::Body::EightBit);
    assert_eq!(envelope.declared.ret, Some(smtp::Ret::Headers));
    assert_eq!(envelope.declared.envid.as_deref(), Some("QQ314159"));
    assert!(envelope.declared.smtputf8);
    let [first, second] = envelope.recipients.as_slice() else { panic!("not two") };
    assert_eq!(first.mailbox.as_given(), "\"(211) 436-7789\"@secure.text");
    assert_eq!(first.notify, smtp::Notify::On { success: true, failure: false, delay: true });
    assert_eq!(first.orcpt.as_ref().unwrap().address, "ana@example.org");
    assert_eq!(second.mailbox.as_given(), "12114367789@secure.text");
    assert_eq!(second.notify, smtp::Notify::Unsaid);
}
