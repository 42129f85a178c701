//! The sender's pages: fetch through the engine, then render.

use axum::{
    Form,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{DeliveryState, MessageId};
use engine::{EngineError, Invalid, SentFilter, Session};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    Site,
    account::After,
    call,
    calm::answer,
    cookies, factor,
    passkeys::{self, RemovePasskey},
    render::{Guard, Page, SENDER},
    session::end,
};
use crate::{
    UiError,
    api::session::SessionKind,
    components::SessionRow,
    pages::mail::{
        ComposePage, ComposeSetup, DeliveryRow, FirstRunPage, FirstRunUsedPage, SenderCalm, SenderCalmPage,
        SentList, SentPage, SentRow, SettingsPage, SettingsView, SignInPage,
    },
};

const KIND: SessionKind = SessionKind::Sender;
/// As many as the engine lists at once.
const PAGE: usize = 50;

/// `GET /`.
pub(crate) async fn home() -> Redirect {
    Redirect::to("/sent")
}

/// `GET /first-run/{token}`: works while no account exists.
pub(crate) async fn first_run(State(site): State<Site>, Path(token): Path<String>) -> Response {
    match site.engine.is_first_run(&token).await {
        Ok(true) => Page::new("Set up · Narwhal", "sender")
            .with_islands()
            .render(&site, || view! { <FirstRunPage token /> }),
        Ok(false) => Page::new("Set up · Narwhal", "sender")
            .status(StatusCode::GONE)
            .render(&site, || view! { <FirstRunUsedPage /> }),
        Err(error) => failed(&site, error),
    }
}

/// `GET /sign-in`.
pub(crate) async fn sign_in(State(site): State<Site>, headers: HeaderMap) -> Response {
    match session(&site, &headers).await {
        Ok(_) => Redirect::to("/sent").into_response(),
        Err(EngineError::SignedOut) => {
            let passkeys = site.engine.has_passkeys();
            Page::new("Sign in · Narwhal", "sender")
                .with_islands()
                .without_secrets()
                .render(&site, || view! { <SignInPage passkeys /> })
        }
        Err(error) => failed(&site, error),
    }
}

/// `GET /compose`.
pub(crate) async fn compose(State(site): State<Site>, headers: HeaderMap) -> Response {
    let setup = match compose_setup(&site, &headers).await {
        Ok(setup) => setup,
        Err(error) => return failed(&site, error),
    };
    // A draft stays when the page is left and come back to, so leaving does not empty this page.
    let guard = Guard { wipe: false, ..guard(&site) };
    Page::new("New message · Narwhal", "sender")
        .with_islands()
        .guarded(guard)
        .render(&site, || view! { <ComposePage setup /> })
}

async fn compose_setup(site: &Site, headers: &HeaderMap) -> Result<ComposeSetup, EngineError> {
    let session = session(site, headers).await?;
    let config = site.engine.config();
    Ok(ComposeSetup {
        public_key: site.engine.public_key(&session)?,
        domain: config.mail_domain.clone(),
        country: config.default_country,
        passcode_required: config.passcode_required,
        archive: config.archive.is_some(),
    })
}

/// What the list is narrowed to.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    before: Option<String>,
}

/// `GET /sent?q=&state=&before=`.
pub(crate) async fn sent(
    State(site): State<Site>,
    headers: HeaderMap,
    Query(search): Query<Search>,
) -> Response {
    match list(&site, &headers, search).await {
        Ok(list) => Page::new("Sent · Narwhal", "sender")
            .with_islands()
            .guarded(guard(&site))
            .render(&site, || view! { <SentPage list /> }),
        Err(error) => failed(&site, error),
    }
}

async fn list(site: &Site, headers: &HeaderMap, search: Search) -> Result<SentList, EngineError> {
    let session = session(site, headers).await?;
    let state: Option<DeliveryState> = search.state.parse().ok();
    let recipient = Some(search.q.clone()).filter(|text| !text.trim().is_empty());
    let before: Option<MessageId> = search.before.and_then(|text| text.parse().ok());
    let narrowed = recipient.is_some() || state.is_some() || before.is_some();
    let filter = SentFilter { recipient, state, before };
    let (items, problem) = match site.engine.sent(&session, filter).await {
        Ok(items) => (items, None),
        Err(EngineError::Invalid(Invalid::Phone(error))) => (Vec::new(), Some(error.to_string())),
        Err(error) => return Err(error),
    };
    let oldest = items.last().filter(|_| items.len() == PAGE).map(|item| item.id);
    let next =
        oldest.map(|id| format!("/sent?q={}&state={}&before={id}", query(&search.q), query(&search.state)));
    let now = site.engine.clock().now();
    let has_any = narrowed || !items.is_empty();
    let row = |item: engine::SentItem| SentRow {
        id: item.id,
        subject: item.subject,
        sent_at: item.sent_at,
        not_before: Some(item.not_before).filter(|start| *start > now),
        deliveries: item.deliveries.into_iter().map(DeliveryRow::from).collect(),
    };
    let rows = items.into_iter().map(row).collect();
    let requests = site.engine.reset_requests(&session).await?;
    let forgotten = requests.into_iter().map(|request| (request.phone, request.message)).collect();
    Ok(SentList { rows, recipient: search.q, problem, state, next, has_any, forgotten })
}

/// `GET /settings`.
pub(crate) async fn settings(
    State(site): State<Site>,
    headers: HeaderMap,
    Query(after): Query<After>,
) -> Response {
    match own_settings(&site, &headers, &after).await {
        Ok(settings) => Page::new("Settings · Narwhal", "sender")
            .with_islands()
            .guarded(guard(&site))
            .render(&site, || view! { <SettingsPage settings /> }),
        Err(error) => failed(&site, error),
    }
}

async fn own_settings(site: &Site, headers: &HeaderMap, after: &After) -> Result<SettingsView, EngineError> {
    let session = session(site, headers).await?;
    let account = site.engine.account(&session)?;
    Ok(SettingsView {
        name: account.name,
        email: account.email.as_str().to_owned(),
        role: account.role,
        has_factor: account.has_factor,
        sessions: site.engine.sessions(&session).await?.into_iter().map(session_row).collect(),
        passkeys: passkeys::view(site, &session, account.email.as_str()).await?,
        flash: after.said(words::Words::ENGLISH).map(Into::into),
    })
}

pub(super) fn session_row(session: engine::SessionSummary) -> SessionRow {
    SessionRow {
        id: session.id,
        agent: session.agent,
        created_at: session.created_at,
        seen_at: session.seen_at,
        current: session.current,
    }
}

/// Which session to end.
#[derive(Debug, Deserialize)]
pub(crate) struct EndSession {
    pub(super) id: String,
}

/// `POST /settings/sessions/end`.
pub(crate) async fn end_session(
    State(site): State<Site>,
    headers: HeaderMap,
    Form(EndSession { id }): Form<EndSession>,
) -> Response {
    let done = async { site.engine.end_session(&session(&site, &headers).await?, &id).await };
    back_to_settings(&site, done.await.map(drop))
}

/// `POST /settings/passkeys/remove`.
pub(crate) async fn remove_passkey(
    State(site): State<Site>,
    headers: HeaderMap,
    Form(RemovePasskey { id }): Form<RemovePasskey>,
) -> Response {
    let done = async { site.engine.remove_passkey(&session(&site, &headers).await?, id).await };
    match done.await {
        Ok(_) => Redirect::to("/settings?passkey=removed").into_response(),
        Err(error) => failed(&site, error),
    }
}

/// `POST /settings/sessions/end-others`.
pub(crate) async fn end_other_sessions(State(site): State<Site>, headers: HeaderMap) -> Response {
    let done = async { site.engine.end_other_sessions(&session(&site, &headers).await?).await };
    back_to_settings(&site, done.await)
}

fn back_to_settings(site: &Site, done: Result<(), EngineError>) -> Response {
    match done {
        Ok(()) => Redirect::to("/settings").into_response(),
        Err(error) => failed(site, error),
    }
}

/// `POST /alive/sender`: somebody is still working.
pub(crate) async fn alive(State(site): State<Site>, headers: HeaderMap) -> StatusCode {
    answer(factor::session(&site, &headers).await.map(drop))
}

/// `POST /sign-out/sender`.
pub(crate) async fn sign_out(State(site): State<Site>, headers: HeaderMap) -> Response {
    match end(&site, KIND, &headers, "/signed-out/sender").await {
        Ok(response) => response,
        Err(error) => failed(&site, error),
    }
}

/// `GET /signed-out/sender`.
pub(crate) async fn signed_out(State(site): State<Site>) -> Response {
    calm(&site, SenderCalm::SignedOut, StatusCode::OK)
}

/// `GET /signed-off/sender`: after too long without use.
pub(crate) async fn signed_off(State(site): State<Site>) -> Response {
    calm(&site, SenderCalm::SignedOff, StatusCode::OK)
}

pub(super) async fn session(site: &Site, headers: &HeaderMap) -> Result<Session, EngineError> {
    let secret = cookies::secret(headers, KIND).ok_or(EngineError::SignedOut)?;
    site.engine.session(&secret).await?.ok_or(EngineError::SignedOut)
}

pub(super) fn guard(site: &Site) -> Guard {
    Guard { opened: None, idle: site.engine.config().session_idle, who: &SENDER, wipe: true, shared: false }
}

fn calm(site: &Site, what: SenderCalm, status: StatusCode) -> Response {
    Page::new(what.title(), "sender").status(status).render(site, || view! { <SenderCalmPage what /> })
}

pub(super) fn failed(site: &Site, error: EngineError) -> Response {
    let (told, status) = call::told(error);
    match told {
        UiError::SignedOut => Redirect::to("/sign-in").into_response(),
        UiError::FactorMissing => Redirect::to("/settings/second-factor").into_response(),
        UiError::NotFound => calm(site, SenderCalm::NotFound, status),
        _ => calm(site, SenderCalm::Unavailable, status),
    }
}

/// Text for the query of an address.
fn query(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let escaped = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(escaped).collect()
}

impl From<engine::DeliveryView> for DeliveryRow {
    fn from(view: engine::DeliveryView) -> Self {
        Self { id: view.id, phone: view.phone, state: view.state, failure: view.failure }
    }
}
