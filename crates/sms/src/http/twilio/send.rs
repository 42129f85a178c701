use http::{Method, Request, header};
use url::form_urlencoded::Serializer;

use super::{
    super::{
        Answer,
        answer::reference,
        json,
        request::{authorised, basic, finish},
    },
    Twilio, TwilioSender, codes,
};
use crate::{Accepted, SendError, Text};

impl Twilio {
    pub(in crate::http) fn request(&self, text: &Text) -> Result<Request<Vec<u8>>, SendError> {
        let builder = authorised(Method::POST, &self.messages(), &self.authorisation())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        finish(builder, self.form(text).into_bytes())
    }

    /// The account itself.
    pub(in crate::http) fn harmless(&self) -> Result<Request<Vec<u8>>, SendError> {
        let url = format!("{}/2010-04-01/Accounts/{}.json", self.base_url, self.account_sid);
        finish(authorised(Method::GET, &url, &self.authorisation()), Vec::new())
    }

    /// The address of the account's messages.
    pub(super) fn messages(&self) -> String {
        format!("{}/2010-04-01/Accounts/{}/Messages.json", self.base_url, self.account_sid)
    }

    pub(super) fn authorisation(&self) -> zeroize::Zeroizing<String> {
        basic(&self.account_sid, &self.auth_token)
    }

    fn form(&self, text: &Text) -> String {
        let mut form = Serializer::new(String::new());
        form.append_pair("To", text.to.as_str()).append_pair("Body", &text.body);
        match &self.sender {
            TwilioSender::From(from) => form.append_pair("From", from.as_str()),
            TwilioSender::MessagingService(sid) => form.append_pair("MessagingServiceSid", &sid.0),
        };
        if let Some(callback) = &self.callback {
            // Twilio signs the URL with the rest, so the id comes back as we wrote it.
            let mut callback = callback.clone();
            callback.query_pairs_mut().append_pair("notice", &text.id.to_string());
            form.append_pair("StatusCallback", callback.as_str());
        }
        form.finish()
    }
}

pub(in crate::http) fn read(answer: &Answer) -> Result<Accepted, SendError> {
    let json = answer.json();
    if answer.status.is_success() {
        let sid = json.and_then(|json| json::text(&json, "/sid")).and_then(|sid| reference(&sid));
        let accepted = |reference| Accepted { reference, delivered: false, price: None };
        return sid.map(accepted).ok_or(SendError::Unclear);
    }
    let code = json.and_then(|json| json::code(&json, "/code"));
    Err(answer.refusal(code.and_then(codes::refusal)))
}
