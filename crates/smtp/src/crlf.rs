//! The one rule about lines, for commands and content alike: a line ends with CR LF, and CR, LF and NUL stand nowhere
//! else.
//!
//! Servers that are lenient here disagree about where a mail ends, and what one takes for text another takes for
//! the next mail: SMTP smuggling (CVE-2023-51764 and its kin). So nothing is mended; the first violation ends the
//! session.

use memchr::memchr3;

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Violation {
    /// A CR or an LF without the other.
    BareLineEnd,
    /// An octet of value zero.
    Nul,
    /// More octets than the limit.
    TooLong,
}

/// The length of the first line of `bytes` with its CR LF, or `None` while its end has not come. `limit` counts the
/// line end. What is found depends on the octets alone and not on how many of them have come together.
pub(crate) fn line_end(bytes: &[u8], limit: usize) -> Result<Option<usize>, Violation> {
    let within = &bytes[..bytes.len().min(limit + 1)];
    let unfinished = if within.len() > limit { Err(Violation::TooLong) } else { Ok(None) };
    let Some(at) = memchr3(b'\r', b'\n', 0, within) else { return unfinished };
    match (within[at], within.get(at + 1)) {
        (b'\r', Some(b'\n')) if at + 2 <= limit => Ok(Some(at + 2)),
        (b'\r', Some(b'\n') | None) => unfinished,
        (0, _) => Err(Violation::Nul),
        _ => Err(Violation::BareLineEnd),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_end_with_both() {
        assert_eq!(line_end(b"abc\r\ndef", 10), Ok(Some(5)));
        assert_eq!(line_end(b"\r\n", 2), Ok(Some(2)));
        assert_eq!(line_end(b"abc\r", 10), Ok(None));
        assert_eq!(line_end(b"", 10), Ok(None));
    }

    #[test]
    fn nothing_else_passes() {
        assert_eq!(line_end(b"abc\n", 10), Err(Violation::BareLineEnd));
        assert_eq!(line_end(b"a\rbc\r\n", 10), Err(Violation::BareLineEnd));
        assert_eq!(line_end(b"a\r\r\n", 10), Err(Violation::BareLineEnd));
        assert_eq!(line_end(b"a\0", 10), Err(Violation::Nul));
    }

    #[test]
    fn the_limit_counts_the_line_end() {
        assert_eq!(line_end(b"abc\r\n", 5), Ok(Some(5)));
        assert_eq!(line_end(b"abcd\r\n", 5), Err(Violation::TooLong));
        assert_eq!(line_end(b"abcdef", 5), Err(Violation::TooLong));
        assert_eq!(line_end(b"abcde", 5), Ok(None));
    }

    proptest! {
        #[test]
        fn how_it_is_split_does_not_matter(bytes in proptest::collection::vec(
            prop_oneof![Just(b'\r'), Just(b'\n'), Just(0), Just(b'a'), Just(b'a'), Just(b'a')], 0..24
        )) {
            let whole = line_end(&bytes, 12);
            let first = (0..=bytes.len()).map(|n| line_end(&bytes[..n], 12)).find(|found| *found != Ok(None));
            prop_assert_eq!(whole, first.unwrap_or(Ok(None)));
        }
    }
}
