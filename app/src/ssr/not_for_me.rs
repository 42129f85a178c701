//! "This is not for me": asked by a page that changes nothing, told by its button.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use leptos::prelude::*;
use seal::Locator;

use super::{
    Site,
    calm::{calm, failed},
    language::Reading,
    render::Page,
};
use crate::pages::recipient::{Calmness, NotForMePage};

/// `GET /m/{locator}/not-for-me`: the question, the same for every link.
pub(crate) async fn ask(
    State(site): State<Site>,
    Reading(words): Reading,
    Path(text): Path<String>,
) -> Response {
    if text.parse::<Locator>().is_err() {
        return calm(&site, words, Calmness::UnknownLink, StatusCode::NOT_FOUND).await;
    }
    let organisation = match site.engine.organisation().await {
        Ok(organisation) => organisation,
        Err(error) => return failed(&site, words, error).await,
    };
    Page::about_message(words).render(&site, || view! { <NotForMePage words organisation locator=text /> })
}

/// `POST /m/{locator}/not-for-me`: stops the sender's texts to the number.
pub(crate) async fn tell(
    State(site): State<Site>,
    Reading(words): Reading,
    Path(text): Path<String>,
) -> Response {
    let Ok(locator) = text.parse::<Locator>() else {
        return calm(&site, words, Calmness::UnknownLink, StatusCode::NOT_FOUND).await;
    };
    match site.engine.not_for_me(&locator).await {
        Ok(()) => calm(&site, words, Calmness::NotForThem, StatusCode::OK).await,
        Err(error) => failed(&site, words, error).await,
    }
}
