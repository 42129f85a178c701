//! The one place where algorithm ids, labels and associated data are written down.
//!
//! Every sealed byte string and every serialised key begins with one byte, its [`Algorithm`]. What is not in the bytes
//! themselves is in the [`Context`]: a label that says what they are for, then the fields that say where they belong.
//! Each is preceded by its length in four big-endian bytes, so that no two different lists of fields read the same.
//! The context is the associated data of an AEAD, the `info` of HPKE and HKDF, and the text of a MAC. Changing a label,
//! or the order of its fields, makes everything that was sealed before impossible to open.

use domain::{DeliveryId, KeyId, MessageId, PersonId};
use zeroize::Zeroizing;

use crate::{Chunk, Part, Purpose};

/// A sealed byte string that could not be opened: damaged, moved to another place, or for another key. Deliberately
/// it does not say which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sealed bytes could not be opened")]
pub struct OpenError;

/// How a byte string is sealed, or which kind of key it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    /// AES-256-GCM (NIST SP 800-38D): nonce (12 bytes), ciphertext, tag (16 bytes).
    Aes256Gcm,
    /// HPKE (RFC 9180), base mode, with X-Wing, HKDF-SHA256 and AES-256-GCM: encapsulated key (1120 bytes),
    /// ciphertext, tag. Also the keys for it: public 1216 bytes, private a seed of 32.
    HpkeXWing,
    /// A version of the master key: version (4 bytes, big-endian), salt (24 bytes), ciphertext, tag. Key and nonce of
    /// AES-256-GCM come from HKDF-SHA256 (RFC 5869) of master key, salt and context.
    MasterKey,
    /// HPKE (RFC 9180), base mode, with X-Wing, HKDF-SHA256 and no AEAD: encapsulated key (1120 bytes), then what
    /// [`Self::Aes256Gcm`] makes under a key that is exported (RFC 9180, 5.3).
    HpkeXWingExport,
}

impl Algorithm {
    /// The first byte of everything made by this algorithm.
    pub(crate) const fn id(self) -> u8 {
        match self {
            Self::Aes256Gcm => 1,
            Self::HpkeXWing => 2,
            Self::MasterKey => 3,
            Self::HpkeXWingExport => 4,
        }
    }

    /// The bytes after the id, if the id is this algorithm's.
    pub(crate) fn strip(self, bytes: &[u8]) -> Option<&[u8]> {
        bytes.split_first().filter(|(id, _)| **id == self.id()).map(|(_, rest)| rest)
    }
}

/// What a key or a seal is for, and where it belongs.
pub(crate) struct Context(Zeroizing<Vec<u8>>);

impl Context {
    /// One part of a message, under the message's data key.
    pub(crate) fn part(message: MessageId, part: Part) -> Self {
        Self::new("narwhal/1 message part").field(message.as_bytes()).field(&part.code().to_be_bytes())
    }

    /// One piece of an attachment, under the message's data key.
    pub(crate) fn chunk(message: MessageId, chunk: Chunk) -> Self {
        Self::new("narwhal/1 attachment chunk")
            .field(message.as_bytes())
            .field(&chunk.attachment.to_be_bytes())
            .field(&chunk.number.to_be_bytes())
            .field(&[u8::from(chunk.is_last)])
    }

    /// A message's data key, sealed to the holder of a key pair.
    pub(crate) fn data_key(message: MessageId, recipient: KeyId) -> Self {
        Self::new("narwhal/1 data key").field(message.as_bytes()).field(recipient.as_bytes())
    }

    /// HPKE's `info` of those data keys that are sealed with one encapsulation.
    pub(crate) fn data_keys(recipient: KeyId) -> Self {
        Self::new("narwhal/1 data keys").field(recipient.as_bytes())
    }

    /// A private key, wrapped by its owner's password.
    pub(crate) fn private_key_by_password(owner: KeyId) -> Self {
        Self::new("narwhal/1 private key by password").field(owner.as_bytes())
    }

    /// A private key, wrapped for a live session.
    pub(crate) fn private_key_by_session(owner: KeyId) -> Self {
        Self::new("narwhal/1 private key by session").field(owner.as_bytes())
    }

    /// A private key, wrapped by its owner's recovery code.
    pub(crate) fn private_key_by_recovery(owner: KeyId) -> Self {
        Self::new("narwhal/1 private key by recovery code").field(owner.as_bytes())
    }

    /// MAC: a recovery code's characters, made a secret of 32 bytes.
    pub(crate) fn recovery_code(characters: &str) -> Self {
        Self::new("narwhal/1 recovery code").field(characters.as_bytes())
    }

    /// HKDF: the proof of the recovery code.
    pub(crate) fn recovery_proof() -> Self {
        Self::new("narwhal/1 recovery proof")
    }

    /// HKDF: the key that wraps the private key, out of the recovery code.
    pub(crate) fn recovery_key() -> Self {
        Self::new("narwhal/1 recovery key")
    }

    /// MAC by the pepper: what the server stores to check a recovery code.
    pub(crate) fn recovery_verifier(person: PersonId, proof: &[u8; 32]) -> Self {
        Self::new("narwhal/1 recovery verifier").field(person.as_bytes()).field(proof)
    }

    /// A private key, wrapped by its owner's passkey.
    pub(crate) fn private_key_by_passkey(owner: KeyId) -> Self {
        Self::new("narwhal/1 private key by passkey").field(owner.as_bytes())
    }

    /// HKDF: the key that wraps the private key, out of what a passkey's PRF gives.
    pub(crate) fn passkey_key() -> Self {
        Self::new("narwhal/1 passkey key")
    }

    /// A message's data key, wrapped by a passcode.
    pub(crate) fn data_key_by_passcode(message: MessageId) -> Self {
        Self::new("narwhal/1 data key by passcode").field(message.as_bytes())
    }

    /// HKDF: the proof of a message's passcode, out of Argon2id's output.
    pub(crate) fn passcode_proof(message: MessageId) -> Self {
        Self::new("narwhal/1 passcode proof").field(message.as_bytes())
    }

    /// HKDF: the key that wraps a message's data key, out of Argon2id's output.
    pub(crate) fn passcode_key(message: MessageId) -> Self {
        Self::new("narwhal/1 passcode key").field(message.as_bytes())
    }

    /// MAC by the pepper: what the server stores to check a message's passcode.
    pub(crate) fn passcode_verifier(person: PersonId, message: MessageId, proof: &[u8; 32]) -> Self {
        Self::new("narwhal/1 passcode verifier")
            .field(person.as_bytes())
            .field(message.as_bytes())
            .field(proof)
    }

    /// Something the instance keeps under its master key. The row tells rows of one purpose apart.
    pub(crate) fn instance(purpose: Purpose, row: &[u8]) -> Self {
        Self::new("narwhal/1 instance").field(purpose.name().as_bytes()).field(row)
    }

    /// HKDF: the proof of the password, out of Argon2id's output.
    pub(crate) fn authentication_key() -> Self {
        Self::new("narwhal/1 authentication key")
    }

    /// HKDF: the key that wraps the private key, out of Argon2id's output.
    pub(crate) fn wrapping_key() -> Self {
        Self::new("narwhal/1 wrapping key")
    }

    /// MAC by the pepper: what the server stores to check a password.
    pub(crate) fn verifier(person: PersonId, authentication_key: &[u8; 32]) -> Self {
        Self::new("narwhal/1 password verifier").field(person.as_bytes()).field(authentication_key)
    }

    /// MAC by the fake-salt key: the salt of somebody who does not exist.
    pub(crate) fn fake_salt(identifier: &[u8]) -> Self {
        Self::new("narwhal/1 fake salt").field(identifier)
    }

    /// MAC by the session's secret: what the table of sessions stores.
    pub(crate) fn session_hash() -> Self {
        Self::new("narwhal/1 session hash")
    }

    /// MAC by the session's secret: the key that wraps the private key while the session lives.
    pub(crate) fn session_key() -> Self {
        Self::new("narwhal/1 session key")
    }

    /// MAC by the locator key: the locator of a delivery.
    pub(crate) fn locator(delivery: DeliveryId) -> Self {
        Self::new("narwhal/1 locator").field(delivery.as_bytes())
    }

    /// MAC by the index key: a phone number, to look it up.
    pub(crate) fn phone_index(e164: &str) -> Self {
        Self::new("narwhal/1 phone index").field(e164.as_bytes())
    }

    /// MAC by the index key: the last four digits of a phone number, to search for them.
    pub(crate) fn last_four_index(digits: &str) -> Self {
        Self::new("narwhal/1 last four index").field(digits.as_bytes())
    }

    /// MAC by the index key: whom a throttle counts, by kind of throttle.
    pub(crate) fn throttle_index(kind: &str, subject: &[u8]) -> Self {
        Self::new("narwhal/1 throttle index").field(kind.as_bytes()).field(subject)
    }

    /// MAC by the index key: what devices know the owner of a key by.
    pub(crate) fn passkey_handle(owner: KeyId) -> Self {
        Self::new("narwhal/1 passkey handle").field(owner.as_bytes())
    }

    /// MAC by the pepper: an app password, by which it is found.
    pub(crate) fn app_password(characters: &str) -> Self {
        Self::new("narwhal/1 app password").field(characters.as_bytes())
    }

    /// MAC by the pepper: an account's backup code, which is stored as this.
    pub(crate) fn backup_code(person: PersonId, characters: &str) -> Self {
        Self::new("narwhal/1 backup code").field(person.as_bytes()).field(characters.as_bytes())
    }

    /// MAC by the secret of a sign-in that waits for its second factor: what is stored of it.
    pub(crate) fn pending_hash() -> Self {
        Self::new("narwhal/1 pending sign-in hash")
    }

    /// Hash: the safety number of a public key.
    pub(crate) fn safety_number() -> Self {
        Self::new("narwhal/1 safety number")
    }

    /// MAC by the index key: a mail to one recipient, to know it again.
    pub(crate) fn mail_index(account: PersonId, mail: &str, e164: &str) -> Self {
        Self::new("narwhal/1 mail index")
            .field(account.as_bytes())
            .field(mail.as_bytes())
            .field(e164.as_bytes())
    }

    /// Hash: the checksum of an archive key's line.
    pub(crate) fn archive_file(line: &str) -> Self {
        Self::new("narwhal/1 archive file").field(line.as_bytes())
    }

    /// The same context, for one algorithm.
    pub(crate) fn under(self, algorithm: Algorithm) -> Self {
        self.field(&[algorithm.id()])
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    fn new(label: &str) -> Self {
        // Enough for all but long rows: growing would leave a copy behind that is not erased.
        Self(Zeroizing::new(Vec::with_capacity(256))).field(label.as_bytes())
    }

    fn field(mut self, bytes: &[u8]) -> Self {
        let length = u32::try_from(bytes.len()).expect("fields are ids, names and row keys, far below 4 GiB");
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(bytes);
        self
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const MESSAGE: MessageId = MessageId::from_bytes([1; 16]);
    const KEY: KeyId = KeyId::from_bytes([1; 16]);

    fn every_context() -> Vec<Context> {
        let mut contexts = vec![
            Context::data_key(MESSAGE, KEY),
            Context::data_keys(KEY),
            Context::private_key_by_password(KEY),
            Context::private_key_by_session(KEY),
            Context::private_key_by_recovery(KEY),
            Context::recovery_code("1"),
            Context::recovery_proof(),
            Context::recovery_key(),
            Context::recovery_verifier(PersonId::from_bytes([1; 16]), &[1; 32]),
            Context::private_key_by_passkey(KEY),
            Context::passkey_key(),
            Context::data_key_by_passcode(MESSAGE),
            Context::passcode_proof(MESSAGE),
            Context::passcode_key(MESSAGE),
            Context::passcode_verifier(PersonId::from_bytes([1; 16]), MESSAGE, &[1; 32]),
            Context::authentication_key(),
            Context::wrapping_key(),
            Context::verifier(PersonId::from_bytes([1; 16]), &[1; 32]),
            Context::fake_salt(&[1; 16]),
            Context::session_hash(),
            Context::session_key(),
            Context::locator(DeliveryId::from_bytes([1; 16])),
            Context::phone_index("1"),
            Context::last_four_index("1"),
            Context::throttle_index("1", b"1"),
            Context::passkey_handle(KEY),
            Context::app_password("1"),
            Context::backup_code(PersonId::from_bytes([1; 16]), "1"),
            Context::pending_hash(),
            Context::safety_number(),
            Context::mail_index(PersonId::from_bytes([1; 16]), "1", "1"),
            Context::archive_file("1"),
        ];
        contexts.extend(Part::ALL.iter().map(|part| Context::part(MESSAGE, *part)));
        for (attachment, number, is_last) in [(0, 0, false), (0, 0, true), (0, 1, false), (1, 0, false)] {
            contexts.push(Context::chunk(MESSAGE, Chunk { attachment, number, is_last }));
        }
        contexts.extend(Purpose::ALL.iter().map(|purpose| Context::instance(*purpose, b"1")));
        contexts
    }

    #[test]
    fn no_two_purposes_share_a_context() {
        let contexts = every_context();
        let distinct: HashSet<_> = contexts.iter().map(Context::as_bytes).collect();
        assert_eq!(distinct.len(), contexts.len());
    }

    #[test]
    fn fields_do_not_run_into_each_other() {
        assert_ne!(
            Context::throttle_index("ab", b"c").as_bytes(),
            Context::throttle_index("a", b"bc").as_bytes()
        );
        assert_eq!(Context::fake_salt(b"x").as_bytes(), b"\0\0\0\x13narwhal/1 fake salt\0\0\0\x01x");
    }
}
