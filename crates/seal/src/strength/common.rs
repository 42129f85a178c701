//! A set of words as a Golomb-coded filter: the words' hashes, sorted, as differences in a Rice code. About eleven and
//! a half bits a word, and one word in 1024 that is not in the set seems to be.
//!
//! Layout: the number of words (4 bytes, big-endian), then a stream of bits, highest first. For each word in order of
//! its [`position`]: the difference to the one before, its part above [`RICE_BITS`] as that many ones and a zero, then
//! its low bits.

use sha2::{Digest, Sha256};

/// Bits of each difference that are written as they are; 2 to this power is one over the rate of false positives.
pub(super) const RICE_BITS: u32 = 10;

/// Where a word falls among `words` × 2^[`RICE_BITS`] places.
pub(super) fn position(word: &str, words: u32) -> u64 {
    let digest = Sha256::digest(word);
    let hash = u64::from_be_bytes(*digest.first_chunk().expect("SHA-256 has 32 bytes"));
    let places = u128::from(words) << RICE_BITS;
    u64::try_from((u128::from(hash) * places) >> 64).expect("less than 2^64 places")
}

/// Whether the word seems to be in the set.
pub(super) fn contains(filter: &[u8], word: &str) -> bool {
    let Some((words, stream)) = filter.split_first_chunk() else { return false };
    let words = u32::from_be_bytes(*words);
    let wanted = position(word, words);
    let mut bits = stream.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1));
    let mut place = 0;
    for _ in 0..words {
        place += difference(&mut bits);
        if place >= wanted {
            return place == wanted;
        }
    }
    false
}

fn difference(bits: &mut impl Iterator<Item = bool>) -> u64 {
    let mut high = 0;
    while bits.next() == Some(true) {
        high += 1;
    }
    (0..RICE_BITS).fold(high, |value, _| value << 1 | u64::from(bits.next() == Some(true)))
}
