//! Warnings: mails to an account's own address about its sign-in, whichever way it writes messages.
//!
//! They are queued in the transaction of what they tell, and go out with the reports. Without a relay none goes out.

use domain::{PersonId, UnixMillis, WarningId, WarningTopic};
use mail::Warning;
use store::{
    Conn,
    warnings::{self, LeasedWarning, NewWarning},
};

use super::report::{BATCH, GIVE_UP_AFTER, LEASE, Outcome};
use crate::{Engine, EngineError};

impl Engine {
    /// A warning to be queued.
    pub(crate) fn new_warning(
        &self,
        account: PersonId,
        topic: WarningTopic,
        left_over: u32,
        at: UnixMillis,
    ) -> NewWarning {
        NewWarning {
            id: self.inner.entropy.id(at, WarningId::new),
            account_id: account,
            topic,
            left_over,
            happened_at: at,
            give_up_at: at + GIVE_UP_AFTER,
        }
    }

    /// Sends the warnings that are ready, at most one batch; answers how many those were.
    pub(super) async fn dispatch_warnings(&self) -> Result<usize, EngineError> {
        let (owner, now) = (self.inner.lease_owner, self.inner.clock.now());
        let leased = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                Box::pin(async move {
                    Ok::<_, EngineError>(warnings::lease(conn, &owner, now, now + LEASE, BATCH).await?)
                })
            })
            .await?;
        for warning in &leased {
            let mail = self.warning_of(warning).await?.compose();
            let sent = self.inner.relay.send(&warning.email, &mail).await;
            let outcome = self.outcome(sent, warning.attempts, warning.give_up_at);
            self.settle_warning(warning.id, outcome).await?;
        }
        Ok(leased.len())
    }

    async fn warning_of(&self, leased: &LeasedWarning) -> Result<Warning, EngineError> {
        let mail_domain = self.inner.config.mail_domain.clone();
        Ok(Warning {
            topic: leased.topic,
            left_over: leased.left_over,
            organisation: self.organisation().await?,
            to: leased.email.clone(),
            happened_at: leased.happened_at,
            id: format!("{}@{mail_domain}", leased.id),
            page: format!("{}/settings/second-factor", self.inner.config.public_url),
            mail_domain,
        })
    }

    async fn settle_warning(&self, id: WarningId, outcome: Outcome) -> Result<(), EngineError> {
        let (owner, now) = (self.inner.lease_owner, self.inner.clock.now());
        let outcome = std::sync::Arc::new(outcome);
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let outcome = outcome.clone();
                Box::pin(async move {
                    match &*outcome {
                        Outcome::Sent | Outcome::Unwanted => {
                            warnings::settle(conn, id, &owner, "sent", now, None).await?
                        }
                        Outcome::Failed(error) => {
                            warnings::settle(conn, id, &owner, "failed", now, Some(error)).await?
                        }
                        Outcome::RetryAt(at, error) => {
                            warnings::retry_at(conn, id, &owner, *at, error).await?
                        }
                    };
                    Ok::<_, EngineError>(())
                })
            })
            .await
    }
}
