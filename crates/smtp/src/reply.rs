//! What the server says: a code (RFC 5321), an enhanced status code (RFC 3463), and words.

use std::{borrow::Cow, fmt, io::Write};

/// The words of one line; with codes and line end a line stays under the 512 octets of RFC 5321, section 4.5.3.1.5.
const MAX_TEXT: usize = 480;

/// One reply. Line feeds in its words make it a multi-line reply; whatever is not printable ASCII becomes `?`.
///
/// `Debug` shows the codes only: the words may name a number.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    code: u16,
    status: &'static str,
    text: Cow<'static, str>,
}

impl Reply {
    /// The server cannot do it now, for reasons of its own.
    pub const TRY_LATER: Self = Self::fixed(451, "4.3.0", "Cannot do this right now. Try again in a moment.");
    /// No such recipient, or none that texts can reach.
    pub const UNKNOWN_RECIPIENT: Self =
        Self::fixed(550, "5.1.1", "This is not a phone number at this server.");
    /// The sender is not the one who signed in.
    pub const NOT_YOUR_ADDRESS: Self =
        Self::fixed(550, "5.7.1", "The sender must be the address of the account that signed in.");

    /// A reply whose words are known beforehand. The status's class is the code's first digit: `550`, `"5.1.1"`; an
    /// empty status is left out.
    #[must_use]
    pub const fn fixed(code: u16, status: &'static str, text: &'static str) -> Self {
        Self { code, status, text: Cow::Borrowed(text) }
    }

    /// A reply.
    #[must_use]
    pub fn new(code: u16, status: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self { code, status, text: text.into() }
    }

    /// The three digits.
    #[must_use]
    pub const fn code(&self) -> u16 {
        self.code
    }

    /// The enhanced status code; empty when the reply has none.
    #[must_use]
    pub const fn status(&self) -> &'static str {
        self.status
    }

    /// The words.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it says no, for now or for good.
    #[must_use]
    pub const fn is_failure(&self) -> bool {
        matches!(self.code, 400..=599)
    }

    /// This reply where a failure is due: a backend that refuses with another code has failed itself.
    pub(crate) fn or_try_later(self) -> Self {
        if self.is_failure() { self } else { Self::TRY_LATER }
    }

    /// Appends the reply as it goes over the wire.
    pub(crate) fn write_to(&self, out: &mut Vec<u8>) {
        let text: String = self.text.chars().filter(|c| *c != '\r').map(printable).collect();
        let mut rest = text.as_str();
        loop {
            let (line, after) = next_line(rest);
            let separator = if after.is_some() { '-' } else { ' ' };
            let space = if self.status.is_empty() { "" } else { " " };
            write!(out, "{:03}{separator}{}{space}{line}\r\n", self.code, self.status)
                .expect("a vector takes whatever is written");
            match after {
                Some(after) => rest = after,
                None => return,
            }
        }
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply({} {})", self.code, self.status)
    }
}

fn printable(c: char) -> char {
    if c == '\n' || c == ' ' || c.is_ascii_graphic() { c } else { '?' }
}

/// The first line of an ASCII text, and what follows, if anything does.
fn next_line(text: &str) -> (&str, Option<&str>) {
    let end = text.find('\n').unwrap_or(text.len());
    if end > MAX_TEXT {
        let (line, after) = text.split_at(MAX_TEXT);
        return (line, Some(after));
    }
    (&text[..end], text.get(end + 1..))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(reply: &Reply) -> String {
        let mut out = Vec::new();
        reply.write_to(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn one_line_and_many() {
        assert_eq!(wire(&Reply::new(250, "2.0.0", "Fine")), "250 2.0.0 Fine\r\n");
        assert_eq!(wire(&Reply::new(550, "5.1.1", "No.\nNever.")), "550-5.1.1 No.\r\n550 5.1.1 Never.\r\n");
        assert_eq!(wire(&Reply::fixed(334, "", "")), "334 \r\n");
    }

    #[test]
    fn nothing_can_be_injected() {
        assert_eq!(wire(&Reply::new(250, "2.0.0", "a\r\u{0}é\u{7f}b")), "250 2.0.0 a???b\r\n");
    }

    #[test]
    fn long_words_are_wrapped() {
        let wrapped = wire(&Reply::new(250, "2.0.0", "x".repeat(1000)));
        assert_eq!(wrapped.lines().count(), 3);
        assert!(wrapped.split_inclusive("\r\n").all(|line| line.len() <= 512));
    }

    #[test]
    fn only_failures_are_failures() {
        assert_eq!(Reply::new(250, "2.0.0", "").or_try_later(), Reply::TRY_LATER);
        assert_eq!(Reply::UNKNOWN_RECIPIENT.or_try_later(), Reply::UNKNOWN_RECIPIENT);
        assert_eq!(format!("{:?}", Reply::UNKNOWN_RECIPIENT), "Reply(550 5.1.1)");
    }
}
