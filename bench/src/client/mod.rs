//! What senders' and recipients' browsers do, without a browser: the same calls, the same cryptography.

mod behind;
mod browser;
mod compose;
mod http;
mod keys;
mod simulator;
mod wire;

use std::time::SystemTime;

use domain::{PhoneNumber, UnixMillis};

pub use behind::Behind;
pub use browser::Browser;
pub use compose::{Draft, Sender, seal, seal_behind};
pub use http::{Answer, Connection};
pub use keys::{claim, claim_behind, new_credential, reset, sign_in};
pub use simulator::ReceivedText;
pub use wire::{Status, Who};

/// The machine's clock, from which message ids are made.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "outside the service there is no other clock")]
pub fn now() -> UnixMillis {
    let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    UnixMillis::new(0) + since_epoch
}

/// The number of this rank, in the United States: up to 4,800,000 different ones, none of which the simulator treats
/// in a way of its own.
///
/// # Panics
/// When the rank is higher.
#[must_use]
pub fn number(rank: u32) -> PhoneNumber {
    assert!(rank < 4_800_000, "there are no more numbers");
    let (exchange, line) = (rank / 10_000, rank % 10_000);
    let text = format!("+1{}{}{line:04}", 201 + exchange / 800, 200 + exchange % 800);
    text.parse().expect("area codes and exchanges from 200 on are numbers")
}

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// No answer came: the service is away, or went away before it answered.
    #[error("no answer: {0}")]
    NoAnswer(String),
    /// The service refused.
    #[error("refused with {status}: {body}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// What it said.
        body: String,
    },
    /// An answer that cannot be understood.
    #[error("an answer that makes no sense: {0}")]
    Malformed(String),
}

impl ClientError {
    /// Whether nobody knows if the request was carried out.
    #[must_use]
    pub const fn is_no_answer(&self) -> bool {
        matches!(self, Self::NoAnswer(_))
    }
}

impl From<hyper::Error> for ClientError {
    fn from(error: hyper::Error) -> Self {
        Self::NoAnswer(error.to_string())
    }
}

impl From<serde_json::Error> for ClientError {
    fn from(error: serde_json::Error) -> Self {
        Self::Malformed(error.to_string())
    }
}

impl From<seal::KeyError> for ClientError {
    fn from(error: seal::KeyError) -> Self {
        Self::Malformed(error.to_string())
    }
}

impl From<seal::OpenError> for ClientError {
    fn from(error: seal::OpenError) -> Self {
        Self::Malformed(error.to_string())
    }
}

impl From<seal::PasswordError> for ClientError {
    fn from(error: seal::PasswordError) -> Self {
        Self::Malformed(error.to_string())
    }
}
