//! A way to a carrier that keeps what goes over it.

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, ready},
};

use futures::future::BoxFuture;
use sms::smpp::{Dial, Stream, Tcp};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Who said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    Us,
    Carrier,
}

/// What went over one connection, in its order.
pub(crate) type Connection = Vec<(By, Vec<u8>)>;

/// What went over all connections. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Record(Arc<Mutex<Vec<Connection>>>);

/// Keeps what goes over the connections that it makes.
pub(crate) struct Recorded {
    pub(crate) inner: Tcp,
    pub(crate) record: Record,
}

struct Tap {
    inner: Box<dyn Stream>,
    record: Record,
    connection: usize,
}

impl Record {
    pub(crate) fn of(connections: Vec<Connection>) -> Self {
        Self(Arc::new(Mutex::new(connections)))
    }

    pub(crate) fn connections(&self) -> Vec<Connection> {
        self.0.lock().unwrap().clone()
    }

    fn open(&self) -> usize {
        let mut connections = self.0.lock().unwrap();
        connections.push(Vec::new());
        connections.len() - 1
    }

    fn keep(&self, connection: usize, by: By, octets: &[u8]) {
        if !octets.is_empty() {
            self.0.lock().unwrap()[connection].push((by, octets.to_vec()));
        }
    }
}

impl Dial for Recorded {
    fn dial(&self) -> BoxFuture<'_, io::Result<Box<dyn Stream>>> {
        Box::pin(async {
            let inner = self.inner.dial().await?;
            let connection = self.record.open();
            let stream: Box<dyn Stream> = Box::new(Tap { inner, record: self.record.clone(), connection });
            Ok(stream)
        })
    }
}

impl AsyncRead for Tap {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.inner).poll_read(cx, buffer))?;
        self.record.keep(self.connection, By::Carrier, &buffer.filled()[before..]);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Tap {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        let count = ready!(Pin::new(&mut self.inner).poll_write(cx, octets))?;
        self.record.keep(self.connection, By::Us, &octets[..count]);
        Poll::Ready(Ok(count))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
