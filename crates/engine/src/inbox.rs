//! What a recipient's link and list show.
//!
//! Looking at a link changes nothing, so that scanners and previews can fetch it as often as they like; and without the
//! owner's live session it tells nothing but how to go on.

use std::collections::{HashMap, hash_map::Entry};

use domain::{AttachmentInfo, Blob, DeliveryId, DeliveryState, MessageId, Phrase, ReportTopic, UnixMillis};
use seal::{DataKey, Locator, Part};
use store::{
    Conn, accounts, archive, audit, deliveries,
    deliveries::{Delivery, InboxRow},
    messages,
    messages::Message,
    notices, reports, sealed_keys,
};

use crate::{
    Challenge, Engine, EngineError, Identity, Session,
    attachments::manifest,
    audit::{Action, Actor, Subject},
    mail::WordBack,
    passcode::{Gate, PasscodeGate},
    reset::ResetStatus,
};

/// How many messages a recipient's list shows.
pub const INBOX_LENGTH: u32 = 50;

/// What a link leads to.
pub enum LinkState {
    /// No such link.
    Unknown,
    /// The link does not work yet.
    NotYet,
    /// The message's time is up.
    Expired,
    /// The sender took it back.
    Recalled,
    /// Nobody has claimed the number yet. With what stands before the claim, and what they know the sender by.
    FirstVisit(Gate, Option<Phrase>),
    /// The number's owner is here, and the message waits behind a passcode. With their public key.
    Locked(PasscodeGate, Blob),
    /// The number's owner has a password.
    Returning(Challenge, Option<Phrase>, Option<ResetStatus>),
    /// The number's owner has forgotten their password, and its sender approved new keys, for this passcode.
    Reset(PasscodeGate),
    /// The number's owner is here, and has other keys than the message is sealed to.
    Closed,
    /// The number's owner is here, and has removed it.
    Removed,
    /// The number's owner is here.
    Open(Box<OpenMessage>),
}

/// A message, opened for the length of one request.
pub struct OpenMessage {
    /// Its delivery.
    pub delivery: DeliveryId,
    /// Who wrote it.
    pub sender: String,
    /// The subject; may be empty.
    pub subject: String,
    /// The body.
    pub body: String,
    /// The body as HTML, as it was sanitised when it came.
    pub html: Option<String>,
    /// Its attachments.
    pub attachments: Vec<AttachmentInfo>,
    /// When it was sent.
    pub sent_at: UnixMillis,
    /// When it goes.
    pub expires_at: UnixMillis,
    /// When the organisation opened it with its archive key; `None` when it is not sealed to one.
    pub archive: Option<Vec<UnixMillis>>,
    /// Whether it was opened before.
    pub opened: bool,
}

/// Why a message does not open for its recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// It waits behind a passcode.
    Passcode,
    /// It is sealed to the keys that they had before.
    EarlierKeys,
}

/// A line in a recipient's list.
pub struct InboxItem {
    /// The message.
    pub message: MessageId,
    /// Its delivery.
    pub delivery: DeliveryId,
    /// The text form of its locator, for the path `/m/…`.
    pub locator: Locator,
    /// Who wrote it.
    pub sender: String,
    /// The subject; may be empty.
    pub subject: String,
    /// Why it does not open.
    pub lock: Option<Lock>,
    /// When it was sent.
    pub sent_at: UnixMillis,
    /// When it was opened first.
    pub opened_at: Option<UnixMillis>,
    /// When it was opened last, and in what kind of browser, as far as it is known.
    pub last_opened: Option<(UnixMillis, Option<String>)>,
}

impl Engine {
    /// What `locator` leads to, for whoever asks. Changes nothing.
    ///
    /// # Errors
    /// When the storage fails, or a sealed message does not open.
    pub async fn link(&self, locator: &Locator, session: Option<&Session>) -> Result<LinkState, EngineError> {
        let Some((delivery, message)) = self.link_rows(locator.hash()).await? else {
            return Ok(LinkState::Unknown);
        };
        let now = self.inner.clock.now();
        if delivery.state == DeliveryState::Recalled {
            return Ok(LinkState::Recalled);
        }
        if delivery.state == DeliveryState::Expired || message.expires_at <= now {
            return Ok(LinkState::Expired);
        }
        if now < message.not_before {
            return Ok(LinkState::NotYet);
        }
        if let Some(session) = session.filter(|session| session.person == delivery.recipient_id) {
            if delivery.removed_at.is_some() {
                return Ok(LinkState::Removed);
            }
            return match self.open(session, &delivery, message).await {
                Err(EngineError::NotFound) => self.locked(&delivery).await,
                opened => Ok(LinkState::Open(Box::new(opened?))),
            };
        }
        let phrase = message.phrase.map(|sealed| self.open_phrase(message.id, &sealed)).transpose()?;
        Ok(match self.credential_by_person(delivery.recipient_id).await? {
            Some(_) => self.returning(locator, &delivery, phrase).await?,
            None => LinkState::FirstVisit(self.gate_of(&delivery).await?, phrase),
        })
    }

    /// What somebody with a password gets who has not typed it.
    async fn returning(
        &self,
        locator: &Locator,
        delivery: &Delivery,
        phrase: Option<Phrase>,
    ) -> Result<LinkState, EngineError> {
        if self.can_reset(delivery).await?
            && let Gate::Here(gate) = self.gate_of(delivery).await?
        {
            return Ok(LinkState::Reset(gate));
        }
        let reset = self.reset_of(delivery.recipient_id).await?;
        let challenge = self.challenge(&Identity::Locator(*locator)).await?;
        Ok(LinkState::Returning(challenge, phrase, reset.as_ref().map(|reset| self.reset_status(reset))))
    }

    /// What stands before a message that its recipient cannot open.
    async fn locked(&self, delivery: &Delivery) -> Result<LinkState, EngineError> {
        let credential = self.credential_by_person(delivery.recipient_id).await?;
        let own_key = credential.ok_or(EngineError::SignedOut)?.public_key;
        match self.gate_of(delivery).await? {
            Gate::Here(gate) => Ok(LinkState::Locked(gate, Blob(own_key))),
            Gate::Open | Gate::Elsewhere(_) | Gate::Locked => Ok(LinkState::Closed),
        }
    }

    /// A recipient's newest messages, at most `count` of them; with `before`, those that are older than that message.
    /// Each subject costs an X-Wing decapsulation, about a quarter of a millisecond.
    ///
    /// # Errors
    /// When the storage fails, or a sealed subject does not open.
    pub async fn inbox(
        &self,
        session: &Session,
        count: u32,
        before: Option<MessageId>,
    ) -> Result<Vec<InboxItem>, EngineError> {
        let (person, now) = (session.person, self.inner.clock.now());
        let rows = self
            .inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(async move {
                    let mut rows = Vec::new();
                    let mut names = HashMap::new();
                    for row in deliveries::of_recipient(conn, person, now, count, before).await? {
                        let account = row.delivery.account_id;
                        let name = match names.entry(account) {
                            Entry::Occupied(known) => known.into_mut(),
                            Entry::Vacant(free) => {
                                let found = accounts::by_id(conn, account).await?;
                                free.insert(found.map(|account| account.name).unwrap_or_default())
                            }
                        };
                        rows.push((name.clone(), row));
                    }
                    Ok(rows)
                })
            })
            .await?;
        rows.into_iter().map(|(sender, row)| self.inbox_item(session, sender, row)).collect()
    }

    /// Records that the recipient's page has shown a message. The first time counts.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when it is not this recipient's.
    pub async fn mark_opened(&self, session: &Session, delivery: DeliveryId) -> Result<(), EngineError> {
        let now = self.inner.clock.now();
        let person = session.person;
        let row =
            self.inner.store.read(move |conn: &mut Conn| Box::pin(deliveries::by_id(conn, delivery))).await?;
        let row = row.filter(|row| row.recipient_id == person).ok_or(EngineError::NotFound)?;
        let subject = Subject { person: Some(person), ..Subject::delivery(row.message_id, delivery) };
        let event = self.event(now, Actor::Recipient(person), Action::Opened, subject);
        let report = self.new_report(delivery, ReportTopic::Opened, now);
        let (message, agent) = (row.message_id, session.agent.clone());
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (event, report, agent) = (event.clone(), report.clone(), agent.clone());
                Box::pin(async move {
                    deliveries::note_opened(conn, delivery, now, &agent).await?;
                    if deliveries::advance(conn, delivery, DeliveryState::Opened, now, None).await? {
                        audit::insert_many(conn, &[event]).await?;
                        // A reminder has nothing more to say.
                        notices::cancel_queued_for(conn, delivery, now).await?;
                        if WordBack::from_bits(messages::word_back(conn, message).await?).receipt() {
                            reports::insert_many(conn, &[report]).await?;
                        }
                    }
                    Ok::<_, EngineError>(())
                })
            })
            .await?;
        self.wake_reports();
        Ok(())
    }

    async fn open(
        &self,
        session: &Session,
        delivery: &Delivery,
        message: Message,
    ) -> Result<OpenMessage, EngineError> {
        let data_key = self.data_key(session, &message).await?;
        let (id, account) = (message.id, message.account_id);
        let (sender, archive) = self
            .inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(async move {
                    Ok((accounts::by_id(conn, account).await?, archive::status(conn, id).await?))
                })
            })
            .await?;
        let (subject, body) = texts(&data_key, &message)?;
        let attachments = manifest(&data_key, &message)?.0;
        let html = html(&data_key, &message)?;
        Ok(OpenMessage {
            html,
            attachments,
            delivery: delivery.id,
            opened: delivery.opened_at.is_some(),
            sender: sender.map(|account| account.name).unwrap_or_default(),
            subject,
            body,
            sent_at: message.not_before,
            expires_at: message.expires_at,
            archive,
        })
    }

    /// The key of a message that was sealed to the session's owner.
    pub(crate) async fn data_key(
        &self,
        session: &Session,
        message: &Message,
    ) -> Result<DataKey, EngineError> {
        let (id, person) = (message.id, session.person);
        let row = self
            .inner
            .store
            .read(move |conn: &mut Conn| Box::pin(sealed_keys::one(conn, id, person)))
            .await?;
        // What is sealed to keys that they had before they forgot their password stays closed.
        let row = row.filter(|row| row.key_id == session.key_id).ok_or(EngineError::NotFound)?;
        Ok(session.key()?.open_data_key(id, &row.sealed)?)
    }

    fn inbox_item(&self, session: &Session, sender: String, row: InboxRow) -> Result<InboxItem, EngineError> {
        let (id, message) = (row.delivery.id, row.delivery.message_id);
        let sealed_subject = row.subject.ok_or(EngineError::NotFound)?;
        let own = row.sealed_key.as_ref().filter(|sealed| sealed.key_id == session.key_id);
        let subject = match own {
            Some(sealed) => {
                let key = session.key()?.open_data_key(message, &sealed.sealed)?;
                String::from_utf8_lossy(&key.open(message, Part::Subject, &sealed_subject)?).into_owned()
            }
            // It waits behind a passcode, or is sealed to earlier keys.
            None => String::new(),
        };
        Ok(InboxItem {
            message,
            delivery: id,
            locator: Locator::derive(&self.inner.secrets.locator, id),
            sender,
            subject,
            lock: match (&row.sealed_key, own) {
                (None, _) => Some(Lock::Passcode),
                (Some(_), None) => Some(Lock::EarlierKeys),
                (Some(_), Some(_)) => None,
            },
            sent_at: row.not_before,
            opened_at: row.delivery.opened_at,
            last_opened: row.delivery.last_opened_at.map(|at| (at, row.delivery.last_opened_from)),
        })
    }
}

/// A message's body as HTML, if it has one.
pub(crate) fn html(key: &DataKey, message: &Message) -> Result<Option<String>, EngineError> {
    let Some(sealed) = &message.html else { return Ok(None) };
    let html = key.open(message.id, Part::Html, sealed)?;
    Ok(Some(String::from_utf8_lossy(&html).into_owned()))
}

/// A message's subject and body.
pub(crate) fn texts(key: &DataKey, message: &Message) -> Result<(String, String), EngineError> {
    let (Some(subject), Some(body)) = (&message.subject, &message.body) else {
        return Err(EngineError::NotFound);
    };
    let subject = key.open(message.id, Part::Subject, subject)?;
    let body = key.open(message.id, Part::Body, body)?;
    Ok((String::from_utf8_lossy(&subject).into_owned(), String::from_utf8_lossy(&body).into_owned()))
}
