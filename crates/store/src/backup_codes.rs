//! Backup codes: what accounts sign in with when their authenticator app is lost. Each is of use once.

use domain::{PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::One,
    rows::Insert,
    statement::statements,
    value::{Bind as _, Value, args},
};

statements! {
    INSERT: "INSERT INTO backup_codes (person_id, hash, created_at) VALUES ($1, $2, $3)";
    TAKE: "DELETE FROM backup_codes WHERE person_id = $1 AND hash = $2";
    REMOVE_ALL: "DELETE FROM backup_codes WHERE person_id = $1";
    LEFT: "SELECT count(*) FROM backup_codes WHERE person_id = $1";
}

/// Keeps these codes for a person, by their hashes, in the place of all earlier ones.
///
/// # Errors
/// The database's.
pub async fn replace(
    conn: &mut Conn,
    person: PersonId,
    hashes: &[[u8; 32]],
    at: UnixMillis,
) -> Result<(), StoreError> {
    remove_all(conn, person).await?;
    let values = hashes.iter().map(|hash| row(&person, hash, &at));
    conn.insert(&Insert::new(INSERT, values)).await
}

fn row<'a>(person: &'a PersonId, hash: &'a [u8; 32], at: &'a UnixMillis) -> [Value<'a>; 3] {
    *args![person, hash, at]
}

/// Uses a code up; `false` when the person has none with this hash, or not any more.
///
/// # Errors
/// The database's.
pub async fn take(conn: &mut Conn, person: PersonId, hash: &[u8; 32]) -> Result<bool, StoreError> {
    conn.changes(TAKE, args![person, hash]).await
}

/// Takes all codes of a person away.
///
/// # Errors
/// The database's.
pub async fn remove_all(conn: &mut Conn, person: PersonId) -> Result<(), StoreError> {
    conn.execute(REMOVE_ALL, args![person]).await.map(drop)
}

/// How many codes a person has left.
///
/// # Errors
/// The database's.
pub async fn left(conn: &mut Conn, person: PersonId) -> Result<u32, StoreError> {
    conn.one(LEFT, args![person]).await.map(|One(count)| count)
}
