//! The way out for the mail that Narwhal itself writes: a relay of the operator's, which signs and delivers it.

use std::{
    fmt,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

use domain::Email;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor,
    address::{Address, Envelope},
    transport::smtp::{AsyncSmtpTransportBuilder, extension::ClientId},
};

/// How long the relay may take for one answer.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A way out.
#[derive(Clone)]
pub enum Relay {
    /// None: what would be mailed shows in the sender's pages only.
    Off,
    /// A mail server.
    Smtp(SmtpRelay),
    /// A list in memory, for tests.
    Memory(Arc<Mutex<Vec<Outgoing>>>),
}

/// A mail server that takes mail from this instance.
#[derive(Clone)]
pub struct SmtpRelay(Arc<Connections>);

/// The connections to it. They are looked after by a task, so they are made when the first mail goes out: when settings
/// are read, there is no runtime yet.
struct Connections {
    builder: AsyncSmtpTransportBuilder,
    made: OnceLock<AsyncSmtpTransport<Tokio1Executor>>,
}

/// A mail on its way.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// To whom.
    pub to: Email,
    /// Header and body, in lines that end in CRLF.
    pub mail: Vec<u8>,
}

/// Why a mail did not go out. What the relay said is kept for the log; it may name the recipient, so only its code is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The relay does not want it, now or later.
    #[error("the relay refuses it ({0})")]
    Refused(String),
    /// The relay cannot be reached, or asks to try again.
    #[error("the relay cannot take it now ({0})")]
    Unreachable(String),
}

/// Why a text is no address of a relay. It may hold a password, so it is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "this is no relay: write smtps://USER:PASSWORD@HOST:465, smtp://USER:PASSWORD@HOST:587?tls=required, or smtp://HOST:25"
)]
pub struct RelayError;

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Off => "Relay(off)",
            Self::Smtp(_) => "Relay(SMTP)",
            Self::Memory(_) => "Relay(memory)",
        })
    }
}

impl Relay {
    /// The mail server at `url`, to which Narwhal says that it is `name`. Does not connect.
    ///
    /// # Errors
    /// When the text is no such address.
    pub fn from_url(url: &str, name: &str) -> Result<Self, RelayError> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.trim()).map_err(|_| RelayError)?;
        let builder = builder.timeout(Some(TIMEOUT)).hello_name(ClientId::Domain(name.to_owned()));
        Ok(Self::Smtp(SmtpRelay(Arc::new(Connections { builder, made: OnceLock::new() }))))
    }

    /// An empty list.
    #[must_use]
    pub fn memory() -> Self {
        Self::Memory(Arc::default())
    }

    /// Whether mail goes out at all.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        !matches!(self, Self::Off)
    }

    /// Hands a mail over, with the null reverse-path that reports have (RFC 3464, 2; RFC 8098, 3), so that none is
    /// answered by another.
    ///
    /// # Errors
    /// When the relay refuses it, or could not take it in time.
    pub async fn send(&self, to: &Email, mail: &[u8]) -> Result<(), SendError> {
        match self {
            Self::Off => Err(SendError::Refused("there is no relay".into())),
            Self::Smtp(relay) => {
                let envelope = envelope(to).ok_or_else(|| SendError::Refused("not an address".into()))?;
                relay.transport().send_raw(&envelope, mail).await.map(drop).map_err(|error| classify(&error))
            }
            Self::Memory(list) => {
                let mut list = list.lock().unwrap_or_else(PoisonError::into_inner);
                list.push(Outgoing { to: to.clone(), mail: mail.to_vec() });
                Ok(())
            }
        }
    }

    /// Tries whether the relay answers and accepts the user name and password, if there are any.
    ///
    /// # Errors
    /// When it does not.
    pub async fn check(&self) -> Result<(), SendError> {
        let Self::Smtp(relay) = self else { return Ok(()) };
        match relay.transport().test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(SendError::Unreachable("it closed the connection".into())),
            Err(error) => Err(classify(&error)),
        }
    }
}

impl SmtpRelay {
    fn transport(&self) -> &AsyncSmtpTransport<Tokio1Executor> {
        self.0.made.get_or_init(|| self.0.builder.clone().build())
    }
}

fn envelope(to: &Email) -> Option<Envelope> {
    let to: Address = to.as_str().parse().ok()?;
    Envelope::new(None, vec![to]).ok()
}

fn classify(error: &lettre::transport::smtp::Error) -> SendError {
    let what = match error.status() {
        Some(code) => code.to_string(),
        None if error.is_timeout() => "time-out".into(),
        None if error.is_tls() => "TLS failed".into(),
        None => "no connection".into(),
    };
    if error.is_permanent() { SendError::Refused(what) } else { SendError::Unreachable(what) }
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
        net::TcpListener,
    };

    use super::*;

    /// A mail server that gives these answers, one for each line it gets, and tells the lines.
    async fn server(answers: &'static [&'static str]) -> (String, tokio::task::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let task = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            let mut stream = BufReader::new(stream);
            let mut heard = Vec::new();
            for answer in answers {
                stream.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
                let mut line = String::new();
                loop {
                    line.clear();
                    if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                        return heard;
                    }
                    heard.push(line.trim_end().to_owned());
                    if !answer.starts_with("354") || line == ".\r\n" {
                        break;
                    }
                }
            }
            heard
        });
        (url, task)
    }

    const TO: &str = "ana@example.org";

    async fn send(answers: &'static [&'static str]) -> (Result<(), SendError>, Vec<String>) {
        let (url, task) = server(answers).await;
        let relay = Relay::from_url(&url, "secure.text").unwrap();
        let sent = relay.send(&TO.parse().unwrap(), b"Subject: a\r\n\r\nb\r\n").await;
        drop(relay);
        (sent, task.await.unwrap())
    }

    #[test]
    fn an_address_can_be_read_without_a_runtime() {
        assert!(Relay::from_url("smtp://127.0.0.1:25", "secure.text").is_ok());
    }

    #[tokio::test]
    async fn a_report_goes_out_from_nobody() {
        let (sent, heard) =
            send(&["220 relay", "250 relay", "250 ok", "250 ok", "354 go on", "250 taken", "221 bye"]).await;
        assert_eq!(sent, Ok(()));
        assert_eq!(heard[..4], ["EHLO secure.text", "MAIL FROM:<>", "RCPT TO:<ana@example.org>", "DATA"]);
        assert_eq!(heard[4..7], ["Subject: a", "", "b"]);
        assert!(heard.contains(&".".to_owned()), "{heard:?}");
    }

    #[tokio::test]
    async fn a_refusal_is_told_from_a_delay() {
        let (sent, _) = send(&["220 relay", "250 relay", "250 ok", "550 no such user", "250 ok"]).await;
        assert_eq!(sent, Err(SendError::Refused("550".into())));
        let (sent, _) = send(&["220 relay", "250 relay", "451 later", "250 ok"]).await;
        assert_eq!(sent, Err(SendError::Unreachable("451".into())));
        let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", free.local_addr().unwrap());
        drop(free);
        let relay = Relay::from_url(&url, "secure.text").unwrap();
        let sent = relay.send(&TO.parse().unwrap(), b"").await;
        assert!(matches!(sent, Err(SendError::Unreachable(_))), "{sent:?}");
    }

    #[test]
    fn other_texts_are_no_relay() {
        for text in ["", "relay.example.org", "https://relay.example.org", "smtp://h?tls=maybe"] {
            assert!(Relay::from_url(text, "a").is_err(), "{text}");
        }
    }
}
