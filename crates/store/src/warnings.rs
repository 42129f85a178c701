//! Mails to accounts about their own sign-in.

use domain::{Email, PersonId, UnixMillis, WarningId, WarningTopic};

use crate::{
    Conn, StoreError,
    mail_queue::mail_queue,
    row::{Columns, FromRow, One, opaque},
    value::{Bind as _, args},
};

mail_queue! {
    table: "warnings",
    id: WarningId,
    leased: LeasedWarning,
    details: "SELECT w.id, w.kind, w.left_over, w.attempts, w.happened_at, w.give_up_at, a.email
         FROM warnings w JOIN accounts a ON a.id = w.account_id WHERE w.id IN ";
    INSERT: "INSERT INTO warnings (id, account_id, kind, left_over, state, happened_at, ready_at, attempts, give_up_at)
        VALUES ($1, $2, $3, $4, 'queued', $5, $6, 0, $7)";
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
