//! Safety numbers: a public key in digits, to be compared by voice.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::{PublicKey, envelope::Context};

const GROUPS: usize = 6;
const BYTES: usize = 5;

/// The fingerprint of a person's public key: 30 digits in six groups, about 99 bits. Whoever compares it with the person
/// knows that what is sealed to that key is sealed to them. A new key pair has another one; a new password has not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SafetyNumber([u32; GROUPS]);

impl PublicKey {
    /// Its safety number: of each five bytes of a SHA-256 the remainder by 100,000.
    #[must_use]
    pub fn safety_number(&self) -> SafetyNumber {
        let digest = Sha256::new_with_prefix(Context::safety_number().as_bytes())
            .chain_update(self.to_bytes())
            .finalize();
        let mut groups = [0; GROUPS];
        for (group, bytes) in groups.iter_mut().zip(digest.chunks_exact(BYTES)) {
            *group = bytes.iter().fold(0, |rest, byte| (rest * 256 + u32::from(*byte)) % 100_000);
        }
        SafetyNumber(groups)
    }
}

impl fmt::Display for SafetyNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, group) in self.0.iter().enumerate() {
            let space = if index == 0 { "" } else { " " };
            write!(f, "{space}{group:05}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for SafetyNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SafetyNumber({self})")
    }
}

#[cfg(test)]
mod tests {
    use chacha20::{ChaCha20Rng, rand_core::SeedableRng};

    use crate::PrivateKey;

    #[test]
    fn six_groups_of_five_digits_that_differ_with_the_key() {
        let number = |seed| {
            let key = PrivateKey::generate(&mut ChaCha20Rng::from_seed([seed; 32]));
            key.public_key().safety_number().to_string()
        };
        let first = number(1);
        assert_eq!(first, number(1));
        assert_ne!(first, number(2));
        let groups: Vec<_> = first.split(' ').collect();
        assert!(groups.len() == 6 && groups.iter().all(|group| group.len() == 5), "{first}");
        assert!(first.bytes().all(|byte| byte == b' ' || byte.is_ascii_digit()), "{first}");
    }
}
