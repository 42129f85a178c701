//! The page of a sender's second factor. It is the only one that an account without one may reach where one is required.

use axum::{
    extract::{Query, State},
    http::HeaderMap,
    response::Response,
};
use engine::{EngineError, SetUpSession};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    Site, cookies,
    mail::{failed, guard},
    render::Page,
};
use crate::{
    api::session::SessionKind,
    pages::mail::{FactorPage, FactorState},
};

/// What has just been done.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct After {
    #[serde(default)]
    done: String,
}

/// `GET /settings/second-factor`.
pub(crate) async fn page(
    State(site): State<Site>,
    headers: HeaderMap,
    Query(After { done }): Query<After>,
) -> Response {
    match state(&site, &headers, &done).await {
        Ok(state) => Page::new("Second factor · Narwhal", "sender")
            .with_islands()
            .guarded(guard(&site))
            .render(&site, || view! { <FactorPage state /> }),
        Err(error) => failed(&site, error),
    }
}

async fn state(site: &Site, headers: &HeaderMap, done: &str) -> Result<FactorState, EngineError> {
    let view = site.engine.factor(&session(site, headers).await?).await?;
    Ok(FactorState {
        email: view.account.email.as_str().to_owned(),
        since: view.since,
        codes_left: view.codes_left,
        demanded: view.demanded,
        code_used: done == "code-used",
        removed: done == "removed",
    })
}

pub(super) async fn session(site: &Site, headers: &HeaderMap) -> Result<SetUpSession, EngineError> {
    let secret = cookies::secret(headers, SessionKind::Sender).ok_or(EngineError::SignedOut)?;
    site.engine.session_for_set_up(&secret).await?.ok_or(EngineError::SignedOut)
}
