//! Submit: one transaction writes the message, its deliveries, sealed keys, notices and audit events.
//!
//! Who could abuse this: a sender's own browser may lie about anything in a submission. So every bound is checked here,
//! a message id belongs to the account that used it first, and a key that no recipient holds is refused.

use std::{collections::HashSet, sync::Arc, time::Duration};

use domain::{
    DeliveryId, LIFETIME_MAX, LIFETIME_MIN, MAX_BODY_BYTES, MAX_RECIPIENTS, MAX_SUBJECT_BYTES, MessageId,
    NoticeId, PersonId, SealedFor, SealedSubmission, UnixMillis,
};
use seal::{Locator, PublicKey};
use store::{
    Conn, audit, audit::AuditEvent, credentials, deliveries, deliveries::NewDelivery, messages,
    messages::NewMessage, notices, notices::NewNotice, recipients, recipients::NewRecipient, sealed_keys,
    sealed_keys::SealedKey,
};

use crate::{
    Engine, EngineError, Invalid, Session,
    audit::{Action, Actor, Subject},
};

/// What sealing may add to a plaintext, generously.
const SEAL_OVERHEAD: usize = 64;
/// No sealed data key of any algorithm is larger.
const SEALED_KEY_MAX: usize = 4 * 1024;
/// How long a notice is tried for.
pub(crate) const GIVE_UP_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// The message is on the disk and its notices will go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted {
    /// The message's id, as the sender chose it.
    pub id: MessageId,
    /// `false` when the same submission was accepted before; nothing was sent a second time.
    pub fresh: bool,
}

/// A submission with everything that can be made before the transaction.
struct Prepared {
    message: NewMessage,
    sender_key: SealedKey,
    deliveries: Vec<PreparedDelivery>,
    event: AuditEvent,
}

struct PreparedDelivery {
    id: DeliveryId,
    notice: NoticeId,
    locator_hash: [u8; 32],
    recipient: NewRecipient,
    sealed: SealedFor,
}

impl Engine {
    /// Accepts a message that the sender's browser has sealed. When this returns, it is on the disk.
    ///
    /// # Errors
    /// [`EngineError::Invalid`] with the bound that was broken; [`EngineError::KeysChanged`] when a data key is sealed
    /// to a key that is not the recipient's; [`EngineError::Conflict`] when the id was used for another submission.
    pub async fn submit(
        &self,
        session: &Session,
        submission: SealedSubmission,
    ) -> Result<Accepted, EngineError> {
        self.enabled_account(session).await?;
        let now = self.inner.clock.now();
        check(&submission, now)?;
        let prepared = Arc::new(self.prepare(session, submission, now));
        let engine = self.clone();
        let job = prepared.clone();
        let fresh = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let (engine, prepared) = (engine.clone(), job.clone());
                Box::pin(async move { engine.write_submission(conn, &prepared, now).await })
            })
            .await?;
        if fresh {
            self.inner.wake.notify_one();
        }
        Ok(Accepted { id: prepared.message.id, fresh })
    }

    fn prepare(&self, session: &Session, submission: SealedSubmission, now: UnixMillis) -> Prepared {
        let account = session.person;
        let fingerprint = self.inner.secrets.index.throttle("submission", &canonical(&submission));
        let not_before = submission.not_before.unwrap_or(now).max(now);
        let lifetime = Duration::from_secs(submission.lifetime_seconds.into());
        let id = submission.id;
        let message = NewMessage {
            id,
            account_id: account,
            fingerprint,
            subject: submission.subject.0,
            body: submission.body.0,
            created_at: now,
            not_before,
            expires_at: not_before + lifetime,
        };
        let sender_key = SealedKey {
            message_id: id,
            person_id: account,
            key_id: session.key_id,
            sealed: submission.sender_key.0,
        };
        let deliveries =
            submission.recipients.into_iter().map(|sealed| self.prepare_delivery(sealed, now)).collect();
        let event = self.event(now, Actor::Account(account), Action::Submitted, Subject::message(id));
        Prepared { message, sender_key, deliveries, event }
    }

    fn prepare_delivery(&self, sealed: SealedFor, now: UnixMillis) -> PreparedDelivery {
        let id = self.inner.entropy.id(now, DeliveryId::new);
        PreparedDelivery {
            id,
            notice: self.inner.entropy.id(now, NoticeId::new),
            locator_hash: Locator::derive(&self.inner.secrets.locator, id).hash(),
            recipient: self.new_recipient(&sealed.phone, now),
            sealed,
        }
    }

    /// Whether the submission is a new one.
    async fn write_submission(
        &self,
        conn: &mut Conn,
        new: &Prepared,
        now: UnixMillis,
    ) -> Result<bool, EngineError> {
        if let Some(known) = messages::by_id(conn, new.message.id).await? {
            let same =
                known.account_id == new.message.account_id && known.fingerprint == new.message.fingerprint;
            return if same { Ok(false) } else { Err(EngineError::Conflict) };
        }
        messages::insert(conn, &new.message).await?;
        let mut keys = vec![new.sender_key.clone()];
        let mut deliveries = Vec::with_capacity(new.deliveries.len());
        let mut notices = Vec::with_capacity(new.deliveries.len());
        for delivery in &new.deliveries {
            let recipient = recipients::upsert(conn, &delivery.recipient).await?;
            keys.push(self.key_row(conn, new.message.id, recipient, &delivery.sealed).await?);
            deliveries.push(delivery.row(&new.message, recipient, now));
            notices.push(delivery.notice_row(&new.message, now));
        }
        sealed_keys::insert_many(conn, &keys).await?;
        deliveries::insert_many(conn, &deliveries).await?;
        notices::insert_many(conn, &notices).await?;
        audit::insert_many(conn, std::slice::from_ref(&new.event)).await?;
        Ok(true)
    }

    /// The recipient's copy of the data key. Somebody may claim the number while a sender writes to it: what was sealed
    /// to the waiting key is then sealed to theirs before it is ever stored.
    async fn key_row(
        &self,
        conn: &mut Conn,
        message: MessageId,
        recipient: PersonId,
        sealed: &SealedFor,
    ) -> Result<SealedKey, EngineError> {
        let waiting = &self.inner.secrets.waiting;
        let own = credentials::by_person(conn, recipient).await?;
        let (key_id, bytes) = match own {
            Some(own) if own.key_id == sealed.key_id => (own.key_id, sealed.sealed_key.0.clone()),
            Some(own) if sealed.key_id == waiting.id => {
                let to = PublicKey::from_bytes(&own.public_key).map_err(|_| seal::OpenError)?;
                let mut rng = self.inner.entropy.rng();
                let bytes = seal::reseal(message, &sealed.sealed_key.0, &waiting.private, &to, &mut rng)
                    .map_err(|_| Invalid::Malformed)?;
                (own.key_id, bytes)
            }
            None if sealed.key_id == waiting.id => (waiting.id, sealed.sealed_key.0.clone()),
            _ => return Err(EngineError::KeysChanged),
        };
        Ok(SealedKey { message_id: message, person_id: recipient, key_id, sealed: bytes })
    }
}

impl PreparedDelivery {
    fn row(&self, message: &NewMessage, recipient_id: PersonId, now: UnixMillis) -> NewDelivery {
        let (message_id, account_id) = (message.id, message.account_id);
        NewDelivery {
            id: self.id,
            message_id,
            account_id,
            recipient_id,
            locator_hash: self.locator_hash,
            queued_at: now,
        }
    }

    fn notice_row(&self, message: &NewMessage, now: UnixMillis) -> NewNotice {
        NewNotice {
            id: self.notice,
            delivery_id: self.id,
            kind: notices::NoticeKind::First,
            due_at: message.not_before,
            give_up_at: (message.not_before + GIVE_UP_AFTER).min(message.expires_at),
            created_at: now,
        }
    }
}

fn check(submission: &SealedSubmission, now: UnixMillis) -> Result<(), Invalid> {
    let lifetime = Duration::from_secs(submission.lifetime_seconds.into());
    let phones: HashSet<_> = submission.recipients.iter().map(|recipient| &recipient.phone).collect();
    let keys =
        submission.recipients.iter().map(|recipient| &recipient.sealed_key).chain([&submission.sender_key]);
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
    } else if keys.into_iter().any(|key| key.0.is_empty() || key.0.len() > SEALED_KEY_MAX) {
        Err(Invalid::Malformed)
    } else {
        Ok(())
    }
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
    for recipient in &submission.recipients {
        field(recipient.phone.as_str().as_bytes());
        field(recipient.key_id.as_bytes());
        field(&recipient.sealed_key.0);
    }
    bytes
}
