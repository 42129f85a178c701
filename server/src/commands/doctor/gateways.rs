//! Gateways: whether they can be reached, and take our credentials. Nothing is sent.

use std::time::Duration;

use engine::Entropy;
use sms::http::Http;

use super::Finding;
use crate::{
    commands::sms::explain,
    config::{Config, GatewayConfig, GatewayKind, SmppConfig, is_loopback_host},
    gateways,
};

const SUBJECT: &str = "gateway";
/// How long a carrier may take.
const PATIENCE: Duration = Duration::from_secs(15);
const BETWEEN: Duration = Duration::from_millis(100);

pub(super) async fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = Vec::with_capacity(config.gateways.len());
    let for_others = !is_loopback_host(config.public_url(config.http_addr).host());
    for gateway in &config.gateways {
        findings.push(examine_one(gateway, for_others).await);
    }
    findings
}

async fn examine_one(GatewayConfig { route, kind }: &GatewayConfig, for_others: bool) -> Finding {
    let name = &route.name;
    match kind {
        GatewayKind::Simulator => {
            let text = format_args!("{name} is the simulated phone: nobody gets its texts").to_string();
            // For trying Narwhal out that is as it should be.
            if for_others { Finding::warn(SUBJECT, text) } else { Finding::ok(SUBJECT, text) }
        }
        GatewayKind::Smpp(carrier) => bound(name.as_str(), carrier).await,
        GatewayKind::Http(provider) => {
            let http = match gateways::client() {
                Ok(client) => Http::new(provider.clone(), client),
                Err(error) => return Finding::fail(SUBJECT, format_args!("{name}: {error:#}")),
            };
            match http.check().await {
                Some(Ok(())) => {
                    Finding::ok(SUBJECT, format_args!("{name} answers, and accepts the credentials"))
                }
                Some(Err(error)) => Finding::fail(SUBJECT, format_args!("{name}: {}", explain(error))),
                None => Finding::ok(
                    SUBJECT,
                    format_args!("{name} cannot be checked without a text; send one: narwhal sms test +1…"),
                ),
            }
        }
    }
}

async fn bound(name: &str, carrier: &SmppConfig) -> Finding {
    let smpp = match gateways::connect(carrier, &Entropy::system()) {
        Ok((smpp, _)) => smpp,
        Err(error) => return Finding::fail(SUBJECT, format_args!("{name}: {error:#}")),
    };
    let tries = PATIENCE.as_millis() / BETWEEN.as_millis();
    for _ in 0..tries {
        if smpp.is_bound() {
            smpp.shutdown().await;
            return Finding::ok(SUBJECT, format_args!("{name} takes the bind"));
        }
        tokio::time::sleep(BETWEEN).await;
    }
    Finding::fail(
        SUBJECT,
        format_args!("{name} does not take the bind: check host, port, tls, system_id and password"),
    )
}
