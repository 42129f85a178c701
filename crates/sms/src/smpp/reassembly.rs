//! Long inbound texts, put together again.

use std::{collections::BTreeMap, time::Duration};

use super::{Inbound, encoding, pdu::Segment};

/// How many long texts may be coming at once.
const MOST_TEXTS: usize = 32;
/// How many octets of them are kept.
const MOST_OCTETS: usize = 64 * 1024;

/// The parts that have come so far. Whatever runs out of time or room is handed on without its missing parts: they
/// have been acknowledged, and nobody would send them again.
#[derive(Default)]
pub(super) struct Reassembly {
    /// The oldest first.
    texts: Vec<Text>,
}

struct Text {
    from: String,
    to: String,
    reference: u16,
    total: u8,
    parts: BTreeMap<u8, (u8, Vec<u8>)>,
    until: Duration,
}

/// One part, as it came.
pub(super) struct Piece {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) segment: Segment,
    pub(super) data_coding: u8,
    pub(super) content: Vec<u8>,
}

impl Reassembly {
    /// Adds a part of a text that waits for its others up to `until`. Returns what is whole now, or has to go.
    pub(super) fn add(&mut self, piece: Piece, until: Duration) -> Vec<Inbound> {
        let Piece { from, to, segment: Segment { reference, total, number }, data_coding, content } = piece;
        let same = |text: &Text| {
            (text.reference, text.total) == (reference, total) && (&text.from, &text.to) == (&from, &to)
        };
        let at = self.texts.iter().position(same).unwrap_or_else(|| {
            self.texts.push(Text { from, to, reference, total, parts: BTreeMap::new(), until });
            self.texts.len() - 1
        });
        let text = &mut self.texts[at];
        text.parts.entry(number).or_insert((data_coding, content));
        let mut done = Vec::new();
        if text.parts.len() == usize::from(total) {
            done.push(self.texts.remove(at).join());
        }
        while self.texts.len() > MOST_TEXTS || self.octets() > MOST_OCTETS {
            done.push(self.texts.remove(0).join());
        }
        done
    }

    /// What has waited for too long.
    pub(super) fn expire(&mut self, now: Duration) -> Vec<Inbound> {
        self.texts.extract_if(.., |text| text.until <= now).map(Text::join).collect()
    }

    /// All that has come, because nothing will come any more.
    pub(super) fn give_up(&mut self) -> Vec<Inbound> {
        self.texts.drain(..).map(Text::join).collect()
    }

    /// When something next runs out of time.
    pub(super) fn next_expiry(&self) -> Option<Duration> {
        self.texts.iter().map(|text| text.until).min()
    }

    /// How many octets are kept.
    pub(super) fn octets(&self) -> usize {
        self.texts.iter().flat_map(|text| text.parts.values()).map(|(_, content)| content.len()).sum()
    }
}

impl Text {
    fn join(self) -> Inbound {
        let mut body = String::new();
        let mut run: (u8, Vec<u8>) = (0, Vec::new());
        // Parts of one alphabet are decoded together: some senders tear characters.
        for (data_coding, content) in self.parts.into_values() {
            if data_coding != run.0 {
                body += &encoding::decode(run.0, &run.1);
                run = (data_coding, Vec::new());
            }
            run.1.extend(content);
        }
        body += &encoding::decode(run.0, &run.1);
        Inbound { from: self.from, to: self.to, body }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LATER: Duration = Duration::from_secs(300);

    fn piece(reference: u16, total: u8, number: u8, content: &[u8]) -> Piece {
        Piece {
            from: "1".into(),
            to: "2".into(),
            segment: Segment { reference, total, number },
            data_coding: 8,
            content: content.to_vec(),
        }
    }

    fn bodies(texts: Vec<Inbound>) -> Vec<String> {
        texts.into_iter().map(|text| text.body).collect()
    }

    #[test]
    fn parts_in_any_order() {
        let mut parts = Reassembly::default();
        assert!(parts.add(piece(1, 3, 3, &[0, 0x63]), LATER).is_empty());
        assert!(parts.add(piece(2, 2, 1, &[0, 0x78]), LATER).is_empty());
        assert!(parts.add(piece(1, 3, 1, &[0, 0x61, 0xd8]), LATER).is_empty());
        assert!(parts.add(piece(1, 3, 1, &[0, 0x7a]), LATER).is_empty(), "the same part twice");
        assert_eq!(bodies(parts.add(piece(1, 3, 2, &[0x3d, 0xde, 0]), LATER)), ["a😀c"]);
        assert_eq!(bodies(parts.add(piece(2, 2, 2, &[0, 0x79]), LATER)), ["xy"]);
    }

    #[test]
    fn time_runs_out() {
        let mut parts = Reassembly::default();
        parts.add(piece(1, 3, 3, &[0, 0x63]), LATER);
        parts.add(piece(1, 3, 1, &[0, 0x61]), LATER);
        assert!(parts.expire(LATER - Duration::from_secs(1)).is_empty());
        assert_eq!(parts.next_expiry(), Some(LATER));
        assert_eq!(bodies(parts.expire(LATER)), ["ac"]);
        assert_eq!(parts.next_expiry(), None);
    }

    #[test]
    fn room_runs_out() {
        let mut parts = Reassembly::default();
        let mut left = 0;
        for reference in 0..1000 {
            left += parts.add(piece(reference, 2, 1, &[0, 0x61]), LATER).len();
        }
        assert_eq!((left, parts.texts.len()), (1000 - MOST_TEXTS, MOST_TEXTS));
        for reference in 0..100 {
            parts.add(piece(reference, 2, 1, &[0; 30_000]), LATER);
            assert!(parts.octets() <= MOST_OCTETS);
        }
        parts.add(piece(0, 2, 1, &[0; 100_000]), LATER);
        assert!(parts.texts.is_empty(), "too large for all room there is");
    }
}
