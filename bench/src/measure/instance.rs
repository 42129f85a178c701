//! An instance to measure, with a sender who is signed in.

use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    time::Duration,
};

use anyhow::Context as _;
use bench::{
    client::{Browser, Sender},
    service::{Service, Setup},
};
use chacha20::ChaCha20Rng;
use rand_core::SeedableRng as _;
use store::Store;
use tempfile::TempDir;

use super::process::Process;

pub(super) const EMAIL: &str = "ana@example.org";
const PASSWORD: &str = "lighthouse keeper's granite stairs";

/// What the instance stores in.
#[derive(Debug, Clone)]
pub(crate) enum Database {
    Sqlite,
    /// A new database on the server at this address.
    Postgres(String),
}

/// The running service. Its data goes with it.
pub(super) struct Instance {
    pub(super) service: Service,
    pub(super) sender: Sender,
    metrics: Browser,
    setup: Setup,
    database: String,
    _folder: TempDir,
}

impl Database {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }
}

/// Reproducible randomness: nothing here is a secret.
pub(super) fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

impl Instance {
    pub(super) async fn start(program: &Path, database: &Database) -> anyhow::Result<Self> {
        Self::start_with(program, database, &[]).await
    }

    pub(super) async fn start_with(
        program: &Path,
        database: &Database,
        settings: &[(&str, String)],
    ) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let metrics = free_address()?;
        let mut setup = Setup::new(program, folder.path())?.with("NARWHAL_METRICS_ADDR", metrics.to_string());
        let url = match database {
            Database::Sqlite => format!("sqlite:{}", setup.data().join("narwhal.db").display()),
            Database::Postgres(server) => store::testing::database(server).await,
        };
        setup = setup.with("NARWHAL_DATABASE_URL", &url);
        for (name, value) in settings {
            setup = setup.with(*name, value);
        }
        setup.add_sender(EMAIL, PASSWORD)?;
        let service = setup.start()?;
        let sender = Sender::sign_in(service.address(), EMAIL, PASSWORD, &mut rng(0)).await?;
        Ok(Self { service, sender, metrics: Browser::new(metrics), setup, database: url, _folder: folder })
    }

    /// What failed, with what the service's log has to say.
    pub(super) fn explain(&self, error: anyhow::Error) -> anyhow::Error {
        let log = self.setup.log();
        let lines: Vec<_> =
            log.lines().filter(|line| line.contains("WARN") || line.contains("ERROR")).collect();
        error.context(format!("the log says:\n{}", lines[lines.len().saturating_sub(20)..].join("\n")))
    }

    /// An app password of the sender's.
    pub(super) fn app_password(&self) -> anyhow::Result<String> {
        Ok(self.setup.add_app_password(EMAIL, "bench")?)
    }

    /// How many messages are stored.
    pub(super) async fn messages(&self) -> anyhow::Result<u64> {
        let store = Store::open(&self.database).await?;
        let count = store::testing::count(&store, "messages").await?;
        store.close().await;
        Ok(count)
    }

    pub(super) fn process(&self) -> Process {
        Process(self.service.id())
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.service.address()
    }

    /// Waits until every notice has gone out.
    pub(super) async fn drained(&mut self) -> anyhow::Result<()> {
        for _ in 0..3_000 {
            let answer = self.metrics.get("/metrics").await?;
            let text = String::from_utf8_lossy(&answer.body);
            let queued = text.lines().find_map(|line| line.strip_prefix("narwhal_outbox_queued "));
            if queued.context("there is no figure for the outbox")? == "0" {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        anyhow::bail!("notices are still queued after five minutes")
    }
}

fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
