//! The very first account, made through a link that only the operator's terminal shows.

use domain::{Email, NewCredential, Role};
use seal::Purpose;
use store::{Conn, accounts, instance};

use crate::{
    ClientAddress, Engine, EngineError, SignedIn,
    accounts::clean_name,
    audit::{Action, Actor, Subject},
};

const ORGANISATION: &str = "organisation";
const FALLBACK_ORGANISATION: &str = "Narwhal";

/// What the first-run page asks for.
#[derive(Debug, Clone)]
pub struct FirstAccount {
    /// How recipients know the organisation.
    pub organisation: String,
    /// The administrator's own name.
    pub name: String,
    /// The address they sign in with.
    pub email: Email,
    /// Made in their browser.
    pub credential: NewCredential,
}

impl Engine {
    /// The path of the first-run page, `/first-run/…`, while no account exists.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn first_run_path(&self) -> Result<Option<String>, EngineError> {
        let accounts = self.inner.store.read(|conn: &mut Conn| Box::pin(accounts::count(conn))).await?;
        Ok((accounts == 0).then(|| format!("/first-run/{}", self.first_run_token())))
    }

    /// Whether `token` opens the first-run page now.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn is_first_run(&self, token: &str) -> Result<bool, EngineError> {
        // Two HMACs are compared, so that the time tells nothing about the token.
        let mac = |token: &str| self.inner.secrets.index.throttle("first-run-token", token.as_bytes());
        let right = mac(token) == mac(&self.first_run_token());
        Ok(right && self.first_run_path().await?.is_some())
    }

    /// Makes the first account, an administrator's, names the organisation, and signs them in.
    ///
    /// # Errors
    /// [`EngineError::NoFirstRun`] when an account exists or the token is wrong.
    pub async fn make_first_account(
        &self,
        token: &str,
        first: FirstAccount,
        from: ClientAddress,
        agent: &str,
    ) -> Result<SignedIn, EngineError> {
        if !self.is_first_run(token).await? {
            return Err(EngineError::NoFirstRun);
        }
        let organisation = clean_name(&first.organisation)?;
        let (account, credential) =
            self.new_account(&first.email, &first.name, Role::Admin, &first.credential)?;
        let wrapped_name = self.inner.ring.wrap(
            Purpose::InstanceSecret,
            ORGANISATION.as_bytes(),
            organisation.as_bytes(),
            &mut self.inner.entropy.rng(),
        );
        let event = self.event(
            account.created_at,
            Actor::Account(account.id),
            Action::AccountAdded,
            Subject::person(account.id),
        );
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (account, credential) = (account.clone(), credential.clone());
                let (wrapped_name, event) = (wrapped_name.clone(), event.clone());
                Box::pin(async move {
                    if accounts::count(conn).await? > 0 {
                        return Err(EngineError::NoFirstRun);
                    }
                    accounts::insert(conn, &account).await?;
                    store::credentials::insert(conn, &credential).await?;
                    instance::put_if_absent(conn, ORGANISATION, &wrapped_name).await?;
                    store::audit::insert_many(conn, &[event]).await?;
                    Ok(())
                })
            })
            .await?;
        let identity = crate::Identity::Email(first.email);
        self.sign_in(&identity, first.credential.authentication_key, from, agent).await?.whole()
    }

    /// The organisation's name, as recipients know it.
    ///
    /// # Errors
    /// When the storage fails, or the master key does not open the name.
    pub async fn organisation(&self) -> Result<String, EngineError> {
        if let Some(name) = &self.inner.config.organisation {
            return Ok(name.clone());
        }
        if let Some(name) = self.inner.organisation.read().await.as_ref() {
            return Ok(name.clone());
        }
        let stored =
            self.inner.store.read(|conn: &mut Conn| Box::pin(instance::get(conn, ORGANISATION))).await?;
        let Some(wrapped) = stored else { return Ok(FALLBACK_ORGANISATION.to_owned()) };
        let bytes = self.inner.ring.unwrap(Purpose::InstanceSecret, ORGANISATION.as_bytes(), &wrapped)?;
        let name = String::from_utf8_lossy(&bytes).into_owned();
        *self.inner.organisation.write().await = Some(name.clone());
        Ok(name)
    }

    /// Derived, so that every start prints the same link and nothing has to be stored.
    fn first_run_token(&self) -> String {
        let tag = self.inner.secrets.index.throttle("first-run", b"");
        tag[..16].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
