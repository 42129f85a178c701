//! What became of people's keys, and up to when senders have seen it.

use std::collections::HashMap;

use domain::{PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, One},
    statement::{LIST, list, statements},
    value::{Bind, args, padded},
};

statements! {
    INSERT: "INSERT INTO key_changes (person_id, at, kind, agent, account_id) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (person_id, at, kind) DO NOTHING";
    OF_PEOPLE: concat!(
        "SELECT person_id, at, kind, agent, account_id FROM key_changes WHERE person_id IN ", list!(),
        " ORDER BY person_id, at, kind"
    );
    MADE_BY: "SELECT count(*) FROM key_changes WHERE account_id = $1 AND at > $2";
    SEE: "INSERT INTO keys_seen (account_id, person_id, at) VALUES ($1, $2, $3)
        ON CONFLICT (account_id, person_id) DO UPDATE SET at = excluded.at";
    SEEN: concat!("SELECT person_id, at FROM keys_seen WHERE person_id IN ", list!(), " AND account_id = $65");
    WROTE_BEFORE: "SELECT queued_at FROM deliveries WHERE recipient_id = $1 AND account_id = $2 AND queued_at < $3 LIMIT 1";
}

/// Something that became of a person's keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyChange {
    /// Whose keys.
    pub person_id: PersonId,
    /// When.
    pub at: UnixMillis,
    /// What: a code.
    pub kind: String,
    /// The kind of browser that did it, in a few words.
    pub agent: Option<String>,
    /// The account that did it.
    pub account_id: Option<PersonId>,
}

impl FromRow for KeyChange {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            person_id: columns.one()?,
            at: columns.one()?,
            kind: columns.one()?,
            agent: columns.optional()?,
            account_id: columns.optional()?,
        })
    }
}

/// Up to when somebody's keys were seen.
struct Seen {
    person_id: PersonId,
    at: UnixMillis,
}

impl FromRow for Seen {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { person_id: columns.one()?, at: columns.one()? })
    }
}

/// Notes what became of a person's keys.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, change: &KeyChange) -> Result<(), StoreError> {
    let KeyChange { person_id, at, kind, agent, account_id } = change;
    conn.execute(INSERT, args![person_id, at, kind, agent, account_id]).await.map(drop)
}

/// What became of these people's keys, each one's in its order.
///
/// # Errors
/// The database's.
pub async fn of_people(conn: &mut Conn, people: &[PersonId]) -> Result<Vec<KeyChange>, StoreError> {
    let mut changes = Vec::new();
    for chunk in people.chunks(LIST) {
        changes.append(&mut conn.all(OF_PEOPLE, &padded(chunk)).await?);
    }
    Ok(changes)
}

/// How many of them an account has made after `since`.
///
/// # Errors
/// The database's.
pub async fn made_by(conn: &mut Conn, account: PersonId, since: UnixMillis) -> Result<i64, StoreError> {
    let One(count) = conn.one::<One<i64>>(MADE_BY, args![account, since]).await?;
    Ok(count)
}

/// Notes that an account has seen what became of a person's keys up to `at`.
///
/// # Errors
/// The database's.
pub async fn see(
    conn: &mut Conn,
    account: PersonId,
    person: PersonId,
    at: UnixMillis,
) -> Result<(), StoreError> {
    conn.execute(SEE, args![account, person, at]).await.map(drop)
}

/// Up to when an account has seen what became of these people's keys; those it has not seen are missing.
///
/// # Errors
/// The database's.
pub async fn seen(
    conn: &mut Conn,
    account: PersonId,
    people: &[PersonId],
) -> Result<HashMap<PersonId, UnixMillis>, StoreError> {
    let mut seen = HashMap::new();
    for chunk in people.chunks(LIST) {
        let mut values = padded(chunk);
        values.push(account.value());
        let rows: Vec<Seen> = conn.all(SEEN, &values).await?;
        seen.extend(rows.into_iter().map(|row| (row.person_id, row.at)));
    }
    Ok(seen)
}

/// Whether an account had written to a person before `at`.
///
/// # Errors
/// The database's.
pub async fn wrote_before(
    conn: &mut Conn,
    account: PersonId,
    person: PersonId,
    at: UnixMillis,
) -> Result<bool, StoreError> {
    let found = conn.optional::<One<i64>>(WROTE_BEFORE, args![person, account, at]).await?;
    Ok(found.is_some())
}
