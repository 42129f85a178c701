//! The plain way: forms that browsers without a script or without WebAssembly post, on addresses of their own. A password
//! is in a named field here and nowhere else, so that the usual pages cannot post one by accident.

mod fields;
mod inbox;
mod link;
mod own;
mod recover;
mod said;

use std::convert::Infallible;

use axum::{
    Router,
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use engine::{ClientAddress, EngineError};
use seal::SessionSecret;

use self::fields::Fields;
use super::{Site, cookies};
use crate::api::session::SessionKind;

/// Their addresses.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/m/{locator}/plain", get(link::look).post(link::send))
        .route("/m/{locator}/recover/plain", get(recover::by_link).post(recover::send_by_link))
        .route("/recover/plain", get(recover::by_number).post(recover::send_by_number))
        .route("/inbox/plain", get(inbox::look).post(inbox::send))
        .route("/account/plain", get(own::look).post(own::send))
}

/// Who sends a form.
pub(super) struct Visitor {
    address: ClientAddress,
    agent: String,
    headers: HeaderMap,
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let address = parts.extensions.get::<ClientAddress>().copied();
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        Ok(Self {
            address: address.expect("identified further out"),
            agent: agent.unwrap_or_default().to_owned(),
            headers: parts.headers.clone(),
        })
    }
}

/// Goes on as somebody who is signed in.
async fn signed_in(
    site: &Site,
    visitor: &Visitor,
    secret: &SessionSecret,
    response: impl axum::response::IntoResponse,
) -> Response {
    let mut response = response.into_response();
    response.headers_mut().append(header::SET_COOKIE, cookies::set(SessionKind::Recipient, secret));
    // Without it the pages speak the browser's language, and all else works.
    let spoken = super::language::cookie_for(&site.engine, &visitor.headers, secret).await;
    if let Ok(Some(cookie)) = spoken {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// On a phone that is shared with others the session ends sooner, if the box says so.
async fn share_if_ticked(site: &Site, fields: &Fields, secret: &SessionSecret) -> Result<(), EngineError> {
    if fields.text("shared") == "yes" {
        site.engine.share_session(secret).await?;
    }
    Ok(())
}

fn go_to(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// The live session of whoever sends a form.
async fn own_session(site: &Site, visitor: &Visitor) -> Result<engine::Session, EngineError> {
    super::session::of(site, &visitor.headers).await?.ok_or(EngineError::SignedOut)
}
