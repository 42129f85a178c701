//! Who wants no texts: from anybody, or from one sender.

use domain::{PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow},
    statement::{LIST, list, statements},
    value::{Bind as _, args, padded},
};

/// Whose texts an opt-out from everybody is about.
pub const EVERYBODY: PersonId = PersonId::from_bytes([0; 16]);

statements! {
    ADD: "INSERT INTO opt_outs (phone_index, account_id, source, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (phone_index, account_id) DO NOTHING";
    REMOVE: "DELETE FROM opt_outs WHERE phone_index = $1 AND account_id = $2";
    AMONG: concat!("SELECT phone_index, account_id, source, at FROM opt_outs WHERE phone_index IN ", list!());
    ANY: "SELECT count(*) FROM (SELECT 1 FROM opt_outs LIMIT 1) AS one";
    ALL: "SELECT o.phone_index, o.account_id, o.source, o.at, r.id, r.phone_sealed
        FROM opt_outs o JOIN recipients r ON r.phone_index = o.phone_index
        ORDER BY o.at DESC LIMIT $1";
}

/// That somebody wants no texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptOut {
    /// Whose number.
    pub phone_index: [u8; 32],
    /// Whose texts: [`EVERYBODY`]'s, or one sender's.
    pub account_id: PersonId,
    /// How it is known.
    pub source: String,
    /// Since when.
    pub at: UnixMillis,
}

/// The same, with the number.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedOptOut {
    /// What it is.
    pub opt_out: OptOut,
    /// Whose it is.
    pub recipient_id: PersonId,
    /// Their number, sealed.
    pub phone_sealed: Vec<u8>,
}

crate::row::opaque!(ListedOptOut);

impl FromRow for OptOut {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            phone_index: columns.one()?,
            account_id: columns.one()?,
            source: columns.one()?,
            at: columns.one()?,
        })
    }
}

impl FromRow for ListedOptOut {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            opt_out: OptOut::from_row(columns)?,
            recipient_id: columns.one()?,
            phone_sealed: columns.one()?,
        })
    }
}

/// Notes that somebody wants no texts; whether that is news.
///
/// # Errors
/// The database's.
pub async fn add(conn: &mut Conn, new: &OptOut) -> Result<bool, StoreError> {
    let OptOut { phone_index, account_id, source, at } = new;
    conn.changes(ADD, args![phone_index, account_id, source, at]).await
}

/// Notes that somebody wants texts again; whether that is news.
///
/// # Errors
/// The database's.
pub async fn remove(
    conn: &mut Conn,
    phone_index: &[u8; 32],
    account_id: PersonId,
) -> Result<bool, StoreError> {
    conn.changes(REMOVE, args![phone_index, account_id]).await
}

/// The opt-outs of these numbers, whosever texts they are about.
///
/// # Errors
/// The database's.
pub async fn among(conn: &mut Conn, numbers: &[[u8; 32]]) -> Result<Vec<OptOut>, StoreError> {
    let mut found = Vec::new();
    for chunk in numbers.chunks(LIST) {
        found.append(&mut conn.all(AMONG, &padded(chunk)).await?);
    }
    Ok(found)
}

/// Whether there are any.
///
/// # Errors
/// The database's.
pub async fn any(conn: &mut Conn) -> Result<bool, StoreError> {
    let row: crate::row::One<u64> = conn.one(ANY, args![]).await?;
    Ok(row.0 > 0)
}

/// The newest opt-outs of numbers that somebody has written to.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, limit: u32) -> Result<Vec<ListedOptOut>, StoreError> {
    conn.all(ALL, args![limit]).await
}
