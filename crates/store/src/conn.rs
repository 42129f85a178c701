//! A connection to either database, and how statements run on it.

use std::borrow::Cow;

use futures::TryStreamExt;
use sqlx::{
    AssertSqlSafe, PgConnection, Postgres, Sqlite, SqliteConnection, Transaction, pool::PoolConnection,
    postgres::PgArguments, query::Query, sqlite::SqliteArguments,
};

use crate::{
    StoreError,
    error::is_collision,
    row::{FromRow, Row},
    rows::{self, Dialect, Insert, Style},
    statement::Statement,
    value::Value,
};

/// A connection, for the query functions of this crate's modules.
///
/// In a [write](crate::Store::write) it is inside the transaction. Once a statement has failed the transaction will not
/// be committed, whatever the job makes of the error: PostgreSQL cannot go on after an error, so neither database does.
pub struct Conn {
    link: Link,
    wrote: bool,
    failure: Option<Failure>,
}

/// What the connection belongs to.
pub(crate) enum Link {
    /// A read-only connection of the pool.
    SqliteReader(PoolConnection<Sqlite>),
    /// The one connection that writes.
    SqliteWriter(SqliteConnection),
    /// A connection outside any transaction.
    Postgres(PoolConnection<Postgres>),
    /// A transaction, rolled back when dropped.
    PostgresTransaction(Transaction<'static, Postgres>),
}

/// The first failure of a statement.
#[derive(Clone)]
pub(crate) struct Failure {
    pub(crate) error: StoreError,
    /// Whether running the transaction again at once can help.
    pub(crate) collision: bool,
}

enum Driver<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl std::fmt::Debug for Conn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Conn(..)")
    }
}

impl Conn {
    pub(crate) fn new(link: Link) -> Self {
        Self { link, wrote: false, failure: None }
    }

    pub(crate) fn into_link(self) -> Link {
        self.link
    }

    /// Forgets what earlier statements did, before the next job.
    pub(crate) fn reset(&mut self) {
        self.wrote = false;
        self.failure = None;
    }

    /// Whether a statement since the last reset changed a row.
    pub(crate) const fn wrote(&self) -> bool {
        self.wrote
    }

    /// The first failure since the last reset.
    pub(crate) const fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// Runs a statement and says how many rows it changed.
    pub(crate) async fn execute(
        &mut self,
        statement: Statement,
        args: &[Value<'_>],
    ) -> Result<u64, StoreError> {
        let text = self.text(statement);
        self.run(text.into(), args).await
    }

    /// Adds rows to one table, as many at once as can be.
    pub(crate) async fn insert(&mut self, insert: &Insert<'_>) -> Result<(), StoreError> {
        for piece in insert.pieces() {
            self.run(rows::together(&[&piece], self.dialect()).into(), piece.values()).await?;
        }
        Ok(())
    }

    /// Adds rows to several tables, which may refer to each other in this order: in one trip, when their numbers are
    /// powers of two.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when one of them is there already.
    pub async fn insert_together(&mut self, inserts: &[Insert<'_>]) -> Result<(), StoreError> {
        let inserts: Vec<_> = inserts.iter().filter(|insert| insert.rows() > 0).collect();
        if inserts.iter().all(|insert| insert.rows().is_power_of_two() && insert.rows() <= 2 * rows::MOST) {
            let values: Vec<_> = inserts.iter().flat_map(|insert| insert.values()).copied().collect();
            return self.run(rows::together(&inserts, self.dialect()).into(), &values).await.map(drop);
        }
        for insert in inserts {
            self.insert(insert).await?;
        }
        Ok(())
    }

    /// Runs a statement with a group of values once for all of `rows`, with `fixed` parameters after theirs; what it
    /// returns.
    pub(crate) async fn returning<T: FromRow, const N: usize>(
        &mut self,
        statement: Statement,
        rows: &[[Value<'_>; N]],
        fixed: &[Value<'_>],
    ) -> Result<Vec<T>, StoreError> {
        self.wrote = true;
        let text = self.text(statement);
        let mut returned = Vec::with_capacity(rows.len());
        for piece in rows::pieces(rows.to_vec()) {
            let args = [piece.as_flattened(), fixed].concat();
            let text = rows::repeat(text, N, piece.len(), Style::After(0));
            returned.append(&mut self.fetch(text.into(), &args).await?);
        }
        Ok(returned)
    }

    /// Runs a statement and says whether it changed a row.
    pub(crate) async fn changes(
        &mut self,
        statement: Statement,
        args: &[Value<'_>],
    ) -> Result<bool, StoreError> {
        Ok(self.execute(statement, args).await? > 0)
    }

    /// The statement's first row.
    pub(crate) async fn optional<T: FromRow>(
        &mut self,
        statement: Statement,
        args: &[Value<'_>],
    ) -> Result<Option<T>, StoreError> {
        let text = self.text(statement).into();
        let row = match self.driver() {
            Driver::Sqlite(conn) => {
                sqlite(text, args).fetch_optional(conn).await.map(|row| row.map(Row::Sqlite))
            }
            Driver::Postgres(conn) => {
                postgres(text, args).fetch_optional(conn).await.map(|row| row.map(Row::Postgres))
            }
        };
        row.map_err(|error| self.note(error))?.map(|row| row.decode()).transpose()
    }

    /// The row of a statement that always has one.
    pub(crate) async fn one<T: FromRow>(
        &mut self,
        statement: Statement,
        args: &[Value<'_>],
    ) -> Result<T, StoreError> {
        let row = self.optional(statement, args).await?;
        row.ok_or_else(|| StoreError::Other(format!("{} has no row", statement.name)))
    }

    /// All of the statement's rows.
    pub(crate) async fn all<T: FromRow>(
        &mut self,
        statement: Statement,
        args: &[Value<'_>],
    ) -> Result<Vec<T>, StoreError> {
        let text = self.text(statement);
        self.fetch(text.into(), args).await
    }

    /// Marks that a statement run through [`Self::optional`] or [`Self::all`] changes rows.
    pub(crate) const fn writes(&mut self) -> &mut Self {
        self.wrote = true;
        self
    }

    /// Runs statements without parameters that belong to no module: transaction control and settings.
    pub(crate) async fn control(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        match self.driver() {
            Driver::Sqlite(conn) => sqlx::raw_sql(sql).execute(conn).await.map(drop),
            Driver::Postgres(conn) => sqlx::raw_sql(sql).execute(conn).await.map(drop),
        }
    }

    async fn run(&mut self, text: Cow<'static, str>, args: &[Value<'_>]) -> Result<u64, StoreError> {
        let outcome = match self.driver() {
            Driver::Sqlite(conn) => sqlite(text, args).execute(conn).await.map(|done| done.rows_affected()),
            Driver::Postgres(conn) => {
                postgres(text, args).execute(conn).await.map(|done| done.rows_affected())
            }
        };
        self.wrote |= !matches!(outcome, Err(_) | Ok(0));
        outcome.map_err(|error| self.note(error))
    }

    async fn fetch<T: FromRow>(
        &mut self,
        text: Cow<'static, str>,
        args: &[Value<'_>],
    ) -> Result<Vec<T>, StoreError> {
        let rows: Result<Vec<Row>, _> = match self.driver() {
            Driver::Sqlite(conn) => sqlite(text, args).fetch(conn).map_ok(Row::Sqlite).try_collect().await,
            Driver::Postgres(conn) => {
                postgres(text, args).fetch(conn).map_ok(Row::Postgres).try_collect().await
            }
        };
        rows.map_err(|error| self.note(error))?.iter().map(Row::decode).collect()
    }

    const fn text(&self, statement: Statement) -> &'static str {
        match self.dialect() {
            Dialect::Sqlite => statement.sqlite,
            Dialect::Postgres => statement.postgres,
        }
    }

    const fn dialect(&self) -> Dialect {
        match &self.link {
            Link::SqliteReader(_) | Link::SqliteWriter(_) => Dialect::Sqlite,
            Link::Postgres(_) | Link::PostgresTransaction(_) => Dialect::Postgres,
        }
    }

    fn driver(&mut self) -> Driver<'_> {
        match &mut self.link {
            Link::SqliteReader(conn) => Driver::Sqlite(conn),
            Link::SqliteWriter(conn) => Driver::Sqlite(conn),
            Link::Postgres(conn) => Driver::Postgres(conn),
            Link::PostgresTransaction(conn) => Driver::Postgres(conn),
        }
    }

    fn note(&mut self, error: sqlx::Error) -> StoreError {
        let collision = is_collision(&error);
        let error = StoreError::from(error);
        self.failure.get_or_insert(Failure { error: error.clone(), collision });
        error
    }
}

// Texts are constants, or made of constants.

fn sqlite<'q>(text: Cow<'static, str>, args: &[Value<'q>]) -> Query<'q, Sqlite, SqliteArguments> {
    args.iter().fold(sqlx::query(AssertSqlSafe(text)), |query, value| match *value {
        Value::Int(value) => query.bind(value),
        Value::Text(value) => query.bind(value),
        Value::Blob(value) => query.bind(value),
    })
}

fn postgres<'q>(text: Cow<'static, str>, args: &[Value<'q>]) -> Query<'q, Postgres, PgArguments> {
    args.iter().fold(sqlx::query(AssertSqlSafe(text)), |query, value| match *value {
        Value::Int(value) => query.bind(value),
        Value::Text(value) => query.bind(value),
        Value::Blob(value) => query.bind(value),
    })
}

/// What only tests need: statements outside the registry.
#[cfg(feature = "testing")]
impl Conn {
    pub(crate) async fn prepare(&mut self, statement: Statement) -> Result<(), sqlx::Error> {
        use sqlx::{Executor, SqlSafeStr};
        match self.driver() {
            Driver::Sqlite(conn) => conn.prepare(statement.sqlite.into_sql_str()).await.map(drop),
            Driver::Postgres(conn) => conn.prepare(statement.postgres.into_sql_str()).await.map(drop),
        }
    }

    pub(crate) async fn dynamic(&mut self, sql: String) -> Result<(), StoreError> {
        let sql = sqlx::AssertSqlSafe(sql);
        let done = match self.driver() {
            Driver::Sqlite(conn) => sqlx::raw_sql(sql).execute(conn).await.map(drop),
            Driver::Postgres(conn) => sqlx::raw_sql(sql).execute(conn).await.map(drop),
        };
        done.map_err(|error| self.note(error))
    }

    pub(crate) async fn dynamic_rows<T: FromRow>(&mut self, sql: String) -> Result<Vec<T>, StoreError> {
        let sql = sqlx::AssertSqlSafe(sql);
        let rows: Result<Vec<Row>, _> = match self.driver() {
            Driver::Sqlite(conn) => sqlx::query(sql).fetch(conn).map_ok(Row::Sqlite).try_collect().await,
            Driver::Postgres(conn) => sqlx::query(sql).fetch(conn).map_ok(Row::Postgres).try_collect().await,
        };
        rows.map_err(|error| self.note(error))?.iter().map(Row::decode).collect()
    }
}
