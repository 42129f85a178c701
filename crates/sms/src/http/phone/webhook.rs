//! What the phone posts: JSON, signed over the body and the time.

use serde_json::Value;

use super::{
    super::{
        json,
        webhook::{Check, CheckKind, Incoming, Received, WebhookError, from_hex},
    },
    Phone,
};
use crate::{Event, Inbound, Outcome, Receipt};

impl Phone {
    pub(in crate::http) fn receive(
        &self,
        request: &Incoming<'_>,
        verify: &dyn Fn(&Check<'_>) -> bool,
    ) -> Result<Received, WebhookError> {
        let key = self.signing_key.as_ref().ok_or(WebhookError::NoKey)?.expose().as_bytes();
        let header = |name| request.header(name).ok_or(WebhookError::Signature);
        let (signature, timestamp) = (header("x-signature")?, header("x-timestamp")?);
        let signature = from_hex(signature).ok_or(WebhookError::Signature)?;
        let message = [request.body, timestamp.as_bytes()].concat();
        if !verify(&Check { kind: CheckKind::HmacSha256, key, message: &message, signature: &signature }) {
            return Err(WebhookError::Signature);
        }
        request.in_time(timestamp)?;
        let json = request.json()?;
        let event = json::text(&json, "/event").ok_or(WebhookError::Malformed)?;
        let payload = json.get("payload").ok_or(WebhookError::Malformed)?;
        let event = match event.as_str() {
            "sms:received" => Some(inbound(payload, json::text(&json, "/id"))?),
            "sms:sent" => Some(receipt(payload, Outcome::Sent)?),
            "sms:delivered" => Some(receipt(payload, Outcome::Delivered)?),
            // The phone's own radio refused it.
            "sms:failed" => {
                let reason = domain::FailureReason::NumberUnreachable;
                Some(receipt(payload, Outcome::Undeliverable(reason))?)
            }
            _ => None,
        };
        Ok(Received::of(event.into_iter().collect()))
    }
}

fn receipt(payload: &Value, outcome: Outcome) -> Result<Event, WebhookError> {
    let id = json::text(payload, "/messageId").ok_or(WebhookError::Malformed)?;
    let notice = id.parse().ok();
    Ok(Event::Receipt(Receipt { references: vec![id], id: notice, outcome, price: None }))
}

fn inbound(payload: &Value, event: Option<String>) -> Result<Event, WebhookError> {
    let from = json::text(payload, "/phoneNumber")
        .or_else(|| json::text(payload, "/sender"))
        .ok_or(WebhookError::Malformed)?;
    Ok(Event::Inbound(Inbound {
        id: json::text(payload, "/messageId").or(event),
        from,
        to: json::text(payload, "/recipient").unwrap_or_default(),
        body: json::text(payload, "/message").unwrap_or_default(),
    }))
}
