//! Listeners: HTTP/1.1 and HTTP/2, plain or with TLS, with limits on how long a client may keep a connection waiting.

use std::{io, net::SocketAddr, time::Duration};

use anyhow::Context as _;
use axum::Router;
use axum_server::{
    Handle, Server,
    accept::NoDelayAcceptor,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use tokio::{net::TcpListener, task::JoinSet};

/// From the connection's first byte, or the end of the request before, to the end of a request's headers.
const HEADERS: Duration = Duration::from_secs(15);
const PING: Duration = Duration::from_secs(20);
const STREAMS: u32 = 128;
/// How long requests may take to finish once the service is told to stop.
const FINISH: Duration = Duration::from_secs(10);

/// Takes an address, named by its setting when that fails.
pub(crate) async fn bind(address: SocketAddr, setting: &str) -> anyhow::Result<TcpListener> {
    let advice = || format!("{setting}: cannot listen on {address}. Is another program using the port?");
    TcpListener::bind(address).await.with_context(advice)
}

/// The listeners that serve.
#[derive(Default)]
pub(crate) struct Listeners {
    tasks: JoinSet<()>,
    handles: Vec<Handle<SocketAddr>>,
}

impl Listeners {
    /// Serves pages on a listener.
    pub(crate) fn add(&mut self, listener: TcpListener, tls: Option<RustlsConfig>, pages: Router) {
        let handle = Handle::new();
        self.handles.push(handle.clone());
        self.tasks.spawn(async move {
            if let Err(error) = serve(listener, tls, pages, handle).await {
                tracing::error!(%error, "a listener failed");
            }
        });
    }

    /// Waits for one that ends by itself, which none should.
    pub(crate) async fn first_to_end(&mut self) {
        self.tasks.join_next().await;
    }

    /// Accepts no more, gives requests some time to finish, and waits for that.
    pub(crate) async fn finish(mut self) {
        self.handles.iter().for_each(|handle| handle.graceful_shutdown(Some(FINISH)));
        while self.tasks.join_next().await.is_some() {}
    }
}

async fn serve(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    pages: Router,
    handle: Handle<SocketAddr>,
) -> io::Result<()> {
    let mut server = Server::<SocketAddr>::from_listener(listener)
        .handle(handle)
        .first_request_timeout(HEADERS)
        .accept_error_handler(|_, error| tracing::debug!(%error, "a connection was not accepted"));
    server.http_builder().http1().header_read_timeout(HEADERS);
    server.http_builder().http2().max_concurrent_streams(STREAMS).keep_alive_interval(PING);
    let pages = pages.into_make_service_with_connect_info::<SocketAddr>();
    match tls {
        None => server.acceptor(NoDelayAcceptor::new()).serve(pages).await,
        Some(config) => {
            let acceptor = RustlsAcceptor::new(config).handshake_timeout(HEADERS);
            server.acceptor(acceptor.acceptor(NoDelayAcceptor::new())).serve(pages).await
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpStream,
        time::sleep,
    };

    use super::*;

    async fn slow() -> &'static str {
        sleep(Duration::from_millis(500)).await;
        "done"
    }

    #[tokio::test]
    async fn requests_are_finished_and_no_more_accepted() {
        let listener = bind(([127, 0, 0, 1], 0).into(), "TEST").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut listeners = Listeners::default();
        listeners.add(listener, None, Router::new().route("/", get(slow)));
        let (mut busy, mut idle) =
            (TcpStream::connect(address).await.unwrap(), TcpStream::connect(address).await.unwrap());
        busy.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
        sleep(Duration::from_millis(200)).await;
        let finished = tokio::time::timeout(FINISH / 2, listeners.finish());
        let mut answer = String::new();
        let (finished, read) = tokio::join!(finished, busy.read_to_string(&mut answer));
        assert!(finished.is_ok() && read.is_ok());
        assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("done"), "{answer}");
        assert_eq!(idle.read(&mut [0]).await.unwrap_or_default(), 0);
        assert!(TcpStream::connect(address).await.is_err());
    }
}
