//! From a password to a live session.

use domain::{Blob, KdfParams, NewCredential, SecretBlob};
use rand_core::CryptoRng;
use seal::{Locator, PrivateKey, Salt, SessionKey};
use serde_json::json;

use super::{
    Behind, Browser, ClientError, Who,
    wire::{Challenge, SignedIn},
};

/// Signs in, attaches the private key to the session, and hands it out.
///
/// # Errors
/// Those of [`Browser::call`]; also when the password is wrong.
pub async fn sign_in(
    browser: &mut Browser,
    who: &Who,
    password: &str,
    rng: &mut impl CryptoRng,
) -> Result<PrivateKey, ClientError> {
    let challenge: Challenge = browser.call("challenge", &json!({ "who": who })).await?;
    let keys = seal::derive(password, &Salt::from_slice(&challenge.salt.0)?, challenge.kdf)?;
    let proof = SecretBlob(keys.authentication.as_bytes().to_vec());
    let signed_in: SignedIn =
        browser.call("sign_in", &json!({ "who": who, "authentication_key": proof })).await?;
    let private = keys.wrapping.unwrap(signed_in.key_id, &signed_in.wrapped_private_key.0)?;
    let kind = if matches!(who, Who::Email(_)) { "sender" } else { "recipient" };
    attach(browser, kind, &signed_in, &private, rng).await?;
    Ok(private)
}

/// A recipient's first visit: makes keys, claims the number, and attaches the private key to the session.
///
/// # Errors
/// Those of [`Browser::call`]; also when the link does not work, or the number has an owner.
pub async fn claim(
    browser: &mut Browser,
    link: &Locator,
    password: &str,
    rng: &mut impl CryptoRng,
) -> Result<PrivateKey, ClientError> {
    take("claim", browser, link, password, None, rng).await
}

/// The same where a message waits behind a passcode.
///
/// # Errors
/// As for [`claim`]; also when it is not the passcode.
pub async fn claim_behind(
    browser: &mut Browser,
    link: &Locator,
    password: &str,
    behind: &Behind<'_>,
    rng: &mut impl CryptoRng,
) -> Result<PrivateKey, ClientError> {
    take("claim", browser, link, password, Some(behind), rng).await
}

/// New keys for a number whose owner has forgotten their password, with the passcode that its sender gave.
///
/// # Errors
/// As for [`claim_behind`].
pub async fn reset(
    browser: &mut Browser,
    link: &Locator,
    password: &str,
    behind: &Behind<'_>,
    rng: &mut impl CryptoRng,
) -> Result<PrivateKey, ClientError> {
    take("reset", browser, link, password, Some(behind), rng).await
}

async fn take(
    function: &str,
    browser: &mut Browser,
    link: &Locator,
    password: &str,
    behind: Option<&Behind<'_>>,
    rng: &mut impl CryptoRng,
) -> Result<PrivateKey, ClientError> {
    let private = PrivateKey::generate(rng);
    let opened = match behind {
        Some(behind) => Some(behind.open(browser, link, &private.public_key(), rng).await?),
        None => None,
    };
    let who = Who::Locator(link.to_string());
    let challenge: Challenge = browser.call("challenge", &json!({ "who": who })).await?;
    let salt = Salt::from_slice(&challenge.salt.0)?;
    let credential = new_credential(password, &salt, &private, rng)?;
    let mut arguments = json!({ "locator": link.to_string(), "credential": credential });
    arguments[if function == "reset" { "opened" } else { "passcode" }] = json!(opened);
    let signed_in: SignedIn = browser.call(function, &arguments).await?;
    attach(browser, "recipient", &signed_in, &private, rng).await?;
    Ok(private)
}

/// What a browser makes of a new password.
///
/// # Errors
/// When the stretching has no memory to work with.
pub fn new_credential(
    password: &str,
    salt: &Salt,
    private: &PrivateKey,
    rng: &mut impl CryptoRng,
) -> Result<NewCredential, ClientError> {
    let (public, kdf) = (private.public_key(), KdfParams::INITIAL);
    let keys = seal::derive(password, salt, kdf)?;
    Ok(NewCredential {
        kdf,
        salt: Blob(salt.as_bytes().to_vec()),
        authentication_key: SecretBlob(keys.authentication.as_bytes().to_vec()),
        public_key: Blob(public.to_bytes()),
        wrapped_private_key: Blob(keys.wrapping.wrap(public.id(), private, rng)),
    })
}

async fn attach(
    browser: &mut Browser,
    kind: &str,
    signed_in: &SignedIn,
    private: &PrivateKey,
    rng: &mut impl CryptoRng,
) -> Result<(), ClientError> {
    let session_key = SessionKey::from_slice(&signed_in.session_key.0)?;
    let wrapped = Blob(session_key.wrap(signed_in.key_id, private, rng));
    browser.call("attach", &json!({ "kind": kind, "wrapped_private_key": wrapped })).await
}
