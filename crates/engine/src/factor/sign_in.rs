//! Signing in with a second factor: between the right password and the session stands a code.

use std::time::Duration;

use domain::PersonId;
use seal::PendingSecret;
use store::{
    Conn, accounts,
    credentials::{self, Credential},
    pending_sign_ins,
};

use super::codes::{Code, Tried};
use crate::{ClientAddress, Engine, EngineError, PendingSignIn, SignedIn, audit::Actor, throttle::Counters};

/// How long a code is waited for: enough to find the phone.
const WAIT: Duration = Duration::from_secs(5 * 60);

/// A sign-in whose second factor was right.
pub struct Finished {
    /// The session.
    pub signed_in: SignedIn,
    /// How many recovery codes are left, when one was used.
    pub codes_left: Option<u32>,
}

impl Engine {
    /// Keeps in mind that the password was right.
    pub(crate) async fn begin_pending(
        &self,
        person: PersonId,
        counters: Counters,
    ) -> Result<PendingSignIn, EngineError> {
        let now = self.inner.clock.now();
        let (secret, ends_at) = (PendingSecret::generate(&mut self.inner.entropy.rng()), now + WAIT);
        let hash = secret.hash();
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                Box::pin(async move {
                    // The password's wrong tries are forgiven when the second factor is right too.
                    counters.check(conn, now).await?;
                    Ok::<_, EngineError>(pending_sign_ins::insert(conn, &hash, person, ends_at).await?)
                })
            })
            .await?;
        Ok(PendingSignIn { secret, ends_at })
    }

    /// Begins the session of a pending sign-in, once the code of its account's second factor is right: the app's, or a
    /// recovery code.
    ///
    /// # Errors
    /// [`EngineError::WrongCode`]; [`EngineError::SlowDown`] after too many of them; [`EngineError::SignedOut`] when the
    /// password has to be typed again.
    pub async fn finish_sign_in(
        &self,
        secret: &PendingSecret,
        code: &str,
        from: ClientAddress,
        agent: &str,
    ) -> Result<Finished, EngineError> {
        let (code, hash, engine) = (Code::read(code)?, secret.hash(), self.clone());
        let proven = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let (code, engine) = (code.clone(), engine.clone());
                Box::pin(async move { engine.prove_pending(conn, &hash, &code, from).await })
            })
            .await?;
        self.wake_reports();
        let (credential, tried) = proven.ok_or(EngineError::WrongCode)?;
        let codes_left = if let Tried::Backup(left) = tried { Some(left) } else { None };
        let signed_in = self.begin_session(credential, None, Actor::Account, agent).await?;
        Ok(Finished { signed_in, codes_left })
    }

    /// `None` for a wrong code, which stays counted.
    async fn prove_pending(
        &self,
        conn: &mut Conn,
        hash: &[u8; 32],
        code: &Code,
        from: ClientAddress,
    ) -> Result<Option<(Credential, Tried)>, EngineError> {
        let now = self.inner.clock.now();
        let person = pending_sign_ins::live(conn, hash, now).await?.ok_or(EngineError::SignedOut)?;
        let account = accounts::by_id(conn, person).await?.filter(|account| account.disabled_at.is_none());
        let credential = credentials::by_person(conn, person).await?.filter(|_| account.is_some());
        let credential = credential.ok_or(EngineError::SignedOut)?;
        let secrets = &self.inner.secrets;
        let tried = self.try_code(conn, person, code, Counters::of_factor(secrets, person, from)).await;
        let tried = tried.map_err(|error| match error {
            // The app was taken away meanwhile.
            EngineError::NotFound => EngineError::SignedOut,
            other => other,
        })?;
        if tried == Tried::Wrong {
            return Ok(None);
        }
        if !pending_sign_ins::take(conn, hash).await? {
            return Err(EngineError::SignedOut);
        }
        Counters::new(secrets, Ok(person), from).forgive(conn).await?;
        Ok(Some((credential, tried)))
    }
}
