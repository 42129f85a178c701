//! Which pages travel compressed: those that hold nothing to be kept from whoever can make a browser fetch them. Where a
//! secret stands beside what others choose, the length of the compressed page tells of the secret (BREACH, 2013).
//!
//! With gzip, which every browser takes. The files are compressed when they are built.

use axum::{body::HttpBody, http::Response};
use tower_http::compression::{CompressionLayer, Predicate};

/// Marks a response that holds no secret.
#[derive(Debug, Clone, Copy)]
pub(super) struct NoSecret;

/// Responses that are marked with [`NoSecret`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Marked;

impl Predicate for Marked {
    fn should_compress<B: HttpBody>(&self, response: &Response<B>) -> bool {
        response.extensions().get::<NoSecret>().is_some()
    }
}

/// Compresses what is [`Marked`], and nothing else.
pub(super) fn layer() -> CompressionLayer<Marked> {
    CompressionLayer::new().compress_when(Marked)
}
