//! A passcode that is easy to say.

use bip39::Language;
use rand_core::Rng as _;

use super::page::rng;

/// How many words: 44 bits, each guess at Argon2id's price. Whoever only has the link gets five guesses.
const WORDS: usize = 4;

/// Random words of a list of 2048 (BIP 39), no two of which begin with the same four letters, so that they are told apart
/// when they are said.
pub(crate) fn suggest() -> String {
    let list = Language::English.word_list();
    let mut random = [0; 2 * WORDS];
    rng().fill_bytes(&mut random);
    let pairs = random.chunks_exact(2).map(|pair| usize::from(u16::from_be_bytes([pair[0], pair[1]])));
    // 65536 is a multiple of the list's length: no word is likelier than another.
    let words: Vec<_> = pairs.map(|number| list[number % list.len()]).collect();
    words.join(" ")
}
