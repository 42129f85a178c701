//! A message's data key, sealed to each person who may read it.

use domain::{KeyId, MessageId, PersonId};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, opaque},
    rows::Insert,
    statement::statements,
    value::{Bind as _, Value, args},
};

statements! {
    INSERT: "INSERT INTO sealed_keys (message_id, person_id, key_id, sealed) VALUES ($1, $2, $3, $4)";
    ONE: "SELECT message_id, person_id, key_id, sealed FROM sealed_keys WHERE message_id = $1 AND person_id = $2";
    // Found by way of the deliveries, so that no further index has to be kept for what happens once.
    ALL_SEALED_TO: "SELECT k.message_id, k.person_id, k.key_id, k.sealed
        FROM deliveries d JOIN sealed_keys k ON k.message_id = d.message_id AND k.person_id = d.recipient_id
        WHERE d.recipient_id = $1 AND k.key_id = $2 ORDER BY d.message_id";
    OF_MESSAGE: "SELECT message_id, person_id, key_id, sealed FROM sealed_keys WHERE message_id = $1";
    // What one person has sent to another whose keys are newer: their own copies.
    CLOSED: "SELECT own.message_id, own.person_id, own.key_id, own.sealed
        FROM deliveries d
        JOIN sealed_keys theirs ON theirs.message_id = d.message_id AND theirs.person_id = d.recipient_id
        JOIN sealed_keys own ON own.message_id = d.message_id AND own.person_id = d.account_id
        WHERE d.recipient_id = $1 AND d.account_id = $2 AND theirs.key_id <> $3 ORDER BY d.message_id LIMIT $4";
    UPDATE: "UPDATE sealed_keys SET key_id = $3, sealed = $4 WHERE message_id = $1 AND person_id = $2";
    REMOVE: "DELETE FROM sealed_keys WHERE message_id = $1 AND person_id = $2";
    ERASE: "DELETE FROM sealed_keys WHERE message_id = $1";
}

/// A message's data key, sealed to one person's key.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedKey {
    /// The message.
    pub message_id: MessageId,
    /// Who may read it.
    pub person_id: PersonId,
    /// The key it is sealed to: the person's, or the waiting key.
    pub key_id: KeyId,
    /// The sealed data key.
    pub sealed: Vec<u8>,
}

opaque!(SealedKey);

impl FromRow for SealedKey {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            message_id: columns.one()?,
            person_id: columns.one()?,
            key_id: columns.one()?,
            sealed: columns.one()?,
        })
    }
}

impl SealedKey {
    /// The columns of an outer join, all of which are NULL when there is no key.
    pub(crate) fn joined(columns: &mut Columns<'_>) -> Result<Option<Self>, StoreError> {
        let (message_id, person_id) = (columns.optional()?, columns.optional()?);
        let (key_id, sealed) = (columns.optional()?, columns.optional()?);
        let ids = message_id.zip(person_id);
        Ok(ids.zip(key_id.zip(sealed)).map(|((message_id, person_id), (key_id, sealed))| Self {
            message_id,
            person_id,
            key_id,
            sealed,
        }))
    }
}

/// Sealed keys as rows.
#[must_use]
pub fn rows(keys: &[SealedKey]) -> Insert<'_> {
    Insert::new(INSERT, keys.iter().map(values))
}

fn values(SealedKey { message_id, person_id, key_id, sealed }: &SealedKey) -> [Value<'_>; 4] {
    *args![message_id, person_id, key_id, sealed]
}

/// Adds sealed keys.
///
/// # Errors
/// [`StoreError::Conflict`] when a person has one for that message.
pub async fn insert_many(conn: &mut Conn, keys: &[SealedKey]) -> Result<(), StoreError> {
    conn.insert(&rows(keys)).await
}

/// The person's key for a message.
///
/// # Errors
/// The database's.
pub async fn one(
    conn: &mut Conn,
    message: MessageId,
    person: PersonId,
) -> Result<Option<SealedKey>, StoreError> {
    conn.optional(ONE, args![message, person]).await
}

/// Everybody's keys for a message.
///
/// # Errors
/// The database's.
pub async fn of_message(conn: &mut Conn, message: MessageId) -> Result<Vec<SealedKey>, StoreError> {
    conn.all(OF_MESSAGE, args![message]).await
}

/// A sender's own copies of keys whose recipient cannot open theirs, because it is not sealed to their present key.
///
/// # Errors
/// The database's.
pub async fn closed(
    conn: &mut Conn,
    recipient: PersonId,
    account: PersonId,
    present: KeyId,
    limit: u32,
) -> Result<Vec<SealedKey>, StoreError> {
    conn.all(CLOSED, args![recipient, account, present, limit]).await
}

/// A recipient's keys that are sealed to `key_id`: to the waiting key, before they have their own.
///
/// # Errors
/// The database's.
pub async fn all_sealed_to(
    conn: &mut Conn,
    person: PersonId,
    key_id: KeyId,
) -> Result<Vec<SealedKey>, StoreError> {
    conn.all(ALL_SEALED_TO, args![person, key_id]).await
}

/// Puts a key sealed to another key in the place of the person's present one; whether there was one.
///
/// # Errors
/// The database's.
pub async fn update(
    conn: &mut Conn,
    message: MessageId,
    person: PersonId,
    new_key_id: KeyId,
    sealed: &[u8],
) -> Result<bool, StoreError> {
    conn.changes(UPDATE, args![message, person, new_key_id, sealed]).await
}

/// Deletes one person's key for a message; whether there was one.
///
/// # Errors
/// The database's.
pub async fn remove(conn: &mut Conn, message: MessageId, person: PersonId) -> Result<bool, StoreError> {
    conn.changes(REMOVE, args![message, person]).await
}

/// Deletes everybody's keys for a message.
pub(crate) async fn erase(conn: &mut Conn, message: MessageId) -> Result<(), StoreError> {
    conn.execute(ERASE, args![message]).await.map(drop)
}
