//! The keys to which messages are sealed until their recipients have keys of their own.

use domain::{KeyId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, opaque},
    statement::statements,
    value::{Bind as _, args},
};

statements! {
    INSERT: "INSERT INTO waiting_keys (key_id, public_key, wrapped, created_at) VALUES ($1, $2, $3, $4)";
    NEWEST: "SELECT key_id, public_key, wrapped, created_at FROM waiting_keys
        ORDER BY created_at DESC, key_id LIMIT 1";
    BY_ID: "SELECT key_id, public_key, wrapped, created_at FROM waiting_keys WHERE key_id = $1";
}

/// A key pair of the instance.
#[derive(Clone, PartialEq, Eq)]
pub struct WaitingKey {
    /// Which key pair.
    pub key_id: KeyId,
    /// Algorithm id and bytes of the public key.
    pub public_key: Vec<u8>,
    /// The private key, wrapped by the master key.
    pub wrapped: Vec<u8>,
    /// When it was made.
    pub created_at: UnixMillis,
}

opaque!(WaitingKey);

impl FromRow for WaitingKey {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            key_id: columns.one()?,
            public_key: columns.one()?,
            wrapped: columns.one()?,
            created_at: columns.one()?,
        })
    }
}

/// Adds a key pair.
///
/// # Errors
/// [`StoreError::Conflict`] when it is there already.
pub async fn insert(conn: &mut Conn, key: &WaitingKey) -> Result<(), StoreError> {
    let WaitingKey { key_id, public_key, wrapped, created_at } = key;
    conn.execute(INSERT, args![key_id, public_key, wrapped, created_at]).await.map(drop)
}

/// The key pair that new messages are sealed to.
///
/// # Errors
/// The database's.
pub async fn newest(conn: &mut Conn) -> Result<Option<WaitingKey>, StoreError> {
    conn.optional(NEWEST, args![]).await
}

/// The key pair with this id.
///
/// # Errors
/// The database's.
pub async fn by_id(conn: &mut Conn, id: KeyId) -> Result<Option<WaitingKey>, StoreError> {
    conn.optional(BY_ID, args![id]).await
}
