//! The outbox: notices that wait for a gateway.
//!
//! A worker leases notices, calls the gateway outside any transaction, and settles each. A lease that ends without
//! being settled lets the next worker try: a notice can go out twice, and is never lost.

use domain::{DeliveryId, MessageId, NoticeId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, Maybe, One},
    rows::Insert,
    statement::statements,
    value::{Bind as _, Value, args},
};

pub(crate) mod find;
mod kind;
pub(crate) mod lease;
pub(crate) mod settle;

pub use find::{
    ListedNotice, NoticeList, SettledNotice, again, by_id, by_reference, fail_sent, hurry, hurry_all, list,
    release_held, resolve, set_route,
};
pub use kind::NoticeKind;
pub use lease::{LeasedNotice, NoticeLease, lease};
pub use settle::{Retry, hold, put_back, retry, settle_failed, settle_sent, settle_unknown};

/// What a settled notice no longer has.
macro_rules! unleased {
    () => {
        "lease_owner = NULL, lease_until = NULL"
    };
}
use unleased;

statements! {
    INSERT: "INSERT INTO notices
        (id, delivery_id, kind, state, priority, turn, due_at, ready_at, attempts, give_up_at, created_at, lease_owner,
         lease_until)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $11, $12)";
    CANCEL_QUEUED_OF: concat!(
        "UPDATE notices SET state = 'cancelled', settled_at = $2, ", unleased!(),
        " WHERE state IN ('queued', 'planned', 'held') AND delivery_id IN (SELECT id FROM deliveries WHERE message_id = $1)"
    );
    CANCEL_QUEUED_FOR: concat!(
        "UPDATE notices SET state = 'cancelled', settled_at = $2, ", unleased!(),
        " WHERE state IN ('queued', 'planned', 'held') AND delivery_id = $1"
    );
    RELEASE: concat!(
        "UPDATE notices SET ready_at = due_at, ", unleased!(), " WHERE lease_owner = $1 AND state = 'queued'"
    );
    RELEASE_ALL: concat!(
        "UPDATE notices SET ready_at = due_at, ", unleased!(), " WHERE lease_owner IS NOT NULL AND state = 'queued'"
    );
    NEXT_DUE: "SELECT min(at) FROM (SELECT min(ready_at) AS at FROM notices WHERE state = 'queued'
        UNION ALL SELECT min(due_at) FROM notices WHERE state = 'planned') AS next";
    LATEST_OF: "SELECT created_at FROM notices WHERE delivery_id = $1 ORDER BY created_at DESC LIMIT 1";
    ROUTE_OF: "SELECT gateway FROM notices WHERE delivery_id = $1 AND gateway IS NOT NULL
        ORDER BY settled_at DESC LIMIT 1";
    STATS: "SELECT count(*), coalesce(sum(CASE WHEN priority = 0 THEN 1 ELSE 0 END), 0), min(due_at),
            (SELECT count(*) FROM notices WHERE state = 'planned'),
            (SELECT count(*) FROM notices WHERE state = 'held')
        FROM notices WHERE state = 'queued'";
}

/// A notice to be stored: queued, or planned when it is due later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNotice {
    /// The notice.
    pub id: NoticeId,
    /// What it announces.
    pub delivery_id: DeliveryId,
    /// The first one or a reminder.
    pub kind: NoticeKind,
    /// Lower ones go first: 0 is urgent.
    pub priority: u32,
    /// Its place among those of its priority; lower ones go first. When it is due, or later when its sender has many.
    pub turn: UnixMillis,
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
    /// Those of them that are urgent.
    pub urgent: u64,
    /// When the one that waits longest was or will be due.
    pub oldest_due: Option<UnixMillis>,
    /// Notices that are due later.
    pub planned: u64,
    /// Notices that wait for their senders' decision.
    pub held: u64,
}

impl FromRow for OutboxStats {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            queued: columns.one()?,
            urgent: columns.one()?,
            oldest_due: columns.optional()?,
            planned: columns.one()?,
            held: columns.one()?,
        })
    }
}

/// Notices as rows. They are ready when they are due, or when the lease on them ends.
#[must_use]
pub fn rows(notices: &[NewNotice]) -> Insert<'_> {
    Insert::new(INSERT, notices.iter().map(values))
}

fn values(notice: &NewNotice) -> [Value<'_>; 12] {
    let NewNotice { id, delivery_id, kind, priority, turn, due_at, give_up_at, created_at, lease } = notice;
    let is_planned = lease.is_none() && due_at > created_at;
    let state = Value::Text(Some(if is_planned { "planned" } else { "queued" }));
    let (ready_at, owner, until) = match lease {
        Some(NoticeLease { owner, until }) => (until, owner.value(), until.value()),
        None => (due_at, Value::Blob(None), Value::Int(None)),
    };
    let [id, delivery_id, kind] = *args![id, delivery_id, kind];
    let [priority, turn, due_at] = *args![priority, turn, due_at];
    let [ready_at, give_up_at, created_at] = *args![ready_at, give_up_at, created_at];
    [id, delivery_id, kind, state, priority, turn, due_at, ready_at, give_up_at, created_at, owner, until]
}

/// Adds notices.
///
/// # Errors
/// The database's.
pub async fn insert_many(conn: &mut Conn, notices: &[NewNotice]) -> Result<(), StoreError> {
    conn.insert(&rows(notices)).await
}

/// Cancels a message's notices that have not gone out, leased ones included; how many.
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

/// Cancels a delivery's notices that have not gone out, leased ones included; how many.
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

/// When the next notice is due or ready, or the next lease ends; `None` when nothing waits.
///
/// # Errors
/// The database's.
pub async fn next_due(conn: &mut Conn) -> Result<Option<UnixMillis>, StoreError> {
    Ok(conn.one::<Maybe<_>>(NEXT_DUE, args![]).await?.0)
}

/// When a delivery's newest notice was queued.
///
/// # Errors
/// The database's.
pub async fn latest_of(conn: &mut Conn, delivery: DeliveryId) -> Result<Option<UnixMillis>, StoreError> {
    Ok(conn.optional(LATEST_OF, args![delivery]).await?.map(|One(at)| at))
}

/// Which route a delivery's newest notice went over; `None` before any did.
///
/// # Errors
/// The database's.
pub async fn route_of(conn: &mut Conn, delivery: DeliveryId) -> Result<Option<String>, StoreError> {
    Ok(conn.optional(ROUTE_OF, args![delivery]).await?.map(|One(route)| route))
}

/// How full the outbox is.
///
/// # Errors
/// The database's.
pub async fn stats(conn: &mut Conn) -> Result<OutboxStats, StoreError> {
    conn.one(STATS, args![]).await
}
