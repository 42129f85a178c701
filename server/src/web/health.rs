//! Probes: `/healthz` says that the process runs, `/readyz` that it can do its work.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use engine::Engine;
use http::StatusCode;

const HEALTH: &str = "/healthz";
const READY: &str = "/readyz";

/// The two probes.
pub(crate) fn router(engine: Engine) -> Router {
    Router::new().route(HEALTH, get(async || "ok\n")).route(READY, get(ready)).with_state(engine)
}

/// Whether a path is a probe's: those are asked by address or under a cluster's own names.
pub(super) fn is_probe(path: &str) -> bool {
    matches!(path, HEALTH | READY)
}

async fn ready(State(engine): State<Engine>) -> Response {
    match engine.ready().await {
        Ok(()) => "ready\n".into_response(),
        Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n")).into_response(),
    }
}
