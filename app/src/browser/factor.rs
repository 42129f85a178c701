//! Signing in with a second factor, and proving the password again.

use domain::SecretBlob;
use seal::PasswordKeys;

use super::keys::{attach, proof, stretch};
use crate::{
    UiError,
    api::{
        factor::{self, SignInStep},
        session::{self, SessionKind, SignedIn, Who},
    },
};

/// A sign-in that waits for its code. What the password was stretched to stays here meanwhile: the server keeps the wrapped
/// key back until the code is right.
pub(crate) struct Halfway(PasswordKeys);

/// Signs a sender in; `None` when that is done, without a code.
pub(crate) async fn begin_sign_in(email: String, password: &str) -> Result<Option<Halfway>, UiError> {
    let challenge = session::challenge_of(Who::Email(email.clone())).await?;
    let keys = stretch(password, &challenge).await?;
    match factor::sign_in_account(email, proof(&keys)).await? {
        SignInStep::Whole(signed_in) => open(&keys, &signed_in).await.map(|()| None),
        SignInStep::Code => Ok(Some(Halfway(keys))),
    }
}

/// Signs in with the code; how many recovery codes are left, when one was used.
pub(crate) async fn finish_sign_in(halfway: &Halfway, code: String) -> Result<Option<u32>, UiError> {
    let finished = factor::finish_sign_in(code).await?;
    open(&halfway.0, &finished.signed_in).await?;
    Ok(finished.codes_left)
}

/// What proves the password of whoever is signed in once more.
pub(crate) async fn prove(email: String, password: &str) -> Result<SecretBlob, UiError> {
    let challenge = session::challenge_of(Who::Email(email)).await?;
    Ok(proof(&stretch(password, &challenge).await?))
}

async fn open(keys: &PasswordKeys, signed_in: &SignedIn) -> Result<(), UiError> {
    let private = keys.wrapping.unwrap(signed_in.key_id, &signed_in.wrapped_private_key.0);
    attach(SessionKind::Sender, signed_in, &private.map_err(|_| UiError::Unexpected)?).await
}
