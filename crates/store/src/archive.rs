//! Emergency access: data keys sealed to the organisation's archive key, and when it used that.

use domain::{KeyId, MessageId, PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, Maybe, opaque},
    rows::Insert,
    statement::statements,
    value::{Bind as _, Value, args},
};

macro_rules! found {
    ($from:literal) => {
        concat!(
            "SELECT m.id, m.created_at, m.erased_at, c.key_id FROM ",
            $from,
            " LEFT JOIN archive_copies c ON c.message_id = m.id"
        )
    };
}

statements! {
    INSERT: "INSERT INTO archive_copies (message_id, key_id, sealed) VALUES ($1, $2, $3)";
    COPY: "SELECT message_id, key_id, sealed FROM archive_copies WHERE message_id = $1";
    ERASE: "DELETE FROM archive_copies WHERE message_id = $1";
    ADD_OPENING: "INSERT INTO archive_openings (message_id, at, key_id, reason) VALUES ($1, $2, $3, $4)";
    OPENINGS: "SELECT message_id, at, key_id, reason FROM archive_openings WHERE message_id = $1 ORDER BY at";
    STATUS: "SELECT o.at FROM archive_copies c LEFT JOIN archive_openings o ON o.message_id = c.message_id
        WHERE c.message_id = $1 ORDER BY o.at";
    OF_ACCOUNT: concat!(
        found!("messages m"), " WHERE m.account_id = $1 AND m.created_at >= $2 ORDER BY m.id LIMIT $3"
    );
    OF_RECIPIENT: concat!(
        found!("deliveries d JOIN messages m ON m.id = d.message_id"),
        " WHERE d.recipient_id = $1 AND m.created_at >= $2 ORDER BY d.message_id LIMIT $3"
    );
}

/// A message's data key, sealed to the archive key.
#[derive(Clone, PartialEq, Eq)]
pub struct ArchiveCopy {
    /// The message.
    pub message_id: MessageId,
    /// Which archive key.
    pub key_id: KeyId,
    /// The sealed data key.
    pub sealed: Vec<u8>,
}

/// That the organisation opened a message.
#[derive(Clone, PartialEq, Eq)]
pub struct Opening {
    /// The message.
    pub message_id: MessageId,
    /// When.
    pub at: UnixMillis,
    /// With which archive key.
    pub key_id: KeyId,
    /// Why, sealed.
    pub reason: Vec<u8>,
}

/// A message as somebody looks for it who has none of its keys.
#[derive(Clone, PartialEq, Eq)]
pub struct FoundMessage {
    /// The message.
    pub id: MessageId,
    /// When it was sent.
    pub created_at: UnixMillis,
    /// When its content was erased.
    pub erased_at: Option<UnixMillis>,
    /// Which archive key it is sealed to, if any.
    pub key_id: Option<KeyId>,
}

opaque!(ArchiveCopy, Opening, FoundMessage);

impl FromRow for ArchiveCopy {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { message_id: columns.one()?, key_id: columns.one()?, sealed: columns.one()? })
    }
}

impl FromRow for Opening {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            message_id: columns.one()?,
            at: columns.one()?,
            key_id: columns.one()?,
            reason: columns.one()?,
        })
    }
}

impl FromRow for FoundMessage {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.one()?,
            created_at: columns.one()?,
            erased_at: columns.optional()?,
            key_id: columns.optional()?,
        })
    }
}

/// Copies as rows.
#[must_use]
pub fn rows(copies: &[ArchiveCopy]) -> Insert<'_> {
    Insert::new(INSERT, copies.iter().map(values))
}

fn values(ArchiveCopy { message_id, key_id, sealed }: &ArchiveCopy) -> [Value<'_>; 3] {
    *args![message_id, key_id, sealed]
}

/// A message's copy.
///
/// # Errors
/// The database's.
pub async fn copy(conn: &mut Conn, message: MessageId) -> Result<Option<ArchiveCopy>, StoreError> {
    conn.optional(COPY, args![message]).await
}

/// Records that a message is opened.
///
/// # Errors
/// [`StoreError::Conflict`] when it was opened in the same millisecond.
pub async fn add_opening(conn: &mut Conn, opening: &Opening) -> Result<(), StoreError> {
    let Opening { message_id, at, key_id, reason } = opening;
    conn.execute(ADD_OPENING, args![message_id, at, key_id, reason]).await.map(drop)
}

/// When and why a message was opened, oldest first.
///
/// # Errors
/// The database's.
pub async fn openings(conn: &mut Conn, message: MessageId) -> Result<Vec<Opening>, StoreError> {
    conn.all(OPENINGS, args![message]).await
}

/// When a message that has a copy was opened, oldest first; `None` when it has none.
///
/// # Errors
/// The database's.
pub async fn status(conn: &mut Conn, message: MessageId) -> Result<Option<Vec<UnixMillis>>, StoreError> {
    let rows: Vec<Maybe<UnixMillis>> = conn.all(STATUS, args![message]).await?;
    Ok((!rows.is_empty()).then(|| rows.into_iter().filter_map(|Maybe(at)| at).collect()))
}

/// What an account has sent since `since`, oldest first.
///
/// # Errors
/// The database's.
pub async fn of_account(
    conn: &mut Conn,
    account: PersonId,
    since: UnixMillis,
    limit: u32,
) -> Result<Vec<FoundMessage>, StoreError> {
    conn.all(OF_ACCOUNT, args![account, since, limit]).await
}

/// What was sent to a recipient since `since`, oldest first.
///
/// # Errors
/// The database's.
pub async fn of_recipient(
    conn: &mut Conn,
    recipient: PersonId,
    since: UnixMillis,
    limit: u32,
) -> Result<Vec<FoundMessage>, StoreError> {
    conn.all(OF_RECIPIENT, args![recipient, since, limit]).await
}

/// Deletes a message's copy.
pub(crate) async fn erase(conn: &mut Conn, message: MessageId) -> Result<(), StoreError> {
    conn.execute(ERASE, args![message]).await.map(drop)
}
