//! SQLite: a pool that reads, and the writer.

use std::{
    path::Path,
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

use sqlx::{
    ConnectOptions, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{
    Conn, StoreError,
    conn::Link,
    writer::{self, Writer},
};

/// Connections that read. More would only compete for the processor.
const READERS: u32 = 4;
/// Prepared statements kept for each connection: room for all.
const CACHED: usize = 256;

pub(crate) struct SqliteBackend {
    pub(crate) writer: Writer,
    pub(crate) readers: SqlitePool,
    pub(crate) options: SqliteConnectOptions,
}

impl SqliteBackend {
    /// Opens the file, and makes it when there is none.
    pub(crate) async fn open(path: &Path, commits: Arc<AtomicU64>) -> Result<Self, StoreError> {
        create_private(path)?;
        let options = options(path);
        let writer = Writer::start(writer::connect(&options).await?, options.clone(), commits);
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(Duration::from_secs(5))
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_lazy_with(options.clone().read_only(true).pragma("cache_size", "-4096"));
        Ok(Self { writer, readers, options })
    }

    pub(crate) async fn reader(&self) -> Result<Conn, StoreError> {
        Ok(Conn::new(Link::SqliteReader(self.readers.acquire().await?)))
    }

    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        // A commit is durable when it is answered.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5))
        .statement_cache_capacity(CACHED)
        // What is deleted is overwritten.
        .pragma("secure_delete", "ON")
        .pragma("trusted_schema", "OFF")
        .pragma("temp_store", "MEMORY")
        .pragma("cache_size", "-16384")
        // Pages in the log before a commit moves them to the database: fewer, larger moves under load.
        .pragma("wal_autocheckpoint", "4000")
        .pragma("journal_size_limit", "67108864")
        .disable_statement_logging()
}

/// Makes the file readable for its owner only; SQLite gives the files beside it the same mode.
fn create_private(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|error| StoreError::Other(format!("{}: {error}", path.display())))
}
