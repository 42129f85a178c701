//! Passkeys. What their PRF gives stays in the browser.

#![expect(missing_docs, reason = "the macro makes a struct of each function's parameters")]

use domain::{Blob, KeyId, PasskeyMade, PasskeyUsed, SecretBlob};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::Json;

use crate::{
    UiError,
    api::session::{SessionKind, SignedIn},
};

/// What a browser needs to ask for any passkey of this site.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PasskeyChallenge {
    /// 32 random bytes.
    pub challenge: Blob,
    /// The name that passkeys are kept for.
    pub rp_id: String,
}

/// What a browser needs to make a passkey.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewPasskey {
    /// 32 random bytes.
    pub challenge: Blob,
    /// The name that passkeys are kept for.
    pub rp_id: String,
    /// What the device is to know the person by.
    pub user_handle: Blob,
    /// The ids of those that they have.
    pub exclude: Vec<Blob>,
    /// The id of the person's key.
    pub key_id: KeyId,
    /// Its private half, wrapped by the password.
    pub wrapped_private_key: Blob,
}

/// What to ask a passkey. The same for everybody.
///
/// # Errors
/// [`UiError::SlowDown`], or [`UiError::NotFound`] where there are no passkeys.
#[server(prefix = "/api", endpoint = "ask_passkey", input = Json, output = Json)]
pub async fn ask_passkey(kind: SessionKind) -> Result<PasskeyChallenge, UiError> {
    use crate::ssr::{call, engine};
    let from = call::caller()?.address;
    let asked = engine()?.passkey_challenge(call::door(kind), from).await.map_err(call::refuse)?;
    Ok(PasskeyChallenge { challenge: asked.challenge, rp_id: asked.rp_id })
}

/// Begins a session for whoever used a passkey; with a link, for the person whom it was sent to only.
///
/// # Errors
/// [`UiError::WrongPassword`] for a passkey that is not known, or not believed; or [`UiError::SlowDown`].
#[server(prefix = "/api", endpoint = "passkey_sign_in", input = Json, output = Json)]
pub async fn passkey_sign_in(
    kind: SessionKind,
    locator: Option<String>,
    used: PasskeyUsed,
) -> Result<SignedIn, UiError> {
    use crate::ssr::{call, engine};
    let caller = call::caller()?;
    let locator = locator.as_deref().map(call::locator).transpose()?;
    let signed_in = engine()?
        .sign_in_with_passkey(call::door(kind), locator.as_ref(), used, caller.address, &caller.agent)
        .await
        .map_err(call::refuse)?;
    Ok(call::begin(kind, signed_in))
}

/// Begins to add a passkey for whoever is signed in.
///
/// # Errors
/// [`UiError::WrongPassword`] when the current password is not right; [`UiError::Invalid`] when there are too many.
#[server(prefix = "/api", endpoint = "begin_passkey", input = Json, output = Json)]
pub async fn begin_passkey(kind: SessionKind, current: SecretBlob) -> Result<NewPasskey, UiError> {
    use crate::ssr::{call, engine};
    let session = call::session(kind).await?;
    let from = call::caller()?.address;
    let new = engine()?.begin_passkey(&session, current, from).await.map_err(call::refuse)?;
    let engine::NewPasskey { challenge, rp_id, user_handle, exclude, key_id, wrapped_private_key } = new;
    Ok(NewPasskey { challenge, rp_id, user_handle, exclude, key_id, wrapped_private_key })
}

/// Keeps a passkey that was just made, with the private key that it wraps.
///
/// # Errors
/// [`UiError::NotFound`] when it took too long; [`UiError::Conflict`] when there is such a passkey.
#[server(prefix = "/api", endpoint = "add_passkey", input = Json, output = Json)]
pub async fn add_passkey(
    kind: SessionKind,
    made: PasskeyMade,
    wrapped_private_key: Blob,
    name: String,
) -> Result<(), UiError> {
    use crate::ssr::{call, engine};
    let session = call::session(kind).await?;
    let agent = call::caller()?.agent;
    engine()?.add_passkey(&session, made, wrapped_private_key, &name, &agent).await.map_err(call::refuse)
}
