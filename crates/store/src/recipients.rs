//! Phone numbers, hidden: an HMAC to find one, and the number itself sealed.

use std::collections::{BTreeMap, HashMap};

use domain::{KeyId, PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, Maybe, One, opaque},
    statement::{LIST, list, statements},
    value::{Bind as _, args, padded},
};

macro_rules! columns {
    () => {
        "id, phone_index, last_four_index, phone_sealed, created_at"
    };
}

macro_rules! hold {
    ($lock:literal) => {
        concat!("SELECT phone_index, id FROM recipients WHERE phone_index IN ", list!(), $lock)
    };
}

macro_rules! lock {
    ($lock:literal) => {
        concat!("SELECT id FROM recipients WHERE id = $1", $lock)
    };
}

macro_rules! known {
    () => {
        "SELECT r.phone_index, r.id, c.key_id, c.public_key
         FROM recipients r LEFT JOIN credentials c ON c.person_id = r.id WHERE r.phone_index "
    };
}

statements! {
    // Held until the transaction ends, so that nobody can claim the number meanwhile. SQLite has one writer at a time.
    HOLD => { sqlite: hold!(""), postgres: hold!(" FOR KEY SHARE") };
    LOCK => { sqlite: lock!(""), postgres: lock!(" FOR UPDATE") };
    // The update changes nothing, but lets a row that appeared in the meantime be returned.
    INSERT: concat!(
        "INSERT INTO recipients (", columns!(), ") VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (phone_index) DO UPDATE SET phone_index = excluded.phone_index RETURNING phone_index, id"
    );
    BY_PHONE_INDEX: concat!("SELECT ", columns!(), " FROM recipients WHERE phone_index = $1");
    BY_ID: concat!("SELECT ", columns!(), " FROM recipients WHERE id = $1");
    STANDING: "SELECT locked_at, visited_at FROM recipients WHERE id = $1";
    SET_LOCKED: "UPDATE recipients SET locked_at = $2 WHERE id = $1";
    LANGUAGE: "SELECT language FROM recipients WHERE id = $1";
    SET_LANGUAGE: "UPDATE recipients SET language = $2 WHERE id = $1";
    VISIT: "UPDATE recipients SET visited_at = $2 WHERE id = $1";
    KNOWN_ONE: concat!(known!(), "= $1");
    KNOWN_LIST: concat!(known!(), "IN ", list!());
}

/// A phone number to be stored.
#[derive(Clone, PartialEq, Eq)]
pub struct NewRecipient {
    /// The person, should the number be new.
    pub id: PersonId,
    /// HMAC of the number.
    pub phone_index: [u8; 32],
    /// HMAC of its last four digits.
    pub last_four_index: [u8; 32],
    /// The number, sealed.
    pub phone_sealed: Vec<u8>,
    /// Now.
    pub created_at: UnixMillis,
}

/// A phone number that messages were sent to.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The person.
    pub id: PersonId,
    /// HMAC of the number.
    pub phone_index: [u8; 32],
    /// HMAC of its last four digits.
    pub last_four_index: [u8; 32],
    /// The number, sealed.
    pub phone_sealed: Vec<u8>,
    /// When the number was first written to.
    pub created_at: UnixMillis,
}

/// What a sender needs to know of a phone number that was written to before.
#[derive(Clone, PartialEq, Eq)]
pub struct KnownRecipient {
    /// HMAC of the number.
    pub phone_index: [u8; 32],
    /// The person.
    pub person_id: PersonId,
    /// Their public key, once they have one.
    pub key: Option<(KeyId, Vec<u8>)>,
}

/// How it stands with a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Since when nothing but a passcode makes keys for the number.
    pub locked_at: Option<UnixMillis>,
    /// When its owner signed in last.
    pub visited_at: Option<UnixMillis>,
}

impl FromRow for Standing {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { locked_at: columns.optional()?, visited_at: columns.optional()? })
    }
}

opaque!(NewRecipient, Recipient, KnownRecipient);

impl FromRow for Recipient {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.one()?,
            phone_index: columns.one()?,
            last_four_index: columns.one()?,
            phone_sealed: columns.one()?,
            created_at: columns.one()?,
        })
    }
}

impl FromRow for KnownRecipient {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            phone_index: columns.one()?,
            person_id: columns.one()?,
            key: columns.optional()?.zip(columns.optional()?),
        })
    }
}

/// A number, and whose it is.
struct Owner {
    phone_index: [u8; 32],
    id: PersonId,
}

impl FromRow for Owner {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { phone_index: columns.one()?, id: columns.one()? })
    }
}

/// The people whose numbers these are, by the index of the number: the known ones, and new ones. Safe when two do this
/// at once. Until the transaction ends, nobody gets through [`lock()`] for any of them.
///
/// # Errors
/// The database's.
pub async fn upsert_many(
    conn: &mut Conn,
    recipients: &[NewRecipient],
) -> Result<HashMap<[u8; 32], PersonId>, StoreError> {
    // In the order of their indexes, so that two transactions do not wait for each other.
    let mut wanted: BTreeMap<_, _> = recipients.iter().map(|new| (new.phone_index, new)).collect();
    let indexes: Vec<_> = wanted.keys().copied().collect();
    let mut owners: Vec<Owner> = Vec::with_capacity(indexes.len());
    for chunk in indexes.chunks(LIST) {
        owners.append(&mut conn.all(HOLD, &padded(chunk)).await?);
    }
    for owner in &owners {
        wanted.remove(&owner.phone_index);
    }
    let rows = wanted.values().map(|new| {
        let NewRecipient { id, phone_index, last_four_index, phone_sealed, created_at } = new;
        *args![id, phone_index, last_four_index, phone_sealed, created_at]
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        owners.append(&mut conn.returning(INSERT, &rows, &[]).await?);
    }
    Ok(owners.into_iter().map(|owner| (owner.phone_index, owner.id)).collect())
}

/// Waits for the transactions that have the person from [`upsert_many`], and lets no other have them until this one ends.
///
/// # Errors
/// The database's.
pub async fn lock(conn: &mut Conn, id: PersonId) -> Result<(), StoreError> {
    conn.optional::<One<PersonId>>(LOCK, args![id]).await.map(drop)
}

/// The recipient with this number.
///
/// # Errors
/// The database's.
pub async fn by_phone_index(
    conn: &mut Conn,
    phone_index: &[u8; 32],
) -> Result<Option<Recipient>, StoreError> {
    conn.optional(BY_PHONE_INDEX, args![phone_index]).await
}

/// The recipient who is this person.
///
/// # Errors
/// The database's.
pub async fn by_id(conn: &mut Conn, id: PersonId) -> Result<Option<Recipient>, StoreError> {
    conn.optional(BY_ID, args![id]).await
}

/// How it stands with a person; nothing is known of one without a number.
///
/// # Errors
/// The database's.
pub async fn standing(conn: &mut Conn, id: PersonId) -> Result<Standing, StoreError> {
    Ok(conn.optional(STANDING, args![id]).await?.unwrap_or_default())
}

/// Locks a number until somebody claims it with a passcode, or ends that.
///
/// # Errors
/// The database's.
pub async fn set_locked(
    conn: &mut Conn,
    id: PersonId,
    locked_at: Option<UnixMillis>,
) -> Result<(), StoreError> {
    conn.execute(SET_LOCKED, args![id, locked_at]).await.map(drop)
}

/// The tag of the language that a number's owner has chosen.
///
/// # Errors
/// The database's.
pub async fn language(conn: &mut Conn, id: PersonId) -> Result<Option<String>, StoreError> {
    Ok(conn.optional::<Maybe<String>>(LANGUAGE, args![id]).await?.and_then(|Maybe(tag)| tag))
}

/// Notes the language that a number's owner has chosen; `None` for the browser's.
///
/// # Errors
/// The database's.
pub async fn set_language(conn: &mut Conn, id: PersonId, tag: Option<&str>) -> Result<(), StoreError> {
    conn.execute(SET_LANGUAGE, args![id, tag]).await.map(drop)
}

/// Notes that a number's owner has signed in; without effect for accounts.
///
/// # Errors
/// The database's.
pub async fn visit(conn: &mut Conn, id: PersonId, at: UnixMillis) -> Result<(), StoreError> {
    conn.execute(VISIT, args![id, at]).await.map(drop)
}

/// Those of the numbers that are known, in no order.
///
/// # Errors
/// The database's.
pub async fn by_phone_indexes(
    conn: &mut Conn,
    phone_indexes: &[[u8; 32]],
) -> Result<Vec<KnownRecipient>, StoreError> {
    if let [phone_index] = phone_indexes {
        return conn.all(KNOWN_ONE, args![phone_index]).await;
    }
    let mut known = Vec::with_capacity(phone_indexes.len());
    for chunk in phone_indexes.chunks(LIST) {
        known.append(&mut conn.all(KNOWN_LIST, &padded(chunk)).await?);
    }
    Ok(known)
}
