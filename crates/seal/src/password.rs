//! From a password to keys. The password stays where it was typed: in the browser, or on the command line.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use domain::{KdfParams, KeyId, PersonId};
use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::{
    KeyError, OpenError, PrivateKey, UnwrappedKey,
    envelope::Context,
    mac::{expand, mac},
    secret::secret,
    wrap,
};

/// The longest password, in bytes of UTF-8.
const MAX_PASSWORD_BYTES: usize = 1024;
/// The least memory: OWASP's recommendation for Argon2id with two passes.
const MEMORY_KIB_MIN: u32 = 19 * 1024;
/// The most memory: an old phone's browser still grants it.
const MEMORY_KIB_MAX: u32 = 256 * 1024;
/// The most memory times passes: eight times [`KdfParams::INITIAL`], some seconds on an old phone.
const MEMORY_KIB_PASSES_MAX: u32 = 1024 * 1024;

/// Why no keys could be derived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// The cost is too low to protect anybody, or so high that it would stall a phone.
    #[error("the password's derivation cost is out of bounds")]
    Cost,
    /// The password is longer than 1024 bytes.
    #[error("the password is longer than 1024 bytes")]
    TooLong,
    /// The memory that the cost asks for could not be had.
    #[error("there is not enough memory to derive the password's keys")]
    Memory,
}

/// What differs between people with the same password. Public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Salt([u8; 16]);

/// What a password is turned into.
#[derive(Debug)]
pub struct PasswordKeys {
    /// Shown to the server, to sign in.
    pub authentication: AuthenticationKey,
    /// Kept by the browser, to unwrap the private key.
    pub wrapping: WrappingKey,
}

secret!(
    /// Proves knowledge of the password to the server, which stores only its [verifier](Self::verifier).
    pub AuthenticationKey,
    bytes
);

secret!(
    /// Wraps the private key at rest. It never leaves the place where the password is stretched.
    pub WrappingKey
);

secret!(
    /// The instance's secret in all verifiers: without it a stolen table cannot be used to guess.
    pub Pepper,
    generate,
    bytes
);

secret!(
    /// The instance's secret from which the salts of people who do not exist follow.
    pub FakeSaltKey,
    generate,
    bytes
);

/// Derives a password's keys: Argon2id (RFC 9106, version 0x13, 32 bytes), then HKDF-SHA256 for each.
///
/// The text is taken as it is. The same password typed on another keyboard may be composed differently, so whoever
/// calls normalises to NFC first (in a browser, `String.prototype.normalize`): the tables for it are too big for a
/// phone to download when its browser has them already.
///
/// # Errors
/// When the cost is out of bounds, the password too long, or the memory is not there.
pub fn derive(password: &str, salt: &Salt, cost: KdfParams) -> Result<PasswordKeys, PasswordError> {
    let stretched = stretched(password, salt, cost)?;
    Ok(PasswordKeys {
        authentication: AuthenticationKey(expand(&stretched, None, &Context::authentication_key())),
        wrapping: WrappingKey(expand(&stretched, None, &Context::wrapping_key())),
    })
}

/// Whether a cost is within bounds: 19 to 256 MiB, 2 to 10 passes, 1 to 4 lanes, and at most 1 GiB times passes. A
/// hostile server must not stall a phone, nor a hostile browser register a password that is cheap to guess.
///
/// # Errors
/// When it is not.
pub fn check_cost(cost: KdfParams) -> Result<(), PasswordError> {
    let within = (MEMORY_KIB_MIN..=MEMORY_KIB_MAX).contains(&cost.memory_kib)
        && (2..=10).contains(&cost.iterations)
        && (1..=4).contains(&cost.parallelism)
        && cost.memory_kib * cost.iterations <= MEMORY_KIB_PASSES_MAX;
    if within { Ok(()) } else { Err(PasswordError::Cost) }
}

/// Argon2id's output for a text that somebody has to know.
pub(crate) fn stretched(
    text: &str,
    salt: &Salt,
    cost: KdfParams,
) -> Result<Zeroizing<[u8; 32]>, PasswordError> {
    check_cost(cost)?;
    if text.len() > MAX_PASSWORD_BYTES {
        return Err(PasswordError::TooLong);
    }
    stretch(text.as_bytes(), salt, cost)
}

fn stretch(password: &[u8], salt: &Salt, cost: KdfParams) -> Result<Zeroizing<[u8; 32]>, PasswordError> {
    let params = Params::new(cost.memory_kib, cost.iterations, cost.parallelism, Some(32))
        .map_err(|_| PasswordError::Cost)?;
    let mut memory = Zeroizing::new(Vec::new());
    memory.try_reserve_exact(params.block_count()).map_err(|_| PasswordError::Memory)?;
    memory.resize(params.block_count(), Block::default());
    let mut stretched = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(password, &salt.0, stretched.as_mut_slice(), memory.as_mut_slice())
        .expect("lengths and memory are those that Argon2 asks for");
    Ok(stretched)
}

impl Salt {
    /// A new one, of random bytes.
    #[must_use]
    pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut salt = [0; 16];
        rng.fill_bytes(&mut salt);
        Self(salt)
    }

    /// The salt of somebody who does not exist: always the same for the same identifier, and by no property different
    /// from a real one.
    #[must_use]
    pub fn fake(key: &FakeSaltKey, identifier: &[u8]) -> Self {
        let mac = mac(key.as_bytes(), &Context::fake_salt(identifier));
        Self(*mac.first_chunk().expect("HMAC-SHA256 has 32 bytes"))
    }

    /// The salt made of these 16 bytes.
    ///
    /// # Errors
    /// When the slice has another length.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, KeyError> {
        bytes.try_into().map(Self).map_err(|_| KeyError::Length)
    }

    /// The 16 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl AuthenticationKey {
    /// What the server stores: HMAC by the pepper, for one person.
    #[must_use]
    pub fn verifier(&self, pepper: &Pepper, person: PersonId) -> [u8; 32] {
        mac(pepper.as_bytes(), &Context::verifier(person, &self.0))
    }

    /// Whether this is the key that the stored verifier was made from. Takes the same time either way.
    #[must_use]
    pub fn verify(&self, pepper: &Pepper, person: PersonId, verifier: &[u8]) -> bool {
        self.verifier(pepper, person).ct_eq(verifier).into()
    }
}

impl WrappingKey {
    /// Wraps a private key, [`WRAPPED_PRIVATE_KEY_LENGTH`](crate::WRAPPED_PRIVATE_KEY_LENGTH) bytes. `owner_key` is
    /// the id of its public half.
    #[must_use]
    pub fn wrap(
        &self,
        owner_key: KeyId,
        private_key: &PrivateKey,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Vec<u8> {
        wrap::wrap(&self.0, Context::private_key_by_password(owner_key), private_key, rng)
    }

    /// Unwraps the private half of `owner_key`.
    ///
    /// # Errors
    /// When the bytes are damaged, another owner's, or wrapped by another password.
    pub fn unwrap(&self, owner_key: KeyId, wrapped: &[u8]) -> Result<PrivateKey, OpenError> {
        let context = Context::private_key_by_password(owner_key);
        UnwrappedKey::unwrap(&self.0, context, owner_key, wrapped)?.expand()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAPEST: KdfParams = KdfParams { memory_kib: MEMORY_KIB_MIN, iterations: 2, parallelism: 1 };

    #[test]
    fn costs_out_of_bounds_are_refused() {
        let memory = |memory_kib| KdfParams { memory_kib, ..CHEAPEST };
        let iterations = |iterations| KdfParams { iterations, ..CHEAPEST };
        let parallelism = |parallelism| KdfParams { parallelism, ..CHEAPEST };
        let both = KdfParams { memory_kib: MEMORY_KIB_MAX, iterations: 5, parallelism: 1 };
        for fine in [CHEAPEST, KdfParams::INITIAL, memory(MEMORY_KIB_MAX), iterations(10), parallelism(4)] {
            assert_eq!(check_cost(fine), Ok(()), "{fine:?}");
        }
        for wrong in [
            memory(8),
            memory(MEMORY_KIB_MIN - 1),
            memory(MEMORY_KIB_MAX + 1),
            memory(u32::MAX),
            iterations(0),
            iterations(1),
            iterations(u32::MAX),
            parallelism(0),
            parallelism(5),
            both,
        ] {
            assert_eq!(check_cost(wrong), Err(PasswordError::Cost), "{wrong:?}");
            assert_eq!(derive("x", &Salt([0; 16]), wrong).unwrap_err(), PasswordError::Cost);
        }
    }

    #[test]
    fn password_salt_and_cost_all_count() {
        let keys = |password, salt, cost| derive(password, &Salt([salt; 16]), cost).unwrap();
        let first = keys("correct horse", 1, CHEAPEST);
        assert_eq!(first.authentication, keys("correct horse", 1, CHEAPEST).authentication);
        assert_ne!(first.authentication.0, first.wrapping.0);
        for other in [
            keys("correct horsf", 1, CHEAPEST),
            keys("correct horse", 2, CHEAPEST),
            keys("correct horse", 1, KdfParams { iterations: 3, ..CHEAPEST }),
        ] {
            assert_ne!(first.authentication, other.authentication);
            assert_ne!(first.wrapping, other.wrapping);
        }
        assert_eq!(derive(&"x".repeat(1025), &Salt([0; 16]), CHEAPEST).unwrap_err(), PasswordError::TooLong);
    }

    #[test]
    fn verifiers_are_bound_to_pepper_and_person() {
        let (key, other_key) = (AuthenticationKey([1; 32]), AuthenticationKey([2; 32]));
        let (pepper, other_pepper) = (Pepper([1; 32]), Pepper([2; 32]));
        let (person, other_person) = (PersonId::from_bytes([1; 16]), PersonId::from_bytes([2; 16]));
        let verifier = key.verifier(&pepper, person);
        assert!(key.verify(&pepper, person, &verifier));
        assert!(!other_key.verify(&pepper, person, &verifier));
        assert!(!key.verify(&other_pepper, person, &verifier));
        assert!(!key.verify(&pepper, other_person, &verifier));
        assert!(!key.verify(&pepper, person, &verifier[..31]));
        assert!(!key.verify(&pepper, person, &[]));
    }

    #[test]
    fn fake_salts_are_stable() {
        let key = FakeSaltKey([1; 32]);
        assert_eq!(Salt::fake(&key, b"a"), Salt::fake(&key, b"a"));
        assert_ne!(Salt::fake(&key, b"a"), Salt::fake(&key, b"b"));
        assert_ne!(Salt::fake(&key, b"a"), Salt::fake(&FakeSaltKey([2; 32]), b"a"));
    }
}
