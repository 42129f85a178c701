//! Private keys wrapped a second time, by a code that their owners keep.

use domain::{KeyId, PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, opaque},
    statement::statements,
    value::{Bind as _, args},
};

statements! {
    PUT: "INSERT INTO recovery_codes (person_id, key_id, verifier, wrapped, created_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (person_id) DO UPDATE SET key_id = excluded.key_id, verifier = excluded.verifier,
            wrapped = excluded.wrapped, created_at = excluded.created_at";
    BY_PERSON: "SELECT person_id, key_id, verifier, wrapped, created_at FROM recovery_codes WHERE person_id = $1";
    REMOVE: "DELETE FROM recovery_codes WHERE person_id = $1";
    USE: "DELETE FROM recovery_codes WHERE person_id = $1 AND verifier = $2";
}

/// What is stored of a person's recovery code.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode {
    /// Whose it is.
    pub person_id: PersonId,
    /// Of which key pair the private half is wrapped.
    pub key_id: KeyId,
    /// HMAC of the code's proof, 32 bytes.
    pub verifier: Vec<u8>,
    /// The private key, wrapped by the code and then by the master key.
    pub wrapped: Vec<u8>,
    /// When the code was made.
    pub created_at: UnixMillis,
}

opaque!(RecoveryCode);

impl FromRow for RecoveryCode {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            person_id: columns.one()?,
            key_id: columns.one()?,
            verifier: columns.one()?,
            wrapped: columns.one()?,
            created_at: columns.one()?,
        })
    }
}

/// Keeps a person's code, in the place of an earlier one.
///
/// # Errors
/// The database's.
pub async fn put(conn: &mut Conn, code: &RecoveryCode) -> Result<(), StoreError> {
    let RecoveryCode { person_id, key_id, verifier, wrapped, created_at } = code;
    conn.execute(PUT, args![person_id, key_id, verifier, wrapped, created_at]).await.map(drop)
}

/// A person's code.
///
/// # Errors
/// The database's.
pub async fn by_person(conn: &mut Conn, person: PersonId) -> Result<Option<RecoveryCode>, StoreError> {
    conn.optional(BY_PERSON, args![person]).await
}

/// Takes a person's code away; whether there was one.
///
/// # Errors
/// The database's.
pub async fn remove(conn: &mut Conn, person: PersonId) -> Result<bool, StoreError> {
    conn.changes(REMOVE, args![person]).await
}

/// Takes the code with this verifier away; `false` when it was used or replaced before.
///
/// # Errors
/// The database's.
pub async fn take(conn: &mut Conn, person: PersonId, verifier: &[u8]) -> Result<bool, StoreError> {
    conn.changes(USE, args![person, verifier]).await
}
