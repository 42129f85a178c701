//! Attachments in sealed chunks. They come before their message does, and belong to whoever uploads them.

use domain::{MessageId, PersonId, UnixMillis};

use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, One, opaque},
    rows::Insert,
    statement::statements,
    value::{Bind as _, args},
};

statements! {
    // One who sends the same chunk again, after a lost answer, adds nothing.
    OPEN_UPLOAD: "INSERT INTO uploads (message_id, account_id, bytes, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (message_id) DO UPDATE SET bytes = uploads.bytes + excluded.bytes
        WHERE uploads.account_id = excluded.account_id";
    UPLOAD: "SELECT account_id, bytes FROM uploads WHERE message_id = $1";
    END_UPLOAD: "DELETE FROM uploads WHERE message_id = $1";
    OLD_UPLOADS: "SELECT message_id FROM uploads WHERE created_at < $1 ORDER BY created_at LIMIT $2";
    HAS_CHUNK: "SELECT CAST(1 AS BIGINT) FROM chunks WHERE message_id = $1 AND attachment = $2 AND number = $3";
    INSERT: "INSERT INTO chunks (message_id, attachment, number, sealed) VALUES ($1, $2, $3, $4)";
    COUNTS: "SELECT attachment, count(*), max(number) FROM chunks WHERE message_id = $1
        GROUP BY attachment ORDER BY attachment";
    ONE: "SELECT sealed FROM chunks WHERE message_id = $1 AND attachment = $2 AND number = $3";
    ERASE: "DELETE FROM chunks WHERE message_id = $1";
}

/// What was uploaded for a message that is yet to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upload {
    /// Who uploads.
    pub account_id: PersonId,
    /// How many bytes so far, sealed.
    pub bytes: u64,
}

/// A chunk to be stored.
#[derive(Clone, PartialEq, Eq)]
pub struct NewChunk {
    /// Which attachment of the message.
    pub attachment: u32,
    /// Which chunk of it.
    pub number: u32,
    /// The sealed bytes.
    pub sealed: Vec<u8>,
}

/// How many chunks of an attachment there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChunkCount {
    /// The attachment.
    pub attachment: u32,
    /// Its chunks.
    pub chunks: u32,
    /// The highest number among them.
    pub last: u32,
}

opaque!(NewChunk);

impl FromRow for Upload {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { account_id: columns.one()?, bytes: columns.one()? })
    }
}

impl FromRow for ChunkCount {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { attachment: columns.one()?, chunks: columns.one()?, last: columns.one()? })
    }
}

/// The upload for this message, if one has begun and the message has not come.
///
/// # Errors
/// The database's.
pub async fn upload(conn: &mut Conn, message: MessageId) -> Result<Option<Upload>, StoreError> {
    conn.optional(UPLOAD, args![message]).await
}

/// Adds chunks to the account's upload for this message, beginning it if need be; whether it is theirs.
///
/// # Errors
/// [`StoreError::Conflict`] when a chunk is there already.
pub async fn add(
    conn: &mut Conn,
    message: MessageId,
    account: PersonId,
    chunks: &[NewChunk],
    at: UnixMillis,
) -> Result<bool, StoreError> {
    let bytes: usize = chunks.iter().map(|chunk| chunk.sealed.len()).sum();
    let bytes = i64::try_from(bytes).map_err(|_| StoreError::Other("too many bytes".into()))?;
    if !conn.changes(OPEN_UPLOAD, args![message, account, bytes, at]).await? {
        return Ok(false);
    }
    // One by one: a chunk is large enough for a trip of its own.
    for NewChunk { attachment, number, sealed } in chunks {
        let row = Insert::new(INSERT, [*args![message, attachment, number, sealed]]);
        conn.insert(&row).await?;
    }
    Ok(true)
}

/// Whether this chunk is there.
///
/// # Errors
/// The database's.
pub async fn has(
    conn: &mut Conn,
    message: MessageId,
    attachment: u32,
    number: u32,
) -> Result<bool, StoreError> {
    let found: Option<One<i64>> = conn.optional(HAS_CHUNK, args![message, attachment, number]).await?;
    Ok(found.is_some())
}

/// How many chunks each attachment of the message has, in the attachments' order.
///
/// # Errors
/// The database's.
pub async fn counts(conn: &mut Conn, message: MessageId) -> Result<Vec<ChunkCount>, StoreError> {
    conn.all(COUNTS, args![message]).await
}

/// One sealed chunk.
///
/// # Errors
/// The database's.
pub async fn chunk(
    conn: &mut Conn,
    message: MessageId,
    attachment: u32,
    number: u32,
) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(conn.optional(ONE, args![message, attachment, number]).await?.map(|One(sealed)| sealed))
}

/// Ends an upload: its chunks are the message's now.
///
/// # Errors
/// The database's.
pub async fn end_upload(conn: &mut Conn, message: MessageId) -> Result<(), StoreError> {
    conn.execute(END_UPLOAD, args![message]).await.map(drop)
}

/// Deletes up to `limit` uploads begun before `before` whose message never came, with their chunks; how many.
///
/// # Errors
/// The database's.
pub async fn sweep(conn: &mut Conn, before: UnixMillis, limit: u32) -> Result<usize, StoreError> {
    let old: Vec<One<MessageId>> = conn.all(OLD_UPLOADS, args![before, limit]).await?;
    for One(message) in &old {
        erase(conn, *message).await?;
        end_upload(conn, *message).await?;
    }
    Ok(old.len())
}

/// Deletes all chunks of a message.
pub(crate) async fn erase(conn: &mut Conn, message: MessageId) -> Result<(), StoreError> {
    conn.execute(ERASE, args![message]).await.map(drop)
}
