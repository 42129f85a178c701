//! What a recipient gets in the place of a page: one thing that is the matter.

use axum::{
    extract::State,
    http::{StatusCode, Uri},
    response::{IntoResponse as _, Response},
};
use engine::EngineError;
use leptos::prelude::*;
use words::Words;

use super::{Site, call, language::Reading, render::Page};
use crate::{
    UiError,
    pages::recipient::{CalmPage, Calmness},
};

/// A page that says it.
pub(super) async fn calm(site: &Site, words: Words, what: Calmness, status: StatusCode) -> Response {
    // Even while the database is away there is a page to show.
    let organisation = site.engine.organisation().await.unwrap_or_else(|_| "Narwhal".to_owned());
    Page::about_messages(words).status(status).render(site, || view! { <CalmPage words organisation what /> })
}

/// A page that says what went wrong.
pub(super) async fn failed(site: &Site, words: Words, error: EngineError) -> Response {
    let (told, status) = call::told(error);
    let what = match told {
        UiError::NotFound => Calmness::UnknownLink,
        _ => Calmness::Unavailable,
    };
    calm(site, words, what, status).await
}

/// The status that tells a page's script how its word was taken.
pub(crate) fn answer(result: Result<(), EngineError>) -> StatusCode {
    match result {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(error) => call::told(error).1,
    }
}

/// An address that leads nowhere: mistyped, or cut off on its way. People type no names of the site's files.
pub(crate) async fn nowhere(State(site): State<Site>, Reading(words): Reading, address: Uri) -> Response {
    if address.path().starts_with("/pkg/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    calm(&site, words, Calmness::UnknownLink, StatusCode::NOT_FOUND).await
}
