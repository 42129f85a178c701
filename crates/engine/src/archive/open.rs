//! Opening a message with the archive key: first it is recorded, and its sender told; then it is opened.

use std::{str::FromStr, sync::Arc};

use domain::{Email, KeyId, MessageId, PersonId, PhoneNumber, ReportTopic, UnixMillis};
use seal::{DataKey, PrivateKey, Purpose};
use store::{
    Conn, accounts,
    archive::{self, ArchiveCopy, Opening},
    audit, deliveries, messages,
    messages::Message,
    reports,
};

use super::reason_row;
use crate::{
    Engine, EngineError, OpenAttachment,
    attachments::manifest,
    audit::{Action, Actor, Subject},
    inbox::{html, texts},
};

/// Why somebody opens a message: at least ten characters, at most 500, on one line.
#[derive(Clone, PartialEq, Eq)]
pub struct ArchiveReason(String);

/// Why a message was not opened. Nothing was recorded then.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveRefusal {
    /// There is none with this id.
    #[error("there is no such message")]
    NoMessage,
    /// It expired or was recalled, and its archive copy went with it.
    #[error("the message is erased, and its archive copy with it")]
    Erased,
    /// It was sent while no archive key was configured.
    #[error("the message is not in the archive: it was sent while no archive key was configured")]
    NotArchived,
    /// It is sealed to another archive key.
    #[error("the message is sealed to archive key {needed}, and this is archive key {given}")]
    OtherKey {
        /// The one that opens it.
        needed: KeyId,
        /// The one that was given.
        given: KeyId,
    },
    /// The storage, or something stored that does not open.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// A message, opened with the archive key.
pub struct ArchiveOpened {
    /// Who wrote it.
    pub sender: Email,
    /// To whom.
    pub recipients: Vec<PhoneNumber>,
    /// When it was sent.
    pub sent_at: UnixMillis,
    /// The subject; may be empty.
    pub subject: String,
    /// The body.
    pub body: String,
    /// The body as HTML, if it has one.
    pub html: Option<String>,
    /// Its attachments, for [`Engine::read_chunk`].
    pub attachments: Vec<OpenAttachment>,
}

/// What the database knows of an archived message.
struct Archived {
    message: Message,
    copy: ArchiveCopy,
    sender: Email,
    deliveries: Vec<deliveries::MessageDelivery>,
}

impl ArchiveReason {
    /// The shortest reason, in characters.
    pub const SHORTEST: usize = 10;
    /// The longest.
    pub const LONGEST: usize = 500;

    /// The reason as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for ArchiveReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ArchiveReason(..)")
    }
}

impl FromStr for ArchiveReason {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let length = text.chars().count();
        if !(Self::SHORTEST..=Self::LONGEST).contains(&length) || text.contains(char::is_control) {
            return Err(
                "give a reason of 10 to 500 characters on one line: the message's sender will read it",
            );
        }
        Ok(Self(text.to_owned()))
    }
}

impl Engine {
    /// Opens a message with the archive's private key, for the operator. That it is opened is recorded, and a mail to its
    /// sender queued, before anything is.
    ///
    /// # Errors
    /// [`ArchiveRefusal`]; nothing is recorded unless the storage fails afterwards, or the copy does not open.
    pub async fn open_archived(
        &self,
        key: &PrivateKey,
        reason: &ArchiveReason,
        id: MessageId,
    ) -> Result<ArchiveOpened, ArchiveRefusal> {
        let archived = self.archived(id).await?;
        if archived.copy.key_id != key.id() {
            return Err(ArchiveRefusal::OtherKey { needed: archived.copy.key_id, given: key.id() });
        }
        self.record_opening(&archived, reason).await?;
        let data_key = key.open_data_key(id, &archived.copy.sealed).map_err(EngineError::from)?;
        Ok(self.archived_letter(archived, &data_key)?)
    }

    async fn archived(&self, id: MessageId) -> Result<Archived, ArchiveRefusal> {
        let (message, copy) = self
            .inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(
                    async move { Ok((messages::by_id(conn, id).await?, archive::copy(conn, id).await?)) },
                )
            })
            .await
            .map_err(EngineError::from)?;
        let message = message.ok_or(ArchiveRefusal::NoMessage)?;
        if message.erased_at.is_some() || message.expires_at <= self.inner.clock.now() {
            return Err(ArchiveRefusal::Erased);
        }
        let copy = copy.ok_or(ArchiveRefusal::NotArchived)?;
        let account = message.account_id;
        let (sender, deliveries) = self.people_of(id, account).await?;
        Ok(Archived { message, copy, sender, deliveries })
    }

    async fn people_of(
        &self,
        id: MessageId,
        account: PersonId,
    ) -> Result<(Email, Vec<deliveries::MessageDelivery>), EngineError> {
        let (account, deliveries) = self
            .inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(async move {
                    Ok((accounts::by_id(conn, account).await?, deliveries::by_message(conn, id).await?))
                })
            })
            .await?;
        Ok((account.ok_or(EngineError::NotFound)?.email, deliveries))
    }

    /// Writes down that the message is opened, and queues the mail that tells its sender.
    async fn record_opening(&self, archived: &Archived, reason: &ArchiveReason) -> Result<(), EngineError> {
        let (id, key_id, now) = (archived.message.id, archived.copy.key_id, self.inner.clock.now());
        let sealed = self.inner.ring.wrap(
            Purpose::ArchiveReason,
            &reason_row(id, now),
            reason.as_str().as_bytes(),
            &mut self.inner.entropy.rng(),
        );
        let opening = Arc::new(Opening { message_id: id, at: now, key_id, reason: sealed });
        let event = self.event(now, Actor::Operator, Action::ArchiveOpened, Subject::message(id));
        // One mail for the message, which leads to its page; not one for each recipient.
        let first = archived.deliveries.first().map(|row| row.delivery.id);
        let report = first.map(|delivery| self.new_report(delivery, ReportTopic::ArchiveOpened, now));
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (opening, event, report) = (Arc::clone(&opening), event.clone(), report.clone());
                Box::pin(async move {
                    audit::insert_many(conn, &[event]).await?;
                    archive::add_opening(conn, &opening).await?;
                    reports::insert_many(conn, report.as_slice()).await?;
                    Ok::<_, EngineError>(())
                })
            })
            .await?;
        self.wake_reports();
        Ok(())
    }

    fn archived_letter(&self, archived: Archived, key: &DataKey) -> Result<ArchiveOpened, EngineError> {
        let Archived { message, sender, deliveries, .. } = archived;
        let (subject, body) = texts(key, &message)?;
        let phone =
            |row: &deliveries::MessageDelivery| self.phone_of(row.delivery.recipient_id, &row.phone_sealed);
        let infos = manifest(key, &message)?.0;
        let attachment = |(number, info)| OpenAttachment::new(info, message.id, number, key.clone());
        Ok(ArchiveOpened {
            sender,
            recipients: deliveries.iter().map(phone).collect::<Result<_, _>>()?,
            sent_at: message.created_at,
            subject,
            body,
            html: html(key, &message)?,
            attachments: (0..).zip(infos).map(attachment).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_one_line_that_says_something() {
        let reason: ArchiveReason = "  Patient in the ER, sender away \n".parse().unwrap();
        assert_eq!(reason.as_str(), "Patient in the ER, sender away");
        for text in ["", "emergency", "         .         ", "two\nlines are too many", &"x".repeat(501)] {
            assert!(text.parse::<ArchiveReason>().is_err(), "{text}");
        }
        assert_eq!(format!("{reason:?}"), "ArchiveReason(..)");
    }
}
