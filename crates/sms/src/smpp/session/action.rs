//! What passes between a session and whoever runs it.

use std::{fmt, time::Duration};

use crate::{Accepted, SendError, smpp::Receipt};

/// What is to be done next.
#[derive(Clone, PartialEq, Eq)]
pub enum Action {
    /// Read, and hand what came to [`Session::receive`](super::Session::receive); ask again at this time at the latest.
    Read {
        /// Counted like all times of the session; `None` when nothing is waited for.
        until: Option<Duration>,
    },
    /// Write these octets out.
    Write(Vec<u8>),
    /// The carrier took the bind: texts can be handed over.
    Bound,
    /// What became of a text that was handed over.
    Submitted {
        /// Which one.
        id: SubmitId,
        /// What became of it.
        outcome: Result<Accepted, SendError>,
    },
    /// The carrier has sent something.
    Event {
        /// What.
        event: Event,
        /// What to hand to [`Session::kept`](super::Session::kept) when it is known whether that was kept. What comes
        /// in several parts is acknowledged part by part, and has one for the last.
        ticket: Option<Ticket>,
    },
    /// Close the connection: there will be nothing else.
    Close(Reason),
}

/// Which text, among those handed to a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubmitId(pub u64);

/// What the carrier waits to have acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket(pub(super) u32);

/// What a carrier sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// What became of a text. The same may come more than once, and in any order.
    Receipt(Receipt),
    /// A text from somebody's phone.
    Inbound(Inbound),
}

/// A text from somebody's phone. `Debug` shows neither numbers nor words.
#[derive(Clone, PartialEq, Eq)]
pub struct Inbound {
    /// The phone's number as the carrier writes it, mostly digits without `+`.
    pub from: String,
    /// The number or short code that it was sent to.
    pub to: String,
    /// The words.
    pub body: String,
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// We unbound.
    Unbound,
    /// The carrier unbound.
    PeerUnbound,
    /// The carrier did not take the bind; its command_status (SMPP 3.4, section 5.1.3).
    BindRefused(u32),
    /// The carrier has stopped answering.
    TimedOut,
    /// The carrier sent what is no SMPP.
    Malformed,
    /// The connection was gone.
    Lost,
}

impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { until } => f.debug_struct("Read").field("until", until).finish(),
            Self::Write(octets) => f.debug_tuple("Write").field(&octets.len()).finish(),
            Self::Bound => f.write_str("Bound"),
            Self::Submitted { id, outcome } => f
                .debug_struct("Submitted")
                .field("id", id)
                .field("ok", &outcome.is_ok())
                .finish_non_exhaustive(),
            Self::Event { event, .. } => f.debug_tuple("Event").field(event).finish(),
            Self::Close(reason) => f.debug_tuple("Close").field(reason).finish(),
        }
    }
}

impl fmt::Debug for Inbound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inbound(..)")
    }
}
