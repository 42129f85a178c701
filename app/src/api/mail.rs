//! What a sender's pages ask of the server.

#![expect(missing_docs, reason = "the macro makes a struct of each function's parameters")]

use domain::{
    BehindPasscode, DeliveryId, DeliveryState, FailureReason, KeysToSealTo, MessageId, NewCredential,
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

/// Gives a delivery that waits behind a passcode another one. The passcode itself stays in the browser.
///
/// # Errors
/// [`UiError::NotFound`] when it does not wait any more, [`UiError::SignedOut`], or that the server cannot answer.
#[server(prefix = "/api", endpoint = "renew_passcode", input = Json, output = Json)]
pub async fn renew_passcode(
    message: MessageId,
    delivery: DeliveryId,
    behind: BehindPasscode,
    key: SecretBlob,
) -> Result<(), UiError> {
    use crate::ssr::{call, engine};
    let session = call::sender().await?;
    let new = engine::NewPasscode { behind, key };
    engine()?.renew_passcode(&session, message, delivery, new).await.map_err(call::refuse)
}

/// Approves that a recipient sets a new password with this passcode, which stays in the browser.
///
/// # Errors
/// [`UiError::NotFound`] when nobody asks any more, [`UiError::SignedOut`], or that the server cannot answer.
#[server(prefix = "/api", endpoint = "approve_reset", input = Json, output = Json)]
pub async fn approve_reset(
    message: MessageId,
    delivery: DeliveryId,
    behind: BehindPasscode,
    key: SecretBlob,
) -> Result<(), UiError> {
    use crate::ssr::{call, engine};
    let session = call::sender().await?;
    let new = engine::NewPasscode { behind, key };
    engine()?.approve_reset(&session, message, delivery, new).await.map_err(call::refuse)
}

/// The keys to seal a message to: the recipients', and the organisation's archive key where it keeps one.
///
/// # Errors
/// [`UiError::SignedOut`], or that the server cannot answer.
#[server(prefix = "/api", endpoint = "keys", input = Json, output = Json)]
pub async fn keys_for(phones: Vec<PhoneNumber>) -> Result<KeysToSealTo, UiError> {
    use crate::ssr::{call, engine};
    let session = call::sender().await?;
    engine()?.keys_to_seal_to(&session, &phones).await.map_err(call::refuse)
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
