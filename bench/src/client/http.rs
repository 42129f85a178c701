//! One connection that is kept open, HTTP/1.1.

use std::net::SocketAddr;

use http::{
    HeaderMap, Method, Request, Response, StatusCode,
    header::{HOST, ORIGIN},
};
use http_body_util::{BodyExt as _, Full};
use hyper::{
    body::{Bytes, Incoming},
    client::conn::http1::{self, SendRequest},
};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use tokio::net::TcpStream;

use super::ClientError;

type Sender = SendRequest<Full<Bytes>>;

/// A connection to the service. It connects when it is first used, and again when the other side has closed it.
#[derive(Debug)]
pub struct Connection {
    address: SocketAddr,
    sender: Option<Sender>,
}

/// A response with its whole body.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, as it came.
    pub body: Bytes,
}

impl Answer {
    /// The answer, if it is no refusal.
    ///
    /// # Errors
    /// [`ClientError::Refused`] with what it says.
    pub fn accepted(self) -> Result<Self, ClientError> {
        if self.status.is_success() || self.status.is_redirection() {
            return Ok(self);
        }
        let body = String::from_utf8_lossy(&self.body).into_owned();
        Err(ClientError::Refused { status: self.status.as_u16(), body })
    }
}

impl Connection {
    /// One to this address.
    #[must_use]
    pub const fn to(address: SocketAddr) -> Self {
        Self { address, sender: None }
    }

    /// Where it leads.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Sends a request without a body, and with no headers but these and the host.
    ///
    /// # Errors
    /// Those of [`Self::send`]; [`ClientError::Malformed`] for headers that cannot be sent.
    pub async fn ask(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
    ) -> Result<Answer, ClientError> {
        let request = Request::builder().method(method).uri(path).header(HOST, self.address.to_string());
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let request = request.body(Full::default());
        self.send(request.map_err(|error| ClientError::Malformed(error.to_string()))?).await
    }

    /// Posts a body from a page of the service's own, with these headers besides.
    ///
    /// # Errors
    /// Those of [`Self::send`]; [`ClientError::Malformed`] for headers that cannot be sent.
    pub async fn post(
        &mut self,
        path: &str,
        body: impl Into<Bytes>,
        headers: &[(&str, &str)],
    ) -> Result<Answer, ClientError> {
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(HOST, self.address.to_string())
            .header(ORIGIN, format!("http://{}", self.address));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let request = request.body(Full::new(body.into()));
        self.send(request.map_err(|error| ClientError::Malformed(error.to_string()))?).await
    }

    /// Calls one of the server's functions, and hands out the answer as it came.
    ///
    /// # Errors
    /// Those of [`Self::post`].
    pub async fn call(
        &mut self,
        function: &str,
        arguments: &(impl Serialize + Sync),
        headers: &[(&str, &str)],
    ) -> Result<Answer, ClientError> {
        let mut all = vec![("content-type", "application/json")];
        all.extend_from_slice(headers);
        self.post(&format!("/api/{function}"), serde_json::to_vec(arguments)?, &all).await
    }

    /// Sends a request and waits for the whole response.
    ///
    /// # Errors
    /// [`ClientError::NoAnswer`] when the service is away or goes away.
    pub async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Answer, ClientError> {
        let mut sender = match self.sender.take() {
            Some(sender) => sender,
            None => connect(self.address).await?,
        };
        let (head, body) = exchange(&mut sender, request, self.address).await?.into_parts();
        let body = body.collect().await?.to_bytes();
        self.sender = Some(sender);
        Ok(Answer { status: head.status, headers: head.headers, body })
    }
}

/// Sends on `sender`, or on a new connection when that one turns out to have been closed for being idle.
async fn exchange(
    sender: &mut Sender,
    request: Request<Full<Bytes>>,
    address: SocketAddr,
) -> Result<Response<Incoming>, ClientError> {
    sender.ready().await.unwrap_or_default();
    match sender.try_send_request(request).await {
        Ok(response) => Ok(response),
        Err(mut failed) => match failed.take_message() {
            Some(unsent) => {
                *sender = connect(address).await?;
                Ok(sender.send_request(unsent).await?)
            }
            None => Err(failed.into_error().into()),
        },
    }
}

async fn connect(address: SocketAddr) -> Result<Sender, ClientError> {
    let away = |error: std::io::Error| ClientError::NoAnswer(error.to_string());
    let stream = TcpStream::connect(address).await.map_err(away)?;
    stream.set_nodelay(true).map_err(away)?;
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // What goes wrong on it is told to whoever waits for an answer.
    tokio::spawn(async move { connection.await.unwrap_or_default() });
    Ok(sender)
}
