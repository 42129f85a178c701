//! Data keys that wait for their recipients behind a passcode.

use domain::{DeliveryId, KdfParams, MessageId, PasscodeSalt, PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, One, opaque},
    rows::Insert,
    statement::statements,
    value::{Bind as _, Value, args},
};

macro_rules! columns {
    () => {
        "message_id, person_id, delivery_id, salt, memory_kib, iterations, parallelism, verifier, wrapped, tries"
    };
}

statements! {
    INSERT: concat!("INSERT INTO passcodes (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    ONE: concat!("SELECT ", columns!(), " FROM passcodes WHERE message_id = $1 AND person_id = $2");
    FIRST_OF: "SELECT p.delivery_id FROM passcodes p JOIN messages m ON m.id = p.message_id
        WHERE p.person_id = $1 AND m.not_before <= $2 ORDER BY p.message_id LIMIT 1";
    // The try is counted before it is looked at, so that many at once are no more tries than one after the other.
    TRY: "UPDATE passcodes SET tries = tries + 1 WHERE message_id = $1 AND person_id = $2 AND tries < $3
        RETURNING tries";
    FORGIVE: "UPDATE passcodes SET tries = 0 WHERE message_id = $1 AND person_id = $2";
    RENEW: "UPDATE passcodes SET salt = $3, memory_kib = $4, iterations = $5, parallelism = $6, verifier = $7,
        wrapped = $8, tries = 0 WHERE message_id = $1 AND person_id = $2";
    REMOVE: "DELETE FROM passcodes WHERE message_id = $1 AND person_id = $2";
    OF_MESSAGE: concat!("SELECT ", columns!(), " FROM passcodes WHERE message_id = $1 ORDER BY delivery_id");
    ERASE: "DELETE FROM passcodes WHERE message_id = $1";
}

/// A data key behind a passcode.
#[derive(Clone, PartialEq, Eq)]
pub struct Passcode {
    /// The message.
    pub message_id: MessageId,
    /// For whom it waits.
    pub person_id: PersonId,
    /// Their delivery of it.
    pub delivery_id: DeliveryId,
    /// What the passcode is stretched with.
    pub salt: Vec<u8>,
    /// How it is stretched.
    pub kdf: KdfParams,
    /// HMAC of its proof, 32 bytes.
    pub verifier: Vec<u8>,
    /// The data key, wrapped by the passcode and then by the master key.
    pub wrapped: Vec<u8>,
    /// How many wrong tries there were.
    pub tries: u32,
}

opaque!(Passcode);

impl FromRow for Passcode {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            message_id: columns.one()?,
            person_id: columns.one()?,
            delivery_id: columns.one()?,
            salt: columns.one()?,
            kdf: KdfParams {
                memory_kib: columns.one()?,
                iterations: columns.one()?,
                parallelism: columns.one()?,
            },
            verifier: columns.one()?,
            wrapped: columns.one()?,
            tries: columns.one()?,
        })
    }
}

/// Passcodes as rows.
#[must_use]
pub fn rows(passcodes: &[Passcode]) -> Insert<'_> {
    Insert::new(INSERT, passcodes.iter().map(values))
}

fn values(row: &Passcode) -> [Value<'_>; 10] {
    let Passcode { message_id, person_id, delivery_id, salt, kdf, verifier, wrapped, tries } = row;
    let KdfParams { memory_kib, iterations, parallelism } = kdf;
    *args![
        message_id,
        person_id,
        delivery_id,
        salt,
        memory_kib,
        iterations,
        parallelism,
        verifier,
        wrapped,
        tries
    ]
}

/// Adds a passcode.
///
/// # Errors
/// [`StoreError::Conflict`] when the message waits behind another one for the same person.
pub async fn insert(conn: &mut Conn, passcode: &Passcode) -> Result<(), StoreError> {
    conn.execute(INSERT, &values(passcode)).await.map(drop)
}

/// The passcode behind which a message waits for a person.
///
/// # Errors
/// The database's.
pub async fn one(
    conn: &mut Conn,
    message: MessageId,
    person: PersonId,
) -> Result<Option<Passcode>, StoreError> {
    conn.optional(ONE, args![message, person]).await
}

/// The first delivery that waits for a person behind a passcode, and whose link works at `now`.
///
/// # Errors
/// The database's.
pub async fn first_of(
    conn: &mut Conn,
    person: PersonId,
    now: UnixMillis,
) -> Result<Option<DeliveryId>, StoreError> {
    Ok(conn.optional(FIRST_OF, args![person, now]).await?.map(|One(delivery)| delivery))
}

/// Those behind which a message waits.
///
/// # Errors
/// The database's.
pub async fn of_message(conn: &mut Conn, message: MessageId) -> Result<Vec<Passcode>, StoreError> {
    conn.all(OF_MESSAGE, args![message]).await
}

/// Counts a try, as long as there were fewer than `most`; how many there were with it, or `None` when it is too late.
///
/// # Errors
/// The database's.
pub async fn count_try(
    conn: &mut Conn,
    message: MessageId,
    person: PersonId,
    most: u32,
) -> Result<Option<u32>, StoreError> {
    let tries = conn.writes().optional(TRY, args![message, person, most]).await?;
    Ok(tries.map(|One(tries)| tries))
}

/// Forgets the tries: the last one was right.
///
/// # Errors
/// The database's.
pub async fn forgive(conn: &mut Conn, message: MessageId, person: PersonId) -> Result<(), StoreError> {
    conn.execute(FORGIVE, args![message, person]).await.map(drop)
}

/// Puts another passcode in the place of one; whether there was one.
///
/// # Errors
/// The database's.
pub async fn renew(
    conn: &mut Conn,
    message: MessageId,
    person: PersonId,
    stretched: &PasscodeSalt,
    verifier: &[u8],
    wrapped: &[u8],
) -> Result<bool, StoreError> {
    let PasscodeSalt { kdf: KdfParams { memory_kib, iterations, parallelism }, salt } = stretched;
    let salt = salt.0.as_slice();
    let values = args![message, person, salt, memory_kib, iterations, parallelism, verifier, wrapped];
    conn.changes(RENEW, values).await
}

/// Takes a passcode away, and what was wrapped by it; whether there was one.
///
/// # Errors
/// The database's.
pub async fn remove(conn: &mut Conn, message: MessageId, person: PersonId) -> Result<bool, StoreError> {
    conn.changes(REMOVE, args![message, person]).await
}

/// Deletes all of a message.
pub(crate) async fn erase(conn: &mut Conn, message: MessageId) -> Result<(), StoreError> {
    conn.execute(ERASE, args![message]).await.map(drop)
}
