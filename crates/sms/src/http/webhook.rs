//! What providers post to us: receipts, texts from phones, opt-outs.
//!
//! Who could abuse it: anybody who knows the address. So a provider's signature is checked before a body means anything,
//! over the address as the world knows it and not as a request's `Host` says; where the provider writes a time, what is
//! older than five minutes is refused. Cryptography is passed in ([`Check`]): this crate has none.

use std::time::Duration;

use ::http::HeaderMap;
use domain::UnixMillis;

use super::{Http, Provider};
use crate::Event;

/// How old what a provider signed may be, and how far its clock may be ahead.
const WINDOW: Duration = Duration::from_secs(5 * 60);

/// A request as it came.
#[derive(Clone, Copy)]
pub struct Incoming<'a> {
    /// The whole address, as the world knows it, with the query.
    pub url: &'a str,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body.
    pub body: &'a [u8],
    /// Now.
    pub now: UnixMillis,
}

/// What has to hold before a request is believed.
#[derive(Clone, Copy)]
pub struct Check<'a> {
    /// How.
    pub kind: CheckKind,
    /// The provider's key.
    pub key: &'a [u8],
    /// What was signed.
    pub message: &'a [u8],
    /// The signature.
    pub signature: &'a [u8],
}

/// How a request is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckKind {
    /// HMAC-SHA1 (RFC 2104).
    HmacSha1,
    /// HMAC-SHA256.
    HmacSha256,
    /// Ed25519 (RFC 8032).
    Ed25519,
    /// SHA-256 of the message; there is no key.
    Sha256,
    /// The key and the signature are the same; there is no message.
    Same,
}

/// What a request says, and what to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// What it says. To be kept before it is answered.
    pub events: Vec<Event>,
    /// The answer's content type and body; none for an empty answer (204).
    pub answer: Option<(&'static str, &'static str)>,
}

/// Why a request was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// The gateway's settings have no key to check requests with.
    #[error("this gateway has no webhook: its key is not configured")]
    NoKey,
    /// It is not signed, or not by the provider.
    #[error("the signature is missing or wrong")]
    Signature,
    /// It was signed too long ago, or will be.
    #[error("the request is too old")]
    Late,
    /// It cannot be understood.
    #[error("the request cannot be understood")]
    Malformed,
}

impl Http {
    /// Reads a request that somebody posted to the webhook of this gateway's route. `verify` says whether a check holds,
    /// in constant time.
    ///
    /// # Errors
    /// When it is not the provider's, too old, or makes no sense.
    pub fn receive(
        &self,
        request: &Incoming<'_>,
        verify: &dyn Fn(&Check<'_>) -> bool,
    ) -> Result<Received, WebhookError> {
        self.provider().receive(request, verify)
    }
}

impl Provider {
    /// As [`Http::receive`].
    ///
    /// # Errors
    /// When it is not the provider's, too old, or makes no sense.
    pub fn receive(
        &self,
        request: &Incoming<'_>,
        verify: &dyn Fn(&Check<'_>) -> bool,
    ) -> Result<Received, WebhookError> {
        match self {
            Self::Twilio(twilio) => twilio.receive(request, verify),
            Self::Telnyx(telnyx) => telnyx.receive(request, verify),
            Self::Vonage(vonage) => vonage.receive(request, verify),
            Self::Phone(phone) => phone.receive(request, verify),
            Self::Generic(generic) => generic.receive(request, verify),
        }
    }
}

impl Incoming<'_> {
    /// A header's text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok().map(str::trim)
    }

    pub(super) fn json(&self) -> Result<serde_json::Value, WebhookError> {
        serde_json::from_slice(self.body).map_err(|_| WebhookError::Malformed)
    }

    /// Whether a time in seconds since 1970 is within the window around now.
    pub(super) fn in_time(&self, seconds: &str) -> Result<(), WebhookError> {
        let seconds: i64 = seconds.parse().map_err(|_| WebhookError::Signature)?;
        let at = UnixMillis::new(seconds.saturating_mul(1_000));
        let apart = at.since(self.now).max(self.now.since(at));
        if apart <= WINDOW { Ok(()) } else { Err(WebhookError::Late) }
    }
}

impl Received {
    /// These events, and an empty answer.
    pub(super) const fn of(events: Vec<Event>) -> Self {
        Self { events, answer: None }
    }
}

/// The bytes that hexadecimal digits stand for.
pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(digits.chunks(2).map(|pair| (pair[0] << 4) | pair[1]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal() {
        assert_eq!(from_hex("00fFa1"), Some(vec![0, 255, 161]));
        assert_eq!((from_hex("0"), from_hex("0g"), from_hex("ä1")), (None, None, None));
    }

    #[test]
    fn the_window() {
        let headers = HeaderMap::new();
        let now = UnixMillis::new(1_790_000_000_000);
        let request = Incoming { url: "", headers: &headers, body: b"", now };
        for (seconds, in_time) in [
            ("1790000000", Ok(())),
            ("1789999700", Ok(())),
            ("1789999699", Err(WebhookError::Late)),
            ("1790000301", Err(WebhookError::Late)),
            ("-9223372036854775808", Err(WebhookError::Late)),
            ("x", Err(WebhookError::Signature)),
        ] {
            assert_eq!(request.in_time(seconds), in_time, "{seconds}");
        }
    }
}
