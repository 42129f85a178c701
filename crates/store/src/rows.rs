//! Many rows in one statement, and several statements in one trip.
//!
//! A trip to the database costs many times what a row itself takes, so rows are written together. The text of a
//! statement has one group of values, `VALUES ($1, $2)`, for one row; here the group is repeated. Parameters behind the
//! group's own, which are the same for all rows, keep their place at the end.

use crate::{statement::Statement, value::Value};

/// Rows to be added to one table.
pub struct Insert<'a> {
    statement: Statement,
    own: usize,
    values: Vec<Value<'a>>,
}

/// How statements that are run in one trip become one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// SQLite runs them one after the other. It looks each named parameter up, so they have no names where possible.
    Sqlite,
    /// PostgreSQL takes one statement only: the others become its `WITH`.
    Postgres,
}

impl<'a> Insert<'a> {
    pub(crate) fn new<const N: usize>(
        statement: Statement,
        rows: impl IntoIterator<Item = [Value<'a>; N]>,
    ) -> Self {
        Self { statement, own: N, values: rows.into_iter().flatten().collect() }
    }

    pub(crate) const fn rows(&self) -> usize {
        self.values.len() / self.own
    }

    pub(crate) fn values(&self) -> &[Value<'a>] {
        &self.values
    }

    /// The same in parts of as many rows as may be written at once.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = Self> {
        pieces(self.values.chunks(self.own).collect::<Vec<_>>())
            .map(|rows| Self { values: rows.concat(), ..*self })
    }
}

impl std::fmt::Debug for Insert<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Insert({} x {})", self.statement.name, self.rows())
    }
}

/// One text for all of these; their parameters follow each other.
pub(crate) fn together(inserts: &[&Insert<'_>], dialect: Dialect) -> String {
    let text = |insert: &Insert<'_>| match dialect {
        Dialect::Sqlite => insert.statement.sqlite,
        Dialect::Postgres => insert.statement.postgres,
    };
    let anonymous =
        dialect == Dialect::Sqlite && inserts.iter().all(|insert| is_in_order(text(insert), insert.own));
    let (mut whole, mut before) = (String::new(), 0);
    for (place, insert) in inserts.iter().enumerate() {
        let style = if anonymous { Style::Anonymous } else { Style::After(before) };
        let one = repeat(text(insert), insert.own, insert.rows(), style);
        let is_last = place + 1 == inserts.len();
        match (dialect, is_last) {
            (Dialect::Sqlite, _) => whole.extend([one.as_str(), ";"]),
            (Dialect::Postgres, true) => whole.push_str(&one),
            (Dialect::Postgres, false) => {
                let link = if place == 0 { "WITH" } else { "," };
                whole.push_str(&format!("{link} w{place} AS ({one}) "));
            }
        }
        before += insert.values.len();
    }
    whole
}

/// How many rows one statement takes at most.
pub(crate) const MOST: usize = 64;

const MARK: &str = "VALUES ";

/// Cuts `rows` into pieces whose lengths are powers of two: every length is a text of its own, which stays prepared.
pub fn pieces<T>(mut rows: Vec<T>) -> impl Iterator<Item = Vec<T>> {
    std::iter::from_fn(move || {
        let length = 1 << rows.len().min(MOST).checked_ilog2()?;
        let rest = rows.split_off(length);
        Some(std::mem::replace(&mut rows, rest))
    })
}

/// How parameters are written.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Style {
    /// `$1`, after so many of other statements.
    After(usize),
    /// `?`
    Anonymous,
}

/// The text of a statement for one row, with `own` parameters in its group of values, made one for `count` rows.
pub(crate) fn repeat(text: &str, own: usize, count: usize, style: Style) -> String {
    let start = text.find(MARK).expect("a statement for rows has a group of values") + MARK.len();
    let end = start + group_length(&text[start..]);
    let mut many = String::with_capacity(text.len() + (end - start + 8) * count);
    let fixed = own * (count - 1);
    let mut part = |text: &str, own_before: usize| match style {
        Style::After(before) => renumber(text, own_before + before, &mut many),
        Style::Anonymous => anonymise(text, &mut many),
    };
    part(&text[..start], fixed);
    for row in 0..count {
        part(if row > 0 { ", " } else { "" }, 0);
        part(&text[start..end], own * row);
    }
    part(&text[end..], fixed);
    many
}

/// Whether the parameters are those of the group of values only, each once and in order.
fn is_in_order(text: &str, own: usize) -> bool {
    numbers(text).eq(1..=own)
}

fn numbers(sql: &str) -> impl Iterator<Item = usize> {
    let digits = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count();
    sql.split('$').skip(1).map(move |part| part[..digits(part)].parse().expect("a parameter is a number"))
}

/// Appends `sql` with `?` for each parameter.
fn anonymise(sql: &str, text: &mut String) {
    let mut parts = sql.split('$');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        text.push('?');
        text.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
}

/// The length of the group in parentheses that `text` begins with.
fn group_length(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return at + 1,
            b')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
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
    fn the_group_is_repeated_and_the_rest_numbered_on() {
        let insert = "INSERT INTO t (a, b, c) VALUES ($1, lower($2), 'x') RETURNING a";
        let repeat = |text, own, count| repeat(text, own, count, Style::After(0));
        assert_eq!(
            repeat(insert, 2, 2),
            "INSERT INTO t (a, b, c) VALUES ($1, lower($2), 'x'), ($3, lower($4), 'x') RETURNING a"
        );
        let update = "UPDATE t SET a = $3 FROM (VALUES ($1, $2)) v WHERE b = $4";
        assert_eq!(
            repeat(update, 2, 3),
            "UPDATE t SET a = $7 FROM (VALUES ($1, $2), ($3, $4), ($5, $6)) v WHERE b = $8"
        );
        assert_eq!(repeat(update, 2, 1), update);
    }

    #[test]
    fn pieces_are_powers_of_two() {
        let lengths = |rows: usize| pieces(vec![0; rows]).map(|piece| piece.len()).collect::<Vec<_>>();
        assert_eq!(lengths(0), [0; 0]);
        assert_eq!(lengths(1), [1]);
        assert_eq!(lengths(100), [64, 32, 4]);
        assert_eq!(lengths(130), [64, 64, 2]);
    }

    #[test]
    fn several_statements_become_one_text() {
        const A: Statement = Statement {
            name: "a",
            sqlite: "INSERT INTO a (x, y) VALUES ($1, $2)",
            postgres: "INSERT INTO a (x, y) VALUES ($1, $2)",
        };
        let (one, two) = (Value::Int(Some(1)), Value::Int(Some(2)));
        let (first, second) = (Insert::new(A, [[one, two], [two, one]]), Insert::new(A, [[one, one]]));
        assert_eq!(
            together(&[&first, &second], Dialect::Sqlite),
            "INSERT INTO a (x, y) VALUES (?, ?), (?, ?);INSERT INTO a (x, y) VALUES (?, ?);"
        );
        assert_eq!(
            together(&[&first, &second], Dialect::Postgres),
            "WITH w0 AS (INSERT INTO a (x, y) VALUES ($1, $2), ($3, $4)) INSERT INTO a (x, y) VALUES ($5, $6)"
        );
        let twice = Statement { sqlite: "INSERT INTO a (x, y) VALUES ($1, $1)", ..A };
        let twice = Insert::new(twice, [[one]]);
        assert_eq!(
            together(&[&first, &twice], Dialect::Sqlite),
            "INSERT INTO a (x, y) VALUES ($1, $2), ($3, $4);INSERT INTO a (x, y) VALUES ($5, $5);"
        );
    }
}
