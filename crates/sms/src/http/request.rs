//! Building requests.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderValue, Method, Request, header, request::Builder};
use serde_json::Value;
use zeroize::Zeroizing;

use super::Secret;
use crate::SendError;

/// A request with a secret in its header for authorisation.
pub(super) fn authorised(method: Method, url: &str, authorisation: &str) -> Builder {
    let builder = Request::builder().method(method).uri(url).header(header::ACCEPT, "application/json");
    match HeaderValue::from_str(authorisation) {
        Ok(mut value) => {
            value.set_sensitive(true);
            builder.header(header::AUTHORIZATION, value)
        }
        Err(_) => builder,
    }
}

/// HTTP's Basic authentication (RFC 7617).
pub(super) fn basic(user: &str, password: &Secret) -> Zeroizing<String> {
    let both = Zeroizing::new(format!("{user}:{}", password.expose()));
    Zeroizing::new(format!("Basic {}", STANDARD.encode(both.as_bytes())))
}

/// Finishes a request that carries JSON.
pub(super) fn with_json(builder: Builder, body: &Value) -> Result<Request<Vec<u8>>, SendError> {
    let builder = builder.header(header::CONTENT_TYPE, "application/json");
    finish(builder, body.to_string().into_bytes())
}

/// Finishes a request. What cannot be one comes from settings.
pub(super) fn finish(builder: Builder, body: Vec<u8>) -> Result<Request<Vec<u8>>, SendError> {
    builder.body(body).map_err(|_| SendError::Misconfigured)
}
