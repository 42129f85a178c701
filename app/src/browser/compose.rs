//! Sealing a message in the sender's browser, and sending it until the server has answered.

use std::collections::BTreeMap;

use domain::{
    ArchiveCopy, AttachmentInfo, BehindPasscode, Blob, KeyForRecipient, KeysToSealTo, Manifest, MessageId,
    PhoneNumber, SealedFor, SealedSubmission, SecretBlob, TextWishes, UnixMillis,
};
use rand_core::Rng as _;
use seal::{DataKey, Part, PublicKey};

use super::{
    keys::passcode_keys,
    page::{now, rng},
    stop::Stop,
};
use crate::{UiError, api::mail};

/// A message as written.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) recipients: Vec<PhoneNumber>,
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) files: Vec<DraftFile>,
    pub(crate) lifetime_seconds: u32,
    pub(crate) not_before: Option<UnixMillis>,
    pub(crate) texts: TextWishes,
    /// What opens it for those who have no password yet, as it will be heard.
    pub(crate) passcode: Option<String>,
    /// Those of recipients who get another one than that.
    pub(crate) own_passcodes: BTreeMap<PhoneNumber, String>,
}

/// A file that goes with it. Its bytes stay where they are until they are sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DraftFile {
    /// By which the page knows the browser's file again.
    pub(crate) id: u32,
    pub(crate) info: AttachmentInfo,
    /// When it was changed last, in milliseconds since the epoch.
    pub(crate) modified: u64,
}

/// Why a message was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotSent {
    /// The server, or the way to it.
    Refused(UiError),
    /// A file of this name is not any more what it was when it was chosen.
    Unreadable(String),
    /// The sender did not want it any more.
    Stopped,
}

impl From<UiError> for NotSent {
    fn from(error: UiError) -> Self {
        Self::Refused(error)
    }
}

impl NotSent {
    /// Whether the same sealing can go out later. Not one that the server cannot take: what was uploaded for it may
    /// have been swept meanwhile.
    pub(crate) const fn keeps_sealing(&self) -> bool {
        !matches!(self, Self::Refused(UiError::Invalid { .. } | UiError::KeysChanged))
    }
}

/// A draft sealed once. As long as the draft stays the same, so does this, and a submission whose answer was lost is
/// recognised when it is sent again, as is every chunk of its attachments.
pub(crate) struct Sealing {
    pub(super) draft: Draft,
    pub(super) key: DataKey,
    /// How many chunks of all attachments the server has acknowledged.
    pub(super) uploaded: usize,
    submission: SealedSubmission,
}

impl Sealing {
    /// Seals a draft for these recipients and for the sender.
    pub(crate) async fn new(draft: Draft, keys: &KeysToSealTo, sender_key: &Blob) -> Result<Self, UiError> {
        let rng = &mut rng();
        let mut random = [0; 10];
        rng.fill_bytes(&mut random);
        let id = MessageId::new(now(), random);
        let key = DataKey::generate(rng);
        let chunks = |file: &DraftFile| u32::try_from(file.info.chunks()).map_err(|_| UiError::Unexpected);
        let submission = SealedSubmission {
            id,
            subject: Blob(key.seal(id, Part::Subject, draft.subject.as_bytes(), rng)),
            body: Blob(key.seal(id, Part::Body, draft.body.as_bytes(), rng)),
            sender_key: Blob(public_key(sender_key)?.seal_data_key(id, &key, rng)),
            recipients: Vec::new(),
            lifetime_seconds: draft.lifetime_seconds,
            not_before: draft.not_before,
            texts: draft.texts.clone(),
            manifest: manifest(&draft.files)
                .map(|manifest| Blob(key.seal(id, Part::Manifest, &manifest, rng))),
            attachments: draft.files.iter().map(chunks).collect::<Result<_, _>>()?,
            archive: None,
        };
        let mut sealing = Self { draft, key, uploaded: 0, submission };
        sealing.seal_to(keys).await?;
        Ok(sealing)
    }

    /// Seals the key to these recipients, and to the archive key. A submission that was refused because theirs had changed was not stored, so
    /// it keeps its id and what was uploaded for it.
    pub(crate) async fn seal_to(&mut self, keys: &KeysToSealTo) -> Result<(), UiError> {
        let mut recipients = Vec::with_capacity(keys.recipients.len());
        for to in &keys.recipients {
            recipients.push(self.sealed_for(to).await?);
        }
        self.submission.recipients = recipients;
        self.submission.archive = keys.archive.as_ref().map(|key| self.archive_copy(key)).transpose()?;
        Ok(())
    }

    /// The key for the organisation's emergency access.
    fn archive_copy(&self, key: &Blob) -> Result<ArchiveCopy, UiError> {
        let public = public_key(key)?;
        let sealed_key = Blob(public.seal_data_key(self.id(), &self.key, &mut rng()));
        Ok(ArchiveCopy { key_id: public.id(), sealed_key })
    }

    /// The key for one recipient: behind the passcode as long as they have no key of their own.
    async fn sealed_for(&self, to: &KeyForRecipient) -> Result<SealedFor, UiError> {
        let (phone, key_id) = (to.phone.clone(), to.key_id);
        let own = self.draft.own_passcodes.get(&phone);
        if let (Some(heard), Some(stretched)) = (own.or(self.draft.passcode.as_ref()), &to.passcode) {
            let keys = passcode_keys(heard, self.id(), stretched).await?;
            let proof = SecretBlob(keys.proof.as_bytes().to_vec());
            let passcode = Some(BehindPasscode { stretched: stretched.clone(), proof });
            let sealed_key = Blob(keys.wrapping.wrap(self.id(), &self.key, &mut rng()));
            return Ok(SealedFor { phone, key_id, sealed_key, passcode });
        }
        let public = public_key(&to.public_key)?;
        let sealed_key = Blob(public.seal_data_key(self.id(), &self.key, &mut rng()));
        Ok(SealedFor { phone, key_id, sealed_key, passcode: None })
    }

    /// For whom it waits behind a passcode.
    pub(crate) fn behind_passcode(&self) -> Vec<PhoneNumber> {
        let behind = self.submission.recipients.iter().filter(|sealed| sealed.passcode.is_some());
        behind.map(|sealed| sealed.phone.clone()).collect()
    }

    /// Whom it is for.
    pub(crate) fn recipients(&self) -> Vec<PhoneNumber> {
        self.draft.recipients.clone()
    }

    /// Whether the server has all files.
    pub(crate) fn is_uploaded(&self) -> bool {
        let chunks: u64 = self.draft.files.iter().map(|file| file.info.chunks()).sum();
        u64::try_from(self.uploaded).is_ok_and(|uploaded| uploaded >= chunks)
    }

    /// Whether this is what that draft becomes.
    pub(crate) fn is_of(&self, draft: &Draft) -> bool {
        self.draft == *draft
    }

    pub(super) const fn id(&self) -> MessageId {
        self.submission.id
    }

    /// Hands it in.
    pub(crate) async fn submit(&self) -> Result<MessageId, UiError> {
        mail::submit(self.submission.clone()).await
    }
}

/// Asks again and again while the server is away, ever less often; `waiting` is told before each pause.
pub(crate) async fn until_answered<T>(
    stop: &Stop,
    ask: impl AsyncFn() -> Result<T, UiError>,
    waiting: impl Fn(&UiError),
) -> Result<T, UiError> {
    let mut seconds = 2;
    loop {
        match ask().await {
            Err(error) if error.is_transient() && !stop.is_stopped() => {
                waiting(&error);
                stop.pause(seconds).await;
                seconds = (seconds * 2).min(30);
            }
            answer => return answer,
        }
    }
}

fn manifest(files: &[DraftFile]) -> Option<Vec<u8>> {
    let manifest = Manifest(files.iter().map(|file| file.info.clone()).collect());
    (!files.is_empty()).then(|| serde_json::to_vec(&manifest).expect("it is made of texts and numbers"))
}

fn public_key(bytes: &Blob) -> Result<PublicKey, UiError> {
    PublicKey::from_bytes(&bytes.0).map_err(|_| UiError::Unexpected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_cannot_take_is_sealed_anew() {
        let invalid = UiError::Invalid { sentence: "Not all of them arrived.".to_owned() };
        assert!(!NotSent::Refused(invalid).keeps_sealing());
        for kept in [NotSent::Stopped, NotSent::Unreadable("a".to_owned()), UiError::SignedOut.into()] {
            assert!(kept.keeps_sealing(), "{kept:?}");
        }
    }

    #[test]
    fn a_manifest_is_there_when_there_are_files() {
        assert_eq!(manifest(&[]), None);
        let info =
            AttachmentInfo { name: "a".into(), media_type: "text/plain".into(), size: 1, inline: false };
        let json = manifest(&[DraftFile { id: 7, info: info.clone(), modified: 0 }]).unwrap();
        assert_eq!(serde_json::from_slice::<Manifest>(&json).unwrap(), Manifest(vec![info]));
    }
}
