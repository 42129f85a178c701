use http::{Method, Request};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{
    super::{
        Answer, Sender,
        answer::reference,
        json,
        request::{authorised, finish, with_json},
    },
    Telnyx, codes,
};
use crate::{Accepted, Price, SendError, Text};

impl Telnyx {
    pub(in crate::http) fn request(&self, text: &Text) -> Result<Request<Vec<u8>>, SendError> {
        let url = format!("{}/v2/messages", self.base_url);
        let mut body = json!({ "to": text.to.as_str(), "text": text.body });
        let optional = [
            ("from", self.from.as_ref().map(Sender::as_str)),
            ("messaging_profile_id", self.profile.as_deref()),
            ("webhook_url", self.callback.as_ref().map(url::Url::as_str)),
        ];
        for (name, value) in optional {
            if let Some(value) = value {
                body[name] = value.into();
            }
        }
        with_json(authorised(Method::POST, &url, &self.authorisation()), &body)
    }

    /// The account's messaging profiles, at most one.
    pub(in crate::http) fn harmless(&self) -> Result<Request<Vec<u8>>, SendError> {
        let url = format!("{}/v2/messaging_profiles?page%5Bsize%5D=1", self.base_url);
        finish(authorised(Method::GET, &url, &self.authorisation()), Vec::new())
    }

    fn authorisation(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("Bearer {}", self.api_key.expose()))
    }
}

pub(in crate::http) fn read(answer: &Answer) -> Result<Accepted, SendError> {
    let json = answer.json();
    if answer.status.is_success() {
        let json = json.ok_or(SendError::Unclear)?;
        let id = json::text(&json, "/data/id").and_then(|id| reference(&id)).ok_or(SendError::Unclear)?;
        return Ok(Accepted { reference: id, delivered: false, price: price(&json["data"]["cost"]) });
    }
    let code = json.and_then(|json| json::code(&json, "/errors/0/code"));
    Err(answer.refusal(code.and_then(codes::refusal)))
}

/// `{"amount": "0.0040", "currency": "USD"}`.
pub(super) fn price(cost: &Value) -> Option<Price> {
    Price::parse(&json::text(cost, "/amount")?, &json::text(cost, "/currency")?)
}
