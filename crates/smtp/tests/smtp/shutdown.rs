//! Stopping.

use std::time::Duration;

use smtp::Limits;
use tokio::{net::TcpStream, time::Instant};

use crate::{
    client::{Client, Kind, Recorder, listening, server, server_with},
    world,
};

const GRACE: Duration = Duration::from_secs(20);

#[tokio::test(start_paused = true)]
async fn those_who_wait_are_told() {
    let (mut server, _) = server();
    let address = listening(&mut server, Kind::Plain).await;
    let idle = Client::dial(address, Kind::Plain).await;
    let mut within_a_mail = Client::dial(address, Kind::Plain).await;
    within_a_mail.sign_in().await;
    within_a_mail.ask("MAIL FROM:<a@b>\r\n", 250).await;
    let began = Instant::now();
    let stopping = tokio::spawn(server.shutdown(GRACE));
    for client in [idle, within_a_mail] {
        assert_eq!(client.rest().await, "421 4.3.2 The server is stopping. Try again in a moment.\r\n");
    }
    stopping.await.unwrap();
    assert!(began.elapsed() < GRACE);
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_mail_on_its_way_is_finished() {
    let (mut server, backend) = server_with(Recorder::new(0), world::settings(), Limits::default());
    let address = listening(&mut server, Kind::Plain).await;
    let mut delivering = Client::dial(address, Kind::Plain).await;
    let mut sending = Client::dial(address, Kind::Plain).await;
    for client in [&mut delivering, &mut sending] {
        client.sign_in().await;
        client.send("MAIL FROM:<a@b>\r\nRCPT TO:<1@b>\r\nDATA\r\n").await;
        for code in [250, 250, 354] {
            client.expect(code).await;
        }
    }
    delivering.send("x\r\n.\r\nMAIL FROM:<a@b>\r\n").await;
    let stopping = tokio::spawn(server.shutdown(GRACE));
    tokio::time::sleep(Duration::from_secs(1)).await;
    sending.send("y\r\n.\r\n").await;
    backend.turns.add_permits(2);
    for client in [delivering, sending] {
        let said = client.rest().await;
        assert!(said.starts_with("250 2.0.0 Queued\r\n421 4.3.2"), "{said}");
        assert_eq!(said.lines().count(), 2, "{said}");
    }
    stopping.await.unwrap();
    assert_eq!(backend.mails().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn nobody_is_waited_for_for_ever() {
    let (mut server, backend) = server_with(Recorder::new(0), world::settings(), Limits::default());
    let address = listening(&mut server, Kind::Plain).await;
    let mut client = Client::dial(address, Kind::Plain).await;
    client.sign_in().await;
    client.send("MAIL FROM:<a@b>\r\nRCPT TO:<1@b>\r\nDATA\r\n").await;
    for code in [250, 250, 354] {
        client.expect(code).await;
    }
    client.send("x\r\n.\r\n").await;
    let began = Instant::now();
    server.shutdown(GRACE).await;
    assert!(began.elapsed() >= GRACE && began.elapsed() < GRACE + Duration::from_secs(1));
    assert_eq!(client.rest().await, "");
    assert!(backend.mails().is_empty());
}
