//! The shape of the schema, to compare both databases.

use crate::{
    Store, StoreError,
    row::{Columns, FromRow, One},
};

/// A column as both databases describe it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ColumnShape {
    /// The table.
    pub table: String,
    /// The column.
    pub name: String,
    /// SQLite's name of the type.
    pub kind: String,
    /// Whether it can be NULL.
    pub nullable: bool,
    /// Whether it is part of the primary key.
    pub key: bool,
}

const SQLITE: &str = "SELECT t.name, c.name, c.type, NOT c.\"notnull\", c.pk > 0
    FROM sqlite_schema t JOIN pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE '_sqlx_%' ORDER BY 1, 2";

const POSTGRES: &str = "SELECT c.table_name::text, c.column_name::text,
    CASE c.data_type WHEN 'bytea' THEN 'BLOB' WHEN 'bigint' THEN 'INTEGER' ELSE upper(c.data_type) END::text,
    (c.is_nullable = 'YES')::int::bigint,
    (EXISTS (SELECT 1 FROM information_schema.table_constraints t
        JOIN information_schema.key_column_usage k USING (constraint_name, table_name)
        WHERE t.constraint_type = 'PRIMARY KEY' AND t.table_name = c.table_name AND k.column_name = c.column_name
    ))::int::bigint
    FROM information_schema.columns c
    WHERE c.table_schema = 'public' AND c.table_name NOT LIKE '\\_sqlx\\_%'
    ORDER BY c.table_name COLLATE \"C\", c.column_name COLLATE \"C\"";

/// Names of all indexes that the migrations made, in order.
const INDEXES: [&str; 2] = [
    "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
    "SELECT indexname::text FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE '%\\_key'
        AND indexname NOT LIKE '%\\_pkey' ORDER BY indexname COLLATE \"C\"",
];

impl FromRow for ColumnShape {
    fn from_row(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            table: columns.one()?,
            name: columns.one()?,
            kind: columns.one()?,
            nullable: columns.one::<i64>()? == 1,
            key: columns.one::<i64>()? == 1,
        })
    }
}

/// All columns of all tables, and the names of all indexes.
///
/// # Errors
/// The database's.
pub async fn columns(store: &Store) -> Result<(Vec<ColumnShape>, Vec<String>), StoreError> {
    let mut conn = store.reader().await?;
    let (shape, indexes) = if store.is_sqlite() { (SQLITE, INDEXES[0]) } else { (POSTGRES, INDEXES[1]) };
    let columns = conn.dynamic_rows(shape.to_owned()).await?;
    let names: Vec<One<String>> = conn.dynamic_rows(indexes.to_owned()).await?;
    Ok((columns, names.into_iter().map(|One(name)| name).collect()))
}
