//! Answers to texts from phones. Each may go out once and never again: it counts as sent before it is handed over.

use domain::{NoticeId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, opaque},
    statement::statements,
    value::{Bind as _, args},
};

macro_rules! take {
    ($lock:literal) => {
        concat!(
            "UPDATE replies SET state = 'sent', attempts = attempts + 1, settled_at = $1
             WHERE id IN (SELECT id FROM replies WHERE state = 'queued' AND ready_at <= $1
                ORDER BY ready_at LIMIT $2",
            $lock,
            ") RETURNING id, kind, phone_sealed, language, route, attempts, give_up_at"
        )
    };
}

statements! {
    ADD: "INSERT INTO replies
        (id, kind, phone_sealed, language, route, state, ready_at, attempts, give_up_at, created_at)
        VALUES ($1, $2, $3, $4, $5, 'queued', $6, 0, $7, $6)";
    // SQLite has one writer at a time, and no row locks.
    TAKE => { sqlite: take!(""), postgres: take!(" FOR UPDATE SKIP LOCKED") };
    PUT_BACK: "UPDATE replies SET state = 'queued', ready_at = $2, settled_at = NULL WHERE id = $1";
    FAIL: "UPDATE replies SET state = 'failed' WHERE id = $1";
    PRUNE: "DELETE FROM replies WHERE created_at < $1";
}

/// An answer to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct NewReply {
    /// Its id.
    pub id: NoticeId,
    /// The code of what it says.
    pub kind: String,
    /// To whom, sealed.
    pub phone_sealed: Vec<u8>,
    /// The tag of its language.
    pub language: String,
    /// The route that the text came over.
    pub route: String,
    /// Now.
    pub created_at: UnixMillis,
    /// When it would come too late.
    pub give_up_at: UnixMillis,
}

/// An answer that is being sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// Its id.
    pub id: NoticeId,
    /// The code of what it says.
    pub kind: String,
    /// To whom, sealed.
    pub phone_sealed: Vec<u8>,
    /// The tag of its language.
    pub language: String,
    /// The route that the text came over.
    pub route: String,
    /// Which try this is.
    pub attempts: u32,
    /// When it would come too late.
    pub give_up_at: UnixMillis,
}

opaque!(NewReply, Reply);

impl FromRow for Reply {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.one()?,
            kind: columns.one()?,
            phone_sealed: columns.one()?,
            language: columns.one()?,
            route: columns.one()?,
            attempts: columns.one()?,
            give_up_at: columns.one()?,
        })
    }
}

/// Queues an answer.
///
/// # Errors
/// The database's.
pub async fn add(conn: &mut Conn, new: &NewReply) -> Result<(), StoreError> {
    let NewReply { id, kind, phone_sealed, language, route, created_at, give_up_at } = new;
    conn.execute(ADD, args![id, kind, phone_sealed, language, route, created_at, give_up_at]).await.map(drop)
}

/// Takes answers that may go out now, at most once each.
///
/// # Errors
/// The database's.
pub async fn take(conn: &mut Conn, now: UnixMillis, limit: u32) -> Result<Vec<Reply>, StoreError> {
    conn.writes().all(TAKE, args![now, limit]).await
}

/// Puts one back that surely was not sent.
///
/// # Errors
/// The database's.
pub async fn put_back(conn: &mut Conn, id: NoticeId, at: UnixMillis) -> Result<(), StoreError> {
    conn.execute(PUT_BACK, args![id, at]).await.map(drop)
}

/// Notes that one was not sent, and will not be.
///
/// # Errors
/// The database's.
pub async fn fail(conn: &mut Conn, id: NoticeId) -> Result<(), StoreError> {
    conn.execute(FAIL, args![id]).await.map(drop)
}

/// Forgets those from before a time; how many.
///
/// # Errors
/// The database's.
pub async fn prune(conn: &mut Conn, before: UnixMillis) -> Result<u64, StoreError> {
    conn.execute(PRUNE, args![before]).await
}
