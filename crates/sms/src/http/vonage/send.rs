use http::{Method, Request};
use serde_json::json;

use super::{
    super::{
        Answer,
        answer::reference,
        json,
        request::{authorised, basic, with_json},
    },
    Vonage, codes,
};
use crate::{Accepted, SendError, Text};

impl Vonage {
    pub(in crate::http) fn request(&self, text: &Text) -> Result<Request<Vec<u8>>, SendError> {
        let url = format!("{}/v1/messages", self.base_url);
        let mut body = json!({
            "message_type": "text",
            "channel": "sms",
            "to": &text.to.as_str()[1..],
            "from": self.from.without_plus(),
            "text": text.body,
            "client_ref": text.id.to_string(),
        });
        if let Some(callback) = &self.callback {
            body["webhook_url"] = callback.as_str().into();
            body["webhook_version"] = "v1".into();
        }
        with_json(authorised(Method::POST, &url, &basic(&self.api_key, &self.api_secret)), &body)
    }
}

pub(in crate::http) fn read(answer: &Answer) -> Result<Accepted, SendError> {
    let json = answer.json();
    if answer.status.is_success() {
        let id = json.and_then(|json| json::text(&json, "/message_uuid")).and_then(|id| reference(&id));
        let accepted = |reference| Accepted { reference, delivered: false, price: None };
        return id.map(accepted).ok_or(SendError::Unclear);
    }
    let code = json.and_then(|json| codes::code(&json));
    Err(answer.refusal(code.and_then(codes::refusal)))
}
