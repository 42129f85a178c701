//! Databases for tests, and what only tests may do to them.

use std::{
    ops::Deref,
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use sqlx::{ConnectOptions, Connection, Executor, PgConnection, SqlSafeStr, postgres::PgConnectOptions};
use tempfile::TempDir;

use crate::{Conn, Store, StoreError, statement};

mod columns;
mod postgres;

pub use columns::{ColumnShape, columns};
pub use postgres::PostgresServer;

/// A store with the schema in it; what holds its data goes with it.
#[derive(Debug)]
pub struct TestStore {
    store: Store,
    url: String,
    _folder: Option<TempDir>,
}

impl Deref for TestStore {
    type Target = Store;
    fn deref(&self) -> &Store {
        &self.store
    }
}

impl TestStore {
    /// Where the database is, to open it once more.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// A new, migrated database of each kind.
pub async fn stores() -> [TestStore; 2] {
    [sqlite().await, postgres().await]
}

/// A new, migrated SQLite database.
pub async fn sqlite() -> TestStore {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let url = format!("sqlite:{}", folder.path().join("narwhal.sqlite").display());
    open(url, Some(folder)).await
}

/// A new, migrated PostgreSQL database, on the server at `NARWHAL_TEST_POSTGRES_URL` or on one that is started once.
pub async fn postgres() -> TestStore {
    static SERVER: OnceLock<PostgresServer> = OnceLock::new();
    let server = match std::env::var("NARWHAL_TEST_POSTGRES_URL") {
        Ok(url) => url,
        Err(_) => SERVER.get_or_init(PostgresServer::start).url("postgres"),
    };
    open(database(&server).await, None).await
}

/// A PostgreSQL server of its own, to be stopped and started.
#[must_use]
pub fn postgres_server() -> PostgresServer {
    PostgresServer::start()
}

/// Makes a database of its own on the server at `url`, and says where it is.
pub async fn database(url: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let options: PgConnectOptions = url.parse().expect("the server's address is valid");
    let mut conn = options.connect().await.expect("the server answers");
    let create = format!("CREATE DATABASE {name}");
    conn.execute(sqlx::AssertSqlSafe(create).into_sql_str()).await.expect("a database can be made");
    conn.close().await.expect("the connection closes");
    options.database(&name).to_url_lossy().to_string()
}

async fn open(url: String, folder: Option<TempDir>) -> TestStore {
    let store = Store::open(&url).await.expect("the database opens");
    store.migrate().await.expect("the migrations run");
    TestStore { store, url, _folder: folder }
}

/// Prepares every registered statement, and returns the number of them; a refusal names the statement.
///
/// # Errors
/// The database's, with the statement's name.
pub async fn prepare_all(store: &Store) -> Result<usize, String> {
    let mut conn = store.reader().await.map_err(|error| error.to_string())?;
    let mut prepared = 0;
    for statement in statement::all() {
        conn.prepare(statement).await.map_err(|error| format!("{}: {error}", statement.name))?;
        prepared += 1;
    }
    Ok(prepared)
}

/// Lets SQLite's database grow by no more than `pages` of 4 KiB from now on, as a full disk would; `None` ends that.
///
/// # Errors
/// The database's.
pub async fn limit_growth(store: &Store, pages: Option<u32>) -> Result<(), StoreError> {
    store
        .write(move |conn| {
            Box::pin(async move {
                let limit = match pages {
                    None => u32::MAX - 1,
                    Some(pages) => page_count(conn).await? + pages,
                };
                conn.dynamic(format!("PRAGMA max_page_count = {limit}")).await
            })
        })
        .await
}

/// How many rows a table has.
///
/// # Errors
/// The database's.
pub async fn count(store: &Store, table: &'static str) -> Result<u64, StoreError> {
    let mut conn = store.reader().await?;
    let rows: Vec<crate::row::One<i64>> = conn.dynamic_rows(format!("SELECT count(*) FROM {table}")).await?;
    Ok(rows.first().map_or(0, |row| row.0.unsigned_abs()))
}

async fn page_count(conn: &mut Conn) -> Result<u32, StoreError> {
    let rows: Vec<crate::row::One<u32>> = conn.dynamic_rows("PRAGMA page_count".to_owned()).await?;
    Ok(rows.first().map_or(0, |row| row.0))
}

/// Ends every connection to the database of `url` but one's own.
pub async fn disconnect_all(url: &str) {
    let mut conn = PgConnection::connect(url).await.expect("the server answers");
    sqlx::query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        .execute(&mut conn)
        .await
        .expect("a superuser may");
}
