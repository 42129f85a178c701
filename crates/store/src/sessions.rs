//! Sessions: who is signed in, for how long, and their private key for the requests that bring the cookie.

use domain::{KeyId, PasskeyId, PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    accounts::Account,
    row::{Columns, FromRow, opaque},
    statement::statements,
    value::{Bind as _, args},
};

macro_rules! columns {
    () => {
        "token_hash, person_id, wrapped_key, created_at, seen_at, idle_until, ends_at, agent, shared"
    };
}

statements! {
    INSERT: concat!("INSERT INTO sessions (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    OWNED: "SELECT s.token_hash, s.person_id, s.wrapped_key, s.created_at, s.seen_at, s.idle_until, s.ends_at, s.agent,
            s.shared, c.key_id, a.id, a.email, a.name, a.role, a.created_at, a.disabled_at,
            (SELECT t.confirmed_at FROM totps t WHERE t.person_id = s.person_id), s.passkey_id
         FROM sessions s LEFT JOIN credentials c ON c.person_id = s.person_id LEFT JOIN accounts a ON a.id = s.person_id
         WHERE s.token_hash = $1";
    BY_HASH: concat!("SELECT ", columns!(), " FROM sessions WHERE token_hash = $1");
    ATTACH: "UPDATE sessions SET wrapped_key = $2 WHERE token_hash = $1";
    BY_PASSKEY: "UPDATE sessions SET passkey_id = $2 WHERE token_hash = $1";
    TOUCH: "UPDATE sessions SET seen_at = $2, idle_until = CASE WHEN $3 < ends_at THEN $3 ELSE ends_at END
        WHERE token_hash = $1";
    SHARE: "UPDATE sessions SET shared = 1, idle_until = CASE WHEN $2 < idle_until THEN $2 ELSE idle_until END
        WHERE token_hash = $1";
    DELETE: "DELETE FROM sessions WHERE token_hash = $1";
    DELETE_OF_PERSON: "DELETE FROM sessions WHERE person_id = $1 AND (token_hash <> $2) IS NOT FALSE";
    OF_PERSON: concat!("SELECT ", columns!(), " FROM sessions WHERE person_id = $1 ORDER BY seen_at DESC");
    DELETE_ENDED: "DELETE FROM sessions WHERE token_hash IN
        (SELECT token_hash FROM sessions WHERE idle_until <= $1 ORDER BY idle_until LIMIT $2)";
}

/// A session. It is over when `idle_until` has come, which is never after `ends_at`.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// Hash of the cookie's secret.
    pub token_hash: [u8; 32],
    /// Who is signed in.
    pub person_id: PersonId,
    /// Their private key, wrapped by the cookie's secret, once their browser has sent it.
    pub wrapped_key: Option<Vec<u8>>,
    /// When it began.
    pub created_at: UnixMillis,
    /// When it was last used.
    pub seen_at: UnixMillis,
    /// When it ends unless it is used.
    pub idle_until: UnixMillis,
    /// When it ends in any case.
    pub ends_at: UnixMillis,
    /// The browser, in words for the list of sessions.
    pub agent: String,
    /// Whether the phone is shared with others.
    pub shared: bool,
}

/// A session with what is needed of its owner.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnedSession {
    /// The session.
    pub session: Session,
    /// Which key pair its owner has.
    pub key_id: Option<KeyId>,
    /// Their account, if they are a sender.
    pub account: Option<Account>,
    /// Since when they have a second factor.
    pub factor_since: Option<UnixMillis>,
    /// The passkey that it began with.
    pub passkey_id: Option<PasskeyId>,
}

opaque!(Session, OwnedSession);

impl FromRow for OwnedSession {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            session: Session::from_row(columns)?,
            key_id: columns.optional()?,
            account: Account::joined(columns)?,
            factor_since: columns.optional()?,
            passkey_id: columns.optional()?,
        })
    }
}

impl FromRow for Session {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            token_hash: columns.one()?,
            person_id: columns.one()?,
            wrapped_key: columns.optional()?,
            created_at: columns.one()?,
            seen_at: columns.one()?,
            idle_until: columns.one()?,
            ends_at: columns.one()?,
            agent: columns.one()?,
            shared: columns.one::<i64>()? != 0,
        })
    }
}

/// Adds a session.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, session: &Session) -> Result<(), StoreError> {
    let Session {
        token_hash,
        person_id,
        wrapped_key,
        created_at,
        seen_at,
        idle_until,
        ends_at,
        agent,
        shared,
    } = session;
    let (idle_until, shared) = (idle_until.min(ends_at), i64::from(*shared));
    let args =
        args![token_hash, person_id, wrapped_key, created_at, seen_at, idle_until, ends_at, agent, shared];
    conn.execute(INSERT, args).await.map(drop)
}

/// The session of this cookie, also when it is over.
///
/// # Errors
/// The database's.
pub async fn by_hash(conn: &mut Conn, hash: &[u8; 32]) -> Result<Option<Session>, StoreError> {
    conn.optional(BY_HASH, args![hash]).await
}

/// The same with what is needed of its owner.
///
/// # Errors
/// The database's.
pub async fn owned(conn: &mut Conn, hash: &[u8; 32]) -> Result<Option<OwnedSession>, StoreError> {
    conn.optional(OWNED, args![hash]).await
}

/// Gives the session its private key; whether there is such a session.
///
/// # Errors
/// The database's.
pub async fn attach(conn: &mut Conn, hash: &[u8; 32], wrapped_key: &[u8]) -> Result<bool, StoreError> {
    conn.changes(ATTACH, args![hash, wrapped_key]).await
}

/// Notes which passkey the session began with.
///
/// # Errors
/// The database's.
pub async fn by_passkey(conn: &mut Conn, hash: &[u8; 32], passkey: PasskeyId) -> Result<(), StoreError> {
    conn.execute(BY_PASSKEY, args![hash, passkey]).await.map(drop)
}

/// Notes that the session was used, and lets it live until `idle_until`, but not beyond its end.
///
/// # Errors
/// The database's.
pub async fn touch(
    conn: &mut Conn,
    hash: &[u8; 32],
    seen_at: UnixMillis,
    idle_until: UnixMillis,
) -> Result<bool, StoreError> {
    conn.changes(TOUCH, args![hash, seen_at, idle_until]).await
}

/// Notes that a session's phone is shared, and that it ends at `idle_until` unless it is used; whether there is one.
///
/// # Errors
/// The database's.
pub async fn share(conn: &mut Conn, hash: &[u8; 32], idle_until: UnixMillis) -> Result<bool, StoreError> {
    conn.changes(SHARE, args![hash, idle_until]).await
}

/// Deletes a session with its key; whether there was one.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, hash: &[u8; 32]) -> Result<bool, StoreError> {
    conn.changes(DELETE, args![hash]).await
}

/// Deletes the person's sessions, apart from one; how many.
///
/// # Errors
/// The database's.
pub async fn delete_of_person(
    conn: &mut Conn,
    person: PersonId,
    except: Option<&[u8; 32]>,
) -> Result<u64, StoreError> {
    conn.execute(DELETE_OF_PERSON, args![person, except]).await
}

/// The person's sessions, the last used first.
///
/// # Errors
/// The database's.
pub async fn of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<Session>, StoreError> {
    conn.all(OF_PERSON, args![person]).await
}

/// Deletes up to `limit` sessions that are over; how many.
///
/// # Errors
/// The database's.
pub async fn delete_ended(conn: &mut Conn, now: UnixMillis, limit: u32) -> Result<u64, StoreError> {
    conn.execute(DELETE_ENDED, args![now, limit]).await
}
