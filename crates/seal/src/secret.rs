//! Newtypes for 32 secret bytes.

/// Why bytes are no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The key begins with the id of an algorithm that this version does not know.
    #[error("the key is for an unknown algorithm")]
    Algorithm,
    /// The key has the wrong number of bytes.
    #[error("the key has the wrong length")]
    Length,
    /// The bytes are no key of their algorithm.
    #[error("the key is malformed")]
    Malformed,
}

/// Declares a type of 32 secret bytes: erased when dropped, compared in constant time, never printed. `generate` and
/// `bytes` add the functions of these names, for keys that are made from random bytes and for keys that are stored.
macro_rules! secret {
    ($(#[$doc:meta])* $vis:vis $name:ident $(, $extra:ident)*) => {
        $(#[$doc])*
        #[derive(Clone, zeroize::Zeroize, zeroize::ZeroizeOnDrop)]
        $vis struct $name([u8; 32]);

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                subtle::ConstantTimeEq::ct_eq(self.0.as_slice(), other.0.as_slice()).into()
            }
        }

        impl Eq for $name {}

        $($crate::secret::secret!(@$extra $vis $name);)*
    };
    (@generate $vis:vis $name:ident) => {
        impl $name {
            /// A new one, of random bytes.
            #[must_use]
            $vis fn generate(rng: &mut (impl rand_core::CryptoRng + ?Sized)) -> Self {
                let mut secret = Self([0; 32]);
                rng.fill_bytes(&mut secret.0);
                secret
            }
        }
    };
    (@bytes $vis:vis $name:ident) => {
        impl $name {
            /// The one made of these 32 bytes.
            ///
            /// # Errors
            /// When the slice has another length.
            $vis fn from_slice(bytes: &[u8]) -> Result<Self, $crate::KeyError> {
                bytes.try_into().map(Self).map_err(|_| $crate::KeyError::Length)
            }

            /// The 32 bytes.
            #[must_use]
            $vis const fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }
    };
}

pub(crate) use secret;

#[cfg(test)]
mod tests {
    use super::*;

    secret!(
        /// A key for these tests.
        Example,
        bytes
    );

    #[test]
    fn only_32_bytes_are_a_key() {
        assert_eq!(Example::from_slice(&[1; 31]), Err(KeyError::Length));
        assert_eq!(Example::from_slice(&[1; 33]), Err(KeyError::Length));
        assert_eq!(Example::from_slice(&[1; 32]).unwrap().as_bytes(), &[1; 32]);
        assert_ne!(Example([1; 32]), Example([2; 32]));
    }

    #[test]
    fn nothing_is_printed() {
        assert_eq!(format!("{:?}", Example([7; 32])), "Example(..)");
    }
}
