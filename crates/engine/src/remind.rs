//! Remind: a second notice, with the same link, for a delivery that was not opened.

use std::time::Duration;

use domain::{DeliveryId, MessageId, NoticeId};
use store::{Conn, audit, deliveries, notices, notices::NewNotice};

use crate::{
    Engine, EngineError, Invalid, Session,
    audit::{Action, Actor, Subject},
    submit::GIVE_UP_AFTER,
};

/// How long after one notice the next may go out: a sender cannot flood a phone.
const BETWEEN: Duration = Duration::from_secs(10 * 60);

impl Engine {
    /// Queues another notice for a delivery of one's own message.
    ///
    /// # Errors
    /// [`Invalid::CannotRemind`] when it has been opened, has ended, or had a notice a short while ago.
    pub async fn remind(
        &self,
        session: &Session,
        message: MessageId,
        delivery: DeliveryId,
    ) -> Result<(), EngineError> {
        let row = self.own_message(session, message).await?;
        let now = self.inner.clock.now();
        let notice = NewNotice {
            id: self.inner.entropy.id(now, NoticeId::new),
            delivery_id: delivery,
            kind: notices::NoticeKind::Reminder,
            priority: row.priority,
            turn: now,
            due_at: now,
            give_up_at: (now + GIVE_UP_AFTER).min(row.expires_at),
            created_at: now,
            lease: None,
        };
        let actor = Actor::Account(session.person);
        let event = self.event(now, actor, Action::Reminded, Subject::delivery(message, delivery));
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (notice, event) = (notice.clone(), event.clone());
                Box::pin(async move {
                    let of_message = deliveries::by_id(conn, delivery).await?;
                    let known =
                        of_message.filter(|row| row.message_id == message).ok_or(EngineError::NotFound)?;
                    let latest = notices::latest_of(conn, delivery).await?;
                    let too_soon = latest.is_some_and(|at| now.since(at) < BETWEEN);
                    if known.opened_at.is_some() || known.state.is_ended() || too_soon {
                        return Err(Invalid::CannotRemind.into());
                    }
                    notices::insert_many(conn, std::slice::from_ref(&notice)).await?;
                    deliveries::requeue(conn, delivery, now).await?;
                    audit::insert_many(conn, &[event]).await?;
                    Ok::<_, EngineError>(())
                })
            })
            .await?;
        self.inner.door.look();
        Ok(())
    }
}
