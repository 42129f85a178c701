//! The sender's pages: fetch through the engine, then render.

use std::collections::HashMap;

use axum::{
    Form,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{DeliveryId, DeliveryState, MessageId};
use engine::{EngineError, Invalid, SentFilter, SentMessage, Session};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    Site, call, cookies,
    recipient::{answer, end},
    render::{Guard, Page, SENDER},
};
use crate::{
    UiError,
    api::session::SessionKind,
    pages::mail::{
        ComposePage, ComposeSetup, DeliveryRow, DeliveryTimeline, Event, FirstRunPage, FirstRunUsedPage,
        Flash, SenderCalm, SenderCalmPage, SentList, SentMessagePage, SentMessageView, SentPage, SentRow,
        SessionRow, SettingsPage, SettingsView, SignInPage,
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
            Page::new("Sign in · Narwhal", "sender").with_islands().render(&site, || view! { <SignInPage /> })
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
    Ok(SentList { rows, recipient: search.q, problem, state, next, has_any })
}

/// What a form on a message's page has led to.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct After {
    reminded: Option<DeliveryId>,
    not_reminded: Option<DeliveryId>,
}

/// `GET /sent/{message}`.
pub(crate) async fn message(
    State(site): State<Site>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(after): Query<After>,
) -> Response {
    let fetched = async {
        let session = session(&site, &headers).await?;
        let id = id.parse().map_err(|_| EngineError::NotFound)?;
        site.engine.sent_message(&session, id).await
    };
    match fetched.await {
        Ok(found) => {
            let message = message_view(&site, found, &after);
            Page::new("Message · Narwhal", "sender")
                .with_islands()
                .guarded(guard(&site))
                .render(&site, || view! { <SentMessagePage message /> })
        }
        Err(error) => failed(&site, error),
    }
}

fn message_view(site: &Site, found: SentMessage, after: &After) -> SentMessageView {
    let flash = flash(site, &found, after);
    let ended = found.deliveries.iter().map(|delivery| delivery.state).find(|state| state.is_ended());
    let mut events: HashMap<Option<DeliveryId>, Vec<Event>> = HashMap::new();
    for event in found.timeline {
        let one = Event { at: event.at, action: event.action, detail: event.detail };
        events.entry(event.delivery).or_default().push(one);
    }
    let whole = events.remove(&None).unwrap_or_default();
    let timeline = |delivery: engine::DeliveryView| {
        let mut own = events.remove(&Some(delivery.id)).unwrap_or_default();
        own.extend(whole.iter().cloned());
        own.sort_by_key(|event| event.at);
        let can_remind = !delivery.state.is_ended() && delivery.state != DeliveryState::Opened;
        let is_held = can_remind && is_held(&own);
        DeliveryTimeline {
            id: delivery.id,
            phone: delivery.phone,
            state: delivery.state,
            failure: delivery.failure,
            events: own,
            can_remind,
            is_held,
        }
    };
    SentMessageView {
        id: found.id,
        texts: found.texts,
        attachments: super::recipient::attachments(
            found.attachments,
            &format!("/sent/{}/attachments", found.id),
        ),
        sent_at: found.sent_at,
        not_before: found.not_before,
        expires_at: found.expires_at,
        ended,
        deliveries: found.deliveries.into_iter().map(timeline).collect(),
        flash,
    }
}

/// Whether the last thing that became of a delivery's notice is that it was held.
fn is_held(events: &[Event]) -> bool {
    let of_notice = ["notice-held", "notice-released", "notice-sent", "notice-failed"];
    let last = events.iter().rev().find(|event| of_notice.contains(&event.action.as_str()));
    last.is_some_and(|event| event.action == "notice-held")
}

fn flash(site: &Site, found: &SentMessage, after: &After) -> Option<Flash> {
    let phone =
        |id: DeliveryId| found.deliveries.iter().find(|one| one.id == id).map(|one| one.phone.clone());
    match (after.reminded, after.not_reminded) {
        (Some(id), _) => phone(id).map(|phone| {
            let waits_until = site.engine.reminder_waits_until(&phone);
            Flash::Reminded { phone, waits_until }
        }),
        (None, Some(_)) => Some(Flash::NotReminded(call::sentence(Invalid::CannotRemind))),
        (None, None) => None,
    }
}

/// `POST /sent/{message}/recall`.
pub(crate) async fn recall(State(site): State<Site>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let done = async {
        let session = session(&site, &headers).await?;
        site.engine.recall(&session, id.parse().map_err(|_| EngineError::NotFound)?).await
    };
    match done.await {
        Ok(()) => Redirect::to(&format!("/sent/{id}")).into_response(),
        Err(error) => failed(&site, error),
    }
}

/// Which delivery to remind of.
#[derive(Debug, Deserialize)]
pub(crate) struct Remind {
    delivery: DeliveryId,
}

/// `POST /sent/{message}/remind`.
pub(crate) async fn remind(
    State(site): State<Site>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(Remind { delivery }): Form<Remind>,
) -> Response {
    let done = async {
        let session = session(&site, &headers).await?;
        site.engine.remind(&session, id.parse().map_err(|_| EngineError::NotFound)?, delivery).await
    };
    match done.await {
        Ok(()) => Redirect::to(&format!("/sent/{id}?reminded={delivery}")).into_response(),
        Err(EngineError::Invalid(Invalid::CannotRemind)) => {
            Redirect::to(&format!("/sent/{id}?not_reminded={delivery}")).into_response()
        }
        Err(error) => failed(&site, error),
    }
}

/// `POST /sent/{message}/release`.
pub(crate) async fn release(
    State(site): State<Site>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(Remind { delivery }): Form<Remind>,
) -> Response {
    let done = async {
        let session = session(&site, &headers).await?;
        let message = id.parse().map_err(|_| EngineError::NotFound)?;
        site.engine.release_held(&session, message, delivery).await
    };
    match done.await {
        Ok(()) => Redirect::to(&format!("/sent/{id}")).into_response(),
        Err(error) => failed(&site, error),
    }
}

/// `GET /settings`.
pub(crate) async fn settings(State(site): State<Site>, headers: HeaderMap) -> Response {
    match own_settings(&site, &headers).await {
        Ok(settings) => Page::new("Settings · Narwhal", "sender")
            .with_islands()
            .guarded(guard(&site))
            .render(&site, || view! { <SettingsPage settings /> }),
        Err(error) => failed(&site, error),
    }
}

async fn own_settings(site: &Site, headers: &HeaderMap) -> Result<SettingsView, EngineError> {
    let session = session(site, headers).await?;
    let account = site.engine.account(&session)?;
    let row = |session: engine::SessionSummary| SessionRow {
        id: session.id,
        agent: session.agent,
        created_at: session.created_at,
        seen_at: session.seen_at,
        current: session.current,
    };
    Ok(SettingsView {
        name: account.name,
        email: account.email.as_str().to_owned(),
        role: account.role,
        sessions: site.engine.sessions(&session).await?.into_iter().map(row).collect(),
        flash: None,
    })
}

/// Which session to end.
#[derive(Debug, Deserialize)]
pub(crate) struct EndSession {
    id: String,
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
    answer(session(&site, &headers).await.map(drop))
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
    Guard { opened: None, idle: site.engine.config().session_idle, who: &SENDER, wipe: true }
}

fn calm(site: &Site, what: SenderCalm, status: StatusCode) -> Response {
    Page::new(what.title(), "sender").status(status).render(site, || view! { <SenderCalmPage what /> })
}

pub(super) fn failed(site: &Site, error: EngineError) -> Response {
    let (told, status) = call::told(error);
    match told {
        UiError::SignedOut => Redirect::to("/sign-in").into_response(),
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
