//! Sign-ins whose password was right and whose second factor is awaited.

use domain::{PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::One,
    statement::statements,
    value::{Bind as _, args},
};

statements! {
    INSERT: "INSERT INTO pending_sign_ins (token_hash, person_id, ends_at) VALUES ($1, $2, $3)";
    LIVE: "SELECT person_id FROM pending_sign_ins WHERE token_hash = $1 AND ends_at > $2";
    TAKE: "DELETE FROM pending_sign_ins WHERE token_hash = $1";
    DELETE_OF_PERSON: "DELETE FROM pending_sign_ins WHERE person_id = $1";
    DELETE_ENDED: "DELETE FROM pending_sign_ins WHERE ends_at <= $1";
}

/// Adds one, which ends at `ends_at`.
///
/// # Errors
/// The database's.
pub async fn insert(
    conn: &mut Conn,
    hash: &[u8; 32],
    person: PersonId,
    ends_at: UnixMillis,
) -> Result<(), StoreError> {
    conn.execute(INSERT, args![hash, person, ends_at]).await.map(drop)
}

/// Whose it is, unless it has ended.
///
/// # Errors
/// The database's.
pub async fn live(conn: &mut Conn, hash: &[u8; 32], now: UnixMillis) -> Result<Option<PersonId>, StoreError> {
    Ok(conn.optional(LIVE, args![hash, now]).await?.map(|One(person)| person))
}

/// Uses it up; `false` when it was used before.
///
/// # Errors
/// The database's.
pub async fn take(conn: &mut Conn, hash: &[u8; 32]) -> Result<bool, StoreError> {
    conn.changes(TAKE, args![hash]).await
}

/// Ends all of a person's.
///
/// # Errors
/// The database's.
pub async fn delete_of_person(conn: &mut Conn, person: PersonId) -> Result<u64, StoreError> {
    conn.execute(DELETE_OF_PERSON, args![person]).await
}

/// Deletes those that have ended; how many.
///
/// # Errors
/// The database's.
pub async fn delete_ended(conn: &mut Conn, now: UnixMillis) -> Result<u64, StoreError> {
    conn.execute(DELETE_ENDED, args![now]).await
}
