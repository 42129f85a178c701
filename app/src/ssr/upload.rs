//! Attachments as they come: one sealed chunk in each request, ahead of the message that they belong to.
//!
//! Who could abuse this: somebody without an account, who gets no further than one chunk in memory; and somebody with
//! one, whom the engine holds to the limits of a message. The bytes are sealed, so there is nothing to look at, and
//! neither they nor the ids in the path are logged.

use axum::{
    Json,
    body::Bytes,
    extract::{
        Path, State,
        rejection::{BytesRejection, PathRejection},
    },
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use domain::MessageId;
use engine::{EngineError, Invalid};

use super::{Site, call, mail};
use crate::UiError;

/// `PUT /api/attachments/{message}/{attachment}/{chunk}`: acknowledged once it is stored. The same one again is
/// acknowledged too.
///
/// The body is read before anybody is refused: a browser that is still sending would not see the answer.
pub(crate) async fn chunk(
    State(site): State<Site>,
    path: Result<Path<(MessageId, u32, u32)>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let stored = async {
        let session = mail::session(&site, &headers).await.map_err(call::told)?;
        let Path((message, attachment, number)) = path.map_err(|_| call::told(EngineError::NotFound))?;
        let sealed = body.map_err(|rejection| unreadable(&rejection))?;
        let chunk = (attachment, number);
        site.engine.upload_chunk(&session, message, chunk, sealed.into()).await.map_err(call::told)
    };
    match stored.await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err((told, status)) => (status, Json(told)).into_response(),
    }
}

/// A body that is longer than a chunk, or that ended early.
fn unreadable(rejection: &BytesRejection) -> (UiError, StatusCode) {
    (UiError::Invalid { sentence: call::sentence(Invalid::Attachments) }, rejection.status())
}
