//! The part of a link that finds a delivery. It never opens one.

use std::{fmt, str::FromStr};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::DeliveryId;
use sha2::{Digest, Sha256};

use crate::{envelope::Context, mac::mac, secret::secret};

secret!(
    /// The instance's secret from which all locators follow, so that a reminder needs no stored one.
    pub LocatorKey,
    generate,
    bytes
);

/// 128 bits that look random. Text form: 22 characters of base64url. Stored only as its [hash](Self::hash).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Locator([u8; 16]);

/// Why a text is no locator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a locator")]
pub struct LocatorError;

impl Locator {
    /// The locator of a delivery: always the same.
    #[must_use]
    pub fn derive(key: &LocatorKey, delivery: DeliveryId) -> Self {
        let mac = mac(key.as_bytes(), &Context::locator(delivery));
        Self(*mac.first_chunk().expect("HMAC-SHA256 has 32 bytes"))
    }

    /// SHA-256 of the 16 bytes, by which the table finds the delivery.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl fmt::Display for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Locator(..)")
    }
}

impl FromStr for Locator {
    type Err = LocatorError;
    fn from_str(text: &str) -> Result<Self, LocatorError> {
        let mut bytes = [0; 16];
        match URL_SAFE_NO_PAD.decode_slice(text, &mut bytes) {
            Ok(16) => Ok(Self(bytes)),
            _ => Err(LocatorError),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locator() -> Locator {
        Locator::derive(&LocatorKey::from_slice(&[1; 32]).unwrap(), DeliveryId::from_bytes([2; 16]))
    }

    #[test]
    fn text_form_round_trips() {
        let text = locator().to_string();
        assert_eq!(text.len(), 22);
        assert_eq!(text.parse(), Ok(locator()));
        assert_eq!(locator().hash(), text.parse::<Locator>().unwrap().hash());
    }

    #[test]
    fn other_texts_are_refused() {
        let text = locator().to_string();
        for wrong in
            ["", "a", &text[1..], &format!("{text}A"), &format!("{text}=="), &text.replacen(|_| true, "+", 1)]
        {
            assert_eq!(wrong.parse::<Locator>(), Err(LocatorError), "{wrong}");
        }
        // 22 characters hold four bits more than 16 bytes: those must be zero, so that a locator has one text only.
        assert!("AAAAAAAAAAAAAAAAAAAAAA".parse::<Locator>().is_ok());
        assert!("AAAAAAAAAAAAAAAAAAAAAB".parse::<Locator>().is_err());
    }

    #[test]
    fn deliveries_and_instances_differ() {
        let other_key = LocatorKey::from_slice(&[3; 32]).unwrap();
        let key = LocatorKey::from_slice(&[1; 32]).unwrap();
        assert_ne!(locator(), Locator::derive(&other_key, DeliveryId::from_bytes([2; 16])));
        assert_ne!(locator(), Locator::derive(&key, DeliveryId::from_bytes([3; 16])));
        assert_eq!(format!("{:?}", locator()), "Locator(..)");
    }
}
