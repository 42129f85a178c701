//! The site that passkeys are for.

use std::net::IpAddr;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use passki::{ClientData, Passki, PasskiError, StoredPasskey};
use serde_json::{Value, json};

use crate::{CREDENTIAL_ID_MAX, Made, Refused, Used, Verifier};

/// Bytes of a challenge: twice what the standard asks for at least (13.4.3).
pub const CHALLENGE_LENGTH: usize = 32;

/// Why a public URL can have no passkeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotOffered {
    /// Browsers keep passkeys for names only.
    #[error("the public URL has an address in the place of a name")]
    Address,
    /// Browsers offer them over https only, and on this machine.
    #[error("the public URL is not https")]
    Insecure,
}

/// The site that passkeys are for: its name, and the origin that its pages have.
pub struct RelyingParty {
    passki: Passki,
}

impl RelyingParty {
    /// The one of a public URL: scheme and authority in lower case, without a slash at the end.
    ///
    /// # Errors
    /// When browsers would not have passkeys there.
    pub fn new(public_url: &str) -> Result<Self, NotOffered> {
        let (scheme, authority) = public_url.split_once("://").ok_or(NotOffered::Insecure)?;
        let host = match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => host,
            _ => authority,
        };
        if host.starts_with('[') || host.parse::<IpAddr>().is_ok() {
            return Err(NotOffered::Address);
        }
        let is_local = host == "localhost" || host.ends_with(".localhost");
        if scheme != "https" && !is_local {
            return Err(NotOffered::Insecure);
        }
        Ok(Self { passki: Passki::new(host, &[public_url], "") })
    }

    /// The name that passkeys are kept for (the RP ID).
    #[must_use]
    pub fn id(&self) -> &str {
        &self.passki.rp_id
    }

    /// The challenge that a browser answers, to find what was asked. It proves nothing yet.
    ///
    /// # Errors
    /// [`Refused::Malformed`] when it is none of ours.
    pub fn challenge_in(client_data: &[u8]) -> Result<[u8; CHALLENGE_LENGTH], Refused> {
        let said = ClientData::from_bytes(client_data).map_err(|_| Refused::Malformed)?;
        let bytes = URL_SAFE_NO_PAD.decode(said.challenge).map_err(|_| Refused::Malformed)?;
        bytes.try_into().map_err(|_| Refused::Malformed)
    }

    /// Checks a passkey that was just made for a challenge (Web Authentication, 7.1).
    ///
    /// # Errors
    /// When it is not to be believed.
    pub fn check_made(
        &self,
        challenge: &[u8; CHALLENGE_LENGTH],
        made: &Made<'_>,
    ) -> Result<Verifier, Refused> {
        let state = json!({
            "challenge": challenge,
            "user": { "id": "", "name": "", "displayName": "" },
            "user_verification": "required",
        });
        let said = json!({
            "rawId": text(made.credential_id),
            "response": { "clientDataJSON": text(made.client_data), "attestationObject": text(made.attestation) },
        });
        let stored = self.passki.finish_passkey_registration(&read(said)?, &read(state)?).map_err(refused)?;
        let StoredPasskey { credential_id, public_key, algorithm, counter, .. } = stored;
        if credential_id.is_empty() || credential_id.len() > CREDENTIAL_ID_MAX {
            return Err(Refused::Malformed);
        }
        Ok(Verifier { credential_id, public_key, algorithm, counter })
    }

    /// Checks a passkey that was just used for a challenge (Web Authentication, 7.2); what its counter says now.
    ///
    /// # Errors
    /// When it is not to be believed.
    pub fn check_used(
        &self,
        challenge: &[u8; CHALLENGE_LENGTH],
        used: &Used<'_>,
        verifier: &Verifier,
    ) -> Result<u32, Refused> {
        let state = json!({
            "challenge": challenge,
            "allowed_credentials": [verifier.credential_id],
            "user_verification": "required",
        });
        let said = json!({
            "rawId": text(used.credential_id),
            "response": {
                "clientDataJSON": text(used.client_data),
                "authenticatorData": text(used.authenticator_data),
                "signature": text(used.signature),
            },
        });
        let Verifier { credential_id, public_key, algorithm, counter } = verifier.clone();
        let mut stored = StoredPasskey::default();
        stored.credential_id = credential_id;
        stored.public_key = public_key;
        stored.algorithm = algorithm;
        stored.counter = counter;
        let checked = self.passki.finish_passkey_authentication(&read(said)?, &read(state)?, &stored);
        checked.map(|result| result.counter).map_err(refused)
    }
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The library's types are made from JSON only, as browsers send it.
fn read<T: serde::de::DeserializeOwned>(json: Value) -> Result<T, Refused> {
    serde_json::from_value(json).map_err(|_| Refused::Malformed)
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` gives")]
fn refused(error: PasskiError) -> Refused {
    match error {
        PasskiError::CounterRegression => Refused::Counter,
        PasskiError::UserVerificationRequired | PasskiError::UserNotPresent => Refused::Unverified,
        PasskiError::ChallengeMismatch => Refused::Challenge,
        PasskiError::SignatureVerificationFailed => Refused::Signature,
        PasskiError::OriginMismatch { .. }
        | PasskiError::RpIdHashMismatch
        | PasskiError::CrossOriginNotAllowed
        | PasskiError::TopOriginMismatch { .. } => Refused::Site,
        _ => Refused::Malformed,
    }
}
