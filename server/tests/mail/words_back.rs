//! Mails to the sender, through a relay: what became of a message, and nothing of what it says.

use bench::{client::number, service::Service};

use crate::{
    desk::{Desk, EMAIL, Way},
    reader::Reader,
    sink::{Relayed, Sink},
    wire::{Wire, at},
};

const SUBJECT: &str = "Biopsy of the left lung";
const TEXT: &str = "It is a harmless cyst.";

/// A mail of this id, with more of a header.
fn mail(id: &str, more: &str) -> String {
    format!(
        "From: Kim <{EMAIL}>\r\nMessage-ID: <{id}@example.org>\r\nSubject: {SUBJECT}\r\n{more}\r\n{TEXT}\r\n.\r\n"
    )
}

/// Hands in a mail to the number of this rank.
async fn send(desk: &Desk, rank: u32, parameters: &str, content: &str) {
    let mut wire = Wire::signed_in(desk, Way::Tls).await;
    assert_eq!(wire.ask(format!("MAIL FROM:<{EMAIL}> ENVID=QQ314159\r\n")).await.code(), 250);
    assert_eq!(wire.ask(format!("RCPT TO:<{}>{parameters}\r\n", at(&number(rank)))).await.code(), 250);
    assert_eq!(wire.ask("DATA\r\n").await.code(), 354);
    assert_eq!(wire.ask(content).await.code(), 250);
}

/// It goes to the account alone, from nobody, and holds nothing that is only the recipient's to read.
fn assert_discreet(mail: &Relayed) {
    assert!(mail.from.starts_with("<>"), "{mail:?}");
    assert_eq!(mail.to.len(), 1, "{mail:?}");
    assert!(mail.to[0].starts_with(&format!("<{EMAIL}>")), "{mail:?}");
    let words = SUBJECT.split(' ').chain(TEXT.split(' ')).filter(|word| word.len() > 4);
    for word in words {
        assert!(!mail.content.to_lowercase().contains(&word.to_lowercase()), "{word}: {}", mail.content);
    }
    assert!(!mail.content.contains("/m/"), "a link of the recipient's: {}", mail.content);
}

/// Opens the newest message of the number of this rank, as its page does.
async fn open(service: &Service, rank: u32) {
    let mut reader = Reader::of(service, number(rank));
    let link = reader.claim().await;
    assert!(reader.page(&link).await.contains(TEXT));
    reader.opened(&link).await;
    reader.opened(&link).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_is_told_and_nobody_else() {
    let sink = Sink::open();
    let desk = Desk::with(&[("NARWHAL_RELAY_URL", &sink.url())]);
    let service = desk.start();
    // Whoever asks for nothing hears nothing of a success, nor that the message was opened.
    send(&desk, 1, "", &mail("quiet", "")).await;
    open(&service, 1).await;
    send(&desk, 2, " NOTIFY=NEVER", &mail("never", "")).await;
    open(&service, 2).await;

    send(&desk, 3, " NOTIFY=SUCCESS ORCPT=rfc822;jo+2Bsmith@example.net", &mail("success", "")).await;
    let delivered = sink.wait(1).await.remove(0);
    assert_discreet(&delivered);
    for needed in [
        "multipart/report",
        "report-type=\"delivery-status\"",
        "Action: ",
        "Status: 2.",
        "QQ314159",
        "success@example.org",
    ] {
        assert!(delivered.content.contains(needed), "{needed}: {}", delivered.content);
    }
    assert!(delivered.content.contains("Original-Recipient: rfc822; jo+smith@example.net"), "{delivered:?}");
    open(&service, 3).await;

    send(&desk, 4, "", &mail("receipt", &format!("Disposition-Notification-To: <{EMAIL}>\r\n"))).await;
    open(&service, 4).await;
    let opened = sink.wait(2).await.remove(1);
    assert_discreet(&opened);
    for needed in [
        "multipart/report",
        "report-type=\"disposition-notification\"",
        "Disposition: ",
        "displayed",
        "receipt@example.org",
    ] {
        assert!(opened.content.contains(needed), "{needed}: {}", opened.content);
    }
    service.stop().unwrap();
    assert_eq!(sink.wait(2).await.len(), 2, "nobody else was told, and nobody twice");
}

/// A receipt goes to the account, wherever the mail asks for it to go.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_cannot_be_turned_on_somebody_else() {
    let sink = Sink::open();
    let desk = Desk::with(&[("NARWHAL_RELAY_URL", &sink.url())]);
    let service = desk.start();
    let elsewhere = "Disposition-Notification-To: victim@example.com\r\nReturn-Path: <victim@example.com>\r\nReply-To: \
                     victim@example.com\r\n";
    send(&desk, 5, " NOTIFY=SUCCESS,FAILURE", &mail("turned", elsewhere)).await;
    open(&service, 5).await;
    let mails = sink.wait(2).await;
    for mail in &mails {
        assert_discreet(mail);
        assert!(!mail.content.contains("victim"), "{}", mail.content);
    }
    service.stop().unwrap();
}
