//! The types that every part of Narwhal shares: ids, phone numbers, states and the shapes that cross the wire.
//!
//! Nothing here does I/O, and everything compiles to WebAssembly.

mod address;
mod attachment;
mod blob;
mod delivery;
mod id;
mod language;
mod passcode;
mod passkey;
mod password;
mod person;
mod phone;
mod submission;
mod texts;
mod time;

pub use address::{AddressError, MailAddress};
pub use attachment::{
    AttachmentInfo, CHUNK_BYTES, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENT_NAME, MAX_ATTACHMENTS, Manifest,
};
pub use blob::{Blob, SecretBlob};
pub use delivery::{DeliveryState, FailureReason, ReportTopic, UnknownCode, WarningTopic};
pub use id::{
    AppPasswordId, DeliveryId, IdError, KeyId, MessageId, NoticeId, PasskeyId, PersonId, ReportId, WarningId,
};
pub use language::Language;
pub use passcode::{Passcode, PasscodeError};
pub use passkey::{PASSKEY_NAME_MAX, PASSKEYS_MAX, PasskeyMade, PasskeyUsed};
pub use password::{BehindPasscode, KdfParams, NewCredential, PasscodeSalt, RECIPIENT_PASSWORD_MIN};
pub use person::{Email, EmailError, Role};
pub use phone::{Country, PhoneError, PhoneNumber};
pub use submission::{
    ArchiveCopy, KeyForRecipient, KeysToSealTo, LIFETIME_DEFAULT, LIFETIME_MAX, LIFETIME_MIN, MAX_BODY_BYTES,
    MAX_RECIPIENTS, MAX_SUBJECT_BYTES, SealedFor, SealedSubmission,
};
pub use texts::{MAX_REMINDERS, Phrase, PhraseError, REMIND_MAX_SECONDS, REMIND_MIN_SECONDS, TextWishes};
pub use time::UnixMillis;
