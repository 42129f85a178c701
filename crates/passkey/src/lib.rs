//! Passkeys: whether what a browser says of one is true (W3C, Web Authentication Level 3).
//!
//! The checks are passki's; this crate fences it off. Nothing here keeps anything, tells the time or makes randomness:
//! challenges come from whoever asks, who also sees to it that each is used once and soon. User verification is always
//! required, attestation is never looked at, and cross-origin frames are refused.

mod party;

#[cfg(test)]
mod tests;

pub use party::{CHALLENGE_LENGTH, NotOffered, RelyingParty};

/// What a browser says of a passkey that was just made.
#[derive(Debug, Clone, Copy)]
pub struct Made<'a> {
    /// The credential's id.
    pub credential_id: &'a [u8],
    /// The client data, JSON as the browser wrote it.
    pub client_data: &'a [u8],
    /// The attestation object, CBOR.
    pub attestation: &'a [u8],
}

/// What a browser says of a passkey that was just used.
#[derive(Debug, Clone, Copy)]
pub struct Used<'a> {
    /// The credential's id.
    pub credential_id: &'a [u8],
    /// The client data, JSON as the browser wrote it.
    pub client_data: &'a [u8],
    /// What the authenticator signed, beside the client data's hash.
    pub authenticator_data: &'a [u8],
    /// Its signature.
    pub signature: &'a [u8],
}

/// What is kept of a passkey, to check it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifier {
    /// The credential's id, up to [`CREDENTIAL_ID_MAX`] bytes.
    pub credential_id: Vec<u8>,
    /// The public key: COSE (RFC 9052).
    pub public_key: Vec<u8>,
    /// COSE's number of the algorithm.
    pub algorithm: i32,
    /// How often the authenticator says that it was used; 0 for those that do not count, as those that are synced.
    pub counter: u32,
}

/// The longest credential id (Web Authentication, 5.8.3).
pub const CREDENTIAL_ID_MAX: usize = 1023;

/// Why a passkey is not believed. For the log only: whoever asked is told nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It counts backwards, as a copy of it would that was used less often.
    #[error("its counter went backwards")]
    Counter,
    /// The person was not verified, by a finger, a face, or what unlocks the screen.
    #[error("the person was not verified")]
    Unverified,
    /// It is for another address, or was asked from another page.
    #[error("it is for another site")]
    Site,
    /// It does not belong to the challenge.
    #[error("it is for another challenge")]
    Challenge,
    /// The signature is not the key's.
    #[error("its signature is wrong")]
    Signature,
    /// It cannot be read, or is of a kind that is not supported.
    #[error("it is malformed or not supported")]
    Malformed,
}
