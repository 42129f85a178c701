//! The instance's master key: a ring of versions, kept outside the database.

use std::{collections::BTreeMap, fmt};

use rand_core::CryptoRng;
use zeroize::{Zeroize, Zeroizing};

use crate::{
    OpenError,
    aead::{self, NONCE},
    envelope::{Algorithm, Context},
    mac::expand,
    secret::secret,
};

/// The word that each line of the text form begins with.
const KEYWORD: &str = "narwhal-master-key";
/// Far more versions than anybody makes, and far from the number's end.
const MAX_VERSION: u32 = 1_000_000;
/// Bytes of the random salt that makes each wrap's key and nonce: 192 bits, so that it may be drawn at random without
/// counting, however many rows there are.
const SALT: usize = 24;

secret!(
    /// One version of the master key.
    MasterKey,
    generate
);

/// The versions of the master key. The newest wraps; every one unwraps.
///
/// Text form: a line `narwhal-master-key VERSION KEY` for each version, the key as 64 hexadecimal digits. Empty lines
/// and lines that begin with `#` are skipped.
pub struct MasterKeyRing(BTreeMap<u32, MasterKey>);

/// What something wrapped by the master key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The private half of the instance's waiting key, with which messages to unclaimed numbers are sealed.
    WaitingKey,
    /// The outer layer around a private key that is wrapped by its owner's password.
    AtRestKey,
    /// The same around one that is wrapped by its owner's recovery code.
    RecoveryKey,
    /// The same around one that is wrapped by its owner's passkey.
    PasskeyKey,
    /// What somebody calls their passkey.
    PasskeyName,
    /// A phone number.
    PhoneNumber,
    /// A secret of the instance: locator key, index key, pepper, fake-salt key.
    InstanceSecret,
    /// A text on the simulator's phone.
    SimulatorText,
    /// What a sender's mail program asked to be told.
    MailReturn,
    /// A text from a phone that a person has to read.
    InboundText,
    /// To whom an answer to such a text goes.
    Reply,
    /// The phrase that a recipient knows a sender by.
    Phrase,
    /// The outer layer around a data key that is wrapped by a passcode.
    PasscodeKey,
    /// Why a message was opened with the archive key.
    ArchiveReason,
    /// What an account's authenticator app makes its codes from.
    TotpSecret,
}

/// Why a text is no master key. The text itself is never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MasterKeyError {
    /// No line has a key.
    #[error("there is no master key: expected a line `narwhal-master-key 1 KEY`")]
    Empty,
    /// A line is something else.
    #[error("line {line} of the master key: expected `narwhal-master-key VERSION KEY`")]
    Line {
        /// Which line, from 1.
        line: usize,
    },
    /// A version is no number from 1 to 1,000,000.
    #[error("line {line} of the master key: the version must be a number from 1 to 1000000")]
    Version {
        /// Which line, from 1.
        line: usize,
    },
    /// A key is not 64 hexadecimal digits.
    #[error("line {line} of the master key: the key must be 64 hexadecimal digits")]
    Key {
        /// Which line, from 1.
        line: usize,
    },
    /// Two lines have the same version.
    #[error("line {line} of the master key: version {version} is there twice")]
    Twice {
        /// Which line, from 1.
        line: usize,
        /// The version.
        version: u32,
    },
}

impl Purpose {
    /// Every purpose.
    pub const ALL: &'static [Self] = &[
        Self::WaitingKey,
        Self::AtRestKey,
        Self::PhoneNumber,
        Self::InstanceSecret,
        Self::SimulatorText,
        Self::MailReturn,
        Self::InboundText,
        Self::Reply,
        Self::Phrase,
        Self::PasscodeKey,
        Self::RecoveryKey,
        Self::ArchiveReason,
        Self::TotpSecret,
        Self::PasskeyKey,
        Self::PasskeyName,
    ];

    /// The name that the wrap is bound to; it never changes.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::WaitingKey => "waiting key",
            Self::AtRestKey => "at-rest key",
            Self::PhoneNumber => "phone number",
            Self::InstanceSecret => "instance secret",
            Self::SimulatorText => "simulator text",
            Self::MailReturn => "mail return",
            Self::InboundText => "inbound text",
            Self::Reply => "reply",
            Self::RecoveryKey => "recovery key",
            Self::PasskeyKey => "passkey key",
            Self::PasskeyName => "passkey name",
            Self::Phrase => "phrase",
            Self::PasscodeKey => "passcode key",
            Self::ArchiveReason => "archive reason",
            Self::TotpSecret => "authenticator secret",
        }
    }
}

impl MasterKeyRing {
    /// A ring with one new key, version 1.
    #[must_use]
    pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        Self(BTreeMap::from([(1, MasterKey::generate(rng))]))
    }

    /// Reads the text form.
    ///
    /// # Errors
    /// When a line is malformed, a version is there twice, or there is none. The error names the line.
    pub fn parse(text: &str) -> Result<Self, MasterKeyError> {
        let mut keys = BTreeMap::new();
        for (line, content) in (1..).zip(text.trim_start_matches('\u{feff}').lines().map(str::trim)) {
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            let (version, key) = parse_line(line, content)?;
            if keys.insert(version, key).is_some() {
                return Err(MasterKeyError::Twice { line, version });
            }
        }
        if keys.is_empty() { Err(MasterKeyError::Empty) } else { Ok(Self(keys)) }
    }

    /// The text form, oldest version first.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        // Grown once: a longer copy would leave the shorter one behind.
        let mut text = Zeroizing::new(String::with_capacity(self.0.len() * (KEYWORD.len() + 80)));
        for (version, key) in &self.0 {
            text.push_str(KEYWORD);
            text.push(' ');
            text.push_str(&version.to_string());
            text.push(' ');
            key.0
                .iter()
                .flat_map(|byte| [byte >> 4, byte & 15])
                .for_each(|nibble| text.push(hex_digit(nibble)));
            text.push('\n');
        }
        text
    }

    /// Adds a new version, which wraps from now on, and returns its number.
    pub fn add_version(&mut self, rng: &mut (impl CryptoRng + ?Sized)) -> u32 {
        let version = self.newest_version() + 1;
        self.0.insert(version, MasterKey::generate(rng));
        version
    }

    /// Forgets all versions but the newest, once nothing is wrapped by them any more.
    pub fn drop_old_versions(&mut self) {
        let newest = self.newest_version();
        self.0.retain(|version, _| *version == newest);
    }

    /// The version that wraps.
    #[must_use]
    pub fn newest_version(&self) -> u32 {
        *self.newest().0
    }

    /// Wraps something the instance has to read. `row` tells the rows of one purpose apart: the row's id.
    #[must_use]
    pub fn wrap(
        &self,
        purpose: Purpose,
        row: &[u8],
        plaintext: &[u8],
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Vec<u8> {
        let (version, key) = self.newest();
        let mut salt = [0; SALT];
        rng.fill_bytes(&mut salt);
        let mut wrapped = vec![Algorithm::MasterKey.id()];
        wrapped.extend_from_slice(&version.to_be_bytes());
        wrapped.extend_from_slice(&salt);
        let context = Context::instance(purpose, row).under(Algorithm::MasterKey);
        let row_key = RowKey::derive(key, &salt, &context);
        aead::encrypt_onto(&mut wrapped, &row_key.key, &row_key.nonce, &context, plaintext);
        wrapped
    }

    /// Unwraps what [`wrap`](Self::wrap) made for the same purpose and row.
    ///
    /// # Errors
    /// When the bytes are damaged, are of another purpose or row, or their version of the key is not in the ring.
    pub fn unwrap(
        &self,
        purpose: Purpose,
        row: &[u8],
        wrapped: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let (version, rest) = split_version(wrapped).ok_or(OpenError)?;
        let (salt, ciphertext) = rest.split_first_chunk::<SALT>().ok_or(OpenError)?;
        let key = self.0.get(&version).ok_or(OpenError)?;
        let context = Context::instance(purpose, row).under(Algorithm::MasterKey);
        let row_key = RowKey::derive(key, salt, &context);
        aead::decrypt(&row_key.key, &row_key.nonce, &context, ciphertext)
    }

    /// Whether something is wrapped by another version than the newest.
    #[must_use]
    pub fn needs_rewrap(&self, wrapped: &[u8]) -> bool {
        split_version(wrapped).is_none_or(|(version, _)| version != self.newest_version())
    }

    fn newest(&self) -> (&u32, &MasterKey) {
        self.0.last_key_value().expect("a ring has at least one key")
    }
}

/// The key and nonce of one wrap.
#[derive(Zeroize, zeroize::ZeroizeOnDrop)]
struct RowKey {
    key: [u8; 32],
    nonce: [u8; NONCE],
}

impl RowKey {
    fn derive(master: &MasterKey, salt: &[u8; SALT], context: &Context) -> Self {
        let derived = Zeroizing::new(expand::<{ 32 + NONCE }>(&master.0, Some(salt), context));
        let mut row_key = Self { key: [0; 32], nonce: [0; NONCE] };
        row_key.key.copy_from_slice(&derived[..32]);
        row_key.nonce.copy_from_slice(&derived[32..]);
        row_key
    }
}

impl fmt::Debug for MasterKeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKeyRing(versions {:?})", self.0.keys())
    }
}

fn parse_line(line: usize, content: &str) -> Result<(u32, MasterKey), MasterKeyError> {
    let mut words = content.split_ascii_whitespace();
    let (Some(KEYWORD), Some(version), Some(key), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(MasterKeyError::Line { line });
    };
    let version = version.parse().ok().filter(|version| (1..=MAX_VERSION).contains(version));
    let version = version.ok_or(MasterKeyError::Version { line })?;
    Ok((version, parse_key(key).ok_or(MasterKeyError::Key { line })?))
}

fn parse_key(hex: &str) -> Option<MasterKey> {
    let digits: &[u8; 64] = hex.as_bytes().try_into().ok()?;
    let mut key = MasterKey([0; 32]);
    for (byte, pair) in key.0.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Some(key)
}

pub(crate) fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

pub(crate) fn hex_digit(nibble: u8) -> char {
    char::from(if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 })
}

fn split_version(wrapped: &[u8]) -> Option<(u32, &[u8])> {
    let (version, rest) = Algorithm::MasterKey.strip(wrapped)?.split_first_chunk()?;
    Some((u32::from_be_bytes(*version), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONES: &str = "0101010101010101010101010101010101010101010101010101010101010101";

    fn error(text: &str) -> MasterKeyError {
        MasterKeyRing::parse(text).unwrap_err()
    }

    #[test]
    fn text_form_round_trips() {
        let text = format!(
            "# made at first start\r\n\r\nnarwhal-master-key 3 {ONES}\n  narwhal-master-key\t1  {ONES} \n"
        );
        let ring = MasterKeyRing::parse(&text).unwrap();
        assert_eq!(ring.newest_version(), 3);
        assert_eq!(*ring.to_text(), format!("narwhal-master-key 1 {ONES}\nnarwhal-master-key 3 {ONES}\n"));
        assert_eq!(*MasterKeyRing::parse(&ring.to_text()).unwrap().to_text(), *ring.to_text());
    }

    #[test]
    fn a_wrong_text_says_where() {
        assert_eq!(error("# nothing\n\n"), MasterKeyError::Empty);
        assert_eq!(error(ONES), MasterKeyError::Line { line: 1 });
        assert_eq!(error(&format!("\nnarwhal-master-key 1 {ONES} x")), MasterKeyError::Line { line: 2 });
        for version in ["0", "x", "-1", "1000001", "99999999999"] {
            assert_eq!(
                error(&format!("narwhal-master-key {version} {ONES}")),
                MasterKeyError::Version { line: 1 }
            );
        }
        for key in ["00", &ONES[1..], &ONES.replacen('0', "g", 1), &format!("{ONES}0")] {
            assert_eq!(error(&format!("narwhal-master-key 1 {key}")), MasterKeyError::Key { line: 1 });
        }
        let twice = format!("narwhal-master-key 1 {ONES}\nnarwhal-master-key 1 {ONES}");
        assert_eq!(error(&twice), MasterKeyError::Twice { line: 2, version: 1 });
    }

    #[test]
    fn keys_are_not_printed() {
        let ring = MasterKeyRing::parse(&format!("narwhal-master-key 7 {ONES}")).unwrap();
        assert_eq!(format!("{ring:?}"), "MasterKeyRing(versions [7])");
        assert!(!error(&format!("narwhal-master-key 1 {ONES}0")).to_string().contains("01"));
    }
}
