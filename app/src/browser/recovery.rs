//! A second way to one's own key.

use domain::{Blob, SecretBlob};
use seal::{PrivateKey, RecoveryCode};

use super::{
    keys::{attach, credential, proof, stretch},
    page::rng,
};
use crate::{
    UiError,
    api::{
        recovery::{self, NewRecovery},
        session::{self, Challenge, SessionKind, Who},
    },
};

/// Makes a recovery code for whoever is signed in, once they have typed their password again; the code, to be shown.
pub(crate) async fn make_recovery_code(
    kind: SessionKind,
    challenge: &Challenge,
    password: &str,
) -> Result<String, UiError> {
    let keys = stretch(password, challenge).await?;
    let wrapped = session::fetch_wrapped_key(kind, proof(&keys)).await?;
    let private = keys.wrapping.unwrap(wrapped.key_id, &wrapped.wrapped_private_key.0);
    let (code, new) = new_code(&private.map_err(|_| UiError::Unexpected)?);
    recovery::set_recovery(kind, proof(&keys), new).await?;
    Ok(code)
}

/// Sets a new password with a recovery code, and signs in; the next code, to be shown.
pub(crate) async fn recover(who: Who, code: &RecoveryCode, password: &str) -> Result<String, UiError> {
    let kind = if matches!(who, Who::Email(_)) { SessionKind::Sender } else { SessionKind::Recipient };
    let keys = code.keys();
    let proof = SecretBlob(keys.proof.as_bytes().to_vec());
    let wrapped = recovery::try_recovery(who.clone(), proof.clone()).await?;
    let private = keys.wrapping.unwrap(wrapped.key_id, &wrapped.wrapped_private_key.0);
    let private = private.map_err(|_| UiError::Unexpected)?;
    let challenge = session::challenge_of(who.clone()).await?;
    let credential = credential(password, challenge, &private).await?;
    let (next_code, next) = new_code(&private);
    let signed_in = recovery::recover(who, proof, credential, next).await?;
    attach(kind, &signed_in, &private).await?;
    Ok(next_code)
}

fn new_code(private: &PrivateKey) -> (String, NewRecovery) {
    let code = RecoveryCode::generate(&mut rng());
    let keys = code.keys();
    let new = NewRecovery {
        proof: SecretBlob(keys.proof.as_bytes().to_vec()),
        wrapped_private_key: Blob(keys.wrapping.wrap(private.id(), private, &mut rng())),
    };
    (code.expose().to_string(), new)
}
