//! What Telnyx posts: JSON, signed with its key over the time and the body.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;

use super::{
    super::{
        json,
        webhook::{Check, CheckKind, Incoming, Received, WebhookError},
    },
    Telnyx, codes,
    send::price,
};
use crate::{Event, Inbound, Outcome, Receipt};

impl Telnyx {
    pub(in crate::http) fn receive(
        &self,
        request: &Incoming<'_>,
        verify: &dyn Fn(&Check<'_>) -> bool,
    ) -> Result<Received, WebhookError> {
        let key = self.public_key.as_ref().ok_or(WebhookError::NoKey)?;
        let header = |name| request.header(name).ok_or(WebhookError::Signature);
        let (signature, timestamp) = (header("telnyx-signature-ed25519")?, header("telnyx-timestamp")?);
        let signature = STANDARD.decode(signature).map_err(|_| WebhookError::Signature)?;
        let message = [timestamp.as_bytes(), b"|", request.body].concat();
        if !verify(&Check { kind: CheckKind::Ed25519, key, message: &message, signature: &signature }) {
            return Err(WebhookError::Signature);
        }
        request.in_time(timestamp)?;
        let json = request.json()?;
        let event = json::text(&json, "/data/event_type").ok_or(WebhookError::Malformed)?;
        let payload = json.pointer("/data/payload").ok_or(WebhookError::Malformed)?;
        let event = match event.as_str() {
            "message.received" => Some(inbound(payload)?),
            "message.sent" | "message.finalized" => receipt(payload)?,
            _ => None,
        };
        Ok(Received::of(event.into_iter().collect()))
    }
}

fn receipt(payload: &Value) -> Result<Option<Event>, WebhookError> {
    let id = json::text(payload, "/id").ok_or(WebhookError::Malformed)?;
    let status = json::text(payload, "/to/0/status").unwrap_or_default();
    let outcome = match status.as_str() {
        "sent" => Outcome::Sent,
        "delivered" => Outcome::Delivered,
        "sending_failed" | "delivery_failed" | "expired" | "cancelled" => {
            Outcome::Undeliverable(codes::reason(json::code(payload, "/errors/0/code")))
        }
        // The carrier tells nothing more: it was sent.
        "delivery_unconfirmed" => Outcome::Sent,
        _ => return Ok(None),
    };
    let price = payload.get("cost").and_then(price);
    Ok(Some(Event::Receipt(Receipt { references: vec![id], id: None, outcome, price })))
}

fn inbound(payload: &Value) -> Result<Event, WebhookError> {
    let from = json::text(payload, "/from/phone_number").ok_or(WebhookError::Malformed)?;
    Ok(Event::Inbound(Inbound {
        id: json::text(payload, "/id"),
        from,
        to: json::text(payload, "/to/0/phone_number").unwrap_or_default(),
        body: json::text(payload, "/text").unwrap_or_default(),
    }))
}
