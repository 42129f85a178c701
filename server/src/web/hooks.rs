//! `POST /hooks/sms/{gateway}`: what a provider tells of texts, and what phones answer.
//!
//! The provider's signature is checked over the public address, whatever host the request names. It is answered only
//! when what it says is on the disk; otherwise the provider tells it again.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, OriginalUri, Path, State},
    response::{IntoResponse, Response},
    routing::post,
};
use engine::Engine;
use http::{HeaderMap, StatusCode, header};
use sms::{
    http::{
        Http,
        webhook::{Check, CheckKind, Incoming, Received, WebhookError},
    },
    routes::RouteName,
};

use super::problem::Problem;
use crate::config::PublicUrl;

/// What the addresses begin with; a gateway's name follows.
pub(crate) const PATH: &str = "/hooks/sms/";
/// More than any provider posts at once.
const BODY_BYTES: usize = 64 * 1024;

#[derive(Clone)]
struct Hooks {
    engine: Engine,
    gateways: Arc<HashMap<RouteName, Http>>,
    public_url: Arc<PublicUrl>,
}

/// The webhooks of all gateways that have one.
pub(crate) fn router(engine: Engine, gateways: HashMap<RouteName, Http>, public_url: PublicUrl) -> Router {
    let hooks = Hooks { engine, gateways: Arc::new(gateways), public_url: Arc::new(public_url) };
    Router::new()
        .route(&format!("{PATH}{{gateway}}"), post(receive).layer(DefaultBodyLimit::max(BODY_BYTES)))
        .with_state(hooks)
}

/// Whether a path is one of theirs.
pub(super) fn is_hook(path: &str) -> bool {
    path.starts_with(PATH)
}

async fn receive(
    State(hooks): State<Hooks>,
    Path(gateway): Path<String>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let found = gateway.parse().ok().and_then(|name: RouteName| Some((hooks.gateways.get(&name)?, name)));
    let Some((http, route)) = found else {
        return Problem::new(StatusCode::NOT_FOUND, "There is no such gateway.").into_response();
    };
    let path = uri.path_and_query().map_or("", |path| path.as_str());
    let url = format!("{}{path}", hooks.public_url);
    let now = hooks.engine.clock().now();
    let request = Incoming { url: &url, headers: &headers, body: &body, now };
    match http.receive(&request, &holds) {
        Ok(received) => keep(&hooks.engine, &route, received).await,
        Err(error) => {
            tracing::warn!(%route, %error, "what was posted to a webhook is refused");
            refused(error).into_response()
        }
    }
}

async fn keep(engine: &Engine, route: &RouteName, Received { events, answer }: Received) -> Response {
    for event in events {
        if let Err(error) = engine.receive(route.as_str(), event).await {
            tracing::warn!(%route, %error, "what a provider told could not be kept");
            return Problem::new(StatusCode::SERVICE_UNAVAILABLE, "Tell it again later.").into_response();
        }
    }
    match answer {
        Some((kind, body)) => ([(header::CONTENT_TYPE, kind)], body).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    }
}

fn refused(error: WebhookError) -> Problem {
    match error {
        WebhookError::NoKey => Problem::new(
            StatusCode::NOT_FOUND,
            "This gateway takes no webhooks: the key to check them with is not configured.",
        ),
        WebhookError::Signature => Problem::new(StatusCode::FORBIDDEN, "The signature is missing or wrong."),
        WebhookError::Late => Problem::new(StatusCode::FORBIDDEN, "The request is too old."),
        WebhookError::Malformed => Problem::new(StatusCode::BAD_REQUEST, "This cannot be understood."),
    }
}

/// Whether a check holds, in constant time.
fn holds(check: &Check<'_>) -> bool {
    let Check { kind, key, message, signature } = *check;
    match kind {
        CheckKind::HmacSha1 => seal::webhook::hmac_sha1(key, message, signature),
        CheckKind::HmacSha256 => seal::webhook::hmac_sha256(key, message, signature),
        CheckKind::Ed25519 => seal::webhook::ed25519(key, message, signature),
        CheckKind::Sha256 => seal::webhook::sha256(message, signature),
        CheckKind::Same => seal::webhook::same(key, signature),
    }
}
