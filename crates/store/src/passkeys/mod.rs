//! Private keys wrapped by passkeys, and what these are checked by.

pub mod challenges;

use domain::{KeyId, PasskeyId, PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, One, opaque},
    statement::statements,
    value::{Bind as _, args},
};

macro_rules! columns {
    () => {
        "id, person_id, key_id, credential_id, public_key, algorithm, counter, wrapped, name, created_at, used_at"
    };
}

statements! {
    INSERT: concat!("INSERT INTO passkeys (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
    BY_CREDENTIAL: concat!("SELECT ", columns!(), " FROM passkeys WHERE credential_id = $1");
    OF_PERSON: concat!("SELECT ", columns!(), " FROM passkeys WHERE person_id = $1 ORDER BY id");
    ANY: "SELECT person_id FROM passkeys WHERE person_id = $1 LIMIT 1";
    USED: "UPDATE passkeys SET counter = $2, used_at = $3 WHERE id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0))";
    REMOVE: "DELETE FROM passkeys WHERE id = $1 AND person_id = $2";
    REMOVE_ALL: "DELETE FROM passkeys WHERE person_id = $1";
}

/// What is stored of a passkey.
#[derive(Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Its id.
    pub id: PasskeyId,
    /// Whose it is.
    pub person_id: PersonId,
    /// Of which key pair the private half is wrapped.
    pub key_id: KeyId,
    /// What the device knows the passkey by.
    pub credential_id: Vec<u8>,
    /// The public key that its signatures are checked with (COSE).
    pub public_key: Vec<u8>,
    /// COSE's number of the algorithm.
    pub algorithm: i64,
    /// How often the device said that it was used; 0 when it does not count.
    pub counter: u32,
    /// The private key, wrapped by the passkey and then by the master key.
    pub wrapped: Vec<u8>,
    /// What its owner calls it, wrapped by the master key.
    pub name: Vec<u8>,
    /// When it was added.
    pub created_at: UnixMillis,
    /// When it was last used.
    pub used_at: Option<UnixMillis>,
}

opaque!(Passkey);

impl FromRow for Passkey {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.one()?,
            person_id: columns.one()?,
            key_id: columns.one()?,
            credential_id: columns.one()?,
            public_key: columns.one()?,
            algorithm: columns.one()?,
            counter: columns.one()?,
            wrapped: columns.one()?,
            name: columns.one()?,
            created_at: columns.one()?,
            used_at: columns.optional()?,
        })
    }
}

/// Adds a passkey.
///
/// # Errors
/// [`StoreError::Conflict`] when there is one with this credential id.
pub async fn insert(conn: &mut Conn, passkey: &Passkey) -> Result<(), StoreError> {
    let Passkey { id, person_id, key_id, credential_id, public_key, algorithm, .. } = passkey;
    let Passkey { counter, wrapped, name, created_at, used_at, .. } = passkey;
    let args = args![
        id,
        person_id,
        key_id,
        credential_id,
        public_key,
        algorithm,
        counter,
        wrapped,
        name,
        created_at,
        used_at,
    ];
    conn.execute(INSERT, args).await.map(drop)
}

/// The passkey that a device knows by this id.
///
/// # Errors
/// The database's.
pub async fn by_credential(conn: &mut Conn, credential_id: &[u8]) -> Result<Option<Passkey>, StoreError> {
    conn.optional(BY_CREDENTIAL, args![credential_id]).await
}

/// A person's passkeys, the oldest first.
///
/// # Errors
/// The database's.
pub async fn of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<Passkey>, StoreError> {
    conn.all(OF_PERSON, args![person]).await
}

/// Whether a person has a passkey.
///
/// # Errors
/// The database's.
pub async fn has_any(conn: &mut Conn, person: PersonId) -> Result<bool, StoreError> {
    Ok(conn.optional::<One<PersonId>>(ANY, args![person]).await?.is_some())
}

/// Notes that a passkey was used; `false` when it is gone, or its counter did not go up.
///
/// # Errors
/// The database's.
pub async fn used(conn: &mut Conn, id: PasskeyId, counter: u32, at: UnixMillis) -> Result<bool, StoreError> {
    conn.changes(USED, args![id, counter, at]).await
}

/// Takes a person's passkey away; whether there was one.
///
/// # Errors
/// The database's.
pub async fn remove(conn: &mut Conn, id: PasskeyId, person: PersonId) -> Result<bool, StoreError> {
    conn.changes(REMOVE, args![id, person]).await
}

/// Takes all of a person's passkeys away; how many.
///
/// # Errors
/// The database's.
pub async fn remove_all(conn: &mut Conn, person: PersonId) -> Result<u64, StoreError> {
    conn.execute(REMOVE_ALL, args![person]).await
}
