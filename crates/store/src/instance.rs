//! The instance's own secrets, wrapped by the master key.

use crate::{
    Conn, StoreError,
    row::One,
    statement::statements,
    value::{Bind as _, args},
};

statements! {
    GET: "SELECT wrapped FROM instance WHERE name = $1";
    PUT_IF_ABSENT: "INSERT INTO instance (name, wrapped) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
}

/// The secret with this name, wrapped.
///
/// # Errors
/// The database's.
pub async fn get(conn: &mut Conn, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(conn.optional(GET, args![name]).await?.map(|One(wrapped)| wrapped))
}

/// Stores a secret, unless there is one with this name.
///
/// # Errors
/// The database's.
pub async fn put_if_absent(conn: &mut Conn, name: &str, wrapped: &[u8]) -> Result<(), StoreError> {
    conn.execute(PUT_IF_ABSENT, args![name, wrapped]).await.map(drop)
}
