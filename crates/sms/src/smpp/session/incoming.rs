//! What the carrier sends.

use std::time::Duration;

use super::{Action, Event, FIRST_SEQUENCE, Inbound, Reason, Session, State, Ticket};
use crate::smpp::{
    Receipt, encoding,
    pdu::{self, Deliver, Frame, command, leading_text, status},
    reassembly::Piece,
};

/// The bits of esm_class that say what a deliver_sm is (SMPP 3.4, section 5.2.12).
const TYPE: u8 = 0x3c;
/// How many deliver_sm may be unreadable.
const MOST_UNREADABLE: u32 = 10;

impl Session {
    /// Works on the next PDU; `false` when none has come whole.
    pub(super) fn next_pdu(&mut self, now: Duration) -> bool {
        match self.frames.next() {
            Ok(Some(frame)) => {
                self.enquired = None;
                self.take(frame, now);
                true
            }
            Ok(None) => false,
            Err(pdu::BadLength) => {
                self.end(Reason::Malformed);
                true
            }
        }
    }

    fn take(&mut self, frame: Frame, now: Duration) {
        let Frame { id, status, sequence, body } = frame;
        match id {
            command::BIND_TRANSCEIVER_RESP => self.bind_answered(status, sequence, now),
            command::GENERIC_NACK => self.nack(status, sequence, now),
            command::SUBMIT_SM_RESP if status == status::OK => self.taken(sequence, leading_text(&body)),
            command::SUBMIT_SM_RESP => self.not_taken(sequence, status, now),
            command::DELIVER_SM => self.deliver(sequence, &body, now),
            command::ENQUIRE_LINK => self.say(command::ENQUIRE_LINK_RESP, status::OK, sequence),
            command::UNBIND => {
                self.say(command::UNBIND_RESP, status::OK, sequence);
                self.end(Reason::PeerUnbound);
            }
            command::UNBIND_RESP if matches!(self.state, State::Unbinding { .. }) => {
                self.end(Reason::Unbound)
            }
            command::OUTBIND | command::ALERT_NOTIFICATION => {}
            id if id & command::RESPONSE != 0 => {}
            _ => self.say(command::GENERIC_NACK, status::INVALID_COMMAND, sequence),
        }
    }

    fn bind_answered(&mut self, status: u32, sequence: u32, now: Duration) {
        if sequence != FIRST_SEQUENCE || !matches!(self.state, State::Binding { .. }) {
            return;
        }
        if status != status::OK {
            return self.end(Reason::BindRefused(status));
        }
        self.state = State::Bound;
        self.next_enquiry = now + self.settings.timing.enquire_link;
        self.actions.push_back(Action::Bound);
    }

    /// Section 4.3: the carrier did not understand something.
    fn nack(&mut self, status: u32, sequence: u32, now: Duration) {
        match self.state {
            State::Binding { .. } => self.end(Reason::BindRefused(status)),
            State::Unbinding { .. } if !self.outstanding.contains_key(&sequence) => self.end(Reason::Unbound),
            _ => self.not_taken(sequence, status, now),
        }
    }

    fn deliver(&mut self, sequence: u32, body: &[u8], now: Duration) {
        match (self.state, Deliver::read(body)) {
            (State::Binding { .. }, _) => self.acknowledge(sequence, status::INVALID_BIND_STATUS),
            (_, Some(deliver)) => self.delivered(deliver, sequence, now),
            (_, None) => {
                self.unreadable += 1;
                self.acknowledge(sequence, status::PERMANENT);
            }
        }
        if self.unreadable >= MOST_UNREADABLE {
            self.end(Reason::Malformed);
        }
    }

    fn acknowledge(&mut self, sequence: u32, status: u32) {
        pdu::with_empty_id(&mut self.output, command::DELIVER_SM_RESP, status, sequence);
    }

    /// Acknowledges what the carrier has sent: it was kept, or the carrier is asked to send it again later (SMPP 3.4,
    /// section 5.1.3, ESME_RX_T_APPN).
    pub fn kept(&mut self, Ticket(sequence): Ticket, kept: bool) {
        if !matches!(self.state, State::Closed(_)) {
            self.acknowledge(sequence, if kept { status::OK } else { status::TEMPORARY });
        }
    }

    fn delivered(&mut self, mut deliver: Deliver, sequence: u32, now: Duration) {
        let ticket = Ticket(sequence);
        if let Some(receipt) = Receipt::of(&deliver) {
            let event = Event::Receipt(receipt);
            return self.actions.push_back(Action::Event { event, ticket: Some(ticket) });
        }
        // Receipts that name no message, and acknowledgements of phones, say nothing to us.
        if deliver.esm_class & TYPE != 0 {
            return self.acknowledge(sequence, status::OK);
        }
        let segment = deliver.segment();
        let Deliver { source: from, destination: to, data_coding, content, .. } = deliver;
        let texts = match segment {
            None => vec![Inbound { from, to, body: encoding::decode(data_coding, &content) }],
            Some(segment) => {
                let until = now + self.settings.timing.reassembly;
                self.reassembly.add(Piece { from, to, segment, data_coding, content }, until)
            }
        };
        // A part: many carriers send the next one only when this one is acknowledged.
        if texts.is_empty() {
            self.acknowledge(sequence, status::OK);
        }
        self.hand_on(texts, Some(ticket));
    }

    /// Hands texts on, the last of them with the ticket.
    pub(super) fn hand_on(&mut self, texts: Vec<Inbound>, mut ticket: Option<Ticket>) {
        let last = texts.len();
        let actions = (1..).zip(texts).map(|(number, text)| Action::Event {
            event: Event::Inbound(text),
            ticket: if number == last { ticket.take() } else { None },
        });
        self.actions.extend(actions);
    }
}
