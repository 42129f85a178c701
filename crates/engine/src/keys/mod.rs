//! What senders see of a recipient's keys: since when there are these, from what kind of device, whether they have
//! changed, and a number to compare by voice.
//!
//! A change is told until the sender has said that they saw it: a sender who writes on would otherwise not notice that
//! somebody else may read. A new password, also by a recovery code, keeps the keys, and changes nothing.
//!
//! Who could abuse this: a sender learns about recipients whom they wrote to, and about nobody else. Of a browser only its
//! kind is kept, no address.

mod relock;
mod told;

use std::collections::HashMap;

use domain::{DeliveryId, MessageId, PersonId, PhoneNumber, UnixMillis};
use seal::{PublicKey, SafetyNumber};
use store::{
    Conn, StoreError, credentials, deliveries, key_changes, key_changes::KeyChange as Row, recipients,
    recipients::Standing,
};

use crate::{Engine, EngineError, Invalid, Session, agent};

/// What became of a recipient's keys. The codes are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyChangeKind {
    /// The first visit.
    Claimed,
    /// There are others, after a forgotten password.
    Replaced,
    /// A sender has ended them; there are none.
    Ended,
    /// There are others, after that.
    ClaimedAgain,
}

/// Something that became of a recipient's keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyChange {
    /// When.
    pub at: UnixMillis,
    /// What.
    pub kind: KeyChangeKind,
    /// The kind of browser, where one made keys.
    pub agent: Option<String>,
}

/// How it stands with a recipient's keys, for a sender.
#[derive(Debug, Clone, Default)]
pub struct RecipientKeys {
    /// Since when there are these; `None` while there are none.
    pub since: Option<UnixMillis>,
    /// The kind of browser that made them, as far as it is known.
    pub agent: Option<String>,
    /// Their fingerprint.
    pub safety_number: Option<SafetyNumber>,
    /// The last change, until the sender has seen it.
    pub unseen: Option<KeyChange>,
    /// Since when the number can be claimed with a passcode only.
    pub locked_at: Option<UnixMillis>,
    /// When they signed in last.
    pub visited_at: Option<UnixMillis>,
}

impl KeyChangeKind {
    const ALL: [Self; 4] = [Self::Claimed, Self::Replaced, Self::Ended, Self::ClaimedAgain];

    const fn code(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Replaced => "replaced",
            Self::Ended => "ended",
            Self::ClaimedAgain => "claimed-again",
        }
    }
}

impl KeyChange {
    fn of(row: &Row) -> Option<Self> {
        let kind = KeyChangeKind::ALL.into_iter().find(|kind| kind.code() == row.kind)?;
        Some(Self { at: row.at, kind, agent: row.agent.clone() })
    }

    const fn is_news(&self) -> bool {
        !matches!(self.kind, KeyChangeKind::Claimed)
    }
}

impl Engine {
    /// How it stands with the keys of those whom a message of the session's account went to.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when there is no such message of the account's.
    pub async fn recipient_keys(
        &self,
        session: &Session,
        message: MessageId,
    ) -> Result<HashMap<DeliveryId, RecipientKeys>, EngineError> {
        self.own_message(session, message).await?;
        let account = session.person;
        let (rows, known) = self
            .inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(async move {
                    let rows = deliveries::by_message(conn, message).await?;
                    let people: Vec<_> = rows.iter().map(|row| row.delivery.recipient_id).collect();
                    let known = Known::load(conn, account, &people).await?;
                    Ok::<_, StoreError>((rows, known))
                })
            })
            .await?;
        let view = |row: deliveries::MessageDelivery| {
            Ok((row.delivery.id, known.keys_of(row.delivery.recipient_id)?))
        };
        rows.into_iter().map(view).collect()
    }

    /// Those of `phones` whose keys have changed since the session's account wrote to them, until it has seen that.
    ///
    /// # Errors
    /// [`Invalid::TooManyRecipients`], or the storage's.
    pub async fn unseen_changes(
        &self,
        session: &Session,
        phones: &[PhoneNumber],
    ) -> Result<Vec<(PhoneNumber, KeyChange)>, EngineError> {
        let people = self.known_people(session, phones).await?;
        let account = session.person;
        let ids: Vec<_> = people.iter().map(|(_, person)| *person).collect();
        let known = self
            .inner
            .store
            .read(move |conn: &mut Conn| {
                let ids = ids.clone();
                Box::pin(async move { Known::load(conn, account, &ids).await })
            })
            .await?;
        let unseen = |(phone, person)| known.unseen.get(&person).map(|change| (phone, change.clone()));
        Ok(people.into_iter().filter_map(unseen).collect())
    }

    /// Notes that the session's account has seen what became of these recipients' keys until now.
    ///
    /// # Errors
    /// [`Invalid::TooManyRecipients`], or the storage's.
    pub async fn see_changes(&self, session: &Session, phones: &[PhoneNumber]) -> Result<(), EngineError> {
        let people = self.known_people(session, phones).await?;
        let (account, now) = (session.person, self.inner.clock.now());
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let people = people.clone();
                Box::pin(async move {
                    for (_, person) in people {
                        key_changes::see(conn, account, person, now).await?;
                    }
                    Ok::<_, EngineError>(())
                })
            })
            .await
    }

    /// The safety number of whoever asks.
    ///
    /// # Errors
    /// When what is stored is not their key.
    pub fn own_safety_number(&self, session: &Session) -> Result<SafetyNumber, EngineError> {
        Ok(session.key()?.public_key().safety_number())
    }

    /// Notes that a browser has made keys for somebody.
    pub(crate) async fn note_keys(
        &self,
        conn: &mut Conn,
        person: PersonId,
        kind: KeyChangeKind,
        agent: &str,
    ) -> Result<(), StoreError> {
        let (at, agent) = (self.inner.clock.now(), Some(agent::describe(agent)));
        let kind = kind.code().to_owned();
        key_changes::insert(conn, &Row { person_id: person, at, kind, agent, account_id: None }).await
    }

    async fn known_people(
        &self,
        session: &Session,
        phones: &[PhoneNumber],
    ) -> Result<Vec<(PhoneNumber, PersonId)>, EngineError> {
        session.enabled_account()?;
        if phones.len() > domain::MAX_RECIPIENTS {
            return Err(Invalid::TooManyRecipients.into());
        }
        let indexes: HashMap<_, _> =
            phones.iter().map(|phone| (self.inner.secrets.index.phone(phone), phone.clone())).collect();
        let wanted: Vec<_> = indexes.keys().copied().collect();
        let known = self
            .inner
            .store
            .read(move |conn: &mut Conn| {
                let wanted = wanted.clone();
                Box::pin(async move { recipients::by_phone_indexes(conn, &wanted).await })
            })
            .await?;
        let phone = |index| indexes.get(&index).cloned();
        Ok(known.into_iter().filter_map(|row| Some((phone(row.phone_index)?, row.person_id))).collect())
    }
}

/// What the database knows of people's keys.
struct Known {
    present: HashMap<PersonId, credentials::Credential>,
    changes: HashMap<PersonId, Vec<KeyChange>>,
    unseen: HashMap<PersonId, KeyChange>,
    standing: HashMap<PersonId, Standing>,
}

impl Known {
    async fn load(conn: &mut Conn, account: PersonId, people: &[PersonId]) -> Result<Self, StoreError> {
        let mut changes: HashMap<_, Vec<_>> = HashMap::new();
        for row in key_changes::of_people(conn, people).await? {
            changes.entry(row.person_id).or_default().extend(KeyChange::of(&row));
        }
        let seen = key_changes::seen(conn, account, people).await?;
        let (mut present, mut unseen, mut standing) = (HashMap::new(), HashMap::new(), HashMap::new());
        for person in people {
            present.extend(credentials::by_person(conn, *person).await?.map(|row| (*person, row)));
            standing.insert(*person, recipients::standing(conn, *person).await?);
            let last = changes.get(person).and_then(|all| all.iter().rfind(|change| change.is_news()));
            let news = last.filter(|change| seen.get(person).is_none_or(|seen| *seen < change.at));
            if let Some(change) = news
                && key_changes::wrote_before(conn, account, *person, change.at).await?
            {
                unseen.insert(*person, change.clone());
            }
        }
        Ok(Self { present, changes, unseen, standing })
    }

    fn keys_of(&self, person: PersonId) -> Result<RecipientKeys, EngineError> {
        let Standing { locked_at, visited_at } = self.standing.get(&person).copied().unwrap_or_default();
        let keys = RecipientKeys {
            unseen: self.unseen.get(&person).cloned(),
            locked_at,
            visited_at,
            ..Default::default()
        };
        let Some(present) = self.present.get(&person) else { return Ok(keys) };
        let made = self.changes.get(&person).and_then(|all| {
            all.iter().rfind(|change| change.kind != KeyChangeKind::Ended && change.at >= present.created_at)
        });
        Ok(RecipientKeys {
            since: Some(present.created_at),
            agent: made.and_then(|change| change.agent.clone()),
            safety_number: Some(PublicKey::from_bytes(&present.public_key)?.safety_number()),
            ..keys
        })
    }
}
