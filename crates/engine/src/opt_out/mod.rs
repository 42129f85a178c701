//! Opt-outs: what phones answer, and who gets no texts.
//!
//! - STOP, and what means the same, takes effect at once, for all senders; START ends it. Each is confirmed once, when it
//!   changed something. What may be a wish ("please stop texting me") is kept, sealed, for a person to decide; what is
//!   none is not kept: senders do not read answers.
//! - "This is not for me", on the recipient's page, stops one sender's texts to the number. START does not end that: the
//!   number may have another owner, and the sender has been told.
//!
//! Who could abuse this: somebody who forges the sender of an SMS can stop texts to a number that is not theirs, or start
//! them again; that is so with every such list, the real owner is told by the confirmation, and nothing is shown to the
//! forger. Whoever has a link can say that it is not for them; they learn nothing, and the sender is told. What arrives is
//! bounded by the gateways, repeated texts count once, and numbers and words are never logged.

mod in_flight;
mod listed;
mod receive;
mod replies;
mod stop;

use domain::{PersonId, PhoneNumber};
use store::{
    Conn, StoreError,
    opt_outs::{self, EVERYBODY},
};

pub(crate) use in_flight::InFlight;
pub use listed::OptOutView;
pub use receive::{Decision, InboundView};
pub(crate) use replies::ReplyKind;

use std::sync::atomic::Ordering;

use crate::{Engine, EngineError, MailSender, desk::Work};

/// How many are looked up together.
const TOGETHER: usize = 64;

/// Whether one sender's texts may go to a number.
pub(crate) struct Check {
    phone_index: [u8; 32],
    account: PersonId,
}

impl Work for Check {
    type Outcome = Result<bool, StoreError>;
    type Worker = Engine;

    fn joins(&self, batch: &[Self]) -> bool {
        batch.len() < TOGETHER
    }

    async fn work(engine: &Engine, batch: Vec<Self>) -> Vec<Self::Outcome> {
        let numbers: Vec<_> = batch.iter().map(|check| check.phone_index).collect();
        let found = engine
            .inner
            .store
            .read(move |conn: &mut Conn| Box::pin(async move { opt_outs::among(conn, &numbers).await }))
            .await;
        let is_out = |check: &Self, found: &[opt_outs::OptOut]| {
            found.iter().any(|row| {
                row.phone_index == check.phone_index
                    && (row.account_id == EVERYBODY || row.account_id == check.account)
            })
        };
        match found {
            Ok(found) => batch.iter().map(|check| Ok(is_out(check, &found))).collect(),
            Err(error) => batch.iter().map(|_| Err(error.clone())).collect(),
        }
    }
}

impl Engine {
    /// Whether a number gets no texts of this sender's.
    pub(crate) async fn is_opted_out(
        &self,
        phone_index: [u8; 32],
        account: PersonId,
    ) -> Result<bool, EngineError> {
        let check = Check { phone_index, account };
        let done = self.inner.opt_out_checks.hand_in(check, self.clone()).await;
        Ok(done.unwrap_or_else(|| Err(StoreError::Other("a check panicked".into())))?)
    }

    /// Whether a mail to this number would lie there unseen, since its owner wants no texts of the sender's. Known a few
    /// seconds late where another instance took the opt-out; no text goes out meanwhile.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn wants_no_texts(
        &self,
        sender: &MailSender,
        phone: &PhoneNumber,
    ) -> Result<bool, EngineError> {
        if !self.inner.any_opt_outs.load(Ordering::Acquire) {
            return Ok(false);
        }
        self.is_opted_out(self.inner.secrets.index.phone(phone), sender.person()).await
    }

    /// Which of these numbers get no texts of this sender's.
    ///
    /// # Errors
    /// When the storage fails.
    pub(crate) async fn opted_out(
        &self,
        phones: &[PhoneNumber],
        account: PersonId,
    ) -> Result<Vec<bool>, EngineError> {
        let checks = phones.iter().map(|phone| {
            let index = self.inner.secrets.index.phone(phone);
            self.is_opted_out(index, account)
        });
        futures::future::try_join_all(checks).await
    }
}
