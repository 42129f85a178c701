//! A sender's second factor: asked for when they sign in, set up, renewed and removed.

#![expect(missing_docs, reason = "the macro makes a struct of each function's parameters")]

use domain::SecretBlob;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::Json;

use crate::{UiError, api::session::SignedIn};

/// What a right password leads to.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignInStep {
    /// A session. Its cookie comes beside this.
    Whole(SignedIn),
    /// The question for a code. A cookie that stands for no session comes beside this.
    Code,
}

/// A sign-in whose code was right.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Finished {
    /// The session.
    pub signed_in: SignedIn,
    /// How many recovery codes are left, when one was used.
    pub codes_left: Option<u32>,
}

/// What an authenticator app has to be told. Shown once.
#[derive(Clone, Serialize, Deserialize)]
pub struct TotpSetUp {
    /// The secret, in groups of four.
    pub secret: String,
    /// The same as an address.
    pub uri: String,
    /// The address as a picture.
    pub qr: QrCode,
}

/// A QR code with its margin.
#[derive(Clone, Serialize, Deserialize)]
pub struct QrCode {
    /// How many squares each side has.
    pub size: u32,
    /// The dark ones, as the path of an SVG whose unit is one square.
    pub path: String,
}

/// Proves a sender's password: begins a session, or asks for the second factor where the account has one.
///
/// # Errors
/// [`UiError::WrongPassword`], [`UiError::SlowDown`], or that the server cannot answer.
#[server(prefix = "/api", endpoint = "sign_in_account", input = Json, output = Json)]
pub async fn sign_in_account(email: String, authentication_key: SecretBlob) -> Result<SignInStep, UiError> {
    use crate::ssr::{call, engine};
    let (caller, identity) = (call::caller()?, engine::Identity::Email(call::email(&email)?));
    let step = engine()?.sign_in(&identity, authentication_key, caller.address, &caller.agent).await;
    Ok(call::begin_step(step.map_err(call::refuse)?))
}

/// Begins the session once the code is right: the app's, or a recovery code.
///
/// # Errors
/// [`UiError::WrongCode`], [`UiError::SlowDown`], [`UiError::SignedOut`] when the password has to be typed again.
#[server(prefix = "/api", endpoint = "finish_sign_in", input = Json, output = Json)]
pub async fn finish_sign_in(code: String) -> Result<Finished, UiError> {
    use crate::ssr::{call, engine};
    let caller = call::caller()?;
    let pending = caller.pending().ok_or_else(call::signed_out)?;
    let finished = engine()?.finish_sign_in(&pending, &code, caller.address, &caller.agent).await;
    Ok(call::finish(finished.map_err(call::refuse)?))
}

/// Makes a secret for an authenticator app, which counts for nothing before [`confirm_totp`].
///
/// # Errors
/// [`UiError::WrongPassword`], or [`UiError::Conflict`] when there is an app already.
#[server(prefix = "/api", endpoint = "begin_totp", input = Json, output = Json)]
pub async fn begin_totp(current: SecretBlob) -> Result<TotpSetUp, UiError> {
    use crate::ssr::{call, engine, qr};
    let session = call::sender_set_up().await?;
    let from = call::caller()?.address;
    let shown = engine()?.begin_totp(&session, current, from).await.map_err(call::refuse)?;
    let qr = qr::draw(&shown.uri).ok_or(UiError::Unexpected)?;
    Ok(TotpSetUp { secret: shown.secret.to_string(), uri: shown.uri.to_string(), qr })
}

/// Lets the app count from now on; the recovery codes, to be shown once.
///
/// # Errors
/// [`UiError::WrongCode`] or [`UiError::SlowDown`].
#[server(prefix = "/api", endpoint = "confirm_totp", input = Json, output = Json)]
pub async fn confirm_totp(code: String) -> Result<Vec<String>, UiError> {
    use crate::ssr::{call, engine};
    let session = call::sender_set_up().await?;
    let codes = engine()?.confirm_totp(&session, &code, call::caller()?.address).await;
    Ok(codes.map_err(call::refuse)?.iter().map(|code| code.to_string()).collect())
}

/// Makes new recovery codes, to be shown once; the earlier ones end.
///
/// # Errors
/// [`UiError::WrongPassword`], [`UiError::WrongCode`] or [`UiError::SlowDown`].
#[server(prefix = "/api", endpoint = "renew_backup_codes", input = Json, output = Json)]
pub async fn renew_backup_codes(current: SecretBlob, code: String) -> Result<Vec<String>, UiError> {
    use crate::ssr::{call, engine};
    let session = call::sender_set_up().await?;
    let codes = engine()?.renew_backup_codes(&session, current, &code, call::caller()?.address).await;
    Ok(codes.map_err(call::refuse)?.iter().map(|code| code.to_string()).collect())
}

/// Takes the app and the recovery codes away.
///
/// # Errors
/// As for [`renew_backup_codes`].
#[server(prefix = "/api", endpoint = "remove_totp", input = Json, output = Json)]
pub async fn remove_totp(current: SecretBlob, code: String) -> Result<(), UiError> {
    use crate::ssr::{call, engine};
    let session = call::sender_set_up().await?;
    let from = call::caller()?.address;
    engine()?.remove_totp(&session, current, &code, from).await.map_err(call::refuse)
}
