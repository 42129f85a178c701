//! What a browser says of passkeys (W3C, Web Authentication Level 3).

use serde::{Deserialize, Serialize};

use crate::Blob;

/// How many passkeys a person can have.
pub const PASSKEYS_MAX: usize = 10;
/// The longest name of a passkey, in characters.
pub const PASSKEY_NAME_MAX: usize = 60;

/// A passkey that was just made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PasskeyMade {
    /// The credential's id.
    pub credential_id: Blob,
    /// The client data, JSON as the browser wrote it.
    pub client_data: Blob,
    /// The attestation object, CBOR.
    pub attestation: Blob,
}

/// A passkey that was just used. What its PRF gave stays in the browser.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PasskeyUsed {
    /// The credential's id.
    pub credential_id: Blob,
    /// The client data, JSON as the browser wrote it.
    pub client_data: Blob,
    /// What the authenticator signed, beside the client data's hash.
    pub authenticator_data: Blob,
    /// Its signature.
    pub signature: Blob,
    /// The random handle of the passkey's owner.
    pub user_handle: Blob,
}
