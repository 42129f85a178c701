//! Recall: a sender takes a message back.

use domain::{DeliveryState, MessageId};
use store::{Conn, messages};

use crate::{
    Engine, EngineError, Session,
    audit::{Action, Actor},
};

impl Engine {
    /// Erases a message of one's own for everybody. Recalling it twice, or after it has expired, changes nothing.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when the session's account has no such message.
    pub async fn recall(&self, session: &Session, id: MessageId) -> Result<(), EngineError> {
        if self.own_message(session, id).await?.erased_at.is_some() {
            return Ok(());
        }
        self.end_message(id, DeliveryState::Recalled, Action::Recalled, Actor::Account(session.person)).await
    }

    /// A message that the session's account sent.
    pub(crate) async fn own_message(
        &self,
        session: &Session,
        id: MessageId,
    ) -> Result<messages::Message, EngineError> {
        session.enabled_account()?;
        let message =
            self.inner.store.read(move |conn: &mut Conn| Box::pin(messages::by_id(conn, id))).await?;
        message.filter(|message| message.account_id == session.person).ok_or(EngineError::NotFound)
    }
}
