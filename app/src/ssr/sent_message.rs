//! One message that a sender has sent: its page, and what they decide there.

use std::collections::HashMap;

use axum::{
    Form,
    extract::{Path, Query, State},
    http::HeaderMap,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{DeliveryId, DeliveryState, MessageId, PasscodeSalt, UnixMillis};
use engine::{Engine, EngineError, Invalid, PasscodeState, RecipientKeys, ResetStatus, SentMessage, Session};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    Site, call,
    mail::{failed, guard, session},
    render::Page,
};
use crate::pages::mail::{
    Access, ArchiveView, DeliveryTimeline, Event, Facts, Flash, Keys, SentMessagePage, SentMessageView,
};

/// What a form on a message's page has led to.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct After {
    reminded: Option<DeliveryId>,
    not_reminded: Option<DeliveryId>,
}

/// `GET /sent/{message}`.
pub(crate) async fn page(
    State(site): State<Site>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(after): Query<After>,
) -> Response {
    let fetched = async {
        let session = session(&site, &headers).await?;
        let id = id.parse().map_err(|_| EngineError::NotFound)?;
        let found = site.engine.sent_message(&session, id).await?;
        Ok((found, site.engine.recipient_keys(&session, id).await?))
    };
    match fetched.await {
        Ok((found, keys)) => {
            let message = message_view(&site, found, keys, &after);
            Page::new("Message · Narwhal", "sender")
                .with_islands()
                .guarded(guard(&site))
                .render(&site, || view! { <SentMessagePage message /> })
        }
        Err(error) => failed(&site, error),
    }
}

fn message_view(
    site: &Site,
    found: SentMessage,
    mut keys: HashMap<DeliveryId, RecipientKeys>,
    after: &After,
) -> SentMessageView {
    let now = site.engine.clock().now();
    let is_open = found.not_before <= now;
    let flash = flash(site, &found, after);
    let ended = found.deliveries.iter().map(|delivery| delivery.state).find(|state| state.is_ended());
    let mut events: HashMap<Option<DeliveryId>, Vec<Event>> = HashMap::new();
    for event in found.timeline {
        let one = Event { at: event.at, action: event.action, detail: event.detail };
        events.entry(event.delivery).or_default().push(one);
    }
    let openings = found.openings.into_iter().map(|opening| (opening.at, opening.reason)).collect();
    let whole = events.remove(&None).unwrap_or_default();
    let timeline = |delivery: engine::DeliveryView| {
        let mut own = events.remove(&Some(delivery.id)).unwrap_or_default();
        own.extend(whole.iter().cloned());
        own.sort_by_key(|event| event.at);
        let can_remind = !delivery.state.is_ended() && delivery.state != DeliveryState::Opened;
        let is_held = can_remind && is_held(&own);
        let left = match delivery.passcode {
            Some(PasscodeState::Waits(left)) => Some(left),
            Some(PasscodeState::Sealed) => Some(0),
            None => None,
        };
        // While a new password is asked for, the passcode that comes with a yes is what counts.
        let passcode = left
            .filter(|_| !matches!(delivery.reset, Some(ResetStatus::Asked(_))))
            .map(|left| (left, site.engine.passcode_salt(&delivery.phone)));
        let keys = keys.remove(&delivery.id).unwrap_or_default();
        let access = access(site, &delivery, &keys, &own, now);
        let can_lock = is_open && !delivery.state.is_ended() && keys.since.is_some();
        let salt = can_lock.then(|| site.engine.passcode_salt(&delivery.phone));
        DeliveryTimeline {
            passcode: passcode.filter(|_| !matches!(access, Access::Lapsed(_))),
            access,
            keys: keys_view(keys, salt),
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
        archive: ArchiveView { is_kept: found.is_archived, openings },
    }
}

/// What there is to say and to decide about a recipient's access.
fn access(
    site: &Site,
    delivery: &engine::DeliveryView,
    keys: &RecipientKeys,
    events: &[Event],
    now: UnixMillis,
) -> Access {
    let salt = || site.engine.passcode_salt(&delivery.phone);
    match (delivery.reset, keys.locked_at) {
        (Some(ResetStatus::Asked(at)), _) => Access::Asked(at, facts(delivery, keys, events), salt()),
        (Some(ResetStatus::Approved { from, until }), _) if now < until => Access::Approved(from, until),
        (Some(ResetStatus::Approved { until, .. }), _) => Access::Lapsed(until),
        (_, Some(at)) if delivery.passcode.is_none() && !delivery.state.is_ended() => {
            Access::Locked(at, salt())
        }
        _ if delivery.is_closed => Access::Closed,
        _ => Access::Usual,
    }
}

/// What is known of somebody who asks for a new password.
fn facts(delivery: &engine::DeliveryView, keys: &RecipientKeys, events: &[Event]) -> Facts {
    let sim = events.iter().rfind(|event| event.action == "sim-checked");
    Facts {
        phone: delivery.phone.readable(),
        since: keys.since.map(|since| (since, keys.agent.clone())),
        visited_at: keys.visited_at,
        sim: sim.map(|event| (event.at, event.detail.clone().unwrap_or_default())),
    }
}

fn keys_view(keys: RecipientKeys, lock: Option<PasscodeSalt>) -> Keys {
    let unseen = keys.unseen.and_then(|change| Some((call::change(change.kind)?, change.at)));
    Keys {
        since: keys.since,
        agent: keys.agent,
        safety_number: keys.safety_number.map(|number| number.to_string()),
        unseen,
        visited_at: keys.visited_at,
        lock,
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

/// Which delivery it is about.
#[derive(Debug, Deserialize)]
pub(crate) struct Which {
    delivery: DeliveryId,
}

/// `POST /sent/{message}/remind`.
pub(crate) async fn remind(
    State(site): State<Site>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(Which { delivery }): Form<Which>,
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
    site: State<Site>,
    headers: HeaderMap,
    id: Path<String>,
    which: Form<Which>,
) -> Response {
    decide(site, headers, id, which, async |engine, session, message, delivery| {
        engine.release_held(session, message, delivery).await
    })
    .await
}

/// `POST /sent/{message}/decline-reset`.
pub(crate) async fn decline_reset(
    site: State<Site>,
    headers: HeaderMap,
    id: Path<String>,
    which: Form<Which>,
) -> Response {
    decide(site, headers, id, which, async |engine, session, message, delivery| {
        engine.decline_reset(session, message, delivery).await
    })
    .await
}

/// `POST /sent/{message}/release-again`.
pub(crate) async fn release_again(
    site: State<Site>,
    headers: HeaderMap,
    id: Path<String>,
    which: Form<Which>,
) -> Response {
    decide(site, headers, id, which, async |engine, session, message, delivery| {
        engine.release_again(session, message, delivery).await.map(drop)
    })
    .await
}

/// `POST /sent/{message}/seen-keys`.
pub(crate) async fn seen_keys(
    site: State<Site>,
    headers: HeaderMap,
    id: Path<String>,
    which: Form<Which>,
) -> Response {
    decide(site, headers, id, which, async |engine, session, message, delivery| {
        let sent = engine.sent_message(session, message).await?;
        let found = sent.deliveries.into_iter().find(|one| one.id == delivery);
        let phone = found.ok_or(EngineError::NotFound)?.phone;
        engine.see_changes(session, &[phone]).await
    })
    .await
}

/// Does what a sender has decided about a delivery, and shows the message again.
async fn decide(
    State(site): State<Site>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(Which { delivery }): Form<Which>,
    deed: impl AsyncFnOnce(&Engine, &Session, MessageId, DeliveryId) -> Result<(), EngineError>,
) -> Response {
    let done = async {
        let session = session(&site, &headers).await?;
        deed(&site.engine, &session, id.parse().map_err(|_| EngineError::NotFound)?, delivery).await
    };
    match done.await {
        Ok(()) => Redirect::to(&format!("/sent/{id}")).into_response(),
        Err(error) => failed(&site, error),
    }
}
