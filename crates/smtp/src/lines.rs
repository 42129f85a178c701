//! What has been received and not yet looked at.

use zeroize::{Zeroize, Zeroizing};

use crate::crlf::{self, Violation};

/// What an empty buffer may keep of its memory.
const KEPT: usize = 512;

/// The received octets. Command lines may carry passwords, so they are erased once read, and wherever the buffer
/// moves from.
#[derive(Default)]
pub(crate) struct Input {
    bytes: Zeroizing<Vec<u8>>,
    start: usize,
}

impl Input {
    pub(crate) fn push(&mut self, more: &[u8]) {
        self.close_gap();
        let needed = self.bytes.len() + more.len();
        if needed > self.bytes.capacity() {
            let mut larger = Zeroizing::new(Vec::with_capacity(needed.next_power_of_two()));
            larger.extend_from_slice(&self.bytes);
            self.bytes = larger;
        }
        self.bytes.extend_from_slice(more);
    }

    /// What is waiting.
    pub(crate) fn rest(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest().is_empty()
    }

    /// Goes on behind the next `count` octets.
    pub(crate) fn consume(&mut self, count: usize) {
        self.start = self.bytes.len().min(self.start + count);
    }

    /// Takes the next line, without its line end; `None` while it is incomplete.
    pub(crate) fn line(&mut self, limit: usize) -> Result<Option<Zeroizing<Vec<u8>>>, Violation> {
        let Some(length) = crlf::line_end(self.rest(), limit)? else { return Ok(None) };
        let end = self.start + length;
        let line = Zeroizing::new(self.bytes[self.start..end - 2].to_vec());
        self.bytes[self.start..end].zeroize();
        self.start = end;
        Ok(Some(line))
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Gives memory back when there is nothing to remember.
    pub(crate) fn relax(&mut self) {
        if self.is_empty() && self.bytes.capacity() > KEPT {
            self.clear();
        }
    }

    /// How much memory is in use.
    pub(crate) fn capacity(&self) -> usize {
        self.bytes.capacity()
    }

    fn close_gap(&mut self) {
        if self.start > 0 {
            let rest = self.bytes.len() - self.start;
            self.bytes.copy_within(self.start.., 0);
            self.bytes.truncate(rest);
            self.start = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_whole() {
        let mut input = Input::default();
        input.push(b"NO");
        assert_eq!(input.line(10), Ok(None));
        input.push(b"OP\r\nQUIT\r\nrest");
        assert_eq!(input.line(10).unwrap().unwrap().as_slice(), b"NOOP");
        assert_eq!(input.line(10).unwrap().unwrap().as_slice(), b"QUIT");
        assert_eq!(input.rest(), b"rest");
        input.consume(100);
        assert!(input.is_empty());
    }

    #[test]
    fn a_line_that_was_read_is_erased() {
        let mut input = Input::default();
        input.push(b"secret\r\nx");
        input.line(10).unwrap();
        assert!(!input.bytes.windows(6).any(|window| window == b"secret"));
    }

    #[test]
    fn memory_is_given_back() {
        let mut input = Input::default();
        input.push(&[b'a'; 100_000]);
        input.relax();
        assert!(input.capacity() >= 100_000);
        input.consume(100_000);
        input.relax();
        assert_eq!(input.capacity(), 0);
    }
}
