//! BDAT, without a network.

use crate::codes::{codes, signed_in};

const START: &str = "MAIL FROM:<ana@example.org>\r\nRCPT TO:<2114367789@secure.text>\r\n";

#[test]
fn chunks_become_a_mail() {
    let mut world = signed_in();
    let text = format!("{START}BDAT 7\r\nhello\r\nBDAT 0\r\nBDAT 4\r\n.\r\nwBDAT 5 LAST\r\norld.NOOP\r\n");
    let expected =
        ["250 2.1.0", "250 2.1.5", "250 2.0.0", "250 2.0.0", "250 2.0.0", "250 2.0.0", "250 2.0.0"];
    assert_eq!(codes(&mut world, &text), expected);
    assert_eq!(world.mails[0].content, b"hello\r\n.\r\nworld.\r\n");
    let mut world = signed_in();
    assert_eq!(codes(&mut world, &format!("{START}BDAT 5\r\nhelloBDAT 0 LAST\r\n")).len(), 4);
    assert_eq!(world.mails[0].content, b"hello\r\n");
}

#[test]
fn a_size_that_is_none_ends_the_session() {
    for size in ["", "-1", "x", "0x5", "99999999999999999999999", "5 FIRST", "5 LAST LAST"] {
        let mut world = signed_in();
        assert_eq!(codes(&mut world, &format!("{START}BDAT {size}\r\nRSET\r\n{START}"))[2..], ["501 5.5.4"]);
        assert!(world.closed && world.mails.is_empty(), "{size}");
    }
}

#[test]
fn octets_of_a_refused_chunk_are_no_commands() {
    let hidden = "RSET\r\n";
    for (before, code) in [
        ("", "503 5.5.1"),
        ("MAIL FROM:<ana@example.org>\r\n", "554 5.5.1"),
        ("MAIL FROM:<ana@example.org>\r\nRCPT TO:<x@b>\r\n", "554 5.5.1"),
    ] {
        let mut world = signed_in();
        let said = codes(&mut world, &format!("{before}BDAT 6 LAST\r\n{hidden}NOOP\r\n"));
        assert_eq!(said[said.len() - 2..], [code, "250 2.0.0"]);
    }
}

#[test]
fn a_mail_has_a_size_however_it_comes() {
    let mut world = signed_in();
    let chunk = format!("BDAT 4800\r\n{}", "A line of twenty-two..\r\n".repeat(200));
    let last = chunk.replace("4800", "4800 last");
    let text = format!("{START}{chunk}{chunk}{last}{START}BDAT 2 LAST\r\nokNOOP\r\n");
    let said = codes(&mut world, &text);
    assert_eq!(said[2..5], ["250 2.0.0", "552 5.3.4", "552 5.3.4"]);
    assert_eq!(said[7..], ["250 2.0.0", "250 2.0.0"]);
    assert_eq!(world.mails.len(), 1);
    assert_eq!(world.asked.iter().filter(|asked| *asked == "memory 8192").count(), 1);
}

#[test]
fn a_chunk_without_bounds_is_not_read() {
    let mut world = signed_in();
    assert_eq!(codes(&mut world, &format!("{START}BDAT 4000000000\r\n"))[2..], ["552 5.3.4"]);
    assert!(world.closed);
    let mut world = signed_in();
    assert_eq!(codes(&mut world, "BDAT 18446744073709551615 LAST\r\n"), ["503 5.5.1"]);
    assert!(world.closed);
}

#[test]
fn chunks_wait_for_memory() {
    let mut world = signed_in();
    world.memory = false;
    let chunk = format!("BDAT 4800 LAST\r\n{}", "A line of twenty-two..\r\n".repeat(200));
    assert_eq!(codes(&mut world, &format!("{START}{chunk}NOOP\r\n"))[2..], ["452 4.3.1", "250 2.0.0"]);
    assert!(world.mails.is_empty());
    world.memory = true;
    assert_eq!(codes(&mut world, &format!("{START}{chunk}NOOP\r\n"))[2..], ["250 2.0.0", "250 2.0.0"]);
}

#[test]
fn data_and_chunks_do_not_mix() {
    let mut world = signed_in();
    assert_eq!(codes(&mut world, &format!("{START}BDAT 4\r\na\r\nb"))[2..], ["250 2.0.0"]);
    assert_eq!(codes(&mut world, "RCPT TO:<1@b>\r\n"), ["503 5.5.1"]);
    assert_eq!(codes(&mut world, "DATA\r\n"), ["503 5.5.1"]);
    assert_eq!(codes(&mut world, "BDAT 0 LAST\r\n"), ["250 2.0.0"]);
    assert_eq!(codes(&mut world, "BDAT 0 LAST\r\n"), ["503 5.5.1"]);
    assert_eq!(world.mails.len(), 1);
}

#[test]
fn what_follows_a_chunk_is_a_command_or_the_end() {
    let mut world = signed_in();
    let text = format!("{START}BDAT 3 LAST\r\nhello\r\n{START}BDAT 0 LAST\r\n");
    assert_eq!(codes(&mut world, &text)[2..], ["250 2.0.0", "554 5.5.0"]);
    assert!(world.closed);
    assert_eq!(world.mails.len(), 1);
}
