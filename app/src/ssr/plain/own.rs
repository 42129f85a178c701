//! Somebody's own password, and their recovery code.

use axum::{body::Body, extract::State, response::Response};
use engine::{EngineError, Session};
use leptos::prelude::*;
use seal::RecoveryCode;
use words::Words;

use super::{
    Visitor,
    fields::Fields,
    go_to, own_session,
    recover::code_page,
    said::{Refusal, Said, chosen, forms, out_of_date, refused, told},
};
use crate::{
    pages::recipient::{Faults, PlainAccountPage},
    ssr::{Site, language::Reading, render::Page, session::guard},
};

/// What was done.
enum Done {
    Changed,
    Made(Box<Session>, RecoveryCode),
}

/// `GET /account/plain`.
pub(super) async fn look(State(site): State<Site>, Reading(words): Reading, visitor: Visitor) -> Response {
    show(&site, words, &visitor, &Said::default()).await
}

/// `POST /account/plain`.
pub(super) async fn send(
    State(site): State<Site>,
    Reading(words): Reading,
    visitor: Visitor,
    body: Body,
) -> Response {
    match act(&site, words, &visitor, Fields::read(body).await).await {
        Ok(Done::Changed) => go_to("/account?changed=yes"),
        Ok(Done::Made(session, code)) => match code_page(&site, words, None, &session, &code).await {
            Ok(page) => page,
            Err(error) => refused(&site, words, error).await,
        },
        Err(Refusal::Said(said)) => show(&site, words, &visitor, &said).await,
        Err(Refusal::Failed(error)) => refused(&site, words, error).await,
    }
}

async fn act(site: &Site, words: Words, visitor: &Visitor, fields: Option<Fields>) -> Result<Done, Refusal> {
    let session = own_session(site, visitor).await?;
    let fields = fields.ok_or_else(|| out_of_date(words))?;
    let wrong = forms(words).wrong_own_password().to_owned();
    match fields.text("as").as_str() {
        "password" => {
            let (current, new) = (fields.secret("current"), fields.secret("password"));
            let fault = |said: String| Faults { current: Some(said), ..Faults::default() };
            if current.is_empty() {
                return Err(Said::invalid(fault(words.plain_empty().to_owned())));
            }
            chosen(words, &new)?;
            let changing = site.engine.plain_change_password(&session, &current, &new, visitor.address);
            changing.await.map_err(|error| told(words, error, fault(wrong)))?;
            Ok(Done::Changed)
        }
        "recovery" => {
            let own = fields.secret("own");
            let fault = |said: String| Faults { own: Some(said), ..Faults::default() };
            if own.is_empty() {
                return Err(Said::invalid(fault(words.plain_empty().to_owned())));
            }
            let making = site.engine.plain_make_recovery(&session, &own, visitor.address);
            let code = making.await.map_err(|error| told(words, error, fault(wrong)))?;
            Ok(Done::Made(session.into(), code))
        }
        _ => Err(out_of_date(words)),
    }
}

async fn show(site: &Site, words: Words, visitor: &Visitor, said: &Said) -> Response {
    let shown = async {
        site.engine.plain_allowed()?;
        let session = own_session(site, visitor).await?;
        let organisation = site.engine.organisation().await?;
        let recovery = site.engine.recovery_since(&session).await?;
        let page = said.on(Page::about_messages(words)).guarded(guard(site, &session));
        let faults = said.faults.clone();
        let response =
            page.render(site, || view! { <PlainAccountPage words organisation recovery faults /> });
        Ok::<_, EngineError>(said.with_wait(response))
    };
    match shown.await {
        Ok(response) => response,
        Err(error) => refused(site, words, error).await,
    }
}
