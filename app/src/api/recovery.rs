//! Recovery codes, which stay in the browser as passwords do.

#![expect(missing_docs, reason = "the macro makes a struct of each function's parameters")]

use domain::{Blob, NewCredential, SecretBlob};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::Json;

use crate::{
    UiError,
    api::session::{SessionKind, SignedIn, Who, WrappedKey},
};

/// What a browser makes of a new recovery code.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewRecovery {
    /// What proves knowledge of the code.
    pub proof: SecretBlob,
    /// The private key, wrapped by the code.
    pub wrapped_private_key: Blob,
}

/// Keeps a new recovery code for whoever is signed in, in the place of an earlier one.
///
/// # Errors
/// [`UiError::WrongPassword`] when the current password is not right.
#[server(prefix = "/api", endpoint = "set_recovery", input = Json, output = Json)]
pub async fn set_recovery(kind: SessionKind, current: SecretBlob, new: NewRecovery) -> Result<(), UiError> {
    use crate::ssr::{call, engine};
    let session = call::session(kind).await?;
    let from = call::caller()?.address;
    engine()?.set_recovery(&session, current, call::recovery(new), from).await.map_err(call::refuse)
}

/// The private key of whoever proves their recovery code, wrapped by it.
///
/// # Errors
/// [`UiError::WrongPassword`] for a wrong code and for nobody alike, or [`UiError::SlowDown`].
#[server(prefix = "/api", endpoint = "try_recovery", input = Json, output = Json)]
pub async fn try_recovery(who: Who, proof: SecretBlob) -> Result<WrappedKey, UiError> {
    use crate::ssr::{call, engine};
    let from = call::caller()?.address;
    let (key_id, wrapped_private_key) =
        engine()?.try_recovery(&call::identity(&who)?, &proof, from).await.map_err(call::refuse)?;
    Ok(WrappedKey { key_id, wrapped_private_key })
}

/// Sets a new password, and another recovery code, for whoever proves theirs; and begins a session.
///
/// # Errors
/// As for [`try_recovery`].
#[server(prefix = "/api", endpoint = "recover", input = Json, output = Json)]
pub async fn recover(
    who: Who,
    proof: SecretBlob,
    credential: NewCredential,
    next: NewRecovery,
) -> Result<SignedIn, UiError> {
    use crate::ssr::{call, engine};
    let caller = call::caller()?;
    let (identity, next) = (call::identity(&who)?, call::recovery(next));
    let signed_in = engine()?
        .recover(&identity, &proof, credential, next, caller.address, &caller.agent)
        .await
        .map_err(call::refuse)?;
    Ok(call::begin(call::kind_of(&who), signed_in))
}
