//! Asking Twilio whether it took a text: there is no id of ours to ask by, so by number, words and time.

use std::time::{Duration, SystemTime};

use http::{Method, Request};
use serde_json::Value;
use url::form_urlencoded::Serializer;

use super::{
    super::{
        Answer,
        answer::reference,
        json,
        request::{authorised, finish},
    },
    Twilio,
};
use crate::{Accepted, FindError, Text};

/// How many messages one page has.
const PAGE: usize = 50;
/// How far Twilio's clock may be behind ours.
const SKEW: Duration = Duration::from_secs(5 * 60);

impl Twilio {
    pub(in crate::http) fn question(&self, text: &Text) -> Result<Request<Vec<u8>>, FindError> {
        // Not by DateSent: what still waits at Twilio has none.
        let query = Serializer::new(String::new())
            .append_pair("To", text.to.as_str())
            .append_pair("PageSize", &PAGE.to_string())
            .finish();
        let url = format!("{}?{query}", self.messages());
        finish(authorised(Method::GET, &url, &self.authorisation()), Vec::new())
            .map_err(|_| FindError::CannotAsk)
    }
}

/// The newest come first. A page of nothing but newer ones leaves it open.
pub(in crate::http) fn read_found(text: &Text, answer: &Answer) -> Result<Option<Accepted>, FindError> {
    let json = answer.json().filter(|_| answer.status.is_success()).ok_or(FindError::Unreachable)?;
    let messages = json.get("messages").and_then(Value::as_array).ok_or(FindError::Unreachable)?;
    let written = written_at(text);
    for message in messages {
        let created = json::text(message, "/date_created").and_then(|date| time(&date));
        if created.is_some_and(|created| created + SKEW < written) {
            return Ok(None);
        }
        let same = message.get("body").and_then(Value::as_str) == Some(text.body.as_str())
            && json::text(message, "/to").as_deref() == Some(text.to.as_str())
            && json::text(message, "/direction").is_none_or(|direction| direction.starts_with("outbound"));
        if same && let Some(reference) = json::text(message, "/sid").and_then(|sid| reference(&sid)) {
            let delivered = json::text(message, "/status").as_deref() == Some("delivered");
            return Ok(Some(Accepted { reference, delivered, price: None }));
        }
    }
    if messages.len() < PAGE { Ok(None) } else { Err(FindError::CannotAsk) }
}

/// A notice's id begins with the time at which it was written.
fn written_at(text: &Text) -> SystemTime {
    let mut millis = [0; 8];
    millis[2..].copy_from_slice(&text.id.as_bytes()[..6]);
    SystemTime::UNIX_EPOCH + Duration::from_millis(u64::from_be_bytes(millis))
}

/// A date as Twilio writes it: RFC 2822, always in UTC.
fn time(date: &str) -> Option<SystemTime> {
    httpdate::parse_http_date(&date.replace("+0000", "GMT")).ok()
}

#[cfg(test)]
mod tests {
    use domain::{NoticeId, UnixMillis};
    use http::{HeaderMap, StatusCode};
    use serde_json::json;

    use super::*;

    fn text() -> Text {
        // 2026-11-25 21:00:00 UTC
        let id = NoticeId::new(UnixMillis::new(1_795_640_400_000), [1; 10]);
        Text { id, to: "+12114367789".parse().unwrap(), body: "Hi".into() }
    }

    fn ask(messages: &[Value]) -> Result<Option<String>, FindError> {
        let body = json!({ "messages": messages }).to_string().into_bytes();
        let answer = Answer { status: StatusCode::OK, headers: HeaderMap::new(), body: Some(body) };
        Ok(read_found(&text(), &answer)?.map(|accepted| accepted.reference))
    }

    fn message(sid: &str, body: &str, date: &str) -> Value {
        json!({ "sid": sid, "body": body, "date_created": date, "to": "+12114367789",
                "direction": "outbound-api", "status": "queued", "date_sent": null })
    }

    #[test]
    fn the_same_words_after_the_notice_was_written() {
        let after = "Wed, 25 Nov 2026 21:00:02 +0000";
        let before = "Wed, 25 Nov 2026 20:00:02 +0000";
        assert_eq!(ask(&[]), Ok(None));
        assert_eq!(ask(&[message("SM1", "Ho", after), message("SM2", "Hi", after)]), Ok(Some("SM2".into())));
        assert_eq!(ask(&[message("SM1", "Hi", before)]), Ok(None));
        assert_eq!(ask(&[message("SM1", "Hi ", after)]), Ok(None));
        assert_eq!(ask(&vec![message("SM1", "Ho", after); PAGE]), Err(FindError::CannotAsk));
    }
}
