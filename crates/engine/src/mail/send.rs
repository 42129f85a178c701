//! Sealing on the server, for those who hand in plaintext.

use std::{sync::Arc, time::Duration};

use domain::{
    ArchiveCopy, AttachmentInfo, BehindPasscode, Blob, CHUNK_BYTES, Manifest, MessageId, Passcode,
    PhoneNumber, SealedFor, SealedSubmission, SecretBlob, TextWishes,
};
use mail::Attachment;
use seal::{Chunk, DataKey, Part, PublicKey, Salt, Sealer};
use store::{
    Conn, StoreError,
    attachments::{self, NewChunk},
};

use super::{MailSender, returns::MailReturn};
use crate::{
    Engine, EngineError,
    submit::{Accepted, Extras},
};

/// How many bytes of sealed chunks are written at once.
const STAGED_AT_ONCE: usize = 1024 * 1024;

/// A message in plain, for as long as it takes to seal it.
pub(super) struct Letter {
    pub(super) id: MessageId,
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: Option<String>,
    pub(super) attachments: Vec<Attachment>,
    pub(super) phones: Vec<PhoneNumber>,
    /// What knows the mail again, for each of `phones`; or nothing.
    pub(super) hashes: Vec<[u8; 32]>,
    pub(super) lifetime: Duration,
    pub(super) texts: TextWishes,
    /// What opens it for those who have no keys yet.
    pub(super) passcode: Option<Passcode>,
    /// `None` when nobody can be told anything.
    pub(super) mail_return: Option<MailReturn>,
}

/// A message whose content is sealed, and whose attachments are stored. Only the keys are still to be sealed.
pub(super) struct SealedLetter {
    key: DataKey,
    /// Shared with other mails while this one is on its way.
    _sealer: Arc<Sealer>,
    phones: Vec<PhoneNumber>,
    passcode: Option<Passcode>,
    extras: Extras,
    /// Without recipients.
    content: SealedSubmission,
}

impl Engine {
    /// Seals a letter's content and stores its attachments.
    pub(super) async fn begin_letter(
        &self,
        sender: &MailSender,
        letter: Letter,
    ) -> Result<SealedLetter, EngineError> {
        let mut rng = self.inner.entropy.rng();
        let (id, key) = (letter.id, DataKey::generate(&mut rng));
        let sealer = self.sealer_to(sender.public_key());
        let attachments = self.stage(sender, id, &key, &letter.attachments).await?;
        let mut part = |part, text: &[u8]| key.seal(id, part, text, &mut rng);
        let manifest =
            (!attachments.is_empty()).then(|| part(Part::Manifest, &manifest(&letter.attachments)));
        let html = letter.html.as_ref().map(|html| part(Part::Html, html.as_bytes()));
        let content = SealedSubmission {
            id,
            subject: Blob(part(Part::Subject, letter.subject.as_bytes())),
            body: Blob(part(Part::Body, letter.text.as_bytes())),
            sender_key: Blob(sealer.seal_data_key(id, &key, &mut rng)),
            recipients: Vec::new(),
            lifetime_seconds: u32::try_from(letter.lifetime.as_secs()).unwrap_or(u32::MAX),
            not_before: None,
            manifest: manifest.map(Blob),
            attachments,
            texts: letter.texts,
            archive: None,
        };
        let extras = Extras {
            is_new: true,
            html,
            mails: letter.hashes,
            word_back: letter.mail_return.as_ref().map(MailReturn::word_back).unwrap_or_default(),
            mail_return: letter.mail_return.as_ref().map(|asked| self.seal_return(id, asked)),
        };
        Ok(SealedLetter {
            key,
            _sealer: sealer,
            phones: letter.phones,
            passcode: letter.passcode,
            extras,
            content,
        })
    }

    /// Seals the key to the recipients' present keys, and submits.
    pub(super) async fn hand_in_letter(
        &self,
        sender: &MailSender,
        letter: &SealedLetter,
    ) -> Result<Accepted, EngineError> {
        let sealers = self.present_sealers(&letter.phones).await?;
        let (id, waiting) = (letter.content.id, self.inner.secrets.waiting.id);
        let mut recipients = Vec::with_capacity(sealers.len());
        for (phone, sealer) in letter.phones.iter().zip(&sealers) {
            recipients.push(match &letter.passcode {
                Some(passcode) if sealer.key_id() == waiting => {
                    self.seal_behind(passcode, phone, id, &letter.key).await?
                }
                _ => SealedFor {
                    phone: phone.clone(),
                    key_id: sealer.key_id(),
                    sealed_key: Blob(sealer.seal_data_key(id, &letter.key, &mut self.inner.entropy.rng())),
                    passcode: None,
                },
            });
        }
        let archiver = self.inner.config.archive.as_ref().map(|key| self.sealer_to(key));
        let archive = archiver.as_ref().map(|sealer| ArchiveCopy {
            key_id: sealer.key_id(),
            sealed_key: Blob(sealer.seal_data_key(id, &letter.key, &mut self.inner.entropy.rng())),
        });
        let submission = SealedSubmission { recipients, archive, ..letter.content.clone() };
        self.submit_as(sender.person(), sender.key_id(), submission, letter.extras.clone()).await
    }

    /// Wraps the key under a passcode. That takes memory and a tenth of a second, so few do it at once.
    async fn seal_behind(
        &self,
        passcode: &Passcode,
        phone: &PhoneNumber,
        id: MessageId,
        key: &DataKey,
    ) -> Result<SealedFor, EngineError> {
        let stretched = self.passcode_salt(phone);
        let (salt, kdf) = (Salt::from_slice(&stretched.salt.0)?, stretched.kdf);
        let _turn = self.inner.stretching.acquire().await;
        let passcode = passcode.clone();
        let stretching =
            tokio::task::spawn_blocking(move || seal::derive_passcode(passcode.as_str(), id, &salt, kdf));
        let broken = || StoreError::Other("a passcode could not be stretched".into());
        let keys = stretching.await.map_err(|_| broken())?.map_err(|_| broken())?;
        Ok(SealedFor {
            phone: phone.clone(),
            key_id: self.inner.secrets.waiting.id,
            sealed_key: Blob(keys.wrapping.wrap(id, key, &mut self.inner.entropy.rng())),
            passcode: Some(BehindPasscode { stretched, proof: SecretBlob(keys.proof.as_bytes().to_vec()) }),
        })
    }

    /// What seals to each recipient now: to their own key, or to the waiting key.
    async fn present_sealers(&self, phones: &[PhoneNumber]) -> Result<Vec<Arc<Sealer>>, EngineError> {
        let indexes: Vec<_> = phones.iter().map(|phone| self.inner.secrets.index.phone(phone)).collect();
        let own = self.own_keys(&indexes).await?;
        let sealer = |index: &[u8; 32]| match own.get(index) {
            Some((_, bytes)) => Ok(self.sealer_to(&PublicKey::from_bytes(bytes)?)),
            None => Ok(self.sealer_to(&self.inner.secrets.waiting.public)),
        };
        indexes.iter().map(sealer).collect()
    }

    fn sealer_to(&self, key: &PublicKey) -> Arc<Sealer> {
        self.inner.sealers.to(key, &self.inner.entropy, self.inner.clock.now())
    }

    /// Stores attachments in sealed chunks, ahead of their message; how many chunks each has. Should the message not
    /// come, they are swept after a day, and nobody has the key.
    async fn stage(
        &self,
        sender: &MailSender,
        id: MessageId,
        key: &DataKey,
        attachments: &[Attachment],
    ) -> Result<Vec<u32>, EngineError> {
        let (mut counts, mut waiting, mut bytes) = (Vec::with_capacity(attachments.len()), Vec::new(), 0);
        for (attachment, content) in (0..).zip(attachments) {
            let (chunks, count) = chunks(&content.content);
            counts.push(count);
            for (number, chunk) in (0..).zip(chunks) {
                let place = Chunk { attachment, number, is_last: number + 1 == count };
                let sealed = key.seal_chunk(id, place, chunk, &mut self.inner.entropy.rng());
                bytes += sealed.len();
                waiting.push(NewChunk { attachment, number, sealed });
                if bytes >= STAGED_AT_ONCE {
                    self.store_chunks(sender, id, std::mem::take(&mut waiting)).await?;
                    bytes = 0;
                }
            }
        }
        if !waiting.is_empty() {
            self.store_chunks(sender, id, waiting).await?;
        }
        Ok(counts)
    }

    async fn store_chunks(
        &self,
        sender: &MailSender,
        id: MessageId,
        chunks: Vec<NewChunk>,
    ) -> Result<(), EngineError> {
        let (chunks, account, now) = (Arc::new(chunks), sender.person(), self.inner.clock.now());
        let is_ours = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let chunks = Arc::clone(&chunks);
                Box::pin(async move { attachments::add(conn, id, account, &chunks, now).await })
            })
            .await?;
        if is_ours { Ok(()) } else { Err(EngineError::Conflict) }
    }
}

/// The pieces of an attachment, and how many there are: at least one, which may be empty.
fn chunks(content: &[u8]) -> (impl Iterator<Item = &[u8]>, u32) {
    let count = content.len().div_ceil(CHUNK_BYTES).max(1);
    let pieces = (0..count).map(|at| {
        let rest = &content[at * CHUNK_BYTES..];
        &rest[..rest.len().min(CHUNK_BYTES)]
    });
    (pieces, u32::try_from(count).expect("mails are far smaller than 2^32 chunks"))
}

fn manifest(attachments: &[Attachment]) -> Vec<u8> {
    let info = |attachment: &Attachment| AttachmentInfo {
        name: attachment.name.clone(),
        media_type: attachment.media_type.clone(),
        size: attachment.content.len().try_into().unwrap_or(u64::MAX),
        inline: attachment.inline,
    };
    let manifest = Manifest(attachments.iter().map(info).collect());
    serde_json::to_vec(&manifest).expect("it is made of texts and numbers")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attachment_is_cut_into_chunks() {
        let lengths = |size: usize| {
            let content = vec![0; size];
            let (pieces, count) = chunks(&content);
            let lengths: Vec<_> = pieces.map(<[u8]>::len).collect();
            assert_eq!(lengths.len(), usize::try_from(count).unwrap());
            lengths
        };
        assert_eq!(lengths(0), [0]);
        assert_eq!(lengths(CHUNK_BYTES), [CHUNK_BYTES]);
        assert_eq!(lengths(CHUNK_BYTES + 1), [CHUNK_BYTES, 1]);
    }
}
