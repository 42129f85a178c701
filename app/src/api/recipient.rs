//! What a recipient's first visit asks of the server.

#![expect(missing_docs, reason = "the macro makes a struct of each function's parameters")]

use domain::{Blob, MessageId, NewCredential, PasscodeSalt, SecretBlob};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::Json;

use crate::{UiError, api::session::SignedIn};

/// What a browser needs to try a passcode.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PasscodeGate {
    /// The message that waits behind it.
    pub message: MessageId,
    /// What it is stretched with.
    pub stretched: PasscodeSalt,
}

/// A message's data key, opened with its passcode and sealed to the recipient.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PasscodeOpened {
    /// That the passcode is known.
    pub proof: SecretBlob,
    /// The data key, sealed to the recipient's own key.
    pub sealed_key: Blob,
}

/// What a link's passcode unwraps: the message's data key, wrapped by it.
///
/// # Errors
/// [`UiError::WrongPasscode`], [`UiError::PasscodeSealed`], or [`UiError::NotFound`] when the link does not work.
#[server(prefix = "/api", endpoint = "try_passcode", input = Json, output = Json)]
pub async fn try_passcode(locator: String, proof: SecretBlob) -> Result<Blob, UiError> {
    use crate::ssr::{call, engine};
    let locator = call::locator(&locator)?;
    let session = call::recipient().await?;
    engine()?.try_passcode(&locator, session.as_ref(), &proof).await.map_err(call::refuse)
}

/// Keeps what somebody who is signed in has opened with its passcode.
///
/// # Errors
/// As for [`try_passcode`].
#[server(prefix = "/api", endpoint = "open_passcode", input = Json, output = Json)]
pub async fn open_passcode(locator: String, opened: PasscodeOpened) -> Result<(), UiError> {
    use crate::ssr::{call, engine};
    let locator = call::locator(&locator)?;
    let session = call::recipient().await?.ok_or_else(call::signed_out)?;
    let opened = call::passcode(opened);
    engine()?.open_passcode(&locator, &session, opened).await.map_err(call::refuse)
}

/// Claims the number that a link was sent to, and begins a session.
///
/// # Errors
/// [`UiError::NotFound`] when the link does not work, [`UiError::AlreadyClaimed`] when somebody was here before,
/// [`UiError::PasscodeNeeded`] and those of [`try_passcode`] where something waits behind a passcode.
#[server(prefix = "/api", endpoint = "claim", input = Json, output = Json)]
pub async fn claim(
    locator: String,
    credential: NewCredential,
    passcode: Option<PasscodeOpened>,
) -> Result<SignedIn, UiError> {
    use crate::{
        api::session::SessionKind,
        ssr::{call, engine},
    };
    let locator = call::locator(&locator)?;
    let (passcode, agent) = (passcode.map(call::passcode), call::caller()?.agent);
    let signed_in = engine()?.claim(&locator, credential, passcode, &agent).await.map_err(call::refuse)?;
    Ok(call::begin(SessionKind::Recipient, signed_in))
}

/// Replaces the keys of a number whose owner has forgotten their password, with the passcode that its sender gave; and
/// begins a session.
///
/// # Errors
/// [`UiError::NotFound`] when that was not approved, or its time has not come; those of [`try_passcode`].
#[server(prefix = "/api", endpoint = "reset", input = Json, output = Json)]
pub async fn reset(
    locator: String,
    credential: NewCredential,
    opened: PasscodeOpened,
) -> Result<SignedIn, UiError> {
    use crate::{
        api::session::SessionKind,
        ssr::{call, engine},
    };
    let locator = call::locator(&locator)?;
    let (opened, agent) = (call::passcode(opened), call::caller()?.agent);
    let signed_in = engine()?.reset(&locator, credential, opened, &agent).await.map_err(call::refuse)?;
    Ok(call::begin(SessionKind::Recipient, signed_in))
}
