//! Statements that wait to be run together on SQLite.
//!
//! Each statement costs a trip to the connection's thread and back, many times what an insert itself takes. So inserts
//! whose outcome nobody asks for are kept, and run in one trip as one text of several statements.

use sqlx::{Arguments, AssertSqlSafe, Sqlite, query::Query, sqlite::SqliteArguments};

use crate::{statement::Statement, value::Value};

/// How many statements wait at most. The texts that this makes stay prepared, so there should not be too many kinds.
const MOST: usize = 16;

/// Statements and their parameters, in order.
#[derive(Default)]
pub(crate) struct Posted {
    text: String,
    statements: usize,
    args: SqliteArguments,
}

impl Posted {
    /// Adds a statement, numbering its parameters after those that are there.
    pub(crate) fn push(&mut self, statement: Statement, args: &[Value<'_>]) -> Result<(), sqlx::Error> {
        renumber(statement.sqlite, self.args.len(), &mut self.text);
        self.text.push(';');
        self.statements += 1;
        let added = args.iter().try_for_each(|value| match *value {
            Value::Int(value) => self.args.add(value),
            Value::Text(value) => self.args.add(value),
            Value::Blob(value) => self.args.add(value),
        });
        added.map_err(sqlx::Error::Encode)
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.statements == 0
    }

    pub(crate) const fn is_full(&self) -> bool {
        self.statements >= MOST
    }

    /// All of it as one query. The text is made of constants only.
    pub(crate) fn into_query(self) -> Query<'static, Sqlite, SqliteArguments> {
        sqlx::query_with(AssertSqlSafe(self.text), self.args)
    }
}

/// Appends `sql` with `offset` added to the number of each parameter.
fn renumber(sql: &str, offset: usize, text: &mut String) {
    let mut parts = sql.split('$');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let number: usize = part[..digits].parse().expect("a parameter is a number");
        text.push('$');
        text.push_str(&(number + offset).to_string());
        text.push_str(&part[digits..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_on() {
        let mut text = String::from("one;");
        renumber("INSERT INTO t VALUES ($1, $12) RETURNING $1", 30, &mut text);
        assert_eq!(text, "one;INSERT INTO t VALUES ($31, $42) RETURNING $31");
    }
}
