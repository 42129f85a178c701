//! Texts from phones: each is taken once, and what may be a wish is kept for a person.

use domain::{PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, opaque},
    statement::statements,
    value::{Bind as _, args},
};

statements! {
    TAKE: "INSERT INTO inbound_texts (id, route, phone_index, sealed, reading, at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (id) DO NOTHING";
    OPEN: "SELECT id, route, phone_index, sealed, reading, at FROM inbound_texts
        WHERE decision IS NULL AND sealed IS NOT NULL ORDER BY at DESC LIMIT $1";
    BY_ID: "SELECT id, route, phone_index, sealed, reading, at FROM inbound_texts
        WHERE id = $1 AND decision IS NULL AND sealed IS NOT NULL";
    DECIDE: "UPDATE inbound_texts SET decision = $2, decided_at = $3, decided_by = $4, sealed = NULL
        WHERE id = $1 AND decision IS NULL";
    LATEST: "SELECT count(*) FROM inbound_texts WHERE phone_index = $1 AND reading = $2 AND at > $3 AND id <> $4";
    PRUNE: "DELETE FROM inbound_texts WHERE at < $1";
}

/// A text from a phone.
#[derive(Clone, PartialEq, Eq)]
pub struct InboundText {
    /// What it is known by.
    pub id: [u8; 32],
    /// Over which route it came.
    pub route: String,
    /// From whom.
    pub phone_index: [u8; 32],
    /// Number and words, sealed, when a person has to read them.
    pub sealed: Option<Vec<u8>>,
    /// The code of what it seems to be.
    pub reading: String,
    /// When it came.
    pub at: UnixMillis,
}

opaque!(InboundText);

impl FromRow for InboundText {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.one()?,
            route: columns.one()?,
            phone_index: columns.one()?,
            sealed: columns.optional()?,
            reading: columns.one()?,
            at: columns.one()?,
        })
    }
}

/// Takes a text; `false` when it was taken before.
///
/// # Errors
/// The database's.
pub async fn take(conn: &mut Conn, text: &InboundText) -> Result<bool, StoreError> {
    let InboundText { id, route, phone_index, sealed, reading, at } = text;
    conn.changes(TAKE, args![id, route, phone_index, sealed, reading, at]).await
}

/// Texts that a person has to decide about, newest first.
///
/// # Errors
/// The database's.
pub async fn open(conn: &mut Conn, limit: u32) -> Result<Vec<InboundText>, StoreError> {
    conn.all(OPEN, args![limit]).await
}

/// One of them.
///
/// # Errors
/// The database's.
pub async fn by_id(conn: &mut Conn, id: &[u8; 32]) -> Result<Option<InboundText>, StoreError> {
    conn.optional(BY_ID, args![id]).await
}

/// Notes what a person decided, and forgets the words; whether it was still open.
///
/// # Errors
/// The database's.
pub async fn decide(
    conn: &mut Conn,
    id: &[u8; 32],
    decision: &str,
    at: UnixMillis,
    by: PersonId,
) -> Result<bool, StoreError> {
    conn.changes(DECIDE, args![id, decision, at, by]).await
}

/// How many other texts of this reading came from a number since a time.
///
/// # Errors
/// The database's.
pub async fn others_since(conn: &mut Conn, text: &InboundText, since: UnixMillis) -> Result<u64, StoreError> {
    let InboundText { phone_index, reading, id, .. } = text;
    let row: crate::row::One<u64> = conn.one(LATEST, args![phone_index, reading, since, id]).await?;
    Ok(row.0)
}

/// Forgets texts that came before a time; how many.
///
/// # Errors
/// The database's.
pub async fn prune(conn: &mut Conn, before: UnixMillis) -> Result<u64, StoreError> {
    conn.execute(PRUNE, args![before]).await
}
