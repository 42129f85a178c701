//! What is public about a password: how it was stretched, and the proof and keys that it guards.

use serde::{Deserialize, Serialize};

use crate::{Blob, SecretBlob};

/// The fewest characters that a recipient's password may have: NIST SP 800-63B-4 asks for eight where the password is
/// one of two factors, and the phone that gets the link is the other.
pub const RECIPIENT_PASSWORD_MIN: usize = 8;

/// Argon2id's cost (RFC 9106), stored per person so that it can be raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KdfParams {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub iterations: u32,
    /// Lanes.
    pub parallelism: u32,
}

impl KdfParams {
    /// 32 MiB, four passes, one lane: about a second on an old phone.
    pub const INITIAL: Self = Self { memory_kib: 32 * 1024, iterations: 4, parallelism: 1 };
}

/// What a passcode for somebody is stretched with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasscodeSalt {
    /// How it is stretched.
    pub kdf: KdfParams,
    /// 16 bytes, always the same for a recipient.
    pub salt: Blob,
}

/// That a message's data key waits behind a passcode. The passcode itself stays where it was typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BehindPasscode {
    /// What it was stretched with.
    pub stretched: PasscodeSalt,
    /// What proves knowledge of the passcode. The server stores only an HMAC of it.
    pub proof: SecretBlob,
}

/// What somebody's browser makes when they choose a password. The password itself stays there.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewCredential {
    /// How the password was stretched.
    pub kdf: KdfParams,
    /// 16 random bytes.
    pub salt: Blob,
    /// What proves knowledge of the password. The server stores only an HMAC of it.
    pub authentication_key: SecretBlob,
    /// Algorithm id and bytes of the public key.
    pub public_key: Blob,
    /// The private key, wrapped under the password's wrapping key.
    pub wrapped_private_key: Blob,
}
