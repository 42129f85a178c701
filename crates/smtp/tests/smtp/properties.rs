//! How octets are split means nothing, as long as clients wait where they have to (RFC 2920).

use proptest::{collection::vec, prelude::*};
use smtp::Protection;

use crate::{codes::world, world::AUTH};

/// What may be sent without waiting; the last ones of a group are those that the client waits for.
fn group() -> impl Strategy<Value = String> {
    let quick = prop_oneof![
        Just("MAIL FROM:<ana@example.org>\r\n".to_owned()),
        Just("MAIL FROM:<ana@example.org> SIZE=7000\r\n".to_owned()),
        Just("MAIL FROM:<somebody.else@example.org>\r\n".to_owned()),
        Just("RCPT TO:<2114367789@secure.text>\r\n".to_owned()),
        Just("RCPT TO:<nobody@secure.text>\r\n".to_owned()),
        Just("RSET\r\n".to_owned()),
        Just("xyzzy\r\n".to_owned()),
        Just("BDAT 7\r\nhello\r\n".to_owned()),
        Just("BDAT 3 LAST\r\n.\r\n".to_owned()),
        "[a.\r\n]{0,8}".prop_map(|text| format!("BDAT {} LAST\r\n{text}", text.len())),
    ];
    let last = prop_oneof![
        Just("DATA\r\n".to_owned()),
        Just("EHLO client\r\n".to_owned()),
        Just(AUTH.to_owned()),
        Just("NOOP\r\n".to_owned()),
        "([a.]{0,5}\r\n){0,5}".prop_map(|text| format!("{text}\r\n.\r\n")),
        "[a.\r\n\0]{0,20}",
        (0_usize..400).prop_map(|lines| format!("{}.\r\n", "A line of twenty-two..\r\n".repeat(lines))),
    ];
    (vec(quick, 0..4), last).prop_map(|(quick, last)| format!("{}{last}", quick.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn splitting_means_nothing(groups in vec(group(), 0..8), sizes in vec(1_usize..40, 1..20), signed_in: bool) {
        let start = if signed_in { format!("EHLO c\r\n{AUTH}") } else { String::new() };
        let (mut whole, mut split) = (world(Protection::Tls), world(Protection::Tls));
        let mut sizes = sizes.iter().cycle();
        for group in std::iter::once(&start).chain(&groups) {
            whole.feed(group.as_bytes());
            let mut rest = group.as_bytes();
            while !rest.is_empty() {
                let (now, later) = rest.split_at((*sizes.next().unwrap()).min(rest.len()));
                split.feed(now);
                rest = later;
            }
        }
        prop_assert_eq!(String::from_utf8(whole.output).unwrap(), String::from_utf8(split.output).unwrap());
        prop_assert_eq!(whole.asked, split.asked);
        prop_assert_eq!(whole.mails, split.mails);
        prop_assert_eq!(whole.closed, split.closed);
    }

    #[test]
    fn what_is_sent_arrives(lines in vec("[ -~é]{0,100}", 0..50)) {
        let mut world = crate::codes::signed_in();
        let text: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
        let stuffed = text.split_inclusive('\n').map(|line| if line.starts_with('.') { format!(".{line}") } else { line.into() });
        let stuffed: String = stuffed.collect();
        world.feed(format!("MAIL FROM:<a@b>\r\nRCPT TO:<1@b>\r\nDATA\r\n{stuffed}.\r\n").as_bytes());
        prop_assert_eq!(&world.mails[0].content, text.as_bytes());
        world.feed(format!("MAIL FROM:<a@b>\r\nRCPT TO:<1@b>\r\nBDAT {} LAST\r\n{text}", text.len()).as_bytes());
        prop_assert_eq!(&world.mails[1].content, text.as_bytes());
    }
}
