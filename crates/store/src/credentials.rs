//! The keys of a person, and how their password guards them.

use domain::{KdfParams, KeyId, PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, opaque},
    statement::{LIST, list, statements},
    value::{Bind as _, Value, args, padded},
};

macro_rules! columns {
    () => {
        "person_id, key_id, public_key, salt, memory_kib, iterations, parallelism, verifier, wrapped_key,
         created_at, changed_at"
    };
}

statements! {
    INSERT: concat!(
        "INSERT INTO credentials (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    KEYS_OF: concat!("SELECT c.person_id, c.key_id, c.public_key, r.language
        FROM credentials c LEFT JOIN recipients r ON r.id = c.person_id WHERE c.person_id IN ", list!());
    BY_PERSON: concat!("SELECT ", columns!(), " FROM credentials WHERE person_id = $1");
    REPLACE: "UPDATE credentials SET key_id = $2, public_key = $3, salt = $4, memory_kib = $5, iterations = $6,
         parallelism = $7, verifier = $8, wrapped_key = $9, created_at = $10, changed_at = $11 WHERE person_id = $1";
    REMOVE: "DELETE FROM credentials WHERE person_id = $1";
}

/// What is stored of a person's keys and password.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Whose they are.
    pub person_id: PersonId,
    /// Which key pair.
    pub key_id: KeyId,
    /// Algorithm id and bytes of the public key.
    pub public_key: Vec<u8>,
    /// The password's salt.
    pub salt: Vec<u8>,
    /// How the password is stretched.
    pub kdf: KdfParams,
    /// HMAC of the authentication key.
    pub verifier: Vec<u8>,
    /// The private key, wrapped by the password and then by the master key.
    pub wrapped_key: Vec<u8>,
    /// When the key pair was made.
    pub created_at: UnixMillis,
    /// When the password was last changed.
    pub changed_at: UnixMillis,
}

/// The public half of a person's keys.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyOf {
    /// Whose.
    pub person_id: PersonId,
    /// Which key pair.
    pub key_id: KeyId,
    /// Algorithm id and bytes of the public key.
    pub public_key: Vec<u8>,
    /// The tag of the language that they have chosen.
    pub language: Option<String>,
}

opaque!(Credential, KeyOf);

impl FromRow for KeyOf {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            person_id: columns.one()?,
            key_id: columns.one()?,
            public_key: columns.one()?,
            language: columns.optional()?,
        })
    }
}

impl FromRow for Credential {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            person_id: columns.one()?,
            key_id: columns.one()?,
            public_key: columns.one()?,
            salt: columns.one()?,
            kdf: KdfParams {
                memory_kib: columns.one()?,
                iterations: columns.one()?,
                parallelism: columns.one()?,
            },
            verifier: columns.one()?,
            wrapped_key: columns.one()?,
            created_at: columns.one()?,
            changed_at: columns.one()?,
        })
    }
}

/// Adds a person's first credential.
///
/// # Errors
/// [`StoreError::Conflict`] when the person has one.
pub async fn insert(conn: &mut Conn, credential: &Credential) -> Result<(), StoreError> {
    conn.execute(INSERT, &values(credential)).await.map(drop)
}

/// The public keys of those of the people that have one, in no order.
///
/// # Errors
/// The database's.
pub async fn keys_of(conn: &mut Conn, people: &[PersonId]) -> Result<Vec<KeyOf>, StoreError> {
    let mut keys = Vec::new();
    for chunk in people.chunks(LIST) {
        keys.append(&mut conn.all(KEYS_OF, &padded(chunk)).await?);
    }
    Ok(keys)
}

/// The person's credential.
///
/// # Errors
/// The database's.
pub async fn by_person(conn: &mut Conn, person: PersonId) -> Result<Option<Credential>, StoreError> {
    conn.optional(BY_PERSON, args![person]).await
}

/// Puts this credential in the place of the person's present one.
///
/// # Errors
/// The database's.
pub async fn replace(conn: &mut Conn, credential: &Credential) -> Result<(), StoreError> {
    conn.execute(REPLACE, &values(credential)).await.map(drop)
}

/// Takes a person's credential away; whether there was one.
///
/// # Errors
/// The database's.
pub async fn remove(conn: &mut Conn, person: PersonId) -> Result<bool, StoreError> {
    conn.changes(REMOVE, args![person]).await
}

fn values(credential: &Credential) -> [Value<'_>; 11] {
    let Credential {
        person_id,
        key_id,
        public_key,
        salt,
        kdf,
        verifier,
        wrapped_key,
        created_at,
        changed_at,
    } = credential;
    let KdfParams { memory_kib, iterations, parallelism } = kdf;
    *args![
        person_id,
        key_id,
        public_key,
        salt,
        memory_kib,
        iterations,
        parallelism,
        verifier,
        wrapped_key,
        created_at,
        changed_at,
    ]
}
