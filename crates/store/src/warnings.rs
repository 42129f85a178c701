//! Mails to accounts about their own sign-in: leased, sent and settled as reports are.

use domain::{Email, PersonId, UnixMillis, WarningId, WarningTopic};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, One, opaque},
    statement::{LIST, list, statements},
    value::{Bind as _, args, padded},
};

macro_rules! lease {
    ($lock:literal) => {
        concat!(
            "UPDATE warnings SET lease_owner = $1, ready_at = $3
             WHERE id IN (SELECT id FROM warnings WHERE state = 'queued' AND ready_at <= $2
                ORDER BY ready_at LIMIT $4",
            $lock,
            ") RETURNING id"
        )
    };
}

macro_rules! leased {
    () => {
        " WHERE id = $1 AND lease_owner = $2 AND state = 'queued'"
    };
}

statements! {
    INSERT: "INSERT INTO warnings (id, account_id, kind, left_over, state, happened_at, ready_at, attempts, give_up_at)
        VALUES ($1, $2, $3, $4, 'queued', $5, $6, 0, $7)";
    // As for notices: SQLite has one writer at a time, and no row locks.
    LEASE => { sqlite: lease!(""), postgres: lease!(" FOR UPDATE SKIP LOCKED") };
    DETAILS: concat!(
        "SELECT w.id, w.kind, w.left_over, w.attempts, w.happened_at, w.give_up_at, a.email
         FROM warnings w JOIN accounts a ON a.id = w.account_id WHERE w.id IN ", list!()
    );
    SETTLE: concat!(
        "UPDATE warnings SET state = $3, attempts = attempts + 1, settled_at = $4, last_error = $5,
            lease_owner = NULL", leased!()
    );
    RETRY_AT: concat!(
        "UPDATE warnings SET attempts = attempts + 1, ready_at = $3, last_error = $4, lease_owner = NULL", leased!()
    );
    RELEASE: "UPDATE warnings SET ready_at = happened_at, lease_owner = NULL
        WHERE lease_owner = $1 AND state = 'queued'";
    RELEASE_ALL: "UPDATE warnings SET ready_at = happened_at, lease_owner = NULL
        WHERE lease_owner IS NOT NULL AND state = 'queued'";
    NEXT_DUE: "SELECT ready_at FROM warnings WHERE state = 'queued' ORDER BY ready_at LIMIT 1";
}

/// A warning to be stored, in state queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWarning {
    /// The warning.
    pub id: WarningId,
    /// Whom it is for.
    pub account_id: PersonId,
    /// What is told.
    pub topic: WarningTopic,
    /// How many backup codes there still were.
    pub left_over: u32,
    /// When it happened.
    pub happened_at: UnixMillis,
    /// When nobody tries any more.
    pub give_up_at: UnixMillis,
}

/// A warning that its owner may send until the lease ends.
#[derive(Clone, PartialEq, Eq)]
pub struct LeasedWarning {
    /// The warning.
    pub id: WarningId,
    /// What is told.
    pub topic: WarningTopic,
    /// How many backup codes there still were.
    pub left_over: u32,
    /// How often it was tried before.
    pub attempts: u32,
    /// When it happened.
    pub happened_at: UnixMillis,
    /// When nobody tries any more.
    pub give_up_at: UnixMillis,
    /// Where it goes.
    pub email: Email,
}

opaque!(LeasedWarning);

impl FromRow for LeasedWarning {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.one()?,
            topic: columns.one()?,
            left_over: columns.one()?,
            attempts: columns.one()?,
            happened_at: columns.one()?,
            give_up_at: columns.one()?,
            email: columns.one()?,
        })
    }
}

/// Adds a warning, ready at once.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, warning: &NewWarning) -> Result<(), StoreError> {
    let NewWarning { id, account_id, topic, left_over, happened_at, give_up_at } = warning;
    let args = args![id, account_id, topic, left_over, happened_at, happened_at, give_up_at];
    conn.execute(INSERT, args).await.map(drop)
}

/// Takes up to `limit` warnings that are ready at `now`, for `owner` until `until`.
///
/// # Errors
/// The database's.
pub async fn lease(
    conn: &mut Conn,
    owner: &[u8; 16],
    now: UnixMillis,
    until: UnixMillis,
    limit: u32,
) -> Result<Vec<LeasedWarning>, StoreError> {
    let ids: Vec<One<WarningId>> = conn.writes().all(LEASE, args![owner, now, until, limit]).await?;
    let ids: Vec<_> = ids.into_iter().map(|One(id)| id).collect();
    let mut leased: Vec<LeasedWarning> = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(LIST) {
        leased.append(&mut conn.all(DETAILS, &padded(chunk)).await?);
    }
    Ok(leased)
}

/// Notes what became of the warning, `sent` or `failed`; whether `owner` still had the lease.
///
/// # Errors
/// The database's.
pub async fn settle(
    conn: &mut Conn,
    id: WarningId,
    owner: &[u8; 16],
    state: &str,
    at: UnixMillis,
    error: Option<&str>,
) -> Result<bool, StoreError> {
    conn.changes(SETTLE, args![id, owner, state, at, error]).await
}

/// Puts the warning back for another try; whether `owner` still had the lease.
///
/// # Errors
/// The database's.
pub async fn retry_at(
    conn: &mut Conn,
    id: WarningId,
    owner: &[u8; 16],
    at: UnixMillis,
    error: &str,
) -> Result<bool, StoreError> {
    conn.changes(RETRY_AT, args![id, owner, at, error]).await
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

/// When the next warning is ready; `None` when none waits.
///
/// # Errors
/// The database's.
pub async fn next_due(conn: &mut Conn) -> Result<Option<UnixMillis>, StoreError> {
    Ok(conn.optional(NEXT_DUE, args![]).await?.map(|One(at)| at))
}
