//! Mails that were accepted: what mail programs send again after a lost answer is known by this.

use domain::UnixMillis;

use crate::{
    Conn, StoreError,
    row::One,
    rows::Insert,
    statement::{LIST, list, statements},
    value::{Bind as _, args, padded},
};

statements! {
    INSERT: "INSERT INTO mail_ids (hash, seen_at) VALUES ($1, $2)";
    KNOWN: concat!("SELECT hash FROM mail_ids WHERE hash IN ", list!());
    PRUNE: "DELETE FROM mail_ids WHERE hash IN (SELECT hash FROM mail_ids WHERE seen_at < $1 LIMIT $2)";
}

/// A mail to one recipient that was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailId {
    /// HMAC of account, Message-ID and recipient.
    pub hash: [u8; 32],
    /// When it was accepted.
    pub seen_at: UnixMillis,
}

/// Mails as rows.
#[must_use]
pub fn rows(mails: &[MailId]) -> Insert<'_> {
    Insert::new(INSERT, mails.iter().map(|MailId { hash, seen_at }| *args![hash, seen_at]))
}

/// Those of the mails that were accepted before, in no order.
///
/// # Errors
/// The database's.
pub async fn known(conn: &mut Conn, hashes: &[[u8; 32]]) -> Result<Vec<[u8; 32]>, StoreError> {
    let mut known = Vec::new();
    for chunk in hashes.chunks(LIST) {
        let found: Vec<One<[u8; 32]>> = conn.all(KNOWN, &padded(chunk)).await?;
        known.extend(found.into_iter().map(|One(hash)| hash));
    }
    Ok(known)
}

/// Forgets up to `limit` mails accepted before `before`; how many.
///
/// # Errors
/// The database's.
pub async fn prune(conn: &mut Conn, before: UnixMillis, limit: u32) -> Result<u64, StoreError> {
    conn.execute(PRUNE, args![before, limit]).await
}
