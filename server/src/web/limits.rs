//! How long a request may take, and what happens when its handler fails.

use std::{any::Any, time::Duration};

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::StatusCode;

use super::problem::Problem;

/// The largest body of a request whose route sets no limit of its own.
pub(crate) const BODY_BYTES: usize = 64 * 1024;
/// Until the response's head; a body that is streamed may take longer.
const REQUEST: Duration = Duration::from_secs(30);

/// Gives up on requests that take too long: clients that send their bodies drop by drop, or a database that hangs.
pub(crate) async fn time_out(request: Request, next: Next) -> Response {
    match tokio::time::timeout(REQUEST, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new(StatusCode::REQUEST_TIMEOUT, "This took too long. Try again.").into_response(),
    }
}

/// The response when a handler panicked. The panic's own words may hold anything, so they go nowhere; where it happened
/// is in the log already.
pub(crate) fn panicked(_words: Box<dyn Any + Send>) -> Response {
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong here. Try again in a moment.")
        .into_response()
}
