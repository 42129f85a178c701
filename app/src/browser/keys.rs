//! From a password to a live session.

use std::pin::Pin;

use domain::{
    BehindPasscode, Blob, DeliveryId, KdfParams, MessageId, NewCredential, PasscodeSalt, SecretBlob,
};
use seal::{PasscodeKeys, PasswordKeys, PrivateKey, PublicKey, Salt, SessionKey};
use wasm_split_helpers::wasm_split;

use super::page::{normalized, paint, rng};
use crate::{
    UiError,
    api::{
        mail,
        recipient::{self, PasscodeGate, PasscodeOpened},
        session::{self, Challenge, SessionKind, SignedIn, Who},
    },
    pages::mail::PasscodePurpose as Purpose,
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

/// A recipient's first visit: opens what waits behind a passcode, makes their keys, claims the number or replaces the keys
/// that it had, and attaches the key to the session.
pub(crate) async fn claim(
    locator: String,
    password: &str,
    passcode: Option<(PasscodeGate, String)>,
    replaces: bool,
) -> Result<(), UiError> {
    let private = PrivateKey::generate(&mut rng());
    let opened = match passcode {
        Some((gate, heard)) => Some(opened(locator.clone(), gate, heard, private.public_key()).await?),
        None => None,
    };
    let challenge = session::challenge_of(Who::Locator(locator.clone())).await?;
    let credential = credential(password, challenge, &private).await?;
    let signed_in = match opened {
        Some(opened) if replaces => recipient::reset(locator, credential, opened).await?,
        opened => recipient::claim(locator, credential, opened).await?,
    };
    attach(SessionKind::Recipient, &signed_in, &private).await
}

/// Opens what waits behind a passcode for somebody who is signed in.
pub(crate) async fn open_passcode(
    locator: String,
    gate: PasscodeGate,
    heard: String,
    own_key: &Blob,
) -> Result<(), UiError> {
    let own_key = PublicKey::from_bytes(&own_key.0).map_err(|_| UiError::Unexpected)?;
    let opened = opened(locator.clone(), gate, heard, own_key).await?;
    recipient::open_passcode(locator, opened).await
}

/// Gives a delivery a passcode.
pub(crate) async fn give_passcode(
    purpose: Purpose,
    message: MessageId,
    delivery: DeliveryId,
    heard: &str,
    stretched: PasscodeSalt,
) -> Result<(), UiError> {
    let keys = passcode_keys(heard, message, &stretched).await?;
    let proof = SecretBlob(keys.proof.as_bytes().to_vec());
    let key = SecretBlob(keys.wrapping.as_bytes().to_vec());
    let behind = BehindPasscode { stretched, proof };
    match purpose {
        Purpose::Approve => mail::approve_reset(message, delivery, behind, key).await,
        Purpose::Lock => mail::lock_again(message, delivery, behind, key).await,
        Purpose::Renew | Purpose::Admit => mail::renew_passcode(message, delivery, behind, key).await,
    }
}

/// Unwraps a message's data key with its passcode, and seals it to its recipient. Most first visits need none of this, so
/// it is loaded when it is needed.
#[wasm_split(passcode, fallible, return_wrapper(let opening = _; { opening.await } -> Result<PasscodeOpened, UiError>))]
fn opened(
    locator: String,
    gate: PasscodeGate,
    heard: String,
    to: PublicKey,
) -> Pin<Box<dyn Future<Output = Result<PasscodeOpened, UiError>>>> {
    Box::pin(open_behind(locator, gate, heard, to))
}

async fn open_behind(
    locator: String,
    gate: PasscodeGate,
    heard: String,
    to: PublicKey,
) -> Result<PasscodeOpened, UiError> {
    let keys = passcode_keys(&heard, gate.message, &gate.stretched).await?;
    let proof = SecretBlob(keys.proof.as_bytes().to_vec());
    let wrapped = recipient::try_passcode(locator, proof.clone()).await?;
    let data_key = keys.wrapping.unwrap(gate.message, &wrapped.0).map_err(|_| UiError::Unexpected)?;
    Ok(PasscodeOpened { proof, sealed_key: Blob(to.seal_data_key(gate.message, &data_key, &mut rng())) })
}

/// What a passcode, as it is heard, is turned into for a message.
pub(super) async fn passcode_keys(
    heard: &str,
    message: MessageId,
    stretched: &PasscodeSalt,
) -> Result<PasscodeKeys, UiError> {
    paint().await;
    let salt = Salt::from_slice(&stretched.salt.0).map_err(|_| UiError::Unexpected)?;
    seal::derive_passcode(heard, message, &salt, stretched.kdf).map_err(|_| UiError::Unexpected)
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
    let challenge = session::challenge_of(Who::Email(email.clone())).await?;
    let credential = credential(password, challenge, &private).await?;
    let signed_in = mail::first_run(token, organisation, name, email, credential).await?;
    attach(SessionKind::Sender, &signed_in, &private).await
}

/// Wraps the same key under another password.
pub(crate) async fn change_password(
    kind: SessionKind,
    challenge: Challenge,
    current: &str,
    new: &str,
) -> Result<(), UiError> {
    let keys = stretch(current, &challenge).await?;
    let wrapped = session::fetch_wrapped_key(kind, proof(&keys)).await?;
    let private = keys.wrapping.unwrap(wrapped.key_id, &wrapped.wrapped_private_key.0);
    let credential = credential(new, challenge, &private.map_err(|_| UiError::Unexpected)?).await?;
    session::change_password(kind, proof(&keys), credential).await
}

/// The credential that guards `private` with `password`. Its salt is the one that the server tells anybody who asks: a new
/// one would show strangers that a password was chosen or changed.
pub(super) async fn credential(
    password: &str,
    challenge: Challenge,
    private: &PrivateKey,
) -> Result<NewCredential, UiError> {
    let challenge = Challenge { kdf: KdfParams::INITIAL, ..challenge };
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
pub(super) async fn stretch(password: &str, challenge: &Challenge) -> Result<PasswordKeys, UiError> {
    paint().await;
    let salt = Salt::from_slice(&challenge.salt.0).map_err(|_| UiError::Unexpected)?;
    seal::derive(&normalized(password), &salt, challenge.kdf).map_err(|_| UiError::Unexpected)
}

pub(super) fn proof(keys: &PasswordKeys) -> SecretBlob {
    SecretBlob(keys.authentication.as_bytes().to_vec())
}

pub(super) async fn attach(
    kind: SessionKind,
    signed_in: &SignedIn,
    private: &PrivateKey,
) -> Result<(), UiError> {
    let key = SessionKey::from_slice(&signed_in.session_key.0).map_err(|_| UiError::Unexpected)?;
    let wrapped = key.wrap(signed_in.key_id, private, &mut rng());
    session::attach(kind, Blob(wrapped)).await
}
