//! Senders and administrators.

use domain::{Email, PersonId, Role, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, One, opaque},
    statement::statements,
    value::{Bind as _, args},
};

macro_rules! columns {
    () => {
        "id, email, name, role, created_at, disabled_at"
    };
}

statements! {
    INSERT: concat!("INSERT INTO accounts (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6)");
    BY_EMAIL: concat!("SELECT ", columns!(), " FROM accounts WHERE email = $1");
    BY_ID: concat!("SELECT ", columns!(), " FROM accounts WHERE id = $1");
    LIST: concat!("SELECT ", columns!(), " FROM accounts ORDER BY email");
    DISABLE: "UPDATE accounts SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL";
    COUNT: "SELECT count(*) FROM accounts";
}

/// Somebody who can sign in as a sender.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// The person.
    pub id: PersonId,
    /// The address to sign in with; no two accounts share one.
    pub email: Email,
    /// How recipients see them.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// When the account was made.
    pub created_at: UnixMillis,
    /// Since when it cannot be used.
    pub disabled_at: Option<UnixMillis>,
}

opaque!(Account);

impl FromRow for Account {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.one()?,
            email: columns.one()?,
            name: columns.one()?,
            role: columns.one()?,
            created_at: columns.one()?,
            disabled_at: columns.optional()?,
        })
    }
}

impl Account {
    /// Reads the columns of an outer join, which may have found none.
    pub(crate) fn joined(columns: &mut Columns<'_>) -> Result<Option<Self>, StoreError> {
        let id = columns.optional()?;
        let (email, name, role) = (columns.optional()?, columns.optional()?, columns.optional()?);
        let (created_at, disabled_at) = (columns.optional()?, columns.optional()?);
        let found = id.zip(email).zip(name).zip(role).zip(created_at);
        Ok(found.map(|((((id, email), name), role), created_at)| Self {
            id,
            email,
            name,
            role,
            created_at,
            disabled_at,
        }))
    }
}

/// Adds an account.
///
/// # Errors
/// [`StoreError::Conflict`] when the address is taken.
pub async fn insert(conn: &mut Conn, account: &Account) -> Result<(), StoreError> {
    let Account { id, email, name, role, created_at, disabled_at } = account;
    conn.execute(INSERT, args![id, email, name, role, created_at, disabled_at]).await.map(drop)
}

/// The account with this address, which is in lower case.
///
/// # Errors
/// The database's.
pub async fn by_email(conn: &mut Conn, email: &str) -> Result<Option<Account>, StoreError> {
    conn.optional(BY_EMAIL, args![email]).await
}

/// The account of this person.
///
/// # Errors
/// The database's.
pub async fn by_id(conn: &mut Conn, id: PersonId) -> Result<Option<Account>, StoreError> {
    conn.optional(BY_ID, args![id]).await
}

/// All accounts, by address.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn) -> Result<Vec<Account>, StoreError> {
    conn.all(LIST, args![]).await
}

/// Disables an account; whether it was enabled.
///
/// # Errors
/// The database's.
pub async fn disable(conn: &mut Conn, id: PersonId, at: UnixMillis) -> Result<bool, StoreError> {
    conn.changes(DISABLE, args![id, at]).await
}

/// How many accounts there are, disabled ones included.
///
/// # Errors
/// The database's.
pub async fn count(conn: &mut Conn) -> Result<i64, StoreError> {
    conn.one(COUNT, args![]).await.map(|One(count)| count)
}
