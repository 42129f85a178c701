//! Mails to senders that wait for the relay: leased, sent and settled as notices are.

use domain::{DeliveryId, Email, FailureReason, MessageId, PersonId, ReportId, ReportTopic, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, One, opaque},
    rows::Insert,
    statement::{LIST, list, statements},
    value::{Bind as _, Value, args, padded},
};

macro_rules! lease {
    ($lock:literal) => {
        concat!(
            "UPDATE reports SET lease_owner = $1, ready_at = $3
             WHERE id IN (SELECT id FROM reports WHERE state = 'queued' AND ready_at <= $2
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
    INSERT: "INSERT INTO reports (id, delivery_id, kind, state, happened_at, ready_at, attempts, give_up_at)
        VALUES ($1, $2, $3, 'queued', $4, $5, 0, $6)";
    // As for notices: SQLite has one writer at a time, and no row locks.
    LEASE => { sqlite: lease!(""), postgres: lease!(" FOR UPDATE SKIP LOCKED") };
    DETAILS: concat!(
        "SELECT p.id, p.kind, p.attempts, p.happened_at, p.give_up_at, p.delivery_id, d.message_id, d.failure,
            d.recipient_id, r.phone_sealed, a.email, m.created_at, m.mail_return
         FROM reports p JOIN deliveries d ON d.id = p.delivery_id JOIN messages m ON m.id = d.message_id
         JOIN recipients r ON r.id = d.recipient_id JOIN accounts a ON a.id = d.account_id
         WHERE p.id IN ", list!()
    );
    SETTLE: concat!(
        "UPDATE reports SET state = $3, attempts = attempts + 1, settled_at = $4, last_error = $5,
            lease_owner = NULL", leased!()
    );
    RETRY_AT: concat!(
        "UPDATE reports SET attempts = attempts + 1, ready_at = $3, last_error = $4, lease_owner = NULL", leased!()
    );
    RELEASE: "UPDATE reports SET ready_at = happened_at, lease_owner = NULL
        WHERE lease_owner = $1 AND state = 'queued'";
    RELEASE_ALL: "UPDATE reports SET ready_at = happened_at, lease_owner = NULL
        WHERE lease_owner IS NOT NULL AND state = 'queued'";
    NEXT_DUE: "SELECT ready_at FROM reports WHERE state = 'queued' ORDER BY ready_at LIMIT 1";
    OF_DELIVERY: "SELECT kind FROM reports WHERE delivery_id = $1 ORDER BY id";
}

/// A report to be stored, in state queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReport {
    /// The report.
    pub id: ReportId,
    /// What it reports on.
    pub delivery_id: DeliveryId,
    /// What is told.
    pub topic: ReportTopic,
    /// When that happened.
    pub happened_at: UnixMillis,
    /// When nobody tries any more.
    pub give_up_at: UnixMillis,
}

/// A report that its owner may send until the lease ends.
#[derive(Clone, PartialEq, Eq)]
pub struct LeasedReport {
    /// The report.
    pub id: ReportId,
    /// What is told.
    pub topic: ReportTopic,
    /// How often it was tried before.
    pub attempts: u32,
    /// When it happened.
    pub happened_at: UnixMillis,
    /// When nobody tries any more.
    pub give_up_at: UnixMillis,
    /// What it reports on.
    pub delivery_id: DeliveryId,
    /// Whose delivery that is of.
    pub message_id: MessageId,
    /// Why it failed.
    pub failure: Option<FailureReason>,
    /// To whom it was.
    pub recipient_id: PersonId,
    /// Their number, sealed.
    pub phone_sealed: Vec<u8>,
    /// To whom the report goes.
    pub email: Email,
    /// When the mail was accepted.
    pub submitted_at: UnixMillis,
    /// How the sender asked for it, sealed.
    pub mail_return: Option<Vec<u8>>,
}

opaque!(LeasedReport);

impl FromRow for LeasedReport {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.one()?,
            topic: columns.one()?,
            attempts: columns.one()?,
            happened_at: columns.one()?,
            give_up_at: columns.one()?,
            delivery_id: columns.one()?,
            message_id: columns.one()?,
            failure: columns.optional()?,
            recipient_id: columns.one()?,
            phone_sealed: columns.one()?,
            email: columns.one()?,
            submitted_at: columns.one()?,
            mail_return: columns.optional()?,
        })
    }
}

/// Adds reports. They are ready at once.
///
/// # Errors
/// The database's.
pub async fn insert_many(conn: &mut Conn, reports: &[NewReport]) -> Result<(), StoreError> {
    conn.insert(&Insert::new(INSERT, reports.iter().map(values))).await
}

fn values(report: &NewReport) -> [Value<'_>; 6] {
    let NewReport { id, delivery_id, topic, happened_at, give_up_at } = report;
    *args![id, delivery_id, topic, happened_at, happened_at, give_up_at]
}

/// Takes up to `limit` reports that are ready at `now`, for `owner` until `until`.
///
/// # Errors
/// The database's.
pub async fn lease(
    conn: &mut Conn,
    owner: &[u8; 16],
    now: UnixMillis,
    until: UnixMillis,
    limit: u32,
) -> Result<Vec<LeasedReport>, StoreError> {
    let ids: Vec<One<ReportId>> = conn.writes().all(LEASE, args![owner, now, until, limit]).await?;
    let ids: Vec<_> = ids.into_iter().map(|One(id)| id).collect();
    let mut leased: Vec<LeasedReport> = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(LIST) {
        leased.append(&mut conn.all(DETAILS, &padded(chunk)).await?);
    }
    Ok(leased)
}

/// Notes what became of the report, `sent`, `unwanted` or `failed`; whether `owner` still had the lease.
///
/// # Errors
/// The database's.
pub async fn settle(
    conn: &mut Conn,
    id: ReportId,
    owner: &[u8; 16],
    state: &str,
    at: UnixMillis,
    error: Option<&str>,
) -> Result<bool, StoreError> {
    conn.changes(SETTLE, args![id, owner, state, at, error]).await
}

/// Puts the report back for another try; whether `owner` still had the lease.
///
/// # Errors
/// The database's.
pub async fn retry_at(
    conn: &mut Conn,
    id: ReportId,
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

/// When the next report is ready; `None` when none waits.
///
/// # Errors
/// The database's.
pub async fn next_due(conn: &mut Conn) -> Result<Option<UnixMillis>, StoreError> {
    Ok(conn.optional(NEXT_DUE, args![]).await?.map(|One(at)| at))
}

/// What a delivery's sender was or will be told, in the order of events.
///
/// # Errors
/// The database's.
pub async fn of_delivery(conn: &mut Conn, delivery: DeliveryId) -> Result<Vec<ReportTopic>, StoreError> {
    let topics: Vec<One<ReportTopic>> = conn.all(OF_DELIVERY, args![delivery]).await?;
    Ok(topics.into_iter().map(|One(topic)| topic).collect())
}
