//! Gateways that take texts over HTTP: Twilio, Telnyx, Vonage, an Android phone, and whatever one request describes.
//!
//! [`Http::send`] tells apart what the engine has to: a text that was surely not taken, one that was taken, and one of
//! which nobody knows. [`Http::find`] asks about the last kind. [`Http::receive`] reads what a provider posts to us.
//!
//! Who could abuse it:
//!
//! - Whoever answers in a gateway's place. TLS is checked, redirects are not followed, no proxy is taken from the
//!   environment, answers are bounded in size and time, and an id out of one is text and nothing else.
//! - Whoever posts to a webhook. Nothing in a body is read before the provider's signature has been checked
//!   (`webhook`).
//! - Whoever reads logs. Numbers, words, URLs and secrets are in no `Debug` and in no error.

mod answer;
mod client;
mod generic;
mod json;
mod phone;
mod request;
mod secret;
mod settings;
pub mod sim_swap;
mod telnyx;
mod twilio;
mod vonage;
pub mod webhook;

use std::sync::Arc;

pub use answer::Answer;
pub use client::{Client, ClientError};
pub use generic::{Generic, GenericBody, GenericSettings, GenericWebhook, Pointer, Reference, Statuses};
pub use phone::Phone;
pub use secret::Secret;
pub use settings::{Sender, SettingsError};
pub use telnyx::Telnyx;
pub use twilio::{MessagingServiceSid, Twilio, TwilioSender};
pub use vonage::Vonage;

use client::Lost;

use crate::{Accepted, FindError, SendError, Text};

/// A gateway that is reached over HTTP. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Http {
    client: Client,
    provider: Arc<Provider>,
}

/// Whose gateway it is.
#[derive(Debug, Clone)]
pub enum Provider {
    /// Twilio.
    Twilio(Twilio),
    /// Telnyx.
    Telnyx(Telnyx),
    /// Vonage.
    Vonage(Vonage),
    /// An Android phone.
    Phone(Phone),
    /// Something else, described by templates.
    Generic(Box<Generic>),
}

impl Http {
    /// A provider's gateway. Gateways may share a client.
    #[must_use]
    pub fn new(provider: Provider, client: Client) -> Self {
        Self { client, provider: Arc::new(provider) }
    }

    /// The provider's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.provider.name()
    }

    /// Hands a text over, and waits for the answer: 20 s at most.
    ///
    /// # Errors
    /// When the gateway did not take it, or when nobody knows.
    pub async fn send(&self, text: &Text) -> Result<Accepted, SendError> {
        let request = self.provider.request(text)?;
        match self.client.exchange(request).await {
            Ok(answer) => self.provider.read(text, &answer),
            Err(Lost::NotSent) => Err(SendError::Unreachable),
            Err(Lost::Unclear) => Err(SendError::Unclear),
        }
    }

    /// Asks whether the gateway took a text whose answer was lost; `None` when it surely did not.
    ///
    /// # Errors
    /// When it cannot be asked, or did not say.
    pub async fn find(&self, text: &Text) -> Result<Option<Accepted>, FindError> {
        let request = self.provider.question(text)?;
        let answer = self.client.exchange(request).await.map_err(|_| FindError::Unreachable)?;
        self.provider.read_found(text, &answer)
    }

    /// Checks address and credentials without sending anything; `None` when this provider has no way to.
    ///
    /// # Errors
    /// When the gateway would not take a text now.
    pub async fn check(&self) -> Option<Result<(), SendError>> {
        let request = self.provider.harmless()?;
        let answer = match request {
            Ok(request) => self.client.exchange(request).await,
            Err(error) => return Some(Err(error)),
        };
        Some(match answer {
            Ok(answer) => self.provider.read_harmless(&answer),
            Err(_) => Err(SendError::Unreachable),
        })
    }

    /// Whether it can be asked about a text.
    #[must_use]
    pub fn can_find(&self) -> bool {
        matches!(*self.provider, Provider::Twilio(_) | Provider::Phone(_))
    }

    /// The provider, whose functions without I/O read what it says.
    #[must_use]
    pub fn provider(&self) -> &Provider {
        &self.provider
    }
}

impl Provider {
    /// Its kind.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Twilio(_) => "twilio",
            Self::Telnyx(_) => "telnyx",
            Self::Vonage(_) => "vonage",
            Self::Phone(_) => "phone",
            Self::Generic(_) => "http",
        }
    }

    /// With receipts for each text, where the provider takes an address for them: that of our webhook of this route, as
    /// the world reaches it.
    ///
    /// # Errors
    /// When it is no URL, or not `https`.
    pub fn with_callback(self, url: &str) -> Result<Self, SettingsError> {
        Ok(match self {
            Self::Twilio(twilio) => Self::Twilio(twilio.with_callback(url)?),
            Self::Telnyx(telnyx) => Self::Telnyx(telnyx.with_callback(url)?),
            Self::Vonage(vonage) => Self::Vonage(vonage.with_callback(url)?),
            Self::Phone(_) | Self::Generic(_) => self,
        })
    }

    fn request(&self, text: &Text) -> Result<::http::Request<Vec<u8>>, SendError> {
        match self {
            Self::Twilio(twilio) => twilio.request(text),
            Self::Telnyx(telnyx) => telnyx.request(text),
            Self::Vonage(vonage) => vonage.request(text),
            Self::Phone(phone) => phone.request(text),
            Self::Generic(generic) => generic.request(text),
        }
    }

    /// What the answer to a text means.
    ///
    /// # Errors
    /// When the gateway did not take it, or when nobody knows.
    pub fn read(&self, text: &Text, answer: &Answer) -> Result<Accepted, SendError> {
        match self {
            Self::Twilio(_) => twilio::send::read(answer),
            Self::Telnyx(_) => telnyx::send::read(answer),
            Self::Vonage(_) => vonage::send::read(answer),
            Self::Phone(_) => phone::send::read(text, answer),
            Self::Generic(generic) => generic.read(answer),
        }
    }

    /// A request that changes nothing and needs the credentials.
    fn harmless(&self) -> Option<Result<::http::Request<Vec<u8>>, SendError>> {
        match self {
            Self::Twilio(twilio) => Some(twilio.harmless()),
            Self::Telnyx(telnyx) => Some(telnyx.harmless()),
            Self::Phone(phone) => Some(phone.harmless()),
            Self::Vonage(_) | Self::Generic(_) => None,
        }
    }

    fn read_harmless(&self, answer: &Answer) -> Result<(), SendError> {
        match self {
            // There is no text of that id, as the phone says itself.
            Self::Phone(_) if answer.status.as_u16() == 404 && answer.json().is_some() => Ok(()),
            _ if answer.status.is_success() => Ok(()),
            _ => Err(answer.by_status()),
        }
    }

    fn question(&self, text: &Text) -> Result<::http::Request<Vec<u8>>, FindError> {
        match self {
            Self::Twilio(twilio) => twilio.question(text),
            Self::Phone(phone) => phone.question(text),
            Self::Telnyx(_) | Self::Vonage(_) | Self::Generic(_) => Err(FindError::CannotAsk),
        }
    }

    /// What the answer to the question about a text means.
    ///
    /// # Errors
    /// When it says neither yes nor no.
    pub fn read_found(&self, text: &Text, answer: &Answer) -> Result<Option<Accepted>, FindError> {
        match self {
            Self::Twilio(_) => twilio::find::read_found(text, answer),
            Self::Phone(_) => phone::send::read_found(text, answer),
            Self::Telnyx(_) | Self::Vonage(_) | Self::Generic(_) => Err(FindError::CannotAsk),
        }
    }
}
