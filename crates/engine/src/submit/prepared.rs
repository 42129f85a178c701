//! What can be made of a submission before its transaction: ids, the locator's hash, sealed numbers, the audit event.

use std::time::Duration;

use domain::{
    ArchiveCopy, DeliveryId, KeyId, Language, MAX_REMINDERS, NoticeId, PersonId, SealedFor, SealedSubmission,
    TextWishes, UnixMillis,
};
use seal::Locator;
use store::{
    audit::AuditEvent,
    deliveries::NewDelivery,
    mail_ids::MailId,
    messages::NewMessage,
    notices::{NewNotice, NoticeKind, NoticeLease},
    recipients::NewRecipient,
    sealed_keys::SealedKey,
};

use super::canonical;
use crate::{
    Engine,
    audit::{Action, Actor, Subject},
    mail::WordBack,
    notice::Words,
    outbox::Due,
};

/// How long a notice is tried for: a gateway that was away over a long weekend does not lose any.
pub(crate) const GIVE_UP_AFTER: Duration = Duration::from_secs(4 * 24 * 60 * 60);
/// The priority of messages that go before others, at night too.
const URGENT: u32 = 0;
/// The priority of messages whose senders wish for no other.
const NORMAL: u32 = 1;

/// A submission that is ready to be written.
#[derive(Clone)]
pub(crate) struct Prepared {
    pub(super) message: NewMessage,
    pub(super) sender_key: SealedKey,
    /// The copy for the archive key.
    pub(super) archive: Option<ArchiveCopy>,
    pub(super) deliveries: Vec<PreparedDelivery>,
    /// How many chunks of each attachment have to be there.
    pub(super) attachments: Vec<u32>,
    pub(super) event: AuditEvent,
    /// What is in its notices.
    words: Words,
    /// Whether the message's id was made here, so that nothing can be stored under it.
    pub(super) is_new: bool,
}

/// What the server itself adds to a submission.
#[derive(Clone, Default)]
pub(crate) struct Extras {
    /// Whether the message's id was made here, for this submission.
    pub(crate) is_new: bool,
    /// The sealed body as HTML.
    pub(crate) html: Option<Vec<u8>>,
    /// What knows the mail again, for each recipient in their order; or nothing.
    pub(crate) mails: Vec<[u8; 32]>,
    /// Of what the sender is told by mail.
    pub(crate) word_back: WordBack,
    /// How they asked for it, sealed.
    pub(crate) mail_return: Option<Vec<u8>>,
}

/// One of its deliveries.
#[derive(Clone)]
pub(super) struct PreparedDelivery {
    pub(super) id: DeliveryId,
    notice: NoticeId,
    /// The reminders, and how long after the first notice each is due.
    reminders: Vec<(NoticeId, Duration)>,
    /// What knows the mail to this recipient again.
    pub(super) mail: Option<[u8; 32]>,
    locator_hash: [u8; 32],
    /// Whether nobody has claimed the number.
    unclaimed: bool,
    pub(super) recipient: NewRecipient,
    pub(super) sealed: SealedFor,
}

impl Engine {
    pub(super) fn prepare(
        &self,
        account: PersonId,
        key_id: KeyId,
        submission: SealedSubmission,
        extras: Extras,
        now: UnixMillis,
    ) -> Prepared {
        // Nobody hands in a second time what was sealed here, so its id is enough.
        let print = if extras.is_new { submission.id.as_bytes().to_vec() } else { canonical(&submission) };
        let fingerprint = self.inner.secrets.index.throttle("submission", &print);
        let not_before = submission.not_before.unwrap_or(now).max(now);
        let lifetime = Duration::from_secs(submission.lifetime_seconds.into());
        let id = submission.id;
        let TextWishes { urgent, language, phrase, reminders } = submission.texts;
        let message = NewMessage {
            id,
            account_id: account,
            fingerprint,
            subject: submission.subject.0,
            body: submission.body.0,
            html: extras.html,
            manifest: submission.manifest.map(|manifest| manifest.0),
            word_back: extras.word_back.bits(),
            mail_return: extras.mail_return,
            priority: if urgent { URGENT } else { NORMAL },
            language: language.map(|language| language.tag().to_owned()),
            phrase: phrase.as_ref().map(|phrase| self.seal_phrase(id, phrase)),
            created_at: now,
            not_before,
            expires_at: not_before + lifetime,
        };
        let sender_key =
            SealedKey { message_id: id, person_id: account, key_id, sealed: submission.sender_key.0 };
        // A reminder that would come after the end says nothing.
        let in_seconds = |after: &u32| Duration::from_secs((*after).into());
        let wished = reminders.map(|wished| wished.iter().map(in_seconds).collect());
        let mut reminders: Vec<_> = wished.unwrap_or_else(|| self.inner.config.reminders.clone());
        reminders.retain(|after| *after < lifetime);
        reminders.truncate(MAX_REMINDERS);
        let mails = extras.mails.into_iter().map(Some).chain(std::iter::repeat(None));
        let deliveries = submission
            .recipients
            .into_iter()
            .zip(mails)
            .map(|(sealed, mail)| self.prepare_delivery(sealed, mail, &reminders, now))
            .collect();
        let event = self.event(now, Actor::Account(account), Action::Submitted, Subject::message(id));
        Prepared {
            message,
            sender_key,
            archive: submission.archive,
            deliveries,
            attachments: submission.attachments,
            event,
            words: Words { language, phrase },
            is_new: extras.is_new,
        }
    }

    fn prepare_delivery(
        &self,
        sealed: SealedFor,
        mail: Option<[u8; 32]>,
        reminders: &[Duration],
        now: UnixMillis,
    ) -> PreparedDelivery {
        let id = self.inner.entropy.id(now, DeliveryId::new);
        PreparedDelivery {
            id,
            notice: self.inner.entropy.id(now, NoticeId::new),
            reminders: reminders
                .iter()
                .map(|after| (self.inner.entropy.id(now, NoticeId::new), *after))
                .collect(),
            mail,
            locator_hash: Locator::derive(&self.inner.secrets.locator, id).hash(),
            unclaimed: sealed.key_id == self.inner.secrets.waiting.id,
            recipient: self.new_recipient(&sealed.phone, now),
            sealed,
        }
    }
}

impl Prepared {
    /// Whether its notices go out at once.
    pub(super) fn is_due(&self) -> bool {
        self.message.not_before == self.message.created_at
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

    /// The first notice, with its turn and `lease` on it, and the reminders.
    pub(super) fn notice_rows(
        &self,
        message: &NewMessage,
        turn: UnixMillis,
        lease: Option<NoticeLease>,
    ) -> impl Iterator<Item = NewNotice> {
        let first = self.notice_row(message, self.notice, NoticeKind::First, Duration::ZERO);
        let first = NewNotice { turn, lease, ..first };
        let reminders = self
            .reminders
            .iter()
            .map(|(id, after)| self.notice_row(message, *id, NoticeKind::Reminder, *after));
        [first].into_iter().chain(reminders)
    }

    /// The first notice, once it is written with this lease.
    pub(super) fn due(
        &self,
        prepared: &Prepared,
        turn: UnixMillis,
        lease: NoticeLease,
        chosen: Option<Language>,
    ) -> Due {
        let message = &prepared.message;
        let row = self.notice_row(message, self.notice, NoticeKind::First, Duration::ZERO);
        Due {
            id: row.id,
            kind: row.kind,
            priority: row.priority,
            turn,
            attempts: 0,
            unclear: 0,
            last_route: None,
            only_route: None,
            give_up_at: row.give_up_at,
            leased_until: lease.until,
            delivery_id: self.id,
            message_id: message.id,
            account_id: message.account_id,
            word_back: message.word_back,
            phone_index: self.recipient.phone_index,
            to: self.sealed.phone.clone(),
            words: prepared.words.clone().or_in(chosen),
            unchecked: self.unclaimed,
        }
    }

    pub(super) fn mail_row(&self, message: &NewMessage) -> Option<MailId> {
        self.mail.map(|hash| MailId { hash, seen_at: message.created_at })
    }

    fn notice_row(&self, message: &NewMessage, id: NoticeId, kind: NoticeKind, after: Duration) -> NewNotice {
        let due_at = message.not_before + after;
        NewNotice {
            id,
            delivery_id: self.id,
            kind,
            priority: message.priority,
            turn: due_at,
            due_at,
            give_up_at: (due_at + GIVE_UP_AFTER).min(message.expires_at),
            created_at: message.created_at,
            lease: None,
        }
    }
}
