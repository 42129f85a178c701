//! Parts between boundaries (RFC 2046, 5.1).
//!
//! The tree is walked here and not by mail-parser: that decodes text attachments to Unicode, so that they are no
//! longer what was attached, looks for every missing boundary to the end of the mail, and panics on an alternative
//! with three HTML parts before one with a text part.

use crate::Refusal;

/// The parts of a multipart's body. `None` when the boundary is nowhere in it.
///
/// The last part may lack its closing boundary. What comes before the first and after the last is for mail programs
/// that do not know MIME.
///
/// # Errors
/// [`Refusal::Parts`] when there are more than `max`.
pub(crate) fn parts<'x>(
    body: &'x [u8],
    boundary: &str,
    max: usize,
) -> Result<Option<Vec<&'x [u8]>>, Refusal> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (None, 0);
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        if let Some(closes) = delimiter(line, boundary.as_bytes()) {
            parts.extend(start.map(|start| without_line_end(&body[start..at])));
            start = (!closes).then_some(at + line.len());
            if closes {
                break;
            }
        }
        at += line.len();
        if parts.len() > max {
            return Err(Refusal::Parts);
        }
    }
    let is_open = start.is_some();
    parts.extend(start.map(|start| &body[start.min(body.len())..]).filter(|rest| !rest.is_empty()));
    Ok((is_open || !parts.is_empty()).then_some(parts))
}

/// The boundary that a body uses, when its header does not say: its first line that looks like one, if a header
/// follows it or it comes again.
pub(crate) fn boundary_of(body: &[u8]) -> Option<String> {
    let line = body.split(|byte| *byte == b'\n').find(|line| line.starts_with(b"--"))?;
    let boundary = std::str::from_utf8(line.trim_ascii_end().strip_prefix(b"--")?).ok()?;
    let again =
        body.split(|byte| *byte == b'\n').filter(|line| delimiter(line, boundary.as_bytes()).is_some());
    (!boundary.is_empty() && !boundary.starts_with([' ', '-']) && again.take(2).count() == 2)
        .then(|| boundary.to_owned())
}

/// Whether a line is the boundary, and whether it is the closing one.
fn delimiter(line: &[u8], boundary: &[u8]) -> Option<bool> {
    let rest = line.strip_prefix(b"--")?.strip_prefix(boundary)?.trim_ascii_end();
    match rest {
        b"" => Some(false),
        b"--" => Some(true),
        _ => None,
    }
}

/// The line end before a boundary belongs to it.
fn without_line_end(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(body: &str) -> Option<Vec<&str>> {
        let parts = parts(body.as_bytes(), "b", 3).unwrap()?;
        Some(parts.into_iter().map(|part| std::str::from_utf8(part).unwrap()).collect())
    }

    #[test]
    fn bodies_are_split() {
        assert_eq!(split("pre\r\n--b\r\n1\r\n\r\n--b \t\r\n2\r\n--b--\r\npost"), Some(vec!["1\r\n", "2"]));
        assert_eq!(split("--b\n1\n--b\n2"), Some(vec!["1", "2"]));
        assert_eq!(split("--b\r\n--b--"), Some(vec![""]));
        assert_eq!(split("--b\r\n1\r\n--bc\r\n--b--"), Some(vec!["1\r\n--bc"]));
        assert_eq!(split("--b\r\n"), Some(vec![]));
        assert_eq!(split("text"), None);
        assert_eq!(parts("--b\r\n".repeat(9).as_bytes(), "b", 3), Err(Refusal::Parts));
    }

    #[test]
    fn a_boundary_is_found() {
        assert_eq!(boundary_of(b"x\r\n--b1\r\n\r\n1\r\n--b1--\r\n").as_deref(), Some("b1"));
        assert_eq!(boundary_of(b"x\r\n-- \r\nAna\r\n-- \r\n"), None);
        assert_eq!(boundary_of(b"x\r\n--once\r\n"), None);
    }
}
