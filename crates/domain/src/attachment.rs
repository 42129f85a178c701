//! Attachments: files that come with a message, sealed in chunks.

use serde::{Deserialize, Serialize};

/// How many bytes of an attachment one sealed chunk holds; the last one holds what is left.
pub const CHUNK_BYTES: usize = 256 * 1024;
/// How many attachments one message can have.
pub const MAX_ATTACHMENTS: usize = 100;
/// How many bytes all attachments of a message may have together.
pub const MAX_ATTACHMENT_BYTES: u64 = 25 * 1024 * 1024;
/// The longest name of an attachment, in bytes of UTF-8.
pub const MAX_ATTACHMENT_NAME: usize = 200;

/// What is known of an attachment before it is loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentInfo {
    /// The file's name, without a path.
    pub name: String,
    /// Its media type, in lower case: `image/png`. What the sender says; nobody has to believe it.
    pub media_type: String,
    /// Its length in bytes.
    pub size: u64,
    /// Whether it is an image that the message's text shows.
    pub inline: bool,
}

/// A message's attachments in their order. It is sealed as a part of its own, and the position is the number that each
/// attachment's chunks are bound to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Manifest(pub Vec<AttachmentInfo>);

impl AttachmentInfo {
    /// How many chunks its bytes take: an empty attachment has one, which is empty.
    #[must_use]
    pub const fn chunks(&self) -> u64 {
        let whole = self.size.div_ceil(262_144);
        if whole == 0 { 1 } else { whole }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_counted() {
        let info =
            |size| AttachmentInfo { name: "a".into(), media_type: "text/plain".into(), size, inline: false };
        let chunk = u64::try_from(CHUNK_BYTES).unwrap();
        let counts = [0, 1, chunk, chunk + 1, MAX_ATTACHMENT_BYTES].map(|size| info(size).chunks());
        assert_eq!(counts, [1, 1, 1, 2, 100]);
    }
}
