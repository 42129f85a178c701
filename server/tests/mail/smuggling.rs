//! A second mail hidden in the first, behind something that only looks like an end (CVE-2023-51764 and its kin), and
//! commands behind STARTTLS (CVE-2011-0411). Every hidden mail would be taken if it were seen.

use bench::client::number;

use crate::{
    desk::{Desk, EMAIL, Way},
    reader::Reader,
    wire::{Wire, at, letter, plain, trusting},
};

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
    "\r\r\n.\r\r\n",
    "\r\n.\r\r\n",
    "\r\r\n.\r\n",
    "\n\n.\n\n",
    "\r\n.\n\r\n",
];

/// What is text, however it looks.
const TEXT: &[&str] =
    &["\r\n..\r\n", "\r\n. \r\n", "\r\n.x\r\n", "\r\n .\r\n", "\r\n.\t\r\n", "\r\n\u{85}.\u{85}\r\n"];

/// Chunks that lie about what follows.
const CHUNKS: &[&str] = &[
    "BDAT 5\r\nfirst\r\n.\r\n",
    "BDAT 0\r\nfirst\r\n",
    "BDAT -5 LAST\r\nfirst",
    "BDAT 5LAST\r\nfirst",
    "BDAT 99999999999999999999999 LAST\r\nfirst",
    "BDAT 5\r\nfirstDATA\r\n.\r\n",
    "BDAT 5\r\nfi\nst",
];

/// How the octets come, and whether by somebody who is signed in.
#[derive(Debug, Clone, Copy)]
struct Case {
    way: Way,
    signs_in: bool,
    drips: bool,
}

fn cases() -> impl Iterator<Item = Case> {
    Way::ALL.into_iter().flat_map(|way| {
        let pairs = [(true, true), (true, false), (false, true), (false, false)];
        pairs.map(|(signs_in, drips)| Case { way, signs_in, drips })
    })
}

/// The commands before a mail to the number of this rank.
fn start(rank: u32) -> String {
    format!("MAIL FROM:<{EMAIL}>\r\nRCPT TO:<{}>\r\n", at(&number(rank)))
}

fn hidden() -> String {
    format!("{}DATA\r\n{}\r\n.\r\n", start(2), letter("hidden", "hidden", "second"))
}

impl Case {
    /// Says all of this, and hands over every answer.
    async fn say(self, desk: &Desk, text: &str) -> String {
        let mut wire = Wire::open(desk, self.way).await;
        let auth = plain("", EMAIL, &desk.app_password);
        let text = [if self.signs_in { auth.as_str() } else { "" }, text, "QUIT\r\n"].concat();
        if self.drips {
            wire.drip(text).await;
        } else {
            wire.send(text).await;
        }
        wire.rest().await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_hidden_mail_gets_in() {
    let desk = Desk::new();
    let service = desk.start();
    for case in cases() {
        for end in FALSE_ENDS {
            let first = letter("first", "first", "text");
            let said = case.say(&desk, &format!("{}DATA\r\n{first}{end}{}", start(1), hidden())).await;
            assert!(!said.contains("queued as"), "{end:?} {case:?}: {said}");
            let why = if case.signs_in { "\n554 5.6.0 " } else { "530 5.7.0 " };
            assert!(said.contains(why), "{end:?} {case:?}: {said}");
        }
        for chunk in CHUNKS {
            let said = case.say(&desk, &format!("{}{chunk}{}", start(1), hidden())).await;
            assert!(!said.contains("queued as"), "{chunk:?} {case:?}: {said}");
        }
    }
    assert_eq!(desk.rows().await, [0; 4]);
    service.stop().unwrap();
}

/// What follows a mail's proper end is a mail; what follows something that is text is text.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn text_is_text_and_an_end_is_an_end() {
    let desk = Desk::new();
    let service = desk.start();
    let mut taken = 0;
    for case in cases().filter(|case| case.signs_in) {
        for (turn, text) in TEXT.iter().enumerate() {
            let first = letter(&format!("{turn}-{case:?}").replace(' ', ""), "first", "text");
            let said = case.say(&desk, &format!("{}DATA\r\n{first}{text}{}", start(1), hidden())).await;
            assert_eq!(said.matches("queued as").count(), 1, "{text:?} {case:?}: {said}");
            taken += 1;
        }
    }
    assert_eq!(desk.messages().await, (taken, taken));
    let mut reader = Reader::of(&service, number(2));
    assert!(reader.links().await.is_empty(), "a hidden mail went out");

    let case = Case { way: Way::Tls, signs_in: true, drips: false };
    let first = letter("proper", "first", "text");
    let said = case.say(&desk, &format!("{}DATA\r\n{first}\r\n.\r\n{}", start(1), hidden())).await;
    assert_eq!(said.matches("queued as").count(), 2, "two mails in one go: {said}");
    reader.wait(1).await;
    assert_eq!(desk.messages().await, (taken + 2, taken + 2));
    service.stop().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_injected_before_tls() {
    let desk = Desk::new();
    let service = desk.start();
    let whole = format!("EHLO m\r\n{}{}", plain("", EMAIL, &desk.app_password), hidden());
    for injected in ["NOOP\r\n", "EHLO m\r\n", "E", "\r\n", whole.as_str()] {
        let mut wire = Wire::bare(desk.address(Way::StartTls)).await;
        wire.expect(220).await;
        wire.send(format!("EHLO c\r\nSTARTTLS\r\n{injected}")).await;
        let said = wire.rest().await;
        assert!(said.contains("554 5.7.0 ") && !said.contains("\n220 "), "{injected:?}: {said}");
    }
    // Not even when it comes later, in the clear, or when a mail had begun before.
    let mut wire = Wire::bare(desk.address(Way::StartTls)).await;
    wire.expect(220).await;
    let said = wire.ask(format!("EHLO c\r\n{whole}")).await;
    assert!(!said.0.contains("AUTH"), "{said:?}");
    assert_eq!(wire.hear().await.code(), 250);
    assert_eq!(wire.hear().await.code(), 530, "nobody signs in before TLS");
    drop(wire);

    let mut wire = Wire::bare(desk.address(Way::StartTls)).await;
    wire.expect(220).await;
    wire.ask("EHLO c\r\n").await;
    wire.ask(start(2)).await;
    wire.hear().await;
    assert_eq!(wire.ask("STARTTLS\r\n").await.code(), 220);
    let mut wire = wire.secured(&trusting(&desk.certificate())).await;
    assert_eq!(wire.ask("DATA\r\n").await.code(), 530, "what was said in the clear is forgotten");
    assert_eq!(desk.rows().await, [0; 4]);
    service.stop().unwrap();
}
