use std::time::Duration;

use domain::FailureReason;
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;

use crate::SendError;

/// The longest time that a gateway's wish to wait is honoured.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);
/// The longest id of a text that is kept.
const LONGEST_REFERENCE: usize = 200;

/// What a gateway answered.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; `None` when it broke off or was too large.
    pub body: Option<Vec<u8>>,
}

impl Answer {
    pub(super) fn json(&self) -> Option<Value> {
        serde_json::from_slice(self.body.as_deref()?).ok()
    }

    /// How long the gateway asks to wait (RFC 9110, section 10.2.3). A date is compared with the answer's own, so that
    /// no clock of ours matters.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        let header = |name| self.headers.get(name)?.to_str().ok().map(str::trim);
        let wanted = header(header::RETRY_AFTER)?;
        let wait = match wanted.parse() {
            Ok(seconds) => Duration::from_secs(seconds),
            Err(_) => {
                let until = httpdate::parse_http_date(wanted).ok()?;
                let answered = httpdate::parse_http_date(header(header::DATE)?).ok()?;
                until.duration_since(answered).unwrap_or_default()
            }
        };
        Some(wait.min(LONGEST_WAIT))
    }

    pub(super) fn throttled(&self) -> SendError {
        SendError::Throttled { retry_after: self.retry_after() }
    }

    /// What a refusal means when there is only its status to go by. An error of the server's, or of something between,
    /// can have come after it took the text.
    pub(super) fn by_status(&self) -> SendError {
        match self.status.as_u16() {
            429 => self.throttled(),
            503 if self.headers.contains_key(header::RETRY_AFTER) => self.throttled(),
            // The request never arrived as a whole.
            408 => SendError::Unreachable,
            300..=399 | 401..=405 | 407 => SendError::Misconfigured,
            400..=499 => SendError::Refused(FailureReason::GatewayRefused),
            _ => SendError::Unclear,
        }
    }

    /// What a refusal means, by the provider's code where it says something. A code in a server's error proves nothing.
    pub(super) fn refusal(&self, by_code: Option<SendError>) -> SendError {
        match (self.by_status(), by_code) {
            (SendError::Throttled { retry_after }, _) | (_, Some(SendError::Throttled { retry_after })) => {
                SendError::Throttled { retry_after: retry_after.or_else(|| self.retry_after()) }
            }
            (by_status, Some(by_code))
                if self.status.is_client_error() && by_status != SendError::Unreachable =>
            {
                by_code
            }
            (by_status, _) => by_status,
        }
    }
}

/// An id as a gateway gave it, when it can be one.
pub(super) fn reference(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = !text.is_empty() && text.len() <= LONGEST_REFERENCE && !text.contains(char::is_control);
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, headers: &[(&'static str, &str)]) -> Answer {
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        Answer {
            status: StatusCode::from_u16(status).unwrap(),
            headers: headers.collect(),
            body: Some(Vec::new()),
        }
    }

    #[test]
    fn how_long_to_wait() {
        let wait =
            |headers: &[(&'static str, &str)]| answer(429, headers).retry_after().map(|wait| wait.as_secs());
        assert_eq!(wait(&[]), None);
        assert_eq!(wait(&[("retry-after", "7")]), Some(7));
        assert_eq!(wait(&[("retry-after", "86400")]), Some(3600));
        assert_eq!(wait(&[("retry-after", "99999999999999999999")]), None);
        assert_eq!(wait(&[("retry-after", "-1")]), None);
        let date = ("date", "Wed, 25 Nov 2026 21:00:00 GMT");
        assert_eq!(wait(&[("retry-after", "Wed, 25 Nov 2026 21:00:30 GMT"), date]), Some(30));
        assert_eq!(wait(&[("retry-after", "Wed, 25 Nov 2026 20:00:30 GMT"), date]), Some(0));
        assert_eq!(wait(&[("retry-after", "Wed, 25 Nov 2026 21:00:30 GMT")]), None);
    }

    #[test]
    fn what_a_status_alone_means() {
        let refused = SendError::Refused(FailureReason::GatewayRefused);
        for (status, error) in [
            (302, SendError::Misconfigured),
            (400, refused),
            (401, SendError::Misconfigured),
            (404, SendError::Misconfigured),
            (408, SendError::Unreachable),
            (422, refused),
            (429, SendError::Throttled { retry_after: None }),
            (500, SendError::Unclear),
            (502, SendError::Unclear),
            (503, SendError::Unclear),
        ] {
            assert_eq!(answer(status, &[]).by_status(), error, "{status}");
        }
        let wait = SendError::Throttled { retry_after: Some(Duration::from_secs(2)) };
        assert_eq!(answer(503, &[("retry-after", "2")]).by_status(), wait);
    }

    #[test]
    fn a_servers_error_stays_unclear_whatever_code_it_has() {
        assert_eq!(answer(500, &[]).refusal(Some(SendError::OptedOut)), SendError::Unclear);
        assert_eq!(answer(400, &[]).refusal(Some(SendError::OptedOut)), SendError::OptedOut);
    }
}
