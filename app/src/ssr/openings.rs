//! A recipient's own messages: when they were opened, and removing one.

use axum::{
    extract::{Path, Query, State},
    http::HeaderMap,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{DeliveryId, MessageId};
use engine::{EngineError, InboxItem};
use leptos::prelude::*;
use words::Words;

use super::{
    Site,
    account::{live, refused},
    language::Reading,
    list::{Part, part},
    recipient::subject_of,
    render::Page,
    session::guard,
};
use crate::pages::recipient::{Opening, OpeningsPage, RemovePage};

/// `GET /account/messages?before=`.
pub(crate) async fn page(
    State(site): State<Site>,
    Reading(words): Reading,
    headers: HeaderMap,
    Query(part): Query<Part>,
) -> Response {
    match list(&site, words, &headers, part.before()).await {
        Ok(response) => response,
        Err(error) => refused(&site, words, error).await,
    }
}

async fn list(
    site: &Site,
    words: Words,
    headers: &HeaderMap,
    before: Option<MessageId>,
) -> Result<Response, EngineError> {
    let session = live(site, headers).await?;
    let organisation = site.engine.organisation().await?;
    let (items, older) = part(site, &session, before, "/account/messages").await?;
    let messages: Vec<_> = items.into_iter().map(|item| opening(words, item)).collect();
    Ok(Page::about_messages(words)
        .wide()
        .guarded(guard(site, &session))
        .render(site, || view! { <OpeningsPage words organisation messages older /> }))
}

/// `GET /account/messages/{delivery}/remove`: changes nothing.
pub(crate) async fn ask(
    State(site): State<Site>,
    Reading(words): Reading,
    headers: HeaderMap,
    Path(delivery): Path<String>,
) -> Response {
    let asked = async {
        let session = live(&site, &headers).await?;
        let delivery: DeliveryId = delivery.parse().map_err(|_| EngineError::NotFound)?;
        Ok((session, delivery, site.engine.organisation().await?))
    };
    match asked.await {
        Ok((session, delivery, organisation)) => Page::about_messages(words)
            .guarded(guard(&site, &session))
            .render(&site, || view! { <RemovePage words organisation delivery /> }),
        Err(error) => refused(&site, words, error).await,
    }
}

/// `POST /account/messages/{delivery}/remove`.
pub(crate) async fn remove(
    State(site): State<Site>,
    Reading(words): Reading,
    headers: HeaderMap,
    Path(delivery): Path<String>,
) -> Response {
    let done = async {
        let session = live(&site, &headers).await?;
        let delivery = delivery.parse().map_err(|_| EngineError::NotFound)?;
        site.engine.remove_message(&session, delivery).await
    };
    match done.await {
        Ok(()) => Redirect::to("/account/messages").into_response(),
        Err(error) => refused(&site, words, error).await,
    }
}

fn opening(words: Words, item: InboxItem) -> Opening {
    Opening {
        delivery: item.delivery,
        href: format!("/m/{}", item.locator),
        sent_at: item.sent_at,
        first: item.opened_at,
        last: item.last_opened.clone(),
        subject: subject_of(words, item),
    }
}
