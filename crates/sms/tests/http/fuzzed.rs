//! What must hold of anything that is posted to a webhook, or comes back as an answer. `fuzz/` runs the same.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{NoticeId, UnixMillis};
use http::{HeaderMap, HeaderValue, StatusCode};
use sms::{
    Event, Text,
    http::{
        Answer, Generic, GenericBody, GenericSettings, GenericWebhook, Phone, Provider, Reference, Secret,
        Statuses, Telnyx, Twilio, TwilioSender, Vonage, webhook::Incoming,
    },
};

const NOW: UnixMillis = UnixMillis::new(1_790_000_000_000);

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

/// One of each kind.
pub(crate) fn providers() -> [Provider; 5] {
    let sid = format!("AC{}", "0".repeat(32));
    let from = || "+12025550123".parse().expect("a number");
    let url = "https://a.example";
    let twilio = Twilio::new(&sid, secret("token"), TwilioSender::From(from()));
    let telnyx = Telnyx::new(secret("key"), Some(from()), None);
    let telnyx = telnyx.and_then(|telnyx| telnyx.with_public_key(&format!("{}=", "A".repeat(43))));
    let vonage = Vonage::new("key", secret("secret"), from());
    let phone = Phone::new(url, "user", secret("password"));
    let webhook = GenericWebhook::new(
        "x-token",
        secret("0123456789abcdef"),
        ("/id", "/state"),
        (&["ok".to_owned()], &["bad".to_owned()]),
    );
    let generic = Generic::new(GenericSettings {
        method: "POST".into(),
        url: secret(url),
        headers: Vec::new(),
        body: GenericBody::Json(secret(r#"{"to": "{to}", "text": "{text}"}"#)),
        from: None,
        reference: Reference::json("/id").expect("a pointer"),
        accepted: Statuses::default(),
    });
    let webhook = webhook.and_then(|webhook| webhook.with_inbound("/from", "/to", "/text"));
    [
        Provider::Twilio(twilio.expect("good settings")),
        Provider::Telnyx(telnyx.expect("good settings")),
        Provider::Vonage(vonage.and_then(|v| v.with_signature_secret(secret("s"))).expect("good settings")),
        Provider::Phone(phone.and_then(|p| p.with_signing_key(secret("k"))).expect("good settings")),
        Provider::Generic(Box::new(
            generic.expect("good settings").with_webhook(webhook.expect("good settings")),
        )),
    ]
}

fn headers() -> HeaderMap {
    let claims = URL_SAFE_NO_PAD.encode(r#"{"iat": 1790000000, "payload_hash": "00"}"#);
    let token = format!("Bearer {}.{claims}.AA", URL_SAFE_NO_PAD.encode(r#"{"alg": "HS256"}"#));
    let pairs = [
        ("x-twilio-signature", "AAAA"),
        ("telnyx-signature-ed25519", "AAAA"),
        ("telnyx-timestamp", "1790000000"),
        ("x-signature", "00"),
        ("x-timestamp", "1790000000"),
        ("x-token", "x"),
        ("authorization", token.as_str()),
    ];
    let pair = |(name, value): (&'static str, &str)| {
        (name.parse().expect("a name"), HeaderValue::from_str(value).expect("a value"))
    };
    pairs.into_iter().map(pair).collect()
}

/// Reads a body that every signature is right for: it is understood or refused, and what it says is bounded.
pub(crate) fn webhook(provider: &Provider, body: &[u8]) {
    let (headers, url) = (headers(), "https://a.example/hooks/sms/main?notice=00");
    let request = Incoming { url, headers: &headers, body, now: NOW };
    if let Ok(received) = provider.receive(&request, &|_| true) {
        assert!(received.events.len() <= 1);
        for event in &received.events {
            if let Event::Receipt(receipt) = event {
                assert!(receipt.references.len() == 1 && receipt.references[0].len() <= body.len());
            }
        }
    }
    assert!(provider.receive(&request, &|_| false).is_err(), "an unsigned body counts");
}

/// Reads an answer: whatever it is, it means something.
pub(crate) fn answer(provider: &Provider, status: u16, body: &[u8]) {
    let status = StatusCode::from_u16(100 + status % 500).expect("a status has three digits");
    let answer = Answer { status, headers: HeaderMap::new(), body: Some(body.to_vec()) };
    let to = "+12114367789".parse().expect("a number");
    let text = Text { id: NoticeId::from_bytes([1; 16]), to, body: "Hi".into() };
    if let Ok(accepted) = provider.read(&text, &answer) {
        assert!(accepted.reference.len() <= 200 && !accepted.reference.contains(char::is_control));
    }
    // A question that cannot be asked has no answer either.
    let _ = provider.read_found(&text, &answer);
}
