//! Claim: a recipient's first visit. Their browser makes a key pair; what waits for them is sealed again, to that key.
//!
//! While anything waits for the number behind a passcode, nothing but that passcode claims it; and nothing but a passcode
//! claims a number that a sender has locked.
//!
//! Who could abuse this: whoever reads the first SMS can claim the number (said in the threat model, told to the sender
//! as `claimed`); whoever reads a later one cannot, since a number is claimed once. A scanner cannot: it takes a POST
//! with a fresh key pair.

use domain::{KeyId, NewCredential, PersonId, ReportTopic};
use seal::{Locator, PasscodeProof, PublicKey};
use store::{
    Conn, StoreError, audit, credentials, credentials::Credential, deliveries, deliveries::Delivery,
    messages, passcodes, recipients, sealed_keys,
};

use crate::{
    Engine, EngineError, KeyChangeKind, SignedIn,
    audit::{Action, Actor, Subject, from_agent},
    passcode::{PasscodeOpened, Try},
};

/// How a password was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// In the browser, where it stays.
    Usual,
    /// By a plain form, so that it passed through here.
    Plain,
}

impl Way {
    /// As events tell it.
    const fn detail(self) -> Option<&'static str> {
        match self {
            Self::Usual => None,
            Self::Plain => Some("plain"),
        }
    }
}

impl Engine {
    /// Makes the credential of the number that `locator`'s delivery went to, opens to it everything that waits for
    /// that number, and begins a session.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when the link does not work (now); [`EngineError::AlreadyClaimed`] when the number has
    /// an owner; [`EngineError::PasscodeNeeded`], [`EngineError::WrongPasscode`] and [`EngineError::PasscodeSealed`] where
    /// something waits behind a passcode; [`crate::Invalid::Malformed`] for keys that are none.
    pub async fn claim(
        &self,
        locator: &Locator,
        new: NewCredential,
        passcode: Option<PasscodeOpened>,
        agent: &str,
    ) -> Result<SignedIn, EngineError> {
        self.claim_by(Way::Usual, locator, new, passcode, agent).await
    }

    /// The same, whichever way the password came.
    pub(crate) async fn claim_by(
        &self,
        way: Way,
        locator: &Locator,
        new: NewCredential,
        passcode: Option<PasscodeOpened>,
        agent: &str,
    ) -> Result<SignedIn, EngineError> {
        let now = self.inner.clock.now();
        let delivery = self.usable_delivery(locator).await?;
        let opened = passcode.map(PasscodeOpened::parts).transpose()?;
        let person = delivery.recipient_id;
        let credential = self.credential(person, &new, now)?;
        let key = PublicKey::from_bytes(&credential.public_key).map_err(|_| crate::Invalid::Malformed)?;
        let subject = Subject {
            person: Some(person),
            detail: way.detail(),
            ..Subject::delivery(delivery.message_id, delivery.id)
        };
        let event = self.event(now, Actor::Recipient(person), Action::Claimed, subject);
        let event = from_agent(event, agent);
        let (engine, row, agent_words) = (self.clone(), credential.clone(), agent.to_owned());
        let passed = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let (engine, credential, key, event) =
                    (engine.clone(), row.clone(), key.clone(), event.clone());
                let (delivery, opened, agent) = (delivery.clone(), opened.clone(), agent_words.clone());
                Box::pin(async move {
                    // What others are sending to this number is either sealed again here, or sees the new key.
                    recipients::lock(conn, person).await?;
                    // A wrong try is written down, so this transaction does not fail.
                    if let Err(error) = engine.pass(conn, &delivery, credential.key_id, opened).await? {
                        return Ok(Err(error));
                    }
                    credentials::insert(conn, &credential).await.map_err(already_claimed)?;
                    engine.reseal_waiting(conn, person, &key).await?;
                    engine.note_claim(conn, person, &agent).await?;
                    audit::insert_many(conn, &[event]).await?;
                    Ok::<_, EngineError>(Ok(()))
                })
            })
            .await?;
        passed?;
        self.wake_reports();
        self.begin_session(credential, None, Actor::Recipient, agent).await
    }

    /// Lets a claim pass: when nothing waits behind a passcode, or with the passcode of this delivery.
    async fn pass(
        &self,
        conn: &mut Conn,
        delivery: &Delivery,
        key_id: KeyId,
        opened: Option<(PasscodeProof, Vec<u8>)>,
    ) -> Result<Result<(), EngineError>, StoreError> {
        let person = delivery.recipient_id;
        // Once the number is claimed, there is nothing to try.
        let is_claimed = credentials::by_person(conn, person).await?.is_some();
        let now = self.inner.clock.now();
        let is_locked = recipients::standing(conn, person).await?.locked_at.is_some();
        if is_claimed || (!is_locked && passcodes::first_of(conn, person, now).await?.is_none()) {
            return Ok(Ok(()));
        }
        let Some((proof, sealed)) = opened else { return Ok(Err(EngineError::PasscodeNeeded)) };
        match self.count_passcode(conn, delivery, &proof).await? {
            Try::Right(_) => Ok(Ok(self.keep_opened(conn, delivery, key_id, sealed).await?)),
            // It waits for another one's passcode.
            Try::None => Ok(Err(EngineError::PasscodeNeeded)),
            wrong => Ok(wrong.right().map(drop)),
        }
    }

    /// Notes from what kind of device a number was claimed. A locked one is free with it, and its senders are told.
    async fn note_claim(&self, conn: &mut Conn, person: PersonId, agent: &str) -> Result<(), StoreError> {
        if recipients::standing(conn, person).await?.locked_at.is_none() {
            return self.note_keys(conn, person, KeyChangeKind::Claimed, agent).await;
        }
        recipients::set_locked(conn, person, None).await?;
        self.note_keys(conn, person, KeyChangeKind::ClaimedAgain, agent).await?;
        self.tell_others(conn, person, None, ReportTopic::KeysChanged).await
    }

    /// Seals every waiting data key of `person` to their own key; the waiting copies are overwritten.
    async fn reseal_waiting(
        &self,
        conn: &mut Conn,
        person: PersonId,
        to: &PublicKey,
    ) -> Result<(), EngineError> {
        let waiting = &self.inner.secrets.waiting;
        let key_id = to.id();
        for row in sealed_keys::all_sealed_to(conn, person, waiting.id).await? {
            let sealed = seal::reseal(
                row.message_id,
                &row.sealed,
                &waiting.private,
                to,
                &mut self.inner.entropy.rng(),
            )?;
            sealed_keys::update(conn, row.message_id, person, key_id, &sealed).await?;
        }
        Ok(())
    }

    /// The delivery of a link that works now.
    pub(crate) async fn usable_delivery(&self, locator: &Locator) -> Result<Delivery, EngineError> {
        let now = self.inner.clock.now();
        let (delivery, message) = self.link_rows(locator.hash()).await?.ok_or(EngineError::NotFound)?;
        let is_there = !delivery.state.is_ended() && delivery.removed_at.is_none();
        let usable = is_there && message.not_before <= now && now < message.expires_at;
        if usable { Ok(delivery) } else { Err(EngineError::NotFound) }
    }

    /// The delivery that a link stands for, and its message.
    pub(crate) async fn link_rows(
        &self,
        hash: [u8; 32],
    ) -> Result<Option<(deliveries::Delivery, messages::Message)>, StoreError> {
        self.inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(async move {
                    let Some(delivery) = deliveries::by_locator_hash(conn, &hash).await? else {
                        return Ok(None);
                    };
                    let message = messages::by_id(conn, delivery.message_id).await?;
                    Ok(message.map(|message| (delivery, message)))
                })
            })
            .await
    }

    /// What a person's row in `credentials` says, if they have one.
    pub(crate) async fn credential_by_person(
        &self,
        person: PersonId,
    ) -> Result<Option<Credential>, StoreError> {
        self.inner.store.read(move |conn: &mut Conn| Box::pin(credentials::by_person(conn, person))).await
    }
}

fn already_claimed(error: StoreError) -> EngineError {
    match error {
        StoreError::Conflict => EngineError::AlreadyClaimed,
        other => other.into(),
    }
}
