//! Telnyx: version 2 of its messaging API.

mod codes;
pub(in crate::http) mod send;
mod webhook;

use base64::{Engine, engine::general_purpose::STANDARD};
use url::Url;

use super::{
    Secret, Sender, SettingsError,
    settings::{Plain, base_url, callback_url},
};

/// An account at Telnyx.
#[derive(Debug, Clone)]
pub struct Telnyx {
    api_key: Secret,
    from: Option<Sender>,
    profile: Option<String>,
    public_key: Option<[u8; 32]>,
    base_url: String,
    callback: Option<Url>,
}

impl Telnyx {
    /// An account as Telnyx's portal shows it. Texts are from `from`, or from a number of the messaging profile's pool;
    /// a name as sender needs both.
    ///
    /// # Errors
    /// When one of them cannot be one, or when there is neither sender nor profile.
    pub fn new(
        api_key: Secret,
        from: Option<Sender>,
        messaging_profile_id: Option<&str>,
    ) -> Result<Self, SettingsError> {
        if from.is_none() && messaging_profile_id.is_none() {
            return Err(SettingsError::TelnyxSender);
        }
        if !messaging_profile_id.is_none_or(is_uuid) {
            return Err(SettingsError::TelnyxProfile);
        }
        Ok(Self {
            api_key: api_key.checked("api_key")?,
            from,
            profile: messaging_profile_id.map(str::to_owned),
            public_key: None,
            base_url: "https://api.telnyx.com".to_owned(),
            callback: None,
        })
    }

    /// With the key that Telnyx signs its webhooks with. Without it there are none.
    ///
    /// # Errors
    /// When it is not 32 bytes in base64.
    pub fn with_public_key(mut self, base64: &str) -> Result<Self, SettingsError> {
        let key = STANDARD.decode(base64.trim()).ok().and_then(|bytes| bytes.try_into().ok());
        self.public_key = Some(key.ok_or(SettingsError::TelnyxKey)?);
        Ok(self)
    }

    /// With another address than `https://api.telnyx.com`.
    ///
    /// # Errors
    /// When it is no address to send a key to.
    pub fn at(mut self, url: &str) -> Result<Self, SettingsError> {
        self.base_url = base_url("base_url", url, "https://api.telnyx.com", Plain::Loopback)?;
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

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
