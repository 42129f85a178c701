//! What a sender's pages ask of the server.

#![expect(missing_docs, reason = "the macro makes a struct of each function's parameters")]

use domain::{
    BehindPasscode, DeliveryId, DeliveryState, FailureReason, KeysToSealTo, MessageId, NewCredential,
    PhoneNumber, SealedSubmission, SecretBlob, UnixMillis,
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

/// What became of a recipient's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// There are others, after a forgotten password.
    Replaced,
    /// A sender has locked the number.
    Ended,
    /// It was claimed anew after that.
    ClaimedAgain,
}

/// Keys of a recipient that have changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyChange {
    /// Whose.
    pub phone: PhoneNumber,
    /// When.
    pub at: UnixMillis,
    /// What became of them.
    pub change: Change,
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

/// Locks a recipient's number until somebody claims it with this passcode, which stays in the browser.
///
/// # Errors
/// [`UiError::NotFound`] when nobody has claimed it, [`UiError::Invalid`] after too many, [`UiError::SignedOut`], or that
/// the server cannot answer.
#[server(prefix = "/api", endpoint = "lock_again", input = Json, output = Json)]
pub async fn lock_again(
    message: MessageId,
    delivery: DeliveryId,
    behind: BehindPasscode,
    key: SecretBlob,
) -> Result<(), UiError> {
    use crate::ssr::{call, engine};
    let session = call::sender().await?;
    let new = engine::NewPasscode { behind, key };
    engine()?.lock_again(&session, message, delivery, new).await.map_err(call::refuse)
}

/// Those of the numbers whose keys have changed since the sender wrote to them, until they have seen that.
///
/// # Errors
/// [`UiError::SignedOut`], or that the server cannot answer.
#[server(prefix = "/api", endpoint = "key_changes", input = Json, output = Json)]
pub async fn key_changes(phones: Vec<PhoneNumber>) -> Result<Vec<KeyChange>, UiError> {
    use crate::ssr::{call, engine};
    let session = call::sender().await?;
    let changes = engine()?.unseen_changes(&session, &phones).await.map_err(call::refuse)?;
    let change = |(phone, change): (PhoneNumber, engine::KeyChange)| {
        Some(KeyChange { phone, at: change.at, change: call::change(change.kind)? })
    };
    Ok(changes.into_iter().filter_map(change).collect())
}

/// Notes that the sender has seen what became of these numbers' keys.
///
/// # Errors
/// [`UiError::SignedOut`], or that the server cannot answer.
#[server(prefix = "/api", endpoint = "see_key_changes", input = Json, output = Json)]
pub async fn see_key_changes(phones: Vec<PhoneNumber>) -> Result<(), UiError> {
    use crate::ssr::{call, engine};
    let session = call::sender().await?;
    engine()?.see_changes(&session, &phones).await.map_err(call::refuse)
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
