//! Figures for a monitoring system, in the OpenMetrics text format that Prometheus reads, on a listener of their own.

use std::{
    fmt, fs,
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::UnixMillis;
use engine::{Engine, OutboxStats};
use http::header;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, info::Info},
    registry::Registry,
};

use super::log::RouteClass;

const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// All figures. Those of the outbox and of the process are brought up to date when somebody asks.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    request_seconds: Family<RouteLabels, Counter<f64, AtomicU64>>,
    outbox_queued: Gauge<u64, AtomicU64>,
    outbox_oldest_seconds: Gauge<f64, AtomicU64>,
    resident_memory: Gauge<u64, AtomicU64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: &'static str,
    /// `2xx` and so on.
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("narwhal"),
            requests: Family::default(),
            request_seconds: Family::default(),
            outbox_queued: Gauge::default(),
            outbox_oldest_seconds: Gauge::default(),
            resident_memory: Gauge::default(),
        };
        metrics.register();
        metrics
    }
}

impl Metrics {
    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register(
            "build",
            "The version that runs",
            Info::new([("version", env!("CARGO_PKG_VERSION"))]),
        );
        registry.register("http_requests", "Requests by route and class of status", self.requests.clone());
        registry.register("http_request_seconds", "Time spent on requests", self.request_seconds.clone());
        registry.register("outbox_queued", "Notices that wait to be sent", self.outbox_queued.clone());
        let oldest = self.outbox_oldest_seconds.clone();
        registry.register("outbox_oldest_seconds", "For how long the oldest of them has been due", oldest);
        registry.register("resident_memory_bytes", "Memory in use", self.resident_memory.clone());
    }

    pub(crate) fn count_request(&self, class: RouteClass, status: u16, elapsed: Duration) {
        let route = class.name();
        self.requests.get_or_create(&RequestLabels { route, status: status_class(status) }).inc();
        self.request_seconds.get_or_create(&RouteLabels { route }).inc_by(elapsed.as_secs_f64());
    }

    fn set_outbox(&self, stats: &OutboxStats, now: UnixMillis) {
        self.outbox_queued.set(stats.queued);
        let oldest = stats.oldest_due.map(|due| now.since(due)).unwrap_or_default();
        self.outbox_oldest_seconds.set(oldest.as_secs_f64());
    }

    fn text(&self) -> Result<String, fmt::Error> {
        self.resident_memory.set(resident_bytes().unwrap_or_default());
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// Serves `/metrics`.
pub(crate) fn router(metrics: Arc<Metrics>, engine: Engine) -> Router {
    Router::new().route("/metrics", get(show)).with_state((metrics, engine))
}

async fn show(State((metrics, engine)): State<(Arc<Metrics>, Engine)>) -> Response {
    match engine.stats().await {
        Ok(stats) => metrics.set_outbox(&stats, engine.clock().now()),
        Err(error) => tracing::warn!(%error, "the outbox could not be measured"),
    }
    let text = metrics.text().expect("writing to a string does not fail");
    ([(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response()
}

const fn status_class(status: u16) -> &'static str {
    match status {
        100..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    }
}

/// What Linux says about this process; `None` elsewhere.
fn resident_bytes() -> Option<u64> {
    let pages: u64 = fs::read_to_string("/proc/self/statm").ok()?.split(' ').nth(1)?.parse().ok()?;
    u64::try_from(rustix::param::page_size()).ok().map(|size| pages * size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_has_every_figure() {
        let metrics = Metrics::default();
        metrics.count_request(RouteClass::Api, 201, Duration::from_millis(500));
        metrics.count_request(RouteClass::Api, 204, Duration::from_millis(500));
        let text = metrics.text().unwrap();
        for line in [
            "narwhal_http_requests_total{route=\"api\",status=\"2xx\"} 2\n",
            "narwhal_http_request_seconds_total{route=\"api\"} 1.0\n",
            "narwhal_outbox_queued 0\n",
            "narwhal_outbox_oldest_seconds 0.0\n",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
        assert!(text.contains("narwhal_build_info{version=\"") && text.ends_with("# EOF\n"));
    }
}
