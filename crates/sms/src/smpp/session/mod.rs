//! The protocol machine: octets and time in, actions out.

mod action;
mod incoming;
mod statuses;
mod submits;
mod upkeep;

pub use action::{Action, Event, Inbound, Reason, SubmitId, Ticket};

use std::{
    collections::{BTreeMap, VecDeque},
    fmt,
    sync::Arc,
    time::Duration,
};

use submits::{Open, Outstanding, Waiting};

use super::{
    Settings,
    pdu::{self, Frames, command},
    reassembly::Reassembly,
};

/// What is to be written is handed out when it has so many octets, even while there is input to work on.
const FLUSH_AT: usize = 8 * 1024;
/// The sequence number of the bind (SMPP 3.4, section 3.2: 1 to 0x7FFFFFFF).
const FIRST_SEQUENCE: u32 = 1;
const LAST_SEQUENCE: u32 = 0x7fff_ffff;

/// One connection's side of the protocol. Knows neither sockets nor clocks: times are counted from any moment, as long
/// as it is the same one. Never panics, and its memory is bounded by [`Settings`].
///
/// Whatever has come out as [`Action::Write`] may have been written. Whoever drives it goes on until [`Action::Close`].
pub struct Session {
    settings: Arc<Settings>,
    frames: Frames,
    output: Vec<u8>,
    actions: VecDeque<Action>,
    state: State,
    sequence: u32,
    /// Texts that have no answer yet, and what is still to be written of them.
    texts: BTreeMap<SubmitId, Open>,
    waiting: VecDeque<Waiting>,
    outstanding: BTreeMap<u32, Outstanding>,
    reassembly: Reassembly,
    paused_until: Option<Duration>,
    next_enquiry: Duration,
    /// Until when anything must be heard after an enquire_link.
    enquired: Option<Duration>,
    unreadable: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Binding {
        until: Duration,
    },
    Bound,
    /// No more texts are taken; when those that were are answered, or at this time, we unbind.
    Stopping {
        until: Duration,
    },
    Unbinding {
        until: Duration,
    },
    Closed(Reason),
}

impl Session {
    /// A session over a connection that has just been made. It binds.
    #[must_use]
    pub fn new(settings: Arc<Settings>, now: Duration) -> Self {
        let mut output = Vec::new();
        pdu::bind_transceiver(&mut output, FIRST_SEQUENCE, &settings.account);
        Self {
            frames: Frames::new(settings.max_pdu),
            output,
            actions: VecDeque::new(),
            state: State::Binding { until: now + settings.timing.bind },
            sequence: FIRST_SEQUENCE,
            texts: BTreeMap::new(),
            waiting: VecDeque::new(),
            outstanding: BTreeMap::new(),
            reassembly: Reassembly::default(),
            paused_until: None,
            next_enquiry: now + settings.timing.enquire_link,
            enquired: None,
            unreadable: 0,
            settings,
        }
    }

    /// Takes octets that the carrier has sent.
    pub fn receive(&mut self, octets: &[u8]) {
        if !matches!(self.state, State::Closed(_)) {
            self.frames.push(octets);
        }
    }

    /// The connection is gone.
    pub fn lost(&mut self) {
        if !matches!(self.state, State::Closed(_)) {
            self.end(Reason::Lost);
        }
        self.output.clear();
    }

    /// Takes no more texts, and unbinds as soon as those that it has are answered.
    pub fn stop(&mut self, now: Duration) {
        match self.state {
            State::Binding { .. } => {
                self.output.clear();
                self.end(Reason::Unbound);
            }
            State::Bound => self.state = State::Stopping { until: now + self.settings.timing.response },
            State::Stopping { .. } | State::Unbinding { .. } | State::Closed(_) => {}
        }
    }

    /// What to do next.
    pub fn poll(&mut self, now: Duration) -> Action {
        loop {
            if let Some(action) = self.actions.pop_front() {
                return action;
            }
            if self.output.len() >= FLUSH_AT {
                return self.flush();
            }
            // What has come counts before the time that has passed: the driver may be late itself.
            if self.next_pdu(now) {
                self.write_waiting(now);
                continue;
            }
            self.mind_the_time(now);
            if !self.actions.is_empty() {
                continue;
            }
            self.write_waiting(now);
            if !self.output.is_empty() {
                return self.flush();
            }
            self.frames.relax();
            return match self.state {
                State::Closed(reason) => Action::Close(reason),
                _ => Action::Read { until: self.wake_at() },
            };
        }
    }

    /// Whether texts can be handed over.
    #[must_use]
    pub const fn is_bound(&self) -> bool {
        matches!(self.state, State::Bound)
    }

    /// Roughly how many octets it holds.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.frames.capacity() + self.output.capacity() + self.reassembly.octets()
    }

    fn flush(&mut self) -> Action {
        Action::Write(std::mem::take(&mut self.output))
    }

    fn next_sequence(&mut self) -> u32 {
        self.sequence = if self.sequence >= LAST_SEQUENCE { FIRST_SEQUENCE } else { self.sequence + 1 };
        self.sequence
    }

    fn say(&mut self, id: u32, status: u32, sequence: u32) {
        pdu::header_only(&mut self.output, id, status, sequence);
    }

    fn ask(&mut self, id: u32) {
        let sequence = self.next_sequence();
        self.say(id, pdu::status::OK, sequence);
    }

    fn unbind(&mut self, now: Duration) {
        self.ask(command::UNBIND);
        self.enquired = None;
        self.state = State::Unbinding { until: now + self.settings.timing.unbind };
    }

    /// There will be nothing else. What the carrier has sent besides is not looked at.
    fn end(&mut self, reason: Reason) {
        self.frames.clear();
        self.state = State::Closed(reason);
        self.fail_what_is_open(reason);
        let incomplete = self.reassembly.give_up();
        self.hand_on(incomplete, None);
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("state", &self.state).finish_non_exhaustive()
    }
}
