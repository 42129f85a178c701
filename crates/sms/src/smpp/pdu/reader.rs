/// Reads fields one after the other; `None` when the PDU has ended before.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn u8(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        let (octets, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u16::from_be_bytes(*octets))
    }

    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (octets, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(octets)
    }

    /// A C-octet string, whatever its length and its letters.
    pub(super) fn text(&mut self) -> Option<String> {
        let end = self.0.iter().position(|octet| *octet == 0)?;
        let text = leading_text(self.0);
        self.0 = &self.0[end + 1..];
        Some(text)
    }
}

/// The text up to the first NUL or, as some carriers send it, up to the end. Other letters than ASCII are read as
/// Latin-1.
pub(in crate::smpp) fn leading_text(octets: &[u8]) -> String {
    octets.iter().take_while(|octet| **octet != 0).map(|octet| char::from(*octet)).collect()
}
