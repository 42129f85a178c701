//! All of Narwhal's cryptography: keys, sealing, wrapping and password derivation. The same code runs on the server
//! and in the browser.
//!
//! There is no I/O here, and no randomness of its own: whoever seals passes a generator. Every sealed byte string and
//! every key begins with an algorithm id, and is bound by associated data to its purpose and its row (`envelope.rs`).
//!
//! | who opens | with | what |
//! |---|---|---|
//! | [`DataKey`] | AES-256-GCM | a message's texts and attachments |
//! | [`PrivateKey`] | HPKE (RFC 9180): X-Wing, HKDF-SHA256, AES-256-GCM | a data key |
//! | [`WrappingKey`], from the password by Argon2id | AES-256-GCM | the private key, at rest |
//! | [`RecoveryKey`], from the recovery code | AES-256-GCM | the private key, at rest |
//! | [`PasskeyKey`], from a passkey's PRF | AES-256-GCM | the private key, at rest |
//! | [`PasscodeKey`], from a passcode by Argon2id | AES-256-GCM | a data key that waits for a number without keys |
//! | [`SessionKey`], from the cookie | AES-256-GCM | the private key, while a session lives |
//! | [`MasterKeyRing`] | HKDF-SHA256, AES-256-GCM | what the instance itself has to read, and the layer around keys at rest |

mod aead;
mod app_password;
mod archive;
mod backup_code;
mod code;
mod content;
mod envelope;
mod index;
mod locator;
mod mac;
mod master;
mod passcode;
mod passkey;
mod password;
mod person;
mod recovery;
mod safety_number;
mod sealer;
mod secret;
mod session;
mod strength;
#[cfg(not(target_family = "wasm"))]
mod totp;
#[cfg(not(target_family = "wasm"))]
pub mod webhook;
mod wrap;

pub use app_password::{AppPassword, AppPasswordError};
pub use archive::{ArchiveError, ArchivePart, ArchiveShare, archive_public_text, parse_archive_public};
pub use backup_code::{BackupCode, BackupCodeError};
pub use content::{Chunk, DataKey, PART_OVERHEAD, Part};
pub use envelope::OpenError;
pub use index::IndexKey;
pub use locator::{Locator, LocatorError, LocatorKey};
pub use master::{MasterKeyError, MasterKeyRing, Purpose};
pub use passcode::{PasscodeKey, PasscodeKeys, PasscodeProof, WRAPPED_DATA_KEY_LENGTH, derive_passcode};
pub use passkey::{PASSKEY_PRF_INPUT, PasskeyKey};
pub use password::{
    AuthenticationKey, FakeSaltKey, PasswordError, PasswordKeys, Pepper, Salt, WrappingKey, check_cost,
    derive,
};
pub use person::{
    PUBLIC_KEY_LENGTH, PrivateKey, PublicKey, SEALED_DATA_KEY_LENGTH, is_sealed_data_key, reseal,
};
pub use recovery::{RecoveryCode, RecoveryCodeError, RecoveryKey, RecoveryKeys, RecoveryProof};
pub use safety_number::SafetyNumber;
pub use sealer::Sealer;
pub use secret::KeyError;
pub use session::{PendingSecret, SessionKey, SessionSecret};
pub use strength::{Strength, assess};
#[cfg(not(target_family = "wasm"))]
pub use totp::{TotpCode, TotpCodeError, TotpSecret};
pub use wrap::{UnwrappedKey, WRAPPED_PRIVATE_KEY_LENGTH};
