//! Attachments: uploaded in sealed chunks ahead of their message, and opened chunk by chunk.
//!
//! Who could abuse this: a sender could fill the disk with what never becomes a message, or write into somebody
//! else's; so an upload has an owner, a limit, and a day to live. A recipient reaches the attachments of their own
//! messages only, through the same link and session as the text.

use std::time::Duration;

use domain::{AttachmentInfo, CHUNK_BYTES, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS, Manifest, MessageId};
use seal::{Chunk, DataKey, Locator, PART_OVERHEAD, Part};
use store::{
    Conn, StoreError,
    attachments::{self, NewChunk},
    messages::{self, Message},
};
use zeroize::Zeroizing;

use crate::{Engine, EngineError, Invalid, Session};

/// How many chunks the largest attachment has.
const MAX_CHUNKS: u64 = MAX_ATTACHMENT_BYTES.div_ceil(262_144);
const _: () = assert!(CHUNK_BYTES == 262_144);
/// How long an upload waits for its message.
pub(crate) const UPLOAD_KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// An attachment that may be read, for the length of one request.
pub struct OpenAttachment {
    /// Its name, type and size.
    pub info: AttachmentInfo,
    message: MessageId,
    number: u32,
    key: DataKey,
}

impl OpenAttachment {
    pub(crate) const fn new(info: AttachmentInfo, message: MessageId, number: u32, key: DataKey) -> Self {
        Self { info, message, number, key }
    }

    /// How many chunks it has.
    #[must_use]
    pub const fn chunks(&self) -> u64 {
        self.info.chunks()
    }
}

impl Engine {
    /// Takes one sealed chunk of an attachment, ahead of its message. The same one again is acknowledged.
    ///
    /// # Errors
    /// [`Invalid::Attachments`] beyond the limits; [`EngineError::Conflict`] when the id is another account's or its
    /// message has come.
    pub async fn upload_chunk(
        &self,
        session: &Session,
        message: MessageId,
        chunk: (u32, u32),
        sealed: Vec<u8>,
    ) -> Result<(), EngineError> {
        let account = session.enabled_account()?.id;
        let (attachment, number) = chunk;
        let is_numbered = usize::try_from(attachment).is_ok_and(|number| number < MAX_ATTACHMENTS)
            && u64::from(number) < MAX_CHUNKS;
        if !is_numbered || !(PART_OVERHEAD..=CHUNK_BYTES + PART_OVERHEAD).contains(&sealed.len()) {
            return Err(Invalid::Attachments.into());
        }
        let now = self.inner.clock.now();
        let chunks = std::sync::Arc::new([NewChunk { attachment, number, sealed }]);
        let written = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let chunks = chunks.clone();
                Box::pin(async move {
                    if !messages::known(conn, &[message]).await?.is_empty() {
                        return Err(EngineError::Conflict);
                    }
                    let upload = attachments::upload(conn, message).await?;
                    if upload.is_some_and(|upload| upload.account_id != account) {
                        return Err(EngineError::Conflict);
                    }
                    if attachments::has(conn, message, attachment, number).await? {
                        return Ok(());
                    }
                    if upload.is_some_and(|upload| upload.bytes > most_uploaded()) {
                        return Err(Invalid::Attachments.into());
                    }
                    // Somebody else may have begun an upload under this id since it was looked for.
                    let is_ours = attachments::add(conn, message, account, &*chunks, now).await?;
                    if is_ours { Ok(()) } else { Err(EngineError::Conflict) }
                })
            })
            .await;
        match written {
            // The same chunk came twice at once, from a browser that stopped and went on. The upload is this account's
            // by then, so the other one was its own too.
            Err(EngineError::Store(StoreError::Conflict)) => Ok(()),
            written => written,
        }
    }

    /// An attachment of the message that a recipient's link leads to.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when there is none, or not for whoever asks, or not any more.
    pub async fn attachment(
        &self,
        locator: &Locator,
        session: &Session,
        number: u32,
    ) -> Result<OpenAttachment, EngineError> {
        let (delivery, message) = self.link_rows(locator.hash()).await?.ok_or(EngineError::NotFound)?;
        let now = self.inner.clock.now();
        let is_open = message.erased_at.is_none() && message.expires_at > now && message.not_before <= now;
        if delivery.recipient_id != session.person || delivery.state.is_ended() || !is_open {
            return Err(EngineError::NotFound);
        }
        self.open_attachment(session, &message, number).await
    }

    /// An attachment of a message that the session's account sent.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when there is none, or it is erased.
    pub async fn sent_attachment(
        &self,
        session: &Session,
        message: MessageId,
        number: u32,
    ) -> Result<OpenAttachment, EngineError> {
        let message = self.own_message(session, message).await?;
        self.open_attachment(session, &message, number).await
    }

    /// One chunk of an attachment, in plain.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] beyond the last one, or when it was erased meanwhile.
    pub async fn read_chunk(
        &self,
        open: &OpenAttachment,
        number: u32,
    ) -> Result<Zeroizing<Vec<u8>>, EngineError> {
        let (message, attachment) = (open.message, open.number);
        let sealed = self
            .inner
            .store
            .read(move |conn: &mut Conn| Box::pin(attachments::chunk(conn, message, attachment, number)))
            .await?;
        let place = Chunk { attachment, number, is_last: u64::from(number) + 1 == open.chunks() };
        Ok(open.key.open_chunk(message, place, &sealed.ok_or(EngineError::NotFound)?)?)
    }

    async fn open_attachment(
        &self,
        session: &Session,
        message: &Message,
        number: u32,
    ) -> Result<OpenAttachment, EngineError> {
        let key = self.data_key(session, message).await?;
        let at = usize::try_from(number).map_err(|_| EngineError::NotFound)?;
        let info = manifest(&key, message)?.0.into_iter().nth(at).ok_or(EngineError::NotFound)?;
        Ok(OpenAttachment::new(info, message.id, number, key))
    }
}

/// A message's list of attachments, which is empty when it has none.
pub(crate) fn manifest(key: &DataKey, message: &Message) -> Result<Manifest, EngineError> {
    let Some(sealed) = &message.manifest else { return Ok(Manifest::default()) };
    let json = key.open(message.id, Part::Manifest, sealed)?;
    serde_json::from_slice(&json).map_err(|_| seal::OpenError.into())
}

/// What the seals add is allowed for.
fn most_uploaded() -> u64 {
    MAX_ATTACHMENT_BYTES + MAX_ATTACHMENT_BYTES / 100
}
