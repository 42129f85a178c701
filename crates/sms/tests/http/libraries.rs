//! Signatures, against the providers' own libraries: what these sign or believe is believed, and what they refuse is
//! refused. Needs node, and `NARWHAL_SMPP_PEER` with the folder whose `node_modules` has the packages `twilio`, `telnyx`
//! and `@vonage/jwt`: `scripts/test rust` sees to both.

use std::{collections::HashMap, process::Command};

use domain::UnixMillis;
use http::{HeaderMap, HeaderName};
use serde::Deserialize;
use sms::http::{
    Provider,
    webhook::{Check, CheckKind, Incoming},
};

use crate::server::{secret, telnyx, twilio, vonage};

#[derive(Deserialize)]
struct All {
    now: i64,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    provider: String,
    name: String,
    key: String,
    url: String,
    headers: HashMap<String, String>,
    body: String,
    /// Whether the provider's library believes it.
    believed: bool,
}

fn holds(check: &Check<'_>) -> bool {
    let Check { kind, key, message, signature } = *check;
    match kind {
        CheckKind::HmacSha1 => seal::webhook::hmac_sha1(key, message, signature),
        CheckKind::HmacSha256 => seal::webhook::hmac_sha256(key, message, signature),
        CheckKind::Ed25519 => seal::webhook::ed25519(key, message, signature),
        CheckKind::Sha256 => seal::webhook::sha256(message, signature),
        CheckKind::Same => seal::webhook::same(key, signature),
    }
}

#[test]
fn the_providers_own_libraries_agree() {
    let folder =
        std::env::var("NARWHAL_SMPP_PEER").expect("NARWHAL_SMPP_PEER is set, as scripts/test rust does");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/http/libraries.js");
    let said = Command::new("node").args([script, &folder]).output().expect("node is installed");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let All { now, cases } = serde_json::from_slice(&said.stdout).unwrap();
    let (mut believed, mut refused) = (0, 0);
    for case in &cases {
        let provider = match case.provider.as_str() {
            "twilio" => Provider::Twilio(twilio("https://a.org")),
            "telnyx" => Provider::Telnyx(telnyx("https://a.org").with_public_key(&case.key).unwrap()),
            _ => Provider::Vonage(vonage("https://a.org").with_signature_secret(secret(&case.key)).unwrap()),
        };
        let mut headers = HeaderMap::new();
        for (name, value) in &case.headers {
            headers.insert(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        }
        let now = UnixMillis::new(now * 1_000);
        let request = Incoming { url: &case.url, headers: &headers, body: case.body.as_bytes(), now };
        let received = provider.receive(&request, &holds);
        assert_eq!(received.is_ok(), case.believed, "{} {}: {received:?}", case.provider, case.name);
        if case.believed { believed += 1 } else { refused += 1 }
    }
    assert!(believed >= 4 && refused >= 8, "{believed} {refused}");
}
