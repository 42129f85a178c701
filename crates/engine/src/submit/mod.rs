//! Submit: one transaction writes the message, its deliveries, sealed keys, notices and audit events.
//!
//! Who could abuse this: a sender's own browser may lie about anything in a submission. So every bound is checked here,
//! a message id belongs to the account that used it first, and a key that no recipient holds is refused.

use std::{collections::HashSet, time::Duration};

use domain::{
    ArchiveCopy, BehindPasscode, KeyId, LIFETIME_MAX, LIFETIME_MIN, MAX_ATTACHMENTS, MAX_BODY_BYTES,
    MAX_RECIPIENTS, MAX_REMINDERS, MAX_SUBJECT_BYTES, MessageId, PasscodeSalt, PersonId, REMIND_MAX_SECONDS,
    REMIND_MIN_SECONDS, SealedFor, SealedSubmission, TextWishes, UnixMillis,
};
use store::StoreError;

use crate::{Engine, EngineError, Invalid, Session, notice::Words, passcode};

mod prepared;
mod write;

pub(crate) use prepared::{Extras, GIVE_UP_AFTER, Prepared};

/// What sealing may add to a plaintext, generously.
const SEAL_OVERHEAD: usize = 64;
/// The largest list of attachments: a hundred long names, and what JSON adds.
const MANIFEST_MAX: usize = 64 * 1024;
/// No sealed data key of any algorithm is larger.
const SEALED_KEY_MAX: usize = 4 * 1024;

/// The message is on the disk and its notices will go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted {
    /// The message's id, as the sender chose it.
    pub id: MessageId,
    /// `false` when the same submission was accepted before; nothing was sent a second time.
    pub fresh: bool,
}

impl Engine {
    /// Accepts a message that the sender's browser has sealed. When this returns, it is on the disk.
    ///
    /// # Errors
    /// [`EngineError::Invalid`] with the bound that was broken; [`EngineError::KeysChanged`] when a data key is sealed
    /// to a key that is not the recipient's, or not to the archive key; [`EngineError::Conflict`] when the id was used
    /// for another submission.
    pub async fn submit(
        &self,
        session: &Session,
        submission: SealedSubmission,
    ) -> Result<Accepted, EngineError> {
        session.enabled_account()?;
        self.submit_as(session.person, session.key_id, submission, Extras::default()).await
    }

    pub(crate) async fn submit_as(
        &self,
        account: PersonId,
        key_id: KeyId,
        submission: SealedSubmission,
        extras: Extras,
    ) -> Result<Accepted, EngineError> {
        let now = self.inner.clock.now();
        check(&submission, now)?;
        self.check_policy(&submission)?;
        let TextWishes { language, phrase, .. } = &submission.texts;
        if phrase.is_some()
            && !self.shows_phrase(&Words { language: *language, phrase: phrase.clone() }).await?
        {
            return Err(Invalid::Phrase.into());
        }
        let id = submission.id;
        let prepared = self.prepare(account, key_id, submission, extras, now);
        let done = self.inner.submissions.hand_in(prepared, self.clone()).await;
        let fresh = done.unwrap_or_else(|| Err(StoreError::Other("a batch panicked".into()).into()))?;
        Ok(Accepted { id, fresh })
    }
}

impl Engine {
    /// What the operator wants of every message.
    fn check_policy(&self, submission: &SealedSubmission) -> Result<(), Invalid> {
        let waiting = self.inner.secrets.waiting.id;
        let is_bare = |sealed: &SealedFor| sealed.key_id == waiting && sealed.passcode.is_none();
        if self.inner.config.passcode_required && submission.recipients.iter().any(is_bare) {
            return Err(Invalid::NoPasscode);
        }
        Ok(())
    }
}

fn check(submission: &SealedSubmission, now: UnixMillis) -> Result<(), Invalid> {
    let lifetime = Duration::from_secs(submission.lifetime_seconds.into());
    let phones: HashSet<_> = submission.recipients.iter().map(|recipient| &recipient.phone).collect();
    let archive = submission.archive.iter().map(|copy| &copy.sealed_key);
    let keys = submission.recipients.iter().map(|recipient| &recipient.sealed_key);
    let keys = keys.chain([&submission.sender_key]).chain(archive);
    if submission.recipients.is_empty() {
        Err(Invalid::NoRecipient)
    } else if submission.recipients.len() > MAX_RECIPIENTS {
        Err(Invalid::TooManyRecipients)
    } else if phones.len() < submission.recipients.len() {
        Err(Invalid::RecipientTwice)
    } else if !(LIFETIME_MIN..=LIFETIME_MAX).contains(&lifetime) {
        Err(Invalid::Lifetime)
    } else if submission.not_before.is_some_and(|start| start > now + LIFETIME_MAX) {
        Err(Invalid::NotBefore)
    } else if submission.subject.0.len() > MAX_SUBJECT_BYTES + SEAL_OVERHEAD
        || submission.body.0.len() > MAX_BODY_BYTES + SEAL_OVERHEAD
    {
        Err(Invalid::TooLarge)
    } else if submission.manifest.is_some() == submission.attachments.is_empty()
        || submission.manifest.as_ref().is_some_and(|manifest| manifest.0.len() > MANIFEST_MAX)
        || submission.attachments.len() > MAX_ATTACHMENTS
    {
        Err(Invalid::Attachments)
    } else if let Some(error) = submission.recipients.iter().find_map(passcode_problem) {
        Err(error)
    } else if keys.into_iter().any(|key| key.0.is_empty() || key.0.len() > SEALED_KEY_MAX) {
        Err(Invalid::Malformed)
    } else if !submission
        .texts
        .reminders
        .as_deref()
        .is_none_or(|after| are_reminders(after, submission.lifetime_seconds))
    {
        Err(Invalid::Reminders)
    } else {
        Ok(())
    }
}

fn passcode_problem(sealed: &SealedFor) -> Option<Invalid> {
    passcode::check(sealed.passcode.as_ref()?, &sealed.sealed_key).err()
}

/// One that would come when the message is gone is refused: whoever wished for it believes that it comes.
fn are_reminders(reminders: &[u32], lifetime: u32) -> bool {
    let range = REMIND_MIN_SECONDS..=REMIND_MAX_SECONDS;
    reminders.len() <= MAX_REMINDERS
        && reminders.iter().all(|after| range.contains(after) && *after < lifetime)
        && reminders.is_sorted_by(|first, second| first < second)
}

/// Every byte of a submission in one unambiguous order, for its fingerprint.
fn canonical(submission: &SealedSubmission) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut field = |field: &[u8]| {
        let length = u64::try_from(field.len()).expect("a length fits 64 bits");
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(field);
    };
    field(submission.id.as_bytes());
    field(&submission.subject.0);
    field(&submission.body.0);
    field(&submission.sender_key.0);
    field(&submission.lifetime_seconds.to_be_bytes());
    field(&submission.not_before.map_or(0, UnixMillis::get).to_be_bytes());
    if let Some(manifest) = &submission.manifest {
        field(&manifest.0);
        submission.attachments.iter().for_each(|chunks| field(&chunks.to_be_bytes()));
    }
    for recipient in &submission.recipients {
        field(recipient.phone.as_str().as_bytes());
        field(recipient.key_id.as_bytes());
        field(&recipient.sealed_key.0);
        if let Some(BehindPasscode { stretched: PasscodeSalt { kdf, salt }, proof }) = &recipient.passcode {
            field(&salt.0);
            [kdf.memory_kib, kdf.iterations, kdf.parallelism]
                .iter()
                .for_each(|cost| field(&cost.to_be_bytes()));
            field(&proof.0);
        }
    }
    // Those who wish for nothing are known again from before there were wishes.
    let TextWishes { urgent, language, phrase, reminders } = &submission.texts;
    if submission.texts != TextWishes::default() {
        field(&[u8::from(*urgent)]);
        field(language.map_or("", domain::Language::tag).as_bytes());
        field(phrase.as_ref().map_or("", domain::Phrase::as_str).as_bytes());
        field(&[u8::from(reminders.is_some())]);
        reminders.iter().flatten().for_each(|after| field(&after.to_be_bytes()));
    }
    // Neither is one whose organisation keeps no archive key.
    if let Some(ArchiveCopy { key_id, sealed_key }) = &submission.archive {
        field(b"archive");
        field(key_id.as_bytes());
        field(&sealed_key.0);
    }
    bytes
}
