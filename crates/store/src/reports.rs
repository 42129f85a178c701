//! Mails to senders about what became of their messages.

use domain::{DeliveryId, Email, FailureReason, MessageId, PersonId, ReportId, ReportTopic, UnixMillis};

use crate::{
    Conn, StoreError,
    mail_queue::mail_queue,
    row::{Columns, FromRow, One, opaque},
    rows::Insert,
    value::{Bind as _, Value, args},
};

mail_queue! {
    table: "reports",
    id: ReportId,
    leased: LeasedReport,
    details: "SELECT p.id, p.kind, p.attempts, p.happened_at, p.give_up_at, p.delivery_id, d.message_id, d.failure,
            d.recipient_id, r.phone_sealed, a.email, m.created_at, m.mail_return
         FROM reports p JOIN deliveries d ON d.id = p.delivery_id JOIN messages m ON m.id = d.message_id
         JOIN recipients r ON r.id = d.recipient_id JOIN accounts a ON a.id = d.account_id
         WHERE p.id IN ";
    INSERT: "INSERT INTO reports (id, delivery_id, kind, state, happened_at, ready_at, attempts, give_up_at)
        VALUES ($1, $2, $3, 'queued', $4, $5, 0, $6)";
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

/// What a delivery's sender was or will be told, in the order of events.
///
/// # Errors
/// The database's.
pub async fn of_delivery(conn: &mut Conn, delivery: DeliveryId) -> Result<Vec<ReportTopic>, StoreError> {
    let topics: Vec<One<ReportTopic>> = conn.all(OF_DELIVERY, args![delivery]).await?;
    Ok(topics.into_iter().map(|One(topic)| topic).collect())
}
