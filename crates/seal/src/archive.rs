//! The organisation's archive key as text: its public half for the configuration, its private half whole or in two.
//!
//! The key is a pair like any person's. The private half is X-Wing's seed, 32 random bytes. Split, half A is 32 other random
//! bytes, the pad, and half B is the seed XOR the pad: each of them alone is uniformly random, whatever the seed is, so one half
//! says nothing about the seed, to a quantum computer neither. Both together are the seed.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::KeyId;
use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{
    KeyError, PrivateKey, PublicKey,
    envelope::{Algorithm, Context},
    master::{hex_digit, nibble},
    secret::secret,
};

/// The word that the line with a private half begins with.
const KEYWORD: &str = "narwhal-archive-key";
/// Bytes of the checksum: enough against typing errors, which is all that it is for.
const CHECKSUM: usize = 8;

secret!(
    /// X-Wing's seed, or what one half of it is.
    Seed
);

/// Which part of the private key it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArchivePart {
    /// All of it, to be kept offline.
    Whole,
    /// The first of two halves.
    HalfA,
    /// The second.
    HalfB,
}

/// The archive key's private half, or a half of that.
///
/// Text form: a line `narwhal-archive-key PART KEY-ID SECRET CHECKSUM`, all but the first two words hexadecimal. Empty lines
/// and lines that begin with `#` are skipped.
#[derive(Clone, PartialEq, Eq)]
pub struct ArchiveShare {
    part: ArchivePart,
    /// Of the public key that belongs to it.
    key: KeyId,
    seed: Seed,
}

/// Why a text is no archive key, or files do not make one. The text itself is never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// It has another form.
    #[error("this is no archive key: expected one line `narwhal-archive-key half-a KEY-ID SECRET CHECKSUM`")]
    Form,
    /// Letters or digits are wrong.
    #[error(
        "the archive key is damaged: its checksum does not fit. If it was typed, compare it with the paper"
    )]
    Damaged,
    /// The two are of different archive keys.
    #[error("the halves are of different archive keys, {first} and {second}")]
    OtherKey {
        /// The one's.
        first: KeyId,
        /// The other's.
        second: KeyId,
    },
    /// Not half A and half B, nor a whole key.
    #[error("half A and half B are needed, or the whole key alone")]
    NotBoth,
    /// The secret does not belong to the key id, though the checksum fits.
    #[error("what the files hold is not the private half of archive key {0}")]
    NotItsSecret(KeyId),
    /// The public half is none.
    #[error("this is no public archive key: expected KEY-ID:KEY as `narwhal archive new` prints it")]
    PublicForm,
    /// The public half is damaged: nothing that is sealed to it could be opened.
    #[error("the public archive key is damaged: copy it once more as `narwhal archive new` printed it")]
    PublicDamaged,
}

impl ArchivePart {
    /// The word in the text form.
    const fn word(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::HalfA => "half-a",
            Self::HalfB => "half-b",
        }
    }

    fn of(word: &str) -> Option<Self> {
        [Self::Whole, Self::HalfA, Self::HalfB].into_iter().find(|part| part.word() == word)
    }
}

impl ArchiveShare {
    /// The whole private key.
    #[must_use]
    pub fn whole(key: &PrivateKey) -> Self {
        let bytes = key.to_bytes();
        let mut seed = Seed([0; 32]);
        seed.0.copy_from_slice(&bytes[1..]);
        Self { part: ArchivePart::Whole, key: key.id(), seed }
    }

    /// Half A and half B.
    #[must_use]
    pub fn halves(key: &PrivateKey, rng: &mut (impl CryptoRng + ?Sized)) -> [Self; 2] {
        let mut pad = Seed([0; 32]);
        rng.fill_bytes(&mut pad.0);
        let second = Self::whole(key).seed.xor(&pad);
        [
            Self { part: ArchivePart::HalfA, key: key.id(), seed: pad },
            Self { part: ArchivePart::HalfB, key: key.id(), seed: second },
        ]
    }

    /// The private key that these make: both halves in either order, or the whole one.
    ///
    /// # Errors
    /// When something is missing, twice there, or of another key.
    pub fn join(shares: &[Self]) -> Result<PrivateKey, ArchiveError> {
        let seed = match shares {
            [whole] if whole.part == ArchivePart::Whole => whole.seed.clone(),
            [one, two] if one.key != two.key => {
                return Err(ArchiveError::OtherKey { first: one.key, second: two.key });
            }
            [one, two] if one.is_half() && two.is_half() && one.part != two.part => {
                one.seed.clone().xor(&two.seed)
            }
            _ => return Err(ArchiveError::NotBoth),
        };
        let mut bytes = Zeroizing::new(vec![Algorithm::HpkeXWing.id(); 1 + 32]);
        bytes[1..].copy_from_slice(&seed.0);
        let id = shares[0].key;
        let key = PrivateKey::from_bytes(&bytes).map_err(|_| ArchiveError::NotItsSecret(id))?;
        if key.id() == id { Ok(key) } else { Err(ArchiveError::NotItsSecret(id)) }
    }

    /// Which part it is.
    #[must_use]
    pub const fn part(&self) -> ArchivePart {
        self.part
    }

    /// The id of the archive key.
    #[must_use]
    pub const fn key_id(&self) -> KeyId {
        self.key
    }

    /// The text form: one line.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        // Grown once: a longer copy would leave the shorter one behind.
        let mut text = Zeroizing::new(String::with_capacity(256));
        for word in [KEYWORD, " ", self.part.word(), " ", &self.key.to_string(), " "] {
            text.push_str(word);
        }
        push_hex(&mut text, &[Algorithm::HpkeXWing.id()]);
        push_hex(&mut text, &self.seed.0);
        let sum = checksum(&text);
        text.push(' ');
        push_hex(&mut text, &sum);
        text.push('\n');
        text
    }

    /// Reads the text form, also as somebody types it from paper.
    ///
    /// # Errors
    /// When it is none, or its checksum does not fit.
    pub fn parse(text: &str) -> Result<Self, ArchiveError> {
        let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        let is_content = |line: &&str| !line.is_empty() && !line.starts_with('#');
        let (line, None) = (lines.find(is_content).ok_or(ArchiveError::Form)?, lines.find(is_content)) else {
            return Err(ArchiveError::Form);
        };
        let line = Zeroizing::new(line.to_ascii_lowercase());
        let mut words = line.split_ascii_whitespace();
        let mut word = || words.next().ok_or(ArchiveError::Form);
        let (keyword, part, key, secret, sum) = (word()?, word()?, word()?, word()?, word()?);
        if keyword != KEYWORD || words.next().is_some() {
            return Err(ArchiveError::Form);
        }
        let part = ArchivePart::of(part).ok_or(ArchiveError::Form)?;
        let key = key.parse().map_err(|_| ArchiveError::Damaged)?;
        let bytes = from_hex::<33>(secret).ok_or(ArchiveError::Damaged)?;
        let mut seed = Seed([0; 32]);
        seed.0.copy_from_slice(&bytes[1..]);
        let share = Self { part, key, seed };
        let is_whole = share.to_text().split_ascii_whitespace().eq([
            keyword,
            part.word(),
            &key.to_string(),
            secret,
            sum,
        ]);
        if is_whole { Ok(share) } else { Err(ArchiveError::Damaged) }
    }

    const fn is_half(&self) -> bool {
        matches!(self.part, ArchivePart::HalfA | ArchivePart::HalfB)
    }
}

impl Seed {
    fn xor(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(byte, other)| *byte ^= other);
        self
    }
}

impl fmt::Debug for ArchiveShare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ArchiveShare({:?} of {})", self.part, self.key)
    }
}

/// The public half as it stands in the configuration: `KEY-ID:KEY`. The id is a hash of the key, so it is a checksum too.
#[must_use]
pub fn archive_public_text(key: &PublicKey) -> String {
    format!("{}:{}", key.id(), URL_SAFE_NO_PAD.encode(key.to_bytes()))
}

/// Reads what [`archive_public_text`] wrote.
///
/// # Errors
/// When it is none, or the key is not the one that the id stands for.
pub fn parse_archive_public(text: &str) -> Result<PublicKey, ArchiveError> {
    let (id, key) = text.trim().split_once(':').ok_or(ArchiveError::PublicForm)?;
    let id: KeyId = id.parse().map_err(|_| ArchiveError::PublicForm)?;
    let bytes = URL_SAFE_NO_PAD.decode(key).map_err(|_| ArchiveError::PublicDamaged)?;
    let key = PublicKey::from_bytes(&bytes).map_err(|_: KeyError| ArchiveError::PublicDamaged)?;
    if key.id() == id { Ok(key) } else { Err(ArchiveError::PublicDamaged) }
}

fn checksum(line: &str) -> [u8; CHECKSUM] {
    let digest = Sha256::digest(Context::archive_file(line).as_bytes());
    *digest.first_chunk().expect("SHA-256 has 32 bytes")
}

fn push_hex(text: &mut String, bytes: &[u8]) {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).for_each(|nibble| text.push(hex_digit(nibble)));
}

fn from_hex<const N: usize>(hex: &str) -> Option<Zeroizing<[u8; N]>> {
    let mut bytes = Zeroizing::new([0; N]);
    let pairs = hex.as_bytes().chunks_exact(2);
    if hex.len() != 2 * N {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(pairs) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use chacha20::{ChaCha20Rng, rand_core::SeedableRng as _};

    use super::*;

    fn key(seed: u64) -> PrivateKey {
        PrivateKey::generate(&mut ChaCha20Rng::seed_from_u64(seed))
    }

    fn halves(seed: u64) -> [ArchiveShare; 2] {
        ArchiveShare::halves(&key(seed), &mut ChaCha20Rng::seed_from_u64(!seed))
    }

    #[test]
    fn only_both_halves_or_the_whole_make_the_key() {
        let ([a, b], whole) = (halves(1), ArchiveShare::whole(&key(1)));
        for shares in [vec![a.clone(), b.clone()], vec![b.clone(), a.clone()], vec![whole.clone()]] {
            assert_eq!(ArchiveShare::join(&shares).unwrap().to_bytes(), key(1).to_bytes());
        }
        for shares in
            [vec![], vec![a.clone()], vec![b.clone()], vec![a.clone(), a.clone()], vec![whole, a.clone()]]
        {
            assert_eq!(ArchiveShare::join(&shares).unwrap_err(), ArchiveError::NotBoth, "{shares:?}");
        }
        let other = halves(2);
        let error = ArchiveShare::join(&[a, other[1].clone()]).unwrap_err();
        assert_eq!(error, ArchiveError::OtherKey { first: key(1).id(), second: key(2).id() });
    }

    #[test]
    fn a_half_that_only_says_that_it_belongs_is_found_out() {
        let ([a, _], [_, mut stranger]) = (halves(1), halves(2));
        stranger.key = a.key;
        assert_eq!(
            ArchiveShare::join(&[a.clone(), stranger]).unwrap_err(),
            ArchiveError::NotItsSecret(a.key)
        );
    }

    #[test]
    fn the_text_is_read_as_people_type_it() {
        for share in halves(1).into_iter().chain([ArchiveShare::whole(&key(1))]) {
            let text = share.to_text();
            let typed =
                format!("\u{feff}# half\r\n\r\n  {}  \r\n", text.trim().to_uppercase().replace(' ', "  "));
            assert_eq!(ArchiveShare::parse(&text).unwrap(), share);
            assert_eq!(ArchiveShare::parse(&typed).unwrap(), share, "{typed}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        let line = halves(1)[0].to_text();
        let line = line.trim();
        for text in
            ["", "# nothing", "narwhal-archive-key half-a", &format!("{line}\n{line}"), &format!("{line} x")]
        {
            assert_eq!(ArchiveShare::parse(text).unwrap_err(), ArchiveError::Form, "{text}");
        }
        assert_eq!(ArchiveShare::parse(&line.replace("half-a", "half-c")).unwrap_err(), ArchiveError::Form);
        assert_eq!(
            ArchiveShare::parse(&line.replace("half-a", "half-b")).unwrap_err(),
            ArchiveError::Damaged
        );
    }

    #[test]
    fn every_wrong_letter_is_found() {
        let text = halves(1)[1].to_text();
        let line = text.trim();
        let start = line.find("half-b").unwrap() + "half-b ".len();
        for at in (start..line.len()).filter(|at| line.as_bytes()[*at] != b' ') {
            let wrong = if line.as_bytes()[at] == b'0' { "1" } else { "0" };
            let mut typed = line.to_owned();
            typed.replace_range(at..=at, wrong);
            assert_eq!(ArchiveShare::parse(&typed).unwrap_err(), ArchiveError::Damaged, "{at}");
        }
    }

    #[test]
    fn the_public_half_is_checked_too() {
        let text = archive_public_text(&key(1).public_key());
        assert!(parse_archive_public(&format!(" {text}\n")).unwrap() == key(1).public_key());
        assert_eq!(parse_archive_public("x").unwrap_err(), ArchiveError::PublicForm);
        assert_eq!(parse_archive_public("0:AAAA").unwrap_err(), ArchiveError::PublicForm);
        assert_eq!(parse_archive_public(&text[..text.len() - 4]).unwrap_err(), ArchiveError::PublicDamaged);
        let other = archive_public_text(&key(2).public_key());
        let mixed = format!("{}{}", &text[..33], &other[33..]);
        assert_eq!(parse_archive_public(&mixed).unwrap_err(), ArchiveError::PublicDamaged);
    }

    #[test]
    fn nothing_is_printed() {
        let [a, _] = halves(1);
        assert_eq!(format!("{a:?}"), format!("ArchiveShare(HalfA of {})", a.key));
    }
}
