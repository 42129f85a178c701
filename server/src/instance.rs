//! Puts an instance together: folder, database, master key, gateway, engine.

use std::{collections::HashMap, sync::Arc};

use anyhow::{Context as _, bail};
use engine::{Clock, Engine, EngineConfig, EngineError, EngineParts, Entropy, simulator::Inbox};
use seal::MasterKeyRing;
use sms::{
    http::{Http, sim_swap::SimSwap},
    routes::{RouteName, Routes},
};
use store::{Conn, Store, waiting_keys};

use crate::{
    config::{Config, PublicUrl, SimSwapConfig, SimSwapProvider},
    gateways::{Carriers, Gateways},
    master_key::{self, make_private_folder},
};

/// What may be done to a database that an older version made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Migration {
    Run,
    Refuse,
}

/// Whether the configured gateways are reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    All,
    None,
}

/// A running engine and what it runs on.
pub(crate) struct Instance {
    pub(crate) engine: Engine,
    pub(crate) store: Store,
    /// What carriers tell.
    pub(crate) told: Carriers,
    /// The gateways.
    pub(crate) routes: Arc<Routes>,
    /// Gateways that post to us.
    pub(crate) hooks: HashMap<RouteName, Http>,
}

impl Instance {
    /// Opens everything, and makes at the very first start what is not there yet.
    pub(crate) async fn open(
        config: &Config,
        public_url: &PublicUrl,
        migration: Migration,
        reach: Reach,
    ) -> anyhow::Result<Self> {
        let store = open_store(config).await?;
        migrate(&store, migration).await?;
        let ring = Arc::new(load_key(config, &store).await?);
        let (clock, entropy) = (Clock::system(), Entropy::system());
        let phone = Inbox::open(store.clone(), Arc::clone(&ring), clock.clone(), entropy.clone());
        let phone = Arc::new(phone.await.map_err(explain)?);
        let start = if reach == Reach::All { Gateways::start } else { Gateways::idle };
        let (routes, told, hooks) = start(&config.gateways, public_url, &phone, &entropy)?.split();
        let (sending, relay) = (Arc::clone(&routes), config.relay.clone());
        let sim_swap = config.sim_swap.as_ref().map(sim_swap).transpose()?;
        let config = engine_config(config, public_url);
        let parts =
            EngineParts { store: store.clone(), ring, routes, relay, sim_swap, clock, entropy, config };
        Ok(Self { engine: Engine::start(parts).await.map_err(explain)?, store, told, routes: sending, hooks })
    }

    /// The instance for a command that ends soon; links are not made there, and no gateway is reached.
    pub(crate) async fn for_command(config: &Config) -> anyhow::Result<Self> {
        Self::open(config, &config.public_url(config.http_addr), Migration::Run, Reach::None).await
    }
}

/// Opens the database. A folder that SQLite's file needs is made.
pub(crate) async fn open_store(config: &Config) -> anyhow::Result<Store> {
    make_private_folder(&config.data_dir)
        .with_context(|| format!("NARWHAL_DATA_DIR: cannot make the folder {}", config.data_dir.display()))?;
    Store::open(config.database_url.as_str()).await.context("NARWHAL_DATABASE_URL: cannot open the database")
}

/// The master key. A new one is made only for a database in which nothing is sealed yet.
pub(crate) async fn load_key(config: &Config, store: &Store) -> anyhow::Result<MasterKeyRing> {
    let holds_data = holds_data(store).await?;
    Ok(master_key::load(&config.master_key, holds_data, &mut Entropy::system().rng())?)
}

/// Whether a migrated database has been used with a master key.
pub(crate) async fn holds_data(store: &Store) -> anyhow::Result<bool> {
    let newest = store.read(|conn: &mut Conn| Box::pin(waiting_keys::newest(conn))).await;
    Ok(newest.context("cannot read the database")?.is_some())
}

async fn migrate(store: &Store, migration: Migration) -> anyhow::Result<()> {
    if !store.needs_migration().await.context("cannot read the database")? {
        return Ok(());
    }
    if migration == Migration::Refuse {
        bail!("the database is not up to date. Run: narwhal migrate");
    }
    store.migrate().await.context("the database could not be brought up to date")
}

/// Whoever is asked about SIMs.
pub(crate) fn sim_swap(config: &SimSwapConfig) -> anyhow::Result<SimSwap> {
    let client = crate::gateways::client()?;
    Ok(match &config.provider {
        SimSwapProvider::Camara(camara) => SimSwap::Camara(client, camara.clone()),
        SimSwapProvider::Twilio(lookup) => SimSwap::Twilio(client, lookup.clone()),
    })
}

fn engine_config(config: &Config, public_url: &PublicUrl) -> EngineConfig {
    EngineConfig {
        public_url: public_url.to_string(),
        organisation: config.organisation.clone(),
        mail_domain: config.mail_domain.clone(),
        default_country: config.default_country,
        session_idle: config.session_idle,
        shared_idle: config.shared_idle,
        session_absolute: config.session_absolute,
        quiet_hours: config.quiet_hours,
        sim_swap_hours: config.sim_swap.as_ref().map_or(72, |sim_swap| sim_swap.hours),
        hold_unanswered: config.sim_swap.as_ref().is_some_and(|sim_swap| sim_swap.hold_unanswered),
        quiet_for_first: config.quiet_first_notices,
        passcode_required: config.passcode_required,
        second_factor: config.second_factor,
        reset_wait: config.reset_wait,
        plain_form: config.plain_form,
        reset_valid: config.reset_valid,
        reminders: config.reminders.clone(),
        archive: config.archive_key.clone(),
    }
}

/// The one failure that an operator causes: the key of another instance.
fn explain(error: EngineError) -> anyhow::Error {
    match error {
        EngineError::Sealed(_) => anyhow::anyhow!(
            "the master key is not the one that this database was made with. Put the right key back, or check \
             NARWHAL_DATABASE_URL."
        ),
        other => anyhow::Error::new(other).context("the engine could not start"),
    }
}
