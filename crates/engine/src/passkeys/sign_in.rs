//! Signing in with a passkey: nothing is typed, and nobody says who they are before.

use domain::{Blob, PasskeyUsed, PersonId};
use passkey::{Refused, RelyingParty, Used};
use seal::{Locator, Purpose};
use store::{
    Conn, StoreError, accounts, audit, credentials, deliveries,
    passkeys::{self, Passkey, challenges},
    recipients, sessions,
};

use super::{Ceremony, Door, PasskeyChallenge, take, verifier};
use crate::{
    ClientAddress, Engine, EngineError, Invalid, SignedIn,
    audit::{Action, Actor, Subject},
    throttle::Counters,
};

/// Whom a passkey may be of, at a door.
struct Expected {
    door: Door,
    /// The hash of the link that they came with.
    link: Option<[u8; 32]>,
}

impl Engine {
    /// What a browser needs to ask for any passkey of this site. The same for everybody.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] where there are no passkeys; [`EngineError::SlowDown`] after too many wrong tries.
    pub async fn passkey_challenge(
        &self,
        door: Door,
        from: ClientAddress,
    ) -> Result<PasskeyChallenge, EngineError> {
        let rp_id = self.party()?.id().to_owned();
        let now = self.inner.clock.now();
        let counters = Counters::of_passkey(&self.inner.secrets, &[], from);
        let challenge = self.new_challenge(Ceremony::SignIn(door), None);
        let row = challenge.clone();
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let row = row.clone();
                Box::pin(async move {
                    counters.check(conn, now).await?;
                    Ok::<_, EngineError>(challenges::insert(conn, &row).await?)
                })
            })
            .await?;
        Ok(PasskeyChallenge { challenge: Blob(challenge.challenge.to_vec()), rp_id })
    }

    /// Begins a session for whoever used a passkey that is known here. With a link, it has to be of the person whom the link
    /// was sent to.
    ///
    /// # Errors
    /// [`EngineError::WrongPassword`] for whatever is not to be believed, and for passkeys that nobody knows, alike;
    /// [`EngineError::SlowDown`] after too many of them.
    pub async fn sign_in_with_passkey(
        &self,
        door: Door,
        locator: Option<&Locator>,
        used: PasskeyUsed,
        from: ClientAddress,
        agent: &str,
    ) -> Result<SignedIn, EngineError> {
        let party = self.party()?;
        let counters = Counters::of_passkey(&self.inner.secrets, &used.credential_id.0, from);
        let challenge = RelyingParty::challenge_in(&used.client_data.0).map_err(|_| Invalid::Malformed)?;
        let expected = Expected { door, link: locator.map(Locator::hash) };
        let found = self.find_passkey(challenge, expected, used.credential_id.0.clone()).await?;
        let checked = match &found {
            Some(passkey)
                if used.user_handle.0 == self.inner.secrets.index.passkey_handle(passkey.key_id) =>
            {
                check(party, &challenge, &used, passkey)
            }
            _ => Err(Refused::Malformed),
        };
        match found.zip(checked.ok()) {
            Some((passkey, counter)) => self.begin_by_passkey(door, passkey, counter, counters, agent).await,
            None => Err(self.refuse_passkey(checked.err(), counters).await?),
        }
    }

    /// The passkey that may be used here. The challenge is used up, whatever comes of it.
    async fn find_passkey(
        &self,
        challenge: [u8; 32],
        expected: Expected,
        credential_id: Vec<u8>,
    ) -> Result<Option<Passkey>, EngineError> {
        let now = self.inner.clock.now();
        let Expected { door, link } = expected;
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let credential_id = credential_id.clone();
                Box::pin(async move {
                    let given = take(conn, &challenge, Ceremony::SignIn(door), None, now).await?;
                    let passkey = passkeys::by_credential(conn, &credential_id).await?;
                    let Some(passkey) = passkey.filter(|_| given) else { return Ok(None) };
                    let may = may_enter(conn, &passkey, door, link).await?;
                    Ok::<_, EngineError>(may.then_some(passkey))
                })
            })
            .await
    }

    async fn begin_by_passkey(
        &self,
        door: Door,
        passkey: Passkey,
        counter: u32,
        counters: Counters,
        agent: &str,
    ) -> Result<SignedIn, EngineError> {
        let now = self.inner.clock.now();
        let (id, person, key_id) = (passkey.id, passkey.person_id, passkey.key_id);
        let wrapped = self.inner.ring.unwrap(Purpose::PasskeyKey, id.as_bytes(), &passkey.wrapped)?;
        let secret = self.new_session_secret();
        let session = self.session_for(&secret, person, now, agent);
        let actor = actor_at(door, person);
        let event = |action| self.event(now, actor, action, Subject::person(person));
        let events = [event(Action::PasskeyUsed), event(Action::SignedIn)];
        let engine = self.clone();
        let begun = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let (session, events, engine) = (session.clone(), events.clone(), engine.clone());
                Box::pin(async move {
                    counters.check(conn, now).await?;
                    // Gone in this moment, or a copy was quicker.
                    if !passkeys::used(conn, id, counter, now).await? {
                        return Ok(false);
                    }
                    counters.forgive(conn).await?;
                    // Whoever has a session knows their password, or has their device.
                    engine.cancel_reset(conn, person).await?;
                    sessions::insert(conn, &session).await?;
                    sessions::by_passkey(conn, &session.token_hash, id).await?;
                    audit::insert_many(conn, &events).await?;
                    Ok::<_, EngineError>(true)
                })
            })
            .await?;
        if !begun {
            return Err(self.refuse_passkey(Some(Refused::Counter), counters).await?);
        }
        Ok(SignedIn { secret, person, key_id, wrapped_private_key: Blob(wrapped.to_vec()) })
    }

    /// Counts a wrong try, and says which error to answer with: one for all of them.
    async fn refuse_passkey(
        &self,
        why: Option<Refused>,
        counters: Counters,
    ) -> Result<EngineError, EngineError> {
        let now = self.inner.clock.now();
        // Somebody may have a copy of the device's keys: whoever looks after the instance can find it.
        let detail = if why == Some(Refused::Counter) { "passkey-counter" } else { "passkey" };
        let subject = Subject { detail: Some(detail), ..Subject::default() };
        let event = self.event(now, Actor::Stranger, Action::SignInFailed, subject);
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let event = event.clone();
                Box::pin(async move {
                    counters.check(conn, now).await?;
                    counters.count_failure(conn, now).await?;
                    Ok::<_, EngineError>(audit::insert_many(conn, &[event]).await?)
                })
            })
            .await?;
        Ok(EngineError::WrongPassword)
    }
}

/// What the passkey's counter says, when everything is as it should be.
fn check(
    party: &RelyingParty,
    challenge: &[u8; 32],
    used: &PasskeyUsed,
    passkey: &Passkey,
) -> Result<u32, Refused> {
    let said = Used {
        credential_id: &used.credential_id.0,
        client_data: &used.client_data.0,
        authenticator_data: &used.authenticator_data.0,
        signature: &used.signature.0,
    };
    let verifier = verifier(passkey).ok_or(Refused::Malformed)?;
    let checked = party.check_used(challenge, &said, &verifier);
    if let Err(error) = checked {
        tracing::info!(%error, "a passkey was not believed");
    }
    checked
}

/// Whether the owner of this passkey comes through this door, with this link if they have one, and still has the keys that
/// it wraps.
async fn may_enter(
    conn: &mut Conn,
    passkey: &Passkey,
    door: Door,
    link: Option<[u8; 32]>,
) -> Result<bool, StoreError> {
    let person = passkey.person_id;
    let credential = credentials::by_person(conn, person).await?;
    if credential.is_none_or(|credential| credential.key_id != passkey.key_id) {
        return Ok(false);
    }
    let is_linked = match link {
        Some(hash) => deliveries::by_locator_hash(conn, &hash)
            .await?
            .is_some_and(|delivery| delivery.recipient_id == person),
        None => true,
    };
    let is_here = match door {
        Door::Sender => {
            accounts::by_id(conn, person).await?.is_some_and(|account| account.disabled_at.is_none())
        }
        Door::Recipient => recipients::by_id(conn, person).await?.is_some(),
    };
    Ok(is_linked && is_here)
}

const fn actor_at(door: Door, person: PersonId) -> Actor {
    match door {
        Door::Sender => Actor::Account(person),
        Door::Recipient => Actor::Recipient(person),
    }
}
