//! What a recipient's first visit asks of the server.

#![expect(missing_docs, reason = "the macro makes a struct of each function's parameters")]

use domain::NewCredential;
use leptos::prelude::*;
use server_fn::codec::Json;

use crate::{UiError, api::session::SignedIn};

/// Claims the number that a link was sent to, and begins a session.
///
/// # Errors
/// [`UiError::NotFound`] when the link does not work, [`UiError::AlreadyClaimed`] when somebody was here before.
#[server(prefix = "/api", endpoint = "claim", input = Json, output = Json)]
pub async fn claim(locator: String, credential: NewCredential) -> Result<SignedIn, UiError> {
    use crate::{
        api::session::SessionKind,
        ssr::{call, engine},
    };
    let locator = locator.parse().map_err(|_| UiError::NotFound)?;
    let signed_in =
        engine()?.claim(&locator, credential, &call::caller()?.agent).await.map_err(call::refuse)?;
    Ok(call::begin(SessionKind::Recipient, signed_in))
}
