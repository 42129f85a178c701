//! Starts the gateways that are configured, and hands on what they tell.

use std::{collections::HashMap, sync::Arc};

use anyhow::Context as _;
use engine::{Engine, Entropy, simulator::Inbox};
use rand_core::Rng as _;
use rustls::{ClientConfig, RootCertStore, pki_types::ServerName};
use sms::{
    Gateway, Simulator, TextSink,
    http::{Client, Http, Provider},
    routes::{RouteName, Routes},
    smpp::{Config as Session, Event, OverTls, Settings, Smpp, Tcp, Told},
};
use tokio::{
    sync::{mpsc, watch},
    task::JoinSet,
};

use crate::{
    config::{GatewayConfig, GatewayKind, PublicUrl, SmppConfig, is_loopback_host},
    web::hooks,
};

/// How many of a carrier's receipts are kept at the same time: they share transactions.
const KEPT_AT_ONCE: usize = 32;

/// The gateways of a service.
pub(crate) struct Gateways {
    pub(crate) routes: Arc<Routes>,
    /// What carriers tell, by route.
    told: Vec<(RouteName, mpsc::Receiver<Told>)>,
    /// Those that post to us.
    hooks: HashMap<RouteName, Http>,
}

impl Gateways {
    /// Starts all of them. Carriers are reached in the background, and again when they are lost.
    pub(crate) fn start(
        configs: &[GatewayConfig],
        public_url: &PublicUrl,
        phone: &Arc<Inbox>,
        entropy: &Entropy,
    ) -> anyhow::Result<Self> {
        let (mut routes, mut told, mut hooks) = (Vec::new(), Vec::new(), HashMap::new());
        let over_http = configs.iter().any(|config| matches!(config.kind, GatewayKind::Http(_)));
        let client = over_http.then(client).transpose()?;
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
                GatewayKind::Http(provider) => {
                    let client = client.clone().context("the client is made when a gateway needs one")?;
                    let http = Http::new(reachable(provider.clone(), public_url, &route.name)?, client);
                    hooks.insert(route.name.clone(), http.clone());
                    Gateway::Http(http)
                }
            };
            routes.push((route.clone(), gateway));
        }
        let routes = Routes::new(routes, random(entropy))?;
        Ok(Self { routes: Arc::new(routes), told, hooks })
    }

    /// For a command that sends nothing: no gateway is reached.
    pub(crate) fn idle(
        configs: &[GatewayConfig],
        public_url: &PublicUrl,
        phone: &Arc<Inbox>,
        entropy: &Entropy,
    ) -> anyhow::Result<Self> {
        let simulated =
            configs.iter().map(|config| GatewayConfig { kind: GatewayKind::Simulator, ..config.clone() });
        Self::start(&simulated.collect::<Vec<_>>(), public_url, phone, entropy)
    }

    /// Hands what carriers tell to the engine, until `shutdown` turns true.
    pub(crate) async fn listen(carriers: Carriers, engine: Engine, shutdown: watch::Receiver<bool>) {
        let all = carriers.0.into_iter().map(|(route, events)| {
            let (engine, shutdown) = (engine.clone(), shutdown.clone());
            hand_on(route, events, engine, shutdown)
        });
        futures::future::join_all(all).await;
        // Without carriers there is nothing to listen to, until the end.
        let mut shutdown = shutdown;
        shutdown.wait_for(|stop| *stop).await.map(drop).unwrap_or_default();
    }

    /// The routes, and what tells of texts afterwards.
    pub(crate) fn split(self) -> (Arc<Routes>, Carriers, HashMap<RouteName, Http>) {
        (self.routes, Carriers(self.told), self.hooks)
    }
}

/// What carriers tell.
pub(crate) struct Carriers(Vec<(RouteName, mpsc::Receiver<Told>)>);

async fn hand_on(
    route: RouteName,
    mut events: mpsc::Receiver<Told>,
    engine: Engine,
    mut shutdown: watch::Receiver<bool>,
) {
    let mut keeping = JoinSet::new();
    loop {
        let told = tokio::select! {
            told = events.recv(), if keeping.len() < KEPT_AT_ONCE => told,
            Some(_) = keeping.join_next() => continue,
            _ = shutdown.wait_for(|stop| *stop) => None,
        };
        let Some(told) = told else { break };
        let in_order = matches!(told.event, Event::Inbound(_));
        let kept = keep(route.clone(), engine.clone(), told);
        if in_order {
            // Whoever texts STOP and then START wants texts.
            kept.await;
        } else {
            keeping.spawn(kept);
        }
    }
    while keeping.join_next().await.is_some() {}
}

/// Keeps what a carrier tells, and acknowledges it then: what cannot be kept is told again.
async fn keep(route: RouteName, engine: Engine, told: Told) {
    let kept = match told.event.clone().general() {
        Some(event) => engine.receive(route.as_str(), event).await,
        None => Ok(()),
    };
    match kept {
        Ok(()) => told.acknowledge(),
        Err(error) => tracing::warn!(%route, %error, "what a carrier told could not be kept"),
    }
}

/// What providers are reached through.
pub(crate) fn client() -> anyhow::Result<Client> {
    Ok(Client::new(trusting_the_system()?)?)
}

/// With the address of its webhook, where the world can reach that.
fn reachable(provider: Provider, public_url: &PublicUrl, route: &RouteName) -> anyhow::Result<Provider> {
    if !public_url.is_https() || is_loopback_host(public_url.host()) {
        return Ok(provider);
    }
    Ok(provider.with_callback(&format!("{public_url}{}{route}", hooks::PATH))?)
}

/// A carrier's client.
pub(crate) fn connect(
    config: &SmppConfig,
    entropy: &Entropy,
) -> anyhow::Result<(Smpp, mpsc::Receiver<Told>)> {
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
