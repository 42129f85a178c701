//! The simulated phone.

use domain::PhoneNumber;
use seal::Locator;
use serde::Deserialize;

use super::{Browser, ClientError};

/// A text on it.
#[derive(Debug, Clone, Deserialize)]
pub struct ReceivedText {
    /// Whose phone.
    pub to: PhoneNumber,
    /// The words, with the link.
    pub body: String,
    /// When it arrived, in milliseconds since the epoch.
    pub at: i64,
}

impl ReceivedText {
    /// What the link in the text leads to.
    #[must_use]
    pub fn locator(&self) -> Option<Locator> {
        let after = self.body.split("/m/").nth(1)?;
        after.get(..22)?.parse().ok()
    }
}

impl Browser {
    /// The texts to a number, newest first.
    ///
    /// # Errors
    /// When there is no answer, or the simulator is closed to this client.
    pub async fn texts(&mut self, to: &PhoneNumber) -> Result<Vec<ReceivedText>, ClientError> {
        let answer = self.get(&format!("/simulator/messages?to=%2B{}", &to.as_str()[1..])).await?;
        if !answer.status.is_success() {
            return Err(ClientError::Refused { status: answer.status.as_u16(), body: String::new() });
        }
        Ok(serde_json::from_slice(&answer.body)?)
    }
}
