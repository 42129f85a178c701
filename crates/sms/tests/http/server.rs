//! A server on this machine that answers as it is told, and remembers what it was asked.

use std::sync::{Arc, Mutex};

use domain::NoticeId;
use sms::{
    Text,
    http::{
        Client, Generic, GenericBody, GenericSettings, Http, Phone, Provider, Reference, Secret, Statuses,
        Telnyx, Twilio, TwilioSender, Vonage,
    },
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// What the server does with a request.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Answers with this status, these header lines and this body.
    Answer(u16, &'static str, String),
    /// Closes without an answer.
    Close,
    /// Closes in the middle of its answer.
    Half,
    /// Says nothing.
    Silence,
}

/// A request as it came: the first line, the headers and the body.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) head: String,
    pub(crate) body: String,
}

pub(crate) struct Server {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub(crate) async fn start(act: Act) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let remembered = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, act.clone(), Arc::clone(&remembered)));
            }
        });
        Self { url, asked }
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

async fn converse(mut stream: TcpStream, act: Act, asked: Arc<Mutex<Vec<Asked>>>) {
    while let Some(request) = read(&mut stream).await {
        asked.lock().unwrap().push(request);
        match &act {
            Act::Answer(status, headers, body) => {
                let length = body.len();
                let answer =
                    format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\n{headers}\r\n{body}");
                if stream.write_all(answer.as_bytes()).await.is_err() {
                    return;
                }
            }
            Act::Close => return,
            Act::Half => {
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"sid\":").await.unwrap();
                return;
            }
            Act::Silence => std::future::pending().await,
        }
    }
}

async fn read(stream: &mut TcpStream) -> Option<Asked> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().unwrap())
            });
            if body.len() >= length.unwrap_or(0) {
                return Some(Asked { head: head.to_owned(), body: body.to_owned() });
            }
        }
        match stream.read(&mut buffer).await {
            Ok(count @ 1..) => bytes.extend_from_slice(&buffer[..count]),
            _ => return None,
        }
    }
}

pub(crate) fn text() -> Text {
    let id = NoticeId::from_bytes([0xab; 16]);
    Text { id, to: "+12114367789".parse().unwrap(), body: "Clinic: https://a.org/m/x & more \"é\"".into() }
}

pub(crate) fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

pub(crate) fn client() -> Client {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let roots = rustls::RootCertStore::empty();
    Client::new(config.unwrap().with_root_certificates(roots).with_no_client_auth()).unwrap()
}

pub(crate) const SID: &str = "AC0123456789abcdef0123456789abcdef";
pub(crate) const TOKEN: &str = "an-auth-token";

pub(crate) fn twilio(url: &str) -> Twilio {
    let from = TwilioSender::From("+12025550123".parse().unwrap());
    Twilio::new(SID, secret(TOKEN), from).unwrap().at(url).unwrap()
}

pub(crate) fn telnyx(url: &str) -> Telnyx {
    Telnyx::new(secret("KEY1"), Some("+12025550123".parse().unwrap()), None).unwrap().at(url).unwrap()
}

pub(crate) fn vonage(url: &str) -> Vonage {
    Vonage::new("key1", secret("secret1"), "Narwhal".parse().unwrap()).unwrap().at(url).unwrap()
}

pub(crate) fn phone(url: &str) -> Phone {
    Phone::new(url, "sms", secret("password")).unwrap()
}

pub(crate) fn generic(url: &str) -> Generic {
    Generic::new(GenericSettings {
        method: "POST".into(),
        url: secret(&format!("{url}/send?id={{id}}")),
        headers: vec![("x-account".into(), secret("12"))],
        body: GenericBody::Json(secret(r#"{"to": "{to}", "text": "{text}"}"#)),
        from: None,
        reference: Reference::json("/data/id").unwrap(),
        accepted: Statuses::default(),
    })
    .unwrap()
}

/// All of them at one address.
pub(crate) fn all(url: &str) -> Vec<Http> {
    let providers = [
        Provider::Twilio(twilio(url)),
        Provider::Telnyx(telnyx(url)),
        Provider::Vonage(vonage(url)),
        Provider::Phone(phone(url)),
        Provider::Generic(Box::new(generic(url))),
    ];
    providers.into_iter().map(|provider| Http::new(provider, client())).collect()
}

pub(crate) fn http(provider: Provider) -> Http {
    Http::new(provider, client())
}
