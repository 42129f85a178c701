//! What happened, who did it and when. Written in the transaction that it records.

use std::borrow::Cow;

use domain::{DeliveryId, MessageId, PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow},
    rows::Insert,
    statement::statements,
    value::{Bind as _, Value, args},
};

statements! {
    INSERT: "INSERT INTO audit (at, actor_kind, actor_id, action, message_id, delivery_id, person_id, detail)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    OF_MESSAGE: "SELECT at, actor_kind, actor_id, action, message_id, delivery_id, person_id, detail
        FROM audit WHERE message_id = $1 ORDER BY at, id";
}

/// Something that happened. The database numbers the events in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    /// When.
    pub at: UnixMillis,
    /// What kind of somebody did it, such as `sender`.
    pub actor_kind: Cow<'static, str>,
    /// Who did it.
    pub actor_id: Option<PersonId>,
    /// What they did: a code.
    pub action: Cow<'static, str>,
    /// The message it was done to.
    pub message_id: Option<MessageId>,
    /// The delivery it was done to.
    pub delivery_id: Option<DeliveryId>,
    /// The person it was done to.
    pub person_id: Option<PersonId>,
    /// More about it: a code, never content.
    pub detail: Option<Cow<'static, str>>,
}

impl FromRow for AuditEvent {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            at: columns.one()?,
            actor_kind: Cow::Owned(columns.one()?),
            actor_id: columns.optional()?,
            action: Cow::Owned(columns.one()?),
            message_id: columns.optional()?,
            delivery_id: columns.optional()?,
            person_id: columns.optional()?,
            detail: columns.optional()?.map(Cow::Owned),
        })
    }
}

/// Events as rows, to be added in this order.
#[must_use]
pub fn rows(events: &[AuditEvent]) -> Insert<'_> {
    Insert::new(INSERT, events.iter().map(values))
}

fn values(event: &AuditEvent) -> [Value<'_>; 8] {
    let AuditEvent { at, actor_kind, actor_id, action, message_id, delivery_id, person_id, detail } = event;
    let (actor_kind, action) = (actor_kind.as_ref(), action.as_ref());
    [
        at.value(),
        Value::Text(Some(actor_kind)),
        actor_id.value(),
        Value::Text(Some(action)),
        message_id.value(),
        delivery_id.value(),
        person_id.value(),
        Value::Text(detail.as_deref()),
    ]
}

/// Adds events, in this order.
///
/// # Errors
/// The database's.
pub async fn insert_many(conn: &mut Conn, events: &[AuditEvent]) -> Result<(), StoreError> {
    conn.insert(&rows(events)).await
}

/// A message's events, in their order.
///
/// # Errors
/// The database's.
pub async fn of_message(conn: &mut Conn, message: MessageId) -> Result<Vec<AuditEvent>, StoreError> {
    conn.all(OF_MESSAGE, args![message]).await
}
