//! What the simulated phone has received, sealed.

use domain::{NoticeId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, opaque},
    rows::Insert,
    statement::statements,
    value::{Bind as _, Value, args},
};

statements! {
    APPEND: "INSERT INTO simulator_texts (id, to_index, sealed, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (id) DO NOTHING";
    ALL: "SELECT id, to_index, sealed, at FROM simulator_texts ORDER BY at DESC, id DESC LIMIT $1";
    BY_INDEX: "SELECT id, to_index, sealed, at FROM simulator_texts WHERE to_index = $1
        ORDER BY at DESC, id DESC LIMIT $2";
}

/// A text on the simulated phone.
#[derive(Clone, PartialEq, Eq)]
pub struct SimulatorText {
    /// The notice.
    pub id: NoticeId,
    /// HMAC of the number it went to.
    pub to_index: [u8; 32],
    /// Number and text, sealed by the master key.
    pub sealed: Vec<u8>,
    /// When it came.
    pub at: UnixMillis,
}

opaque!(SimulatorText);

impl FromRow for SimulatorText {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { id: columns.one()?, to_index: columns.one()?, sealed: columns.one()?, at: columns.one()? })
    }
}

/// Adds texts; one whose id is there already is left as it is.
///
/// # Errors
/// The database's.
pub async fn append(conn: &mut Conn, texts: &[SimulatorText]) -> Result<(), StoreError> {
    conn.insert(&Insert::new(APPEND, texts.iter().map(values))).await
}

fn values(SimulatorText { id, to_index, sealed, at }: &SimulatorText) -> [Value<'_>; 4] {
    *args![id, to_index, sealed, at]
}

/// The newest texts to anybody, newest first.
///
/// # Errors
/// The database's.
pub async fn all(conn: &mut Conn, limit: u32) -> Result<Vec<SimulatorText>, StoreError> {
    conn.all(ALL, args![limit]).await
}

/// The newest texts to one number, newest first.
///
/// # Errors
/// The database's.
pub async fn by_index(
    conn: &mut Conn,
    to_index: &[u8; 32],
    limit: u32,
) -> Result<Vec<SimulatorText>, StoreError> {
    conn.all(BY_INDEX, args![to_index, limit]).await
}
