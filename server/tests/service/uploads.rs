//! Sealed chunks on their way in: whose they are, how large they may be, and what is said of those that are refused.

use std::fs;

use domain::{Blob, CHUNK_BYTES, KdfParams, KeyId, MessageId, SecretBlob};
use engine::Entropy;
use seal::{PART_OVERHEAD, Salt, SessionKey};
use serde_json::{Value, json};

use crate::support::{Answer, Folder, Service};

const EMAIL: &str = "ana@example.org";
const OTHER: &str = "eve@example.org";
const PASSWORD: &str = "lighthouse keeper's granite stairs";

/// Somebody who is signed in, or nobody.
struct Visitor<'a> {
    service: &'a Service,
    cookie: String,
}

impl<'a> Visitor<'a> {
    /// As the sign-in page does: the password is stretched here, and the key unwrapped and wrapped for the session.
    fn sign_in(service: &'a Service, email: &str) -> Self {
        let mut visitor = Self { service, cookie: String::new() };
        let who = json!({ "email": email });
        let challenge = json_of(&visitor.call("challenge", &json!({ "who": who })));
        let needed = json!([challenge["salt"], challenge["kdf"]]);
        let (salt, kdf): (Blob, KdfParams) = serde_json::from_value(needed).unwrap();
        let keys = seal::derive(PASSWORD, &Salt::from_slice(&salt.0).unwrap(), kdf).unwrap();
        let proof = SecretBlob(keys.authentication.as_bytes().to_vec());
        let answer = visitor.call("sign_in", &json!({ "who": who, "authentication_key": proof }));
        let cookie = answer.header("set-cookie").unwrap();
        visitor.cookie = cookie.split(';').next().unwrap().to_owned();

        let signed_in = json_of(&answer);
        let needed = json!([signed_in["key_id"], signed_in["wrapped_private_key"], signed_in["session_key"]]);
        let (key_id, wrapped, session_key): (KeyId, Blob, SecretBlob) =
            serde_json::from_value(needed).unwrap();
        let private = keys.wrapping.unwrap(key_id, &wrapped.0).unwrap();
        let session_key = SessionKey::from_slice(&session_key.0).unwrap();
        let wrapped = Blob(session_key.wrap(key_id, &private, &mut Entropy::seeded(9).rng()));
        let attached = visitor.call("attach", &json!({ "kind": "sender", "wrapped_private_key": wrapped }));
        assert_eq!(attached.status, 200, "{}", attached.body);
        visitor
    }

    fn call(&self, function: &str, arguments: &Value) -> Answer {
        let headers = [("Content-Type", "application/json")];
        self.send("POST", &format!("/api/{function}"), &headers, arguments.to_string().as_bytes())
    }

    fn put(&self, path: &str, body: &[u8]) -> Answer {
        let headers = [("Content-Type", "application/octet-stream")];
        self.send("PUT", &format!("/api/attachments/{path}"), &headers, body)
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let origin = format!("http://{}", self.service.address);
        let own = [("Origin", origin.as_str()), ("Cookie", self.cookie.as_str())];
        self.service.send(method, path, &[headers, &own].concat(), body)
    }
}

fn json_of(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

/// What a refusal is called, with its status.
fn refusal(answer: &Answer) -> (u16, String) {
    let said: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    (answer.status, said["error"].as_str().unwrap_or_default().to_owned())
}

fn with_senders() -> (Folder, Service) {
    let folder = Folder::new();
    fs::write(folder.path("password"), PASSWORD).unwrap();
    let password = folder.path("password");
    for email in [EMAIL, OTHER] {
        let words = ["user", "add", email, "--role", "sender", "--password-file", password.to_str().unwrap()];
        let added = folder.run(&words, &[]);
        assert!(added.status.success(), "{added:?}");
    }
    let service = folder.serve(&[("NARWHAL_LOG", "trace")]);
    (folder, service)
}

fn message(number: u8) -> MessageId {
    MessageId::from_bytes([number; 16])
}

#[test]
fn a_chunk_is_taken_from_its_sender_once_and_acknowledged_as_often_as_it_comes() {
    let (folder, service) = with_senders();
    let sender = Visitor::sign_in(&service, EMAIL);
    let other = Visitor::sign_in(&service, OTHER);
    let (path, largest) = (format!("{}/0/0", message(1)), vec![42; CHUNK_BYTES + PART_OVERHEAD]);
    for _ in 0..2 {
        let answer = sender.put(&path, &largest);
        assert_eq!((answer.status, answer.body.as_str()), (204, ""));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    assert_eq!(refusal(&other.put(&path, &largest)), (409, "conflict".to_owned()), "it is somebody else's");
    let second = format!("{}/0/1", message(1));
    assert_eq!(refusal(&other.put(&second, &largest)), (409, "conflict".to_owned()));
    assert_eq!(other.put(&format!("{}/0/0", message(2)), &largest).status, 204, "their own is theirs");

    let nobody = Visitor { service: &service, cookie: String::new() };
    assert_eq!(refusal(&nobody.put(&second, &largest)), (401, "signed-out".to_owned()));
    let ended = Visitor { service: &service, cookie: format!("{}x", sender.cookie) };
    assert_eq!(refusal(&ended.put(&second, &largest)), (401, "signed-out".to_owned()));
    service.stop();
    let log = folder.log();
    assert!(log.contains("route=\"api\""), "{log}");
    assert!(
        !log.contains(&message(1).to_string()) && !log.contains("attachments/"),
        "no ids in the log\n{log}"
    );
}

#[test]
fn what_is_no_chunk_is_refused_and_told_apart() {
    let (_folder, service) = with_senders();
    let sender = Visitor::sign_in(&service, EMAIL);
    let own = message(1);
    let whole = vec![42; 100];
    let put = |path: &str, body: &[u8]| refusal(&sender.put(path, body));
    let invalid = |status: u16| (status, "invalid".to_owned());
    assert_eq!(put(&format!("{own}/0/0"), &vec![42; CHUNK_BYTES + PART_OVERHEAD + 1]), invalid(413));
    assert_eq!(put(&format!("{own}/0/0"), &[42; 5]), invalid(422), "shorter than a seal");
    assert_eq!(put(&format!("{own}/0/0"), &[]), invalid(422));
    for too_high in ["100/0", "0/100", "4294967295/0"] {
        assert_eq!(put(&format!("{own}/{too_high}"), &whole), invalid(422), "{too_high}");
    }
    for odd in ["x/0", "0/x", "-1/0", "0/4294967296", "0/0%00", "0/1.5"] {
        assert_eq!(put(&format!("{own}/{odd}"), &whole), (404, "not-found".to_owned()), "{odd}");
    }
    assert_eq!(put("none/0/0", &whole), (404, "not-found".to_owned()));
    for method in ["GET", "POST", "DELETE"] {
        let path = format!("/api/attachments/{own}/0/0");
        assert_eq!(sender.send(method, &path, &[], &[]).status, 405, "{method}");
    }
}

#[test]
fn other_sites_upload_nothing() {
    let (_folder, service) = with_senders();
    let sender = Visitor::sign_in(&service, EMAIL);
    let path = format!("/api/attachments/{}/0/0", message(1));
    let ours = format!("http://{}", service.address);
    let cookie = ("Cookie", sender.cookie.as_str());
    for foreign in [
        &[][..],
        &[("Origin", "https://evil.example")],
        &[("Origin", "null")],
        &[("Origin", &ours), ("Sec-Fetch-Site", "cross-site")],
        &[("Origin", &ours), ("Sec-Fetch-Site", "same-site")],
    ] {
        let answer = service.send("PUT", &path, &[foreign, &[cookie]].concat(), &[42; 100]);
        assert_eq!(answer.status, 403, "{foreign:?}");
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    }
    assert_eq!(
        sender.put(&format!("{}/0/0", message(1)), &[42; 100]).status,
        204,
        "nothing was in its place"
    );
}
