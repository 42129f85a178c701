use std::{fmt, time::Duration};

use zeroize::Zeroizing;

use super::Address;

/// What one session goes by.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Who binds.
    pub account: Account,
    /// Who the texts are from.
    pub source: Address,
    /// How many texts may wait for their answers.
    pub window: usize,
    /// How long the carrier tries to deliver a text; `None` leaves it to the carrier.
    pub lifetime: Option<Duration>,
    /// The largest PDU that is taken, in octets.
    pub max_pdu: usize,
    /// How long things may take.
    pub timing: Timing,
}

/// How long things may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timing {
    /// From the connection's first moment until the bind is answered.
    pub bind: Duration,
    /// The time between two enquire_link.
    pub enquire_link: Duration,
    /// The answer to anything.
    pub response: Duration,
    /// How long nothing is sent when the carrier says that it is too much.
    pub pause: Duration,
    /// The answer to unbind.
    pub unbind: Duration,
    /// How long the parts of a long inbound text may take to come together.
    pub reassembly: Duration,
}

/// With what a session binds. `Debug` does not show it.
#[derive(Clone)]
pub struct Account {
    pub(super) system_id: String,
    pub(super) password: Zeroizing<String>,
    pub(super) system_type: String,
}

/// SMPP has no room for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// SMPP 3.4, section 5.2.1.
    #[error("the SMPP system id has 1 to 15 ASCII characters")]
    SystemId,
    /// Section 5.2.2.
    #[error("the SMPP password has at most 8 ASCII characters")]
    Password,
    /// Section 5.2.3.
    #[error("the SMPP system type has at most 12 ASCII characters")]
    SystemType,
}

impl Settings {
    /// The usual settings: ten texts wait at most, and the carrier decides how long it tries.
    #[must_use]
    pub fn new(account: Account, source: Address) -> Self {
        Self { account, source, window: 10, lifetime: None, max_pdu: 64 * 1024, timing: Timing::default() }
    }
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            bind: Duration::from_secs(30),
            enquire_link: Duration::from_secs(30),
            response: Duration::from_secs(30),
            pause: Duration::from_secs(5),
            unbind: Duration::from_secs(5),
            reassembly: Duration::from_secs(5 * 60),
        }
    }
}

impl Account {
    /// What the carrier gave out.
    ///
    /// # Errors
    /// When one of them does not fit into its field.
    pub fn new(system_id: &str, password: &str, system_type: &str) -> Result<Self, AccountError> {
        let fits = |text: &str, most: usize| {
            text.len() <= most && text.bytes().all(|byte| (1..0x80).contains(&byte))
        };
        if system_id.is_empty() || !fits(system_id, 15) {
            return Err(AccountError::SystemId);
        }
        if !fits(password, 8) {
            return Err(AccountError::Password);
        }
        if !fits(system_type, 12) {
            return Err(AccountError::SystemType);
        }
        Ok(Self {
            system_id: system_id.to_owned(),
            password: Zeroizing::new(password.to_owned()),
            system_type: system_type.to_owned(),
        })
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Account(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits() {
        assert!(Account::new("id", "", "").is_ok());
        assert!(matches!(Account::new("", "", ""), Err(AccountError::SystemId)));
        assert!(matches!(Account::new("sixteen-letters!", "", ""), Err(AccountError::SystemId)));
        assert!(matches!(Account::new("id", "nine-long", ""), Err(AccountError::Password)));
        assert!(matches!(Account::new("id", "pä", ""), Err(AccountError::Password)));
        assert!(matches!(Account::new("id", "p", "a\0"), Err(AccountError::SystemType)));
        assert_eq!(format!("{:?}", Account::new("id", "password", "").unwrap()), "Account(..)");
    }
}
