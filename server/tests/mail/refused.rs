//! What is not taken: mail for others, mail in somebody else's name, and mail that does not fit.

use std::fmt::Write as _;

use bench::{client::number, service::Service};
use domain::PhoneNumber;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
};

use crate::{
    desk::{Desk, EMAIL, Way},
    reader::Reader,
    variants::{self, Attempt, Login},
    wire::{Wire, at, letter, login, plain},
};

/// How many connections try at once.
const AT_ONCE: usize = 8;

/// The words with which a mail is acknowledged.
const TAKEN: &str = "queued as";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_tricks_and_no_mail() {
    let desk = Desk::new();
    let theirs = desk.add_other();
    let service = desk.start();
    let attempts = variants::all();
    assert!(attempts.len() >= 1000, "{}", attempts.len());
    let mut running = JoinSet::new();
    let mut taken = Vec::new();
    for (turn, attempt) in attempts.into_iter().enumerate() {
        if running.len() == AT_ONCE {
            taken.extend(running.join_next().await.unwrap().unwrap());
        }
        // Wrong passwords slow an address down, and the next is to be refused for what it is.
        let octet = |turn: usize| u8::try_from(turn % 250 + 1).unwrap();
        let own = if attempt.login == Login::Right {
            [127, 0, 0, 1]
        } else {
            [127, 0, octet(turn / 250), octet(turn)]
        };
        let wire = Wire::bare_from(own, desk.address(Way::Plain)).await;
        let auth = auth(attempt.login, &desk.app_password, &theirs);
        running.spawn(async move { make(wire, &auth, attempt, turn % 2 == 0).await });
    }
    taken.extend(running.join_all().await.into_iter().flatten());
    assert!(taken.is_empty(), "{} were taken: {taken:#?}", taken.len());
    assert_eq!(desk.rows().await, [0; 4]);
    assert!(Reader::of(&service, number(1)).links().await.is_empty());

    let said =
        Wire::signed_in(&desk, Way::Plain).await.mail(&[at(&number(1))], &letter("1", "Mine", "I am.")).await;
    assert!(said.0.contains(TAKEN), "the honest one goes through: {said:?}");
    Reader::of(&service, number(1)).wait(1).await;
    service.stop().unwrap();
}

/// Makes an attempt, in one go or step by step, and returns it if it was not refused.
async fn make(mut wire: Wire, auth: &str, attempt: Attempt, in_one_go: bool) -> Option<(Attempt, String)> {
    let Attempt { from, to, content, .. } = &attempt;
    let steps = [
        format!("EHLO client\r\n{auth}"),
        format!("MAIL FROM:{from}\r\n"),
        format!("RCPT TO:{to}\r\n"),
        "DATA\r\n".to_owned(),
        format!("{content}\r\n.\r\n"),
        "QUIT\r\n".to_owned(),
    ];
    if in_one_go {
        wire.send(steps.concat()).await;
    } else {
        wire.expect(220).await;
        for step in &steps[..5] {
            if wire.ask(step).await.0.contains(TAKEN) {
                return Some((attempt, "step by step".to_owned()));
            }
        }
        wire.send(&steps[5]).await;
    }
    let said = wire.rest().await;
    said.contains(TAKEN).then_some((attempt, said))
}

fn auth(as_whom: Login, own: &str, theirs: &str) -> String {
    let other = crate::desk::OTHER;
    match as_whom {
        Login::Right => plain("", EMAIL, own),
        Login::Nobody => String::new(),
        Login::Guess(password) => plain("", EMAIL, password),
        Login::GuessSlowly(password) => login(EMAIL, password),
        Login::OwnPasswordOfAnother => plain("", EMAIL, theirs),
        Login::OtherWithOwnPassword => plain("", other, own),
        Login::OnBehalfOfAnother => plain(other, EMAIL, own),
        Login::Garbled => "AUTH PLAIN AGFu!!!\r\n".to_owned(),
        Login::Unknown => "AUTH ANONYMOUS a2lt\r\n".to_owned(),
        Login::Other => plain("", other, theirs),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_bad_address_does_not_stop_the_others() {
    let desk = Desk::new();
    let service = desk.start();
    let mut wire = Wire::signed_in(&desk, Way::StartTls).await;
    assert_eq!(wire.ask(format!("MAIL FROM:<{EMAIL}>\r\n")).await.code(), 250);
    for (bad, reason) in [
        ("123@secure.text", "550 5.1.1 "),
        ("nobody@secure.text", "550 5.1.1 "),
        ("+12114367789@example.com", "550 5.7.1 "),
        ("0@secure.text", "550 5.1.1 "),
    ] {
        let said = wire.ask(format!("RCPT TO:<{bad}>\r\n")).await;
        assert!(said.0.starts_with(reason) && said.0.len() > reason.len() + 10, "{bad}: {said:?}");
        assert_eq!(wire.ask(format!("RCPT TO:<{}>\r\n", at(&number(1)))).await.code(), 250);
    }
    assert_eq!(wire.ask(format!("RCPT TO:<{}>\r\n", at(&number(2)))).await.code(), 250);
    assert_eq!(wire.ask("DATA\r\n").await.code(), 354);
    let said = wire.ask(format!("{}\r\n.\r\n", letter("1", "For two", "Both of you."))).await;
    assert!(said.0.contains(TAKEN), "{said:?}");
    for rank in [1, 2] {
        let mut reader = Reader::of(&service, number(rank));
        let link = reader.claim().await;
        assert!(reader.page(&link).await.contains("Both of you."));
        assert_eq!(reader.links().await.len(), 1);
    }
    assert_eq!(desk.messages().await, (1, 2));
    service.stop().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_wants_no_texts_is_no_recipient() {
    let desk = Desk::new();
    let service = desk.start();
    let mut wire = Wire::signed_in(&desk, Way::Plain).await;
    for (words, code) in [("hello", 250), ("STOP", 550), ("START", 250)] {
        answer_by_phone(&service, &number(1), words).await;
        assert_eq!(wire.ask(format!("MAIL FROM:<{EMAIL}>\r\n")).await.code(), 250);
        let said = wire.ask(format!("RCPT TO:<{}>\r\n", at(&number(1)))).await;
        assert_eq!(said.code(), code, "after {words}: {said:?}");
        assert!(code == 250 || said.0.contains("5.7.1 This person wants no texts"), "{said:?}");
        assert_eq!(wire.ask(format!("RCPT TO:<{}>\r\n", at(&number(2)))).await.code(), 250);
        assert_eq!(wire.ask("RSET\r\n").await.code(), 250);
    }
    service.stop().unwrap();
}

/// The simulated phone of this number says something.
async fn answer_by_phone(service: &Service, phone: &PhoneNumber, words: &str) {
    let body = format!("to=%2B{}&words={words}", phone.as_str().trim_start_matches('+'));
    let request = format!(
        "POST /simulator/reply HTTP/1.1\r\nhost: {}\r\nconnection: close\r\nsec-fetch-site: same-origin\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        service.address(),
        body.len()
    );
    let mut stream = TcpStream::connect(service.address()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_too_much_is_said() {
    let desk = Desk::new();
    let service = desk.start();
    let mut wire = Wire::signed_in(&desk, Way::Plain).await;
    let mut start = format!("MAIL FROM:<{EMAIL}>\r\n");
    for rank in 0..102 {
        write!(start, "RCPT TO:<{}>\r\n", at(&number(rank))).unwrap();
    }
    wire.send(start).await;
    for _ in 0..=100 {
        wire.expect(250).await;
    }
    for _ in 0..2 {
        assert!(wire.hear().await.0.starts_with("452 4.5.3 "));
    }
    assert_eq!(wire.ask("DATA\r\n").await.code(), 354);
    let said = wire.ask(format!("{}\r\n.\r\n", letter("many", "For a hundred", "All of you."))).await;
    assert!(said.0.contains(TAKEN), "{said:?}");
    assert_eq!(desk.messages().await, (1, 100));

    let said = wire.ask(format!("MAIL FROM:<{EMAIL}> SIZE=99999999\r\n")).await;
    assert!(said.0.starts_with("552 5.3.4 "), "{said:?}");
    // One that did not say so before.
    let long = "x".repeat(900) + "\r\n";
    let said = wire.mail(&[at(&number(1))], &letter("large", "Large", &long.repeat(43_000))).await;
    assert!(said.0.starts_with("552 5.3.4 "), "{said:?}");
    let said =
        wire.mail(&[at(&number(1))], &letter("small", "Small", "The connection is still of use.")).await;
    assert!(said.0.contains(TAKEN), "{said:?}");
    assert_eq!(desk.messages().await, (2, 101));
    service.stop().unwrap();
}
