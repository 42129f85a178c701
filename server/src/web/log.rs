//! One log line and one count per request: method, class of the route, status and time. Never the path, which holds
//! locators and tokens.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::Method;
use tokio::time::Instant;

use super::metrics::Metrics;

/// What a path is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum RouteClass {
    /// A recipient's pages.
    Recipient,
    /// Calls by pages and programs.
    Api,
    /// Files.
    Static,
    /// The simulator's phone.
    Simulator,
    /// What gateways post.
    Hook,
    /// Probes.
    Health,
    /// All other pages.
    Page,
}

impl RouteClass {
    fn of(path: &str) -> Self {
        match path.trim_start_matches('/').split('/').next().unwrap_or_default() {
            "m" => Self::Recipient,
            "api" => Self::Api,
            "pkg" | "favicon.ico" | "robots.txt" => Self::Static,
            "simulator" => Self::Simulator,
            "hooks" => Self::Hook,
            "healthz" | "readyz" => Self::Health,
            _ => Self::Page,
        }
    }

    /// The name in logs and metrics.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Recipient => "recipient",
            Self::Api => "api",
            Self::Static => "static",
            Self::Simulator => "simulator",
            Self::Hook => "hook",
            Self::Health => "health",
            Self::Page => "page",
        }
    }

    const fn is_noise(self) -> bool {
        matches!(self, Self::Static | Self::Health)
    }
}

/// Logs and counts.
pub(crate) async fn log(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    let (class, method) = (RouteClass::of(request.uri().path()), method_name(request.method()));
    let start = Instant::now();
    let response = next.run(request).await;
    let (status, elapsed) = (response.status().as_u16(), start.elapsed());
    metrics.count_request(class, status, elapsed);
    let ms = elapsed.as_secs_f64() * 1000.0;
    if class.is_noise() {
        tracing::debug!(method, route = class.name(), status, ms = format_args!("{ms:.1}"), "request");
    } else {
        tracing::info!(method, route = class.name(), status, ms = format_args!("{ms:.1}"), "request");
    }
    response
}

/// A method that nobody uses may be any text, so it is not repeated.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_have_classes() {
        for (path, class) in [
            ("/m/6Zc0qf", RouteClass::Recipient),
            ("/api/submit", RouteClass::Api),
            ("/pkg/narwhal.wasm", RouteClass::Static),
            ("/readyz", RouteClass::Health),
            ("/first-run/abc", RouteClass::Page),
            ("/", RouteClass::Page),
            ("*", RouteClass::Page),
        ] {
            assert_eq!(RouteClass::of(path), class, "{path}");
        }
    }
}
