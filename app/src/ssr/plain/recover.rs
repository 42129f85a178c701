//! A new password by a recovery code.

use axum::{
    body::Body,
    extract::{Path, State},
    response::Response,
};
use engine::{EngineError, Identity, Session};
use leptos::prelude::*;
use seal::{Locator, RecoveryCode, SessionSecret};
use words::Words;

use super::{
    Visitor,
    fields::Fields,
    inbox::number,
    said::{Refusal, Said, chosen, forms, out_of_date, refused, told},
    signed_in,
};
use crate::{
    pages::recipient::{Faults, PlainCodePage, PlainRecoverPage},
    ssr::{Site, language::Reading, render::Page, session::guard},
};

/// `GET /recover/plain`: for whoever knows their number.
pub(super) async fn by_number(State(site): State<Site>, Reading(words): Reading) -> Response {
    show(&site, words, None, String::new(), &Said::default()).await
}

/// `GET /m/{locator}/recover/plain`: by a link, whatever it leads to.
pub(super) async fn by_link(
    State(site): State<Site>,
    Reading(words): Reading,
    Path(text): Path<String>,
) -> Response {
    show(&site, words, Some(text), String::new(), &Said::default()).await
}

/// `POST /recover/plain`.
pub(super) async fn send_by_number(
    State(site): State<Site>,
    Reading(words): Reading,
    visitor: Visitor,
    body: Body,
) -> Response {
    send(&site, words, None, &visitor, body).await
}

/// `POST /m/{locator}/recover/plain`.
pub(super) async fn send_by_link(
    State(site): State<Site>,
    Reading(words): Reading,
    Path(text): Path<String>,
    visitor: Visitor,
    body: Body,
) -> Response {
    send(&site, words, Some(text), &visitor, body).await
}

async fn send(site: &Site, words: Words, locator: Option<String>, visitor: &Visitor, body: Body) -> Response {
    let fields = Fields::read(body).await;
    match recover(site, words, locator.as_deref(), visitor, fields.as_ref()).await {
        Ok((secret, next)) => match new_code(site, words, locator, &secret, &next).await {
            Ok(page) => signed_in(site, visitor, &secret, page).await,
            Err(error) => refused(site, words, error).await,
        },
        Err(Refusal::Said(said)) => {
            let phone = fields.map(|fields| fields.text("phone")).unwrap_or_default();
            show(site, words, locator, phone, &said).await
        }
        Err(Refusal::Failed(error)) => refused(site, words, error).await,
    }
}

async fn recover(
    site: &Site,
    words: Words,
    locator: Option<&str>,
    visitor: &Visitor,
    fields: Option<&Fields>,
) -> Result<(SessionSecret, RecoveryCode), Refusal> {
    let fields = fields.ok_or_else(|| out_of_date(words))?;
    let who = match locator {
        Some(text) => Identity::Locator(text.parse().map_err(|_| EngineError::NotFound)?),
        None => Identity::Phone(number(site, words, fields)?),
    };
    let fault = |said: &str| Faults { code: Some(said.to_owned()), ..Faults::default() };
    let code = RecoveryCode::parse(fields.secret("code").expose())
        .map_err(|_| Said::invalid(fault(forms(words).code_invalid())))?;
    let password = fields.secret("password");
    chosen(words, &password)?;
    let recovering = site.engine.plain_recover(&who, &code, &password, visitor.address, &visitor.agent);
    recovering.await.map_err(|error| told(words, error, fault(forms(words).wrong_recovery_code())))
}

async fn show(site: &Site, words: Words, locator: Option<String>, phone: String, said: &Said) -> Response {
    let shown = async {
        site.engine.plain_allowed()?;
        if locator.as_ref().is_some_and(|text| text.parse::<Locator>().is_err()) {
            return Err(EngineError::NotFound);
        }
        let organisation = site.engine.organisation().await?;
        let (page, faults) = (said.on(Page::about_messages(words)), said.faults.clone());
        let response =
            page.render(site, || view! { <PlainRecoverPage words organisation locator phone faults /> });
        Ok::<_, EngineError>(said.with_wait(response))
    };
    match shown.await {
        Ok(response) => response,
        Err(error) => refused(site, words, error).await,
    }
}

/// The page of a session that has just begun.
async fn new_code(
    site: &Site,
    words: Words,
    locator: Option<String>,
    secret: &SessionSecret,
    code: &RecoveryCode,
) -> Result<Response, EngineError> {
    let session = site.engine.session(secret).await?.ok_or(EngineError::SignedOut)?;
    code_page(site, words, locator, &session, code).await
}

/// A new code, shown once.
pub(super) async fn code_page(
    site: &Site,
    words: Words,
    locator: Option<String>,
    session: &Session,
    code: &RecoveryCode,
) -> Result<Response, EngineError> {
    let organisation = site.engine.organisation().await?;
    let next = locator.map_or_else(|| "/inbox".to_owned(), |locator| format!("/m/{locator}"));
    let code = code.expose().to_string();
    Ok(Page::about_messages(words)
        .guarded(guard(site, session))
        .render(site, || view! { <PlainCodePage words organisation code next /> }))
}
