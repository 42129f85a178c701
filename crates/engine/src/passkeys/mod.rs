//! Passkeys: a second way to one's own private key, by what a device unlocks with a finger, a face or the screen's lock.
//!
//! A passkey does two things in one go. Its signature shows who is there, to [`passkey::RelyingParty`]; and its PRF gives
//! the browser, and nobody else, the key that unwraps the private key. Without a PRF there is no passkey here.
//!
//! Who could abuse this: whoever has the unlocked phone of somebody, or the account that their passkeys are synced in, is
//! that person here. A thief of the cookie makes no passkey, since the password is asked for once more. A stranger is asked
//! for any passkey of this site, whatever link or number they come with: nothing tells whether somebody has one. Database
//! and master key give nothing to guess: a PRF has 256 bits.

mod add;
mod sign_in;

use std::time::Duration;

use domain::{Blob, PasskeyId, PersonId, UnixMillis};
use passkey::{NotOffered, RelyingParty, Verifier};
use rand_core::Rng as _;
use seal::Purpose;
use store::{
    Conn, StoreError, audit,
    passkeys::{self, Passkey, challenges, challenges::Challenge},
};

use crate::{
    Engine, EngineError, Session,
    audit::{Action, Subject},
};

pub use add::NewPasskey;

/// How long a challenge can be answered: as long as people look for their finger, twice.
const CHALLENGE_LIFE: Duration = Duration::from_secs(5 * 60);

/// Which of the two kinds of people signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Recipients.
    Recipient,
    /// Senders and administrators.
    Sender,
}

/// What a browser needs to ask for any passkey of this site.
#[derive(Debug, Clone)]
pub struct PasskeyChallenge {
    /// 32 random bytes.
    pub challenge: Blob,
    /// The name that passkeys are kept for.
    pub rp_id: String,
}

/// A passkey, as its owner sees it in a list.
#[derive(Debug, Clone)]
pub struct PasskeySummary {
    /// Its id.
    pub id: PasskeyId,
    /// What they call it.
    pub name: String,
    /// When it was added.
    pub created_at: UnixMillis,
    /// When it was last used.
    pub used_at: Option<UnixMillis>,
}

/// What a challenge was given out for. The codes are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ceremony {
    Add,
    SignIn(Door),
}

impl Ceremony {
    const fn code(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::SignIn(Door::Recipient) => "recipient",
            Self::SignIn(Door::Sender) => "sender",
        }
    }
}

/// The name that passkeys of a public URL are kept for.
///
/// # Errors
/// When browsers would not have passkeys there.
pub fn passkeys_at(public_url: &str) -> Result<String, NotOffered> {
    RelyingParty::new(public_url).map(|party| party.id().to_owned())
}

impl Engine {
    /// Whether this instance can have passkeys at all.
    #[must_use]
    pub fn has_passkeys(&self) -> bool {
        self.inner.party.is_some()
    }

    /// Whether this person has a passkey. One is a second factor by itself: the device, and what unlocks it, which is always
    /// asked for.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn has_passkey(&self, person: PersonId) -> Result<bool, EngineError> {
        Ok(self.inner.store.read(move |conn: &mut Conn| Box::pin(passkeys::has_any(conn, person))).await?)
    }

    /// The passkeys of whoever asks, the oldest first.
    ///
    /// # Errors
    /// When the storage fails, or a name does not open.
    pub async fn passkeys(&self, session: &Session) -> Result<Vec<PasskeySummary>, EngineError> {
        let summary = |row: Passkey| {
            let name = self.inner.ring.unwrap(Purpose::PasskeyName, row.id.as_bytes(), &row.name)?;
            Ok(PasskeySummary {
                id: row.id,
                name: String::from_utf8_lossy(&name).into_owned(),
                created_at: row.created_at,
                used_at: row.used_at,
            })
        };
        self.passkeys_of(session.person).await?.into_iter().map(summary).collect()
    }

    /// Takes a passkey of whoever asks away. Sessions stay. `false` when there is none with this id.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn remove_passkey(&self, session: &Session, id: PasskeyId) -> Result<bool, EngineError> {
        let (person, now) = (session.person, self.inner.clock.now());
        let event = self.event(now, session.actor(), Action::PasskeyRemoved, Subject::person(person));
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let event = event.clone();
                Box::pin(async move {
                    let removed = passkeys::remove(conn, id, person).await?;
                    if removed {
                        audit::insert_many(conn, &[event]).await?;
                    }
                    Ok::<_, EngineError>(removed)
                })
            })
            .await
    }

    async fn passkeys_of(&self, person: PersonId) -> Result<Vec<Passkey>, StoreError> {
        self.inner.store.read(move |conn: &mut Conn| Box::pin(passkeys::of_person(conn, person))).await
    }

    /// What passkeys are for.
    fn party(&self) -> Result<&RelyingParty, EngineError> {
        self.inner.party.as_ref().ok_or(EngineError::NotFound)
    }

    fn new_challenge(&self, ceremony: Ceremony, person_id: Option<PersonId>) -> Challenge {
        let mut challenge = [0; 32];
        self.inner.entropy.rng().fill_bytes(&mut challenge);
        let ends_at = self.inner.clock.now() + CHALLENGE_LIFE;
        Challenge { challenge, ceremony: ceremony.code().to_owned(), person_id, ends_at }
    }
}

/// Takes the challenge away that was answered, so that it is of use once, whatever comes of the answer. `None` when it was
/// given out for something else or for somebody else, or its time is up.
async fn take(
    conn: &mut Conn,
    challenge: &[u8; 32],
    ceremony: Ceremony,
    person: Option<PersonId>,
    now: UnixMillis,
) -> Result<bool, StoreError> {
    let given = challenges::take(conn, challenge).await?;
    Ok(given.is_some_and(|given| {
        given.ceremony == ceremony.code() && given.person_id == person && given.ends_at > now
    }))
}

/// What a passkey is checked by; `None` when its row is broken.
fn verifier(passkey: &Passkey) -> Option<Verifier> {
    Some(Verifier {
        credential_id: passkey.credential_id.clone(),
        public_key: passkey.public_key.clone(),
        algorithm: passkey.algorithm.try_into().ok()?,
        counter: passkey.counter,
    })
}
