//! App passwords: what mail programs sign in with.

use domain::{AppPasswordId, KeyId, PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    accounts::Account,
    row::{Columns, FromRow, opaque},
    statement::statements,
    value::{Bind as _, args},
};

macro_rules! columns {
    () => {
        "p.id, p.account_id, p.name, p.created_at, p.last_used_at, p.revoked_at"
    };
}

macro_rules! owner {
    () => {
        concat!(
            "SELECT ",
            columns!(),
            ", a.id, a.email, a.name, a.role, a.created_at, a.disabled_at, c.key_id, c.public_key
             FROM app_passwords p JOIN accounts a ON a.id = p.account_id
             JOIN credentials c ON c.person_id = p.account_id WHERE "
        )
    };
}

statements! {
    INSERT: "INSERT INTO app_passwords (id, account_id, name, hash, created_at) VALUES ($1, $2, $3, $4, $5)";
    BY_HASH: concat!(owner!(), "p.hash = $1");
    BY_ID: concat!(owner!(), "p.id = $1");
    OF_ACCOUNT: concat!("SELECT ", columns!(), " FROM app_passwords p WHERE p.account_id = $1
        AND p.revoked_at IS NULL ORDER BY p.id");
    USED: "UPDATE app_passwords SET last_used_at = $2 WHERE id = $1";
    REVOKE: "UPDATE app_passwords SET revoked_at = $3 WHERE id = $1 AND account_id = $2 AND revoked_at IS NULL";
}

/// An app password, without the password.
#[derive(Clone, PartialEq, Eq)]
pub struct AppPassword {
    /// Its id.
    pub id: AppPasswordId,
    /// Whose it is.
    pub account_id: PersonId,
    /// What its owner calls it: the mail program or the device.
    pub name: String,
    /// When it was made.
    pub created_at: UnixMillis,
    /// When it was last used.
    pub last_used_at: Option<UnixMillis>,
    /// Since when it is of no use.
    pub revoked_at: Option<UnixMillis>,
}

/// An app password with what is needed of its owner.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnedAppPassword {
    /// The app password.
    pub password: AppPassword,
    /// Its owner.
    pub account: Account,
    /// The owner's key.
    pub key_id: KeyId,
    /// Its public half.
    pub public_key: Vec<u8>,
}

opaque!(AppPassword, OwnedAppPassword);

impl FromRow for AppPassword {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.one()?,
            account_id: columns.one()?,
            name: columns.one()?,
            created_at: columns.one()?,
            last_used_at: columns.optional()?,
            revoked_at: columns.optional()?,
        })
    }
}

impl FromRow for OwnedAppPassword {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            password: AppPassword::from_row(columns)?,
            account: Account::from_row(columns)?,
            key_id: columns.one()?,
            public_key: columns.one()?,
        })
    }
}

/// Adds an app password, found by `hash` from then on.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, new: &AppPassword, hash: &[u8; 32]) -> Result<(), StoreError> {
    let AppPassword { id, account_id, name, created_at, .. } = new;
    conn.execute(INSERT, args![id, account_id, name, hash, created_at]).await.map(drop)
}

/// The app password with this hash, also when it is revoked.
///
/// # Errors
/// The database's.
pub async fn by_hash(conn: &mut Conn, hash: &[u8; 32]) -> Result<Option<OwnedAppPassword>, StoreError> {
    conn.optional(BY_HASH, args![hash]).await
}

/// The app password with this id, also when it is revoked.
///
/// # Errors
/// The database's.
pub async fn by_id(conn: &mut Conn, id: AppPasswordId) -> Result<Option<OwnedAppPassword>, StoreError> {
    conn.optional(BY_ID, args![id]).await
}

/// The account's app passwords that are of use, the oldest first.
///
/// # Errors
/// The database's.
pub async fn of_account(conn: &mut Conn, account: PersonId) -> Result<Vec<AppPassword>, StoreError> {
    conn.all(OF_ACCOUNT, args![account]).await
}

/// Notes that it was used.
///
/// # Errors
/// The database's.
pub async fn used(conn: &mut Conn, id: AppPasswordId, at: UnixMillis) -> Result<(), StoreError> {
    conn.execute(USED, args![id, at]).await.map(drop)
}

/// Revokes an app password of the account; whether there was one that was of use.
///
/// # Errors
/// The database's.
pub async fn revoke(
    conn: &mut Conn,
    id: AppPasswordId,
    account: PersonId,
    at: UnixMillis,
) -> Result<bool, StoreError> {
    conn.changes(REVOKE, args![id, account, at]).await
}
