//! The organisation's own words for what is texted.

use domain::UnixMillis;

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow},
    statement::statements,
    value::{Bind as _, args},
};

statements! {
    ALL: "SELECT occasion, language, words FROM templates ORDER BY occasion, language";
    PUT: "INSERT INTO templates (occasion, language, words, changed_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (occasion, language) DO UPDATE SET words = excluded.words, changed_at = excluded.changed_at";
    REMOVE: "DELETE FROM templates WHERE occasion = $1 AND language = $2";
}

/// The words for one occasion in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTemplate {
    /// The occasion's code.
    pub occasion: String,
    /// The language's tag (BCP 47).
    pub language: String,
    /// The template's text.
    pub words: String,
}

impl FromRow for StoredTemplate {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { occasion: columns.one()?, language: columns.one()?, words: columns.one()? })
    }
}

/// All of them.
///
/// # Errors
/// The database's.
pub async fn all(conn: &mut Conn) -> Result<Vec<StoredTemplate>, StoreError> {
    conn.all(ALL, args![]).await
}

/// Keeps words, in place of those that there were.
///
/// # Errors
/// The database's.
pub async fn put(conn: &mut Conn, template: &StoredTemplate, at: UnixMillis) -> Result<(), StoreError> {
    let StoredTemplate { occasion, language, words } = template;
    conn.execute(PUT, args![occasion, language, words, at]).await.map(drop)
}

/// Forgets words; whether there were any.
///
/// # Errors
/// The database's.
pub async fn remove(conn: &mut Conn, occasion: &str, language: &str) -> Result<bool, StoreError> {
    conn.changes(REMOVE, args![occasion, language]).await
}
