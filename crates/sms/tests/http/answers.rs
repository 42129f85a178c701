//! What goes out, and what each documented answer means.

use std::time::Duration;

use domain::FailureReason;
use sms::{FindError, SendError, http::Provider};

use crate::server::{Act, Server, TOKEN, all, client, http, phone, text, twilio};

async fn answered(act: Act) -> (Server, Vec<Result<String, SendError>>) {
    let server = Server::start(act).await;
    let mut results = Vec::new();
    for gateway in all(&server.url) {
        results.push(gateway.send(&text()).await.map(|accepted| accepted.reference));
    }
    (server, results)
}

#[tokio::test]
async fn what_each_provider_is_asked_and_answers() {
    let body = r#"{"sid": "SM1", "data": {"id": "T1"}, "message_uuid": "V1", "id": "P1"}"#;
    let (server, results) = answered(Act::Answer(202, "", body.into())).await;
    assert_eq!(results, ["SM1", "T1", "V1", "P1", "T1"].map(|id| Ok(id.to_owned())));
    let asked = server.asked();
    let starts = [
        "POST /2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages.json ",
        "POST /v2/messages ",
        "POST /v1/messages ",
        "POST /messages ",
        "POST /send?id=abababababababababababababababab ",
    ];
    for (asked, start) in asked.iter().zip(starts) {
        assert!(asked.head.starts_with(start), "{}", asked.head);
    }
    let words = "Clinic%3A+https%3A%2F%2Fa.org%2Fm%2Fx+%26+more+%22%C3%A9%22";
    assert!(asked[0].body.contains(words) && asked[0].body.contains("To=%2B12114367789"));
    for json in &asked[1..] {
        let document: serde_json::Value = serde_json::from_str(&json.body).unwrap();
        let written = document.to_string();
        assert!(written.contains(r#"Clinic: https://a.org/m/x & more \"é\""#), "{written}");
        assert!(written.contains("12114367789"), "{written}");
    }
    assert!(asked[2].body.contains("\"to\":\"12114367789\""));
    assert!(asked[4].head.contains("x-account: 12"));
}

#[tokio::test]
async fn throttling_is_honoured_by_all() {
    let (_, results) = answered(Act::Answer(429, "retry-after: 7\r\n", "{}".into())).await;
    let throttled = SendError::Throttled { retry_after: Some(Duration::from_secs(7)) };
    assert!(results.iter().all(|result| *result == Err(throttled)), "{results:?}");
}

#[tokio::test]
async fn wrong_credentials_are_the_operators() {
    let (_, results) = answered(Act::Answer(401, "", r#"{"code": 20003}"#.into())).await;
    assert!(results.iter().all(|result| *result == Err(SendError::Misconfigured)), "{results:?}");
}

#[tokio::test]
async fn a_servers_error_and_an_answer_that_says_nothing_leave_it_open() {
    for (status, body) in [(500, "{}"), (200, "{}"), (200, "<html>"), (201, "[]")] {
        let (_, results) = answered(Act::Answer(status, "", body.into())).await;
        assert!(results.iter().all(|result| *result == Err(SendError::Unclear)), "{status}: {results:?}");
    }
}

#[tokio::test]
async fn an_answer_without_end_is_not_read() {
    let (_, results) = answered(Act::Answer(200, "", format!("\"{}\"", "x".repeat(100_000)))).await;
    assert!(results.iter().all(|result| *result == Err(SendError::Unclear)), "{results:?}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (server, results) =
        answered(Act::Answer(302, "location: http://127.0.0.1:1/\r\n", String::new())).await;
    assert!(results.iter().all(|result| *result == Err(SendError::Misconfigured)), "{results:?}");
    assert_eq!(server.asked().len(), 5);
}

#[tokio::test]
async fn refusals_in_words() {
    let refused = SendError::Refused;
    for (provider, status, body, error) in [
        (0, 400, r#"{"code": 21610}"#, SendError::OptedOut),
        (0, 400, r#"{"code": 21211}"#, refused(FailureReason::NumberUnknown)),
        (0, 400, r#"{"code": 21614}"#, refused(FailureReason::Landline)),
        (0, 400, r#"{"code": 21408}"#, refused(FailureReason::NoRoute)),
        (0, 400, "nothing", refused(FailureReason::GatewayRefused)),
        (1, 400, r#"{"errors": [{"code": "40300"}]}"#, SendError::OptedOut),
        (1, 422, r#"{"errors": [{"code": "40310"}]}"#, refused(FailureReason::NumberUnknown)),
        (2, 422, r#"{"title": "1120", "type": "x"}"#, SendError::Misconfigured),
        (2, 402, r#"{"type": "https://a/b#1080"}"#, SendError::Misconfigured),
    ] {
        let server = Server::start(Act::Answer(status, "", body.into())).await;
        let answer = all(&server.url).remove(provider).send(&text()).await;
        assert_eq!(answer.map(|_| ()), Err(error), "{provider}: {body}");
    }
}

#[tokio::test]
async fn a_phone_that_has_the_text_already_has_taken_it() {
    let server = Server::start(Act::Answer(409, "", "{}".into())).await;
    let accepted = http(Provider::Phone(phone(&server.url))).send(&text()).await.unwrap();
    assert_eq!(accepted.reference, "ab".repeat(16));
    let full = Server::start(Act::Answer(503, "", "{}".into())).await;
    let answer = http(Provider::Phone(phone(&full.url))).send(&text()).await;
    assert_eq!(answer, Err(SendError::Throttled { retry_after: None }));
}

#[tokio::test]
async fn a_phone_is_asked_by_id() {
    let ask = async |status, body: &str| {
        let server = Server::start(Act::Answer(status, "", body.into())).await;
        let found = http(Provider::Phone(phone(&server.url))).find(&text()).await;
        let asked = &server.asked()[0].head;
        assert!(asked.starts_with(&format!("GET /messages/{} ", "ab".repeat(16))), "{asked}");
        found.map(|found| found.map(|accepted| accepted.delivered))
    };
    let own = |state: &str| format!(r#"{{"id": "{}", "state": "{state}"}}"#, "ab".repeat(16));
    assert_eq!(ask(200, &own("Pending")).await, Ok(Some(false)));
    assert_eq!(ask(200, &own("Delivered")).await, Ok(Some(true)));
    assert_eq!(ask(404, r#"{"message": "no"}"#).await, Ok(None));
    assert_eq!(ask(404, "<html>").await, Err(FindError::CannotAsk));
    assert_eq!(ask(200, r#"{"id": "other"}"#).await, Err(FindError::Unreachable));
    assert_eq!(ask(500, "{}").await, Err(FindError::Unreachable));
}

#[tokio::test]
async fn who_cannot_be_asked_says_so() {
    let server = Server::start(Act::Answer(200, "", "{}".into())).await;
    for (gateway, can) in all(&server.url).iter().zip([true, false, false, true, false]) {
        assert_eq!(gateway.can_find(), can);
        assert_eq!(gateway.find(&text()).await == Err(FindError::CannotAsk), !can);
    }
}

#[test]
fn nothing_secret_prints() {
    let shown = format!("{:?} {:?}", twilio("https://a.org"), client());
    assert!(!shown.contains(TOKEN) && !shown.contains("555"), "{shown}");
}
