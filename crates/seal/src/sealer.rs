//! Many data keys sealed to one person with one encapsulation, by HPKE's secret export (RFC 9180, 5.3).
//!
//! Encapsulating is what costs: a hundred times the sealing of a short text. Whoever seals one message after the
//! other to the same key does it once for a short while, and exports a key for each message from it. The exported keys
//! are independent of each other: knowing one helps with no other. What is given up is little: as long as the sealer
//! is in memory, whoever reads that memory can open what it sealed, and those who seal have the plaintext there too.

use std::fmt;

use domain::{KeyId, MessageId};
use hpke::{
    OpModeR, OpModeS, Serializable,
    aead::{AeadCtxS, ExportOnlyAead},
    kdf::HkdfSha256,
    kem::XWing,
};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    DataKey, OpenError, PrivateKey, PublicKey, aead,
    envelope::{Algorithm, Context},
    person::{ENCAPSULATED_KEY, encapsulated},
};

/// Bytes of a data key that a sealer has sealed.
pub(crate) const SEALED_LENGTH: usize = 1 + ENCAPSULATED_KEY + aead::OVERHEAD + 32;

/// Seals data keys to one person. Its secret is erased when it is dropped.
pub struct Sealer {
    encapsulated: [u8; ENCAPSULATED_KEY],
    secrets: AeadCtxS<ExportOnlyAead, HkdfSha256, XWing>,
    to: KeyId,
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealer({})", self.to)
    }
}

impl Sealer {
    /// Encapsulates a new secret to the key.
    #[must_use]
    pub fn new(to: &PublicKey, mut rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let info = Context::data_keys(to.id()).under(Algorithm::HpkeXWingExport);
        let (encapsulated, secrets) =
            hpke::setup_sender_with_rng::<_, _, XWing>(&OpModeS::Base, to.key(), info.as_bytes(), &mut rng)
                .expect("X-Wing encapsulates to every key that was parsed");
        let mut bytes = [0; ENCAPSULATED_KEY];
        encapsulated.write_exact(&mut bytes);
        Self { encapsulated: bytes, secrets, to: to.id() }
    }

    /// The id of the key that it seals to.
    #[must_use]
    pub const fn key_id(&self) -> KeyId {
        self.to
    }

    /// Seals a message's data key, for [`PrivateKey::open_data_key`].
    #[must_use]
    pub fn seal_data_key(
        &self,
        message: MessageId,
        key: &DataKey,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Vec<u8> {
        let mut exported = Zeroizing::new([0; 32]);
        self.secrets
            .export(exporter_context(message, self.to).as_bytes(), exported.as_mut_slice())
            .expect("HKDF gives far more than 32 bytes");
        let sealed = aead::seal(&exported, Context::data_key(message, self.to), key.expose(), rng);
        [&[Algorithm::HpkeXWingExport.id()], self.encapsulated.as_slice(), &sealed].concat()
    }
}

/// Opens what a [`Sealer`] made; `rest` is without the algorithm id.
pub(crate) fn open(private: &PrivateKey, message: MessageId, rest: &[u8]) -> Result<DataKey, OpenError> {
    let (encapsulated, sealed) = encapsulated(rest)?;
    let info = Context::data_keys(private.id()).under(Algorithm::HpkeXWingExport);
    let secrets = hpke::setup_receiver::<ExportOnlyAead, HkdfSha256, XWing>(
        &OpModeR::Base,
        private.key(),
        &encapsulated,
        info.as_bytes(),
    )
    .map_err(|_| OpenError)?;
    let mut exported = Zeroizing::new([0; 32]);
    secrets
        .export(exporter_context(message, private.id()).as_bytes(), exported.as_mut_slice())
        .map_err(|_| OpenError)?;
    DataKey::from_opened(&aead::open(&exported, Context::data_key(message, private.id()), sealed)?)
}

fn exporter_context(message: MessageId, to: KeyId) -> Context {
    Context::data_key(message, to).under(Algorithm::HpkeXWingExport)
}
