//! The service with a gateway that somebody has configured: a text goes out over it, and what it tells comes back.

#![expect(clippy::unwrap_used, reason = "a helper of tests that panics is a failed test")]

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    time::Duration,
};

use bench::{
    client::{Draft, Sender, now, number},
    service::Setup,
};
use domain::DeliveryState;
use engine::Entropy;

const EMAIL: &str = "ana@example.org";
const PASSWORD: &str = "lighthouse keeper's granite stairs";
const TOKEN: &str = "a-token-of-a-gateway";

/// A gateway on this machine that takes every text, and remembers what it was asked.
struct Fake {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Fake {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let remembered = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                take(stream.unwrap(), &remembered);
            }
        });
        Self { address, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn take(mut stream: TcpStream, asked: &Mutex<Vec<String>>) {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    while !text.contains("\r\n\r\n") || !text.ends_with('}') {
        let count = stream.read(&mut buffer).unwrap();
        if count == 0 {
            return;
        }
        text.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
    }
    asked.lock().unwrap().push(text);
    let body = r#"{"id": "T-1"}"#;
    let answer =
        format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    stream.write_all(answer.as_bytes()).unwrap();
}

fn configured(setup: Setup, gateway: &Fake) -> Setup {
    setup
        .with("NARWHAL_GATEWAY_OWN_KIND", "http")
        .with("NARWHAL_GATEWAY_OWN_URL", format!("http://{}/send", gateway.address))
        .with("NARWHAL_GATEWAY_OWN_BODY", r#"{"to": "{to}", "text": "{text}"}"#)
        .with("NARWHAL_GATEWAY_OWN_ID_AT", "/id")
        .with("NARWHAL_GATEWAY_OWN_WEBHOOK_TOKEN", TOKEN)
        .with("NARWHAL_GATEWAY_OWN_RECEIPT_ID_AT", "/id")
        .with("NARWHAL_GATEWAY_OWN_RECEIPT_STATE_AT", "/state")
        .with("NARWHAL_GATEWAY_OWN_DELIVERED", "arrived")
}

/// Posts to a webhook, as no browser would: without an origin.
fn post(address: SocketAddr, path: &str, token: &str, body: &str) -> u16 {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\nx-narwhal-token: {token}\r\nconnection: close\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_goes_out_and_its_receipt_comes_back() {
    let (folder, entropy, gateway) = (tempfile::tempdir().unwrap(), Entropy::seeded(5), Fake::start());
    let setup = Setup::new(env!("CARGO_BIN_EXE_narwhal"), folder.path()).unwrap();
    let setup = configured(setup, &gateway);
    setup.add_sender(EMAIL, PASSWORD).unwrap();
    let service = setup.start().unwrap();
    let address = service.address();
    let mut sender = Sender::sign_in(address, EMAIL, PASSWORD, &mut entropy.rng()).await.unwrap();
    let draft = Draft { subject: "Your results", body: "All is well." };
    let submission = sender.seal(&[number(0)], draft, now(), &mut entropy.rng()).await.unwrap();
    let id = sender.submit(&submission).await.unwrap();
    for _ in 0..200 {
        if !gateway.asked().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let asked = gateway.asked();
    assert_eq!(asked.len(), 1);
    assert!(asked[0].contains(number(0).as_str()) && asked[0].contains("/m/"), "{}", asked[0]);

    let receipt = r#"{"id": "T-1", "state": "arrived"}"#;
    assert_eq!(post(address, "/hooks/sms/own", "another token", receipt), 403);
    assert_eq!(post(address, "/hooks/sms/own", TOKEN, "nonsense"), 400);
    assert_eq!(post(address, "/hooks/sms/other", TOKEN, receipt), 404);
    assert_eq!(post(address, "/hooks/sms/own", TOKEN, &"x".repeat(100_000)), 413);
    for _ in 0..3 {
        assert_eq!(post(address, "/hooks/sms/own", TOKEN, receipt), 204);
    }
    let mut state = None;
    for _ in 0..200 {
        state = Some(sender.statuses(&[id]).await.unwrap()[0].state);
        if state == Some(DeliveryState::Delivered) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(state, Some(DeliveryState::Delivered));
    // There is no simulated phone where texts go elsewhere.
    assert_eq!(sender.browser.get("/simulator").await.unwrap().status, 404);
    let log = setup.log();
    assert!(!log.contains(&number(0).as_str()[1..]) && !log.contains(TOKEN) && !log.contains("/m/"), "{log}");
    service.stop().unwrap();
}
