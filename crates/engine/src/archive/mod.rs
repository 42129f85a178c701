//! Emergency access (HIPAA, 45 CFR 164.312(a)(2)(ii)): an organisation may keep an archive key, to which every new message's
//! data key is sealed too. Off unless the operator configures the public half; the private half is never here.
//!
//! - Whoever seals, seals to it: the sender's browser ([`Engine::keys_to_seal_to`]), or the server for mail. A submission
//!   whose copy is missing, or is for another archive key, is refused as if a recipient's key had changed: seal again.
//! - Messages behind a passcode are sealed to it too. The passcode keeps the instance out; the archive key is not the
//!   instance's.
//! - Opening (`open.rs`) happens at the command line, with the private half in memory only: recorded first, then told, then
//!   opened.
//!
//! Who could abuse this: whoever has the private half and a copy of the database opens everything that was sealed to it,
//! without a record, elsewhere. That is why it is off, why its private half is in two hands or offline, and why senders and
//! recipients are told that there is one. A sender's own browser may seal rubbish to it; nobody can tell before it is opened.

mod find;
mod open;

use domain::{ArchiveCopy, Blob, KeysToSealTo, MessageId, PhoneNumber, UnixMillis};
use seal::Purpose;
use store::archive::Opening;

use crate::{Engine, EngineError, Invalid, Session};

pub use find::{ArchiveFound, ArchiveSearch};
pub use open::{ArchiveOpened, ArchiveReason, ArchiveRefusal};

/// That the organisation opened a message.
#[derive(Clone)]
pub struct ArchiveOpening {
    /// When.
    pub at: UnixMillis,
    /// The reason that was given; `None` when somebody has changed the row, which the seal is bound to.
    pub reason: Option<String>,
}

impl Engine {
    /// All keys to seal a message to: [`keys_for`](Self::keys_for), and the archive key where there is one.
    ///
    /// # Errors
    /// Those of [`keys_for`](Self::keys_for).
    pub async fn keys_to_seal_to(
        &self,
        session: &Session,
        phones: &[PhoneNumber],
    ) -> Result<KeysToSealTo, EngineError> {
        let archive = self.inner.config.archive.as_ref().map(|key| Blob(key.to_bytes()));
        Ok(KeysToSealTo { recipients: self.keys_for(session, phones).await?, archive })
    }

    /// Whether a submission is sealed to the archive key, or to none where there is none.
    pub(crate) fn check_archive(&self, copy: Option<&ArchiveCopy>) -> Result<(), EngineError> {
        let wanted = self.inner.config.archive.as_ref().map(seal::PublicKey::id);
        if copy.map(|copy| copy.key_id) != wanted {
            return Err(EngineError::KeysChanged);
        }
        match copy {
            Some(copy) if !seal::is_sealed_data_key(&copy.sealed_key.0) => Err(Invalid::Malformed.into()),
            _ => Ok(()),
        }
    }

    pub(crate) fn archive_opening(&self, opening: &Opening) -> ArchiveOpening {
        let row = reason_row(opening.message_id, opening.at);
        let reason = self.inner.ring.unwrap(Purpose::ArchiveReason, &row, &opening.reason);
        let reason = reason.ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        ArchiveOpening { at: opening.at, reason }
    }
}

/// What tells the rows of reasons apart.
fn reason_row(message: MessageId, at: UnixMillis) -> Vec<u8> {
    [message.as_bytes().as_slice(), &at.get().to_be_bytes()].concat()
}
