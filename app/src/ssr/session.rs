//! A recipient's session: whether there is one, what watches over its pages, and how it gets shorter and ends.

use axum::{
    Form,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use engine::{EngineError, Session};
use leptos::prelude::*;
use seal::Locator;
use serde::Deserialize;

use super::{
    Site,
    calm::{answer, calm, failed},
    cookies,
    language::Reading,
    render::{Guard, Page, RECIPIENT},
};
use crate::{
    api::session::SessionKind,
    pages::recipient::{Calmness, HiddenPage},
};

const KIND: SessionKind = SessionKind::Recipient;
/// Clear-Site-Data (W3C) for what a session may have left. Cookies go by name, or the sender's would go too.
const CLEAR: &str = "\"cache\", \"storage\"";

/// The live session of whoever asks, if there is one.
pub(super) async fn of(site: &Site, headers: &HeaderMap) -> Result<Option<Session>, EngineError> {
    match cookies::secret(headers, KIND) {
        Some(secret) => site.engine.session(&secret).await,
        None => Ok(None),
    }
}

/// What watches over a page of it.
pub(super) fn guard(site: &Site, session: &Session) -> Guard {
    let idle = site.engine.idle_of(session.shared);
    Guard { opened: None, idle, who: &RECIPIENT, wipe: true, shared: session.shared }
}

/// `POST /alive`: somebody is still reading.
pub(crate) async fn alive(State(site): State<Site>, headers: HeaderMap) -> StatusCode {
    answer(of(&site, &headers).await.and_then(|session| session.map(drop).ok_or(EngineError::SignedOut)))
}

/// `POST /sign-out`: ends the session and leaves nothing behind.
pub(crate) async fn sign_out(
    State(site): State<Site>,
    Reading(words): Reading,
    headers: HeaderMap,
) -> Response {
    match end(&site, KIND, &headers, "/signed-out").await {
        Ok(response) => response,
        Err(error) => failed(&site, words, error).await,
    }
}

/// `POST /hide`: as signing out, and then a page that tells nothing.
pub(crate) async fn hide(State(site): State<Site>, headers: HeaderMap) -> Response {
    match end(&site, KIND, &headers, "/hidden").await {
        Ok(response) => response,
        Err(_) => Redirect::to("/hidden").into_response(),
    }
}

/// `GET /hidden`.
pub(crate) async fn hidden(State(site): State<Site>, Reading(words): Reading) -> Response {
    let page =
        Page { title: words.hidden_heading().to_owned(), class: "blank", ..Page::about_messages(words) };
    page.render(&site, || view! { <HiddenPage words /> })
}

/// Where to go on after a session was shortened.
#[derive(Debug, Deserialize)]
pub(crate) struct GoOn {
    #[serde(default)]
    locator: String,
}

/// `POST /shared`: the phone is shared with others.
pub(crate) async fn share(
    State(site): State<Site>,
    Reading(words): Reading,
    headers: HeaderMap,
    Form(GoOn { locator }): Form<GoOn>,
) -> Response {
    let shared = match cookies::secret(&headers, KIND) {
        Some(secret) => site.engine.share_session(&secret).await,
        None => Err(EngineError::SignedOut),
    };
    // Nobody is led anywhere else than to a link or to the list.
    let next =
        locator.parse::<Locator>().map_or_else(|_| "/inbox".to_owned(), |locator| format!("/m/{locator}"));
    match shared {
        Ok(()) | Err(EngineError::SignedOut) => Redirect::to(&next).into_response(),
        Err(error) => failed(&site, words, error).await,
    }
}

/// `GET /signed-out`.
pub(crate) async fn signed_out(State(site): State<Site>, Reading(words): Reading) -> Response {
    calm(&site, words, Calmness::SignedOut, StatusCode::OK).await
}

/// `GET /signed-off`: after too long without use.
pub(crate) async fn signed_off(State(site): State<Site>, Reading(words): Reading) -> Response {
    calm(&site, words, Calmness::SignedOff, StatusCode::OK).await
}

/// Ends a session of either kind: its row, its cookie, and what the browser may have kept.
pub(crate) async fn end(
    site: &Site,
    kind: SessionKind,
    headers: &HeaderMap,
    then: &'static str,
) -> Result<Response, EngineError> {
    if let Some(secret) = cookies::secret(headers, kind) {
        site.engine.sign_out(&secret).await?;
    }
    let mut response = Redirect::to(then).into_response();
    response.headers_mut().append(header::SET_COOKIE, cookies::clear(kind));
    response
        .headers_mut()
        .insert(HeaderName::from_static("clear-site-data"), HeaderValue::from_static(CLEAR));
    Ok(response)
}
