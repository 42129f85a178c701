//! Receipts that came before it was known what they are about: a gateway's receipt may overtake its answer.

use domain::{FailureReason, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow},
    statement::statements,
    value::{Bind as _, args},
};

statements! {
    KEEP: "INSERT INTO early_receipts (route, reference, outcome, failure, at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (route, reference, outcome) DO NOTHING";
    TAKE: "DELETE FROM early_receipts WHERE route = $1 AND reference = $2 RETURNING outcome, failure, at";
    MATCHED: "SELECT DISTINCT e.route, e.reference FROM early_receipts e
        JOIN notices n ON n.reference = e.reference AND n.gateway = e.route LIMIT $1";
    PRUNE: "DELETE FROM early_receipts WHERE at < $1";
}

/// What a receipt says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlyReceipt {
    /// The code of what became of the text.
    pub outcome: String,
    /// Why it did not arrive.
    pub failure: Option<FailureReason>,
    /// When the receipt came.
    pub at: UnixMillis,
}

impl FromRow for EarlyReceipt {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { outcome: columns.one()?, failure: columns.optional()?, at: columns.one()? })
    }
}

struct Matched(String, String);

impl FromRow for Matched {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self(columns.one()?, columns.one()?))
    }
}

/// Keeps a receipt for a reference of a route's; the same one twice is kept once.
///
/// # Errors
/// The database's.
pub async fn keep(
    conn: &mut Conn,
    route: &str,
    reference: &str,
    receipt: &EarlyReceipt,
) -> Result<(), StoreError> {
    let EarlyReceipt { outcome, failure, at } = receipt;
    conn.execute(KEEP, args![route, reference, outcome, failure, at]).await.map(drop)
}

/// Takes the receipts for a reference out.
///
/// # Errors
/// The database's.
pub async fn take(conn: &mut Conn, route: &str, reference: &str) -> Result<Vec<EarlyReceipt>, StoreError> {
    conn.writes().all(TAKE, args![route, reference]).await
}

/// Routes and references of receipts whose notices are known by now; up to `limit`.
///
/// # Errors
/// The database's.
pub async fn matched(conn: &mut Conn, limit: u32) -> Result<Vec<(String, String)>, StoreError> {
    let rows: Vec<Matched> = conn.all(MATCHED, args![limit]).await?;
    Ok(rows.into_iter().map(|Matched(route, reference)| (route, reference)).collect())
}

/// Forgets those that came before a time; how many.
///
/// # Errors
/// The database's.
pub async fn prune(conn: &mut Conn, before: UnixMillis) -> Result<u64, StoreError> {
    conn.execute(PRUNE, args![before]).await
}
