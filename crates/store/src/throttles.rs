//! Slowing down whoever guesses passwords.

use domain::UnixMillis;

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow},
    statement::statements,
    value::{Bind as _, args},
};

statements! {
    GET: "SELECT subject, failures, blocked_until, updated_at FROM throttles WHERE subject = $1";
    PUT: "INSERT INTO throttles (subject, failures, blocked_until, updated_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures,
            blocked_until = excluded.blocked_until, updated_at = excluded.updated_at";
    CLEAR: "DELETE FROM throttles WHERE subject = $1";
    PRUNE: "DELETE FROM throttles WHERE updated_at < $1";
}

/// What is held against a person or an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Throttle {
    /// Hash of whom or what it is about.
    pub subject: [u8; 32],
    /// How often they failed.
    pub failures: u32,
    /// When they may try again.
    pub blocked_until: UnixMillis,
    /// When they last failed.
    pub updated_at: UnixMillis,
}

impl FromRow for Throttle {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            subject: columns.one()?,
            failures: columns.one()?,
            blocked_until: columns.one()?,
            updated_at: columns.one()?,
        })
    }
}

/// What is held against the subject.
///
/// # Errors
/// The database's.
pub async fn get(conn: &mut Conn, subject: &[u8; 32]) -> Result<Option<Throttle>, StoreError> {
    conn.optional(GET, args![subject]).await
}

/// Puts this in the place of what was held against the subject.
///
/// # Errors
/// The database's.
pub async fn put(conn: &mut Conn, throttle: &Throttle) -> Result<(), StoreError> {
    let Throttle { subject, failures, blocked_until, updated_at } = throttle;
    conn.execute(PUT, args![subject, failures, blocked_until, updated_at]).await.map(drop)
}

/// Forgets what was held against the subject.
///
/// # Errors
/// The database's.
pub async fn clear(conn: &mut Conn, subject: &[u8; 32]) -> Result<(), StoreError> {
    conn.execute(CLEAR, args![subject]).await.map(drop)
}

/// Forgets what is older; how many.
///
/// # Errors
/// The database's.
pub async fn prune(conn: &mut Conn, before: UnixMillis) -> Result<u64, StoreError> {
    conn.execute(PRUNE, args![before]).await
}
