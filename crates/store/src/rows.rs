//! Many rows in one statement.
//!
//! A trip to the database costs many times what a row itself takes, so rows are written together. The text of a
//! statement has one group of values, `VALUES ($1, $2)`, for one row; here the group is repeated. Parameters behind the
//! group's own, which are the same for all rows, keep their place at the end.

/// How many rows one statement takes at most.
pub(crate) const MOST: usize = 64;

const MARK: &str = "VALUES ";

/// Cuts `rows` into pieces whose lengths are powers of two: every length is a text of its own, which stays prepared.
pub(crate) fn pieces<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let length = 1 << rows.len().min(MOST).checked_ilog2()?;
        let (piece, rest) = rows.split_at(length);
        rows = rest;
        Some(piece)
    })
}

/// The text of a statement for one row, with `own` parameters in its group of values, made one for `count` rows.
pub(crate) fn repeat(text: &str, own: usize, count: usize) -> String {
    let start = text.find(MARK).expect("a statement for rows has a group of values") + MARK.len();
    let end = start + group_length(&text[start..]);
    let fixed = own * (count - 1);
    let mut many = String::with_capacity(text.len() + (end - start + 8) * count);
    renumber(&text[..start], fixed, &mut many);
    for row in 0..count {
        if row > 0 {
            many.push_str(", ");
        }
        renumber(&text[start..end], own * row, &mut many);
    }
    renumber(&text[end..], fixed, &mut many);
    many
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
        let lengths = |rows: usize| pieces(&vec![0; rows]).map(<[_]>::len).collect::<Vec<_>>();
        assert_eq!(lengths(0), [0; 0]);
        assert_eq!(lengths(1), [1]);
        assert_eq!(lengths(100), [64, 32, 4]);
        assert_eq!(lengths(130), [64, 64, 2]);
    }
}
