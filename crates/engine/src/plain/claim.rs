//! A first visit, and what waits behind a passcode.

use domain::{Blob, Passcode, SecretBlob};
use seal::{Locator, PrivateKey, PublicKey, Salt, SessionSecret};

use super::{Place, Typed};
use crate::{
    ClientAddress, Engine, EngineError, Gate, Identity, LinkState, PasscodeGate, PasscodeOpened, Session,
    claim::Way,
};

/// What a claim needs beside a password.
enum Needed {
    Nothing,
    Passcode(PasscodeGate),
    /// A passcode for a message of somebody who has forgotten their password: their keys are replaced.
    Reset(PasscodeGate),
}

impl Engine {
    /// Makes the keys of a number with the password that its owner chose, and begins a session. Where the sender approved
    /// new keys for a forgotten password, it replaces them.
    ///
    /// # Errors
    /// As for [`Engine::claim`] and [`Engine::reset`]; [`crate::Invalid::WeakPassword`], [`EngineError::Busy`],
    /// [`EngineError::PlainForbidden`].
    pub async fn plain_claim(
        &self,
        locator: &Locator,
        password: &Typed,
        passcode: Option<&Passcode>,
        from: ClientAddress,
        agent: &str,
    ) -> Result<SessionSecret, EngineError> {
        self.plain_allowed()?;
        let chosen = password.chosen()?;
        let needed = self.needed(locator).await?;
        let place = self.inner.line.enter(from)?;
        let private = PrivateKey::generate(&mut self.inner.entropy.rng());
        let opened = match &needed {
            Needed::Nothing => None,
            Needed::Passcode(gate) | Needed::Reset(gate) => {
                let heard = passcode.ok_or(EngineError::PasscodeNeeded)?;
                Some(self.plain_opened(&place, locator, None, gate, heard, &private.public_key()).await?)
            }
        };
        let told = self.challenge(&Identity::Locator(*locator)).await?;
        let salt = Salt::from_slice(&told.salt.0)?;
        let credential = self.plain_credential(&place, chosen, salt, &private).await?;
        let signed_in = match (needed, opened) {
            (Needed::Reset(_), Some(opened)) => self.reset(locator, credential, opened, agent).await?,
            (_, opened) => self.claim_by(Way::Plain, locator, credential, opened, agent).await?,
        };
        self.plain_attach(signed_in, &private).await
    }

    /// Opens what waits behind a passcode for somebody who is signed in.
    ///
    /// # Errors
    /// As for [`Engine::open_passcode`]; [`EngineError::Busy`], [`EngineError::PlainForbidden`].
    pub async fn plain_open_passcode(
        &self,
        locator: &Locator,
        session: &Session,
        passcode: &Passcode,
        from: ClientAddress,
    ) -> Result<(), EngineError> {
        self.plain_allowed()?;
        let LinkState::Locked(gate, own_key) = self.link(locator, Some(session)).await? else {
            return Err(EngineError::NotFound);
        };
        let own_key = PublicKey::from_bytes(&own_key.0)?;
        let place = self.inner.line.enter(from)?;
        let opened = self.plain_opened(&place, locator, Some(session), &gate, passcode, &own_key).await?;
        self.open_passcode(locator, session, opened).await
    }

    /// Looks before anything is stretched.
    async fn needed(&self, locator: &Locator) -> Result<Needed, EngineError> {
        match self.link(locator, None).await? {
            LinkState::FirstVisit(Gate::Open, _) => Ok(Needed::Nothing),
            LinkState::FirstVisit(Gate::Here(gate), _) => Ok(Needed::Passcode(gate)),
            LinkState::FirstVisit(Gate::Elsewhere(_) | Gate::Locked, _) => Err(EngineError::PasscodeNeeded),
            LinkState::Reset(gate) => Ok(Needed::Reset(gate)),
            LinkState::Returning(..) => Err(EngineError::AlreadyClaimed),
            _ => Err(EngineError::NotFound),
        }
    }

    /// Unwraps a message's data key with its passcode, and seals it to its recipient.
    async fn plain_opened(
        &self,
        place: &Place,
        locator: &Locator,
        session: Option<&Session>,
        gate: &PasscodeGate,
        heard: &Passcode,
        to: &PublicKey,
    ) -> Result<PasscodeOpened, EngineError> {
        if gate.is_sealed {
            return Err(EngineError::PasscodeSealed);
        }
        let (message, kdf) = (gate.message, gate.stretched.kdf);
        let (salt, heard) = (Salt::from_slice(&gate.stretched.salt.0)?, heard.clone());
        let derive = move || seal::derive_passcode(heard.as_str(), message, &salt, kdf);
        let keys = place.wait_for(kdf, derive).await?;
        let proof = SecretBlob(keys.proof.as_bytes().to_vec());
        let wrapped = self.try_passcode(locator, session, &proof).await?;
        let data_key = keys.wrapping.unwrap(message, &wrapped.0)?;
        let sealed_key = Blob(to.seal_data_key(message, &data_key, &mut self.inner.entropy.rng()));
        Ok(PasscodeOpened { proof, sealed_key })
    }
}
