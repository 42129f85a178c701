use std::time::Duration;

use http::Request;
use reqwest::{Client as Inner, redirect::Policy};
use rustls::ClientConfig;
use tokio::time::timeout;

use super::answer::Answer;

/// How long a request may take with everything. Whoever sends holds a lease of 60 s on the notice.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a connection may take to come about, TLS included. Shorter than the whole, since a text is surely not sent
/// before that.
const CONNECT: Duration = Duration::from_secs(8);
/// Shorter than servers' usual times, so that a connection is seldom closed while a text is written to it.
const IDLE: Duration = Duration::from_secs(15);
/// The longest answer that is read.
const LONGEST_ANSWER: usize = 64 * 1024;

/// What requests go out through: TLS, several connections that are kept, no redirects, no proxies, no cookies.
#[derive(Debug, Clone)]
pub struct Client(Inner);

/// The client cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the HTTP client cannot be made: the TLS configuration will not do")]
pub struct ClientError;

/// There is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lost {
    /// The request was not sent.
    NotSent,
    /// The request may have arrived.
    Unclear,
}

impl Client {
    /// A client that believes the certificates that `tls` believes.
    ///
    /// # Errors
    /// When the TLS configuration will not do.
    pub fn new(tls: ClientConfig) -> Result<Self, ClientError> {
        let client = Inner::builder()
            .tls_backend_preconfigured(tls)
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .connect_timeout(CONNECT)
            .pool_idle_timeout(IDLE)
            .http1_only()
            .build();
        client.map(Self).map_err(|_| ClientError)
    }

    /// Sends a request. The errors of the library have URLs in them, and with these numbers and passwords, so they go
    /// nowhere.
    pub(super) async fn exchange(&self, request: Request<Vec<u8>>) -> Result<Answer, Lost> {
        let request = reqwest::Request::try_from(request).map_err(|_| Lost::NotSent)?;
        timeout(PATIENCE, self.answer(request)).await.unwrap_or(Err(Lost::Unclear))
    }

    async fn answer(&self, request: reqwest::Request) -> Result<Answer, Lost> {
        let response = self.0.execute(request).await.map_err(|error| {
            if error.is_connect() || error.is_builder() { Lost::NotSent } else { Lost::Unclear }
        })?;
        let (status, headers) = (response.status(), response.headers().clone());
        // A status has come, so what it says holds even if the rest takes too long.
        let body = timeout(PATIENCE / 2, body(response)).await.unwrap_or(None);
        Ok(Answer { status, headers, body })
    }
}

async fn body(mut response: reqwest::Response) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.ok()? {
        if body.len() + chunk.len() > LONGEST_ANSWER {
            return None;
        }
        body.extend_from_slice(&chunk);
    }
    Some(body)
}
