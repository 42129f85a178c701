/// The header's length (section 3.2), and so the least that a PDU has.
pub(in crate::smpp) const HEADER: usize = 16;
/// What an empty buffer may keep of its memory.
const KEPT: usize = 512;

/// A PDU, its body unread.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(in crate::smpp) struct Frame {
    pub(in crate::smpp) id: u32,
    pub(in crate::smpp) status: u32,
    pub(in crate::smpp) sequence: u32,
    pub(in crate::smpp) body: Vec<u8>,
}

/// A PDU shorter than its header or longer than is taken. Where the next one begins is not known any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::smpp) struct BadLength;

/// What has been received and not yet looked at.
pub(in crate::smpp) struct Frames {
    octets: Vec<u8>,
    start: usize,
    limit: usize,
}

impl Frames {
    /// Takes PDUs of up to `limit` octets.
    pub(in crate::smpp) const fn new(limit: usize) -> Self {
        Self { octets: Vec::new(), start: 0, limit }
    }

    pub(in crate::smpp) fn push(&mut self, more: &[u8]) {
        self.octets.drain(..self.start);
        self.start = 0;
        self.octets.extend_from_slice(more);
    }

    /// The next PDU; `None` while it is incomplete.
    pub(in crate::smpp) fn next(&mut self) -> Result<Option<Frame>, BadLength> {
        let Some((header, rest)) = self.octets[self.start..].split_first_chunk::<HEADER>() else {
            // The length alone may be wrong already.
            return self.length().map(|_| None);
        };
        let Some(length) = self.length()? else { return Ok(None) };
        let Some(body) = rest.get(..length - HEADER) else { return Ok(None) };
        let [_, _, _, _, id @ .., s0, s1, s2, s3, n0, n1, n2, n3] = *header;
        let frame = Frame {
            id: u32::from_be_bytes(id),
            status: u32::from_be_bytes([s0, s1, s2, s3]),
            sequence: u32::from_be_bytes([n0, n1, n2, n3]),
            body: body.to_vec(),
        };
        self.start += length;
        Ok(Some(frame))
    }

    /// The length that the next PDU claims, if it can be taken.
    fn length(&self) -> Result<Option<usize>, BadLength> {
        let Some(octets) = self.octets[self.start..].first_chunk() else { return Ok(None) };
        let length = usize::try_from(u32::from_be_bytes(*octets)).map_err(|_| BadLength)?;
        if (HEADER..=self.limit).contains(&length) { Ok(Some(length)) } else { Err(BadLength) }
    }

    /// Forgets everything.
    pub(in crate::smpp) fn clear(&mut self) {
        self.octets = Vec::new();
        self.start = 0;
    }

    /// Gives memory back when there is nothing to remember.
    pub(in crate::smpp) fn relax(&mut self) {
        if self.start == self.octets.len() && self.octets.capacity() > KEPT {
            self.clear();
        }
    }

    /// How much memory is in use.
    pub(in crate::smpp) fn capacity(&self) -> usize {
        self.octets.capacity()
    }
}
