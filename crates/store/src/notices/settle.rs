//! Settling: what became of a notice. Only whoever has the lease on it may say so.

use domain::{NoticeId, UnixMillis};

use super::unleased;
use crate::{
    Conn, StoreError,
    row::One,
    statement::statements,
    value::{Bind as _, args},
};

/// Settles the notices of a group of values, each an id and the gateway's reference.
macro_rules! sent {
    ($id:literal, $reference:literal) => {
        concat!(
            "UPDATE notices SET state = 'sent', attempts = attempts + 1, gateway = $3, reference = v.column2,
                settled_at = $4, last_error = NULL, ",
            unleased!(),
            " FROM (VALUES (",
            $id,
            ", ",
            $reference,
            ")) v WHERE id = v.column1 AND lease_owner = $5 AND state = 'queued' RETURNING id"
        )
    };
}

/// Puts the notices of a group of values back, each an id and when it is ready.
macro_rules! put_back {
    ($id:literal, $ready_at:literal) => {
        concat!(
            "UPDATE notices SET ready_at = v.column2, ",
            unleased!(),
            " FROM (VALUES (",
            $id,
            ", ",
            $ready_at,
            ")) v WHERE id = v.column1 AND lease_owner = $3 AND state = 'queued' RETURNING id"
        )
    };
}

/// Only whoever has the lease may settle.
macro_rules! leased {
    () => {
        " WHERE id = $1 AND lease_owner = $2 AND state = 'queued'"
    };
}

statements! {
    // PostgreSQL has to be told what values without a column are.
    SENT => { sqlite: sent!("$1", "$2"), postgres: sent!("CAST($1 AS BYTEA)", "CAST($2 AS TEXT)") };
    PUT_BACK => { sqlite: put_back!("$1", "$2"), postgres: put_back!("CAST($1 AS BYTEA)", "CAST($2 AS BIGINT)") };
    FAILED: concat!(
        "UPDATE notices SET state = 'failed', attempts = attempts + 1, last_error = $3, settled_at = $4,
            gateway = coalesce($5, gateway), ", unleased!(), leased!()
    );
    RETRY_AT: concat!(
        "UPDATE notices SET attempts = attempts + 1, ready_at = $3, last_error = $4, gateway = coalesce($5, gateway),
            unclear = $6, checked = 1, ", unleased!(), leased!()
    );
    UNKNOWN: concat!(
        "UPDATE notices SET state = 'unknown', attempts = attempts + 1, last_error = 'unclear', settled_at = $3,
            unclear = unclear + 1, gateway = $4, ", unleased!(), leased!()
    );
    HELD: concat!("UPDATE notices SET state = 'held', last_error = $3, ", unleased!(), leased!());
}

/// When a notice is to be tried again, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry<'a> {
    /// When.
    pub at: UnixMillis,
    /// The code of what went wrong.
    pub error: &'a str,
    /// The route that tried it, if one did.
    pub route: Option<&'a str>,
    /// How often a gateway may have taken it by now.
    pub unclear: u32,
}

/// Notes that `route` took the notices, each with its reference where a receipt may follow; those of them that `owner`
/// still had the lease of.
///
/// # Errors
/// The database's.
pub async fn settle_sent(
    conn: &mut Conn,
    sent: &[(NoticeId, Option<&str>)],
    owner: &[u8; 16],
    route: &str,
    at: UnixMillis,
) -> Result<Vec<NoticeId>, StoreError> {
    let rows: Vec<_> = sent.iter().map(|(id, reference)| *args![id, reference]).collect();
    let settled: Vec<One<_>> = conn.returning(SENT, &rows, args![route, at, owner]).await?;
    Ok(settled.into_iter().map(|One(id)| id).collect())
}

/// Gives notices back that were not tried, each until it is ready again; those of them that `owner` had the lease of.
///
/// # Errors
/// The database's.
pub async fn put_back(
    conn: &mut Conn,
    notices: &[(NoticeId, UnixMillis)],
    owner: &[u8; 16],
) -> Result<Vec<NoticeId>, StoreError> {
    let rows: Vec<_> = notices.iter().map(|(id, ready_at)| *args![id, ready_at]).collect();
    let back: Vec<One<_>> = conn.returning(PUT_BACK, &rows, args![owner]).await?;
    Ok(back.into_iter().map(|One(id)| id).collect())
}

/// Notes that the notice cannot be sent; whether `owner` still had the lease.
///
/// # Errors
/// The database's.
pub async fn settle_failed(
    conn: &mut Conn,
    id: NoticeId,
    owner: &[u8; 16],
    error: &str,
    route: Option<&str>,
    at: UnixMillis,
) -> Result<bool, StoreError> {
    conn.changes(FAILED, args![id, owner, error, at, route]).await
}

/// Notes that nobody will ever know whether a gateway took the notice; whether `owner` still had the lease.
///
/// # Errors
/// The database's.
pub async fn settle_unknown(
    conn: &mut Conn,
    id: NoticeId,
    owner: &[u8; 16],
    route: &str,
    at: UnixMillis,
) -> Result<bool, StoreError> {
    conn.changes(UNKNOWN, args![id, owner, at, route]).await
}

/// Puts the notice back for another try; whether `owner` still had the lease.
///
/// # Errors
/// The database's.
pub async fn retry(
    conn: &mut Conn,
    id: NoticeId,
    owner: &[u8; 16],
    retry: Retry<'_>,
) -> Result<bool, StoreError> {
    let Retry { at, error, route, unclear } = retry;
    conn.changes(RETRY_AT, args![id, owner, at, error, route, unclear]).await
}

/// Holds the notice back until its sender has decided; whether `owner` still had the lease.
///
/// # Errors
/// The database's.
pub async fn hold(conn: &mut Conn, id: NoticeId, owner: &[u8; 16], reason: &str) -> Result<bool, StoreError> {
    conn.changes(HELD, args![id, owner, reason]).await
}
