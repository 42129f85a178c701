//! What Twilio posts: forms, signed with the account's auth token over the address and the fields.

use base64::{Engine, engine::general_purpose::STANDARD};
use url::{Url, form_urlencoded};

use super::{
    super::{
        json::phone,
        webhook::{Check, CheckKind, Incoming, Received, WebhookError},
    },
    Twilio, codes,
};
use crate::{Event, Inbound, Outcome, Receipt};

/// An empty answer in TwiML: no text goes back.
const NOTHING: (&str, &str) = ("text/xml; charset=utf-8", "<Response/>");

/// A form's fields, in their order.
struct Fields(Vec<(String, String)>);

impl Twilio {
    pub(in crate::http) fn receive(
        &self,
        request: &Incoming<'_>,
        verify: &dyn Fn(&Check<'_>) -> bool,
    ) -> Result<Received, WebhookError> {
        let fields = Fields::of(request.body);
        let signature = request.header("x-twilio-signature").ok_or(WebhookError::Signature)?;
        let signature = STANDARD.decode(signature).map_err(|_| WebhookError::Signature)?;
        let key = self.auth_token.expose().as_bytes();
        let signed = addresses(request.url).any(|url| {
            let message = fields.signed_with(&url);
            let (kind, message) = (CheckKind::HmacSha1, message.as_bytes());
            verify(&Check { kind, key, message, signature: &signature })
        });
        if !signed {
            return Err(WebhookError::Signature);
        }
        let events = fields.event(request.url)?.into_iter().collect();
        Ok(Received { events, answer: Some(NOTHING) })
    }
}

impl Fields {
    fn of(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// What is signed: the address, then each field's name and value in the order of the names; the same twice counts
    /// once.
    fn signed_with(&self, url: &str) -> String {
        let mut sorted: Vec<_> = self.0.iter().collect();
        sorted.sort();
        sorted.dedup();
        let mut signed = url.to_owned();
        sorted.into_iter().for_each(|(name, value)| signed.extend([name.as_str(), value.as_str()]));
        signed
    }

    fn event(&self, url: &str) -> Result<Option<Event>, WebhookError> {
        let sid = self.find("MessageSid").or_else(|| self.find("SmsSid")).ok_or(WebhookError::Malformed)?;
        let status = self.find("MessageStatus").or_else(|| self.find("SmsStatus")).unwrap_or_default();
        if status == "received" || (self.find("Body").is_some() && self.find("MessageStatus").is_none()) {
            return self.inbound(sid).map(Some);
        }
        let code = self.find("ErrorCode").and_then(|code| code.parse().ok());
        let outcome = match status {
            "sent" => Outcome::Sent,
            "delivered" | "read" => Outcome::Delivered,
            "undelivered" | "failed" => Outcome::Undeliverable(codes::reason(code)),
            // On its way, or a word that Twilio has added.
            _ => return Ok(None),
        };
        Ok(Some(Event::Receipt(Receipt {
            references: vec![sid.to_owned()],
            id: notice(url),
            outcome,
            price: None,
        })))
    }

    fn inbound(&self, sid: &str) -> Result<Event, WebhookError> {
        let from = self.find("From").ok_or(WebhookError::Malformed)?;
        // With Advanced Opt-Out, Twilio has obeyed and answered already.
        let out = match self.find("OptOutType") {
            Some("STOP") => Some(true),
            Some("START") => Some(false),
            _ => None,
        };
        if let (Some(out), Some(phone)) = (out, phone(from)) {
            return Ok(Event::OptOut { phone, out });
        }
        Ok(Event::Inbound(Inbound {
            id: Some(sid.to_owned()),
            from: from.to_owned(),
            to: self.find("To").unwrap_or_default().to_owned(),
            body: self.find("Body").unwrap_or_default().to_owned(),
        }))
    }
}

/// The id that we wrote into the address.
fn notice(url: &str) -> Option<domain::NoticeId> {
    let url = Url::parse(url).ok()?;
    let found = url.query_pairs().find(|(name, _)| name == "notice")?;
    found.1.parse().ok()
}

/// The address with and without its port: Twilio has signed one or the other.
fn addresses(url: &str) -> impl Iterator<Item = String> {
    let mut all = vec![url.to_owned()];
    let authority = url.split_once("://").map(|(scheme, rest)| {
        (
            scheme,
            rest.split_once('/').map_or((rest, String::new()), |(host, path)| (host, format!("/{path}"))),
        )
    });
    if let Some((scheme, (host, path))) = authority {
        let port = if scheme == "https" { 443 } else { 80 };
        // Not the colons of an IPv6 address.
        let has_port =
            host.rsplit_once(':').is_some_and(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
        all.push(match host.rsplit_once(':').filter(|_| has_port) {
            Some((name, _)) => format!("{scheme}://{name}{path}"),
            None => format!("{scheme}://{host}:{port}{path}"),
        });
    }
    all.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_signed() {
        let fields = Fields::of(b"To=%2B1&Digits=1&CallSid=CA1&To=%2B1&To=%2B0");
        assert_eq!(fields.signed_with("https://a/b?c"), "https://a/b?cCallSidCA1Digits1To+0To+1");
    }

    #[test]
    fn addresses_with_and_without_a_port() {
        let all = |url| addresses(url).collect::<Vec<_>>();
        assert_eq!(all("https://a.org/b?c=d"), ["https://a.org/b?c=d", "https://a.org:443/b?c=d"]);
        assert_eq!(all("http://a.org:8080/b"), ["http://a.org:8080/b", "http://a.org/b"]);
        assert_eq!(all("https://[::1]/b")[0], "https://[::1]/b");
        assert_eq!(all("nothing"), ["nothing"]);
    }

    #[test]
    fn the_notice_in_the_address() {
        let id = domain::NoticeId::from_bytes([0xab; 16]);
        assert_eq!(notice(&format!("https://a.org/hooks?notice={id}")), Some(id));
        assert_eq!((notice("https://a.org/hooks"), notice("https://a.org/?notice=x")), (None, None));
    }
}
