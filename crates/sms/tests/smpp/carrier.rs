//! A carrier in a few lines: the far ends of the connections that a client makes.

use std::{
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use domain::NoticeId;
use futures::future::BoxFuture;
use sms::{
    Text,
    smpp::{Config, Dial, Event, Smpp, Stream, Told},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex},
    sync::mpsc,
    time::Instant,
};

use crate::world::{pdu, settings};

/// Where connections arrive. The next ones can be refused, or made to hang.
pub(crate) struct Exchange {
    calls: mpsc::UnboundedSender<DuplexStream>,
    pub(crate) refuse: AtomicUsize,
    pub(crate) hang: AtomicUsize,
    pub(crate) room: usize,
    pub(crate) attempts: Mutex<Vec<Instant>>,
}

/// A way to it.
#[derive(Clone)]
pub(crate) struct Line(pub(crate) Arc<Exchange>);

/// The far end of one connection.
pub(crate) struct Carrier<S = DuplexStream>(pub(crate) S);

impl Exchange {
    pub(crate) fn open(room: usize) -> (Line, mpsc::UnboundedReceiver<DuplexStream>) {
        let (calls, answered) = mpsc::unbounded_channel();
        let (refuse, hang) = (AtomicUsize::new(0), AtomicUsize::new(0));
        (Line(Arc::new(Self { calls, refuse, hang, room, attempts: Mutex::default() })), answered)
    }
}

fn one_less(count: &AtomicUsize) -> bool {
    count.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |count| count.checked_sub(1)).is_ok()
}

impl Dial for Line {
    fn dial(&self) -> BoxFuture<'_, io::Result<Box<dyn Stream>>> {
        Box::pin(async {
            self.0.attempts.lock().unwrap().push(Instant::now());
            if one_less(&self.0.refuse) {
                return Err(io::ErrorKind::ConnectionRefused.into());
            }
            if one_less(&self.0.hang) {
                std::future::pending::<()>().await;
            }
            let (near, far) = duplex(self.0.room);
            self.0.calls.send(far).map_err(|_| io::ErrorKind::ConnectionReset)?;
            Ok::<Box<dyn Stream>, _>(Box::new(near))
        })
    }
}

impl<S: AsyncReadExt + AsyncWriteExt + Unpin> Carrier<S> {
    /// The next PDU: id, sequence, body. `None` when the client is gone.
    pub(crate) async fn next(&mut self) -> Option<(u32, u32, Vec<u8>)> {
        self.next_with_status().await.map(|(id, _, sequence, body)| (id, sequence, body))
    }

    async fn next_with_status(&mut self) -> Option<(u32, u32, u32, Vec<u8>)> {
        let length = self.0.read_u32().await.ok()?;
        let mut rest = vec![0; usize::try_from(length).unwrap() - 4];
        self.0.read_exact(&mut rest).await.ok()?;
        let word = |at: usize| u32::from_be_bytes(rest[at..at + 4].try_into().unwrap());
        Some((word(0), word(4), word(8), rest[12..].to_vec()))
    }

    /// The next PDU, which must acknowledge something that was said: its sequence number and status.
    pub(crate) async fn acknowledgement(&mut self) -> (u32, u32) {
        let (id, status, sequence, _) = self.next_with_status().await.expect("the client is there");
        assert_eq!(id, 0x8000_0005);
        (sequence, status)
    }

    /// The sequence number of the next PDU, which must be this.
    pub(crate) async fn expect(&mut self, id: u32) -> u32 {
        let (came, sequence, _) = self.next().await.expect("the client is there");
        assert_eq!(came, id);
        sequence
    }

    pub(crate) async fn say(&mut self, id: u32, status: u32, sequence: u32, body: &[u8]) {
        self.0.write_all(&pdu(id, status, sequence, body)).await.unwrap();
    }

    pub(crate) async fn bind(mut self) -> Self {
        let sequence = self.expect(9).await;
        self.say(0x8000_0009, 0, sequence, b"carrier\0").await;
        self
    }

    /// Answers the next text.
    pub(crate) async fn answer(&mut self, status: u32) {
        let sequence = self.expect(4).await;
        self.say(0x8000_0004, status, sequence, b"7b\0").await;
    }
}

/// A client, what it hands on, and the connections that it makes.
pub(crate) struct Client {
    pub(crate) smpp: Smpp,
    pub(crate) events: mpsc::Receiver<Told>,
    pub(crate) line: Line,
    calls: mpsc::UnboundedReceiver<DuplexStream>,
}

impl Client {
    pub(crate) fn new() -> Self {
        Self::with(Config::new(settings()), 64 * 1024, |_| {})
    }

    pub(crate) fn with(config: Config, room: usize, prepare: impl FnOnce(&Exchange)) -> Self {
        let (line, calls) = Exchange::open(room);
        prepare(&line.0);
        let (smpp, events) = Smpp::start(config, line.clone(), || 0);
        Self { smpp, events, line, calls }
    }

    /// The next connection.
    pub(crate) async fn call(&mut self) -> Carrier {
        Carrier(self.calls.recv().await.expect("the client is there"))
    }

    /// What the carrier tells next; it is acknowledged.
    pub(crate) async fn told(&mut self) -> Event {
        let told = self.events.recv().await.expect("the client is there");
        let event = told.event.clone();
        told.acknowledge();
        event
    }

    /// The next connection, bound. Returns when the client knows.
    pub(crate) async fn bound(&mut self) -> Carrier {
        let carrier = self.call().await.bind().await;
        while !self.smpp.is_bound() {
            tokio::task::yield_now().await;
        }
        carrier
    }
}

pub(crate) fn text() -> Text {
    Text { id: NoticeId::from_bytes([1; 16]), to: "+12114367789".parse().unwrap(), body: "Hi".into() }
}
