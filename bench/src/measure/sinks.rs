//! Gateways that take every text at once: over HTTP, and over SMPP 3.4.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, BufWriter},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::Instant,
};

/// How a sink is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    Http,
    Smpp,
}

/// A gateway that takes everything, and knows when each text came.
pub(super) struct Sink {
    protocol: Protocol,
    address: SocketAddr,
    came: Arc<Mutex<Vec<Instant>>>,
    listening: JoinHandle<()>,
}

impl Protocol {
    pub(super) const ALL: [Self; 2] = [Self::Http, Self::Smpp];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Http => "HTTP",
            Self::Smpp => "SMPP",
        }
    }
}

impl Sink {
    pub(super) async fn open(protocol: Protocol) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let (address, came) = (listener.local_addr()?, Arc::<Mutex<Vec<Instant>>>::default());
        let seen = Arc::clone(&came);
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let seen = Arc::clone(&seen);
                tokio::spawn(async move {
                    // A connection that ends has nothing more to say.
                    let _ = match protocol {
                        Protocol::Http => take_http(stream, &seen).await,
                        Protocol::Smpp => take_smpp(stream, &seen).await,
                    };
                });
            }
        });
        Ok(Self { protocol, address, came, listening })
    }

    /// What the service is told of it.
    pub(super) fn settings(&self) -> Vec<(&'static str, String)> {
        let of_kind = match self.protocol {
            Protocol::Http => vec![
                ("NARWHAL_GATEWAY_SINK_KIND", "http".to_owned()),
                ("NARWHAL_GATEWAY_SINK_URL", format!("http://{}/texts", self.address)),
                ("NARWHAL_GATEWAY_SINK_BODY", r#"{"to":"{to}","text":"{text}","id":"{id}"}"#.to_owned()),
                ("NARWHAL_GATEWAY_SINK_ID_AT", "/id".to_owned()),
            ],
            Protocol::Smpp => vec![
                ("NARWHAL_GATEWAY_SINK_KIND", "smpp".to_owned()),
                ("NARWHAL_GATEWAY_SINK_HOST", self.address.ip().to_string()),
                ("NARWHAL_GATEWAY_SINK_PORT", self.address.port().to_string()),
                ("NARWHAL_GATEWAY_SINK_TLS", "false".to_owned()),
                ("NARWHAL_GATEWAY_SINK_SYSTEM_ID", "bench".to_owned()),
                ("NARWHAL_GATEWAY_SINK_PASSWORD", "bench".to_owned()),
                ("NARWHAL_GATEWAY_SINK_FROM", "+12025550123".to_owned()),
                ("NARWHAL_GATEWAY_SINK_WINDOW", "64".to_owned()),
            ],
        };
        of_kind.into_iter().chain([("NARWHAL_GATEWAY_SINK_AT_ONCE", "64".to_owned())]).collect()
    }

    /// When each text came, the first one first.
    pub(super) fn came(&self) -> Vec<Instant> {
        self.came.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn count(&self) -> usize {
        self.came.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    pub(super) fn forget(&self) {
        self.came.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

fn note(came: &Mutex<Vec<Instant>>) -> usize {
    let mut came = came.lock().unwrap_or_else(PoisonError::into_inner);
    came.push(Instant::now());
    came.len()
}

/// Requests one after the other, each with a length (RFC 9112).
async fn take_http(stream: TcpStream, came: &Mutex<Vec<Instant>>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    let (mut line, mut body) = (String::new(), Vec::new());
    loop {
        let mut length = 0;
        loop {
            line.clear();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let header = line.trim().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().map_err(std::io::Error::other)?;
            }
        }
        body.resize(length, 0);
        stream.read_exact(&mut body).await?;
        let id = format!("{{\"id\":\"{}\"}}", note(came));
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{id}",
            id.len()
        );
        stream.write_all(answer.as_bytes()).await?;
    }
}

const BIND_TRANSCEIVER: u32 = 0x09;
const SUBMIT: u32 = 0x04;
const UNBIND: u32 = 0x06;
const ENQUIRE: u32 = 0x15;
const RESPONSE: u32 = 0x8000_0000;

/// PDUs one after the other (SMPP 3.4, 3.2). Answers that can go together do.
async fn take_smpp(stream: TcpStream, came: &Mutex<Vec<Instant>>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let (reading, writing) = stream.into_split();
    let (mut reading, mut writing) = (BufReader::new(reading), BufWriter::new(writing));
    let mut rest = Vec::new();
    loop {
        if reading.buffer().is_empty() {
            writing.flush().await?;
        }
        let [length, id, _, sequence] = [
            reading.read_u32().await?,
            reading.read_u32().await?,
            reading.read_u32().await?,
            reading.read_u32().await?,
        ];
        rest.resize(usize::try_from(length).unwrap_or(usize::MAX).saturating_sub(16), 0);
        reading.read_exact(&mut rest).await?;
        let body = match id {
            BIND_TRANSCEIVER => "sink\0".to_owned(),
            SUBMIT => format!("{:x}\0", note(came)),
            ENQUIRE | UNBIND => String::new(),
            _ => continue,
        };
        let length = u32::try_from(16 + body.len()).unwrap_or(u32::MAX);
        for word in [length, id | RESPONSE, 0, sequence] {
            writing.write_u32(word).await?;
        }
        writing.write_all(body.as_bytes()).await?;
        if id == UNBIND {
            return writing.flush().await;
        }
    }
}
