//! Attachments as responses, opened chunk by chunk while they are sent.
//!
//! Who could abuse this: a sender may attach anything and call it anything. So a file is shown inside the browser only
//! when its type is one that cannot run, under that type's own name, with sniffing off and a policy that lets nothing
//! load; everything else is bytes to be saved.

use axum::{
    body::{Body, Bytes},
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use engine::{Engine, EngineError, OpenAttachment};
use futures::stream;
use serde::Deserialize;

use super::{Site, calm, language::Reading, mail, session};
use crate::file_name;

/// Images, text and PDF, which browsers show without running anything that the page could reach.
const SHOWN: &[(&str, &str)] = &[
    ("image/png", "image/png"),
    ("image/jpeg", "image/jpeg"),
    ("image/gif", "image/gif"),
    ("image/webp", "image/webp"),
    ("application/pdf", "application/pdf"),
    ("text/plain", "text/plain; charset=utf-8"),
];

/// Nothing is loaded by it or runs in it. The browser's own PDF viewer is an object, with styles of its own.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'",
);

/// How the bytes are wanted.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    /// Shown in the browser, if the type allows it.
    view: Option<String>,
}

/// Whether a browser may show this type.
pub(crate) fn is_shown(media_type: &str) -> bool {
    shown_as(media_type).is_some()
}

fn shown_as(media_type: &str) -> Option<&'static str> {
    SHOWN.iter().find(|(known, _)| *known == media_type).map(|(_, shown)| *shown)
}

/// `GET /m/{locator}/attachments/{number}?view`: for the recipient's live session only.
pub(crate) async fn received(
    State(site): State<Site>,
    Reading(words): Reading,
    Path((locator, number)): Path<(String, u32)>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Response {
    let found = async {
        let session = session::of(&site, &headers).await?.ok_or(EngineError::NotFound)?;
        let locator = locator.parse().map_err(|_| EngineError::NotFound)?;
        site.engine.attachment(&locator, &session, number).await
    };
    match found.await {
        Ok(open) => respond(site.engine, open, wanted.view.is_some()).await,
        Err(error) => calm::failed(&site, words, error).await,
    }
}

/// `GET /sent/{message}/attachments/{number}?view`: for whoever sent it.
pub(crate) async fn sent(
    State(site): State<Site>,
    Path((message, number)): Path<(String, u32)>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Response {
    let found = async {
        let session = mail::session(&site, &headers).await?;
        let message = message.parse().map_err(|_| EngineError::NotFound)?;
        site.engine.sent_attachment(&session, message, number).await
    };
    match found.await {
        Ok(open) => respond(site.engine, open, wanted.view.is_some()).await,
        Err(error) => mail::failed(&site, error),
    }
}

/// One chunk at a time is in memory.
async fn respond(engine: Engine, open: OpenAttachment, view: bool) -> Response {
    let shown = shown_as(&open.info.media_type).filter(|_| view);
    let disposition = disposition(&file_name::clean(&open.info.name), shown.is_some());
    let size = HeaderValue::from(open.info.size);
    let chunks = stream::unfold((engine, open, 0), |(engine, open, number)| async move {
        if u64::from(number) >= open.chunks() {
            return None;
        }
        // A chunk that is missing ends the response early, which the browser sees by the length.
        let read = engine.read_chunk(&open, number).await;
        let bytes = read.map(|chunk| Bytes::copy_from_slice(&chunk)).map_err(|error| {
            tracing::error!(%error, "an attachment could not be read to its end");
            std::io::Error::other("the attachment ends early")
        });
        Some((bytes, (engine, open, number + 1)))
    });
    let mut response = Body::from_stream(chunks).into_response();
    let content_type = HeaderValue::from_static(shown.unwrap_or("application/octet-stream"));
    let set: [(HeaderName, HeaderValue); 4] = [
        (header::CONTENT_TYPE, content_type),
        (header::CONTENT_LENGTH, size),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    response.headers_mut().extend(set);
    response
}

/// The name by RFC 6266, in the form of RFC 8187, which takes every character.
fn disposition(name: &str, view: bool) -> HeaderValue {
    let kind = if view { "inline" } else { "attachment" };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte);
    let escaped = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    let name: String = name.bytes().map(escaped).collect();
    HeaderValue::try_from(format!("{kind}; filename*=UTF-8''{name}")).expect("it is escaped to visible ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_run_is_never_shown() {
        for media_type in
            ["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "text/javascript", ""]
        {
            assert!(!is_shown(media_type), "{media_type}");
        }
        assert!(is_shown("image/png") && is_shown("application/pdf") && is_shown("text/plain"));
    }

    #[test]
    fn names_are_escaped() {
        let header = disposition("Befund „März“\r\n\".pdf", false);
        let text = header.to_str().unwrap();
        assert!(text.starts_with("attachment; filename*=UTF-8''Befund%20%E2%80%9EM%C3%A4rz"), "{text}");
        assert!(text.ends_with("%0D%0A%22.pdf"), "{text}");
    }
}
