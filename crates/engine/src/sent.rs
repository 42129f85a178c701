//! What a sender sees of what they sent.

use domain::{AttachmentInfo, DeliveryId, DeliveryState, FailureReason, MessageId, PhoneNumber, UnixMillis};
use seal::Part;
use store::{
    Conn, archive, audit, credentials, deliveries,
    messages::{self, RecipientFilter, SentDelivery, SentRow},
    passcodes, resets, sealed_keys,
};

use crate::{
    ArchiveOpening, Engine, EngineError, Session, attachments::manifest, inbox::texts,
    passcode::PasscodeState, reset::ResetStatus,
};

/// How many messages one page of the list has.
const PAGE: u32 = 50;

/// Which messages to list.
#[derive(Debug, Clone, Default)]
pub struct SentFilter {
    /// Only those to this number, or to numbers with these last four digits.
    pub recipient: Option<String>,
    /// Only those with a delivery in this state.
    pub state: Option<DeliveryState>,
    /// Only those sent before this one, for the next page.
    pub before: Option<MessageId>,
}

/// A line in the sender's list.
#[derive(Clone)]
pub struct SentItem {
    /// The message.
    pub id: MessageId,
    /// Its subject; `None` when it is erased.
    pub subject: Option<String>,
    /// When it was sent.
    pub sent_at: UnixMillis,
    /// When its notices go out.
    pub not_before: UnixMillis,
    /// To whom, and what became of it.
    pub deliveries: Vec<DeliveryView>,
}

/// A delivery, as its sender sees it.
#[derive(Clone)]
pub struct DeliveryView {
    /// The delivery.
    pub id: DeliveryId,
    /// The recipient.
    pub phone: PhoneNumber,
    /// Where it stands.
    pub state: DeliveryState,
    /// Why it failed.
    pub failure: Option<FailureReason>,
    /// How it stands with its passcode, while it waits behind one; not in lists.
    pub passcode: Option<PasscodeState>,
    /// How it stands with a forgotten password, if its link was used to say so; not in lists.
    pub reset: Option<ResetStatus>,
    /// Whether its recipient has newer keys than it is sealed to; not in lists.
    pub is_closed: bool,
}

/// One message with its timeline.
#[derive(Clone)]
pub struct SentMessage {
    /// The message.
    pub id: MessageId,
    /// Subject and body; `None` when they are erased.
    pub texts: Option<(String, String)>,
    /// Its attachments, until they are erased.
    pub attachments: Vec<AttachmentInfo>,
    /// When it was sent.
    pub sent_at: UnixMillis,
    /// When its link begins to work.
    pub not_before: UnixMillis,
    /// When it goes, or went.
    pub expires_at: UnixMillis,
    /// To whom, and what became of it.
    pub deliveries: Vec<DeliveryView>,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineEvent>,
    /// Whether it is sealed to the organisation's archive key too.
    pub is_archived: bool,
    /// When and why the organisation opened it with that.
    pub openings: Vec<ArchiveOpening>,
}

/// Something that happened to a message or one of its deliveries.
#[derive(Clone)]
pub struct TimelineEvent {
    /// When.
    pub at: UnixMillis,
    /// The code of what happened: `submitted`, `notice-sent`, `opened` …
    pub action: String,
    /// The delivery that it happened to; `None` for the whole message.
    pub delivery: Option<DeliveryId>,
    /// The code of a reason.
    pub detail: Option<String>,
}

/// Where a delivery stands now.
#[derive(Debug, Clone, Copy)]
pub struct Status {
    /// The message.
    pub message: MessageId,
    /// The delivery.
    pub delivery: DeliveryId,
    /// Its state.
    pub state: DeliveryState,
    /// Why it failed.
    pub failure: Option<FailureReason>,
}

/// What the database knows of a message.
struct Known {
    rows: Vec<deliveries::MessageDelivery>,
    events: Vec<audit::AuditEvent>,
    behind: Vec<passcodes::Passcode>,
    resets: Vec<resets::Reset>,
    sealed: Vec<sealed_keys::SealedKey>,
    present: Vec<credentials::KeyOf>,
    is_archived: bool,
    openings: Vec<archive::Opening>,
}

impl Engine {
    /// A page of what the session's account sent, newest first.
    ///
    /// # Errors
    /// [`crate::Invalid::Phone`] when the recipient filter is no number.
    pub async fn sent(&self, session: &Session, filter: SentFilter) -> Result<Vec<SentItem>, EngineError> {
        session.enabled_account()?;
        let recipient = filter.recipient.map(|text| self.recipient_filter(&text)).transpose()?;
        let (account, state, before) = (session.person, filter.state, filter.before);
        let filter = messages::SentFilter { recipient, state, before, limit: PAGE };
        let rows = self
            .inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(async move { messages::sent_page(conn, account, &filter).await })
            })
            .await?;
        rows.into_iter().map(|row| self.sent_item(session, row)).collect()
    }

    /// One message that the session's account sent.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when there is none.
    pub async fn sent_message(&self, session: &Session, id: MessageId) -> Result<SentMessage, EngineError> {
        let message = self.own_message(session, id).await?;
        let (texts, attachments) = match message.erased_at {
            None => {
                let key = self.data_key(session, &message).await?;
                (Some(texts(&key, &message)?), manifest(&key, &message)?.0)
            }
            Some(_) => (None, Vec::new()),
        };
        let known = self
            .inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(async move {
                    let rows = deliveries::by_message(conn, id).await?;
                    let people: Vec<_> = rows.iter().map(|row| row.delivery.recipient_id).collect();
                    Ok(Known {
                        rows,
                        events: audit::of_message(conn, id).await?,
                        behind: passcodes::of_message(conn, id).await?,
                        resets: resets::of_message(conn, id).await?,
                        sealed: sealed_keys::of_message(conn, id).await?,
                        present: credentials::keys_of(conn, &people).await?,
                        is_archived: archive::copy(conn, id).await?.is_some(),
                        openings: archive::openings(conn, id).await?,
                    })
                })
            })
            .await?;
        let Known { rows, events, behind, resets, sealed, present, is_archived, openings } = known;
        let view = |row: deliveries::MessageDelivery| {
            let (id, person) = (row.delivery.id, row.delivery.recipient_id);
            let waiting = behind.iter().find(|passcode| passcode.delivery_id == id);
            let reset = resets.iter().find(|reset| reset.delivery_id == id);
            let theirs = sealed.iter().find(|key| key.person_id == person);
            let own = present.iter().find(|key| key.person_id == person);
            Ok::<_, EngineError>(DeliveryView {
                passcode: waiting.map(|passcode| PasscodeState::after(passcode.tries)),
                reset: reset.map(|reset| self.reset_status(reset)),
                is_closed: theirs.zip(own).is_some_and(|(theirs, own)| theirs.key_id != own.key_id),
                ..self.delivery_view(sent_delivery(row))?
            })
        };
        let deliveries = rows.into_iter().map(view).collect::<Result<_, _>>()?;
        Ok(SentMessage {
            id,
            texts,
            attachments,
            sent_at: message.created_at,
            not_before: message.not_before,
            expires_at: message.expires_at,
            deliveries,
            timeline: events.into_iter().map(TimelineEvent::from).collect(),
            is_archived,
            openings: openings.iter().map(|row| self.archive_opening(row)).collect(),
        })
    }

    /// Where the deliveries of these messages stand; messages of others are left out.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn statuses(&self, session: &Session, ids: Vec<MessageId>) -> Result<Vec<Status>, EngineError> {
        let account = session.person;
        let rows = self
            .inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(async move { deliveries::states_for(conn, account, &ids).await })
            })
            .await?;
        let status = |row: deliveries::DeliveryStatus| Status {
            message: row.message_id,
            delivery: row.delivery_id,
            state: row.state,
            failure: row.failure,
        };
        Ok(rows.into_iter().map(status).collect())
    }

    fn recipient_filter(&self, text: &str) -> Result<RecipientFilter, EngineError> {
        let index = &self.inner.secrets.index;
        let text = text.trim();
        if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(RecipientFilter::LastFourIndex(index.last_four(text)));
        }
        let config = &self.inner.config;
        let number = PhoneNumber::parse(text, config.default_country).map_err(crate::Invalid::Phone)?;
        Ok(RecipientFilter::PhoneIndex(index.phone(&number)))
    }

    fn sent_item(&self, session: &Session, row: SentRow) -> Result<SentItem, EngineError> {
        let subject = match (&row.subject, &row.sealed_key) {
            (Some(subject), Some(key)) => {
                let key = session.key()?.open_data_key(row.id, &key.sealed)?;
                Some(String::from_utf8_lossy(&key.open(row.id, Part::Subject, subject)?).into_owned())
            }
            _ => None,
        };
        let deliveries =
            row.deliveries.into_iter().map(|row| self.delivery_view(row)).collect::<Result<_, _>>()?;
        Ok(SentItem { id: row.id, subject, sent_at: row.created_at, not_before: row.not_before, deliveries })
    }

    fn delivery_view(&self, row: SentDelivery) -> Result<DeliveryView, EngineError> {
        let phone = self.phone_of(row.recipient_id, &row.phone_sealed)?;
        Ok(DeliveryView {
            id: row.id,
            phone,
            state: row.state,
            failure: row.failure,
            passcode: None,
            reset: None,
            is_closed: false,
        })
    }
}

fn sent_delivery(row: deliveries::MessageDelivery) -> SentDelivery {
    let deliveries::MessageDelivery { delivery, phone_sealed } = row;
    SentDelivery {
        id: delivery.id,
        recipient_id: delivery.recipient_id,
        phone_sealed,
        state: delivery.state,
        failure: delivery.failure,
    }
}

impl From<audit::AuditEvent> for TimelineEvent {
    fn from(event: audit::AuditEvent) -> Self {
        Self {
            at: event.at,
            action: event.action.into_owned(),
            delivery: event.delivery_id,
            detail: event.detail.map(Into::into),
        }
    }
}
