//! Commands injected behind STARTTLS (CVE-2011-0411).

use smtp::Protection;

use crate::{
    client::{Client, Kind, server},
    codes::{codes, world},
    world::AUTH,
};

const INJECTED: &[&str] = &[
    "EHLO mallory\r\n",
    "NOOP\r\n",
    "MAIL FROM:<ana@example.org>\r\n",
    AUTH,
    "EHLO m\r\nAUTH PLAIN AGFuYQBzZWNyZXQ=\r\nMAIL FROM:<ana@example.org>\r\nRCPT TO:<1@b>\r\nDATA\r\nx\r\n.\r\n",
    "E",
    "\r\n",
    "\u{16}\u{3}\u{1}",
];

#[test]
fn nothing_behind_starttls_is_obeyed() {
    for injected in INJECTED {
        let mut world = world(Protection::BeforeTls);
        let said = codes(&mut world, &format!("EHLO c\r\nSTARTTLS\r\n{injected}"));
        assert_eq!(said, ["250", "554 5.7.0"], "{injected:?}");
        assert!(world.closed && world.asked.is_empty(), "{injected:?}");
    }
}

#[tokio::test]
async fn the_driver_does_not_begin_tls_then() {
    for injected in INJECTED {
        let (server, backend) = server();
        let mut client = Client::bare(&server, Kind::StartTls);
        client.expect(220).await;
        client.send(&format!("EHLO c\r\nSTARTTLS\r\n{injected}")).await;
        let said = client.rest().await;
        assert!(said.ends_with("Nothing was accepted.\r\n") && !said.contains("220 "), "{said}");
        assert!(backend.mails().is_empty() && backend.logins() == 0);
    }
}

#[tokio::test]
async fn what_comes_in_the_clear_after_the_reply_is_no_command() {
    let (server, backend) = server();
    let mut client = Client::bare(&server, Kind::StartTls);
    client.expect(220).await;
    client.send("EHLO c\r\n").await;
    client.expect(250).await;
    client.send("STARTTLS\r\n").await;
    client.expect(220).await;
    client.send(&format!("EHLO c\r\n{AUTH}")).await;
    assert!(!client.rest().await.contains("250"));
    assert_eq!(backend.logins(), 0);
}

#[tokio::test]
async fn before_tls_nobody_signs_in() {
    let (server, backend) = server();
    let mut client = Client::bare(&server, Kind::StartTls);
    client.expect(220).await;
    client.send(&format!("EHLO c\r\n{AUTH}MAIL FROM:<a@b>\r\n")).await;
    assert!(!client.expect(250).await.contains("AUTH"));
    client.expect(530).await;
    client.expect(530).await;
    assert_eq!(backend.logins(), 0);
}
