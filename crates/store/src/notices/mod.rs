//! The outbox: notices that wait for a gateway.
//!
//! A worker leases notices, calls the gateway outside any transaction, and settles each. A lease that ends without
//! being settled lets the next worker try: a notice can go out twice, and is never lost.

use domain::{DeliveryId, MessageId, NoticeId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, One},
    statement::statements,
    value::{Bind as _, args},
};

mod kind;
pub(crate) mod lease;

pub use kind::NoticeKind;
pub use lease::{LeasedNotice, lease};

/// What a settled notice no longer has.
macro_rules! unleased {
    () => {
        "lease_owner = NULL, lease_until = NULL"
    };
}

/// Only whoever has the lease may settle.
macro_rules! leased {
    () => {
        " WHERE id = $1 AND lease_owner = $2 AND state = 'queued'"
    };
}

statements! {
    INSERT: "INSERT INTO notices
        (id, delivery_id, kind, state, due_at, ready_at, attempts, give_up_at, created_at)
        VALUES ($1, $2, $3, 'queued', $4, $4, 0, $5, $6)";
    SETTLE_SENT: concat!(
        "UPDATE notices SET state = 'sent', attempts = attempts + 1, gateway = $3, reference = $4, settled_at = $5,
            last_error = NULL, ", unleased!(), leased!()
    );
    SETTLE_FAILED: concat!(
        "UPDATE notices SET state = 'failed', attempts = attempts + 1, last_error = $3, settled_at = $4, ",
        unleased!(), leased!()
    );
    RETRY_AT: concat!(
        "UPDATE notices SET attempts = attempts + 1, due_at = $3, ready_at = $3, last_error = $4, ",
        unleased!(), leased!()
    );
    CANCEL_QUEUED_OF: concat!(
        "UPDATE notices SET state = 'cancelled', settled_at = $2, ", unleased!(),
        " WHERE state = 'queued' AND delivery_id IN (SELECT id FROM deliveries WHERE message_id = $1)"
    );
    RELEASE: concat!(
        "UPDATE notices SET ready_at = due_at, ", unleased!(), " WHERE lease_owner = $1 AND state = 'queued'"
    );
    RELEASE_ALL: concat!(
        "UPDATE notices SET ready_at = due_at, ", unleased!(), " WHERE lease_owner IS NOT NULL AND state = 'queued'"
    );
    NEXT_DUE: "SELECT ready_at FROM notices WHERE state = 'queued' ORDER BY ready_at LIMIT 1";
    LATEST_OF: "SELECT created_at FROM notices WHERE delivery_id = $1 ORDER BY created_at DESC LIMIT 1";
    STATS: "SELECT count(*), min(due_at) FROM notices WHERE state = 'queued'";
}

/// A notice to be stored, in state queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNotice {
    /// The notice.
    pub id: NoticeId,
    /// What it announces.
    pub delivery_id: DeliveryId,
    /// The first one or a reminder.
    pub kind: NoticeKind,
    /// When it may go out.
    pub due_at: UnixMillis,
    /// When nobody tries any more.
    pub give_up_at: UnixMillis,
    /// Now.
    pub created_at: UnixMillis,
}

/// How full the outbox is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutboxStats {
    /// Notices that wait, leased ones included.
    pub queued: u64,
    /// When the one that waits longest was or will be due.
    pub oldest_due: Option<UnixMillis>,
}

impl FromRow for OutboxStats {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { queued: columns.one()?, oldest_due: columns.optional()? })
    }
}

/// Adds notices.
///
/// # Errors
/// The database's.
pub async fn insert_many(conn: &mut Conn, notices: &[NewNotice]) -> Result<(), StoreError> {
    for NewNotice { id, delivery_id, kind, due_at, give_up_at, created_at } in notices {
        conn.post(INSERT, args![id, delivery_id, kind, due_at, give_up_at, created_at]).await?;
    }
    Ok(())
}

/// Notes that a gateway took the notice; whether `owner` still had the lease.
///
/// # Errors
/// The database's.
pub async fn settle_sent(
    conn: &mut Conn,
    id: NoticeId,
    owner: &[u8; 16],
    gateway: &str,
    reference: Option<&str>,
    at: UnixMillis,
) -> Result<bool, StoreError> {
    conn.changes(SETTLE_SENT, args![id, owner, gateway, reference, at]).await
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
    at: UnixMillis,
) -> Result<bool, StoreError> {
    conn.changes(SETTLE_FAILED, args![id, owner, error, at]).await
}

/// Puts the notice back for another try at `due_at`; whether `owner` still had the lease.
///
/// # Errors
/// The database's.
pub async fn retry_at(
    conn: &mut Conn,
    id: NoticeId,
    owner: &[u8; 16],
    due_at: UnixMillis,
    error: &str,
) -> Result<bool, StoreError> {
    conn.changes(RETRY_AT, args![id, owner, due_at, error]).await
}

/// Cancels a message's notices that wait, leased ones included; how many.
///
/// # Errors
/// The database's.
pub async fn cancel_queued_of(
    conn: &mut Conn,
    message: MessageId,
    at: UnixMillis,
) -> Result<u64, StoreError> {
    conn.execute(CANCEL_QUEUED_OF, args![message, at]).await
}

/// Gives back what `owner` has leased and not settled; how many.
///
/// # Errors
/// The database's.
pub async fn release(conn: &mut Conn, owner: &[u8; 16]) -> Result<u64, StoreError> {
    conn.execute(RELEASE, args![owner]).await
}

/// Gives back what anybody has leased: for the start of a sole instance; how many.
///
/// # Errors
/// The database's.
pub async fn release_all(conn: &mut Conn) -> Result<u64, StoreError> {
    conn.execute(RELEASE_ALL, args![]).await
}

/// When the next notice is due or the next lease ends; `None` when nothing waits.
///
/// # Errors
/// The database's.
pub async fn next_due(conn: &mut Conn) -> Result<Option<UnixMillis>, StoreError> {
    Ok(conn.optional(NEXT_DUE, args![]).await?.map(|One(at)| at))
}

/// When a delivery's newest notice was queued.
///
/// # Errors
/// The database's.
pub async fn latest_of(conn: &mut Conn, delivery: DeliveryId) -> Result<Option<UnixMillis>, StoreError> {
    Ok(conn.optional(LATEST_OF, args![delivery]).await?.map(|One(at)| at))
}

/// How full the outbox is.
///
/// # Errors
/// The database's.
pub async fn stats(conn: &mut Conn) -> Result<OutboxStats, StoreError> {
    conn.one(STATS, args![]).await
}
