//! What somebody who is signed in does with their own password.

use domain::SecretBlob;
use seal::{PrivateKey, RecoveryCode, Salt};

use super::{Place, Typed, proof};
use crate::{Challenge, ClientAddress, Engine, EngineError, Session, throttle::Counters};

impl Engine {
    /// Sets a new password. Every other session ends.
    ///
    /// # Errors
    /// As for [`Engine::change_password`]; [`crate::Invalid::WeakPassword`], [`EngineError::Busy`],
    /// [`EngineError::PlainForbidden`].
    pub async fn plain_change_password(
        &self,
        session: &Session,
        current: &Typed,
        new: &Typed,
        from: ClientAddress,
    ) -> Result<(), EngineError> {
        self.plain_allowed()?;
        let chosen = new.chosen()?;
        let (place, proven, private) = self.plain_prove(session, current, from).await?;
        let salt = Salt::from_slice(&self.own_challenge(session).await?.salt.0)?;
        let credential = self.plain_credential(&place, chosen, salt, &private).await?;
        self.change_password(session, proven, credential, from).await
    }

    /// Makes a recovery code, to be shown, in the place of an earlier one.
    ///
    /// # Errors
    /// As for [`Engine::set_recovery`]; [`EngineError::Busy`], [`EngineError::PlainForbidden`].
    pub async fn plain_make_recovery(
        &self,
        session: &Session,
        password: &Typed,
        from: ClientAddress,
    ) -> Result<RecoveryCode, EngineError> {
        self.plain_allowed()?;
        let (_place, proven, private) = self.plain_prove(session, password, from).await?;
        let (code, kept) = self.plain_code(&private);
        self.set_recovery(session, proven, kept, from).await?;
        Ok(code)
    }

    /// The private key of whoever types their password again, and what proves it.
    async fn plain_prove(
        &self,
        session: &Session,
        password: &Typed,
        from: ClientAddress,
    ) -> Result<(Place, SecretBlob, PrivateKey), EngineError> {
        self.may_try(Counters::new(&self.inner.secrets, Ok(session.person), from)).await?;
        let place = self.inner.line.enter(from)?;
        let Challenge { salt, kdf } = self.own_challenge(session).await?;
        let keys = place.stretch(password, Salt::from_slice(&salt.0)?, kdf).await?;
        let proven = proof(&keys);
        let (key_id, wrapped) = self.wrapped_key(session, proven.clone(), from).await?;
        Ok((place, proven, keys.wrapping.unwrap(key_id, &wrapped.0)?))
    }
}
