//! A forgotten password: asked by a page that changes nothing, told by its button.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use engine::{EngineError, LinkState, ResetStatus};
use leptos::prelude::*;
use seal::Locator;

use super::{
    Site,
    recipient::{calm, failed},
    render::Page,
};
use crate::pages::recipient::{Calmness, Forgotten, ForgottenPage};

/// `GET /m/{locator}/forgot`.
pub(crate) async fn look(State(site): State<Site>, Path(text): Path<String>) -> Response {
    let Ok(locator) = text.parse::<Locator>() else {
        return calm(&site, Calmness::UnknownLink, StatusCode::NOT_FOUND).await;
    };
    let state = match site.engine.link(&locator, None).await {
        Ok(LinkState::Returning(_, _, reset)) => reset.map_or(Forgotten::Unasked, Forgotten::from),
        Ok(_) => return calm(&site, Calmness::UnknownLink, StatusCode::NOT_FOUND).await,
        Err(error) => return failed(&site, error).await,
    };
    page(&site, text, state).await
}

/// `POST /m/{locator}/forgot`.
pub(crate) async fn ask(State(site): State<Site>, Path(text): Path<String>) -> Response {
    let asked = match text.parse::<Locator>() {
        Ok(locator) => site.engine.ask_reset(&locator).await,
        Err(_) => Err(EngineError::NotFound),
    };
    match asked {
        Ok(status) => page(&site, text, status.into()).await,
        Err(error) => failed(&site, error).await,
    }
}

async fn page(site: &Site, locator: String, state: Forgotten) -> Response {
    match site.engine.organisation().await {
        Ok(organisation) => Page::new(format!("Private messages from {organisation}"), "recipient")
            .render(site, || view! { <ForgottenPage organisation locator state /> }),
        Err(error) => failed(site, error).await,
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
