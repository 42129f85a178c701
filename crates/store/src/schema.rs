//! The schema: migrations with the same numbers for both databases, and whether all are applied.

use sqlx::migrate::{MigrateError, Migrator};

use crate::{
    Conn, StoreError,
    row::One,
    statement::{Statement, statements},
    value::args,
};

pub(crate) static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
pub(crate) static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

statements! {
    // Each database keeps its own list of tables.
    HAS_HISTORY => {
        sqlite: "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '_sqlx_migrations'",
        postgres: "SELECT count(*) FROM pg_tables
            WHERE schemaname = current_schema() AND tablename = '_sqlx_migrations'"
    };
}

/// Not in the registry: it names the migrations' own table, which is made by the first of them.
const NEWEST: Statement = Statement {
    name: "schema::NEWEST",
    sqlite: "SELECT coalesce(max(version), 0) FROM _sqlx_migrations WHERE success",
    postgres: "SELECT coalesce(max(version), 0) FROM _sqlx_migrations WHERE success",
};

/// Whether a migration of `migrator` is missing.
pub(crate) async fn is_behind(conn: &mut Conn, migrator: &Migrator) -> Result<bool, StoreError> {
    let One(tables) = conn.one::<One<i64>>(HAS_HISTORY, args![]).await?;
    if tables == 0 {
        return Ok(true);
    }
    let One(newest) = conn.one::<One<i64>>(NEWEST, args![]).await?;
    Ok(migrator.iter().any(|migration| migration.version > newest))
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            MigrateError::VersionMissing(_) => Self::Other("the database belongs to a newer version".into()),
            error => Self::Other(error.to_string()),
        }
    }
}
