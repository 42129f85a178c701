//! An Android phone with android-sms-gateway, in the operator's own network or through its cloud.

pub(in crate::http) mod send;
mod webhook;

use super::{
    Secret, SettingsError,
    settings::{Plain, base_url, word},
};

/// A phone.
#[derive(Debug, Clone)]
pub struct Phone {
    base_url: String,
    user: String,
    password: Secret,
    sim: Option<u8>,
    signing_key: Option<Secret>,
}

impl Phone {
    /// A phone as its app shows it: `http://192.168.1.20:8080` in its local mode,
    /// `https://api.sms-gate.app/3rdparty/v1` through the cloud.
    ///
    /// # Errors
    /// When one of them cannot be one.
    pub fn new(url: &str, user: &str, password: Secret) -> Result<Self, SettingsError> {
        let example = "http://192.168.1.20:8080 or https://api.sms-gate.app/3rdparty/v1";
        let user = word("user", user, "the name that the app shows")?;
        if user.contains(':') {
            return Err(SettingsError::Text { setting: "user", example: "the name without a colon" });
        }
        Ok(Self {
            base_url: base_url("base_url", url, example, Plain::OwnNetwork)?,
            user,
            password: password.checked("password")?,
            sim: None,
            signing_key: None,
        })
    }

    /// With one of the phone's SIM cards, counted from 1.
    ///
    /// # Errors
    /// When no phone has so many.
    pub fn with_sim(mut self, number: u8) -> Result<Self, SettingsError> {
        self.sim = Some(number).filter(|number| (1..=3).contains(number));
        self.sim.map(|_| ()).ok_or(SettingsError::Sim)?;
        Ok(self)
    }

    /// With the key that the phone signs its webhooks with (Settings, Webhooks, Signing key). Without it there are none.
    ///
    /// # Errors
    /// When it cannot be one.
    pub fn with_signing_key(mut self, key: Secret) -> Result<Self, SettingsError> {
        self.signing_key = Some(key.checked("signing_key")?);
        Ok(self)
    }
}
