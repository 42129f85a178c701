use http::{HeaderValue, Request, header};

use super::{super::Answer, super::answer::reference, super::request::finish, Generic, Place, Reference};
use crate::{Accepted, SendError, Text};

impl Generic {
    pub(in crate::http) fn request(&self, text: &Text) -> Result<Request<Vec<u8>>, SendError> {
        let from = self.from.as_ref();
        let mut builder =
            Request::builder().method(&self.method).uri(self.url.fill(Place::Percent, text, from));
        for (name, value) in &self.headers {
            let mut value = HeaderValue::try_from(value.fill(Place::Header, text, from))
                .map_err(|_| SendError::Misconfigured)?;
            value.set_sensitive(true);
            builder = builder.header(name, value);
        }
        let mut filled = Vec::new();
        if let Some((place, kind, body)) = &self.body {
            builder = builder.header(header::CONTENT_TYPE, *kind);
            filled = body.fill(*place, text, from).into_bytes();
        }
        finish(builder, filled)
    }

    pub(in crate::http) fn read(&self, answer: &Answer) -> Result<Accepted, SendError> {
        if !self.accepted.contain(answer.status.as_u16()) {
            return Err(answer.by_status());
        }
        let reference = match &self.reference {
            Reference::Json(pointer) => {
                answer.json().and_then(|json| pointer.find(&json)).and_then(|id| reference(&id))
            }
            Reference::Header(name) => {
                answer.headers.get(name).and_then(|id| id.to_str().ok()).and_then(reference)
            }
            Reference::Body => {
                answer.body.as_deref().and_then(|id| std::str::from_utf8(id).ok()).and_then(reference)
            }
            Reference::Nowhere => Some(String::new()),
        };
        let accepted = |reference| Accepted { reference, delivered: false, price: None };
        reference.map(accepted).ok_or(SendError::Unclear)
    }
}
