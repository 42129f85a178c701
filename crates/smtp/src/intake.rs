//! A mail's content on its way in: how much of it there is, and how much there may be.

use crate::{
    Reply, Settings,
    crlf::{self, Violation},
    data::MAX_LINE,
    replies,
};

/// The content so far.
#[derive(Default)]
pub(crate) struct Intake {
    content: Vec<u8>,
    /// Where the line begins whose end has not come; only chunks stop within lines.
    line_start: usize,
    /// The memory that was asked for and granted.
    granted: Option<usize>,
    declared: Option<usize>,
    refused: Option<Reply>,
    discarded: u64,
}

/// Whether more content can be taken.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Room {
    /// It can.
    Yes,
    /// When so much memory is granted.
    Ask(usize),
    /// It cannot.
    No(Reply),
}

impl Intake {
    pub(crate) fn new(declared: Option<u64>) -> Self {
        Self { declared: declared.and_then(|size| usize::try_from(size).ok()), ..Self::default() }
    }

    /// Whether another `count` octets find room.
    pub(crate) fn room(&self, count: usize, settings: &Settings) -> Room {
        let total = self.content.len().saturating_add(count);
        if total > settings.max_message_bytes {
            return Room::No(replies::TOO_LARGE);
        }
        if total <= self.granted.unwrap_or(settings.unreserved_bytes) {
            return Room::Yes;
        }
        match self.wanted(settings) {
            wanted if self.granted.is_none() && total <= wanted => Room::Ask(wanted),
            _ => Room::No(replies::LARGER_THAN_DECLARED),
        }
    }

    /// Whether a mail of the declared size finds room.
    pub(crate) fn room_for_declared(&self, settings: &Settings) -> Room {
        self.room(self.declared.unwrap_or(0), settings)
    }

    /// Makes the room that was asked for, so that the content never moves to a larger place while it grows.
    pub(crate) fn grant(&mut self, bytes: usize) {
        self.granted = Some(bytes);
        self.content.reserve_exact(bytes.saturating_sub(self.content.len()));
    }

    /// Makes the room that a small mail needs.
    pub(crate) fn begin(&mut self, settings: &Settings) {
        if self.granted.is_none() {
            let expected = self.declared.map_or(4096, |size| size.saturating_add(size / 8));
            self.content.reserve_exact(expected.min(settings.unreserved_bytes));
        }
    }

    /// Takes a line.
    pub(crate) fn push_line(&mut self, line: &[u8]) {
        self.content.extend_from_slice(line);
    }

    /// Takes octets of a chunk.
    pub(crate) fn push_chunk(&mut self, octets: &[u8]) -> Result<(), Violation> {
        self.content.extend_from_slice(octets);
        while let Some(length) = crlf::line_end(&self.content[self.line_start..], MAX_LINE)? {
            self.line_start += length;
        }
        Ok(())
    }

    /// The content of a mail whose last chunk has come. A last line that has no end gets one.
    pub(crate) fn finish_chunks(mut self) -> Result<Vec<u8>, Violation> {
        if self.content.ends_with(b"\r") {
            return Err(Violation::BareLineEnd);
        }
        if self.line_start < self.content.len() {
            self.content.reserve_exact(2);
            self.content.extend_from_slice(b"\r\n");
        }
        Ok(self.content)
    }

    /// The content of a mail whose lines have come.
    pub(crate) fn finish_lines(self) -> Vec<u8> {
        self.content
    }

    /// From now on whatever comes is thrown away; `reply` says so at the end.
    pub(crate) fn refuse(&mut self, reply: Reply) {
        self.content = Vec::new();
        self.refused = Some(reply);
    }

    pub(crate) fn refused(&self) -> Option<&Reply> {
        self.refused.as_ref()
    }

    /// Throws `count` octets away. Whether that may go on: a client that does not stop is not listened to for ever.
    pub(crate) fn discard(&mut self, count: u64, settings: &Settings) -> bool {
        self.discarded = self.discarded.saturating_add(count);
        self.discarded <= settings.discard_limit()
    }

    /// How much memory is in use.
    pub(crate) fn capacity(&self) -> usize {
        self.content.capacity()
    }

    /// What a large mail needs: its declared size, or all that a mail may have. Clients count line ends in their
    /// own way, so the declared size is not taken to the letter.
    fn wanted(&self, settings: &Settings) -> usize {
        let spare = |size: usize| size.saturating_add(size / 8).saturating_add(settings.unreserved_bytes);
        self.declared.map_or(usize::MAX, spare).min(settings.max_message_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings { max_message_bytes: 10_000, unreserved_bytes: 1000, ..Settings::default() }
    }

    #[test]
    fn small_mails_need_no_leave() {
        let mut intake = Intake::new(None);
        assert_eq!(intake.room(1000, &settings()), Room::Yes);
        assert_eq!(intake.room(1001, &settings()), Room::Ask(10_000));
        assert_eq!(intake.room(10_001, &settings()), Room::No(replies::TOO_LARGE));
        intake.grant(10_000);
        assert_eq!(intake.room(10_000, &settings()), Room::Yes);
        assert!(intake.capacity() >= 10_000);
    }

    #[test]
    fn a_declared_size_is_nearly_binding() {
        let mut intake = Intake::new(Some(4000));
        assert_eq!(intake.room_for_declared(&settings()), Room::Ask(5500));
        intake.grant(5500);
        assert_eq!(intake.room(5500, &settings()), Room::Yes);
        assert_eq!(intake.room(5501, &settings()), Room::No(replies::LARGER_THAN_DECLARED));
        assert_eq!(Intake::new(Some(100)).room(1200, &settings()), Room::No(replies::LARGER_THAN_DECLARED));
    }

    #[test]
    fn chunks_may_split_lines_anywhere() {
        let mut intake = Intake::new(None);
        for octets in [&b"ab"[..], b"c\r", b"\nde"] {
            intake.push_chunk(octets).unwrap();
        }
        assert_eq!(intake.finish_chunks().unwrap(), b"abc\r\nde\r\n");
    }

    #[test]
    fn chunks_obey_the_rule_about_lines() {
        for octets in [&b"a\nb"[..], b"a\rb", b"a\0b", &[b'x'; 1001]] {
            assert!(Intake::new(None).push_chunk(octets).is_err());
        }
        let mut intake = Intake::new(None);
        intake.push_chunk(b"a\r").unwrap();
        assert_eq!(intake.finish_chunks(), Err(Violation::BareLineEnd));
    }

    #[test]
    fn nobody_is_listened_to_for_ever() {
        let mut intake = Intake::new(None);
        intake.refuse(replies::TOO_LARGE);
        assert!(intake.discard(settings().discard_limit(), &settings()));
        assert!(!intake.discard(1, &settings()));
    }
}
