//! Lists of deliveries: of a message, of a recipient, and a sender's live status.

use std::collections::HashMap;

use domain::{DeliveryId, DeliveryState, FailureReason, MessageId, PersonId, UnixMillis};

use super::{Delivery, delivery_columns};
use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, opaque},
    sealed_keys::SealedKey,
    statement::{LIST, list, statements},
    value::{Bind, args, padded},
};

statements! {
    BY_MESSAGE: concat!(
        "SELECT ", delivery_columns!(), ", r.phone_sealed FROM deliveries d
         JOIN recipients r ON r.id = d.recipient_id WHERE d.message_id = $1 ORDER BY d.id"
    );
    OF_RECIPIENT: concat!(
        "SELECT ", delivery_columns!(), ", m.created_at, m.not_before, m.expires_at, m.subject,
            k.message_id, k.person_id, k.key_id, k.sealed
         FROM deliveries d JOIN messages m ON m.id = d.message_id
         LEFT JOIN sealed_keys k ON k.message_id = d.message_id AND k.person_id = d.recipient_id
         WHERE d.recipient_id = $1 AND d.message_id < $2 AND m.not_before <= $3 AND m.expires_at > $3
            AND m.erased_at IS NULL AND d.state NOT IN ('expired', 'recalled') AND d.removed_at IS NULL
         ORDER BY d.message_id DESC LIMIT $4"
    );
    SENDERS_OF: "SELECT d.account_id, d.id FROM deliveries d JOIN messages m ON m.id = d.message_id
        WHERE d.recipient_id = $1 AND m.erased_at IS NULL ORDER BY d.message_id DESC LIMIT $2";
    STATES: concat!(
        "SELECT d.message_id, d.id, d.state, d.failure FROM deliveries d
         WHERE d.message_id IN ", list!(), " AND d.account_id = $65"
    );
}

/// A delivery of a message, with its recipient's number.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageDelivery {
    /// The delivery.
    pub delivery: Delivery,
    /// The recipient's number, sealed.
    pub phone_sealed: Vec<u8>,
}

/// A message in its recipient's list.
#[derive(Clone, PartialEq, Eq)]
pub struct InboxRow {
    /// The delivery; its `account_id` is the sender.
    pub delivery: Delivery,
    /// When the message was submitted.
    pub created_at: UnixMillis,
    /// When its link began to work.
    pub not_before: UnixMillis,
    /// When its content is erased.
    pub expires_at: UnixMillis,
    /// The sealed subject.
    pub subject: Option<Vec<u8>>,
    /// The recipient's key to it.
    pub sealed_key: Option<SealedKey>,
}

/// Where a delivery stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryStatus {
    /// Its message.
    pub message_id: MessageId,
    /// The delivery.
    pub delivery_id: DeliveryId,
    /// Where it stands.
    pub state: DeliveryState,
    /// Why it failed.
    pub failure: Option<FailureReason>,
}

opaque!(MessageDelivery, InboxRow);

impl FromRow for MessageDelivery {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { delivery: Delivery::from_row(columns)?, phone_sealed: columns.one()? })
    }
}

impl FromRow for InboxRow {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            delivery: Delivery::from_row(columns)?,
            created_at: columns.one()?,
            not_before: columns.one()?,
            expires_at: columns.one()?,
            subject: columns.optional()?,
            sealed_key: SealedKey::joined(columns)?,
        })
    }
}

impl FromRow for DeliveryStatus {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            message_id: columns.one()?,
            delivery_id: columns.one()?,
            state: columns.one()?,
            failure: columns.optional()?,
        })
    }
}

/// All deliveries of a message.
///
/// # Errors
/// The database's.
pub async fn by_message(conn: &mut Conn, message: MessageId) -> Result<Vec<MessageDelivery>, StoreError> {
    conn.all(BY_MESSAGE, args![message]).await
}

/// What a recipient can read at `now`, newest first; with `before`, what is older than that message.
///
/// # Errors
/// The database's.
pub async fn of_recipient(
    conn: &mut Conn,
    recipient: PersonId,
    now: UnixMillis,
    limit: u32,
    before: Option<MessageId>,
) -> Result<Vec<InboxRow>, StoreError> {
    let before = before.unwrap_or(MessageId::from_bytes([0xff; 16]));
    conn.all(OF_RECIPIENT, args![recipient, before, now, limit]).await
}

/// A delivery, and who sent it.
struct SenderOf {
    account_id: PersonId,
    delivery_id: DeliveryId,
}

impl FromRow for SenderOf {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { account_id: columns.one()?, delivery_id: columns.one()? })
    }
}

/// Who has sent a recipient messages that are not erased, each with the newest delivery, from the newest `limit`.
///
/// # Errors
/// The database's.
pub async fn senders_of(
    conn: &mut Conn,
    recipient: PersonId,
    limit: u32,
) -> Result<HashMap<PersonId, DeliveryId>, StoreError> {
    let rows: Vec<SenderOf> = conn.all(SENDERS_OF, args![recipient, limit]).await?;
    let mut newest = HashMap::new();
    for row in rows {
        newest.entry(row.account_id).or_insert(row.delivery_id);
    }
    Ok(newest)
}

/// Where the deliveries of these messages stand; messages of other accounts are left out.
///
/// # Errors
/// The database's.
pub async fn states_for(
    conn: &mut Conn,
    account: PersonId,
    messages: &[MessageId],
) -> Result<Vec<DeliveryStatus>, StoreError> {
    let mut states = Vec::with_capacity(messages.len());
    for chunk in messages.chunks(LIST) {
        let mut values = padded(chunk);
        values.push(account.value());
        states.append(&mut conn.all(STATES, &values).await?);
    }
    Ok(states)
}
