//! Messages: sealed content, and when it may be read.

use domain::{MessageId, PersonId, UnixMillis};

use crate::{
    Conn, StoreError, archive, attachments, passcodes, resets,
    row::{Columns, FromRow, Maybe, One, opaque},
    rows::Insert,
    sealed_keys,
    statement::{LIST, list, statements},
    value::{Bind as _, Value, args, padded},
};

pub(crate) mod sent;

pub use sent::{RecipientFilter, SentDelivery, SentFilter, SentRow, sent_page};

statements! {
    INSERT: "INSERT INTO messages (id, account_id, fingerprint, created_at, not_before, expires_at, subject, body,
        html, manifest, word_back, mail_return, priority, language, phrase)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    KNOWN: concat!("SELECT id, account_id, fingerprint FROM messages WHERE id IN ", list!());
    BY_ID: "SELECT id, account_id, fingerprint, created_at, not_before, expires_at, recalled_at, erased_at, subject,
        body, html, manifest, priority, phrase FROM messages WHERE id = $1";
    SET_RECALLED: "UPDATE messages SET recalled_at = $2
        WHERE id = $1 AND recalled_at IS NULL AND erased_at IS NULL";
    ERASE: "UPDATE messages SET subject = NULL, body = NULL, html = NULL, manifest = NULL, phrase = NULL,
        erased_at = $2
        WHERE id = $1 AND erased_at IS NULL";
    WORD_BACK: "SELECT word_back FROM messages WHERE id = $1";
    LANGUAGE: "SELECT language FROM messages WHERE id = $1";
    DUE_FOR_EXPIRY: "SELECT id FROM messages WHERE erased_at IS NULL AND expires_at <= $1
        ORDER BY expires_at LIMIT $2";
}

/// A message to be stored.
#[derive(Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// The message.
    pub id: MessageId,
    /// Its sender.
    pub account_id: PersonId,
    /// Hash of the submission, by which a repeated one is told from another one.
    pub fingerprint: [u8; 32],
    /// The sealed subject.
    pub subject: Vec<u8>,
    /// The sealed body.
    pub body: Vec<u8>,
    /// The sealed body as HTML.
    pub html: Option<Vec<u8>>,
    /// The sealed list of attachments.
    pub manifest: Option<Vec<u8>>,
    /// Of which events its sender is told by mail: bits that the engine gives a meaning.
    pub word_back: u32,
    /// How they asked for it, sealed.
    pub mail_return: Option<Vec<u8>>,
    /// The priority of its notices; lower ones go first.
    pub priority: u32,
    /// The tag of the language of its notices, if its sender chose one.
    pub language: Option<String>,
    /// What the recipients know the sender by, sealed.
    pub phrase: Option<Vec<u8>>,
    /// Now.
    pub created_at: UnixMillis,
    /// When the links begin to work.
    pub not_before: UnixMillis,
    /// When the content is erased.
    pub expires_at: UnixMillis,
}

/// A stored message.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// The message.
    pub id: MessageId,
    /// Its sender.
    pub account_id: PersonId,
    /// Hash of the submission.
    pub fingerprint: [u8; 32],
    /// When it was submitted.
    pub created_at: UnixMillis,
    /// When the links begin to work.
    pub not_before: UnixMillis,
    /// When the content is erased.
    pub expires_at: UnixMillis,
    /// When its sender took it back.
    pub recalled_at: Option<UnixMillis>,
    /// When its content was erased.
    pub erased_at: Option<UnixMillis>,
    /// The sealed subject, until it is erased.
    pub subject: Option<Vec<u8>>,
    /// The sealed body, until it is erased.
    pub body: Option<Vec<u8>>,
    /// The sealed body as HTML, if there is one, until it is erased.
    pub html: Option<Vec<u8>>,
    /// The sealed list of attachments, if there are any, until it is erased.
    pub manifest: Option<Vec<u8>>,
    /// The priority of its notices; lower ones go first.
    pub priority: u32,
    /// What the recipients know the sender by, sealed, until it is erased.
    pub phrase: Option<Vec<u8>>,
}

/// What tells a repeated submission from another one.
#[derive(Clone, PartialEq, Eq)]
pub struct KnownMessage {
    /// The message.
    pub id: MessageId,
    /// Its sender.
    pub account_id: PersonId,
    /// Hash of the submission.
    pub fingerprint: [u8; 32],
}

opaque!(NewMessage, KnownMessage, Message);

impl FromRow for KnownMessage {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { id: columns.one()?, account_id: columns.one()?, fingerprint: columns.one()? })
    }
}

impl FromRow for Message {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.one()?,
            account_id: columns.one()?,
            fingerprint: columns.one()?,
            created_at: columns.one()?,
            not_before: columns.one()?,
            expires_at: columns.one()?,
            recalled_at: columns.optional()?,
            erased_at: columns.optional()?,
            subject: columns.optional()?,
            body: columns.optional()?,
            html: columns.optional()?,
            manifest: columns.optional()?,
            priority: columns.one()?,
            phrase: columns.optional()?,
        })
    }
}

/// Messages as rows.
#[must_use]
pub fn rows(messages: &[NewMessage]) -> Insert<'_> {
    Insert::new(INSERT, messages.iter().map(values))
}

fn values(message: &NewMessage) -> [Value<'_>; 15] {
    let NewMessage { id, account_id, fingerprint, subject, body, html, manifest, .. } = message;
    let NewMessage { created_at, not_before, expires_at, word_back, mail_return, .. } = message;
    let NewMessage { priority, language, phrase, .. } = message;
    *args![
        id,
        account_id,
        fingerprint,
        created_at,
        not_before,
        expires_at,
        subject,
        body,
        html,
        manifest,
        word_back,
        mail_return,
        priority,
        language,
        phrase
    ]
}

/// Adds messages.
///
/// # Errors
/// [`StoreError::Conflict`] when an id is taken.
pub async fn insert_many(conn: &mut Conn, messages: &[NewMessage]) -> Result<(), StoreError> {
    conn.insert(&rows(messages)).await
}

/// Those of the messages that are stored, in no order: whose they are, and the hash of their submission.
///
/// # Errors
/// The database's.
pub async fn known(conn: &mut Conn, ids: &[MessageId]) -> Result<Vec<KnownMessage>, StoreError> {
    let mut known = Vec::new();
    for chunk in ids.chunks(LIST) {
        known.append(&mut conn.all(KNOWN, &padded(chunk)).await?);
    }
    Ok(known)
}

/// The message with this id.
///
/// # Errors
/// The database's.
pub async fn by_id(conn: &mut Conn, id: MessageId) -> Result<Option<Message>, StoreError> {
    conn.optional(BY_ID, args![id]).await
}

/// Marks a message as taken back; whether it was there, not taken back and not erased.
///
/// # Errors
/// The database's.
pub async fn set_recalled(conn: &mut Conn, id: MessageId, at: UnixMillis) -> Result<bool, StoreError> {
    conn.changes(SET_RECALLED, args![id, at]).await
}

/// Of which events the message's sender is told by mail; nothing when there is no such message.
///
/// # Errors
/// The database's.
pub async fn word_back(conn: &mut Conn, id: MessageId) -> Result<u32, StoreError> {
    Ok(conn.optional(WORD_BACK, args![id]).await?.map_or(0, |One(bits)| bits))
}

/// The tag of the language that its sender wishes for texts about it.
///
/// # Errors
/// The database's.
pub async fn language(conn: &mut Conn, id: MessageId) -> Result<Option<String>, StoreError> {
    Ok(conn.optional::<Maybe<_>>(LANGUAGE, args![id]).await?.and_then(|Maybe(tag)| tag))
}

/// Erases the content, attachments included, and everybody's keys. What became of the message stays.
///
/// # Errors
/// The database's.
pub async fn erase(conn: &mut Conn, id: MessageId, at: UnixMillis) -> Result<(), StoreError> {
    conn.execute(ERASE, args![id, at]).await?;
    archive::erase(conn, id).await?;
    attachments::erase(conn, id).await?;
    passcodes::erase(conn, id).await?;
    resets::erase(conn, id).await?;
    sealed_keys::erase(conn, id).await
}

/// Messages whose time ran out and that are not erased, the oldest end first.
///
/// # Errors
/// The database's.
pub async fn due_for_expiry(
    conn: &mut Conn,
    now: UnixMillis,
    limit: u32,
) -> Result<Vec<MessageId>, StoreError> {
    let ids: Vec<One<_>> = conn.all(DUE_FOR_EXPIRY, args![now, limit]).await?;
    Ok(ids.into_iter().map(|One(id)| id).collect())
}
