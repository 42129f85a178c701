//! How long things may take. Time is tokio's, and passes only when nothing else happens.

use std::time::Duration;

use smtp::{Limits, Settings, Timeouts};
use tokio::time::{Instant, sleep};

use crate::{
    client::{Client, Kind, Recorder, server, server_with},
    world,
};

/// How long it takes until the server gives up on `client`, and its last words.
async fn given_up(client: Client) -> (Duration, String) {
    let began = Instant::now();
    let said = client.rest().await;
    (began.elapsed(), said)
}

fn about(elapsed: Duration, expected: Duration) -> bool {
    elapsed >= expected && elapsed < expected + Duration::from_secs(5)
}

#[tokio::test(start_paused = true)]
async fn whoever_does_not_sign_in_has_two_minutes() {
    let (server, _) = server();
    for kind in Kind::ALL {
        let client = Client::connect(&server, kind).await;
        let (elapsed, said) = given_up(client).await;
        assert!(about(elapsed, Timeouts::default().sign_in), "{elapsed:?}");
        assert!(said.starts_with("421 4.4.2"), "{said}");
    }
    let mut client = Client::connect(&server, Kind::Plain).await;
    let began = Instant::now();
    while client.try_send("NOOP\r\n").await.is_ok() && began.elapsed() < Duration::from_secs(600) {
        sleep(Duration::from_secs(10)).await;
    }
    assert!(began.elapsed() < Duration::from_secs(150), "commands earn no time");
}

#[tokio::test(start_paused = true)]
async fn a_handshake_takes_half_a_minute() {
    let (server, _) = server();
    let (elapsed, said) = given_up(Client::bare(&server, Kind::Tls)).await;
    assert!(about(elapsed, Timeouts::default().handshake) && said.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_response_of_auth_takes_a_minute() {
    let (server, _) = server();
    let mut client = Client::connect(&server, Kind::Plain).await;
    client.ask("AUTH LOGIN\r\n", 334).await;
    assert!(about(given_up(client).await.0, Timeouts::default().auth));
}

#[tokio::test(start_paused = true)]
async fn commands_and_content_have_their_times() {
    let (server, backend) = server();
    let timeouts = Timeouts::default();
    for (text, codes, time) in [
        ("NOOP\r\n", &[250][..], timeouts.command),
        ("MAIL FROM:<a@b>\r\n", &[250], timeouts.command),
        ("MAIL FROM:<a@b>\r\nRCPT TO:<1@b>\r\nDATA\r\n", &[250, 250, 354], timeouts.first_content),
        ("MAIL FROM:<a@b>\r\nRCPT TO:<1@b>\r\nDATA\r\nx\r\n", &[250, 250, 354], timeouts.first_content),
        ("MAIL FROM:<a@b>\r\nRCPT TO:<1@b>\r\nBDAT 100\r\nx", &[250, 250], timeouts.first_content),
    ] {
        let mut client = Client::connect(&server, Kind::Plain).await;
        client.sign_in().await;
        client.send(text).await;
        for code in codes {
            client.expect(*code).await;
        }
        let (elapsed, said) = given_up(client).await;
        assert!(about(elapsed, time), "{text}: {elapsed:?}");
        assert!(said.starts_with("421 4.4.2"), "{said}");
    }
    assert!(backend.mails().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_trickle_is_cut_off_and_a_slow_line_is_not() {
    let (server, backend) = server_with(Recorder::new(10), Settings::default(), Limits::default());
    for (line, fine) in [("x\r\n", false), ("A line of a slow but honest client.\r\n", true)] {
        let mut client = Client::connect(&server, Kind::Plain).await;
        client.sign_in().await;
        client.send("MAIL FROM:<a@b>\r\nRCPT TO:<1@b>\r\nDATA\r\n").await;
        for code in [250, 250, 354] {
            client.expect(code).await;
        }
        let text = if fine { line.repeat(300) } else { line.to_owned() };
        let mut sent = Ok(());
        for _ in 0..60 {
            sleep(Duration::from_secs(10)).await;
            sent = sent.and(client.try_send(&text).await);
        }
        assert_eq!(sent.is_ok(), fine);
        if fine {
            client.ask(".\r\n", 250).await;
        }
    }
    assert_eq!(backend.mails().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_is_left() {
    let (server, _) = server();
    let (near, far) = tokio::io::duplex(16);
    let began = Instant::now();
    let conversation = server.converse(far, crate::client::CLIENT, Kind::Plain.security());
    conversation.await;
    assert!(about(began.elapsed(), Timeouts::default().write));
    drop(near);
}

#[tokio::test(start_paused = true)]
async fn pressure_shortens_the_wait() {
    let limits = Limits { connections: 4, ..Limits::default() };
    let (mut server, _) = server_with(Recorder::new(10), world::settings(), limits);
    let address = crate::client::listening(&mut server, Kind::Plain).await;
    let mut clients = Vec::new();
    for _ in 0..2 {
        let mut client = Client::dial(address, Kind::Plain).await;
        client.sign_in().await;
        clients.push(client);
    }
    let began = Instant::now();
    let mut third = Client::dial(address, Kind::Plain).await;
    third.sign_in().await;
    for client in clients {
        let said = client.rest().await;
        assert!(said.starts_with("421 4.4.2"), "{said}");
        assert!(about(began.elapsed(), Timeouts::default().command_under_pressure), "{:?}", began.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn memory_is_waited_for_in_line() {
    let settings = world::settings();
    let limits = Limits { memory_bytes: settings.max_message_bytes, ..Limits::default() };
    let (server, backend) = server_with(Recorder::new(0), settings, limits);
    let start = "MAIL FROM:<a@b> SIZE=8000\r\nRCPT TO:<1@b>\r\nDATA\r\n";
    let mut first = Client::connect(&server, Kind::Plain).await;
    first.sign_in().await;
    first.send(start).await;
    for code in [250, 250, 354] {
        first.expect(code).await;
    }
    first.send("x\r\n.\r\n").await;
    let mut second = Client::connect(&server, Kind::Plain).await;
    second.sign_in().await;
    second.send(start).await;
    for code in [250, 250, 452] {
        second.expect(code).await;
    }
    second.send(&format!("RSET\r\n{start}")).await;
    second.expect(250).await;
    backend.turns.add_permits(1);
    first.expect(250).await;
    for code in [250, 250, 354] {
        second.expect(code).await;
    }
}
