//! Leasing: taking due notices so that nobody else takes them for a while.

use domain::{DeliveryId, MessageId, NoticeId, PersonId, UnixMillis};

use super::NoticeKind;
use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, One, opaque},
    statement::{LIST, list, statements},
    value::{Bind as _, args, padded},
};

macro_rules! lease {
    ($lock:literal) => {
        concat!(
            "UPDATE notices SET lease_owner = $1, lease_until = $3, ready_at = $3
             WHERE id IN (SELECT id FROM notices WHERE state = 'queued' AND ready_at <= $2
                ORDER BY ready_at, due_at LIMIT $4",
            $lock,
            ") RETURNING id"
        )
    };
}

statements! {
    // SQLite has one writer at a time, and no row locks. On PostgreSQL workers pass over what others are taking.
    LEASE => { sqlite: lease!(""), postgres: lease!(" FOR UPDATE SKIP LOCKED") };
    DETAILS: concat!(
        "SELECT n.id, n.kind, n.attempts, n.due_at, n.ready_at, n.give_up_at, n.delivery_id, d.message_id,
            d.recipient_id, r.phone_sealed, m.word_back
         FROM notices n JOIN deliveries d ON d.id = n.delivery_id JOIN messages m ON m.id = d.message_id
         JOIN recipients r ON r.id = d.recipient_id
         WHERE n.id IN ", list!()
    );
}

/// A notice that its owner may send until the lease ends.
#[derive(Clone, PartialEq, Eq)]
pub struct LeasedNotice {
    /// The notice.
    pub id: NoticeId,
    /// The first one or a reminder.
    pub kind: NoticeKind,
    /// How often it was tried before.
    pub attempts: u32,
    /// When it was due.
    pub due_at: UnixMillis,
    /// When the lease ends.
    pub leased_until: UnixMillis,
    /// When nobody tries any more.
    pub give_up_at: UnixMillis,
    /// What it announces.
    pub delivery_id: DeliveryId,
    /// Whose delivery that is of.
    pub message_id: MessageId,
    /// To whom.
    pub recipient_id: PersonId,
    /// Their number, sealed.
    pub phone_sealed: Vec<u8>,
    /// Of which events the sender is told by mail.
    pub word_back: u32,
}

opaque!(LeasedNotice);

impl FromRow for LeasedNotice {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.one()?,
            kind: columns.one()?,
            attempts: columns.one()?,
            due_at: columns.one()?,
            leased_until: columns.one()?,
            give_up_at: columns.one()?,
            delivery_id: columns.one()?,
            message_id: columns.one()?,
            recipient_id: columns.one()?,
            phone_sealed: columns.one()?,
            word_back: columns.one()?,
        })
    }
}

/// Who may send a notice, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeLease {
    /// The worker.
    pub owner: [u8; 16],
    /// When others may take the notice over.
    pub until: UnixMillis,
}

/// Takes up to `limit` notices that are due at `now`, the oldest first.
///
/// # Errors
/// The database's.
pub async fn lease(
    conn: &mut Conn,
    lease: NoticeLease,
    now: UnixMillis,
    limit: u32,
) -> Result<Vec<LeasedNotice>, StoreError> {
    let NoticeLease { owner, until } = lease;
    let ids: Vec<One<NoticeId>> = conn.writes().all(LEASE, args![owner, now, until, limit]).await?;
    let ids: Vec<_> = ids.into_iter().map(|One(id)| id).collect();
    let mut leased: Vec<LeasedNotice> = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(LIST) {
        leased.append(&mut conn.all(DETAILS, &padded(chunk)).await?);
    }
    leased.sort_by_key(|notice| (notice.due_at, notice.id));
    Ok(leased)
}
