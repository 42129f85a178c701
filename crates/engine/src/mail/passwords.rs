//! App passwords: one for each mail program, shown once, revocable.

use domain::{AppPasswordId, Email, PersonId, UnixMillis};
use seal::AppPassword;
use store::{Conn, accounts, app_passwords, audit};
use zeroize::Zeroizing;

use crate::{
    Engine, EngineError, Invalid, Session,
    audit::{Action, Actor, Subject},
};

/// The longest name, in characters.
const NAME_MAX: usize = 60;

/// An app password that was just made: the only time that it can be read.
pub struct NewAppPassword {
    /// Its id.
    pub id: AppPasswordId,
    /// The password, as it is shown.
    pub password: Zeroizing<String>,
}

/// An app password, as its owner sees it in a list.
#[derive(Debug, Clone)]
pub struct AppPasswordSummary {
    /// Its id.
    pub id: AppPasswordId,
    /// The mail program or device that it is for.
    pub name: String,
    /// When it was made.
    pub created_at: UnixMillis,
    /// When a mail program last signed in with it, to within a minute.
    pub last_used_at: Option<UnixMillis>,
}

impl Engine {
    /// Makes an app password for the session's account.
    ///
    /// # Errors
    /// [`Invalid::Name`] when the name is empty or too long.
    pub async fn add_app_password(
        &self,
        session: &Session,
        name: &str,
    ) -> Result<NewAppPassword, EngineError> {
        let account = session.enabled_account()?.id;
        self.make_app_password(account, name, Actor::Account(account)).await
    }

    /// Makes an app password for an account, at the command line.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when there is no such account, or it is disabled; [`Invalid::Name`].
    pub async fn add_app_password_for(
        &self,
        email: &Email,
        name: &str,
    ) -> Result<NewAppPassword, EngineError> {
        let account = self.account_by_email(email).await?;
        self.make_app_password(account, name, Actor::Operator).await
    }

    /// The app passwords of the session's account that are of use, the oldest first.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn app_passwords(&self, session: &Session) -> Result<Vec<AppPasswordSummary>, EngineError> {
        self.list_app_passwords(session.enabled_account()?.id).await
    }

    /// The app passwords of an account, at the command line.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when there is no such account.
    pub async fn app_passwords_of(&self, email: &Email) -> Result<Vec<AppPasswordSummary>, EngineError> {
        self.list_app_passwords(self.account_by_email(email).await?).await
    }

    /// Revokes an app password of the session's account. Mail programs that are signed in with it are refused within
    /// seconds. `false` when there is none.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn revoke_app_password(
        &self,
        session: &Session,
        id: AppPasswordId,
    ) -> Result<bool, EngineError> {
        let account = session.enabled_account()?.id;
        self.revoke(account, id, Actor::Account(account)).await
    }

    /// Revokes an app password of an account, at the command line. `false` when there is none.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when there is no such account.
    pub async fn revoke_app_password_of(
        &self,
        email: &Email,
        id: AppPasswordId,
    ) -> Result<bool, EngineError> {
        self.revoke(self.account_by_email(email).await?, id, Actor::Operator).await
    }

    async fn account_by_email(&self, email: &Email) -> Result<PersonId, EngineError> {
        let email = email.clone();
        let found = self
            .inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(async move { accounts::by_email(conn, email.as_str()).await })
            })
            .await?;
        let enabled = found.filter(|account| account.disabled_at.is_none());
        enabled.map(|account| account.id).ok_or(EngineError::NotFound)
    }

    async fn make_app_password(
        &self,
        account: PersonId,
        name: &str,
        actor: Actor,
    ) -> Result<NewAppPassword, EngineError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
            return Err(Invalid::Name.into());
        }
        let now = self.inner.clock.now();
        let password = AppPassword::generate(&mut self.inner.entropy.rng());
        let hash = password.hash(&self.inner.secrets.pepper);
        let id = self.inner.entropy.id(now, AppPasswordId::new);
        let row = app_passwords::AppPassword {
            id,
            account_id: account,
            name: name.to_owned(),
            created_at: now,
            last_used_at: None,
            revoked_at: None,
        };
        let event = self.event(now, actor, Action::AppPasswordAdded, Subject::person(account));
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (row, event) = (row.clone(), event.clone());
                Box::pin(async move {
                    app_passwords::insert(conn, &row, &hash).await?;
                    audit::insert_many(conn, &[event]).await?;
                    Ok::<_, EngineError>(())
                })
            })
            .await?;
        Ok(NewAppPassword { id, password: password.expose() })
    }

    async fn list_app_passwords(&self, account: PersonId) -> Result<Vec<AppPasswordSummary>, EngineError> {
        let rows = self
            .inner
            .store
            .read(move |conn: &mut Conn| Box::pin(app_passwords::of_account(conn, account)))
            .await?;
        let summary = |row: app_passwords::AppPassword| AppPasswordSummary {
            id: row.id,
            name: row.name,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
        };
        Ok(rows.into_iter().map(summary).collect())
    }

    async fn revoke(&self, account: PersonId, id: AppPasswordId, actor: Actor) -> Result<bool, EngineError> {
        let now = self.inner.clock.now();
        let event = self.event(now, actor, Action::AppPasswordRevoked, Subject::person(account));
        let revoked = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let event = event.clone();
                Box::pin(async move {
                    let revoked = app_passwords::revoke(conn, id, account, now).await?;
                    if revoked {
                        audit::insert_many(conn, &[event]).await?;
                    }
                    Ok::<_, EngineError>(revoked)
                })
            })
            .await?;
        self.inner.believed.forget_all();
        Ok(revoked)
    }
}
