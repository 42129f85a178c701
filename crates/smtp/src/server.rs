use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpListener,
    sync::{OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
    time::{Instant, timeout_at},
};
use tokio_rustls::TlsAcceptor;
use tracing::debug;

use crate::{
    Backend, Limits, Protection, Security, Settings, TlsConfig,
    connection::{Connection, Ended},
    door::Door,
    listener,
};

/// What one unit of the memory budget is; the semaphore counts in 32 bits.
const UNIT: usize = 1024;

/// The submission server: its listeners, and all their connections. Dropping it drops them, whatever they are doing.
pub struct Server<B: Backend> {
    shared: Arc<Shared<B>>,
    listeners: JoinSet<()>,
}

/// Why a listener is not used.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Passwords and mails would go over a network in the clear.
    #[error("{0} is not a loopback address, so mail submission there needs TLS")]
    PlainBeyondLoopback(SocketAddr),
    /// The socket does not say where it listens.
    #[error("the listening socket: {0}")]
    Socket(#[from] io::Error),
}

/// What all connections share.
pub(crate) struct Shared<B> {
    pub(crate) backend: B,
    pub(crate) settings: Arc<Settings>,
    pub(crate) limits: Limits,
    pub(crate) door: Arc<Door>,
    memory: Arc<Semaphore>,
    connections: AtomicU64,
}

impl<B: Backend> Server<B> {
    /// A server without listeners.
    #[must_use]
    pub fn new(backend: B, settings: Settings, limits: Limits) -> Self {
        let budget = units(limits.memory_bytes.max(settings.max_message_bytes));
        let shared = Shared {
            backend,
            settings: Arc::new(settings),
            door: Door::new(&limits),
            limits,
            memory: Arc::new(Semaphore::new(usize::try_from(budget).unwrap_or(Semaphore::MAX_PERMITS))),
            connections: AtomicU64::new(0),
        };
        Self { shared: Arc::new(shared), listeners: JoinSet::new() }
    }

    /// Accepts connections from now on. To be called within a tokio runtime.
    ///
    /// # Errors
    /// When the listener is [`Security::Plain`] and can be reached from other machines.
    pub fn add(&mut self, listener: TcpListener, security: Security) -> Result<(), ListenError> {
        let address = listener.local_addr()?;
        if matches!(security, Security::Plain) && !address.ip().to_canonical().is_loopback() {
            return Err(ListenError::PlainBeyondLoopback(address));
        }
        self.listeners.spawn(listener::accept(Arc::clone(&self.shared), listener, security));
        Ok(())
    }

    /// How many connections there are.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.door.count()
    }

    /// Talks with one client over a stream that somebody else has accepted; it counts against no limit, and whether
    /// [`Security::Plain`] is right for it is for the caller to know.
    pub fn converse<S>(
        &self,
        stream: S,
        client: IpAddr,
        security: Security,
    ) -> impl Future<Output = ()> + Send + use<B, S>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send,
    {
        converse(Arc::clone(&self.shared), stream, client, security)
    }

    /// Stops: accepts nobody, says goodbye to those who wait, and lets mails that are on their way be finished for as
    /// long as `grace`. What has not ended by then is dropped.
    pub async fn shutdown(mut self, grace: Duration) {
        self.shared.door.stop(Instant::now() + grace);
        while self.listeners.join_next().await.is_some() {}
    }
}

impl<B> Shared<B> {
    /// Sets memory aside, first come, first served. A mail never needs more than there is in all.
    pub(crate) async fn memory(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.memory).acquire_many_owned(units(bytes)).await.ok()
    }
}

fn units(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX)
}

/// Talks with one client from the greeting to the end.
pub(crate) async fn converse<B, S>(shared: Arc<Shared<B>>, stream: S, client: IpAddr, security: Security)
where
    B: Backend,
    S: AsyncRead + AsyncWrite + Unpin + Send,
{
    let id = shared.connections.fetch_add(1, Ordering::Relaxed);
    let kind = security.name();
    debug!(id, kind, "a client comes");
    let protection = match security {
        Security::Plain => Protection::Plain,
        Security::StartTls(_) => Protection::BeforeTls,
        Security::Tls(_) => Protection::Tls,
    };
    let mut connection = Connection::new(shared, client, protection);
    let ended = match security {
        Security::Plain => clear(&mut connection, stream).await,
        Security::StartTls(tls) => upgraded(&mut connection, stream, &tls).await,
        Security::Tls(tls) => protected(&mut connection, stream, &tls).await,
    };
    debug!(id, kind, mails = connection.mails(), ?ended, "the client has gone");
}

async fn clear<B, S>(connection: &mut Connection<B>, mut stream: S) -> io::Result<Ended>
where
    B: Backend,
    S: AsyncRead + AsyncWrite + Unpin + Send,
{
    connection.converse(&mut stream).await
}

async fn upgraded<B, S>(connection: &mut Connection<B>, mut stream: S, tls: &TlsConfig) -> io::Result<Ended>
where
    B: Backend,
    S: AsyncRead + AsyncWrite + Unpin + Send,
{
    match connection.converse(&mut stream).await? {
        Ended::StartTls => protected(connection, stream, tls).await,
        ended => Ok(ended),
    }
}

async fn protected<B, S>(connection: &mut Connection<B>, stream: S, tls: &TlsConfig) -> io::Result<Ended>
where
    B: Backend,
    S: AsyncRead + AsyncWrite + Unpin + Send,
{
    let handshake = TlsAcceptor::from(tls.current()).accept(stream);
    let mut stream = timeout_at(connection.handshake_deadline(), handshake).await??;
    connection.tls_started();
    connection.converse(&mut stream).await
}
