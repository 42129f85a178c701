//! What Vonage posts: JSON, with a token (JWT, RFC 7519, HS256) that has the body's hash.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use super::{
    super::{
        json,
        webhook::{Check, CheckKind, Incoming, Received, WebhookError, from_hex},
    },
    Vonage, codes,
};
use crate::{Event, Inbound, Outcome, Price, Receipt};

impl Vonage {
    pub(in crate::http) fn receive(
        &self,
        request: &Incoming<'_>,
        verify: &dyn Fn(&Check<'_>) -> bool,
    ) -> Result<Received, WebhookError> {
        let key = self.signature_secret.as_ref().ok_or(WebhookError::NoKey)?;
        let claims = claims(request, key.expose().as_bytes(), verify)?;
        // Without the body's hash the token would let any body pass.
        let hash = json::text(&claims, "/payload_hash").and_then(|hash| from_hex(&hash));
        let signature = hash.ok_or(WebhookError::Signature)?;
        let check = Check { kind: CheckKind::Sha256, key: &[], message: request.body, signature: &signature };
        if !verify(&check) {
            return Err(WebhookError::Signature);
        }
        request.in_time(&json::text(&claims, "/iat").ok_or(WebhookError::Signature)?)?;
        let event = event(&request.json()?)?;
        Ok(Received::of(event.into_iter().collect()))
    }
}

/// The claims of the token, once its signature holds.
fn claims(
    request: &Incoming<'_>,
    key: &[u8],
    verify: &dyn Fn(&Check<'_>) -> bool,
) -> Result<Value, WebhookError> {
    let header = request.header("authorization").ok_or(WebhookError::Signature)?;
    let (scheme, token) = header.split_once(' ').ok_or(WebhookError::Signature)?;
    let (signed, signature) = token.trim().rsplit_once('.').ok_or(WebhookError::Signature)?;
    let (head, claims) = signed.split_once('.').ok_or(WebhookError::Signature)?;
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| WebhookError::Signature);
    let object =
        |part: &str| serde_json::from_slice::<Value>(&decode(part)?).map_err(|_| WebhookError::Signature);
    let algorithm = json::text(&object(head)?, "/alg");
    let signature = decode(signature)?;
    let check = Check { kind: CheckKind::HmacSha256, key, message: signed.as_bytes(), signature: &signature };
    let bearer = scheme.eq_ignore_ascii_case("bearer");
    if !bearer || algorithm.as_deref() != Some("HS256") || !verify(&check) {
        return Err(WebhookError::Signature);
    }
    object(claims)
}

fn event(body: &Value) -> Result<Option<Event>, WebhookError> {
    let id = json::text(body, "/message_uuid").ok_or(WebhookError::Malformed)?;
    let Some(status) = json::text(body, "/status") else { return inbound(body, id).map(Some) };
    let outcome = match status.as_str() {
        "submitted" => Outcome::Sent,
        "delivered" | "read" => Outcome::Delivered,
        "rejected" | "undeliverable" => {
            let code = body.get("error").and_then(codes::code);
            Outcome::Undeliverable(codes::reason(code))
        }
        _ => return Ok(None),
    };
    let price = json::text(body, "/usage/price").zip(json::text(body, "/usage/currency"));
    Ok(Some(Event::Receipt(Receipt {
        references: vec![id],
        id: json::text(body, "/client_ref").and_then(|id| id.parse().ok()),
        outcome,
        price: price.and_then(|(amount, currency)| Price::parse(&amount, &currency)),
    })))
}

fn inbound(body: &Value, id: String) -> Result<Event, WebhookError> {
    let from = json::text(body, "/from").ok_or(WebhookError::Malformed)?;
    let to = json::text(body, "/to").unwrap_or_default();
    let words = json::text(body, "/text").unwrap_or_default();
    Ok(Event::Inbound(Inbound { id: Some(id), from, to, body: words }))
}
