//! Of what a sender wants to be told by mail, and how (RFC 3461, RFC 8098). Stored sealed with the message.

use domain::{MessageId, PhoneNumber};
use seal::Purpose;
use serde::{Deserialize, Serialize};

use super::submit::MailRecipient;
use crate::{Engine, EngineError};

/// Of what a sender wants to be told about one recipient (RFC 3461, 4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notify {
    /// That the notice has reached the phone.
    pub success: bool,
    /// That it could not, or that the message expired unread.
    pub failure: bool,
}

impl Default for Notify {
    /// What goes for mail that says nothing: failures are told.
    fn default() -> Self {
        Self { success: false, failure: true }
    }
}

/// The same for a whole message, as bits: cheap to look at where things happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct WordBack(u32);

impl WordBack {
    const FAILURE: u32 = 1;
    const SUCCESS: u32 = 2;
    const RECEIPT: u32 = 4;

    pub(crate) const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    pub(crate) const fn bits(self) -> u32 {
        self.0
    }

    /// Whether somebody wants to know that a delivery failed or expired.
    pub(crate) const fn failure(self) -> bool {
        self.0 & Self::FAILURE != 0
    }

    /// Whether somebody wants to know that a notice has arrived.
    pub(crate) const fn success(self) -> bool {
        self.0 & Self::SUCCESS != 0
    }

    /// Whether the sender wants to know that the message was opened.
    pub(crate) const fn receipt(self) -> bool {
        self.0 & Self::RECEIPT != 0
    }
}

/// What a report has to refer to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct MailReturn {
    /// The mail's Message-ID, without its angle brackets.
    pub(super) message_id: Option<String>,
    /// The envelope's ENVID, decoded.
    pub(super) envelope_id: Option<String>,
    /// Whether a read receipt was asked for.
    pub(super) wants_receipt: bool,
    pub(super) recipients: Vec<ReturnTo>,
}

/// The same of one recipient.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ReturnTo {
    pub(super) phone: PhoneNumber,
    pub(super) notify: Notify,
    /// ORCPT, decoded, or the address as the mail program wrote it.
    pub(super) original: Option<String>,
}

impl MailReturn {
    pub(super) fn new(
        message_id: Option<String>,
        envelope_id: Option<String>,
        wants_receipt: bool,
        recipients: &[MailRecipient],
    ) -> Self {
        let recipients = recipients
            .iter()
            .map(|to| ReturnTo { phone: to.phone.clone(), notify: to.notify, original: to.original.clone() })
            .collect();
        Self { message_id, envelope_id, wants_receipt, recipients }
    }

    pub(super) fn word_back(&self) -> WordBack {
        let any = |wanted: fn(&Notify) -> bool| self.recipients.iter().any(|to| wanted(&to.notify));
        let bit = |wanted, bit| if wanted { bit } else { 0 };
        WordBack(
            bit(any(|notify| notify.failure), WordBack::FAILURE)
                | bit(any(|notify| notify.success), WordBack::SUCCESS)
                | bit(self.wants_receipt, WordBack::RECEIPT),
        )
    }

    pub(super) fn of(&self, phone: &PhoneNumber) -> Option<&ReturnTo> {
        self.recipients.iter().find(|to| to.phone == *phone)
    }
}

impl Engine {
    pub(super) fn seal_return(&self, message: MessageId, asked: &MailReturn) -> Vec<u8> {
        let json = serde_json::to_vec(asked).expect("it is made of texts and truths");
        self.inner.ring.wrap(Purpose::MailReturn, message.as_bytes(), &json, &mut self.inner.entropy.rng())
    }

    pub(super) fn open_return(&self, message: MessageId, sealed: &[u8]) -> Result<MailReturn, EngineError> {
        let json = self.inner.ring.unwrap(Purpose::MailReturn, message.as_bytes(), sealed)?;
        serde_json::from_slice(&json).map_err(|_| seal::OpenError.into())
    }
}
