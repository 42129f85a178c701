//! The simulated phone, for trying Narwhal out and for tests.

use std::net::IpAddr;

use axum::{
    Extension, Form, Json,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::PhoneNumber;
use engine::{ClientAddress, EngineError, simulator::ReceivedText};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{SimulatorAccess, Site, call, render::Page};
use crate::pages::simulator::{Bubble, PhonePage, Thread};

/// Whose texts.
#[derive(Debug, Deserialize)]
pub(crate) struct Whose {
    to: Option<String>,
}

/// A text, for tests.
#[derive(Debug, Serialize)]
struct TextJson {
    to: PhoneNumber,
    body: String,
    /// Milliseconds since the epoch.
    at: i64,
}

/// `GET /simulator?to=`: the phone's screen.
pub(crate) async fn page(
    State(site): State<Site>,
    Extension(ClientAddress(from)): Extension<ClientAddress>,
    Query(whose): Query<Whose>,
) -> Response {
    if !allowed(&site, from) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match texts(&site, &whose).await {
        Ok(texts) => {
            let threads = threads(texts);
            let open = whose.to.is_some();
            Page::new("Messages · Narwhal", "phone").render(&site, || view! { <PhonePage threads open /> })
        }
        Err(error) => call::told(error).1.into_response(),
    }
}

/// `GET /simulator/messages?to=`: the same as JSON, newest first.
pub(crate) async fn messages(
    State(site): State<Site>,
    Extension(ClientAddress(from)): Extension<ClientAddress>,
    Query(whose): Query<Whose>,
) -> Response {
    if !allowed(&site, from) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let json = |text: ReceivedText| TextJson { to: text.to, body: text.body, at: text.at.get() };
    match texts(&site, &whose).await {
        Ok(texts) => Json(texts.into_iter().map(json).collect::<Vec<_>>()).into_response(),
        Err(error) => call::told(error).1.into_response(),
    }
}

fn allowed(site: &Site, from: IpAddr) -> bool {
    match site.simulator {
        Some(SimulatorAccess::Anywhere) => true,
        Some(SimulatorAccess::Loopback) => from.to_canonical().is_loopback(),
        None => false,
    }
}

async fn texts(site: &Site, whose: &Whose) -> Result<Vec<ReceivedText>, EngineError> {
    let country = site.engine.config().default_country;
    // A plus sign in a query that was not encoded arrives as a space.
    let number = whose.to.as_deref().map(|to| PhoneNumber::parse(to, country)).transpose();
    let number = number.map_err(engine::Invalid::Phone)?;
    site.engine.simulator_texts(number.as_ref()).await
}

/// The texts by number; the number with the newest text first, each number's oldest first.
fn threads(texts: Vec<ReceivedText>) -> Vec<Thread> {
    let mut threads: Vec<Thread> = Vec::new();
    for ReceivedText { to, body, at } in texts {
        let bubble = Bubble { body, at };
        match threads.iter_mut().find(|thread| thread.number == to) {
            Some(thread) => thread.bubbles.insert(0, bubble),
            None => threads.push(Thread { number: to, bubbles: vec![bubble] }),
        }
    }
    threads
}

/// What somebody types on the simulated phone.
#[derive(Deserialize)]
pub(crate) struct Typed {
    to: String,
    words: String,
}

/// `POST /simulator/reply`: the phone answers.
pub(crate) async fn reply(
    State(site): State<Site>,
    Extension(ClientAddress(from)): Extension<ClientAddress>,
    Form(Typed { to, words }): Form<Typed>,
) -> Response {
    let route = site.engine.routes_health().into_iter().find(|route| route.kind == "simulator");
    let Some(route) = route.filter(|_| allowed(&site, from)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let back = format!("/simulator?to={}", to.replace('+', "%2B"));
    match site.engine.answer_from_phone(route.name.as_str(), &to, words).await {
        Ok(()) => Redirect::to(&back).into_response(),
        Err(error) => call::told(error).1.into_response(),
    }
}
