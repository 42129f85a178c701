//! What can go wrong with a database, as far as a caller can act on it.

use sqlx::error::{DatabaseError, ErrorKind};

/// Why a query or a transaction failed. Never shows what a row or a parameter contains.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The database is away, overloaded or locked. Trying again later can help.
    #[error("the database cannot be reached")]
    Unavailable,
    /// There is no space left to write. Trying again helps once there is.
    #[error("the database has no space left")]
    Full,
    /// A row with this key is there already.
    #[error("the row exists already")]
    Conflict,
    /// The named column holds what this version cannot read.
    #[error("column {0} holds an unknown value")]
    Corrupt(String),
    /// Anything else: a mistake in Narwhal or in the set-up.
    #[error("the database refused: {0}")]
    Other(String),
}

impl StoreError {
    /// Whether the same call can succeed later.
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable | Self::Full)
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        match error {
            E::Database(error) => from_database(error.as_ref()),
            E::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => Self::Full,
            E::Io(error) => unavailable(&error),
            E::Tls(error) => unavailable(error.as_ref()),
            E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed | E::BeginFailed => unavailable(&error),
            E::ColumnDecode { index, .. } => Self::Corrupt(index),
            E::Migrate(error) => Self::Other(error.to_string()),
            error => Self::Other(error.to_string()),
        }
    }
}

fn unavailable(error: &(dyn std::error::Error + 'static)) -> StoreError {
    tracing::warn!(error, "the database cannot be reached");
    StoreError::Unavailable
}

fn from_database(error: &(dyn DatabaseError + 'static)) -> StoreError {
    let code = error.code().unwrap_or_default();
    if error.kind() == ErrorKind::UniqueViolation {
        return StoreError::Conflict;
    }
    // SQLite's codes are decimal numbers below 100,000; PostgreSQL's are five characters.
    match code.parse::<u32>() {
        Ok(number) if code.len() < 5 => from_sqlite(number, error),
        _ => from_postgres(&code, error),
    }
}

/// By SQLite's result code; its low byte is the primary code.
fn from_sqlite(code: u32, error: &(dyn DatabaseError + 'static)) -> StoreError {
    const IOERR_SHMSIZE: u32 = 4874;
    match (code, code & 0xff) {
        // FULL; and the shared index of the log that could not grow.
        (_, 13) | (IOERR_SHMSIZE, _) => StoreError::Full,
        // BUSY, LOCKED, READONLY, IOERR, CANTOPEN
        (_, 5 | 6 | 8 | 10 | 14) => {
            tracing::warn!(code, "the database cannot be used: {}", error.message());
            StoreError::Unavailable
        }
        _ => StoreError::Other(format!("{} ({code})", error.message())),
    }
}

/// By SQLSTATE (PostgreSQL documentation, appendix A).
fn from_postgres(code: &str, error: &(dyn DatabaseError + 'static)) -> StoreError {
    match code {
        "53100" => StoreError::Full,
        // Transaction rolled back (serialization, deadlock), lock not available, statement timeout, other resources.
        "40001" | "40P01" | "55P03" | "57014" | "25006" => {
            tracing::warn!(code, "the database gave up a statement: {}", error.message());
            StoreError::Unavailable
        }
        _ if code.starts_with("08") || code.starts_with("53") || code.starts_with("57P") => {
            tracing::warn!(code, "the database cannot be reached: {}", error.message());
            StoreError::Unavailable
        }
        // Messages of this class can quote values.
        _ if code.starts_with("22") => StoreError::Other(format!("invalid data ({code})")),
        _ => StoreError::Other(format!("{} ({code})", error.message())),
    }
}

/// Whether PostgreSQL gave up a transaction only because of another one, so that it can be run again at once.
pub(crate) fn is_collision(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    matches!(code.as_deref(), Some("40001" | "40P01"))
}
