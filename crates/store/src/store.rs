//! The store: which database, and how reads and writes reach it.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use futures::future::BoxFuture;
use sqlx::{ConnectOptions, Connection};

use crate::{
    Conn, StoreError, postgres::PostgresBackend, row::One, schema, sqlite::SqliteBackend,
    statement::statements, value::args,
};

statements! {
    PING: "SELECT CAST(1 AS BIGINT)";
}

/// A database. Clones share it.
#[derive(Clone)]
pub struct Store {
    backend: Arc<Backend>,
    commits: Arc<AtomicU64>,
}

enum Backend {
    Sqlite(Box<SqliteBackend>),
    Postgres(PostgresBackend),
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_sqlite() { "Store(SQLite)" } else { "Store(PostgreSQL)" })
    }
}

impl Store {
    /// Opens `sqlite:PATH` (made when missing, for its owner only) or `postgres://USER@HOST/DATABASE`. Does not migrate.
    ///
    /// # Errors
    /// When the address is neither, or the database cannot be reached.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let commits = Arc::new(AtomicU64::new(0));
        let backend = if let Some(path) = url.strip_prefix("sqlite:") {
            let path = Path::new(path.strip_prefix("//").unwrap_or(path));
            Backend::Sqlite(Box::new(SqliteBackend::open(path, Arc::clone(&commits)).await?))
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Backend::Postgres(PostgresBackend::open(url).await?)
        } else {
            return Err(StoreError::Other("a database's address begins with sqlite: or postgres://".into()));
        };
        Ok(Self { backend: Arc::new(backend), commits })
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// When a migration fails, or the database was migrated by a newer version.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        match &*self.backend {
            Backend::Sqlite(backend) => {
                let mut conn = backend.options.connect().await?;
                schema::SQLITE.run_direct(None, &mut conn, false).await?;
                conn.close().await?;
            }
            Backend::Postgres(backend) => {
                let mut conn = backend.migrator().await?;
                schema::POSTGRES.run_direct(None, &mut conn, false).await?;
                conn.close().await?;
            }
        }
        Ok(())
    }

    /// Whether [`Self::migrate`] has something to do.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn needs_migration(&self) -> Result<bool, StoreError> {
        let migrator = if self.is_sqlite() { &schema::SQLITE } else { &schema::POSTGRES };
        schema::is_behind(&mut self.reader().await?, migrator).await
    }

    /// A connection for reading, outside any transaction. It goes back to the pool when dropped.
    ///
    /// # Errors
    /// When no connection is free or can be made within five seconds.
    pub async fn reader(&self) -> Result<Conn, StoreError> {
        match &*self.backend {
            Backend::Sqlite(backend) => backend.reader().await,
            Backend::Postgres(backend) => backend.reader().await,
        }
    }

    /// Reads on a connection of the pool, outside any transaction.
    ///
    /// # Errors
    /// Those of [`Self::reader`] and of the job.
    pub async fn read<T, F>(&self, job: F) -> Result<T, StoreError>
    where
        F: for<'c> FnOnce(&'c mut Conn) -> BoxFuture<'c, Result<T, StoreError>> + Send,
    {
        job(&mut self.reader().await?).await
    }

    /// Runs a job in one transaction, and answers when it is durable. An error rolls it back.
    ///
    /// The job may be run more than once, so it has no effect but on the database. It has to pass on the errors of
    /// statements: once one has failed, nothing is committed. The job runs on even when the caller stops waiting.
    ///
    /// # Errors
    /// The job's own, and the database's.
    pub async fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: for<'c> Fn(&'c mut Conn) -> BoxFuture<'c, Result<T, E>> + Send + Sync + 'static,
    {
        match &*self.backend {
            Backend::Sqlite(backend) => backend.writer.write(job).await,
            Backend::Postgres(backend) => {
                let done = backend.write(job).await?;
                self.commits.fetch_add(1, Ordering::Relaxed);
                Ok(done)
            }
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn check(&self) -> Result<(), StoreError> {
        if let Backend::Sqlite(backend) = &*self.backend
            && !backend.writer.is_open()
        {
            return Err(StoreError::Unavailable);
        }
        self.reader().await?.one::<One<i64>>(PING, args![]).await.map(drop)
    }

    /// How many transactions have been committed since the store was opened. On SQLite many writes can share one.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// Finishes the writes that wait, and closes every connection.
    pub async fn close(&self) {
        match &*self.backend {
            Backend::Sqlite(backend) => backend.close().await,
            Backend::Postgres(backend) => backend.pool.close().await,
        }
    }

    /// Whether this is SQLite, and so the only instance.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        matches!(&*self.backend, Backend::Sqlite(_))
    }
}
