//! Against an independent implementation: the npm package `smpp`, as the carrier. Needs node, and `NARWHAL_SMPP_PEER`
//! with the folder whose `node_modules` has the package: `scripts/test rust` sees to both.

use std::{process::Stdio, time::Duration};

use domain::{FailureReason, NoticeId};
use sms::{
    SendError, Text,
    smpp::{Account, Config, Event, Outcome, Settings, Smpp, Tcp, Told},
};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    sync::mpsc::Receiver,
    time::timeout,
};

/// The carrier, in a process of its own. It says a line for everything that it gets.
struct Peer {
    _process: Child,
    said: Lines<BufReader<ChildStdout>>,
}

impl Peer {
    fn start(folder: &str) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/smpp/peer.js");
        let mut process = Command::new("node")
            .args([script, folder])
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node is installed");
        let said = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { _process: process, said }
    }

    async fn line(&mut self) -> String {
        let line = timeout(Duration::from_secs(20), self.said.next_line()).await;
        line.expect("the peer says something").unwrap().expect("the peer lives")
    }
}

async fn send(smpp: &Smpp, body: &str) -> Result<String, SendError> {
    let text = Text {
        id: NoticeId::from_bytes([1; 16]),
        to: "+12114367789".parse().unwrap(),
        body: body.to_owned(),
    };
    smpp.send(&text).await.map(|accepted| accepted.reference)
}

fn client(port: &str, password: &str) -> (Smpp, Receiver<Told>) {
    let account = Account::new("narwhal", password, "").unwrap();
    let settings = Settings {
        lifetime: Some(Duration::from_secs(3600)),
        ..Settings::new(account, "12345".parse().unwrap())
    };
    Smpp::start(Config::new(settings), Tcp::new("127.0.0.1", port.parse().unwrap()), || 0)
}

/// What the carrier tells next; it is acknowledged.
async fn told(events: &mut Receiver<Told>) -> Option<Event> {
    let told = events.recv().await?;
    let event = told.event.clone();
    told.acknowledge();
    Some(event)
}

#[tokio::test]
async fn an_independent_carrier() {
    let folder = std::env::var("NARWHAL_SMPP_PEER");
    let folder =
        folder.expect("NARWHAL_SMPP_PEER names the folder of the npm packages: use scripts/test rust");
    let mut peer = Peer::start(&folder);
    let port = peer.line().await;

    let (wrong, _) = client(&port, "wrong");
    assert_eq!(send(&wrong, "Hi").await, Err(SendError::Misconfigured));
    wrong.shutdown().await;
    assert_eq!(peer.line().await, "bind narwhal wrong 52");

    let (smpp, mut events) = client(&port, "secret");
    let long = "Grüße, [1] €! ".repeat(30);
    let bodies = ["Hi", "Grüße, [1] €", "Привет 😀", &long, &"😀".repeat(80)];
    for (number, body) in (1..).zip(bodies) {
        let reference = send(&smpp, body).await.expect("it is taken");
        if number == 1 {
            assert_eq!(peer.line().await, "bind narwhal secret 52");
        }
        assert_eq!(
            peer.line().await,
            format!("text 3/0 12345 1/1 12114367789 000000010000000R {}", quoted(body))
        );
        let Some(Event::Receipt(receipt)) = told(&mut events).await else { panic!("no receipt") };
        assert!(receipt.references().contains(&reference), "receipt {number}");
        assert_eq!(
            receipt.outcome,
            if number % 2 == 0 { Outcome::Delivered } else { Outcome::Undeliverable }
        );
        assert_eq!(peer.line().await, "answered 0");
    }

    assert_eq!(send(&smpp, "refuse").await, Err(SendError::Refused(FailureReason::NumberUnreachable)));
    assert_eq!(send(&smpp, "say").await, Ok("said".to_owned()));
    for expected in ["STOP", "Привет", &"long and ".repeat(30)] {
        let Some(Event::Inbound(text)) = told(&mut events).await else { panic!("no text") };
        assert_eq!(
            (text.from.as_str(), text.to.as_str(), text.body.as_str()),
            ("12114367789", "12345", expected)
        );
    }
    assert!(matches!(send(&smpp, "throttle").await, Err(SendError::Throttled { .. })));
    smpp.shutdown().await;
    loop {
        match peer.line().await.as_str() {
            "answered 0" => {}
            last => return assert_eq!(last, "unbind"),
        }
    }
}

/// A JSON string, of what these texts have in them.
fn quoted(body: &str) -> String {
    format!("\"{body}\"")
}
