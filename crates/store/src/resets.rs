//! Requests of people who have forgotten their password.

use domain::{DeliveryId, MessageId, PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow},
    statement::statements,
    value::{Bind as _, args},
};

macro_rules! columns {
    () => {
        "person_id, delivery_id, message_id, account_id, state, asked_at, decided_at, ready_at"
    };
}

statements! {
    PUT: "INSERT INTO resets (person_id, delivery_id, message_id, account_id, state, asked_at)
        VALUES ($1, $2, $3, $4, 'asked', $5)
        ON CONFLICT (person_id) DO UPDATE SET delivery_id = excluded.delivery_id, message_id = excluded.message_id,
            account_id = excluded.account_id, state = 'asked', asked_at = excluded.asked_at, decided_at = NULL,
            ready_at = NULL";
    BY_PERSON: concat!("SELECT ", columns!(), " FROM resets WHERE person_id = $1");
    OF_MESSAGE: concat!("SELECT ", columns!(), " FROM resets WHERE message_id = $1");
    ASKED_OF: concat!(
        "SELECT ", columns!(), " FROM resets WHERE account_id = $1 AND state = 'asked' ORDER BY asked_at LIMIT $2"
    );
    DECIDE: "UPDATE resets SET state = $3, decided_at = $4, ready_at = $5
        WHERE person_id = $1 AND delivery_id = $2 AND state = 'asked'";
    REMOVE: "DELETE FROM resets WHERE person_id = $1";
    ERASE: "DELETE FROM resets WHERE message_id = $1";
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reset {
    /// Who has forgotten their password.
    pub person_id: PersonId,
    /// The delivery whose link they used.
    pub delivery_id: DeliveryId,
    /// Its message.
    pub message_id: MessageId,
    /// Who decides.
    pub account_id: PersonId,
    /// `asked`, `approved` or `declined`.
    pub state: String,
    /// When they asked.
    pub asked_at: UnixMillis,
    /// When it was decided.
    pub decided_at: Option<UnixMillis>,
    /// From when on an approved one can be followed.
    pub ready_at: Option<UnixMillis>,
}

impl FromRow for Reset {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            person_id: columns.one()?,
            delivery_id: columns.one()?,
            message_id: columns.one()?,
            account_id: columns.one()?,
            state: columns.one()?,
            asked_at: columns.one()?,
            decided_at: columns.optional()?,
            ready_at: columns.optional()?,
        })
    }
}

/// Keeps a new request, in the place of an earlier one of the same person.
///
/// # Errors
/// The database's.
pub async fn put(conn: &mut Conn, reset: &Reset) -> Result<(), StoreError> {
    let Reset { person_id, delivery_id, message_id, account_id, asked_at, .. } = reset;
    conn.execute(PUT, args![person_id, delivery_id, message_id, account_id, asked_at]).await.map(drop)
}

/// A person's request.
///
/// # Errors
/// The database's.
pub async fn by_person(conn: &mut Conn, person: PersonId) -> Result<Option<Reset>, StoreError> {
    conn.optional(BY_PERSON, args![person]).await
}

/// The requests that came by a message's links.
///
/// # Errors
/// The database's.
pub async fn of_message(conn: &mut Conn, message: MessageId) -> Result<Vec<Reset>, StoreError> {
    conn.all(OF_MESSAGE, args![message]).await
}

/// The requests that wait for an account's decision, the oldest first.
///
/// # Errors
/// The database's.
pub async fn asked_of(conn: &mut Conn, account: PersonId, limit: u32) -> Result<Vec<Reset>, StoreError> {
    conn.all(ASKED_OF, args![account, limit]).await
}

/// Notes what was decided about a request that waits; whether there was one.
///
/// # Errors
/// The database's.
pub async fn decide(
    conn: &mut Conn,
    person: PersonId,
    delivery: DeliveryId,
    state: &str,
    at: UnixMillis,
    ready_at: Option<UnixMillis>,
) -> Result<bool, StoreError> {
    conn.changes(DECIDE, args![person, delivery, state, at, ready_at]).await
}

/// Takes a person's request away; whether there was one.
///
/// # Errors
/// The database's.
pub async fn remove(conn: &mut Conn, person: PersonId) -> Result<bool, StoreError> {
    conn.changes(REMOVE, args![person]).await
}

/// Deletes those of a message.
pub(crate) async fn erase(conn: &mut Conn, message: MessageId) -> Result<(), StoreError> {
    conn.execute(ERASE, args![message]).await.map(drop)
}
