//! A session without a network: octets and time go in, and what comes out is kept. The fuzzer uses it too.

use std::{sync::Arc, time::Duration};

use sms::{
    Accepted, SendError,
    smpp::{Account, Action, Event, Message, Reason, Session, Settings, SubmitId},
};

/// A session, and everything that came out of it.
pub(crate) struct World {
    pub(crate) session: Session,
    pub(crate) now: Duration,
    /// All that was written.
    pub(crate) output: Vec<u8>,
    pub(crate) events: Vec<Event>,
    /// Whether whoever gets the events keeps them.
    pub(crate) keeps: bool,
    /// What became of the texts.
    pub(crate) outcomes: Vec<(u64, Result<Accepted, SendError>)>,
    pub(crate) bound: bool,
    pub(crate) closed: Option<Reason>,
    pub(crate) until: Option<Duration>,
}

pub(crate) fn settings() -> Settings {
    let account = Account::new("narwhal", "secret", "").unwrap();
    Settings { window: 2, max_pdu: 2048, ..Settings::new(account, "12345".parse().unwrap()) }
}

pub(crate) fn message(body: &str) -> Message {
    Message::new("+12114367789".parse().unwrap(), body, 7).unwrap()
}

/// A PDU of the carrier's.
pub(crate) fn pdu(id: u32, status: u32, sequence: u32, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(16 + body.len()).unwrap();
    let mut octets: Vec<u8> = [length, id, status, sequence].into_iter().flat_map(u32::to_be_bytes).collect();
    octets.extend(body);
    octets
}

/// A deliver_sm's body.
pub(crate) fn deliver(esm_class: u8, data_coding: u8, content: &[u8], parameters: &[u8]) -> Vec<u8> {
    let mut body = b"\0\x01\x0112114367789\0\x03\x0012345\0".to_vec();
    body.extend([esm_class, 0, 0, 0, 0, 0, 0, data_coding, 0, u8::try_from(content.len()).unwrap()]);
    body.extend(content);
    body.extend(parameters);
    body
}

/// What was written, PDU by PDU: id, status, sequence, body.
pub(crate) fn pdus(mut octets: &[u8]) -> Vec<(u32, u32, u32, Vec<u8>)> {
    let mut pdus = Vec::new();
    let word = |octets: &[u8], at: usize| u32::from_be_bytes(octets[at..at + 4].try_into().unwrap());
    while !octets.is_empty() {
        let (pdu, rest) = octets.split_at(usize::try_from(word(octets, 0)).unwrap());
        pdus.push((word(pdu, 4), word(pdu, 8), word(pdu, 12), pdu[16..].to_vec()));
        octets = rest;
    }
    pdus
}

impl World {
    /// A session that is binding.
    pub(crate) fn new(settings: Settings) -> Self {
        let mut world = Self {
            session: Session::new(Arc::new(settings), Duration::ZERO),
            now: Duration::ZERO,
            output: Vec::new(),
            events: Vec::new(),
            keeps: true,
            outcomes: Vec::new(),
            bound: false,
            closed: None,
            until: None,
        };
        world.run();
        world
    }

    /// A session that is bound; what it has written is taken away.
    pub(crate) fn bound(settings: Settings) -> Self {
        let mut world = Self::new(settings);
        world.feed(&pdu(0x8000_0009, 0, 1, b"carrier\0"));
        world.written();
        world
    }

    pub(crate) fn feed(&mut self, octets: &[u8]) {
        self.session.receive(octets);
        self.run();
    }

    pub(crate) fn submit(&mut self, id: u64, body: &str) {
        self.session.submit(SubmitId(id), message(body));
        self.run();
    }

    /// Lets time pass, and asks whenever the session wants to be asked.
    pub(crate) fn pass(&mut self, seconds: u64) {
        let end = self.now + Duration::from_secs(seconds);
        while let Some(until) = self.until.filter(|until| *until <= end && self.closed.is_none()) {
            self.now = until;
            self.run();
            assert!(self.until.is_none_or(|next| next > until), "it would be asked for ever");
        }
        self.now = end;
        self.run();
    }

    pub(crate) fn stop(&mut self) {
        self.session.stop(self.now);
        self.run();
    }

    pub(crate) fn lose(&mut self) {
        self.session.lost();
        self.run();
    }

    /// What was written since the last time.
    pub(crate) fn written(&mut self) -> Vec<(u32, u32, u32, Vec<u8>)> {
        pdus(&std::mem::take(&mut self.output))
    }

    pub(crate) fn run(&mut self) {
        if self.closed.is_some() {
            return;
        }
        loop {
            match self.session.poll(self.now) {
                Action::Read { until } => {
                    self.until = until;
                    return;
                }
                Action::Write(octets) => self.output.extend(octets),
                Action::Bound => self.bound = true,
                Action::Submitted { id, outcome } => self.outcomes.push((id.0, outcome)),
                Action::Event { event, ticket } => {
                    self.events.push(event);
                    if let Some(ticket) = ticket {
                        self.session.kept(ticket, self.keeps);
                    }
                }
                Action::Close(reason) => {
                    self.closed = Some(reason);
                    self.until = None;
                    return;
                }
            }
        }
    }
}
