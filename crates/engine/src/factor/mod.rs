//! The second factor of accounts: an authenticator app (RFC 6238), and backup codes for when it is lost.
//!
//! Who could abuse this: whoever has learned a password gets a question, and no session, key or hint of what is behind it.
//! They try codes as slowly as passwords, all tries of one account one after the other, and a code that somebody watched
//! being typed is used up by then. Whoever sits at a live session changes nothing without the password and a code. A thief
//! of the database has secrets wrapped by the master key, and hashes under a pepper; with the master key as well they make
//! codes, and still need the password.

mod codes;
mod set_up;
mod sign_in;

use domain::{PersonId, UnixMillis};
use store::{Conn, StoreError, backup_codes, totps};

pub use set_up::{FactorReset, TotpSetUp};
pub use sign_in::Finished;

use crate::{AccountSummary, Engine, EngineError, Session};

/// A live session of somebody who may have to set up a second factor first. It is of use for that only.
pub struct SetUpSession {
    session: Session,
    demanded: bool,
}

/// How an account's second factor stands.
#[derive(Debug, Clone)]
pub struct FactorView {
    /// The account.
    pub account: AccountSummary,
    /// Since when there is an authenticator app.
    pub since: Option<UnixMillis>,
    /// How many recovery codes are left.
    pub codes_left: u32,
    /// Whether the account must have a second factor.
    pub demanded: bool,
}

impl SetUpSession {
    /// The session for everything else.
    pub(crate) fn complete(self) -> Result<Session, EngineError> {
        let missing = self.demanded && self.session.factor_since.is_none() && !self.session.by_passkey;
        if missing { Err(EngineError::FactorMissing) } else { Ok(self.session) }
    }

    /// The account.
    fn person(&self) -> Result<PersonId, EngineError> {
        Ok(self.session.enabled_account()?.id)
    }
}

impl Engine {
    pub(crate) fn set_up_session(&self, session: Session) -> SetUpSession {
        let policy = self.inner.config.second_factor;
        let demanded = session.account.as_ref().is_some_and(|account| policy.demands(account.role));
        SetUpSession { session, demanded }
    }

    /// How the second factor of whoever asks stands.
    ///
    /// # Errors
    /// [`EngineError::SignedOut`] for whoever is no account, or when the storage fails.
    pub async fn factor(&self, session: &SetUpSession) -> Result<FactorView, EngineError> {
        let (person, account) = (session.person()?, self.account(&session.session)?);
        let left = self.inner.store.read(move |conn: &mut Conn| Box::pin(backup_codes::left(conn, person)));
        let (since, demanded) = (session.session.factor_since, session.demanded);
        Ok(FactorView { account, since, codes_left: left.await?, demanded })
    }

    /// Whether an account has a second factor.
    pub(crate) async fn has_factor(&self, person: PersonId) -> Result<bool, StoreError> {
        let totp = self.inner.store.read(move |conn: &mut Conn| Box::pin(totps::by_person(conn, person)));
        Ok(totp.await?.is_some_and(|totp| totp.confirmed_at.is_some()))
    }
}
