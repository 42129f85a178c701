//! Twilio: the Messages resource of its REST API (2010-04-01).

mod codes;
pub(in crate::http) mod find;
pub(in crate::http) mod send;
mod webhook;

use url::Url;

use super::{
    Secret, Sender, SettingsError,
    settings::{Plain, base_url, callback_url},
};

/// An account at Twilio.
#[derive(Debug, Clone)]
pub struct Twilio {
    account_sid: String,
    auth_token: Secret,
    sender: TwilioSender,
    base_url: String,
    callback: Option<Url>,
}

/// Whom texts through Twilio are from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TwilioSender {
    /// One number, short code or name.
    From(Sender),
    /// Whatever a messaging service chooses.
    MessagingService(MessagingServiceSid),
}

/// The id of a messaging service: `MG` and 32 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessagingServiceSid(String);

impl Twilio {
    /// An account as Twilio's console shows it.
    ///
    /// # Errors
    /// When the account's id or token cannot be one.
    pub fn new(account_sid: &str, auth_token: Secret, sender: TwilioSender) -> Result<Self, SettingsError> {
        if !is_sid(account_sid, "AC") {
            return Err(SettingsError::TwilioAccount);
        }
        Ok(Self {
            account_sid: account_sid.to_owned(),
            auth_token: auth_token.checked("auth_token")?,
            sender,
            base_url: "https://api.twilio.com".to_owned(),
            callback: None,
        })
    }

    /// With another address than `https://api.twilio.com`, such as a region's.
    ///
    /// # Errors
    /// When it is no address to send a password to.
    pub fn at(mut self, url: &str) -> Result<Self, SettingsError> {
        self.base_url = base_url("base_url", url, "https://api.twilio.com", Plain::Loopback)?;
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

impl MessagingServiceSid {
    /// A messaging service as Twilio's console shows it.
    ///
    /// # Errors
    /// When it cannot be one.
    pub fn new(sid: &str) -> Result<Self, SettingsError> {
        if is_sid(sid, "MG") { Ok(Self(sid.to_owned())) } else { Err(SettingsError::TwilioService) }
    }
}

fn is_sid(text: &str, kind: &str) -> bool {
    let digits = text.strip_prefix(kind).unwrap_or_default();
    digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}
