//! From a password to a live session.

use domain::{Blob, KdfParams, NewCredential, SecretBlob};
use seal::{PasswordKeys, PrivateKey, Salt, SessionKey};

use super::page::{normalized, paint, rng};
use crate::{
    UiError,
    api::{
        mail, recipient,
        session::{self, Challenge, SessionKind, SignedIn, Who},
    },
};

/// Signs in: asks for the salt unless the page had it, proves the password, and attaches the key to the session.
pub(crate) async fn sign_in(who: Who, known: Option<Challenge>, password: &str) -> Result<(), UiError> {
    let kind = if matches!(who, Who::Email(_)) { SessionKind::Sender } else { SessionKind::Recipient };
    let challenge = match known {
        Some(challenge) => challenge,
        None => session::challenge_of(who.clone()).await?,
    };
    let keys = stretch(password, &challenge).await?;
    let signed_in = session::sign_in(who, proof(&keys)).await?;
    let private = keys
        .wrapping
        .unwrap(signed_in.key_id, &signed_in.wrapped_private_key.0)
        .map_err(|_| UiError::Unexpected)?;
    attach(kind, &signed_in, &private).await
}

/// A recipient's first visit: makes their keys, claims the number, and attaches the key to the session.
pub(crate) async fn claim(locator: String, password: &str) -> Result<(), UiError> {
    let private = PrivateKey::generate(&mut rng());
    let credential = credential(password, &private).await?;
    let signed_in = recipient::claim(locator, credential).await?;
    attach(SessionKind::Recipient, &signed_in, &private).await
}

/// The very first account.
pub(crate) async fn first_run(
    token: String,
    organisation: String,
    name: String,
    email: String,
    password: &str,
) -> Result<(), UiError> {
    let private = PrivateKey::generate(&mut rng());
    let credential = credential(password, &private).await?;
    let signed_in = mail::first_run(token, organisation, name, email, credential).await?;
    attach(SessionKind::Sender, &signed_in, &private).await
}

/// Wraps the same key under another password.
pub(crate) async fn change_password(email: String, current: &str, new: &str) -> Result<(), UiError> {
    let challenge = session::challenge_of(Who::Email(email)).await?;
    let keys = stretch(current, &challenge).await?;
    let wrapped = mail::fetch_wrapped_key(proof(&keys)).await?;
    let private = keys.wrapping.unwrap(wrapped.key_id, &wrapped.wrapped_private_key.0);
    let credential = credential(new, &private.map_err(|_| UiError::Unexpected)?).await?;
    mail::change_password(proof(&keys), credential).await
}

/// The credential that guards `private` with `password`.
async fn credential(password: &str, private: &PrivateKey) -> Result<NewCredential, UiError> {
    let salt = Salt::generate(&mut rng());
    let challenge = Challenge { salt: Blob(salt.as_bytes().to_vec()), kdf: KdfParams::INITIAL };
    let keys = stretch(password, &challenge).await?;
    let public = private.public_key();
    Ok(NewCredential {
        kdf: challenge.kdf,
        salt: challenge.salt,
        authentication_key: proof(&keys),
        wrapped_private_key: Blob(keys.wrapping.wrap(public.id(), private, &mut rng())),
        public_key: Blob(public.to_bytes()),
    })
}

/// Argon2id keeps the browser busy for a second or more, so what the page says of it is painted first.
async fn stretch(password: &str, challenge: &Challenge) -> Result<PasswordKeys, UiError> {
    paint().await;
    let salt = Salt::from_slice(&challenge.salt.0).map_err(|_| UiError::Unexpected)?;
    seal::derive(&normalized(password), &salt, challenge.kdf).map_err(|_| UiError::Unexpected)
}

fn proof(keys: &PasswordKeys) -> SecretBlob {
    SecretBlob(keys.authentication.as_bytes().to_vec())
}

async fn attach(kind: SessionKind, signed_in: &SignedIn, private: &PrivateKey) -> Result<(), UiError> {
    let key = SessionKey::from_slice(&signed_in.session_key.0).map_err(|_| UiError::Unexpected)?;
    let wrapped = key.wrap(signed_in.key_id, private, &mut rng());
    session::attach(kind, Blob(wrapped)).await
}
