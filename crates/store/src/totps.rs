//! Authenticator apps: the second factor of accounts, at most one for each.

use domain::{PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, One, opaque},
    statement::statements,
    value::{Bind as _, args},
};

statements! {
    // Whoever sets up again before the first code gets another secret; one that counts is never replaced.
    PROPOSE: "INSERT INTO totps (person_id, secret, created_at, last_step, tried_at) VALUES ($1, $2, $3, 0, 0)
        ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at
            WHERE totps.confirmed_at IS NULL";
    BY_PERSON: "SELECT secret, created_at, confirmed_at FROM totps WHERE person_id = $1";
    TRY: "UPDATE totps SET tried_at = $2 WHERE person_id = $1";
    CONFIRM: "UPDATE totps SET confirmed_at = $2 WHERE person_id = $1 AND confirmed_at IS NULL";
    USE: "UPDATE totps SET last_step = $2 WHERE person_id = $1 AND last_step < $2";
    REMOVE: "DELETE FROM totps WHERE person_id = $1";
    CONFIRMED: "SELECT person_id FROM totps WHERE confirmed_at IS NOT NULL ORDER BY person_id";
}

/// What an authenticator app shares with the instance.
#[derive(Clone, PartialEq, Eq)]
pub struct Totp {
    /// The secret, wrapped by the master key.
    pub secret: Vec<u8>,
    /// When it was made.
    pub created_at: UnixMillis,
    /// Since when it counts: when a first code was right.
    pub confirmed_at: Option<UnixMillis>,
}

opaque!(Totp);

impl FromRow for Totp {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { secret: columns.one()?, created_at: columns.one()?, confirmed_at: columns.optional()? })
    }
}

/// Keeps a secret that does not count yet, in the place of an earlier one; `false` when there is one that counts.
///
/// # Errors
/// The database's.
pub async fn propose(
    conn: &mut Conn,
    person: PersonId,
    secret: &[u8],
    at: UnixMillis,
) -> Result<bool, StoreError> {
    conn.changes(PROPOSE, args![person, secret, at]).await
}

/// A person's app, whether or not it counts.
///
/// # Errors
/// The database's.
pub async fn by_person(conn: &mut Conn, person: PersonId) -> Result<Option<Totp>, StoreError> {
    conn.optional(BY_PERSON, args![person]).await
}

/// The same for somebody who tries a code: until the transaction ends, nobody else tries one of this person.
///
/// # Errors
/// The database's.
pub async fn locked(conn: &mut Conn, person: PersonId, now: UnixMillis) -> Result<Option<Totp>, StoreError> {
    conn.execute(TRY, args![person, now]).await?;
    conn.optional(BY_PERSON, args![person]).await
}

/// Lets a person's app count from now on; `false` when it does already.
///
/// # Errors
/// The database's.
pub async fn confirm(conn: &mut Conn, person: PersonId, now: UnixMillis) -> Result<bool, StoreError> {
    conn.changes(CONFIRM, args![person, now]).await
}

/// Uses a time step up; `false` when its code, or a later one, was used before.
///
/// # Errors
/// The database's.
pub async fn use_step(conn: &mut Conn, person: PersonId, step: i64) -> Result<bool, StoreError> {
    conn.changes(USE, args![person, step]).await
}

/// Takes a person's app away; whether there was one.
///
/// # Errors
/// The database's.
pub async fn remove(conn: &mut Conn, person: PersonId) -> Result<bool, StoreError> {
    conn.changes(REMOVE, args![person]).await
}

/// Everybody whose app counts.
///
/// # Errors
/// The database's.
pub async fn confirmed(conn: &mut Conn) -> Result<Vec<PersonId>, StoreError> {
    let people: Vec<One<PersonId>> = conn.all(CONFIRMED, args![]).await?;
    Ok(people.into_iter().map(|One(person)| person).collect())
}
