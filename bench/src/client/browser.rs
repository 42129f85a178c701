//! One tab of a browser: a connection, and the cookies it shares with the others.

use std::{collections::BTreeMap, net::SocketAddr};

use http::{HeaderMap, HeaderValue, Method, Request, header};
use http_body_util::Full;
use hyper::body::Bytes;
use serde::{Serialize, de::DeserializeOwned};

use super::{Answer, ClientError, Connection};

const AGENT: &str =
    "Mozilla/5.0 (Linux; Android 13; Pixel 5) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36";

/// A browser that keeps its cookies. `Debug` shows none of them.
pub struct Browser {
    connection: Connection,
    cookies: BTreeMap<String, String>,
}

impl std::fmt::Debug for Browser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Browser").field("connection", &self.connection).finish_non_exhaustive()
    }
}

impl Browser {
    /// A new one, without cookies.
    #[must_use]
    pub const fn new(address: SocketAddr) -> Self {
        Self { connection: Connection::to(address), cookies: BTreeMap::new() }
    }

    /// Another tab: the same cookies, and a connection of its own to where the service is now.
    #[must_use]
    pub fn tab(&self, address: SocketAddr) -> Self {
        Self { connection: Connection::to(address), cookies: self.cookies.clone() }
    }

    /// Where it leads.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.connection.address()
    }

    /// Fetches a page.
    ///
    /// # Errors
    /// [`ClientError::NoAnswer`]; whatever the status is, it is an answer.
    pub async fn get(&mut self, path: &str) -> Result<Answer, ClientError> {
        self.send(Method::GET, path, Bytes::new(), None).await
    }

    /// Posts nothing, as a page's script does to tell of something.
    ///
    /// # Errors
    /// [`ClientError::NoAnswer`]; whatever the status is, it is an answer.
    pub async fn post(&mut self, path: &str) -> Result<Answer, ClientError> {
        self.send(Method::POST, path, Bytes::new(), None).await
    }

    /// Posts a form that is encoded already.
    ///
    /// # Errors
    /// [`ClientError::NoAnswer`]; whatever the status is, it is an answer.
    pub async fn post_form(&mut self, path: &str, form: String) -> Result<Answer, ClientError> {
        let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
        self.send(Method::POST, path, form.into(), Some(kind)).await
    }

    /// The cookie of this name.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Calls one of the server's functions.
    ///
    /// # Errors
    /// When there is no answer, the service refuses, or its answer is not what the function returns.
    pub async fn call<T: DeserializeOwned>(
        &mut self,
        function: &str,
        arguments: &(impl Serialize + Sync),
    ) -> Result<T, ClientError> {
        self.call_with(function, serde_json::to_vec(arguments)?.into()).await
    }

    /// Calls one of the server's functions with arguments that are JSON already.
    ///
    /// # Errors
    /// Those of [`Self::call`].
    pub async fn call_with<T: DeserializeOwned>(
        &mut self,
        function: &str,
        arguments: Bytes,
    ) -> Result<T, ClientError> {
        let json = HeaderValue::from_static("application/json");
        let answer = self.send(Method::POST, &format!("/api/{function}"), arguments, Some(json)).await?;
        let answer = answer.accepted()?;
        Ok(serde_json::from_slice(&answer.body)?)
    }

    /// Sends a request as this browser does: with host, origin, agent and cookies.
    async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: Bytes,
        content_type: Option<HeaderValue>,
    ) -> Result<Answer, ClientError> {
        let address = self.connection.address();
        let mut request = Request::builder()
            .method(&method)
            .uri(path)
            .header(header::HOST, address.to_string())
            .header(header::USER_AGENT, AGENT)
            .header(header::ACCEPT, "*/*");
        if method != Method::GET {
            request = request.header(header::ORIGIN, format!("http://{address}"));
        }
        if let Some(kind) = content_type {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if !self.cookies.is_empty() {
            request = request.header(header::COOKIE, self.cookie_header());
        }
        let malformed = |error: http::Error| ClientError::Malformed(error.to_string());
        let answer = self.connection.send(request.body(Full::new(body)).map_err(malformed)?).await?;
        self.keep_cookies(&answer.headers);
        Ok(answer)
    }

    fn cookie_header(&self) -> String {
        let pairs: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    /// Keeps what `Set-Cookie` gives, and forgets what it empties.
    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
            match cookie.split(';').next().and_then(|pair| pair.split_once('=')) {
                Some((name, "")) => drop(self.cookies.remove(name)),
                Some((name, value)) => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
                None => {}
            }
        }
    }
}
