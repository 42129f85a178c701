//! Leasing: taking due notices so that nobody else takes them for a while.

use domain::{DeliveryId, MessageId, NoticeId, PersonId, UnixMillis};

use super::NoticeKind;
use crate::{
    Conn, StoreError,
    row::{Columns, FromRow, One, opaque},
    statement::{LIST, list, statements},
    value::{Bind as _, args, padded},
};

/// How many planned notices become due at once.
const PROMOTED: u32 = 1_000;

macro_rules! lease {
    ($lock:literal) => {
        concat!(
            "UPDATE notices SET lease_owner = $1, lease_until = $3, ready_at = $3
             WHERE id IN (SELECT id FROM notices WHERE state = 'queued' AND ready_at <= $2
                ORDER BY priority, turn, id LIMIT $4",
            $lock,
            ") RETURNING id"
        )
    };
}

macro_rules! promote {
    ($lock:literal) => {
        concat!(
            "UPDATE notices SET state = 'queued'
             WHERE id IN (SELECT id FROM notices WHERE state = 'planned' AND due_at <= $1
                ORDER BY due_at LIMIT $2",
            $lock,
            ")"
        )
    };
}

statements! {
    // SQLite has one writer at a time, and no row locks. On PostgreSQL workers pass over what others are taking.
    LEASE => { sqlite: lease!(""), postgres: lease!(" FOR UPDATE SKIP LOCKED") };
    PROMOTE => { sqlite: promote!(""), postgres: promote!(" FOR UPDATE SKIP LOCKED") };
    DETAILS: concat!(
        "SELECT n.id, n.kind, n.priority, n.turn, n.attempts, n.unclear, n.checked, n.gateway, n.route,
            n.ready_at, n.give_up_at, n.delivery_id, d.message_id, d.account_id, d.recipient_id, r.phone_index,
            r.phone_sealed, m.word_back, coalesce(m.language, r.language), m.phrase,
            CAST(CASE WHEN c.person_id IS NULL THEN 0 ELSE 1 END AS BIGINT)
         FROM notices n JOIN deliveries d ON d.id = n.delivery_id JOIN messages m ON m.id = d.message_id
         JOIN recipients r ON r.id = d.recipient_id LEFT JOIN credentials c ON c.person_id = d.recipient_id
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
    /// Its priority; lower ones go first.
    pub priority: u32,
    /// Its place among those of its priority; lower ones go first.
    pub turn: UnixMillis,
    /// How often it was tried before.
    pub attempts: u32,
    /// How often a gateway may have taken it and did not say so.
    pub unclear: u32,
    /// Whether the number's SIM need not be looked at any more.
    pub checked: bool,
    /// The route that tried it last.
    pub last_route: Option<String>,
    /// The only route that it may take.
    pub only_route: Option<String>,
    /// When the lease ends.
    pub leased_until: UnixMillis,
    /// When nobody tries any more.
    pub give_up_at: UnixMillis,
    /// What it announces.
    pub delivery_id: DeliveryId,
    /// Whose delivery that is of.
    pub message_id: MessageId,
    /// Who wrote that.
    pub account_id: PersonId,
    /// To whom.
    pub recipient_id: PersonId,
    /// By what their number is found.
    pub phone_index: [u8; 32],
    /// Their number, sealed.
    pub phone_sealed: Vec<u8>,
    /// Of which events the sender is told by mail.
    pub word_back: u32,
    /// The tag of the language that the sender chose, or else the recipient.
    pub language: Option<String>,
    /// What the recipient knows the sender by, sealed.
    pub phrase: Option<Vec<u8>>,
    /// Whether the recipient has keys.
    pub claimed: bool,
}

opaque!(LeasedNotice);

impl FromRow for LeasedNotice {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.one()?,
            kind: columns.one()?,
            priority: columns.one()?,
            turn: columns.one()?,
            attempts: columns.one()?,
            unclear: columns.one()?,
            checked: columns.one::<u32>()? != 0,
            last_route: columns.optional()?,
            only_route: columns.optional()?,
            leased_until: columns.one()?,
            give_up_at: columns.one()?,
            delivery_id: columns.one()?,
            message_id: columns.one()?,
            account_id: columns.one()?,
            recipient_id: columns.one()?,
            phone_index: columns.one()?,
            phone_sealed: columns.one()?,
            word_back: columns.one()?,
            language: columns.optional()?,
            phrase: columns.optional()?,
            claimed: columns.one::<u32>()? != 0,
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

/// Takes up to `limit` notices that may go out at `now`: those of the most urgent priority first, and among them those
/// whose turn it is.
///
/// # Errors
/// The database's.
pub async fn lease(
    conn: &mut Conn,
    lease: NoticeLease,
    now: UnixMillis,
    limit: u32,
) -> Result<Vec<LeasedNotice>, StoreError> {
    conn.execute(PROMOTE, args![now, PROMOTED]).await?;
    let NoticeLease { owner, until } = lease;
    let ids: Vec<One<NoticeId>> = conn.writes().all(LEASE, args![owner, now, until, limit]).await?;
    let ids: Vec<_> = ids.into_iter().map(|One(id)| id).collect();
    let mut leased: Vec<LeasedNotice> = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(LIST) {
        leased.append(&mut conn.all(DETAILS, &padded(chunk)).await?);
    }
    leased.sort_by_key(|notice| (notice.priority, notice.turn, notice.id));
    Ok(leased)
}
