//! What can be asked about a number without any right to an answer.

use domain::{Blob, KdfParams, NewCredential, PhoneNumber, SecretBlob};
use seal::{PUBLIC_KEY_LENGTH, WRAPPED_PRIVATE_KEY_LENGTH};
use serde_json::{Value, json};

use crate::client::{Answer, ClientError, Connection};

/// A function of the server that takes a number from anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// How a password would have to be stretched.
    Challenge,
    /// Is this the password?
    SignIn,
    /// Is this the recovery code?
    TryRecovery,
    /// A new password, by a recovery code.
    Recover,
}

impl Question {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Challenge, Self::SignIn, Self::TryRecovery, Self::Recover];

    /// The function's name.
    #[must_use]
    pub const fn function(self) -> &'static str {
        match self {
            Self::Challenge => "challenge",
            Self::SignIn => "sign_in",
            Self::TryRecovery => "try_recovery",
            Self::Recover => "recover",
        }
    }

    /// Whether asking is a try, which is counted.
    #[must_use]
    pub const fn is_counted(self) -> bool {
        !matches!(self, Self::Challenge)
    }

    /// Asks about somebody (`{"phone": …}` or `{"locator": …}`), with wrong secrets, and these headers.
    ///
    /// # Errors
    /// [`ClientError::NoAnswer`]; whatever the status is, it is an answer.
    pub async fn ask(
        self,
        connection: &mut Connection,
        who: &Value,
        headers: &[(&str, &str)],
    ) -> Result<Answer, ClientError> {
        connection.call(self.function(), &self.arguments(who), headers).await
    }

    /// The same about a number, from an address that a trusted proxy tells of.
    ///
    /// # Errors
    /// As for [`Self::ask`].
    pub async fn ask_from(
        self,
        connection: &mut Connection,
        number: &PhoneNumber,
        address: &str,
    ) -> Result<Answer, ClientError> {
        self.ask(connection, &json!({ "phone": number }), &[("x-forwarded-for", address)]).await
    }

    fn arguments(self, who: &Value) -> Value {
        let proof = SecretBlob(vec![3; 32]);
        let recovery = json!({ "proof": proof, "wrapped_private_key": bytes(WRAPPED_PRIVATE_KEY_LENGTH) });
        match self {
            Self::Challenge => json!({ "who": who }),
            Self::SignIn => json!({ "who": who, "authentication_key": proof }),
            Self::TryRecovery => json!({ "who": who, "proof": proof }),
            Self::Recover => {
                json!({ "who": who, "proof": proof, "credential": credential(), "next": recovery })
            }
        }
    }
}

/// One in form only.
fn credential() -> NewCredential {
    NewCredential {
        kdf: KdfParams::INITIAL,
        salt: bytes(16),
        authentication_key: SecretBlob(vec![3; 32]),
        public_key: bytes(PUBLIC_KEY_LENGTH),
        wrapped_private_key: bytes(WRAPPED_PRIVATE_KEY_LENGTH),
    }
}

fn bytes(length: usize) -> Blob {
    Blob(vec![2; length])
}
