//! What waits behind a passcode.

use domain::{BehindPasscode, Blob, MessageId, Passcode, PasscodeSalt, SecretBlob};
use rand_core::CryptoRng;
use seal::{DataKey, Locator, PasscodeKeys, PublicKey, Salt};
use serde_json::{Value, json};

use super::{Browser, ClientError};

/// A message behind a passcode, as whoever tries one knows it.
#[derive(Debug, Clone)]
pub struct Behind<'a> {
    /// The message.
    pub message: MessageId,
    /// What passcodes for it are stretched with.
    pub stretched: PasscodeSalt,
    /// The passcode, as it was heard.
    pub heard: &'a str,
}

impl Behind<'_> {
    /// What the passcode is turned into.
    ///
    /// # Errors
    /// When it cannot be one.
    pub fn keys(&self) -> Result<PasscodeKeys, ClientError> {
        let salt = Salt::from_slice(&self.stretched.salt.0)?;
        let heard: Passcode =
            self.heard.parse().map_err(|_| ClientError::Malformed("no passcode".to_owned()))?;
        Ok(seal::derive_passcode(heard.as_str(), self.message, &salt, self.stretched.kdf)?)
    }

    /// What proves it.
    ///
    /// # Errors
    /// When it cannot be a passcode.
    pub fn proof(&self) -> Result<SecretBlob, ClientError> {
        Ok(SecretBlob(self.keys()?.proof.as_bytes().to_vec()))
    }

    /// What a sender hands in of it.
    ///
    /// # Errors
    /// When it cannot be a passcode.
    pub fn given(&self) -> Result<BehindPasscode, ClientError> {
        Ok(BehindPasscode { stretched: self.stretched.clone(), proof: self.proof()? })
    }

    pub(super) fn wrap(&self, key: &DataKey, rng: &mut impl CryptoRng) -> Result<Blob, ClientError> {
        Ok(Blob(self.keys()?.wrapping.wrap(self.message, key, rng)))
    }

    /// Unwraps the data key, and seals it to these keys, as a claim hands it in.
    pub(super) async fn open(
        &self,
        browser: &mut Browser,
        link: &Locator,
        to: &PublicKey,
        rng: &mut impl CryptoRng,
    ) -> Result<Value, ClientError> {
        let (keys, proof) = (self.keys()?, self.proof()?);
        let arguments = json!({ "locator": link.to_string(), "proof": proof });
        let wrapped: Blob = browser.call("try_passcode", &arguments).await?;
        let data_key = keys.wrapping.unwrap(self.message, &wrapped.0)?;
        let sealed_key = Blob(to.seal_data_key(self.message, &data_key, rng));
        Ok(json!({ "proof": proof, "sealed_key": sealed_key }))
    }
}
