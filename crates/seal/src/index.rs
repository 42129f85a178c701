//! Blind indexes: what is looked up without being stored.

use domain::{KeyId, PersonId, PhoneNumber};

use crate::{envelope::Context, mac::mac, secret::secret};

secret!(
    /// The instance's secret for blind indexes: HMAC-SHA256 of what is looked up, with a label for each kind.
    pub IndexKey,
    generate,
    bytes
);

impl IndexKey {
    /// Finds a phone number.
    #[must_use]
    pub fn phone(&self, number: &PhoneNumber) -> [u8; 32] {
        mac(&self.0, &Context::phone_index(number.as_str()))
    }

    /// Finds phone numbers by their last four digits.
    #[must_use]
    pub fn last_four(&self, digits: &str) -> [u8; 32] {
        mac(&self.0, &Context::last_four_index(digits))
    }

    /// Knows a mail to one recipient again: `mail` is its Message-ID.
    #[must_use]
    pub fn mail(&self, account: PersonId, mail: &str, number: &PhoneNumber) -> [u8; 32] {
        mac(&self.0, &Context::mail_index(account, mail, number.as_str()))
    }

    /// Names whom a throttle counts (a network address, a person) without storing it. `kind` is the throttle's name.
    #[must_use]
    pub fn throttle(&self, kind: &str, subject: &[u8]) -> [u8; 32] {
        mac(&self.0, &Context::throttle_index(kind, subject))
    }

    /// What devices know the owner of a key by: the same for all their passkeys, and for nobody to tell who it is.
    #[must_use]
    pub fn passkey_handle(&self, owner_key: KeyId) -> [u8; 16] {
        let mac = mac(&self.0, &Context::passkey_handle(owner_key));
        *mac.first_chunk().expect("HMAC-SHA256 has 32 bytes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_keys_are_apart() {
        let key = IndexKey::from_slice(&[1; 32]).unwrap();
        let other = IndexKey::from_slice(&[2; 32]).unwrap();
        let number: PhoneNumber = "+12114367789".parse().unwrap();
        assert_eq!(key.phone(&number), key.phone(&number.clone()));
        assert_ne!(key.phone(&number), other.phone(&number));
        assert_ne!(key.phone(&number), key.last_four("+12114367789"));
        assert_ne!(key.last_four("7789"), key.last_four("7788"));
        assert_ne!(key.throttle("address", b"x"), key.throttle("person", b"x"));
    }
}
