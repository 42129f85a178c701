//! PostgreSQL: one pool; a transaction for each job.

use std::{str::FromStr, time::Duration};

use futures::future::BoxFuture;
use sqlx::{
    ConnectOptions, Connection, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::{
    Conn, StoreError,
    conn::{Failure, Link},
    error::is_collision,
};

/// Connections of one instance.
const CONNECTIONS: u32 = 20;
/// Prepared statements kept for each connection: room for all.
const CACHED: usize = 256;
/// How often a transaction is run that collides with others.
const ATTEMPTS: u32 = 4;
/// A connection that was idle for longer is asked whether it still lives before it is used.
const STALE: Duration = Duration::from_secs(1);

pub(crate) struct PostgresBackend {
    pub(crate) pool: PgPool,
}

/// Why an attempt was not committed.
enum Attempt<E> {
    Collision(E),
    Failed(E),
}

impl PostgresBackend {
    /// Prepares the pool; connects once, so that a wrong address is found at once.
    pub(crate) async fn open(url: &str) -> Result<Self, StoreError> {
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(Duration::from_secs(5))
            .test_before_acquire(false)
            .before_acquire(|conn, meta| {
                Box::pin(async move { Ok(meta.idle_for < STALE || conn.ping().await.is_ok()) })
            })
            .connect_with(options(url)?)
            .await?;
        Ok(Self { pool })
    }

    pub(crate) async fn reader(&self) -> Result<Conn, StoreError> {
        Ok(Conn::new(Link::Postgres(self.pool.acquire().await?)))
    }

    /// A connection of its own for migrations, which may take long and wait for each other.
    pub(crate) async fn migrator(&self) -> Result<PgConnection, StoreError> {
        let options = PgConnectOptions::clone(&self.pool.connect_options());
        Ok(options.options([("statement_timeout", "0"), ("lock_timeout", "60s")]).connect().await?)
    }

    /// Runs a job in a transaction; again when it collides with another one. Whether it has answered when durable.
    pub(crate) async fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        E: From<StoreError>,
        F: for<'c> Fn(&'c mut Conn) -> BoxFuture<'c, Result<T, E>>,
    {
        let mut attempt = 1;
        loop {
            match self.attempt(&job).await {
                Ok(done) => return Ok(done),
                Err(Attempt::Collision(_)) if attempt < ATTEMPTS => attempt += 1,
                Err(Attempt::Collision(error) | Attempt::Failed(error)) => return Err(error),
            }
        }
    }

    async fn attempt<T, E, F>(&self, job: &F) -> Result<T, Attempt<E>>
    where
        E: From<StoreError>,
        F: for<'c> Fn(&'c mut Conn) -> BoxFuture<'c, Result<T, E>>,
    {
        let transaction = self.pool.begin().await.map_err(failed)?;
        let mut conn = Conn::new(Link::PostgresTransaction(transaction));
        let outcome = job(&mut conn).await;
        let failure = conn.failure().cloned();
        let error = match (outcome, failure) {
            (Ok(done), None) => return commit(conn).await.map(|()| done),
            (Err(error), Some(Failure { collision: true, .. })) => Attempt::Collision(error),
            (Ok(_), Some(Failure { error, collision: true })) => Attempt::Collision(error.into()),
            // PostgreSQL would answer COMMIT with success, and roll back.
            (Ok(_), Some(Failure { error, .. })) => Attempt::Failed(error.into()),
            (Err(error), _) => Attempt::Failed(error),
        };
        roll_back(conn).await;
        Err(error)
    }
}

/// Ends a transaction that failed, and with it its locks. Left to the pool, it would end some time after the answer, and
/// what it had touched would be passed over by a worker that comes right then.
async fn roll_back(conn: Conn) {
    if let Link::PostgresTransaction(transaction) = conn.into_link()
        && let Err(error) = transaction.rollback().await
    {
        // The connection is broken then, and the server rolls back by itself.
        tracing::debug!(%error, "a transaction was not rolled back");
    }
}

async fn commit<E: From<StoreError>>(conn: Conn) -> Result<(), Attempt<E>> {
    let Link::PostgresTransaction(transaction) = conn.into_link() else {
        return Err(Attempt::Failed(StoreError::Other("no transaction".into()).into()));
    };
    transaction.commit().await.map_err(failed)
}

fn failed<E: From<StoreError>>(error: sqlx::Error) -> Attempt<E> {
    let collision = is_collision(&error);
    let error = StoreError::from(error).into();
    if collision { Attempt::Collision(error) } else { Attempt::Failed(error) }
}

fn options(url: &str) -> Result<PgConnectOptions, StoreError> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|_| StoreError::Other("the address of the database is not valid".into()))?;
    Ok(options
        .application_name("narwhal")
        .statement_cache_capacity(CACHED)
        .options([
            // A commit is durable when it is answered, whatever the server's default.
            ("synchronous_commit", "on"),
            // Every statement has its index. The planner does not know that a padded list repeats itself, takes it for
            // much of a table that is small or new, and would read all of it; and again differently an hour later.
            ("enable_seqscan", "off"),
            ("random_page_cost", "1.1"),
            // What this makes look expensive is not: compiling a statement takes longer than any of them.
            ("jit", "off"),
            ("statement_timeout", "10s"),
            ("lock_timeout", "5s"),
            ("idle_in_transaction_session_timeout", "30s"),
        ])
        .disable_statement_logging())
}
