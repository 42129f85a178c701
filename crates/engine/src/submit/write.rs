//! Writes submissions, many in one transaction and each table in one statement.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use domain::{ArchiveCopy, Language, MessageId, PersonId};
use seal::PublicKey;
use store::{
    Conn, StoreError, archive, attachments, audit, credentials, credentials::KeyOf, deliveries, mail_ids,
    messages, notices, notices::NoticeLease, passcodes, passcodes::Passcode, recipients, sealed_keys,
    sealed_keys::SealedKey,
};

use super::prepared::{Prepared, PreparedDelivery};
use crate::{Engine, EngineError, Invalid, desk::Work, outbox::Due};

/// How many submissions share a transaction, and how many bytes of content: it all is in memory at once.
const BATCH: usize = 64;
const BATCH_BYTES: usize = 1024 * 1024;

/// Whether the submission is a new one.
type Outcome = Result<bool, EngineError>;

impl Work for Prepared {
    type Outcome = Outcome;
    type Worker = Engine;

    fn joins(&self, batch: &[Self]) -> bool {
        let bytes: usize = batch.iter().chain([self]).map(|other| other.message.body.len()).sum();
        // The same one twice has to find what became of the first.
        let twice = batch.iter().any(|other| other.message.id == self.message.id || self.repeats(other));
        batch.is_empty() || (batch.len() < BATCH && bytes <= BATCH_BYTES && !twice)
    }

    async fn work(engine: &Engine, batch: Vec<Self>) -> Vec<Outcome> {
        let batch: Vec<_> = batch.into_iter().map(Arc::new).collect();
        match engine.write_batch(&batch).await {
            Ok(outcomes) => outcomes,
            Err(error) if error.is_transient() => batch.iter().map(|_| Err(error.clone().into())).collect(),
            // What is wrong with one is not to harm the others. And what another batch or instance has written
            // meanwhile is found when it is looked for again.
            Err(_) => {
                let mut outcomes = Vec::with_capacity(batch.len());
                for prepared in batch {
                    outcomes.push(engine.write_alone(&prepared).await);
                }
                outcomes
            }
        }
    }
}

impl Prepared {
    fn archive_row(&self) -> Option<archive::ArchiveCopy> {
        let ArchiveCopy { key_id, sealed_key } = self.archive.clone()?;
        Some(archive::ArchiveCopy { message_id: self.message.id, key_id, sealed: sealed_key.0 })
    }

    /// Whether it is, for some recipient, the same mail.
    fn repeats(&self, other: &Self) -> bool {
        let mut mails = self.deliveries.iter().filter_map(|delivery| delivery.mail);
        mails.any(|mail| other.deliveries.iter().any(|delivery| delivery.mail == Some(mail)))
    }
}

/// What the database knows of a batch.
struct Known {
    /// Mails that were accepted before.
    mails: HashSet<[u8; 32]>,
    /// Messages whose attachments are not all there, or are somebody else's.
    incomplete: HashSet<MessageId>,
    messages: HashMap<MessageId, (PersonId, [u8; 32])>,
    people: HashMap<[u8; 32], PersonId>,
    keys: HashMap<PersonId, KeyOf>,
}

/// The rows of one submission, or of several.
#[derive(Default)]
struct Rows {
    messages: Vec<messages::NewMessage>,
    keys: Vec<SealedKey>,
    passcodes: Vec<Passcode>,
    archive: Vec<archive::ArchiveCopy>,
    deliveries: Vec<deliveries::NewDelivery>,
    notices: Vec<notices::NewNotice>,
    /// Those of the notices that are written with a lease.
    due: Vec<Due>,
    events: Vec<audit::AuditEvent>,
    mails: Vec<mail_ids::MailId>,
    /// Messages that have what was uploaded for them.
    uploads: Vec<MessageId>,
}

/// What a transaction wrote.
struct Written {
    outcomes: Vec<Outcome>,
    /// The notices that this instance has the lease of.
    due: Vec<Due>,
}

impl Engine {
    async fn write_alone(&self, prepared: &Arc<Prepared>) -> Outcome {
        let outcomes = self.write_batch(std::slice::from_ref(prepared)).await?;
        outcomes.into_iter().next().unwrap_or(Err(EngineError::Conflict))
    }

    /// Writes a batch, and hands the notices that are due to the outbox.
    async fn write_batch(&self, batch: &[Arc<Prepared>]) -> Result<Vec<Outcome>, StoreError> {
        let due = batch.iter().filter(|prepared| prepared.is_due());
        let wanted: Vec<_> = due.map(|new| (new.message.account_id, new.deliveries.len())).collect();
        let place = self.inner.door.reserve(&wanted);
        let lease = place.is_some().then(|| self.new_lease());
        let (engine, rows) = (self.clone(), batch.to_vec());
        let written = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let (engine, batch) = (engine.clone(), rows.clone());
                Box::pin(async move { engine.write_rows(conn, &batch, lease).await })
            })
            .await?;
        if let Some(place) = place {
            self.inner.door.hand_in(place, written.due);
        }
        if lease.is_none() || batch.iter().any(|prepared| !prepared.is_due()) {
            self.inner.door.look();
        }
        Ok(written.outcomes)
    }

    async fn write_rows(
        &self,
        conn: &mut Conn,
        batch: &[Arc<Prepared>],
        lease: Option<NoticeLease>,
    ) -> Result<Written, StoreError> {
        let known = Known::load(conn, batch).await?;
        let mut outcomes = Vec::with_capacity(batch.len());
        let mut fresh = Vec::with_capacity(batch.len());
        for prepared in batch {
            let lease = lease.filter(|_| prepared.is_due());
            outcomes.push(self.rows_of(prepared, &known, lease).map(|rows| {
                let is_fresh = rows.is_some();
                fresh.extend(rows);
                is_fresh
            }));
        }
        let mut due = Vec::with_capacity(fresh.len());
        for piece in store::pieces(fresh) {
            let rows = piece.into_iter().fold(Rows::default(), Rows::and);
            rows.insert(conn).await?;
            due.extend(rows.due);
        }
        Ok(Written { outcomes, due })
    }

    /// The rows of a submission that is sealed to the right keys; `None` for one that is stored already.
    fn rows_of(
        &self,
        new: &Prepared,
        known: &Known,
        lease: Option<NoticeLease>,
    ) -> Result<Option<Rows>, EngineError> {
        let message = &new.message;
        if let Some(stored) = known.messages.get(&message.id) {
            let same = *stored == (message.account_id, message.fingerprint);
            return if same { Ok(None) } else { Err(EngineError::Conflict) };
        }
        if known.incomplete.contains(&message.id) {
            return Err(Invalid::Attachments.into());
        }
        let wanted: Vec<_> = new.deliveries.iter().filter(|delivery| !known.has_mail(delivery)).collect();
        if wanted.is_empty() {
            return Ok(None);
        }
        self.check_archive(new.archive.as_ref())?;
        let (mut keys, mut passcodes, mut due) = (vec![new.sender_key.clone()], Vec::new(), Vec::new());
        let mut deliveries = Vec::with_capacity(wanted.len());
        let turns: Vec<_> =
            self.inner.turns.take(message.account_id, wanted.len(), message.not_before).collect();
        for delivery in &wanted {
            let person = known.people.get(&delivery.recipient.phone_index);
            let person = *person.ok_or_else(|| StoreError::Other("a recipient has no row".into()))?;
            match &delivery.sealed.passcode {
                Some(behind) => {
                    let wrapped = &delivery.sealed.sealed_key;
                    passcodes.push(self.passcode_row(delivery.id, message.id, person, behind, wrapped)?);
                }
                None => keys.push(self.key_row(message.id, person, delivery, known.keys.get(&person))?),
            }
            deliveries.push(delivery.row(message, person));
            let chosen = known.language_of(person);
            due.extend(lease.map(|lease| delivery.due(new, turns[due.len()], lease, chosen)));
        }
        Ok(Some(Rows {
            messages: vec![message.clone()],
            keys,
            passcodes,
            archive: new.archive_row().into_iter().collect(),
            deliveries,
            notices: wanted
                .iter()
                .zip(&turns)
                .flat_map(|(delivery, turn)| delivery.notice_rows(message, *turn, lease))
                .collect(),
            due,
            events: vec![new.event.clone()],
            mails: wanted.iter().filter_map(|delivery| delivery.mail_row(message)).collect(),
            uploads: if new.attachments.is_empty() { Vec::new() } else { vec![message.id] },
        }))
    }

    /// The recipient's copy of the data key. Somebody may claim the number while a sender writes to it: what was sealed
    /// to the waiting key is then sealed to theirs before it is ever stored.
    fn key_row(
        &self,
        message: MessageId,
        recipient: PersonId,
        delivery: &PreparedDelivery,
        own: Option<&KeyOf>,
    ) -> Result<SealedKey, EngineError> {
        let waiting = &self.inner.secrets.waiting;
        let sealed = &delivery.sealed;
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

impl Rows {
    fn and(mut self, mut other: Self) -> Self {
        self.messages.append(&mut other.messages);
        self.keys.append(&mut other.keys);
        self.passcodes.append(&mut other.passcodes);
        self.archive.append(&mut other.archive);
        self.deliveries.append(&mut other.deliveries);
        self.notices.append(&mut other.notices);
        self.due.append(&mut other.due);
        self.events.append(&mut other.events);
        self.mails.append(&mut other.mails);
        self.uploads.append(&mut other.uploads);
        self
    }

    async fn insert(&self, conn: &mut Conn) -> Result<(), StoreError> {
        let inserts = [
            messages::rows(&self.messages),
            sealed_keys::rows(&self.keys),
            passcodes::rows(&self.passcodes),
            archive::rows(&self.archive),
            deliveries::rows(&self.deliveries),
            notices::rows(&self.notices),
            audit::rows(&self.events),
            mail_ids::rows(&self.mails),
        ];
        conn.insert_together(&inserts).await?;
        for message in &self.uploads {
            attachments::end_upload(conn, *message).await?;
        }
        Ok(())
    }
}

impl Known {
    /// Holds the recipients' numbers, adding those that are new, and reads their keys: in this order, so that a claim
    /// has either given them keys before, or finds what this transaction writes.
    async fn load(conn: &mut Conn, batch: &[Arc<Prepared>]) -> Result<Self, StoreError> {
        let perhaps_stored = batch.iter().filter(|prepared| !prepared.is_new);
        let ids: Vec<_> = perhaps_stored.map(|prepared| prepared.message.id).collect();
        let stored = messages::known(conn, &ids).await?;
        let messages: HashMap<_, _> =
            stored.into_iter().map(|row| (row.id, (row.account_id, row.fingerprint))).collect();
        let fresh = batch.iter().filter(|prepared| !messages.contains_key(&prepared.message.id));
        let wanted: Vec<_> =
            fresh.flat_map(|new| &new.deliveries).map(|delivery| delivery.recipient.clone()).collect();
        let hashes: Vec<_> = batch.iter().flat_map(|new| &new.deliveries).filter_map(|to| to.mail).collect();
        let mails = mail_ids::known(conn, &hashes).await?.into_iter().collect();
        let mut incomplete = HashSet::new();
        for new in batch.iter().filter(|new| !new.attachments.is_empty()) {
            if !has_all(conn, new).await? {
                incomplete.insert(new.message.id);
            }
        }
        let people = recipients::upsert_many(conn, &wanted).await?;
        let added: HashSet<_> = wanted.iter().map(|new| new.id).collect();
        let old: Vec<_> = people.values().copied().filter(|person| !added.contains(person)).collect();
        let keys = credentials::keys_of(conn, &old).await?;
        let keys = keys.into_iter().map(|key| (key.person_id, key)).collect();
        Ok(Self { messages, mails, incomplete, people, keys })
    }

    /// The language that a recipient has chosen.
    fn language_of(&self, person: PersonId) -> Option<Language> {
        self.keys.get(&person)?.language.as_deref().and_then(Language::from_tag)
    }

    fn has_mail(&self, delivery: &PreparedDelivery) -> bool {
        delivery.mail.is_some_and(|mail| self.mails.contains(&mail))
    }
}

/// Whether all chunks of all attachments were uploaded, and by whoever submits.
async fn has_all(conn: &mut Conn, new: &Prepared) -> Result<bool, StoreError> {
    let upload = attachments::upload(conn, new.message.id).await?;
    if upload.is_none_or(|upload| upload.account_id != new.message.account_id) {
        return Ok(false);
    }
    let counts = attachments::counts(conn, new.message.id).await?;
    let there = counts.iter().map(|count| (count.attachment, count.chunks, count.last + 1));
    let wanted = (0..).zip(&new.attachments).map(|(attachment, chunks)| (attachment, *chunks, *chunks));
    Ok(there.eq(wanted))
}
