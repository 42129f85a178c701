//! Whether a number's SIM was changed a short while ago: then whoever reads its texts may not be its owner.
//!
//! Who could abuse this: whoever answers in the operator's place (TLS is checked, redirects are not followed, answers are
//! bounded); an operator that does not answer, to keep texts back (the policy says what happens then). The number goes
//! to the operator that is asked, and nowhere else: not into a log, an error or an address.

mod camara;
mod twilio;

use std::time::Duration;

use domain::PhoneNumber;

pub use camara::Camara;
pub use twilio::TwilioLookup;

use super::Client;

/// The shortest and the longest time that can be asked about, in hours (CAMARA sim-swap v2, `maxAge`).
pub const HOURS: std::ops::RangeInclusive<u16> = 1..=2_400;

/// Somebody who knows about SIMs. Clones share its connections.
#[derive(Debug, Clone)]
pub enum SimSwap {
    /// An operator or an aggregator with CAMARA's API.
    Camara(Client, Camara),
    /// Twilio Lookup.
    Twilio(Client, TwilioLookup),
    /// A test's.
    #[cfg(feature = "testing")]
    Scripted(ScriptedSim),
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SimError {
    /// It cannot be reached, or does not answer as it should; later it may.
    #[error("whoever is asked about SIMs does not answer")]
    Away,
    /// It does not know this number.
    #[error("nobody knows about this number's SIM")]
    Unknown,
    /// The settings are wrong.
    #[error("the settings for asking about SIMs are wrong")]
    Misconfigured,
}

impl SimSwap {
    /// Whether the SIM was changed in the last so many hours, within [`HOURS`]. Takes 8 s at most,
    /// whatever has to be asked for it.
    ///
    /// # Errors
    /// When nobody says.
    pub async fn changed_within(
        &self,
        phone: &PhoneNumber,
        hours: u16,
        now: domain::UnixMillis,
    ) -> Result<bool, SimError> {
        let asked = self.ask(phone, hours, now);
        tokio::time::timeout(PATIENCE, asked).await.unwrap_or(Err(SimError::Away))
    }

    /// Checks address and credentials without asking about anybody. Takes 8 s at most.
    ///
    /// # Errors
    /// When no question would be answered now.
    pub async fn check(&self, now: domain::UnixMillis) -> Result<(), SimError> {
        let checked = async {
            match self {
                Self::Camara(client, camara) => camara.new_token(client, now).await.map(drop),
                Self::Twilio(client, lookup) => lookup.check(client).await,
                #[cfg(feature = "testing")]
                Self::Scripted(_) => Ok(()),
            }
        };
        tokio::time::timeout(PATIENCE, checked).await.unwrap_or(Err(SimError::Away))
    }

    async fn ask(&self, phone: &PhoneNumber, hours: u16, now: domain::UnixMillis) -> Result<bool, SimError> {
        match self {
            Self::Camara(client, camara) => camara.changed_within(client, phone, hours, now).await,
            Self::Twilio(client, lookup) => lookup.changed_within(client, phone, hours, now).await,
            #[cfg(feature = "testing")]
            Self::Scripted(script) => (script.0)(phone),
        }
    }
}

/// How long an answer may take, a new token included. Whoever asks holds a lease on the notice, half of which is 30 s,
/// and the gateway needs 20 s of it: with more, another instance could send the same text.
const PATIENCE: Duration = Duration::from_secs(8);
/// Before this much of its life is left, a token is renewed.
const RENEW_BEFORE: Duration = Duration::from_secs(30);

/// Answers as a test wishes.
#[cfg(feature = "testing")]
#[derive(Clone)]
pub struct ScriptedSim(pub std::sync::Arc<Script>);

/// What a test answers.
#[cfg(feature = "testing")]
pub type Script = dyn Fn(&PhoneNumber) -> Result<bool, SimError> + Send + Sync;

#[cfg(feature = "testing")]
impl std::fmt::Debug for ScriptedSim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ScriptedSim(..)")
    }
}
