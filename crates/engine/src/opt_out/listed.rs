//! The list of opt-outs, for somebody who looks after the instance.
//!
//! Who could abuse this: an administrator could lift an opt-out that stands, and text somebody who wants none. It is in
//! the audit under their name; only what a person did or a page said can be lifted here, while STOP is lifted by START
//! alone (47 CFR 64.1200(a)(10) leaves that to the recipient).

use domain::{PersonId, PhoneNumber, UnixMillis};
use store::{
    Conn, audit,
    opt_outs::{self, EVERYBODY, ListedOptOut},
    recipients,
};

use super::stop::Source;
use crate::{
    Engine, EngineError, Session,
    audit::{Action, Actor, Subject},
};

/// How many are listed.
const LISTED: u32 = 200;

/// That somebody wants no texts.
#[derive(Clone)]
pub struct OptOutView {
    /// By what the number is found; with `account` it names the opt-out to [`Engine::lift_opt_out`].
    pub phone_index: [u8; 32],
    /// Whose texts: one sender's, or everybody's.
    pub account: Option<PersonId>,
    /// Whose phone.
    pub phone: PhoneNumber,
    /// The code of how it is known: `text`, `person`, `provider` or `not-for-me`.
    pub source: String,
    /// Since when.
    pub at: UnixMillis,
    /// Whether it can be lifted here. Whoever has texted STOP texts START.
    pub can_lift: bool,
}

impl Engine {
    /// Who wants no texts, the newest first.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] for anybody but an administrator.
    pub async fn opt_outs(&self, session: &Session) -> Result<Vec<OptOutView>, EngineError> {
        session.administrator()?;
        let rows = self.inner.store.read(|conn: &mut Conn| Box::pin(opt_outs::list(conn, LISTED))).await?;
        rows.into_iter().map(|row| self.opt_out_view(row)).collect()
    }

    fn opt_out_view(&self, row: ListedOptOut) -> Result<OptOutView, EngineError> {
        let ListedOptOut { opt_out, recipient_id, phone_sealed } = row;
        Ok(OptOutView {
            phone_index: opt_out.phone_index,
            account: Some(opt_out.account_id).filter(|account| *account != EVERYBODY),
            phone: self.phone_of(recipient_id, &phone_sealed)?,
            can_lift: can_lift(&opt_out.source),
            source: opt_out.source,
            at: opt_out.at,
        })
    }

    /// Ends an opt-out, because its owner has said so by another way.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] for anybody but an administrator, when there is none, and when only its owner can end it.
    pub async fn lift_opt_out(
        &self,
        session: &Session,
        phone_index: [u8; 32],
        account: Option<PersonId>,
    ) -> Result<(), EngineError> {
        session.administrator()?;
        let (now, engine, by) = (self.inner.clock.now(), self.clone(), session.person);
        let account = account.unwrap_or(EVERYBODY);
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let engine = engine.clone();
                Box::pin(async move {
                    let standing = opt_outs::among(conn, &[phone_index]).await?;
                    let standing = standing.into_iter().find(|row| row.account_id == account);
                    if !standing.is_some_and(|row| can_lift(&row.source)) {
                        return Err(EngineError::NotFound);
                    }
                    opt_outs::remove(conn, &phone_index, account).await?;
                    let person = recipients::by_phone_index(conn, &phone_index).await?;
                    let person = person.ok_or(EngineError::NotFound)?.id;
                    let event =
                        engine.event(now, Actor::Account(by), Action::OptedIn, Subject::person(person));
                    Ok(audit::insert_many(conn, &[event]).await?)
                })
            })
            .await
    }
}

fn can_lift(source: &str) -> bool {
    [Source::Person, Source::Page].iter().any(|liftable| liftable.code() == source)
}
