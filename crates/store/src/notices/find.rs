//! Notices that were settled: which one a receipt is about, and those that somebody should look at.

use domain::{DeliveryId, MessageId, NoticeId, PersonId, UnixMillis};

use super::NoticeKind;
use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, opaque},
    statement::statements,
    value::{Bind as _, args},
};

macro_rules! about {
    () => {
        "SELECT n.id, n.kind, n.state, n.delivery_id, d.message_id, m.word_back
         FROM notices n JOIN deliveries d ON d.id = n.delivery_id JOIN messages m ON m.id = d.message_id"
    };
}

macro_rules! listed {
    () => {
        "SELECT n.id, n.kind, n.state, n.priority, n.due_at, n.attempts, n.gateway, n.route, n.last_error,
            d.recipient_id, r.phone_sealed, a.email
         FROM notices n JOIN deliveries d ON d.id = n.delivery_id JOIN recipients r ON r.id = d.recipient_id
         JOIN accounts a ON a.id = d.account_id"
    };
}

statements! {
    BY_REFERENCE: concat!(about!(), " WHERE n.reference = $1 AND n.gateway = $2");
    BY_ID: concat!(about!(), " WHERE n.id = $1");
    WAITING: concat!(
        listed!(), " WHERE n.state = 'queued' ORDER BY n.priority, n.turn, n.id LIMIT $1"
    );
    HELD: concat!(listed!(), " WHERE n.state = 'held' ORDER BY n.due_at LIMIT $1");
    TROUBLED: concat!(
        listed!(), " WHERE n.state IN ('failed', 'unknown') ORDER BY n.settled_at DESC LIMIT $1"
    );
    SET_ROUTE: "UPDATE notices SET route = $2 WHERE id = $1 AND state IN ('queued', 'planned', 'held')";
    RELEASE_HELD: "UPDATE notices SET state = 'queued', checked = 1, ready_at = $2, last_error = NULL
        WHERE delivery_id = $1 AND state = 'held'";
    SET_CHECKED: "UPDATE notices SET checked = 1 WHERE delivery_id = $1 AND state IN ('queued', 'planned')";
    AGAIN: "UPDATE notices SET state = 'queued', ready_at = $2, turn = $2, give_up_at = $3, unclear = 0,
            settled_at = NULL, reference = NULL, lease_owner = NULL, lease_until = NULL
        WHERE id = $1 AND state IN ('failed', 'unknown')";
    HURRY_ALL: "UPDATE notices SET ready_at = $1
        WHERE state = 'queued' AND lease_owner IS NULL AND ready_at > $1 AND unclear = 0";
    // Also while somebody has the lease: they have no say any more.
    RESOLVE: "UPDATE notices SET state = 'sent', settled_at = $2, lease_owner = NULL, lease_until = NULL
        WHERE id = $1 AND (state = 'unknown' OR (state = 'queued' AND unclear > 0))";
    FAIL_SENT: "UPDATE notices SET state = 'failed', last_error = $2, settled_at = $3
        WHERE id = $1 AND state = 'sent'";
    HURRY: "UPDATE notices SET ready_at = $2 WHERE id = $1 AND state = 'queued' AND lease_owner IS NULL";
}

/// A notice that a receipt may be about.
#[derive(Clone, PartialEq, Eq)]
pub struct SettledNotice {
    /// The notice.
    pub id: NoticeId,
    /// The first one or a reminder.
    pub kind: NoticeKind,
    /// Its state: `sent`, or `queued` when the receipt came first.
    pub state: String,
    /// What it announces.
    pub delivery_id: DeliveryId,
    /// Whose delivery that is of.
    pub message_id: MessageId,
    /// Of which events the sender is told by mail.
    pub word_back: u32,
}

/// A notice, for somebody who looks after the gateways.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedNotice {
    /// The notice.
    pub id: NoticeId,
    /// The first one or a reminder.
    pub kind: NoticeKind,
    /// Its state.
    pub state: String,
    /// Its priority.
    pub priority: u32,
    /// When it was due.
    pub due_at: UnixMillis,
    /// How often it was tried.
    pub attempts: u32,
    /// The route that tried it last.
    pub last_route: Option<String>,
    /// The only one that it may take.
    pub only_route: Option<String>,
    /// The code of what went wrong.
    pub last_error: Option<String>,
    /// To whom.
    pub recipient_id: PersonId,
    /// Their number, sealed.
    pub phone_sealed: Vec<u8>,
    /// Who wrote.
    pub sender: String,
}

opaque!(SettledNotice, ListedNotice);

impl FromRow for SettledNotice {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.one()?,
            kind: columns.one()?,
            state: columns.one()?,
            delivery_id: columns.one()?,
            message_id: columns.one()?,
            word_back: columns.one()?,
        })
    }
}

impl FromRow for ListedNotice {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.one()?,
            kind: columns.one()?,
            state: columns.one()?,
            priority: columns.one()?,
            due_at: columns.one()?,
            attempts: columns.one()?,
            last_route: columns.optional()?,
            only_route: columns.optional()?,
            last_error: columns.optional()?,
            recipient_id: columns.one()?,
            phone_sealed: columns.one()?,
            sender: columns.one()?,
        })
    }
}

/// Which notices to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeList {
    /// Those that wait, in the order in which they go.
    Waiting,
    /// Those that wait for their senders' decision.
    Held,
    /// Those that failed or whose end nobody knows, the latest first.
    Troubled,
}

/// The notice that `route` took under this reference.
///
/// # Errors
/// The database's.
pub async fn by_reference(
    conn: &mut Conn,
    route: &str,
    reference: &str,
) -> Result<Option<SettledNotice>, StoreError> {
    conn.optional(BY_REFERENCE, args![reference, route]).await
}

/// The notice with this id.
///
/// # Errors
/// The database's.
pub async fn by_id(conn: &mut Conn, id: NoticeId) -> Result<Option<SettledNotice>, StoreError> {
    conn.optional(BY_ID, args![id]).await
}

/// Up to `limit` notices.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, list: NoticeList, limit: u32) -> Result<Vec<ListedNotice>, StoreError> {
    let statement = match list {
        NoticeList::Waiting => WAITING,
        NoticeList::Held => HELD,
        NoticeList::Troubled => TROUBLED,
    };
    conn.all(statement, args![limit]).await
}

/// Lets a notice that has not gone out take one route only, or any; whether there is such a notice.
///
/// # Errors
/// The database's.
pub async fn set_route(conn: &mut Conn, id: NoticeId, route: Option<&str>) -> Result<bool, StoreError> {
    conn.changes(SET_ROUTE, args![id, route]).await
}

/// Lets a delivery's held notices go out, and its others without another look at the SIM; how many were held.
///
/// # Errors
/// The database's.
pub async fn release_held(conn: &mut Conn, delivery: DeliveryId, at: UnixMillis) -> Result<u64, StoreError> {
    conn.execute(SET_CHECKED, args![delivery]).await?;
    conn.execute(RELEASE_HELD, args![delivery, at]).await
}

/// Puts a notice that failed, or whose end nobody knows, into the outbox again; whether there is such a notice.
///
/// # Errors
/// The database's.
pub async fn again(
    conn: &mut Conn,
    id: NoticeId,
    at: UnixMillis,
    give_up_at: UnixMillis,
) -> Result<bool, StoreError> {
    conn.changes(AGAIN, args![id, at, give_up_at]).await
}

/// Lets a waiting notice be tried at once; whether it waited, and nobody had it.
///
/// # Errors
/// The database's.
pub async fn hurry(conn: &mut Conn, id: NoticeId, at: UnixMillis) -> Result<bool, StoreError> {
    conn.changes(HURRY, args![id, at]).await
}

/// Notes that the notice was taken after all, when that was not known; whether it was not.
///
/// # Errors
/// The database's.
pub async fn resolve(conn: &mut Conn, id: NoticeId, at: UnixMillis) -> Result<bool, StoreError> {
    conn.changes(RESOLVE, args![id, at]).await
}

/// Notes that a notice that was taken will not arrive; whether it was taken.
///
/// # Errors
/// The database's.
pub async fn fail_sent(
    conn: &mut Conn,
    id: NoticeId,
    error: &str,
    at: UnixMillis,
) -> Result<bool, StoreError> {
    conn.changes(FAIL_SENT, args![id, error, at]).await
}

/// Lets all waiting notices be tried at once, apart from those that a gateway may have taken; how many.
///
/// # Errors
/// The database's.
pub async fn hurry_all(conn: &mut Conn, at: UnixMillis) -> Result<u64, StoreError> {
    conn.execute(HURRY_ALL, args![at]).await
}
