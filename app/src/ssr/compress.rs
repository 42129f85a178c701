//! Which pages travel compressed: those that hold nothing to be kept from whoever can make a browser fetch them. Where a
//! secret stands beside what others choose, the length of the compressed page tells of the secret (BREACH, 2013).
//!
//! With gzip, which every browser takes and which needs little memory. The files are compressed when they are built.

use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use tower_http::compression::CompressionLayer;

/// Marks a response that holds no secret.
#[derive(Debug, Clone, Copy)]
pub(super) struct NoSecret;

/// Compresses responses that are marked with [`NoSecret`], and nothing else.
pub(super) fn layer() -> CompressionLayer<fn(StatusCode, Version, &HeaderMap, &Extensions) -> bool> {
    CompressionLayer::new()
        .compress_when(is_marked as fn(StatusCode, Version, &HeaderMap, &Extensions) -> bool)
}

fn is_marked(_: StatusCode, _: Version, _: &HeaderMap, extensions: &Extensions) -> bool {
    extensions.get::<NoSecret>().is_some()
}
