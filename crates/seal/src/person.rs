//! A person's key pair: HPKE (RFC 9180) with the X-Wing KEM (draft-connolly-cfrg-xwing-kem-06: X25519 and ML-KEM-768),
//! so that what is recorded today stays closed to tomorrow's machines.

use std::fmt;

use domain::{KeyId, MessageId};
use hpke::{
    Deserializable, Kem, OpModeR, OpModeS, Serializable, aead::AesGcm256, kdf::HkdfSha256, kem::XWing,
};
use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{
    DataKey, KeyError, OpenError,
    aead::TAG,
    envelope::{Algorithm, Context},
    sealer,
};

/// Bytes of a serialised public key: algorithm id and X-Wing's public key.
pub const PUBLIC_KEY_LENGTH: usize = 1 + 1216;
/// Bytes of a sealed data key: algorithm id, encapsulated key, the data key and a tag.
pub const SEALED_DATA_KEY_LENGTH: usize = 1 + ENCAPSULATED_KEY + 32 + TAG;
/// Bytes of a serialised private key: algorithm id and X-Wing's seed.
pub(crate) const PRIVATE_KEY_LENGTH: usize = 1 + SEED;

const SEED: usize = 32;
pub(crate) const ENCAPSULATED_KEY: usize = 1120;

/// What messages to a person are sealed to.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    key: <XWing as Kem>::PublicKey,
    id: KeyId,
}

/// What opens a person's messages. Erased when dropped.
#[derive(Clone)]
pub struct PrivateKey {
    key: <XWing as Kem>::PrivateKey,
    /// Of the public half.
    id: KeyId,
}

impl PrivateKey {
    /// A new key pair.
    #[must_use]
    pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut seed = Zeroizing::new([0; SEED]);
        rng.fill_bytes(seed.as_mut_slice());
        Self::new(<XWing as Kem>::PrivateKey::from_bytes(seed.as_slice()).expect("any 32 bytes are a seed"))
    }

    fn new(key: <XWing as Kem>::PrivateKey) -> Self {
        let id = PublicKey::new(XWing::sk_to_pk(&key)).id;
        Self { key, id }
    }

    /// The public half.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        PublicKey { key: XWing::sk_to_pk(&self.key), id: self.id }
    }

    /// The id of the public half.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    pub(crate) const fn key(&self) -> &<XWing as Kem>::PrivateKey {
        &self.key
    }

    /// Opens a message's data key that was sealed to this person, by [`PublicKey::seal_data_key`] or a
    /// [`Sealer`](crate::Sealer).
    ///
    /// # Errors
    /// When the bytes are damaged, or are another message's or another person's.
    pub fn open_data_key(&self, message: MessageId, sealed: &[u8]) -> Result<DataKey, OpenError> {
        if let Some(rest) = Algorithm::HpkeXWingExport.strip(sealed) {
            return sealer::open(self, message, rest);
        }
        let rest = Algorithm::HpkeXWing.strip(sealed).ok_or(OpenError)?;
        let (encapsulated, ciphertext) = encapsulated(rest)?;
        let info = Context::data_key(message, self.id).under(Algorithm::HpkeXWing);
        let opened = hpke::single_shot_open::<AesGcm256, HkdfSha256, XWing>(
            &OpModeR::Base,
            &self.key,
            &encapsulated,
            info.as_bytes(),
            ciphertext,
            &[],
        );
        DataKey::from_opened(&Zeroizing::new(opened.map_err(|_| OpenError)?))
    }

    /// Algorithm id and seed.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(vec![0; PRIVATE_KEY_LENGTH]);
        bytes[0] = Algorithm::HpkeXWing.id();
        self.key.write_exact(&mut bytes[1..]);
        bytes
    }

    /// The key that [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// When the algorithm is unknown or the length is wrong.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        let seed = Algorithm::HpkeXWing.strip(bytes).ok_or(KeyError::Algorithm)?;
        <XWing as Kem>::PrivateKey::from_bytes(seed).map(Self::new).map_err(|_| KeyError::Length)
    }
}

impl PublicKey {
    /// The key that [`to_bytes`](Self::to_bytes) wrote, [`PUBLIC_KEY_LENGTH`] bytes.
    ///
    /// # Errors
    /// When the algorithm is unknown, the length is wrong, or the bytes are no encoding of a key (FIPS 203, 7.2).
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        let key = Algorithm::HpkeXWing.strip(bytes).ok_or(KeyError::Algorithm)?;
        if bytes.len() != PUBLIC_KEY_LENGTH {
            return Err(KeyError::Length);
        }
        <XWing as Kem>::PublicKey::from_bytes(key).map(Self::new).map_err(|_| KeyError::Malformed)
    }

    fn new(key: <XWing as Kem>::PublicKey) -> Self {
        let digest = Sha256::digest(serialised(&key));
        Self { key, id: KeyId::from_slice(&digest[..16]).expect("SHA-256 has 32 bytes") }
    }

    pub(crate) const fn key(&self) -> &<XWing as Kem>::PublicKey {
        &self.key
    }

    /// Algorithm id and key.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        serialised(&self.key)
    }

    /// The key's id: the first 16 bytes of the SHA-256 of its serialised form.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// Seals a message's data key to this person: [`SEALED_DATA_KEY_LENGTH`] bytes.
    #[must_use]
    pub fn seal_data_key(
        &self,
        message: MessageId,
        key: &DataKey,
        mut rng: &mut (impl CryptoRng + ?Sized),
    ) -> Vec<u8> {
        let info = Context::data_key(message, self.id).under(Algorithm::HpkeXWing);
        let (encapsulated, ciphertext) = hpke::single_shot_seal_with_rng::<AesGcm256, HkdfSha256, XWing>(
            &OpModeS::Base,
            &self.key,
            info.as_bytes(),
            key.expose(),
            &[],
            &mut rng,
        )
        .expect("X-Wing encapsulates to every key that was parsed, and 32 bytes are within AES-GCM's limit");
        [&[Algorithm::HpkeXWing.id()], encapsulated.to_bytes().as_slice(), &ciphertext].concat()
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.id)
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey(..)")
    }
}

fn serialised(key: &<XWing as Kem>::PublicKey) -> Vec<u8> {
    let mut bytes = vec![0; PUBLIC_KEY_LENGTH];
    bytes[0] = Algorithm::HpkeXWing.id();
    key.write_exact(&mut bytes[1..]);
    bytes
}

/// The encapsulated key that `bytes` begin with, and the rest.
pub(crate) fn encapsulated(bytes: &[u8]) -> Result<(<XWing as Kem>::EncappedKey, &[u8]), OpenError> {
    let (encapsulated, rest) = bytes.split_first_chunk::<ENCAPSULATED_KEY>().ok_or(OpenError)?;
    Ok((<XWing as Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| OpenError)?, rest))
}

/// Whether bytes have the form of a sealed data key. Whether they open, only the key can tell.
#[must_use]
pub fn is_sealed_data_key(bytes: &[u8]) -> bool {
    let of = |algorithm: Algorithm, length| algorithm.strip(bytes).is_some() && bytes.len() == length;
    of(Algorithm::HpkeXWing, SEALED_DATA_KEY_LENGTH) || of(Algorithm::HpkeXWingExport, sealer::SEALED_LENGTH)
}

/// Seals a message's data key to somebody else: at a claim, from the instance's waiting key to the recipient's own.
///
/// # Errors
/// When `sealed` does not open with `from`.
pub fn reseal(
    message: MessageId,
    sealed: &[u8],
    from: &PrivateKey,
    to: &PublicKey,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<Vec<u8>, OpenError> {
    Ok(to.seal_data_key(message, &from.open_data_key(message, sealed)?, rng))
}
