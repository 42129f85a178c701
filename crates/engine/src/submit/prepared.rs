//! What can be made of a submission before its transaction: ids, the locator's hash, sealed numbers, the audit event.

use std::time::Duration;

use domain::{DeliveryId, NoticeId, PersonId, SealedFor, SealedSubmission, UnixMillis};
use seal::Locator;
use store::{
    audit::AuditEvent,
    deliveries::NewDelivery,
    messages::NewMessage,
    notices::{NewNotice, NoticeKind},
    recipients::NewRecipient,
    sealed_keys::SealedKey,
};

use super::canonical;
use crate::{
    Engine, Session,
    audit::{Action, Actor, Subject},
};

/// How long a notice is tried for.
pub(crate) const GIVE_UP_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// A submission that is ready to be written.
#[derive(Clone)]
pub(crate) struct Prepared {
    pub(super) message: NewMessage,
    pub(super) sender_key: SealedKey,
    pub(super) deliveries: Vec<PreparedDelivery>,
    pub(super) event: AuditEvent,
}

/// One of its deliveries.
#[derive(Clone)]
pub(super) struct PreparedDelivery {
    id: DeliveryId,
    notice: NoticeId,
    locator_hash: [u8; 32],
    pub(super) recipient: NewRecipient,
    pub(super) sealed: SealedFor,
}

impl Engine {
    pub(super) fn prepare(
        &self,
        session: &Session,
        submission: SealedSubmission,
        now: UnixMillis,
    ) -> Prepared {
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
}

impl PreparedDelivery {
    pub(super) fn row(&self, message: &NewMessage, recipient_id: PersonId) -> NewDelivery {
        NewDelivery {
            id: self.id,
            message_id: message.id,
            account_id: message.account_id,
            recipient_id,
            locator_hash: self.locator_hash,
            queued_at: message.created_at,
        }
    }

    pub(super) fn notice_row(&self, message: &NewMessage) -> NewNotice {
        NewNotice {
            id: self.notice,
            delivery_id: self.id,
            kind: NoticeKind::First,
            due_at: message.not_before,
            give_up_at: (message.not_before + GIVE_UP_AFTER).min(message.expires_at),
            created_at: message.created_at,
        }
    }
}
