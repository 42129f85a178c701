//! A sender's list of messages, newest first, a page at a time.

use std::collections::HashMap;

use domain::{DeliveryId, DeliveryState, FailureReason, MessageId, PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, opaque},
    sealed_keys::SealedKey,
    statement::{LIST, list, statements},
    value::{Bind as _, args, padded},
};

macro_rules! page {
    ($condition:literal) => {
        concat!(
            "SELECT m.id, m.created_at, m.not_before, m.expires_at, m.recalled_at, m.erased_at, m.subject,
                k.message_id, k.person_id, k.key_id, k.sealed
             FROM messages m LEFT JOIN sealed_keys k ON k.message_id = m.id AND k.person_id = m.account_id
             WHERE m.account_id = $1 AND m.id < $2",
            $condition,
            " ORDER BY m.id DESC LIMIT $3"
        )
    };
}

statements! {
    PAGE: page!("");
    PAGE_BY_STATE: page!(
        " AND m.id IN (SELECT DISTINCT d.message_id FROM deliveries d
            WHERE d.account_id = $1 AND d.state = $4 AND d.message_id < $2 ORDER BY d.message_id DESC LIMIT $3)"
    );
    PAGE_BY_RECIPIENT: page!(
        " AND m.id IN (SELECT d.message_id FROM recipients r JOIN deliveries d ON d.recipient_id = r.id
            WHERE (r.phone_index = $4 OR r.last_four_index = $4) AND (CAST($5 AS TEXT) IS NULL OR d.state = $5))"
    );
    DELIVERIES: concat!(
        "SELECT d.message_id, d.id, d.recipient_id, r.phone_sealed, d.state, d.failure
         FROM deliveries d JOIN recipients r ON r.id = d.recipient_id
         WHERE d.message_id IN ", list!(), " ORDER BY d.message_id, d.id"
    );
}

/// Which of a sender's messages to list.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct SentFilter {
    /// Only messages to this recipient.
    pub recipient: Option<RecipientFilter>,
    /// Only messages with a delivery in this state (to that recipient).
    pub state: Option<DeliveryState>,
    /// Only messages older than this one.
    pub before: Option<MessageId>,
    /// At most this many.
    pub limit: u32,
}

/// A recipient as somebody looks for them.
#[derive(Clone, PartialEq, Eq)]
pub enum RecipientFilter {
    /// By the HMAC of the number.
    PhoneIndex([u8; 32]),
    /// By the HMAC of its last four digits.
    LastFourIndex([u8; 32]),
}

/// A message in its sender's list.
#[derive(Clone, PartialEq, Eq)]
pub struct SentRow {
    /// The message.
    pub id: MessageId,
    /// When it was submitted.
    pub created_at: UnixMillis,
    /// When the links begin to work.
    pub not_before: UnixMillis,
    /// When the content is erased.
    pub expires_at: UnixMillis,
    /// When its sender took it back.
    pub recalled_at: Option<UnixMillis>,
    /// When its content was erased.
    pub erased_at: Option<UnixMillis>,
    /// The sealed subject, until it is erased.
    pub subject: Option<Vec<u8>>,
    /// The sender's own key to it.
    pub sealed_key: Option<SealedKey>,
    /// All its deliveries.
    pub deliveries: Vec<SentDelivery>,
}

/// A delivery in the sender's list.
#[derive(Clone, PartialEq, Eq)]
pub struct SentDelivery {
    /// The delivery.
    pub id: DeliveryId,
    /// To whom.
    pub recipient_id: PersonId,
    /// Their number, sealed.
    pub phone_sealed: Vec<u8>,
    /// Where it stands.
    pub state: DeliveryState,
    /// Why it failed.
    pub failure: Option<FailureReason>,
}

opaque!(SentFilter, RecipientFilter, SentRow, SentDelivery);

impl FromRow for SentRow {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.one()?,
            created_at: columns.one()?,
            not_before: columns.one()?,
            expires_at: columns.one()?,
            recalled_at: columns.optional()?,
            erased_at: columns.optional()?,
            subject: columns.optional()?,
            sealed_key: SealedKey::joined(columns)?,
            deliveries: Vec::new(),
        })
    }
}

/// A delivery and the message it belongs to.
struct OfMessage(MessageId, SentDelivery);

impl FromRow for OfMessage {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self(
            columns.one()?,
            SentDelivery {
                id: columns.one()?,
                recipient_id: columns.one()?,
                phone_sealed: columns.one()?,
                state: columns.one()?,
                failure: columns.optional()?,
            },
        ))
    }
}

/// The account's messages that pass the filter, newest first, with all their deliveries.
///
/// # Errors
/// The database's.
pub async fn sent_page(
    conn: &mut Conn,
    account: PersonId,
    filter: &SentFilter,
) -> Result<Vec<SentRow>, StoreError> {
    let mut page = messages(conn, account, filter).await?;
    let ids: Vec<_> = page.iter().map(|row| row.id).collect();
    let mut deliveries: HashMap<_, Vec<_>> = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(LIST) {
        for OfMessage(id, delivery) in conn.all(DELIVERIES, &padded(chunk)).await? {
            deliveries.entry(id).or_default().push(delivery);
        }
    }
    for row in &mut page {
        row.deliveries = deliveries.remove(&row.id).unwrap_or_default();
    }
    Ok(page)
}

async fn messages(
    conn: &mut Conn,
    account: PersonId,
    filter: &SentFilter,
) -> Result<Vec<SentRow>, StoreError> {
    let SentFilter { recipient, state, before, limit } = filter;
    let before = before.unwrap_or(MessageId::from_bytes([0xff; 16]));
    match (recipient, state) {
        (None, None) => conn.all(PAGE, args![account, before, limit]).await,
        (None, Some(state)) => conn.all(PAGE_BY_STATE, args![account, before, limit, state]).await,
        (Some(RecipientFilter::PhoneIndex(index) | RecipientFilter::LastFourIndex(index)), state) => {
            conn.all(PAGE_BY_RECIPIENT, args![account, before, limit, index, state]).await
        }
    }
}
