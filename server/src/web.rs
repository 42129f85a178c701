//! What stands between a listener and the pages: who is asking, what is refused, what every response carries.

mod client;
mod forwarded;
mod guards;
mod headers;
pub(crate) mod health;
pub(crate) mod hooks;
mod limits;
mod log;
pub(crate) mod metrics;
mod problem;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
};
use tower_http::catch_panic::CatchPanicLayer;

pub(crate) use client::{Client, Scheme};
use metrics::Metrics;

use crate::config::{Config, PublicUrl, Tls, TrustedProxies};

/// What the layers know about this instance.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pub(crate) public_url: PublicUrl,
    /// Whether the listener itself speaks TLS.
    pub(crate) is_tls: bool,
    /// Whether browsers are told to come back by https only. Never with a self-signed certificate: for `localhost` that
    /// would close every other program's port.
    pub(crate) pins_https: bool,
    pub(crate) proxies: TrustedProxies,
}

impl Site {
    pub(crate) fn new(config: &Config, public_url: PublicUrl) -> Self {
        Self {
            public_url,
            is_tls: config.tls != Tls::Off,
            pins_https: config.tls != Tls::SelfSigned,
            proxies: config.proxies.clone(),
        }
    }

    /// The scheme of a request that no trusted proxy passed on.
    fn direct_scheme(&self) -> Scheme {
        match (self.is_tls, self.public_url.is_https()) {
            (true, _) => Scheme::Https,
            (false, true) => Scheme::Unknown,
            (false, false) => Scheme::Http,
        }
    }
}

/// Wraps the pages in every layer.
pub(crate) fn protect(router: Router, site: &Arc<Site>, metrics: &Arc<Metrics>) -> Router {
    // The last layer is the outermost.
    router
        .layer(DefaultBodyLimit::max(limits::BODY_BYTES))
        .layer(from_fn(limits::time_out))
        .layer(from_fn_with_state(Arc::clone(site), guards::guard))
        .layer(CatchPanicLayer::custom(limits::panicked))
        .layer(from_fn_with_state(Arc::clone(site), headers::secure))
        .layer(from_fn_with_state(Arc::clone(metrics), log::log))
        .layer(from_fn_with_state(Arc::clone(site), client::identify))
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::{
        body::{Body, Bytes},
        extract::{ConnectInfo, Request},
        response::Response,
        routing::{get, post},
    };
    use http::{HeaderMap, HeaderName};
    use tower::ServiceExt as _;

    use super::*;

    /// A map of these headers, for the tests of the layers.
    pub(super) fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    impl Site {
        pub(super) fn plain(public_url: PublicUrl) -> Self {
            Self { public_url, is_tls: false, pins_https: true, proxies: TrustedProxies::default() }
        }
    }

    async fn panics() -> &'static str {
        panic!("a secret that must not be shown")
    }

    async fn ask(request: Request) -> Response {
        let pages = Router::new()
            .route("/", get(async || "hello"))
            .route("/panic", get(panics))
            .route("/slow", get(std::future::pending::<&'static str>))
            .route("/post", post(async |body: Bytes| body.len().to_string()))
            .route(
                "/large",
                post(async |body: Bytes| body.len().to_string()).layer(DefaultBodyLimit::max(1 << 20)),
            );
        let site = Arc::new(Site::plain(PublicUrl::new(false, "a.org")));
        let mut request = request;
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 5))));
        protect(pages, &site, &Arc::default()).oneshot(request).await.unwrap()
    }

    async fn get_status(path: &str) -> u16 {
        let response = ask(Request::get(path).header("host", "a.org").body(Body::empty()).unwrap()).await;
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        response.status().as_u16()
    }

    async fn post_status(path: &str, length: usize) -> u16 {
        let request = Request::post(path).header("host", "a.org").header("origin", "http://a.org");
        ask(request.body(Body::from(vec![0; length])).unwrap()).await.status().as_u16()
    }

    #[tokio::test]
    async fn every_response_has_the_headers() {
        assert_eq!(get_status("/").await, 200);
        assert_eq!(get_status("/nowhere").await, 404);
        assert_eq!(get_status("/panic").await, 500);
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_answer_ends() {
        assert_eq!(get_status("/slow").await, 408);
    }

    #[tokio::test]
    async fn bodies_are_limited_by_route() {
        assert_eq!(post_status("/post", limits::BODY_BYTES).await, 200);
        assert_eq!(post_status("/post", limits::BODY_BYTES + 1).await, 413);
        assert_eq!(post_status("/large", limits::BODY_BYTES + 1).await, 200);
    }

    #[tokio::test]
    async fn refusals_are_problem_documents() {
        let response = ask(Request::post("/post").header("host", "a.org").body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), 403);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        let document: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!((document["status"].as_u64(), document["title"].as_str()), (Some(403), Some("Forbidden")));
    }
}
