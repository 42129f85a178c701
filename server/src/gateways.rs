//! Starts the gateways that are configured, and hands on what they tell.

use std::sync::Arc;

use anyhow::Context as _;
use engine::{Engine, Entropy, simulator::Inbox};
use rand_core::Rng as _;
use rustls::{ClientConfig, RootCertStore, pki_types::ServerName};
use sms::{
    Gateway, Simulator, TextSink,
    routes::{RouteName, Routes},
    smpp::{Config as Session, Event, OverTls, Settings, Smpp, Tcp},
};
use tokio::sync::{mpsc, watch};

use crate::config::{GatewayConfig, GatewayKind, SmppConfig};

/// The gateways of a service.
pub(crate) struct Gateways {
    pub(crate) routes: Arc<Routes>,
    /// What carriers tell, by route.
    told: Vec<(RouteName, mpsc::Receiver<Event>)>,
}

impl Gateways {
    /// Starts all of them. Carriers are reached in the background, and again when they are lost.
    pub(crate) fn start(
        configs: &[GatewayConfig],
        phone: &Arc<Inbox>,
        entropy: &Entropy,
    ) -> anyhow::Result<Self> {
        let (mut routes, mut told) = (Vec::new(), Vec::new());
        for GatewayConfig { route, kind } in configs {
            let gateway = match kind {
                GatewayKind::Simulator => {
                    let phone: Arc<dyn TextSink> = Arc::<Inbox>::clone(phone);
                    Gateway::Simulator(Simulator::new(phone))
                }
                GatewayKind::Smpp(config) => {
                    let (smpp, events) = connect(config, entropy)
                        .with_context(|| format!("gateway {} cannot be started", route.name))?;
                    told.push((route.name.clone(), events));
                    Gateway::Smpp(smpp)
                }
            };
            routes.push((route.clone(), gateway));
        }
        let routes = Routes::new(routes, random(entropy))?;
        Ok(Self { routes: Arc::new(routes), told })
    }

    /// For a command that sends nothing: no gateway is reached.
    pub(crate) fn idle(
        configs: &[GatewayConfig],
        phone: &Arc<Inbox>,
        entropy: &Entropy,
    ) -> anyhow::Result<Self> {
        let simulated =
            configs.iter().map(|config| GatewayConfig { kind: GatewayKind::Simulator, ..config.clone() });
        Self::start(&simulated.collect::<Vec<_>>(), phone, entropy)
    }

    /// Hands what carriers tell to the engine, until `shutdown` turns true.
    pub(crate) async fn listen(told: Told, engine: Engine, shutdown: watch::Receiver<bool>) {
        let all = told.0.into_iter().map(|(route, events)| {
            let (engine, shutdown) = (engine.clone(), shutdown.clone());
            hand_on(route, events, engine, shutdown)
        });
        futures::future::join_all(all).await;
        // Without carriers there is nothing to listen to, until the end.
        let mut shutdown = shutdown;
        shutdown.wait_for(|stop| *stop).await.map(drop).unwrap_or_default();
    }

    /// What is listened to, apart from the routes.
    pub(crate) fn split(self) -> (Arc<Routes>, Told) {
        (self.routes, Told(self.told))
    }
}

/// What carriers tell.
pub(crate) struct Told(Vec<(RouteName, mpsc::Receiver<Event>)>);

async fn hand_on(
    route: RouteName,
    mut events: mpsc::Receiver<Event>,
    engine: Engine,
    mut shutdown: watch::Receiver<bool>,
) {
    loop {
        let event = tokio::select! {
            event = events.recv() => event,
            _ = shutdown.wait_for(|stop| *stop) => None,
        };
        let Some(event) = event else { return };
        let Some(event) = event.general() else { continue };
        if let Err(error) = engine.receive(route.as_str(), event).await {
            tracing::warn!(%route, %error, "what a carrier told could not be kept");
        }
    }
}

/// A carrier's client.
pub(crate) fn connect(
    config: &SmppConfig,
    entropy: &Entropy,
) -> anyhow::Result<(Smpp, mpsc::Receiver<Event>)> {
    let mut settings = Settings::new(config.account.clone(), config.source.clone());
    settings.window = config.window.unwrap_or(settings.window);
    let session = Session::new(settings);
    let tcp = Tcp::new(config.host.clone(), config.port);
    if !config.tls {
        return Ok(Smpp::start(session, tcp, random(entropy)));
    }
    let name = ServerName::try_from(config.host.clone()).context("its host is no name in a certificate")?;
    Ok(Smpp::start(session, OverTls::new(tcp, Arc::new(trusting_the_system()?), name), random(entropy)))
}

fn trusting_the_system() -> anyhow::Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    roots.add_parsable_certificates(found.certs);
    anyhow::ensure!(!roots.is_empty(), "this machine has no certificates to trust; install ca-certificates");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

fn random(entropy: &Entropy) -> impl FnMut() -> u64 + Send + 'static {
    let mut rng = entropy.rng();
    move || rng.next_u64()
}
