//! Expiry: a message's content and keys are erased when its time is up; its status stays.

use std::time::Duration;

use domain::{DeliveryState, MessageId};
use store::{Conn, audit, deliveries, messages, notices, sessions, throttles};
use tokio::sync::watch;

use crate::{
    Engine, EngineError,
    audit::{Action, Actor, Subject},
};

const EVERY: Duration = Duration::from_secs(30);
const BATCH: u32 = 100;
/// Wrong tries are forgotten after a day; their counters go after two.
const THROTTLES_KEPT: Duration = Duration::from_secs(2 * 24 * 60 * 60);

impl Engine {
    /// Erases what is due, every half minute, until `shutdown` turns true.
    pub async fn run_retention(&self, mut shutdown: watch::Receiver<bool>) {
        while !*shutdown.borrow() {
            if let Err(error) = self.retain().await {
                tracing::warn!(%error, "retention cannot work; it will try again");
            }
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                _ = shutdown.changed() => {}
            }
        }
    }

    /// Erases every message whose time is up, and what is left of ended sessions; answers how many messages that were.
    ///
    /// # Errors
    /// When the storage fails; the rest is done next time.
    pub async fn retain(&self) -> Result<usize, EngineError> {
        let mut erased = 0;
        loop {
            let now = self.inner.clock.now();
            let due = self
                .inner
                .store
                .read(move |conn: &mut Conn| Box::pin(messages::due_for_expiry(conn, now, BATCH)))
                .await?;
            if due.is_empty() {
                break;
            }
            for message in due {
                self.end_message(message, DeliveryState::Expired, Action::Expired, Actor::System).await?;
                erased += 1;
            }
        }
        self.sweep().await?;
        Ok(erased)
    }

    /// Erases a message's content and keys and ends its deliveries, in one transaction.
    pub(crate) async fn end_message(
        &self,
        id: MessageId,
        state: DeliveryState,
        action: Action,
        actor: Actor,
    ) -> Result<(), EngineError> {
        let now = self.inner.clock.now();
        let event = self.event(now, actor, action, Subject::message(id));
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let event = event.clone();
                Box::pin(async move {
                    if state == DeliveryState::Recalled {
                        messages::set_recalled(conn, id, now).await?;
                    }
                    messages::erase(conn, id, now).await?;
                    notices::cancel_queued_of(conn, id, now).await?;
                    deliveries::end_all_of(conn, id, state, now).await?;
                    audit::insert_many(conn, &[event]).await?;
                    Ok::<_, EngineError>(())
                })
            })
            .await
    }

    async fn sweep(&self) -> Result<(), EngineError> {
        let now = self.inner.clock.now();
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                Box::pin(async move {
                    sessions::delete_ended(conn, now, BATCH).await?;
                    throttles::prune(conn, now - THROTTLES_KEPT).await?;
                    Ok::<_, EngineError>(())
                })
            })
            .await
    }
}
