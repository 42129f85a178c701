//! What a sender's browser hands in: a message that is sealed already.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{BehindPasscode, Blob, KeyId, MessageId, PasscodeSalt, PhoneNumber, TextWishes, UnixMillis};

/// The shortest life that a sender can give a message.
pub const LIFETIME_MIN: Duration = Duration::from_secs(60 * 60);
/// The longest.
pub const LIFETIME_MAX: Duration = Duration::from_secs(366 * 24 * 60 * 60);
/// The life of a message whose sender chose none.
pub const LIFETIME_DEFAULT: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// How many recipients one message can have.
pub const MAX_RECIPIENTS: usize = 100;
/// The largest subject, in bytes of UTF-8.
pub const MAX_SUBJECT_BYTES: usize = 1_000;
/// The largest body, in bytes of UTF-8.
pub const MAX_BODY_BYTES: usize = 256 * 1024;

/// The key under which a message for somebody has to be sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyForRecipient {
    /// The recipient.
    pub phone: PhoneNumber,
    /// Which key this is: the recipient's own, or the instance's waiting key.
    pub key_id: KeyId,
    /// Algorithm id and bytes of the public key.
    pub public_key: Blob,
    /// Whether the recipient has claimed the number, so that only they can open the message.
    pub claimed: bool,
    /// Whether the number's owner wants no texts, so that no notice goes to it.
    #[serde(default)]
    pub opted_out: bool,
    /// For a passcode, while nobody has claimed the number.
    #[serde(default)]
    pub passcode: Option<PasscodeSalt>,
}

/// The keys under which a message has to be sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeysToSealTo {
    /// One for each recipient, in the order that was asked for.
    pub recipients: Vec<KeyForRecipient>,
    /// The organisation's archive key, if it keeps one: algorithm id and bytes of the public key.
    #[serde(default)]
    pub archive: Option<Blob>,
}

/// A message's data key, sealed to the organisation's archive key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ArchiveCopy {
    /// Which archive key.
    pub key_id: KeyId,
    /// The sealed data key.
    pub sealed_key: Blob,
}

/// A message's data key, sealed for one recipient.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SealedFor {
    /// The recipient.
    pub phone: PhoneNumber,
    /// The key it is sealed to. Behind a passcode it is the waiting key's, to which it would be sealed otherwise.
    pub key_id: KeyId,
    /// The sealed data key; wrapped by the passcode where there is one.
    pub sealed_key: Blob,
    /// What the passcode is checked by.
    #[serde(default)]
    pub passcode: Option<BehindPasscode>,
}

/// A message sealed in the sender's browser.
///
/// The id is chosen by the sender and makes the submission idempotent: the same id from the same account is accepted
/// once, and acknowledged as often as it is sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SealedSubmission {
    /// The message's id, to which all its seals are bound.
    pub id: MessageId,
    /// The sealed subject.
    pub subject: Blob,
    /// The sealed body.
    pub body: Blob,
    /// The data key, sealed to the sender.
    pub sender_key: Blob,
    /// The data key, sealed for each recipient: at least one, at most [`MAX_RECIPIENTS`], no number twice.
    pub recipients: Vec<SealedFor>,
    /// How long the message lives, in seconds from `not_before` or now: [`LIFETIME_MIN`] to [`LIFETIME_MAX`].
    pub lifetime_seconds: u32,
    /// When the notice may go out and the link begins to work; `None` for at once.
    pub not_before: Option<UnixMillis>,
    /// The sealed [`Manifest`](crate::Manifest), when there are attachments.
    #[serde(default)]
    pub manifest: Option<Blob>,
    /// How many chunks of each attachment were uploaded beforehand.
    #[serde(default)]
    pub attachments: Vec<u32>,
    /// What its sender wishes for the texts that announce it.
    #[serde(default)]
    pub texts: TextWishes,
    /// The data key, sealed to the archive key where the organisation keeps one.
    #[serde(default)]
    pub archive: Option<ArchiveCopy>,
}
