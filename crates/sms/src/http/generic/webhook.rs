//! What a gateway described by templates posts: JSON, with a shared token in a header.

use domain::FailureReason;

use super::{
    super::webhook::{Check, CheckKind, Incoming, Received, WebhookError},
    Generic,
    webhook_settings::InboundAt,
};
use crate::{Event, Inbound, Outcome, Receipt};

impl Generic {
    pub(in crate::http) fn receive(
        &self,
        request: &Incoming<'_>,
        verify: &dyn Fn(&Check<'_>) -> bool,
    ) -> Result<Received, WebhookError> {
        let webhook = self.webhook.as_ref().ok_or(WebhookError::NoKey)?;
        let given = request.header(webhook.header.as_str()).ok_or(WebhookError::Signature)?;
        let given = given.strip_prefix("Bearer ").unwrap_or(given);
        let key = webhook.token.expose().as_bytes();
        if !verify(&Check { kind: CheckKind::Same, key, message: &[], signature: given.as_bytes() }) {
            return Err(WebhookError::Signature);
        }
        let json = request.json()?;
        let id = webhook.id.find(&json).map(|id| id.to_string());
        if let Some(InboundAt { from, to, text }) = &webhook.inbound
            && let (Some(from), Some(to), Some(body)) = (from.find(&json), to.find(&json), text.find(&json))
        {
            let (from, to, body) = (from.to_string(), to.to_string(), body.to_string());
            return Ok(Received::of(vec![Event::Inbound(Inbound { id, from, to, body })]));
        }
        let id = id.ok_or(WebhookError::Malformed)?;
        let status = webhook.status.find(&json).ok_or(WebhookError::Malformed)?.to_lowercase();
        let outcome = if webhook.delivered.contains(&status) {
            Outcome::Delivered
        } else if webhook.failed.contains(&status) {
            Outcome::Undeliverable(FailureReason::NumberUnreachable)
        } else {
            return Ok(Received::of(Vec::new()));
        };
        let notice = id.parse().ok();
        Ok(Received::of(vec![Event::Receipt(Receipt {
            references: vec![id],
            id: notice,
            outcome,
            price: None,
        })]))
    }
}
