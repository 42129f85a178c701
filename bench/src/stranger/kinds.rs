//! Numbers of every kind.

use std::time::Duration;

use domain::{BehindPasscode, Blob, NewCredential, PhoneNumber, SecretBlob};
use rand_core::CryptoRng;
use seal::{Locator, PrivateKey, Salt, WRAPPED_DATA_KEY_LENGTH};
use serde_json::json;

use crate::client::{Browser, ClientError, Connection, Draft, Sender, new_credential, now};

const DRAFT: Draft<'_> = Draft { subject: "Your results", body: "They are as they should be." };
/// Wrong passcodes, one after the other, that seal a message.
const TRIES: usize = 5;
/// How often it is looked whether a text has come, and how long at most.
const LOOKS: (u32, Duration) = (600, Duration::from_millis(50));

/// How a number stands with the instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Nobody has ever written to it.
    Unknown,
    /// A message waits for it.
    Unclaimed,
    /// Its owner has a password.
    Claimed,
    /// Its owner has a password, and has asked for another one.
    Forgotten,
    /// Its owner has texted STOP.
    OptedOut,
    /// A message waits for it behind a passcode.
    Behind,
    /// The same, sealed by wrong passcodes.
    Sealed,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Unknown,
        Self::Unclaimed,
        Self::Claimed,
        Self::Forgotten,
        Self::OptedOut,
        Self::Behind,
        Self::Sealed,
    ];

    /// What it is called in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Unclaimed => "unclaimed",
            Self::Claimed => "claimed",
            Self::Forgotten => "forgotten password",
            Self::OptedOut => "opted out",
            Self::Behind => "behind a passcode",
            Self::Sealed => "sealed",
        }
    }
}

/// Makes numbers that nobody knows into numbers of this kind, as sender and recipients would; the links that they got.
///
/// # Errors
/// When something is refused, or a text does not come in half a minute.
pub async fn prepare(
    sender: &mut Sender,
    kind: Kind,
    numbers: &[PhoneNumber],
    rng: &mut impl CryptoRng,
) -> Result<Vec<Locator>, ClientError> {
    if kind == Kind::Unknown {
        return Ok(Vec::new());
    }
    let address = sender.browser.address();
    let (mut phone, mut stranger) = (Browser::new(address), Connection::to(address));
    let (salt, private) = (Salt::generate(rng), PrivateKey::generate(rng));
    let credential = new_credential("otter-in-the-blue-bay", &salt, &private, rng)?;
    let mut links = Vec::with_capacity(numbers.len());
    for numbers in numbers.chunks(domain::MAX_RECIPIENTS) {
        send(sender, numbers, matches!(kind, Kind::Behind | Kind::Sealed), rng).await?;
        for number in numbers {
            let link = link(&mut phone, number).await?;
            links.push(link);
            match kind {
                Kind::Claimed | Kind::Forgotten => {
                    // Stretching a password for each would take long; with another salt this one is nobody's.
                    let salt = Blob(Salt::generate(rng).as_bytes().to_vec());
                    claim(&mut stranger, &link, NewCredential { salt, ..credential.clone() }).await?;
                    if kind == Kind::Forgotten {
                        stranger.post(&format!("/m/{link}/forgot"), "", &[]).await?.accepted()?;
                    }
                }
                Kind::OptedOut => stop(&mut stranger, number).await?,
                Kind::Sealed => guess(&mut stranger, &link).await?,
                Kind::Unknown | Kind::Unclaimed | Kind::Behind => {}
            }
        }
    }
    Ok(links)
}

/// Claims a link's number, and signs in nowhere.
async fn claim(
    stranger: &mut Connection,
    link: &Locator,
    credential: NewCredential,
) -> Result<(), ClientError> {
    let claim = json!({ "locator": link.to_string(), "credential": credential });
    stranger.call("claim", &claim, &[]).await?.accepted().map(drop)
}

/// Texts STOP.
async fn stop(stranger: &mut Connection, number: &PhoneNumber) -> Result<(), ClientError> {
    let words = format!("to=%2B{}&words=STOP", &number.as_str()[1..]);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    stranger.post("/simulator/reply", words, &form).await?.accepted().map(drop)
}

/// Tries wrong passcodes until there are no more tries.
async fn guess(stranger: &mut Connection, link: &Locator) -> Result<(), ClientError> {
    let wrong = SecretBlob(vec![1; 32]);
    for _ in 0..TRIES {
        let guess = json!({ "locator": link.to_string(), "proof": wrong });
        stranger.call("try_passcode", &guess, &[]).await?;
    }
    Ok(())
}

async fn send(
    sender: &mut Sender,
    to: &[PhoneNumber],
    behind: bool,
    rng: &mut impl CryptoRng,
) -> Result<(), ClientError> {
    let mut submission = sender.seal(to, DRAFT, now(), rng).await?;
    if behind {
        let keys = sender.keys_for(to).await?;
        for (sealed, key) in submission.recipients.iter_mut().zip(keys) {
            let stretched = key.passcode.ok_or_else(|| ClientError::Malformed("no salt".to_owned()))?;
            // Nobody opens these, so there is no passcode behind the bytes.
            sealed.passcode = Some(BehindPasscode { stretched, proof: SecretBlob(vec![2; 32]) });
            sealed.sealed_key = Blob(vec![2; WRAPPED_DATA_KEY_LENGTH]);
        }
    }
    sender.submit(&submission).await.map(drop)
}

/// The link in the newest text to a number, once it is there.
async fn link(phone: &mut Browser, number: &PhoneNumber) -> Result<Locator, ClientError> {
    let (looks, pause) = LOOKS;
    for _ in 0..looks {
        if let Some(link) = phone.texts(number).await?.first().and_then(|text| text.locator()) {
            return Ok(link);
        }
        tokio::time::sleep(pause).await;
    }
    Err(ClientError::NoAnswer("the text did not come".to_owned()))
}
