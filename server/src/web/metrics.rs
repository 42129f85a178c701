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

use sms::routes::{Health, RouteState};

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
    outbox_urgent: Gauge<u64, AtomicU64>,
    outbox_planned: Gauge<u64, AtomicU64>,
    outbox_held: Gauge<u64, AtomicU64>,
    route_up: Family<GatewayLabels, Gauge<u64, AtomicU64>>,
    route_on_the_way: Family<GatewayLabels, Gauge<u64, AtomicU64>>,
    route_sent_today: Family<GatewayLabels, Gauge<u64, AtomicU64>>,
    route_errors: Family<GatewayLabels, Gauge<f64, AtomicU64>>,
    route_seconds: Family<GatewayLabels, Gauge<f64, AtomicU64>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct GatewayLabels {
    gateway: String,
    kind: &'static str,
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
            outbox_urgent: Gauge::default(),
            outbox_planned: Gauge::default(),
            outbox_held: Gauge::default(),
            route_up: Family::default(),
            route_on_the_way: Family::default(),
            route_sent_today: Family::default(),
            route_errors: Family::default(),
            route_seconds: Family::default(),
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
        registry.register("outbox_urgent", "Urgent notices that wait", self.outbox_urgent.clone());
        registry.register("outbox_planned", "Notices that are due later", self.outbox_planned.clone());
        registry.register("outbox_held", "Notices that wait for their senders", self.outbox_held.clone());
        registry.register("gateway_up", "Whether a gateway takes texts", self.route_up.clone());
        registry.register("gateway_on_the_way", "Texts without an answer yet", self.route_on_the_way.clone());
        registry.register(
            "gateway_sent_today",
            "Texts taken since midnight UTC",
            self.route_sent_today.clone(),
        );
        registry.register(
            "gateway_errors",
            "The share of the last minute's tries that failed",
            self.route_errors.clone(),
        );
        registry.register(
            "gateway_seconds",
            "How long a gateway takes, smoothed",
            self.route_seconds.clone(),
        );
    }

    pub(crate) fn count_request(&self, class: RouteClass, status: u16, elapsed: Duration) {
        let route = class.name();
        self.requests.get_or_create(&RequestLabels { route, status: status_class(status) }).inc();
        self.request_seconds.get_or_create(&RouteLabels { route }).inc_by(elapsed.as_secs_f64());
    }

    fn set_outbox(&self, stats: &OutboxStats, now: UnixMillis) {
        self.outbox_queued.set(stats.queued);
        self.outbox_urgent.set(stats.urgent);
        self.outbox_planned.set(stats.planned);
        self.outbox_held.set(stats.held);
        let oldest = stats.oldest_due.map(|due| now.since(due)).unwrap_or_default();
        self.outbox_oldest_seconds.set(oldest.as_secs_f64());
    }

    fn set_gateways(&self, all: &[Health]) {
        for health in all {
            let labels = GatewayLabels { gateway: health.name.to_string(), kind: health.kind };
            self.route_up.get_or_create(&labels).set(u64::from(health.state == RouteState::Up));
            self.route_on_the_way.get_or_create(&labels).set(health.on_the_way.into());
            self.route_sent_today.get_or_create(&labels).set(health.sent_today);
            self.route_errors.get_or_create(&labels).set(health.errors);
            self.route_seconds.get_or_create(&labels).set(health.took.as_secs_f64());
        }
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
    metrics.set_gateways(&engine.routes_health());
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
