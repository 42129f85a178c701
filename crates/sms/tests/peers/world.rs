//! A carrier in a process of its own, and a client whose connections are recorded.

use std::{process::Stdio, time::Duration};

use domain::NoticeId;
use sms::{
    SendError, Text,
    smpp::{Account, Backoff, Config, Event, Settings, Smpp, Tcp, Told},
};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    sync::mpsc::Receiver,
    time::timeout,
};

use crate::{
    recorder::{Record, Recorded},
    tshark,
};

/// Longer than anything may take here.
const PATIENCE: Duration = Duration::from_secs(20);

/// A program that says a line for everything that it gets.
pub(crate) struct Peer {
    _process: Child,
    said: Lines<BufReader<ChildStdout>>,
}

impl Peer {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut process =
            command.stdout(Stdio::piped()).kill_on_drop(true).spawn().expect("the program is installed");
        let said = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { _process: process, said }
    }

    /// The carrier of the npm package, and its port.
    pub(crate) async fn npm() -> (Self, u16) {
        let folder = std::env::var("NARWHAL_SMPP_PEER");
        let folder =
            folder.expect("NARWHAL_SMPP_PEER names the folder of the npm packages: use scripts/test rust");
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/npm.js");
        let mut peer = Self::start(Command::new("node").args([script, &folder]));
        let port = peer.line().await.parse().expect("it says its port first");
        (peer, port)
    }

    /// What it says next.
    pub(crate) async fn line(&mut self) -> String {
        let line = timeout(PATIENCE, self.said.next_line()).await;
        line.expect("the peer says something").unwrap().expect("the peer lives")
    }
}

/// A client, what carriers tell it, and the record of its connections.
pub(crate) struct Client {
    pub(crate) smpp: Smpp,
    events: Receiver<Told>,
    record: Record,
}

impl Client {
    /// One that binds with this password.
    pub(crate) fn new(port: u16, password: &str) -> Self {
        Self::with(port, password, |_| {})
    }

    pub(crate) fn with(port: u16, password: &str, change: impl FnOnce(&mut Settings)) -> Self {
        let account = Account::new("narwhal", password, "").unwrap();
        let mut settings = Settings {
            lifetime: Some(Duration::from_secs(3600)),
            ..Settings::new(account, "12345".parse().unwrap())
        };
        change(&mut settings);
        let backoff = Backoff { first: Duration::from_millis(20), ..Backoff::default() };
        let record = Record::default();
        let dial = Recorded { inner: Tcp::new("127.0.0.1", port), record: record.clone() };
        let (smpp, events) = Smpp::start(Config { backoff, ..Config::new(settings) }, dial, || 0);
        Self { smpp, events, record }
    }

    /// Sends a text to the usual number: the carrier's identifier for it, or what went wrong.
    pub(crate) async fn send(&self, body: &str) -> Result<String, SendError> {
        let text = Text {
            id: NoticeId::from_bytes([1; 16]),
            to: "+12114367789".parse().unwrap(),
            body: body.to_owned(),
        };
        timeout(PATIENCE, self.smpp.send(&text))
            .await
            .expect("a text comes to an end")
            .map(|accepted| accepted.reference)
    }

    /// What the carrier tells next; it is acknowledged.
    pub(crate) async fn told(&mut self) -> Event {
        let told = timeout(PATIENCE, self.events.recv()).await;
        let told = told.expect("the carrier tells something").expect("the client lives");
        let event = told.event.clone();
        told.acknowledge();
        event
    }

    /// Waits for a connection that is bound.
    pub(crate) async fn bound(&self) {
        timeout(PATIENCE, async {
            while !self.smpp.is_bound() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
        .await
        .expect("it binds");
    }

    /// Unbinds, and lets tshark read everything.
    pub(crate) async fn end(self) {
        self.smpp.shutdown().await;
        tokio::task::spawn_blocking(move || tshark::find_nothing_wrong(&self.record)).await.unwrap();
    }
}
