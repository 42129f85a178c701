//! Rows: from columns back to the domain's types.

use std::str::FromStr;

use domain::{
    AppPasswordId, DeliveryId, DeliveryState, Email, FailureReason, KeyId, MessageId, NoticeId, PasskeyId,
    PersonId, ReportId, ReportTopic, Role, UnixMillis, WarningId, WarningTopic,
};
use sqlx::{Column as _, Row as _, postgres::PgRow, sqlite::SqliteRow};

use crate::StoreError;

/// A row of either database.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// Reads a row's columns from left to right.
pub(crate) struct Columns<'r> {
    row: &'r Row,
    next: usize,
}

/// What is made of a row, column by column in the order of the statement.
pub(crate) trait FromRow: Sized {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError>;
}

/// What a column can hold.
pub(crate) trait Column: Sized {
    type Raw: Raw;
    /// `None` when the stored value is none of this type.
    fn decode(raw: Self::Raw) -> Option<Self>;
}

/// The three types that both databases know.
pub(crate) trait Raw: Sized {
    fn read(row: &Row, index: usize) -> Result<Option<Self>, sqlx::Error>;
}

impl Row {
    pub(crate) fn decode<T: FromRow>(&self) -> Result<T, StoreError> {
        T::from_row(&mut Columns { row: self, next: 0 })
    }

    fn name(&self, index: usize) -> String {
        match self {
            Self::Sqlite(row) => row.column(index).name().to_owned(),
            Self::Postgres(row) => row.column(index).name().to_owned(),
        }
    }
}

impl Columns<'_> {
    /// The next column, which may be NULL.
    pub(crate) fn optional<T: Column>(&mut self) -> Result<Option<T>, StoreError> {
        let index = self.next;
        self.next += 1;
        let corrupt = || StoreError::Corrupt(self.row.name(index));
        let raw = T::Raw::read(self.row, index).map_err(|_| corrupt())?;
        raw.map(|raw| T::decode(raw).ok_or_else(corrupt)).transpose()
    }

    /// The next column.
    pub(crate) fn one<T: Column>(&mut self) -> Result<T, StoreError> {
        let index = self.next;
        self.optional()?.ok_or_else(|| StoreError::Corrupt(self.row.name(index)))
    }
}

macro_rules! raw {
    ($($type:ty),+) => { $(
        impl Raw for $type {
            fn read(row: &Row, index: usize) -> Result<Option<Self>, sqlx::Error> {
                match row {
                    Row::Sqlite(row) => row.try_get(index),
                    Row::Postgres(row) => row.try_get(index),
                }
            }
        }

        impl Column for $type {
            type Raw = Self;
            fn decode(raw: Self) -> Option<Self> {
                Some(raw)
            }
        }
    )+ };
}

raw!(i64, String, Vec<u8>);

macro_rules! column {
    ($raw:ty: $($type:ty => |$it:ident| $value:expr;)+) => { $(
        impl Column for $type {
            type Raw = $raw;
            fn decode($it: $raw) -> Option<Self> {
                $value
            }
        }
    )+ };
}

column! { i64:
    u32 => |it| it.try_into().ok();
    u64 => |it| it.try_into().ok();
    UnixMillis => |it| Some(UnixMillis::new(it));
}

column! { String:
    Email => |it| Self::from_str(&it).ok();
    Role => |it| Self::from_str(&it).ok();
    DeliveryState => |it| Self::from_str(&it).ok();
    ReportTopic => |it| Self::from_str(&it).ok();
    WarningTopic => |it| Self::from_str(&it).ok();
    FailureReason => |it| Self::from_str(&it).ok();
}

column! { Vec<u8>:
    [u8; 16] => |it| it.try_into().ok();
    [u8; 32] => |it| it.try_into().ok();
    MessageId => |it| Self::from_slice(&it).ok();
    DeliveryId => |it| Self::from_slice(&it).ok();
    NoticeId => |it| Self::from_slice(&it).ok();
    PersonId => |it| Self::from_slice(&it).ok();
    KeyId => |it| Self::from_slice(&it).ok();
    AppPasswordId => |it| Self::from_slice(&it).ok();
    PasskeyId => |it| Self::from_slice(&it).ok();
    ReportId => |it| Self::from_slice(&it).ok();
    WarningId => |it| Self::from_slice(&it).ok();
}

/// A row of one column.
pub(crate) struct One<T>(pub(crate) T);

impl<T: Column> FromRow for One<T> {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self(columns.one()?))
    }
}

/// A row of one column that may be NULL.
pub(crate) struct Maybe<T>(pub(crate) Option<T>);

impl<T: Column> FromRow for Maybe<T> {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self(columns.optional()?))
    }
}

/// `Debug` for rows: the type's name, and nothing of what the row contains.
macro_rules! opaque {
    ($($type:ident),+ $(,)?) => { $(
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($type), "(..)"))
            }
        }
    )+ };
}
pub(crate) use opaque;
