//! What a sender's pages ask of the server.

#![expect(missing_docs, reason = "the macro makes a struct of each function's parameters")]

use domain::{
    Blob, DeliveryId, DeliveryState, FailureReason, KeyForRecipient, KeyId, MessageId, NewCredential,
    PhoneNumber, SealedSubmission, SecretBlob,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::Json;

use crate::{UiError, api::session::SignedIn};

/// Where a delivery stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The message.
    pub message: MessageId,
    /// The delivery.
    pub delivery: DeliveryId,
    /// Its state.
    pub state: DeliveryState,
    /// Why it failed.
    pub failure: Option<FailureReason>,
}

/// Makes the first account and names the organisation.
///
/// # Errors
/// [`UiError::NoFirstRun`] when the link has been used; [`UiError::Invalid`] for a name or an address that is none.
#[server(prefix = "/api", endpoint = "first_run", input = Json, output = Json)]
pub async fn first_run(
    token: String,
    organisation: String,
    name: String,
    email: String,
    credential: NewCredential,
) -> Result<SignedIn, UiError> {
    use crate::{
        api::session::SessionKind,
        ssr::{call, engine},
    };
    let caller = call::caller()?;
    let first = engine::FirstAccount { organisation, name, email: call::email(&email)?, credential };
    let signed_in = engine()?
        .make_first_account(&token, first, caller.address, &caller.agent)
        .await
        .map_err(call::refuse)?;
    Ok(call::begin(SessionKind::Sender, signed_in))
}

/// The keys to seal a message to.
///
/// # Errors
/// [`UiError::SignedOut`], or that the server cannot answer.
#[server(prefix = "/api", endpoint = "keys", input = Json, output = Json)]
pub async fn keys_for(phones: Vec<PhoneNumber>) -> Result<Vec<KeyForRecipient>, UiError> {
    use crate::ssr::{call, engine};
    let session = call::sender().await?;
    engine()?.keys_for(&session, &phones).await.map_err(call::refuse)
}

/// Accepts a sealed message. When this answers, it is stored and its notices will go out.
///
/// # Errors
/// [`UiError::KeysChanged`] when it has to be sealed again; [`UiError::is_transient`] ones when the same submission can
/// be sent again: it will be accepted once.
#[server(prefix = "/api", endpoint = "submit", input = Json, output = Json)]
pub async fn submit(submission: SealedSubmission) -> Result<MessageId, UiError> {
    use crate::ssr::{call, engine};
    let session = call::sender().await?;
    Ok(engine()?.submit(&session, submission).await.map_err(call::refuse)?.id)
}

/// Where the deliveries of these messages stand.
///
/// # Errors
/// [`UiError::SignedOut`], or that the server cannot answer.
#[server(prefix = "/api", endpoint = "statuses", input = Json, output = Json)]
pub async fn statuses(messages: Vec<MessageId>) -> Result<Vec<Status>, UiError> {
    use crate::ssr::{call, engine};
    let session = call::unattended_sender().await?;
    let rows = engine()?.statuses(&session, messages).await.map_err(call::refuse)?;
    let status = |row: engine::Status| Status {
        message: row.message,
        delivery: row.delivery,
        state: row.state,
        failure: row.failure,
    };
    Ok(rows.into_iter().map(status).collect())
}

/// Sets a new password: the same key, wrapped anew. Every other session ends.
///
/// # Errors
/// [`UiError::WrongPassword`] when the current one is not right.
#[server(prefix = "/api", endpoint = "change_password", input = Json, output = Json)]
pub async fn change_password(current: SecretBlob, new: NewCredential) -> Result<(), UiError> {
    use crate::ssr::{call, engine};
    let session = call::sender().await?;
    engine()?.change_password(&session, current, new, call::caller()?.address).await.map_err(call::refuse)
}

/// Somebody's private key as their browser wrapped it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WrappedKey {
    /// The id of its public half.
    pub key_id: KeyId,
    /// Wrapped under the password's wrapping key.
    pub wrapped_private_key: Blob,
}

/// The private key of whoever is signed in, wrapped under the current password, to be wrapped under a new one.
///
/// # Errors
/// [`UiError::WrongPassword`] when the current password is not right.
#[server(prefix = "/api", endpoint = "wrapped_key", input = Json, output = Json)]
pub async fn fetch_wrapped_key(current: SecretBlob) -> Result<WrappedKey, UiError> {
    use crate::ssr::{call, engine};
    let session = call::sender().await?;
    let (key_id, wrapped_private_key) =
        engine()?.wrapped_key(&session, current, call::caller()?.address).await.map_err(call::refuse)?;
    Ok(WrappedKey { key_id, wrapped_private_key })
}
