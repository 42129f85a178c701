//! Signing in with a password that stays in the browser.

#![expect(missing_docs, reason = "the macro makes a struct of each function's parameters")]

use domain::{Blob, KdfParams, KeyId, NewCredential, SecretBlob};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::Json;

use crate::UiError;

/// Who somebody says they are, as typed or as found in the link.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    /// A sender's mail address.
    Email(String),
    /// A recipient's phone number.
    Phone(String),
    /// A recipient's link.
    Locator(String),
}

/// What a browser needs to stretch a password.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Challenge {
    /// 16 bytes.
    pub salt: Blob,
    /// Argon2id's cost.
    pub kdf: KdfParams,
}

/// A session that has begun. Its cookie comes beside this.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignedIn {
    /// The id of the person's key.
    pub key_id: KeyId,
    /// Their private key, wrapped under the password.
    pub wrapped_private_key: Blob,
    /// The key under which to wrap it for the session.
    pub session_key: SecretBlob,
}

/// Which of a browser's two sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SessionKind {
    /// A recipient's.
    Recipient,
    /// A sender's.
    Sender,
}

/// The salt and cost for somebody, or a stable fake for nobody.
///
/// # Errors
/// When what was typed is no address or number, or the server cannot answer.
#[server(prefix = "/api", endpoint = "challenge", input = Json, output = Json)]
pub async fn challenge_of(who: Who) -> Result<Challenge, UiError> {
    use crate::ssr::{call, engine};
    let challenge = engine()?.challenge(&call::identity(&who)?).await.map_err(call::refuse)?;
    Ok(Challenge { salt: challenge.salt, kdf: challenge.kdf })
}

/// Begins a session for whoever proves the password, and sets its cookie. The senders' page uses
/// [`sign_in_account`](super::factor::sign_in_account), which can ask for a second factor.
///
/// # Errors
/// [`UiError::WrongPassword`], [`UiError::SlowDown`], [`UiError::CodeNeeded`] for an account with a second factor, or that the server cannot answer.
#[server(prefix = "/api", endpoint = "sign_in", input = Json, output = Json)]
pub async fn sign_in(who: Who, authentication_key: SecretBlob) -> Result<SignedIn, UiError> {
    use crate::ssr::{call, engine};
    let caller = call::caller()?;
    let signed_in = engine()?
        .sign_in(&call::identity(&who)?, authentication_key, caller.address, &caller.agent)
        .await
        .and_then(engine::SignInStep::whole)
        .map_err(call::refuse)?;
    Ok(call::begin(call::kind_of(&who), signed_in))
}

/// Keeps the private key, wrapped for the session, on the server until the session ends.
///
/// # Errors
/// [`UiError::SignedOut`] when there is no session to attach to.
#[server(prefix = "/api", endpoint = "attach", input = Json, output = Json)]
pub async fn attach(kind: SessionKind, wrapped_private_key: Blob) -> Result<(), UiError> {
    use crate::ssr::{call, engine};
    let (engine, secret) = (engine()?, call::caller()?.secret(kind).ok_or_else(call::signed_out)?);
    engine.attach(&secret, wrapped_private_key).await.map_err(call::refuse)?;
    match kind {
        SessionKind::Recipient => call::speak_to(&engine, &secret).await,
        SessionKind::Sender => Ok(()),
    }
}

/// Sets a new password: the same key, wrapped anew. Every other session ends.
///
/// # Errors
/// [`UiError::WrongPassword`] when the current one is not right.
#[server(prefix = "/api", endpoint = "change_password", input = Json, output = Json)]
pub async fn change_password(
    kind: SessionKind,
    current: SecretBlob,
    new: NewCredential,
) -> Result<(), UiError> {
    use crate::ssr::{call, engine};
    let session = call::session(kind).await?;
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
pub async fn fetch_wrapped_key(kind: SessionKind, current: SecretBlob) -> Result<WrappedKey, UiError> {
    use crate::ssr::{call, engine};
    let session = call::session(kind).await?;
    let (key_id, wrapped_private_key) =
        engine()?.wrapped_key(&session, current, call::caller()?.address).await.map_err(call::refuse)?;
    Ok(WrappedKey { key_id, wrapped_private_key })
}
