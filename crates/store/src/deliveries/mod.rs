//! Deliveries: one message for one recipient, and what became of it.

use domain::{DeliveryId, DeliveryState, FailureReason, MessageId, PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, opaque},
    rows::Insert,
    statement::{LIST, list, statements},
    value::{Bind as _, Value, args, padded},
};

pub(crate) mod lists;

pub use lists::{
    DeliveryStatus, InboxRow, MessageDelivery, by_message, of_recipient, senders_of, states_for,
};

/// The columns of a [`Delivery`], of table `d`.
macro_rules! delivery_columns {
    () => {
        "d.id, d.message_id, d.account_id, d.recipient_id, d.state, d.failure, d.queued_at, d.sent_at,
         d.delivered_at, d.opened_at, d.failed_at, d.ended_at, d.last_opened_at, d.last_opened_from, d.removed_at"
    };
}
pub(crate) use delivery_columns;

statements! {
    INSERT: "INSERT INTO deliveries
        (id, message_id, account_id, recipient_id, locator_hash, queued_at, state, rank)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    BY_LOCATOR: concat!("SELECT ", delivery_columns!(), " FROM deliveries d WHERE d.locator_hash = $1");
    BY_ID: concat!("SELECT ", delivery_columns!(), " FROM deliveries d WHERE d.id = $1");
    ADVANCE: "UPDATE deliveries SET state = $2, rank = $3, failure = $5,
        sent_at = CASE WHEN $2 = 'sent' THEN $4 ELSE sent_at END,
        delivered_at = CASE WHEN $2 = 'delivered' THEN $4 ELSE delivered_at END,
        opened_at = CASE WHEN $2 = 'opened' THEN $4 ELSE opened_at END,
        failed_at = CASE WHEN $2 = 'failed' THEN $4 ELSE failed_at END,
        ended_at = CASE WHEN $2 IN ('expired', 'recalled') THEN $4 ELSE ended_at END
        WHERE id = $1 AND rank < $3";
    ADVANCE_MANY: concat!("UPDATE deliveries SET state = $65, rank = $66,
        sent_at = CASE WHEN $65 = 'sent' OR ($65 = 'delivered' AND sent_at IS NULL) THEN $67 ELSE sent_at END,
        delivered_at = CASE WHEN $65 = 'delivered' THEN $67 ELSE delivered_at END
        WHERE id IN ", list!(), " AND rank < $66");
    // The handset has it, whatever was said before.
    ARRIVE: "UPDATE deliveries SET state = 'delivered', rank = $2, delivered_at = $3, failure = NULL, failed_at = NULL,
        sent_at = coalesce(sent_at, $3)
        WHERE id = $1 AND (rank < $2 OR state = 'failed')";
    UNOPENED_OF: concat!("SELECT ", delivery_columns!(), " FROM deliveries d
        WHERE d.recipient_id = $1 AND d.rank < $2 AND d.state <> 'failed'");
    NOTE_OPENED: "UPDATE deliveries SET last_opened_at = $2, last_opened_from = $3 WHERE id = $1";
    REMOVE: "UPDATE deliveries SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL";
    REQUEUE: "UPDATE deliveries SET state = $2, rank = $3, queued_at = $4, failure = NULL, failed_at = NULL
        WHERE id = $1 AND state = 'failed'";
    END_ALL_OF: "UPDATE deliveries SET state = $2, rank = $3, ended_at = $4
        WHERE message_id = $1 AND rank < $3 AND state <> 'failed'";
}

/// A delivery to be stored, in state queued.
#[derive(Clone, PartialEq, Eq)]
pub struct NewDelivery {
    /// The delivery.
    pub id: DeliveryId,
    /// Its message.
    pub message_id: MessageId,
    /// The message's sender.
    pub account_id: PersonId,
    /// To whom.
    pub recipient_id: PersonId,
    /// SHA-256 of the locator.
    pub locator_hash: [u8; 32],
    /// Now.
    pub queued_at: UnixMillis,
}

/// A stored delivery.
#[derive(Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The delivery.
    pub id: DeliveryId,
    /// Its message.
    pub message_id: MessageId,
    /// The message's sender.
    pub account_id: PersonId,
    /// To whom.
    pub recipient_id: PersonId,
    /// Where it stands.
    pub state: DeliveryState,
    /// Why it failed.
    pub failure: Option<FailureReason>,
    /// When its notice was queued.
    pub queued_at: UnixMillis,
    /// When a gateway took the notice.
    pub sent_at: Option<UnixMillis>,
    /// When the carrier reported the notice on the handset.
    pub delivered_at: Option<UnixMillis>,
    /// When the recipient's page showed the message.
    pub opened_at: Option<UnixMillis>,
    /// When the notice failed for good.
    pub failed_at: Option<UnixMillis>,
    /// When it expired or was recalled.
    pub ended_at: Option<UnixMillis>,
    /// When the recipient's page showed the message last.
    pub last_opened_at: Option<UnixMillis>,
    /// The kind of browser that did.
    pub last_opened_from: Option<String>,
    /// When the recipient removed it from their list.
    pub removed_at: Option<UnixMillis>,
}

opaque!(NewDelivery, Delivery);

impl FromRow for Delivery {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.one()?,
            message_id: columns.one()?,
            account_id: columns.one()?,
            recipient_id: columns.one()?,
            state: columns.one()?,
            failure: columns.optional()?,
            queued_at: columns.one()?,
            sent_at: columns.optional()?,
            delivered_at: columns.optional()?,
            opened_at: columns.optional()?,
            failed_at: columns.optional()?,
            ended_at: columns.optional()?,
            last_opened_at: columns.optional()?,
            last_opened_from: columns.optional()?,
            removed_at: columns.optional()?,
        })
    }
}

/// Deliveries as rows.
#[must_use]
pub fn rows(deliveries: &[NewDelivery]) -> Insert<'_> {
    Insert::new(INSERT, deliveries.iter().map(values))
}

fn values(delivery: &NewDelivery) -> [Value<'_>; 8] {
    const STATE: &DeliveryState = &DeliveryState::Queued;
    const RANK: &u8 = &DeliveryState::Queued.rank();
    let NewDelivery { id, message_id, account_id, recipient_id, locator_hash, queued_at } = delivery;
    *args![id, message_id, account_id, recipient_id, locator_hash, queued_at, STATE, RANK]
}

/// Adds deliveries.
///
/// # Errors
/// [`StoreError::Conflict`] when a recipient has one of that message already.
pub async fn insert_many(conn: &mut Conn, deliveries: &[NewDelivery]) -> Result<(), StoreError> {
    conn.insert(&rows(deliveries)).await
}

/// Notes that the recipient's page has shown the message, and in what kind of browser.
///
/// # Errors
/// The database's.
pub async fn note_opened(
    conn: &mut Conn,
    id: DeliveryId,
    at: UnixMillis,
    agent: &str,
) -> Result<(), StoreError> {
    conn.execute(NOTE_OPENED, args![id, at, agent]).await.map(drop)
}

/// Takes a delivery out of its recipient's list; whether it was there.
///
/// # Errors
/// The database's.
pub async fn remove(conn: &mut Conn, id: DeliveryId, at: UnixMillis) -> Result<bool, StoreError> {
    conn.changes(REMOVE, args![id, at]).await
}

/// The delivery whose locator has this hash.
///
/// # Errors
/// The database's.
pub async fn by_locator_hash(conn: &mut Conn, hash: &[u8; 32]) -> Result<Option<Delivery>, StoreError> {
    conn.optional(BY_LOCATOR, args![hash]).await
}

/// The delivery with this id.
///
/// # Errors
/// The database's.
pub async fn by_id(conn: &mut Conn, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
    conn.optional(BY_ID, args![id]).await
}

/// Moves a delivery to a state of higher rank, and notes when; whether it moved.
///
/// # Errors
/// The database's.
pub async fn advance(
    conn: &mut Conn,
    id: DeliveryId,
    to: DeliveryState,
    at: UnixMillis,
    failure: Option<FailureReason>,
) -> Result<bool, StoreError> {
    conn.changes(ADVANCE, args![id, to, to.rank(), at, failure]).await
}

/// Moves deliveries to a state of higher rank that is no failure, and notes when. Those beyond it stay where they are.
/// What is delivered at once was sent at that time too.
///
/// # Errors
/// The database's.
pub async fn advance_many(
    conn: &mut Conn,
    ids: &[DeliveryId],
    to: DeliveryState,
    at: UnixMillis,
) -> Result<(), StoreError> {
    for chunk in ids.chunks(LIST) {
        let mut values = padded(chunk);
        let rank = to.rank();
        values.extend_from_slice(args![to, rank, at]);
        conn.execute(ADVANCE_MANY, &values).await?;
    }
    Ok(())
}

/// Notes that the handset has the notice, also when it was said before that it would not arrive; whether that is news.
///
/// # Errors
/// The database's.
pub async fn arrive(conn: &mut Conn, id: DeliveryId, at: UnixMillis) -> Result<bool, StoreError> {
    conn.changes(ARRIVE, args![id, DeliveryState::Delivered.rank(), at]).await
}

/// A recipient's deliveries that are neither opened nor at an end.
///
/// # Errors
/// The database's.
pub async fn unopened_of(conn: &mut Conn, recipient: PersonId) -> Result<Vec<Delivery>, StoreError> {
    conn.all(UNOPENED_OF, args![recipient, DeliveryState::Opened.rank()]).await
}

/// Takes a failed delivery back to queued, for another notice; whether it had failed.
///
/// # Errors
/// The database's.
pub async fn requeue(conn: &mut Conn, id: DeliveryId, at: UnixMillis) -> Result<bool, StoreError> {
    let to = DeliveryState::Queued;
    conn.changes(REQUEUE, args![id, to, to.rank(), at]).await
}

/// Ends a message's deliveries, apart from those that failed or have ended; how many.
///
/// # Errors
/// The database's.
pub async fn end_all_of(
    conn: &mut Conn,
    message: MessageId,
    to: DeliveryState,
    at: UnixMillis,
) -> Result<u64, StoreError> {
    conn.execute(END_ALL_OF, args![message, to, to.rank(), at]).await
}
