//! What passkeys are asked to sign: each once, and soon.

use domain::{PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow},
    statement::statements,
    value::{Bind as _, args},
};

statements! {
    INSERT: "INSERT INTO passkey_challenges (challenge, ceremony, person_id, ends_at) VALUES ($1, $2, $3, $4)";
    TAKE: "DELETE FROM passkey_challenges WHERE challenge = $1 RETURNING challenge, ceremony, person_id, ends_at";
    PRUNE: "DELETE FROM passkey_challenges WHERE challenge IN
        (SELECT challenge FROM passkey_challenges WHERE ends_at <= $1 ORDER BY ends_at LIMIT $2)";
}

/// A challenge that was given out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// Random bytes.
    pub challenge: [u8; 32],
    /// What it was given out for.
    pub ceremony: String,
    /// For whom, where that is known.
    pub person_id: Option<PersonId>,
    /// When it is of no use any more.
    pub ends_at: UnixMillis,
}

impl FromRow for Challenge {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            challenge: columns.one()?,
            ceremony: columns.one()?,
            person_id: columns.optional()?,
            ends_at: columns.one()?,
        })
    }
}

/// Keeps a challenge.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, new: &Challenge) -> Result<(), StoreError> {
    let Challenge { challenge, ceremony, person_id, ends_at } = new;
    conn.execute(INSERT, args![challenge, ceremony, person_id, ends_at]).await.map(drop)
}

/// Takes a challenge away, so that nobody else gets it.
///
/// # Errors
/// The database's.
pub async fn take(conn: &mut Conn, challenge: &[u8; 32]) -> Result<Option<Challenge>, StoreError> {
    conn.optional(TAKE, args![challenge]).await
}

/// Forgets up to `limit` challenges that are of no use any more; how many.
///
/// # Errors
/// The database's.
pub async fn prune(conn: &mut Conn, now: UnixMillis, limit: u32) -> Result<u64, StoreError> {
    conn.execute(PRUNE, args![now, limit]).await
}
