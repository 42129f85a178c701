//! A message's content: one random key per message, each part sealed under it.

use domain::MessageId;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{OpenError, aead, envelope::Context, secret::secret};

/// How many bytes longer than its text a sealed part is.
pub const PART_OVERHEAD: usize = aead::OVERHEAD;

secret!(
    /// The key of one message. It exists only while the message is sealed or read, and otherwise sealed to each person
    /// who may read it.
    pub DataKey,
    generate
);

/// What of a message is sealed by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The subject, as UTF-8.
    Subject,
    /// The body, as UTF-8.
    Body,
    /// The body as HTML, in UTF-8.
    Html,
    /// The list of attachments.
    Manifest,
}

/// A piece of an attachment. Its seal is bound to all of this, so that pieces can be neither moved, dropped nor added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chunk {
    /// Which attachment, in the manifest's order.
    pub attachment: u32,
    /// Which piece of it, from 0.
    pub number: u32,
    /// Whether it is the last one.
    pub is_last: bool,
}

impl Part {
    /// Every part.
    pub const ALL: &'static [Self] = &[Self::Subject, Self::Body, Self::Html, Self::Manifest];

    /// The number that the seal is bound to; it never changes.
    #[must_use]
    pub const fn code(self) -> u32 {
        match self {
            Self::Subject => 1,
            Self::Body => 2,
            Self::Html => 3,
            Self::Manifest => 4,
        }
    }
}

impl DataKey {
    /// Seals one part of a message. The result is [`PART_OVERHEAD`] bytes longer than the plaintext, and opens only
    /// for the same message and part.
    #[must_use]
    pub fn seal(
        &self,
        message: MessageId,
        part: Part,
        plaintext: &[u8],
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Vec<u8> {
        aead::seal(&self.0, Context::part(message, part), plaintext, rng)
    }

    /// Opens one part of a message.
    ///
    /// # Errors
    /// When the bytes are damaged, or are another message's or another part's.
    pub fn open(
        &self,
        message: MessageId,
        part: Part,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        aead::open(&self.0, Context::part(message, part), sealed)
    }

    /// Seals a piece of an attachment. The result is [`PART_OVERHEAD`] bytes longer.
    #[must_use]
    pub fn seal_chunk(
        &self,
        message: MessageId,
        chunk: Chunk,
        plaintext: &[u8],
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Vec<u8> {
        aead::seal(&self.0, Context::chunk(message, chunk), plaintext, rng)
    }

    /// Opens a piece of an attachment.
    ///
    /// # Errors
    /// When the bytes are damaged, or are another piece than this one.
    pub fn open_chunk(
        &self,
        message: MessageId,
        chunk: Chunk,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        aead::open(&self.0, Context::chunk(message, chunk), sealed)
    }

    pub(crate) const fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// Takes the key from an opened seal.
    pub(crate) fn from_opened(bytes: &[u8]) -> Result<Self, OpenError> {
        bytes.try_into().map(Self).map_err(|_| OpenError)
    }
}
