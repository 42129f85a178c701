//! Accounts: the people who write messages.

use domain::{Email, NewCredential, PersonId, Role, UnixMillis};
use store::{
    Conn, StoreError,
    accounts::{self, Account},
    audit,
    credentials::{self, Credential},
    pending_sign_ins, sessions, totps,
};

use crate::{
    Engine, EngineError, Identity, Invalid, Session,
    audit::{Action, Actor, Subject},
    password,
};

/// The shortest password of an account, in characters: NIST SP 800-63B-4 asks for 15 where a password is the only
/// factor, as it is where the operator does not require a second one.
pub(crate) const ACCOUNT_PASSWORD_MIN: usize = 15;

/// An account to make.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The address they sign in with.
    pub email: Email,
    /// Their name, as recipients see it.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// An account, as an operator sees it.
#[derive(Debug, Clone)]
pub struct AccountSummary {
    /// The address they sign in with.
    pub email: Email,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Since when.
    pub created_at: UnixMillis,
    /// Since when they may not sign in any more.
    pub disabled_at: Option<UnixMillis>,
    /// Whether they have a second factor.
    pub has_factor: bool,
}

impl Engine {
    /// Makes a complete account without a browser, by the same derivation.
    ///
    /// # Errors
    /// [`Invalid::WeakPassword`], [`Invalid::EmailTaken`], or the storage's.
    pub async fn add_account(&self, new: NewAccount, password: &str) -> Result<PersonId, EngineError> {
        if !seal::assess(password, ACCOUNT_PASSWORD_MIN).is_allowed() {
            return Err(Invalid::WeakPassword.into());
        }
        let salt = self.fake_salt(&Identity::Email(new.email.clone()));
        let made = password::make_natively(password, &salt, &mut self.inner.entropy.rng())?;
        let (account, credential) = self.new_account(&new.email, &new.name, new.role, &made)?;
        let id = account.id;
        let event =
            self.event(account.created_at, Actor::Operator, Action::AccountAdded, Subject::person(id));
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (account, credential, event) = (account.clone(), credential.clone(), event.clone());
                Box::pin(async move {
                    accounts::insert(conn, &account).await.map_err(email_taken)?;
                    credentials::insert(conn, &credential).await?;
                    audit::insert_many(conn, &[event]).await?;
                    Ok::<_, EngineError>(())
                })
            })
            .await?;
        Ok(id)
    }

    /// Every account, oldest first.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn accounts(&self) -> Result<Vec<AccountSummary>, EngineError> {
        let (rows, confirmed) = self.inner.store.read(|conn: &mut Conn| Box::pin(with_factors(conn))).await?;
        let summary = |account: Account| {
            let has_factor = confirmed.contains(&account.id);
            AccountSummary::new(account, has_factor)
        };
        Ok(rows.into_iter().map(summary).collect())
    }

    /// Ends an account's sessions and lets it sign in no more. What it sent stays. `false` when there is no such
    /// account.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn disable_account(&self, email: &Email) -> Result<bool, EngineError> {
        let email = email.clone();
        let now = self.inner.clock.now();
        let engine = self.clone();
        let disabled = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let (email, engine) = (email.clone(), engine.clone());
                Box::pin(async move {
                    let Some(account) = accounts::by_email(conn, email.as_str()).await? else {
                        return Ok(false);
                    };
                    accounts::disable(conn, account.id, now).await?;
                    sessions::delete_of_person(conn, account.id, None).await?;
                    pending_sign_ins::delete_of_person(conn, account.id).await?;
                    let subject = Subject::person(account.id);
                    let event = engine.event(now, Actor::Operator, Action::AccountDisabled, subject);
                    audit::insert_many(conn, &[event]).await?;
                    Ok::<_, EngineError>(true)
                })
            })
            .await?;
        self.inner.believed.forget_all();
        Ok(disabled)
    }

    /// The account behind a session.
    ///
    /// # Errors
    /// [`EngineError::SignedOut`] when there is none or it is disabled.
    pub fn account(&self, session: &Session) -> Result<AccountSummary, EngineError> {
        let account = session.enabled_account()?.clone();
        Ok(AccountSummary::new(account, session.factor_since.is_some()))
    }

    pub(crate) fn new_account(
        &self,
        email: &Email,
        name: &str,
        role: Role,
        credential: &NewCredential,
    ) -> Result<(Account, Credential), EngineError> {
        let now = self.inner.clock.now();
        let id = self.inner.entropy.id(now, PersonId::new);
        let account = Account {
            id,
            email: email.clone(),
            name: clean_name(name)?,
            role,
            created_at: now,
            disabled_at: None,
        };
        Ok((account, self.credential(id, credential, now)?))
    }
}

/// A name without control characters and outer space, 1 to 80 characters.
pub(crate) fn clean_name(name: &str) -> Result<String, Invalid> {
    let name = name.trim();
    let fits = (1..=80).contains(&name.chars().count());
    if fits && !name.chars().any(char::is_control) { Ok(name.to_owned()) } else { Err(Invalid::Name) }
}

fn email_taken(error: StoreError) -> EngineError {
    match error {
        StoreError::Conflict => Invalid::EmailTaken.into(),
        other => other.into(),
    }
}

async fn with_factors(conn: &mut Conn) -> Result<(Vec<Account>, Vec<PersonId>), StoreError> {
    Ok((accounts::list(conn).await?, totps::confirmed(conn).await?))
}

impl AccountSummary {
    pub(crate) fn new(account: Account, has_factor: bool) -> Self {
        let Account { email, name, role, created_at, disabled_at, .. } = account;
        Self { email, name, role, created_at, disabled_at, has_factor }
    }
}
