//! A forgotten password: asked by a page that changes nothing, told by its button.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use domain::UnixMillis;
use engine::{EngineError, LinkState, ResetStatus};
use leptos::prelude::*;
use seal::Locator;
use words::Words;

use super::{
    Site,
    calm::{calm, failed},
    language::Reading,
    render::Page,
};
use crate::pages::recipient::{Calmness, Forgotten, ForgottenPage};

/// `GET /m/{locator}/forgot`.
pub(crate) async fn look(
    State(site): State<Site>,
    Reading(words): Reading,
    Path(text): Path<String>,
) -> Response {
    let Ok(locator) = text.parse::<Locator>() else {
        return calm(&site, words, Calmness::UnknownLink, StatusCode::NOT_FOUND).await;
    };
    let state = match site.engine.link(&locator, None).await {
        Ok(LinkState::Returning(_, _, reset)) => {
            let now = site.engine.clock().now();
            reset.map_or(Forgotten::Unasked, |reset| Forgotten::at(reset, now))
        }
        Ok(_) => return calm(&site, words, Calmness::UnknownLink, StatusCode::NOT_FOUND).await,
        Err(error) => return failed(&site, words, error).await,
    };
    page(&site, words, text, state).await
}

/// `POST /m/{locator}/forgot`.
pub(crate) async fn ask(
    State(site): State<Site>,
    Reading(words): Reading,
    Path(text): Path<String>,
) -> Response {
    let asked = match text.parse::<Locator>() {
        Ok(locator) => site.engine.ask_reset(&locator).await,
        Err(_) => Err(EngineError::NotFound),
    };
    match asked {
        Ok(status) => {
            let state = Forgotten::at(status, site.engine.clock().now());
            page(&site, words, text, state).await
        }
        Err(error) => failed(&site, words, error).await,
    }
}

async fn page(site: &Site, words: Words, locator: String, state: Forgotten) -> Response {
    match site.engine.organisation().await {
        Ok(organisation) => Page::about_message(words)
            .render(site, || view! { <ForgottenPage words organisation locator state /> }),
        Err(error) => failed(site, words, error).await,
    }
}

impl Forgotten {
    /// How it stands at `now`: an approval that nobody followed in time is none, and they can ask once more.
    pub(crate) fn at(status: ResetStatus, now: UnixMillis) -> Self {
        match status {
            ResetStatus::Asked(_) => Self::Asked,
            ResetStatus::Approved { until, .. } if until <= now => Self::Unasked,
            ResetStatus::Approved { from, until } => Self::Approved(from, until),
            ResetStatus::Declined => Self::Declined,
        }
    }
}
