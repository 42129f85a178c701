//! The sessions' cookies: one for a recipient and one for a sender, so that both can be used in one browser.

use axum::http::{HeaderMap, HeaderValue, header};
use seal::SessionSecret;

use crate::api::session::SessionKind;

impl SessionKind {
    /// The prefix makes browsers insist on `Secure`, no `Domain`, and the path `/` (RFC 6265bis).
    const fn cookie(self) -> &'static str {
        match self {
            Self::Recipient => "__Host-narwhal",
            Self::Sender => "__Host-narwhal-sender",
        }
    }
}

pub(crate) fn secret(headers: &HeaderMap, kind: SessionKind) -> Option<SessionSecret> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let value = pairs
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == kind.cookie()).then_some(value))?;
    SessionSecret::from_cookie(value)
}

/// A session cookie without a lifetime: the browser forgets it when it closes.
pub(crate) fn set(kind: SessionKind, secret: &SessionSecret) -> HeaderValue {
    value(&format!("{}={}; Path=/; HttpOnly; Secure; SameSite=Lax", kind.cookie(), secret.to_cookie()))
}

pub(crate) fn clear(kind: SessionKind) -> HeaderValue {
    value(&format!("{}=; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=0", kind.cookie()))
}

fn value(text: &str) -> HeaderValue {
    let mut value = HeaderValue::from_str(text).expect("base64url and fixed words are visible ASCII");
    value.set_sensitive(true);
    value
}
