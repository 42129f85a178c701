//! The JSON of the server's functions, written down once more: what the pages of an older build say has to be understood.

use domain::{Blob, DeliveryId, DeliveryState, FailureReason, KdfParams, KeyId, MessageId, SecretBlob};
use serde::{Deserialize, Serialize};

/// Who somebody says they are.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    /// A sender, by mail address.
    Email(String),
    /// A recipient, by number.
    Phone(String),
    /// A recipient, by link.
    Locator(String),
}

#[derive(Debug, Deserialize)]
pub(super) struct Challenge {
    pub(super) salt: Blob,
    pub(super) kdf: KdfParams,
}

#[derive(Debug, Deserialize)]
pub(super) struct SignedIn {
    pub(super) key_id: KeyId,
    pub(super) wrapped_private_key: Blob,
    pub(super) session_key: SecretBlob,
}

/// Where a delivery stands.
#[derive(Debug, Clone, Deserialize)]
pub struct Status {
    /// The message.
    pub message: MessageId,
    /// The delivery.
    pub delivery: DeliveryId,
    /// Its state.
    pub state: DeliveryState,
    /// Why it failed.
    pub failure: Option<FailureReason>,
}
