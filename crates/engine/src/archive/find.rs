//! Finding a message without opening anything.

use domain::{Email, KeyId, MessageId, PhoneNumber, UnixMillis};
use store::{
    Conn, accounts,
    archive::{self, FoundMessage},
    recipients,
};

use crate::{Engine, EngineError};

/// How many messages are listed at once.
const MOST: u32 = 1_000;

/// Whose messages.
#[derive(Debug, Clone)]
pub enum ArchiveSearch {
    /// What an account has sent.
    Sender(Email),
    /// What was sent to a number.
    To(PhoneNumber),
}

/// A message that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArchiveFound {
    /// The message.
    pub id: MessageId,
    /// When it was sent.
    pub sent_at: UnixMillis,
    /// Whether its content is erased.
    pub is_erased: bool,
    /// Which archive key opens it, if any.
    pub key_id: Option<KeyId>,
}

impl Engine {
    /// The messages of a sender or a recipient since `since`, oldest first, at most a thousand.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when nobody has this address or number.
    pub async fn find_archived(
        &self,
        whose: &ArchiveSearch,
        since: UnixMillis,
    ) -> Result<Vec<ArchiveFound>, EngineError> {
        let rows = match whose {
            ArchiveSearch::Sender(email) => self.sent_by(email.clone(), since).await?,
            ArchiveSearch::To(phone) => self.sent_to(self.inner.secrets.index.phone(phone), since).await?,
        };
        let found = |row: FoundMessage| ArchiveFound {
            id: row.id,
            sent_at: row.created_at,
            is_erased: row.erased_at.is_some(),
            key_id: row.key_id,
        };
        Ok(rows.ok_or(EngineError::NotFound)?.into_iter().map(found).collect())
    }

    async fn sent_by(
        &self,
        email: Email,
        since: UnixMillis,
    ) -> Result<Option<Vec<FoundMessage>>, EngineError> {
        let found = self
            .inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(async move {
                    let Some(account) = accounts::by_email(conn, email.as_str()).await? else {
                        return Ok(None);
                    };
                    archive::of_account(conn, account.id, since, MOST).await.map(Some)
                })
            })
            .await;
        Ok(found?)
    }

    async fn sent_to(
        &self,
        phone_index: [u8; 32],
        since: UnixMillis,
    ) -> Result<Option<Vec<FoundMessage>>, EngineError> {
        let found = self
            .inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(async move {
                    let Some(recipient) = recipients::by_phone_index(conn, &phone_index).await? else {
                        return Ok(None);
                    };
                    archive::of_recipient(conn, recipient.id, since, MOST).await.map(Some)
                })
            })
            .await;
        Ok(found?)
    }
}
