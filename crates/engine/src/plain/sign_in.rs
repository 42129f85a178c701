//! Signing in, and with a recovery code.

use domain::{Blob, KdfParams, SecretBlob};
use seal::{PrivateKey, RecoveryCode, Salt, SessionSecret};

use super::{Typed, proof};
use crate::{Challenge, ClientAddress, Engine, EngineError, Identity, NewRecovery};

impl Engine {
    /// Begins a recipient's session, whose secret goes into the cookie.
    ///
    /// # Errors
    /// As for [`Engine::sign_in`]; [`EngineError::Busy`], [`EngineError::PlainForbidden`].
    pub async fn plain_sign_in(
        &self,
        identity: &Identity,
        password: &Typed,
        from: ClientAddress,
        agent: &str,
    ) -> Result<SessionSecret, EngineError> {
        self.plain_allowed()?;
        let (salt, kdf) = self.plain_challenge(identity, from).await?;
        let keys = self.inner.line.enter(from)?.stretch(password, salt, kdf).await?;
        let signed_in = self.sign_in(identity, proof(&keys), from, agent).await?.whole()?;
        let private = keys.wrapping.unwrap(signed_in.key_id, &signed_in.wrapped_private_key.0)?;
        self.plain_attach(signed_in, &private).await
    }

    /// Sets a new password with a recovery code, and begins a session; with the next code, to be shown.
    ///
    /// # Errors
    /// As for [`Engine::recover`]; [`crate::Invalid::WeakPassword`], [`EngineError::Busy`], [`EngineError::PlainForbidden`].
    pub async fn plain_recover(
        &self,
        identity: &Identity,
        code: &RecoveryCode,
        password: &Typed,
        from: ClientAddress,
        agent: &str,
    ) -> Result<(SessionSecret, RecoveryCode), EngineError> {
        self.plain_allowed()?;
        let chosen = password.chosen()?;
        let (salt, _) = self.plain_challenge(identity, from).await?;
        let place = self.inner.line.enter(from)?;
        let keys = code.keys();
        let known = SecretBlob(keys.proof.as_bytes().to_vec());
        let (key_id, wrapped) = self.try_recovery(identity, &known, from).await?;
        let private = keys.wrapping.unwrap(key_id, &wrapped.0)?;
        let credential = self.plain_credential(&place, chosen, salt, &private).await?;
        let (next, kept) = self.plain_code(&private);
        let signed_in = self.recover(identity, &known, credential, kept, from, agent).await?;
        Ok((self.plain_attach(signed_in, &private).await?, next))
    }

    /// A new recovery code, and what is kept of it.
    pub(super) fn plain_code(&self, private: &PrivateKey) -> (RecoveryCode, NewRecovery) {
        let mut rng = self.inner.entropy.rng();
        let code = RecoveryCode::generate(&mut rng);
        let keys = code.keys();
        let kept = NewRecovery {
            proof: SecretBlob(keys.proof.as_bytes().to_vec()),
            wrapped_private_key: Blob(keys.wrapping.wrap(private.id(), private, &mut rng)),
        };
        (code, kept)
    }

    /// What a password is stretched with, unless the counters refuse a try. For nobody it is a stable fake, which costs
    /// as much.
    async fn plain_challenge(
        &self,
        identity: &Identity,
        from: ClientAddress,
    ) -> Result<(Salt, KdfParams), EngineError> {
        let credential = self.credential_of(identity).await?;
        self.may_try(self.counters(identity, credential.as_ref(), from)).await?;
        let Challenge { salt, kdf } = match credential {
            Some(credential) => Challenge { salt: Blob(credential.salt), kdf: credential.kdf },
            None => self.fake_challenge(identity),
        };
        Ok((Salt::from_slice(&salt.0)?, kdf))
    }
}
