//! Passcodes: a first message opens only with what its sender has said on another way.
//!
//! Who could abuse this: whoever reads the SMS, or swapped the SIM, gets five guesses, counted before they are looked at,
//! and no keys: while anything waits behind a passcode, nobody claims the number without one. A thief of the database
//! cannot guess at all (the verifier is under the pepper, the wrapped key under the master key); with the master key
//! they guess at Argon2id's price. A scanner tries nothing: it takes a POST. Whoever wants to lock somebody out by wrong
//! guesses needs the link, is seen by the sender, and is undone with a new passcode.

mod open;
mod renew;

use domain::{BehindPasscode, Blob, KdfParams, MessageId, PasscodeSalt, PersonId, PhoneNumber, SecretBlob};
use seal::{Locator, PasscodeProof, Purpose, Salt, WRAPPED_DATA_KEY_LENGTH};
use store::{Conn, StoreError, audit, deliveries::Delivery, passcodes, passcodes::Passcode, recipients};

use crate::{
    Engine, EngineError, Invalid,
    audit::{Action, Actor, Subject},
    password::acceptable,
};

/// How many wrong passcodes seal a delivery until its sender gives a new one.
pub const PASSCODE_TRIES: u32 = 5;

/// What a browser needs to try a passcode.
#[derive(Debug, Clone)]
pub struct PasscodeGate {
    /// The message: a passcode's keys are bound to it.
    pub message: MessageId,
    /// What the passcode is stretched with.
    pub stretched: PasscodeSalt,
    /// Whether there were too many wrong tries.
    pub is_sealed: bool,
}

/// What stands before a number's claim.
pub enum Gate {
    /// Nothing.
    Open,
    /// The passcode of this message.
    Here(PasscodeGate),
    /// That of another message, which has to be opened first.
    Elsewhere(Locator),
    /// A sender has locked the number, and nothing waits behind a passcode yet.
    Locked,
}

/// A message's data key, opened with a passcode and sealed to its recipient, by their browser.
pub struct PasscodeOpened {
    /// That the passcode is known.
    pub proof: SecretBlob,
    /// The data key, sealed to the recipient's own key.
    pub sealed_key: Blob,
}

/// A passcode in place of one that was forgotten or guessed at.
pub struct NewPasscode {
    /// What it was stretched with, and its proof.
    pub behind: BehindPasscode,
    /// What wraps the data key.
    pub key: SecretBlob,
}

/// How it stands with a delivery behind a passcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasscodeState {
    /// So many more tries.
    Waits(u32),
    /// It needs a new one.
    Sealed,
}

/// What came of a try.
pub(crate) enum Try {
    Right(Passcode),
    Wrong {
        left: u32,
    },
    Sealed,
    /// There is no passcode.
    None,
}

impl PasscodeState {
    pub(crate) const fn after(tries: u32) -> Self {
        match PASSCODE_TRIES.saturating_sub(tries) {
            0 => Self::Sealed,
            left => Self::Waits(left),
        }
    }
}

impl Try {
    /// The passcode, if it was right.
    pub(crate) fn right(self) -> Result<Passcode, EngineError> {
        match self {
            Self::Right(passcode) => Ok(passcode),
            Self::Wrong { left } => Err(EngineError::WrongPasscode { left }),
            Self::Sealed => Err(EngineError::PasscodeSealed),
            Self::None => Err(EngineError::NotFound),
        }
    }
}

impl Engine {
    /// What a passcode for a number is stretched with: always the same, whether or not anybody knows the number.
    #[must_use]
    pub fn passcode_salt(&self, phone: &PhoneNumber) -> PasscodeSalt {
        let identifier = format!("passcode:{}", phone.as_str());
        let salt = Salt::fake(&self.inner.secrets.fake_salt, identifier.as_bytes());
        PasscodeSalt { kdf: KdfParams::INITIAL, salt: Blob(salt.as_bytes().to_vec()) }
    }

    /// Whether a delivery's number gets new keys for its passcode now.
    pub(crate) async fn can_reset(&self, delivery: &Delivery) -> Result<bool, EngineError> {
        let reset = self.reset_of(delivery.recipient_id).await?;
        Ok(reset.is_some_and(|reset| self.is_ready(&reset, delivery.id)))
    }

    /// What stands before the claim of a delivery's number.
    pub(crate) async fn gate_of(&self, delivery: &Delivery) -> Result<Gate, EngineError> {
        let (message, person) = (delivery.message_id, delivery.recipient_id);
        let now = self.inner.clock.now();
        let (own, first, standing) = self
            .inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(async move {
                    let own = passcodes::one(conn, message, person).await?;
                    let first =
                        if own.is_some() { None } else { passcodes::first_of(conn, person, now).await? };
                    let standing = recipients::standing(conn, person).await?;
                    Ok((own, first, standing))
                })
            })
            .await?;
        Ok(match (own, first) {
            (Some(row), _) => Gate::Here(PasscodeGate {
                message,
                stretched: PasscodeSalt { kdf: row.kdf, salt: Blob(row.salt) },
                is_sealed: row.tries >= PASSCODE_TRIES,
            }),
            (None, Some(other)) => Gate::Elsewhere(Locator::derive(&self.inner.secrets.locator, other)),
            (None, None) if standing.locked_at.is_some() => Gate::Locked,
            (None, None) => Gate::Open,
        })
    }

    /// Counts a try and looks at it, in this order. What was right is forgiven.
    pub(crate) async fn count_passcode(
        &self,
        conn: &mut Conn,
        delivery: &Delivery,
        proof: &PasscodeProof,
    ) -> Result<Try, StoreError> {
        let (message, person) = (delivery.message_id, delivery.recipient_id);
        let Some(passcode) = passcodes::one(conn, message, person).await? else { return Ok(Try::None) };
        let Some(tries) = passcodes::count_try(conn, message, person, PASSCODE_TRIES).await? else {
            return Ok(Try::Sealed);
        };
        if proof.verify(&self.inner.secrets.pepper, person, message, &passcode.verifier) {
            passcodes::forgive(conn, message, person).await?;
            return Ok(Try::Right(passcode));
        }
        let now = self.inner.clock.now();
        let subject = Subject::delivery(message, delivery.id);
        let mut events = vec![self.event(now, Actor::Stranger, Action::PasscodeWrong, subject)];
        let state = PasscodeState::after(tries);
        if state == PasscodeState::Sealed {
            events.push(self.event(now, Actor::System, Action::PasscodeSealed, subject));
        }
        audit::insert_many(conn, &events).await?;
        Ok(match state {
            PasscodeState::Waits(left) => Try::Wrong { left },
            PasscodeState::Sealed => Try::Sealed,
        })
    }

    /// The row of a delivery whose data key a sender has wrapped by a passcode.
    pub(crate) fn passcode_row(
        &self,
        delivery: domain::DeliveryId,
        message: MessageId,
        person: PersonId,
        behind: &BehindPasscode,
        wrapped: &Blob,
    ) -> Result<Passcode, EngineError> {
        let (verifier, wrapped) = self.kept_passcode(message, person, &proof_of(&behind.proof)?, &wrapped.0);
        Ok(Passcode {
            message_id: message,
            person_id: person,
            delivery_id: delivery,
            salt: behind.stretched.salt.0.clone(),
            kdf: behind.stretched.kdf,
            verifier: verifier.to_vec(),
            wrapped,
            tries: 0,
        })
    }

    /// What is stored of a passcode: its verifier, and the wrapped data key under the master key.
    fn kept_passcode(
        &self,
        message: MessageId,
        person: PersonId,
        proof: &PasscodeProof,
        wrapped: &[u8],
    ) -> ([u8; 32], Vec<u8>) {
        let row = row_of(message, person);
        let mut rng = self.inner.entropy.rng();
        (
            proof.verifier(&self.inner.secrets.pepper, person, message),
            self.inner.ring.wrap(Purpose::PasscodeKey, &row, wrapped, &mut rng),
        )
    }
}

impl PasscodeOpened {
    /// The proof, and the sealed data key, which nobody but its owner can look into.
    pub(crate) fn parts(self) -> Result<(PasscodeProof, Vec<u8>), EngineError> {
        if self.sealed_key.0.len() != seal::SEALED_DATA_KEY_LENGTH {
            return Err(Invalid::Malformed.into());
        }
        Ok((proof_of(&self.proof)?, self.sealed_key.0))
    }
}

/// Whether what a sender's browser made of a passcode can be one.
pub(crate) fn check(behind: &BehindPasscode, wrapped: &Blob) -> Result<(), Invalid> {
    check_stretched(&behind.stretched)?;
    let is_good = behind.proof.0.len() == 32 && wrapped.0.len() == WRAPPED_DATA_KEY_LENGTH;
    if is_good { Ok(()) } else { Err(Invalid::Malformed) }
}

fn check_stretched(PasscodeSalt { kdf, salt }: &PasscodeSalt) -> Result<(), Invalid> {
    if acceptable(*kdf) && salt.0.len() == 16 { Ok(()) } else { Err(Invalid::Malformed) }
}

fn proof_of(proof: &SecretBlob) -> Result<PasscodeProof, EngineError> {
    Ok(PasscodeProof::from_slice(&proof.0).map_err(|_| Invalid::Malformed)?)
}

/// What the master key's wrap is bound to.
fn row_of(message: MessageId, person: PersonId) -> Vec<u8> {
    [message.as_bytes().as_slice(), person.as_bytes()].concat()
}
