//! Whole dialogues over memory and TCP.

use smtp::{Limits, ListenError, Security, Settings};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::{
    client::{CLIENT, Client, Kind, Recorder, certificate, listening, new_certificate, server, server_with},
    world::{AUTH, settings},
};

#[tokio::test]
async fn a_mail_over_each_kind_of_listener() {
    let (mut server, backend) = server();
    for kind in Kind::ALL {
        let address = listening(&mut server, kind).await;
        for mut client in [Client::connect(&server, kind).await, Client::dial(address, kind).await] {
            client.sign_in().await;
            client.mail("one").await;
            client.mail("two").await;
            client.ask("QUIT\r\n", 221).await;
            assert_eq!(client.rest().await, "");
        }
    }
    assert_eq!(backend.mails().len(), 12);
    assert_eq!(backend.mails()[1].content, b"Subject: two\r\n\r\nText.\r\n");
}

#[tokio::test]
async fn everything_at_once() {
    let (server, backend) = server();
    let mut client = Client::connect(&server, Kind::Tls).await;
    client.sign_in().await;
    let mail = "MAIL FROM:<ana@example.org>\r\nRCPT TO:<1@b>\r\nRCPT TO:<2@b>\r\nBDAT 7 LAST\r\nhello\r\n";
    client.send(&format!("{}QUIT\r\n", mail.repeat(20))).await;
    let said = client.rest().await;
    assert_eq!(said.lines().count(), 81);
    assert_eq!(backend.mails().len(), 20);
}

#[tokio::test]
async fn a_large_mail() {
    let (mut server, backend) = server_with(Recorder::new(10), Settings::default(), Limits::default());
    let address = listening(&mut server, Kind::Tls).await;
    let text = "A line that makes a mail of some megabytes when it comes often enough.\r\n".repeat(60_000);
    for start in ["MAIL FROM:<ana@example.org>\r\n", "MAIL FROM:<ana@example.org> SIZE=4320000\r\n"] {
        let mut client = Client::dial(address, Kind::Tls).await;
        client.sign_in().await;
        client.ask(start, 250).await;
        client.ask("RCPT TO:<1@b>\r\n", 250).await;
        client.ask("DATA\r\n", 354).await;
        client.ask(&format!("{text}.\r\n"), 250).await;
    }
    assert!(backend.mails().iter().all(|mail| mail.content == text.as_bytes()));
}

#[tokio::test]
async fn a_new_certificate_is_used_at_once() {
    let (server, _) = server();
    let first = new_certificate();
    let second = new_certificate();
    let connect = |security| {
        let (near, far) = tokio::io::duplex(64 * 1024);
        tokio::spawn(server.converse(far, CLIENT, security));
        Client::over(near)
    };
    let security = Security::Tls(first.server.clone());
    connect(security.clone()).secured(&first).await.expect(220).await;
    first.server.reload(second.config.clone());
    connect(security).secured(&second).await.expect(220).await;
}

#[tokio::test]
async fn only_loopback_goes_without_tls() {
    let (mut server, _) = server();
    let everywhere = TcpListener::bind("0.0.0.0:0").await.unwrap();
    assert!(matches!(server.add(everywhere, Security::Plain), Err(ListenError::PlainBeyondLoopback(_))));
    let everywhere = TcpListener::bind("0.0.0.0:0").await.unwrap();
    assert!(server.add(everywhere, Security::StartTls(certificate().server.clone())).is_ok());
}

#[tokio::test]
async fn replies_to_a_group_come_together() {
    let (server, _) = server();
    let (mut near, far) = tokio::io::duplex(64 * 1024);
    tokio::spawn(server.converse(far, CLIENT, Security::Plain));
    let group = "MAIL FROM:<a@b>\r\nRCPT TO:<1@b>\r\nRCPT TO:<2@b>\r\nDATA\r\n";
    let mut said = Vec::with_capacity(4096);
    for sent in ["", "EHLO c\r\n", AUTH, group] {
        near.write_all(sent.as_bytes()).await.unwrap();
        said.clear();
        near.read_buf(&mut said).await.unwrap();
    }
    assert_eq!(String::from_utf8(said).unwrap().lines().count(), 4);
}

#[tokio::test]
async fn a_delivery_is_finished_though_the_client_has_gone() {
    let backend = Recorder::new(0);
    let (server, backend) = server_with(backend, settings(), Limits::default());
    let mut client = Client::connect(&server, Kind::Plain).await;
    client.sign_in().await;
    client.send("MAIL FROM:<a@b>\r\nRCPT TO:<1@b>\r\nDATA\r\n").await;
    for code in [250, 250, 354] {
        client.expect(code).await;
    }
    client.send("x\r\n.\r\n").await;
    tokio::task::yield_now().await;
    drop(client);
    tokio::task::yield_now().await;
    assert!(backend.mails().is_empty());
    backend.turns.add_permits(1);
    while backend.mails().is_empty() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn half_a_mail_is_none() {
    let (server, backend) = server();
    let mut client = Client::connect(&server, Kind::Plain).await;
    client.sign_in().await;
    client.send("MAIL FROM:<a@b>\r\nRCPT TO:<1@b>\r\nDATA\r\nx\r\n.").await;
    drop(client);
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(backend.mails().is_empty());
}
