//! The plain way: what a recipient's browser does with a password, done here for browsers that run no script or no
//! WebAssembly. The password then passes through this process; it is erased after its request, and written nowhere.
//!
//! The steps are those of the browser, over the same functions of `seal` and through the same doors of this crate, so that
//! what is stored is the same whichever way it came.
//!
//! Who could abuse this: whoever wants to wear the server out, since each try costs it 32 MiB and a tenth of a second; so
//! tries stand in a short line, few from one address, and those that the counters refuse never get there. A guesser gains
//! nothing: the counters, the five tries of a passcode and the answers are those of the usual way. Another site cannot
//! post here (`Origin`), and a scanner posts nothing.

mod claim;
mod line;
mod own;
mod sign_in;
mod typed;

use domain::{Blob, KdfParams, NewCredential, SecretBlob};
use seal::{PasswordKeys, PrivateKey, Salt, SessionSecret};

use crate::{Engine, EngineError, SignedIn, throttle::Counters};
pub(crate) use line::Line;
use line::Place;
pub use typed::Typed;

impl Engine {
    /// Whether recipients may take the plain way.
    ///
    /// # Errors
    /// [`EngineError::PlainForbidden`].
    pub fn plain_allowed(&self) -> Result<(), EngineError> {
        if self.inner.config.plain_form { Ok(()) } else { Err(EngineError::PlainForbidden) }
    }

    /// Refuses a try that the counters would refuse, before it costs anything.
    async fn may_try(&self, counters: Counters) -> Result<(), EngineError> {
        let now = self.inner.clock.now();
        self.inner
            .store
            .write(move |conn: &mut store::Conn| Box::pin(async move { counters.check(conn, now).await }))
            .await
    }

    /// The credential that guards `private` with a password that was chosen, and the salt that strangers are told.
    async fn plain_credential(
        &self,
        place: &Place,
        chosen: &Typed,
        salt: Salt,
        private: &PrivateKey,
    ) -> Result<NewCredential, EngineError> {
        let keys = place.stretch(chosen, salt, KdfParams::INITIAL).await?;
        Ok(crate::password::guarding(private, &keys, &salt, &mut self.inner.entropy.rng()))
    }

    /// Wraps the private key for the session that has begun.
    async fn plain_attach(
        &self,
        signed_in: SignedIn,
        private: &PrivateKey,
    ) -> Result<SessionSecret, EngineError> {
        let SignedIn { secret, key_id, .. } = signed_in;
        let wrapped = secret.wrapping_key().wrap(key_id, private, &mut self.inner.entropy.rng());
        self.attach(&secret, Blob(wrapped)).await?;
        Ok(secret)
    }
}

fn proof(keys: &PasswordKeys) -> SecretBlob {
    SecretBlob(keys.authentication.as_bytes().to_vec())
}
