//! `narwhal serve`: listeners, pages and workers, from the start to a clean end.

mod workers;

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use anyhow::{Context as _, bail};
use app::ssr::{AppState, SimulatorAccess, SiteConfig};
use axum::Router;
use axum_server::tls_rustls::RustlsConfig;
use store::Store;
use tokio::{net::TcpListener, sync::watch};

use self::workers::Workers;
use super::print;
use crate::{
    config::{Config, GatewayKind, PublicUrl},
    greeting::Greeting,
    instance::{Instance, Migration, Reach},
    listen::{self, Listeners},
    lock::ServeLock,
    mail::{MailPorts, MailServer},
    master_key::make_private_folder,
    open_files,
    signals::Signals,
    tls::{self, Pair, Protocol},
    web::{
        self, Site, health, hooks,
        metrics::{self, Metrics},
    },
};

/// Everything that has to be there before the first request is accepted.
struct Service {
    config: Config,
    browser_files: SiteConfig,
    public_url: PublicUrl,
    instance: Instance,
    http: TcpListener,
    metrics: Option<TcpListener>,
    mail: MailPorts,
    tls: Option<(Pair, RustlsConfig)>,
    lock: Option<ServeLock>,
}

/// A service that accepts requests.
struct Running {
    store: Store,
    listeners: Listeners,
    mail: MailServer,
    workers: Workers,
    /// Tells the workers to stop.
    stop: watch::Sender<bool>,
    _lock: Option<ServeLock>,
}

/// Runs the service until it is told to stop.
pub(crate) async fn run(config: Config, no_migrate: bool) -> anyhow::Result<()> {
    open_files::raise();
    let signals = Signals::listen().context("cannot listen to signals")?;
    let migration = if no_migrate { Migration::Refuse } else { Migration::Run };
    let service = Service::prepare(config, migration).await?;
    service.start().await?.run(signals).await
}

impl Service {
    /// Takes the lock and the ports first: what fails there shall leave the database alone.
    async fn prepare(config: Config, migration: Migration) -> anyhow::Result<Self> {
        let mut browser_files = site_config(&config)?;
        let lock = take_lock(&config)?;
        let http = listen::bind(config.http_addr, "NARWHAL_HTTP_ADDR").await?;
        let metrics = match config.metrics_addr {
            Some(address) => Some(listen::bind(address, "NARWHAL_METRICS_ADDR").await?),
            None => None,
        };
        let public_url = config.public_url(http.local_addr()?);
        let tls = load_tls(&config, &public_url)?;
        let mail = MailPorts::bind(&config, &public_url).await?;
        browser_files.mail = mail.access(mail_host(&config, &public_url))?;
        let instance = Instance::open(&config, &public_url, migration, Reach::All).await?;
        if lock.is_some() {
            instance.engine.release_all_leases().await.context("the outbox could not be taken over")?;
        }
        Ok(Self { config, browser_files, public_url, instance, http, metrics, mail, tls, lock })
    }

    /// Accepts requests and starts the workers.
    async fn start(self) -> anyhow::Result<Running> {
        let figures = Arc::new(Metrics::default());
        let pages = self.pages(&figures);
        self.greet(self.http.local_addr()?).await?;
        let host = mail_host(&self.config, &self.public_url).to_owned();
        let Self { instance, http, metrics, mail, tls, lock, .. } = self;
        let (stop, stopped) = watch::channel(false);
        let mut listeners = Listeners::default();
        listeners.add(http, tls.as_ref().map(|(_, config)| config.clone()), pages);
        if let Some(listener) = metrics {
            listeners.add(listener, None, metrics::router(figures, instance.engine.clone()));
        }
        if let Some((pair, config)) = tls {
            let put_to_use = move |new| config.reload_from_config(new);
            tokio::spawn(tls::reload_on_change(pair, Protocol::Http, put_to_use, stopped.clone()));
        }
        let mail = mail.serve(&instance.engine, &host, &stopped)?;
        let workers = Workers::start(&instance.engine, instance.told, stopped);
        Ok(Running { store: instance.store, listeners, mail, workers, stop, _lock: lock })
    }

    fn pages(&self, figures: &Arc<Metrics>) -> Router {
        let engine = self.instance.engine.clone();
        let state = AppState { engine: engine.clone(), config: self.browser_files.clone() };
        let hooks = hooks::router(engine.clone(), self.instance.hooks.clone(), self.public_url.clone());
        let app = app::ssr::router(state).merge(health::router(engine)).merge(hooks);
        let site = Arc::new(Site::new(&self.config, self.public_url.clone()));
        web::protect(app, &site, figures)
    }

    async fn greet(&self, listener: SocketAddr) -> anyhow::Result<()> {
        let first_run = self.instance.engine.first_run_path().await.context("cannot read the database")?;
        let greeting = Greeting {
            public_url: self.public_url.clone(),
            listener: listener.to_string(),
            data_dir: self.config.data_dir.clone(),
            database: if self.instance.store.is_sqlite() { "SQLite" } else { "PostgreSQL" },
            mail: self.mail.addresses(),
            is_simulated: is_simulated(&self.config),
            first_run,
        };
        Ok(print(&greeting.text())?)
    }
}

impl Running {
    /// Serves until it is told to stop, then ends in an order that loses nothing: requests, workers, database.
    async fn run(mut self, mut signals: Signals) -> anyhow::Result<()> {
        let failure = tokio::select! {
            () = signals.next() => None,
            () = self.listeners.first_to_end() => Some("a listener"),
            name = self.workers.first_to_end() => Some(name),
        };
        tracing::info!("stopping");
        signals.exit_on_next();
        tokio::join!(self.listeners.finish(), self.mail.finish());
        self.stop.send_replace(true);
        self.workers.finish().await;
        self.store.close().await;
        if let Some(name) = failure {
            bail!("stopped, because {name} ended by itself; the log says why");
        }
        tracing::info!("stopped");
        Ok(())
    }
}

/// The lock on SQLite's file; PostgreSQL serves many at once.
fn take_lock(config: &Config) -> anyhow::Result<Option<ServeLock>> {
    let Some(database) = config.database_url.sqlite_path() else { return Ok(None) };
    if let Some(folder) = database.parent() {
        make_private_folder(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    Ok(Some(ServeLock::take(&database)?))
}

fn load_tls(config: &Config, public_url: &PublicUrl) -> anyhow::Result<Option<(Pair, RustlsConfig)>> {
    let Some(pair) = tls::pair(config, public_url)? else { return Ok(None) };
    let loaded = RustlsConfig::from_config(pair.load(Protocol::Http)?);
    Ok(Some((pair, loaded)))
}

/// The name by which mail programs reach this server.
fn mail_host<'a>(config: &'a Config, public_url: &'a PublicUrl) -> &'a str {
    config.smtp.host.as_deref().unwrap_or_else(|| public_url.host())
}

/// Without what is known only once the ports are taken.
fn site_config(config: &Config) -> anyhow::Result<SiteConfig> {
    let access =
        if config.simulator_allow_remote { SimulatorAccess::Anywhere } else { SimulatorAccess::Loopback };
    let simulator = is_simulated(config).then_some(access);
    Ok(SiteConfig { site_root: site_root(config)?, simulator, mail: None })
}

/// Whether there is a simulated phone to look at.
fn is_simulated(config: &Config) -> bool {
    config.gateways.iter().any(|gateway| matches!(gateway.kind, GatewayKind::Simulator))
}

/// Where the browser's files are: as set, or beside the program as an installation or a build puts them.
fn site_root(config: &Config) -> anyhow::Result<PathBuf> {
    if let Some(root) = &config.site_root {
        return Ok(root.clone());
    }
    let program = std::env::current_exe().context("cannot find out where this program is")?;
    let beside = program.ancestors().skip(1).take(2).map(|folder| folder.join("site"));
    let found = beside.chain(["target/site".into()]).find(|folder| folder.is_dir());
    found.context("the browser's files are missing. Set NARWHAL_SITE_ROOT to the folder that holds them.")
}
