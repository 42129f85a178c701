//! A mail program that says whatever it is told to, octet by octet.

use std::{fmt::Write as _, net::SocketAddr, path::Path, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader},
    net::{TcpSocket, TcpStream},
};
use tokio_rustls::TlsConnector;

use crate::desk::{Desk, EMAIL, Way};

pub(crate) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// A connection.
pub(crate) struct Wire {
    stream: BufReader<Box<dyn Stream>>,
}

/// What the server said: one reply with all its lines, or nothing once it has closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said(pub(crate) String);

impl Said {
    /// 0 when the connection is closed.
    pub(crate) fn code(&self) -> u16 {
        self.0.get(..3).and_then(|code| code.parse().ok()).unwrap_or(0)
    }
}

impl Wire {
    /// A connection of which nothing has been read.
    pub(crate) async fn bare(address: SocketAddr) -> Self {
        Self::try_bare(address).await.unwrap()
    }

    /// The same, if somebody listens.
    pub(crate) async fn try_bare(address: SocketAddr) -> Option<Self> {
        Some(Self::over(tcp(address, None).await.ok()?))
    }

    /// A connection from this loopback address, of which nothing has been read.
    pub(crate) async fn bare_from(own: [u8; 4], address: SocketAddr) -> Self {
        Self::over(tcp(address, Some(own)).await.unwrap())
    }

    /// A connection that has said EHLO, under TLS where there is TLS.
    pub(crate) async fn open(desk: &Desk, way: Way) -> Self {
        let mut wire = Self::bare(desk.address(way)).await;
        if way == Way::StartTls {
            wire.expect(220).await;
            wire.ask("EHLO client\r\n").await;
            assert_eq!(wire.ask("STARTTLS\r\n").await.code(), 220);
        }
        if way != Way::Plain {
            wire = wire.secured(&trusting(&desk.certificate())).await;
        }
        if way != Way::StartTls {
            wire.expect(220).await;
        }
        assert_eq!(wire.ask("EHLO client\r\n").await.code(), 250);
        wire
    }

    /// The same, signed in.
    pub(crate) async fn signed_in(desk: &Desk, way: Way) -> Self {
        Self::try_signed_in(desk, way).await.unwrap_or_else(|said| panic!("{said:?}"))
    }

    /// The same, or what kept it out.
    pub(crate) async fn try_signed_in(desk: &Desk, way: Way) -> Result<Self, Said> {
        let mut wire = Self::open(desk, way).await;
        let said = wire.ask(&plain("", EMAIL, &desk.app_password)).await;
        if said.code() == 235 { Ok(wire) } else { Err(said) }
    }

    fn over(stream: impl Stream + 'static) -> Self {
        Self { stream: BufReader::new(Box::new(stream)) }
    }

    /// Begins TLS.
    pub(crate) async fn secured(self, connector: &TlsConnector) -> Self {
        let name = ServerName::try_from("localhost").unwrap();
        Self::over(connector.connect(name, self.stream.into_inner()).await.unwrap())
    }

    /// Writes, whether or not the other side still listens.
    pub(crate) async fn send(&mut self, octets: impl AsRef<[u8]>) {
        if self.stream.write_all(octets.as_ref()).await.is_ok() {
            let _ = self.stream.flush().await;
        }
    }

    /// Writes each octet by itself.
    pub(crate) async fn drip(&mut self, octets: impl AsRef<[u8]>) {
        for octet in octets.as_ref() {
            self.send([*octet]).await;
        }
    }

    /// The next reply.
    pub(crate) async fn hear(&mut self) -> Said {
        let mut reply = Vec::new();
        loop {
            let start = reply.len();
            // A connection may end without a goodbye.
            let read = self.stream.read_until(b'\n', &mut reply).await.unwrap_or(0);
            if read == 0 || reply.get(start + 3) != Some(&b'-') {
                return Said(String::from_utf8_lossy(&reply).into_owned());
            }
        }
    }

    pub(crate) async fn expect(&mut self, code: u16) -> Said {
        let said = self.hear().await;
        assert_eq!(said.code(), code, "{said:?}");
        said
    }

    pub(crate) async fn ask(&mut self, octets: impl AsRef<[u8]>) -> Said {
        self.send(octets).await;
        self.hear().await
    }

    /// Sends a mail, recipient by recipient; the reply to its end, or the first refusal. Every reply is read, so that the
    /// connection can be used again.
    pub(crate) async fn mail(&mut self, to: &[String], content: &str) -> Said {
        let mut start = format!("MAIL FROM:<{EMAIL}>\r\n");
        for to in to {
            write!(start, "RCPT TO:<{to}>\r\n").unwrap();
        }
        self.send(format!("{start}DATA\r\n")).await;
        let mut refusal = None;
        for _ in 0..=to.len() {
            let said = self.hear().await;
            if said.code() != 250 {
                refusal.get_or_insert(said);
            }
        }
        let said = match self.hear().await {
            said if said.code() == 354 => self.ask(format!("{content}\r\n.\r\n")).await,
            said => said,
        };
        refusal.unwrap_or(said)
    }

    /// Everything until the server closes.
    pub(crate) async fn rest(mut self) -> String {
        let mut rest = Vec::new();
        let _ = self.stream.read_to_end(&mut rest).await;
        String::from_utf8_lossy(&rest).into_owned()
    }
}

async fn tcp(address: SocketAddr, own: Option<[u8; 4]>) -> std::io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    if let Some(own) = own {
        socket.bind(SocketAddr::from((own, 0)))?;
    }
    let stream = socket.connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// A client that trusts this certificate alone.
pub(crate) fn trusting(certificate: &Path) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(certificate).unwrap()).unwrap();
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().unwrap();
    TlsConnector::from(Arc::new(builder.with_root_certificates(roots).with_no_client_auth()))
}

/// AUTH PLAIN (RFC 4616).
pub(crate) fn plain(acting_as: &str, user: &str, password: &str) -> String {
    format!("AUTH PLAIN {}\r\n", STANDARD.encode(format!("{acting_as}\0{user}\0{password}")))
}

/// AUTH LOGIN, answers included.
pub(crate) fn login(user: &str, password: &str) -> String {
    format!("AUTH LOGIN {}\r\n{}\r\n", STANDARD.encode(user), STANDARD.encode(password))
}

/// The address that stands for a number.
pub(crate) fn at(phone: &domain::PhoneNumber) -> String {
    format!("{}@secure.text", phone.as_str())
}

/// A small mail of the account's own, without its end.
pub(crate) fn letter(id: &str, subject: &str, text: &str) -> String {
    format!("From: {EMAIL}\r\nMessage-ID: <{id}@example.org>\r\nSubject: {subject}\r\n\r\n{text}")
}
