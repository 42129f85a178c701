//! A mail program, and a backend that remembers.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, Mutex, OnceLock},
};

use rustls::{
    ClientConfig, RootCertStore, ServerConfig,
    crypto::ring,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer, ServerName},
};
use smtp::{AuthError, Backend, Envelope, Limits, Mailbox, Reply, Security, Server, Settings, TlsConfig};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tokio_rustls::TlsConnector;

use crate::world::{self, Mail};

/// The address that clients over streams have.
pub(crate) const CLIENT: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

/// The three kinds of listeners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    StartTls,
    Tls,
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::Plain, Self::StartTls, Self::Tls];

    pub(crate) fn security(self) -> Security {
        match self {
            Self::Plain => Security::Plain,
            Self::StartTls => Security::StartTls(certificate().server.clone()),
            Self::Tls => Security::Tls(certificate().server.clone()),
        }
    }
}

pub(crate) struct Certificate {
    pub(crate) config: Arc<ServerConfig>,
    pub(crate) server: TlsConfig,
    pub(crate) client: TlsConnector,
}

/// One certificate for all tests.
pub(crate) fn certificate() -> &'static Certificate {
    static CERTIFICATE: OnceLock<Certificate> = OnceLock::new();
    CERTIFICATE.get_or_init(new_certificate)
}

pub(crate) fn new_certificate() -> Certificate {
    let made = rcgen::generate_simple_self_signed(["secure.text".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(ring::default_provider());
    let server = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let client = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let config = Arc::new(server);
    Certificate {
        server: TlsConfig::new(Arc::clone(&config)),
        config,
        client: TlsConnector::from(Arc::new(client)),
    }
}

/// Answers as [`world`] does, and remembers. Deliveries wait for a turn, of which there are plenty unless a test
/// takes them away.
#[derive(Clone)]
pub(crate) struct Recorder {
    mails: Arc<Mutex<Vec<Mail>>>,
    logins: Arc<Mutex<usize>>,
    pub(crate) turns: Arc<Semaphore>,
}

impl Recorder {
    pub(crate) fn new(turns: usize) -> Self {
        Self { mails: Arc::default(), logins: Arc::default(), turns: Arc::new(Semaphore::new(turns)) }
    }

    pub(crate) fn mails(&self) -> Vec<Mail> {
        self.mails.lock().unwrap().clone()
    }

    pub(crate) fn logins(&self) -> usize {
        *self.logins.lock().unwrap()
    }
}

impl Backend for Recorder {
    type Account = String;
    type Recipient = String;

    async fn authenticate(&self, user: &str, password: &str, _: IpAddr) -> Result<String, AuthError> {
        *self.logins.lock().unwrap() += 1;
        match (user, password) {
            ("ana", "secret") => Ok(user.to_owned()),
            _ => Err(AuthError::Wrong),
        }
    }

    fn sender(&self, account: &String, from: &Mailbox) -> Result<(), Reply> {
        assert_eq!(account, "ana");
        world::sender(from)
    }

    async fn recipient(&self, _: &String, to: &Mailbox) -> Result<String, Reply> {
        tokio::task::yield_now().await;
        world::recipient(to)
    }

    async fn deliver(
        &self,
        _: &String,
        envelope: Envelope<String>,
        content: Vec<u8>,
    ) -> Result<String, Reply> {
        self.turns.acquire().await.unwrap().forget();
        let answer = world::deliver(&content);
        self.mails.lock().unwrap().push(Mail { envelope, content });
        answer
    }
}

/// A server with small limits, and its backend.
pub(crate) fn server() -> (Server<Recorder>, Recorder) {
    server_with(Recorder::new(1_000_000), world::settings(), Limits::default())
}

pub(crate) fn server_with(
    backend: Recorder,
    settings: Settings,
    limits: Limits,
) -> (Server<Recorder>, Recorder) {
    (Server::new(backend.clone(), settings, limits), backend)
}

/// A server with a listener on loopback, and its address.
pub(crate) async fn listening(server: &mut Server<Recorder>, kind: Kind) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    server.add(listener, kind.security()).unwrap();
    address
}

pub(crate) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

pub(crate) struct Client {
    stream: BufReader<Box<dyn Stream>>,
}

impl Client {
    pub(crate) fn over(stream: impl Stream + 'static) -> Self {
        Self { stream: BufReader::new(Box::new(stream)) }
    }

    /// A client over memory; no word has been said.
    pub(crate) fn bare(server: &Server<Recorder>, kind: Kind) -> Self {
        let (near, far) = tokio::io::duplex(64 * 1024);
        tokio::spawn(server.converse(far, CLIENT, kind.security()));
        Self::over(near)
    }

    /// A client over memory that has said EHLO, under TLS where there is TLS.
    pub(crate) async fn connect(server: &Server<Recorder>, kind: Kind) -> Self {
        let (near, far) = tokio::io::duplex(64 * 1024);
        tokio::spawn(server.converse(far, CLIENT, kind.security()));
        Self::introduced(near, kind).await
    }

    /// A client over TCP that has said EHLO, under TLS where there is TLS.
    pub(crate) async fn dial(address: std::net::SocketAddr, kind: Kind) -> Self {
        Self::introduced(TcpStream::connect(address).await.unwrap(), kind).await
    }

    async fn introduced(stream: impl Stream + 'static, kind: Kind) -> Self {
        let client = match kind {
            Kind::Plain => Self::over(stream),
            Kind::Tls => Self::over(stream).secured(certificate()).await,
            Kind::StartTls => {
                let mut client = Self::over(stream);
                client.expect(220).await;
                client.ask("EHLO client\r\n", 250).await;
                client.ask("STARTTLS\r\n", 220).await;
                client.secured(certificate()).await
            }
        };
        client.greeted(kind).await
    }

    async fn greeted(mut self, kind: Kind) -> Self {
        if kind != Kind::StartTls {
            self.expect(220).await;
        }
        self.ask("EHLO client\r\n", 250).await;
        self
    }

    /// Begins TLS.
    pub(crate) async fn secured(self, certificate: &Certificate) -> Self {
        let name = ServerName::try_from("secure.text").unwrap();
        Self::over(certificate.client.connect(name, self.stream.into_inner()).await.unwrap())
    }

    pub(crate) async fn sign_in(&mut self) {
        self.ask(world::AUTH, 235).await;
    }

    pub(crate) async fn send(&mut self, text: &str) {
        self.try_send(text).await.unwrap();
    }

    pub(crate) async fn try_send(&mut self, text: &str) -> std::io::Result<()> {
        self.stream.write_all(text.as_bytes()).await?;
        self.stream.flush().await
    }

    /// The next reply, whose code must be `code`.
    pub(crate) async fn expect(&mut self, code: u16) -> String {
        use tokio::io::AsyncBufReadExt;
        let mut reply = String::new();
        loop {
            let start = reply.len();
            self.stream.read_line(&mut reply).await.unwrap();
            let line = &reply[start..];
            assert!(line.starts_with(&code.to_string()), "{code} expected: {reply}");
            if line.as_bytes()[3] == b' ' {
                return reply;
            }
        }
    }

    pub(crate) async fn ask(&mut self, text: &str, code: u16) -> String {
        self.send(text).await;
        self.expect(code).await
    }

    /// A whole small mail.
    pub(crate) async fn mail(&mut self, subject: &str) {
        self.send("MAIL FROM:<ana@example.org>\r\nRCPT TO:<2114367789@secure.text>\r\nDATA\r\n").await;
        self.expect(250).await;
        self.expect(250).await;
        self.expect(354).await;
        self.ask(&format!("Subject: {subject}\r\n\r\nText.\r\n.\r\n"), 250).await;
    }

    /// Everything until the server closes.
    pub(crate) async fn rest(mut self) -> String {
        let mut rest = Vec::new();
        // A connection may end without TLS's own end.
        let _ = self.stream.read_to_end(&mut rest).await;
        String::from_utf8(rest).unwrap()
    }
}
