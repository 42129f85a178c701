//! What providers post, signed by a key of the test.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use domain::{FailureReason, UnixMillis};
use http::HeaderMap;
use sms::{
    Event, Outcome, Price, Receipt,
    http::{
        GenericWebhook, Provider,
        webhook::{Check, CheckKind, Incoming, Received, WebhookError},
    },
};

use crate::server::{generic, phone, secret, telnyx, twilio, vonage};

const NOW: UnixMillis = UnixMillis::new(1_790_000_000_000);
const URL: &str = "https://secure.example.org/hooks/sms/main";

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
}

fn receive(
    provider: &Provider,
    url: &str,
    pairs: &[(&'static str, &str)],
    body: &str,
    holds: bool,
) -> Result<Received, WebhookError> {
    let headers = headers(pairs);
    let request = Incoming { url, headers: &headers, body: body.as_bytes(), now: NOW };
    provider.receive(&request, &|_: &Check<'_>| holds)
}

fn receipt(received: Received) -> Receipt {
    match received.events.as_slice() {
        [Event::Receipt(receipt)] => receipt.clone(),
        other => panic!("{other:?}"),
    }
}

fn inbound(received: Received) -> sms::Inbound {
    match received.events.as_slice() {
        [Event::Inbound(inbound)] => inbound.clone(),
        other => panic!("{other:?}"),
    }
}

/// A token with these claims; its signature is `c2ln`.
fn token(head: &str, claims: &str) -> String {
    format!("Bearer {}.{}.c2ln", URL_SAFE_NO_PAD.encode(head), URL_SAFE_NO_PAD.encode(claims))
}

#[test]
fn twilio_posts() {
    let provider = Provider::Twilio(twilio("https://a.org"));
    let signed = [("x-twilio-signature", "c2ln")];
    let post = |url: &str, body: &str| receive(&provider, url, &signed, body, true);
    let status = |status: &str, code: &str| {
        let body = format!("MessageSid=SM1&MessageStatus={status}&ErrorCode={code}&To=%2B1&New=1");
        let received = post(&format!("{URL}?notice={}", "ab".repeat(16)), &body).unwrap();
        assert_eq!(received.answer, Some(("text/xml; charset=utf-8", "<Response/>")));
        received
    };
    let delivered = receipt(status("delivered", ""));
    assert_eq!((delivered.references, delivered.outcome), (vec!["SM1".to_owned()], Outcome::Delivered));
    assert_eq!(delivered.id, Some(domain::NoticeId::from_bytes([0xab; 16])));
    let failed = receipt(status("undelivered", "30006")).outcome;
    assert_eq!(failed, Outcome::Undeliverable(FailureReason::Landline));
    assert!(status("queued", "").events.is_empty() && status("new-word", "").events.is_empty());

    let text = inbound(
        post(URL, "MessageSid=SM2&From=%2B12114367789&To=%2B1202&Body=STOP&SmsStatus=received").unwrap(),
    );
    assert_eq!(
        (text.id.as_deref(), text.from.as_str(), text.body.as_str()),
        (Some("SM2"), "+12114367789", "STOP")
    );
    let obeyed = post(URL, "MessageSid=SM3&From=%2B12114367789&Body=STOP&SmsStatus=received&OptOutType=STOP");
    assert!(matches!(obeyed.unwrap().events[0], Event::OptOut { out: true, .. }));
    assert_eq!(post(URL, "From=1"), Err(WebhookError::Malformed));
    assert_eq!(receive(&provider, URL, &[], "MessageSid=SM1", true), Err(WebhookError::Signature));
    assert_eq!(receive(&provider, URL, &signed, "MessageSid=SM1", false), Err(WebhookError::Signature));
}

#[test]
fn telnyx_posts() {
    let key = STANDARD.encode([7; 32]);
    let provider = Provider::Telnyx(telnyx("https://a.org").with_public_key(&key).unwrap());
    let post = |time: &str, body: &str| {
        let signed = [("telnyx-signature-ed25519", "c2ln"), ("telnyx-timestamp", time)];
        receive(&provider, URL, &signed, body, true)
    };
    let finalized = |status: &str| {
        format!(
            r#"{{"data": {{"event_type": "message.finalized", "payload": {{"id": "T1", "to": [{{"status": "{status}"}}],
            "errors": [{{"code": "40001"}}], "cost": {{"amount": "0.0040", "currency": "USD"}}}}}}}}"#
        )
    };
    let delivered = receipt(post("1790000000", &finalized("delivered")).unwrap());
    assert_eq!(delivered.outcome, Outcome::Delivered);
    assert_eq!(delivered.price, Some(Price { micros: 4_000, currency: *b"USD" }));
    let failed = receipt(post("1790000000", &finalized("delivery_failed")).unwrap()).outcome;
    assert_eq!(failed, Outcome::Undeliverable(FailureReason::Landline));
    let body = r#"{"data": {"event_type": "message.received", "payload": {"id": "T2", "text": "STOP",
        "from": {"phone_number": "+12114367789"}, "to": [{"phone_number": "+1202"}]}}}"#;
    assert_eq!(inbound(post("1790000000", body).unwrap()).body, "STOP");
    assert_eq!(post("1789999000", body), Err(WebhookError::Late));
    assert_eq!(post("1790000000", "{"), Err(WebhookError::Malformed));
    let without = Provider::Telnyx(telnyx("https://a.org"));
    assert_eq!(receive(&without, URL, &[], body, true), Err(WebhookError::NoKey));
}

#[test]
fn vonage_posts() {
    let provider = Provider::Vonage(vonage("https://a.org").with_signature_secret(secret("s3cret")).unwrap());
    let claims = r#"{"iat": 1790000000, "payload_hash": "00ff"}"#;
    let head = r#"{"alg": "HS256"}"#;
    let post = |token: &str, body: &str| receive(&provider, URL, &[("authorization", token)], body, true);
    let body = |status: &str| {
        format!(
            r#"{{"message_uuid": "V1", "status": "{status}", "client_ref": "{}", "error": {{"title": 1240}},
            "usage": {{"price": "0.0333", "currency": "EUR"}}}}"#,
            "ab".repeat(16)
        )
    };
    let delivered = receipt(post(&token(head, claims), &body("delivered")).unwrap());
    assert_eq!(delivered.id, Some(domain::NoticeId::from_bytes([0xab; 16])));
    assert_eq!(delivered.price, Some(Price { micros: 33_300, currency: *b"EUR" }));
    let failed = receipt(post(&token(head, claims), &body("undeliverable")).unwrap()).outcome;
    assert_eq!(failed, Outcome::Undeliverable(FailureReason::NumberUnknown));
    let words =
        r#"{"message_uuid": "V2", "channel": "sms", "from": "12114367789", "to": "1202", "text": "STOP"}"#;
    assert_eq!(inbound(post(&token(head, claims), words).unwrap()).body, "STOP");
    for (head, claims, error) in [
        (r#"{"alg": "none"}"#, claims, WebhookError::Signature),
        (head, r#"{"iat": 1790000000}"#, WebhookError::Signature),
        (head, r#"{"payload_hash": "00ff"}"#, WebhookError::Signature),
        (head, r#"{"iat": 1789999000, "payload_hash": "00ff"}"#, WebhookError::Late),
    ] {
        assert_eq!(post(&token(head, claims), &body("delivered")), Err(error), "{head} {claims}");
    }
    for token in ["", "Bearer", "Bearer a.b", "Bearer !.!.!", "Basic eDp5"] {
        assert_eq!(post(token, &body("delivered")), Err(WebhookError::Signature), "{token}");
    }
}

#[test]
fn a_phone_posts() {
    let provider = Provider::Phone(phone("https://a.org").with_signing_key(secret("s3cret")).unwrap());
    let post = |time: &str, body: &str| {
        receive(&provider, URL, &[("x-signature", "00ff"), ("x-timestamp", time)], body, true)
    };
    let body = |event: &str| {
        format!(
            r#"{{"id": "E1", "event": "{event}", "payload": {{"messageId": "{}", "message": "STOP", "phoneNumber": "+12114367789"}}}}"#,
            "ab".repeat(16)
        )
    };
    let delivered = receipt(post("1790000000", &body("sms:delivered")).unwrap());
    assert_eq!(
        (delivered.id, delivered.outcome),
        (Some(domain::NoticeId::from_bytes([0xab; 16])), Outcome::Delivered)
    );
    assert_eq!(inbound(post("1790000000", &body("sms:received")).unwrap()).body, "STOP");
    assert!(post("1790000000", &body("system:ping")).unwrap().events.is_empty());
    assert_eq!(post("1789990000", &body("sms:sent")), Err(WebhookError::Late));
    assert_eq!(post("now", &body("sms:sent")), Err(WebhookError::Signature));
}

#[test]
fn any_other_posts() {
    let token = "0123456789abcdef";
    let words = |text: &str| vec![text.to_owned()];
    let webhook =
        GenericWebhook::new("x-token", secret(token), ("/id", "/state"), (&words("OK"), &words("bad")));
    let webhook = webhook.unwrap().with_inbound("/from", "/to", "/text").unwrap();
    let provider = Provider::Generic(Box::new(generic("https://a.org").with_webhook(webhook)));
    let post = |given: &str, body: &str| {
        let headers = headers(&[("x-token", given)]);
        let request = Incoming { url: URL, headers: &headers, body: body.as_bytes(), now: NOW };
        provider.receive(&request, &|check: &Check<'_>| {
            assert_eq!(check.kind, CheckKind::Same);
            check.key == check.signature
        })
    };
    assert_eq!(receipt(post(token, r#"{"id": 12, "state": "ok"}"#).unwrap()).references, ["12"]);
    assert!(matches!(
        receipt(post(&format!("Bearer {token}"), r#"{"id": 1, "state": "Bad"}"#).unwrap()).outcome,
        Outcome::Undeliverable(_)
    ));
    assert!(post(token, r#"{"id": 1, "state": "later"}"#).unwrap().events.is_empty());
    assert_eq!(inbound(post(token, r#"{"from": "1", "to": "2", "text": "STOP"}"#).unwrap()).body, "STOP");
    assert_eq!(post("other", r#"{"id": 1, "state": "ok"}"#), Err(WebhookError::Signature));
    assert_eq!(post(token, "[]"), Err(WebhookError::Malformed));
}
