use http::{Method, Request};
use serde_json::json;

use super::{
    super::{
        Answer,
        answer::reference,
        json,
        request::{authorised, basic, finish, with_json},
    },
    Phone,
};
use crate::{Accepted, FindError, SendError, Text};

impl Phone {
    pub(in crate::http) fn request(&self, text: &Text) -> Result<Request<Vec<u8>>, SendError> {
        let url = format!("{}/messages", self.base_url);
        let mut body = json!({
            "id": text.id.to_string(),
            "textMessage": { "text": text.body },
            "phoneNumbers": [text.to.as_str()],
            "withDeliveryReport": true,
        });
        if let Some(sim) = self.sim {
            body["simNumber"] = sim.into();
        }
        with_json(authorised(Method::POST, &url, &basic(&self.user, &self.password)), &body)
    }

    /// A text that there is not.
    pub(in crate::http) fn harmless(&self) -> Result<Request<Vec<u8>>, SendError> {
        let url = format!("{}/messages/{}", self.base_url, "0".repeat(32));
        finish(authorised(Method::GET, &url, &basic(&self.user, &self.password)), Vec::new())
    }

    pub(in crate::http) fn question(&self, text: &Text) -> Result<Request<Vec<u8>>, FindError> {
        let url = format!("{}/messages/{}", self.base_url, text.id);
        finish(authorised(Method::GET, &url, &basic(&self.user, &self.password)), Vec::new())
            .map_err(|_| FindError::CannotAsk)
    }
}

pub(in crate::http) fn read(text: &Text, answer: &Answer) -> Result<Accepted, SendError> {
    match answer.status.as_u16() {
        200..=299 => {
            let id = answer.json().and_then(|json| json::text(&json, "/id")).and_then(|id| reference(&id));
            id.map(|id| taken(id, false)).ok_or(SendError::Unclear)
        }
        // It has a text of this id from an earlier attempt.
        409 => Ok(taken(text.id.to_string(), false)),
        // Its queue is full.
        503 => Err(answer.throttled()),
        _ => Err(answer.by_status()),
    }
}

pub(in crate::http) fn read_found(text: &Text, answer: &Answer) -> Result<Option<Accepted>, FindError> {
    let json = answer.json();
    match answer.status.as_u16() {
        200..=299 => {
            let json = json.ok_or(FindError::Unreachable)?;
            let id = json::text(&json, "/id").and_then(|id| reference(&id)).ok_or(FindError::Unreachable)?;
            if id != text.id.to_string() {
                return Err(FindError::Unreachable);
            }
            Ok(Some(taken(id, json::text(&json, "/state").as_deref() == Some("Delivered"))))
        }
        // The phone says so itself, in JSON; a wrong address would not.
        404 if json.is_some_and(|json| json.is_object()) => Ok(None),
        404 => Err(FindError::CannotAsk),
        _ => Err(FindError::Unreachable),
    }
}

const fn taken(reference: String, delivered: bool) -> Accepted {
    Accepted { reference, delivered, price: None }
}
