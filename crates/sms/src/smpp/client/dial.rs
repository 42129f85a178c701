use std::{io, sync::Arc};

use futures::future::BoxFuture;
use rustls::{ClientConfig, pki_types::ServerName};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;

/// What a connection runs over.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// A way to reach the carrier.
pub trait Dial: Send + Sync {
    /// Connects.
    ///
    /// # Errors
    /// When it cannot be reached.
    fn dial(&self) -> BoxFuture<'_, io::Result<Box<dyn Stream>>>;
}

/// Over TCP.
#[derive(Debug, Clone)]
pub struct Tcp {
    host: String,
    port: u16,
}

impl Tcp {
    /// A host's name or address, and its port.
    #[must_use]
    pub fn new(host: impl Into<String>, port: u16) -> Self {
        Self { host: host.into(), port }
    }
}

impl Dial for Tcp {
    fn dial(&self) -> BoxFuture<'_, io::Result<Box<dyn Stream>>> {
        Box::pin(async {
            let stream = TcpStream::connect((self.host.as_str(), self.port)).await?;
            stream.set_nodelay(true)?;
            Ok::<Box<dyn Stream>, _>(Box::new(stream))
        })
    }
}

/// Over TLS over something else.
#[derive(Clone)]
pub struct OverTls<D> {
    inner: D,
    config: Arc<ClientConfig>,
    name: ServerName<'static>,
}

impl<D> OverTls<D> {
    /// TLS to a server whose certificate is for `name`, and good according to `config`.
    #[must_use]
    pub const fn new(inner: D, config: Arc<ClientConfig>, name: ServerName<'static>) -> Self {
        Self { inner, config, name }
    }
}

impl<D: Dial> Dial for OverTls<D> {
    fn dial(&self) -> BoxFuture<'_, io::Result<Box<dyn Stream>>> {
        Box::pin(async {
            let stream = self.inner.dial().await?;
            let connector = TlsConnector::from(Arc::clone(&self.config));
            let stream = connector.connect(self.name.clone(), stream).await?;
            Ok::<Box<dyn Stream>, _>(Box::new(stream))
        })
    }
}
