//! Signs in for a client that cannot.

use std::{io, net::SocketAddr, sync::Arc};

use tokio::{
    io::{AsyncWriteExt as _, copy_bidirectional},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use super::client::Client;

/// A go-between, ended when dropped.
pub(super) struct Proxy {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Proxy {
    pub(super) async fn start(server: SocketAddr, user: &'static str, password: &str) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let password: Arc<str> = password.into();
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let password = Arc::clone(&password);
                // A connection that fails is seen by the client.
                tokio::spawn(
                    async move { pass_on(client, server, user, &password).await.unwrap_or_default() },
                );
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

async fn pass_on(mut client: TcpStream, server: SocketAddr, user: &str, password: &str) -> io::Result<()> {
    client.set_nodelay(true)?;
    let mut server = Client::connect(server).await?;
    server.sign_in(user, password).await?;
    client.write_all(b"220 signed in\r\n").await?;
    copy_bidirectional(&mut client, server.stream()).await?;
    Ok(())
}
