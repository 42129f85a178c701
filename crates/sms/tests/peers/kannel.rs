//! Kannel's test driver as the carrier: its codec reads what the client writes. It knows transmitters and receivers, and no
//! transceivers, so a relay between the two changes the ids of the bind and of its answer, and nothing else.

use std::{io, process::Stdio};

use sms::smpp::Event;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    process::Command,
};

use crate::world::Client;

const BIND_RECEIVER: u32 = 1;
const BIND_TRANSCEIVER: u32 = 9;
const RESPONSE: u32 = 0x8000_0000;
/// Where the driver wants a Kannel to be, or else ends after some seconds.
const BEARERBOX: &str = "127.0.0.1:13001";
/// How many texts it sends.
const TEXTS: u32 = 20;

#[tokio::test]
async fn kannels_driver() {
    // When the port is taken, the driver has somebody to connect to.
    let bearerbox = TcpListener::bind(BEARERBOX).await;
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let log = tempfile::NamedTempFile::new().unwrap();
    let process = Command::new("drive_smpp")
        .args(["-m", &TEXTS.to_string(), "-p", &free.to_string(), "-l"])
        .arg(log.path())
        .kill_on_drop(true)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("Kannel's test driver is on the PATH: use scripts/test rust");
    let port = relay(free).await;

    let mut client = Client::new(port, "secret");
    for body in ["Hi", "It opens in your browser.", "Привет", &"long and ".repeat(30)] {
        client.bound().await;
        assert_eq!(client.send(body).await, Ok(String::new()), "the driver gives no identifiers");
    }
    for number in 1..=TEXTS {
        let Event::Inbound(text) = client.told().await else { panic!("no text") };
        assert_eq!((text.from.as_str(), text.to.as_str(), text.body), ("456", "123", number.to_string()));
    }
    client.end().await;
    drop((process, bearerbox));
    let log = std::fs::read_to_string(log.path()).unwrap();
    for wrong in ["WARNING", "ERROR", "PANIC"] {
        assert!(!log.contains(wrong), "{log}");
    }
    let count = |what: &str| log.lines().filter(|line| line.contains(what)).count();
    assert_eq!(count("short_message = <Hi>"), 1, "{log}");
    assert_eq!(count("of type submit_sm"), 3 + 2, "{log}");
    assert_eq!(count("of type deliver_sm_resp"), usize::try_from(TEXTS).unwrap(), "{log}");
    assert_eq!(
        (count("of type enquire_link_resp"), count("of type unbind")),
        (usize::try_from(TEXTS).unwrap(), 1),
        "{log}"
    );
}

/// Listens, and carries every connection to the driver.
async fn relay(driver: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let (client, _) = listener.accept().await.unwrap();
            // It may not listen yet; the client comes again.
            if let Ok(driver) = TcpStream::connect(("127.0.0.1", driver)).await {
                tokio::spawn(carry(client, driver));
            }
        }
    });
    port
}

async fn carry(client: TcpStream, driver: TcpStream) -> io::Result<()> {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_driver, mut to_driver) = driver.into_split();
    let there = async {
        renamed(&mut from_client, &mut to_driver, (BIND_TRANSCEIVER, BIND_RECEIVER)).await?;
        tokio::io::copy(&mut from_client, &mut to_driver).await?;
        to_driver.shutdown().await
    };
    let back = async {
        let ids = (RESPONSE | BIND_RECEIVER, RESPONSE | BIND_TRANSCEIVER);
        renamed(&mut from_driver, &mut to_client, ids).await?;
        tokio::io::copy(&mut from_driver, &mut to_client).await?;
        to_client.shutdown().await
    };
    tokio::try_join!(there, back).map(|_| ())
}

/// Carries the length and the command id of the first PDU, with the other id.
async fn renamed(
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    (expected, instead): (u32, u32),
) -> io::Result<()> {
    let length = from.read_u32().await?;
    assert_eq!(from.read_u32().await?, expected);
    to.write_u32(length).await?;
    to.write_u32(instead).await
}
