//! The outbox: notices that wait for a gateway.
//!
//! A worker leases notices, calls the gateway outside any transaction, and settles each. A lease that ends without
//! being settled lets the next worker try: a notice can go out twice, and is never lost.

use domain::{DeliveryId, MessageId, NoticeId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, One},
    rows::Insert,
    statement::statements,
    value::{Bind as _, Value, args},
};

mod kind;
pub(crate) mod lease;

pub use kind::NoticeKind;
pub use lease::{LeasedNotice, NoticeLease, lease};

/// What a settled notice no longer has.
macro_rules! unleased {
    () => {
        "lease_owner = NULL, lease_until = NULL"
    };
}

/// Settles the notices of a group of values, each an id and the gateway's reference.
macro_rules! settle_sent {
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

/// Only whoever has the lease may settle.
macro_rules! leased {
    () => {
        " WHERE id = $1 AND lease_owner = $2 AND state = 'queued'"
    };
}

statements! {
    INSERT: "INSERT INTO notices
        (id, delivery_id, kind, state, due_at, ready_at, attempts, give_up_at, created_at, lease_owner, lease_until)
        VALUES ($1, $2, $3, 'queued', $4, $5, 0, $6, $7, $8, $9)";
    // PostgreSQL has to be told what values without a column are.
    SETTLE_SENT => { sqlite: settle_sent!("$1", "$2"), postgres: settle_sent!("CAST($1 AS BYTEA)", "CAST($2 AS TEXT)") };
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
    CANCEL_QUEUED_FOR: concat!(
        "UPDATE notices SET state = 'cancelled', settled_at = $2, ", unleased!(),
        " WHERE state = 'queued' AND delivery_id = $1"
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
    /// Whose it is from the beginning.
    pub lease: Option<NoticeLease>,
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

/// Notices as rows. They are ready when they are due, or when the lease on them ends.
#[must_use]
pub fn rows(notices: &[NewNotice]) -> Insert<'_> {
    Insert::new(INSERT, notices.iter().map(values))
}

fn values(notice: &NewNotice) -> [Value<'_>; 9] {
    let NewNotice { id, delivery_id, kind, due_at, give_up_at, created_at, lease } = notice;
    let (ready_at, owner, until) = match lease {
        Some(NoticeLease { owner, until }) => (until, owner.value(), until.value()),
        None => (due_at, Value::Blob(None), Value::Int(None)),
    };
    let [id, delivery_id, kind] = *args![id, delivery_id, kind];
    let [due_at, ready_at, give_up_at, created_at] = *args![due_at, ready_at, give_up_at, created_at];
    [id, delivery_id, kind, due_at, ready_at, give_up_at, created_at, owner, until]
}

/// Adds notices.
///
/// # Errors
/// The database's.
pub async fn insert_many(conn: &mut Conn, notices: &[NewNotice]) -> Result<(), StoreError> {
    conn.insert(&rows(notices)).await
}

/// Notes that a gateway took the notices, each with its reference; those of them that `owner` still had the lease of.
///
/// # Errors
/// The database's.
pub async fn settle_sent(
    conn: &mut Conn,
    sent: &[(NoticeId, &str)],
    owner: &[u8; 16],
    gateway: &str,
    at: UnixMillis,
) -> Result<Vec<NoticeId>, StoreError> {
    let rows: Vec<_> = sent.iter().map(|(id, reference)| *args![id, reference]).collect();
    let settled: Vec<One<_>> = conn.returning(SETTLE_SENT, &rows, args![gateway, at, owner]).await?;
    Ok(settled.into_iter().map(|One(id)| id).collect())
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

/// Cancels a delivery's notices that wait, leased ones included; how many.
///
/// # Errors
/// The database's.
pub async fn cancel_queued_for(
    conn: &mut Conn,
    delivery: DeliveryId,
    at: UnixMillis,
) -> Result<u64, StoreError> {
    conn.execute(CANCEL_QUEUED_FOR, args![delivery, at]).await
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
