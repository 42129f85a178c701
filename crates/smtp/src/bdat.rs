//! Content that comes with BDAT (RFC 3030): so many octets.

/// What a BDAT command announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// How many octets follow.
    pub(crate) size: u64,
    /// Whether the mail is complete with them.
    pub(crate) last: bool,
}

/// Reads what follows the verb. `None` leaves nothing to go on with: nobody knows where the next command begins.
pub(crate) fn parse(arguments: &str) -> Option<Chunk> {
    let (size, end) = arguments.split_once(' ').unwrap_or((arguments, ""));
    let last = match end.trim_start_matches(' ') {
        "" => false,
        end if end.eq_ignore_ascii_case("LAST") => true,
        _ => return None,
    };
    if !size.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(Chunk { size: size.parse().ok()?, last })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks() {
        assert_eq!(parse("0"), Some(Chunk { size: 0, last: false }));
        assert_eq!(parse("86 last"), Some(Chunk { size: 86, last: true }));
    }

    #[test]
    fn other_text_is_refused() {
        for text in [
            "",
            "LAST",
            "-1",
            "+1",
            "0x10",
            "1.5",
            "1 LASTLY",
            "1 LAST LAST",
            "1,LAST",
            "99999999999999999999",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
