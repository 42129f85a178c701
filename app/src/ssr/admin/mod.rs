//! The administrator's pages: fetch through the engine, then render. Every use case asks for the role itself; to others
//! these pages are not there.

mod answers;
mod gateways;
mod words;

use axum::response::{IntoResponse as _, Redirect, Response};
use engine::EngineError;
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    Site,
    mail::{failed, guard},
    render::Page,
};

pub(crate) use answers::{answers, decide, lift};
pub(crate) use gateways::{gateways, hold, reroute, retry, try_now};
pub(crate) use words::{change_words, words};

/// `GET /admin`.
pub(crate) async fn home() -> Redirect {
    Redirect::to("/admin/gateways")
}

/// What is listed, and what has just been done.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Shown {
    #[serde(default)]
    list: String,
    #[serde(default)]
    done: String,
}

fn page<V: IntoView>(site: &Site, title: &'static str, view: impl FnOnce() -> V) -> Response {
    Page::new(title, "sender").guarded(guard(site)).render(site, view)
}

fn after(site: &Site, result: Result<(), EngineError>, then: &str) -> Response {
    match result {
        Ok(()) => Redirect::to(then).into_response(),
        Err(error) => failed(site, error),
    }
}

/// What a page says after something was done.
fn done(code: &str) -> Option<&'static str> {
    Some(match code {
        "held" => "Held. Nothing goes over it until you let it go on.",
        "released" => "It goes on.",
        "tried" => "The next text tries it.",
        "retried" => "It goes out now.",
        "rerouted" => "Its gateway is set.",
        "gone" => "It has gone meanwhile.",
        "opted-out" => "They get no more texts.",
        "left" => "Done. Its words are forgotten.",
        "saved" => "Saved. The next texts have these words.",
        "lifted" => "They get texts again.",
        _ => return None,
    })
}
