//! Vonage: its Messages API, channel SMS.

mod codes;
pub(in crate::http) mod send;
mod webhook;

use url::Url;

use super::{
    Secret, Sender, SettingsError,
    settings::{Plain, base_url, callback_url, word},
};

/// An account at Vonage.
#[derive(Debug, Clone)]
pub struct Vonage {
    api_key: String,
    api_secret: Secret,
    from: Sender,
    signature_secret: Option<Secret>,
    base_url: String,
    callback: Option<Url>,
}

impl Vonage {
    /// An account as Vonage's dashboard shows it.
    ///
    /// # Errors
    /// When key or secret cannot be one.
    pub fn new(api_key: &str, api_secret: Secret, from: Sender) -> Result<Self, SettingsError> {
        // A colon would end the name in HTTP's Basic authentication.
        let api_key = word("api_key", api_key, "the key of 8 characters at the top of Vonage's dashboard")?;
        if api_key.contains(':') {
            return Err(SettingsError::Text { setting: "api_key", example: "the key without a colon" });
        }
        Ok(Self {
            api_key,
            api_secret: api_secret.checked("api_secret")?,
            from,
            signature_secret: None,
            base_url: "https://api.nexmo.com".to_owned(),
            callback: None,
        })
    }

    /// With the secret that Vonage signs its webhooks with. Without it there are none.
    ///
    /// # Errors
    /// When it cannot be one.
    pub fn with_signature_secret(mut self, secret: Secret) -> Result<Self, SettingsError> {
        self.signature_secret = Some(secret.checked("signature_secret")?);
        Ok(self)
    }

    /// With another address than `https://api.nexmo.com`, such as a region's.
    ///
    /// # Errors
    /// When it is no address to send a secret to.
    pub fn at(mut self, url: &str) -> Result<Self, SettingsError> {
        self.base_url = base_url("base_url", url, "https://api.nexmo.com", Plain::Loopback)?;
        Ok(self)
    }

    /// With receipts for each text: where the world reaches our webhook of this route.
    ///
    /// # Errors
    /// When it is no URL, or not `https`.
    pub fn with_callback(mut self, url: &str) -> Result<Self, SettingsError> {
        self.callback = Some(callback_url(url)?);
        Ok(self)
    }
}
