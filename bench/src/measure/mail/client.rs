//! As much of a mail program as the measurements need.

use std::{io, net::SocketAddr};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};

/// A connection to a mail server.
pub(super) struct Client(BufReader<TcpStream>);

impl Client {
    /// Connects, and reads the greeting.
    pub(super) async fn connect(server: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(server).await?;
        stream.set_nodelay(true)?;
        let mut client = Self(BufReader::new(stream));
        client.answer().await?;
        client.say("EHLO bench.test").await?;
        Ok(client)
    }

    pub(super) async fn sign_in(&mut self, user: &str, password: &str) -> io::Result<()> {
        let credentials = STANDARD.encode(format!("\0{user}\0{password}"));
        self.say(&format!("AUTH PLAIN {credentials}")).await
    }

    /// Hands a mail in; it is on the disk then.
    pub(super) async fn send(&mut self, from: &str, to: &str, text: &str) -> io::Result<()> {
        self.say(&format!("MAIL FROM:<{from}>")).await?;
        self.say(&format!("RCPT TO:<{to}>")).await?;
        self.say("DATA").await?;
        self.say(&format!("From: <{from}>\r\n\r\n{text}\r\n.")).await
    }

    /// What goes both ways from here on.
    pub(super) fn stream(&mut self) -> &mut BufReader<TcpStream> {
        &mut self.0
    }

    async fn say(&mut self, line: &str) -> io::Result<()> {
        self.0.get_mut().write_all(format!("{line}\r\n").as_bytes()).await?;
        self.answer().await
    }

    /// Reads to the last line of an answer, which has to be a good one.
    async fn answer(&mut self) -> io::Result<()> {
        let mut line = String::new();
        loop {
            line.clear();
            self.0.read_line(&mut line).await?;
            if !line.starts_with(['2', '3']) {
                return Err(io::Error::other(line));
            }
            if line.as_bytes().get(3) == Some(&b' ') {
                return Ok(());
            }
        }
    }
}
