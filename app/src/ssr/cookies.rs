//! The sessions' cookies: one for a recipient and one for a sender, so that both can be used in one browser; and one for a
//! sign-in that waits for its second factor.

use axum::http::{HeaderMap, HeaderValue, header};
use domain::Language;
use seal::{PendingSecret, SessionSecret};

use crate::api::session::SessionKind;

/// The cookie with a chosen language.
const LANGUAGE: &str = "__Host-narwhal-language";

impl SessionKind {
    /// The prefix makes browsers insist on `Secure`, no `Domain`, and the path `/` (RFC 6265bis).
    const fn cookie(self) -> &'static str {
        match self {
            Self::Recipient => "__Host-narwhal",
            Self::Sender => "__Host-narwhal-sender",
        }
    }
}

/// The cookie of a sign-in that waits for its second factor. Only this site's own pages send it.
const PENDING: &str = "__Host-narwhal-pending";

pub(crate) fn secret(headers: &HeaderMap, kind: SessionKind) -> Option<SessionSecret> {
    SessionSecret::from_cookie(find(headers, kind.cookie())?)
}

pub(crate) fn pending(headers: &HeaderMap) -> Option<PendingSecret> {
    PendingSecret::from_cookie(find(headers, PENDING)?)
}

/// The language that somebody chose.
pub(crate) fn language(headers: &HeaderMap) -> Option<Language> {
    Language::from_tag(find(headers, LANGUAGE)?)
}

fn find<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find_map(|(name, value)| (name == wanted).then_some(value))
}

/// A session cookie without a lifetime: the browser forgets it when it closes.
pub(crate) fn set(kind: SessionKind, secret: &SessionSecret) -> HeaderValue {
    value(&format!("{}={}; Path=/; HttpOnly; Secure; SameSite=Lax", kind.cookie(), secret.to_cookie()))
}

/// Says nothing about anybody, and is forgotten with the session cookies when the browser closes.
pub(crate) fn set_language(language: Language) -> HeaderValue {
    HeaderValue::from_str(&format!("{LANGUAGE}={language}; Path=/; HttpOnly; Secure; SameSite=Lax"))
        .expect("tags and fixed words are visible ASCII")
}

pub(crate) fn clear(kind: SessionKind) -> HeaderValue {
    value(&format!("{}=; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=0", kind.cookie()))
}

pub(crate) fn set_pending(secret: &PendingSecret) -> HeaderValue {
    value(&format!("{PENDING}={}; Path=/; HttpOnly; Secure; SameSite=Strict", secret.to_cookie()))
}

pub(crate) fn clear_pending() -> HeaderValue {
    value(&format!("{PENDING}=; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=0"))
}

fn value(text: &str) -> HeaderValue {
    let mut value = HeaderValue::from_str(text).expect("base64url and fixed words are visible ASCII");
    value.set_sensitive(true);
    value
}
