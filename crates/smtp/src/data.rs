//! Content that comes with DATA: lines, of which a single dot ends the mail (RFC 5321, section 4.5.2).

use crate::crlf::{self, Violation};

/// The longest line with its line end (RFC 5321, section 4.5.3.1.6); a dot that only hides another does not count.
pub(crate) const MAX_LINE: usize = 1000;

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// A line of the mail with its line end, and how many octets it took.
    Line(&'a [u8], usize),
    /// The end: a line of a single dot, [`END`] octets.
    End,
    /// More octets are needed.
    Incomplete,
}

/// The octets of the line that ends the mail.
pub(crate) const END: usize = 3;

/// Looks at the first line of `bytes`.
///
/// # Errors
/// When a line end is not CR LF, or the line is too long: then nothing of what follows can be trusted.
pub(crate) fn next(bytes: &[u8]) -> Result<Piece<'_>, Violation> {
    let dots = usize::from(bytes.first() == Some(&b'.'));
    Ok(match crlf::line_end(bytes, MAX_LINE + dots)? {
        None => Piece::Incomplete,
        Some(END) if dots == 1 => Piece::End,
        // A dot at the beginning goes, whatever stands behind it.
        Some(length) => Piece::Line(&bytes[dots..length], length),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dots() {
        assert_eq!(next(b"text\r\n.\r\n"), Ok(Piece::Line(b"text\r\n", 6)));
        assert_eq!(next(b"..\r\n"), Ok(Piece::Line(b".\r\n", 4)));
        assert_eq!(next(b". x\r\n"), Ok(Piece::Line(b" x\r\n", 5)));
        assert_eq!(next(b".\r\nMAIL"), Ok(Piece::End));
        assert_eq!(next(b".\r"), Ok(Piece::Incomplete));
        assert_eq!(next(b""), Ok(Piece::Incomplete));
    }

    #[test]
    fn only_one_thing_ends_a_mail() {
        for bytes in [&b".\n"[..], b"\n.\n", b"\r.\r", b".\rx", b"\r\r\n", b".\r\r\n", b"\0.\r\n", b".\0\r\n"]
        {
            assert!(next(bytes).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn a_hidden_dot_does_not_count() {
        let line = [b"..".as_slice(), &[b'x'; MAX_LINE - 3], b"\r\n"].concat();
        assert!(matches!(next(&line), Ok(Piece::Line(text, _)) if text.len() == MAX_LINE));
        let line = [&[b'x'; MAX_LINE - 1], b"\r\n".as_slice()].concat();
        assert_eq!(next(&line), Err(Violation::TooLong));
    }

    proptest! {
        #[test]
        fn what_was_stuffed_comes_back(lines in proptest::collection::vec("[.a ]{0,8}", 0..20)) {
            let mut wire = String::new();
            for line in &lines {
                let dot = if line.starts_with('.') { "." } else { "" };
                wire.push_str(&format!("{dot}{line}\r\n"));
            }
            wire.push_str(".\r\nafter");
            let (mut rest, mut text) = (wire.as_bytes(), Vec::new());
            while let Ok(Piece::Line(line, length)) = next(rest) {
                text.extend_from_slice(line);
                rest = &rest[length..];
            }
            prop_assert_eq!(rest, b".\r\nafter");
            prop_assert_eq!(text, lines.iter().flat_map(|line| format!("{line}\r\n").into_bytes()).collect::<Vec<_>>());
        }
    }
}
