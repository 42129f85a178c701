//! A forgotten password: asked by a page that changes nothing, told by its button.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use engine::{EngineError, LinkState, ResetStatus};
use leptos::prelude::*;
use seal::Locator;
use words::Words;

use super::{
    Site,
    language::Reading,
    recipient::{calm, failed},
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
        Ok(LinkState::Returning(_, _, reset)) => reset.map_or(Forgotten::Unasked, Forgotten::from),
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
        Ok(status) => page(&site, words, text, status.into()).await,
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

impl From<ResetStatus> for Forgotten {
    fn from(status: ResetStatus) -> Self {
        match status {
            ResetStatus::Asked(_) => Self::Asked,
            ResetStatus::Approved(at) => Self::Approved(at),
            ResetStatus::Declined => Self::Declined,
        }
    }
}
