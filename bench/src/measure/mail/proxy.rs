//! Signs in for a client that cannot.

use std::{io, net::SocketAddr};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, copy_bidirectional},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A go-between, ended when dropped.
pub(super) struct Proxy {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Proxy {
    pub(super) async fn start(server: SocketAddr, user: &str, password: &str) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let credentials = STANDARD.encode(format!("\0{user}\0{password}"));
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let credentials = credentials.clone();
                // A connection that fails is seen by the client.
                tokio::spawn(async move { pass_on(client, server, &credentials).await.unwrap_or_default() });
            }
        });
        Ok(Self { address, task })
    }

    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass_on(mut client: TcpStream, server: SocketAddr, credentials: &str) -> io::Result<()> {
    let server = TcpStream::connect(server).await?;
    server.set_nodelay(true)?;
    client.set_nodelay(true)?;
    let mut server = BufReader::new(server);
    answer(&mut server).await?;
    say(&mut server, "EHLO bench.test").await?;
    say(&mut server, &format!("AUTH PLAIN {credentials}")).await?;
    client.write_all(b"220 signed in\r\n").await?;
    copy_bidirectional(&mut client, &mut server).await?;
    Ok(())
}

async fn say(server: &mut BufReader<TcpStream>, line: &str) -> io::Result<()> {
    server.get_mut().write_all(format!("{line}\r\n").as_bytes()).await?;
    answer(server).await
}

/// Reads to the last line of an answer, which has to be a good one.
async fn answer(server: &mut BufReader<TcpStream>) -> io::Result<()> {
    let mut line = String::new();
    loop {
        line.clear();
        server.read_line(&mut line).await?;
        if !line.starts_with('2') {
            return Err(io::Error::other(line));
        }
        if line.as_bytes().get(3) == Some(&b' ') {
            return Ok(());
        }
    }
}
