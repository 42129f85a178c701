//! A sender: seals messages and sends them.

use std::net::SocketAddr;

use domain::{
    ArchiveCopy, Blob, KeyForRecipient, KeysToSealTo, MAX_RECIPIENTS, MessageId, PhoneNumber, SealedFor,
    SealedSubmission, UnixMillis,
};
use rand_core::CryptoRng;
use seal::{DataKey, Part, PublicKey};
use serde_json::json;

use super::{Behind, Browser, ClientError, Status, Who, sign_in};

/// The life of every message sent from here.
const THIRTY_DAYS: u32 = 30 * 24 * 60 * 60;

/// A sender who is signed in.
#[derive(Debug)]
pub struct Sender {
    /// The tab.
    pub browser: Browser,
    key: PublicKey,
}

/// A message as written.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// The subject.
    pub subject: &'a str,
    /// The body.
    pub body: &'a str,
}

impl Sender {
    /// Signs in.
    ///
    /// # Errors
    /// Those of [`sign_in`].
    pub async fn sign_in(
        address: SocketAddr,
        email: &str,
        password: &str,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, ClientError> {
        let mut browser = Browser::new(address);
        let key = sign_in(&mut browser, &Who::Email(email.to_owned()), password, rng).await?.public_key();
        Ok(Self { browser, key })
    }

    /// Another tab of the same session.
    #[must_use]
    pub fn tab(&self, address: SocketAddr) -> Self {
        Self { browser: self.browser.tab(address), key: self.key.clone() }
    }

    /// The key that the sender's own copies are sealed to.
    #[must_use]
    pub const fn key(&self) -> &PublicKey {
        &self.key
    }

    /// The keys to seal to, in the order of the numbers.
    ///
    /// # Errors
    /// Those of [`Browser::call`].
    pub async fn keys_for(&mut self, phones: &[PhoneNumber]) -> Result<Vec<KeyForRecipient>, ClientError> {
        let mut keys = Vec::with_capacity(phones.len());
        for phones in phones.chunks(MAX_RECIPIENTS) {
            keys.extend(self.keys_to_seal_to(phones).await?.recipients);
        }
        Ok(keys)
    }

    async fn keys_to_seal_to(&mut self, phones: &[PhoneNumber]) -> Result<KeysToSealTo, ClientError> {
        self.browser.call("keys", &json!({ "phones": phones })).await
    }

    /// Seals a message to these people.
    ///
    /// # Errors
    /// Those of [`Browser::call`], for their keys.
    pub async fn seal(
        &mut self,
        to: &[PhoneNumber],
        draft: Draft<'_>,
        now: UnixMillis,
        rng: &mut impl CryptoRng,
    ) -> Result<SealedSubmission, ClientError> {
        let KeysToSealTo { recipients, archive } = self.keys_to_seal_to(to).await?;
        seal(draft, &self.key, &recipients, archive.as_ref(), now, rng)
    }

    /// Submits. When this returns, the message is stored.
    ///
    /// # Errors
    /// Those of [`Browser::call`].
    pub async fn submit(&mut self, submission: &SealedSubmission) -> Result<MessageId, ClientError> {
        self.browser.call("submit", &json!({ "submission": submission })).await
    }

    /// Where the deliveries of these messages stand.
    ///
    /// # Errors
    /// Those of [`Browser::call`].
    pub async fn statuses(&mut self, messages: &[MessageId]) -> Result<Vec<Status>, ClientError> {
        let mut statuses = Vec::with_capacity(messages.len());
        for messages in messages.chunks(500) {
            let part: Vec<_> = self.browser.call("statuses", &json!({ "messages": messages })).await?;
            statuses.extend(part);
        }
        Ok(statuses)
    }
}

/// Seals a message as the compose page does, also to the archive key where there is one.
///
/// # Errors
/// When one of the keys is none.
pub fn seal(
    draft: Draft<'_>,
    own: &PublicKey,
    to: &[KeyForRecipient],
    archive: Option<&Blob>,
    now: UnixMillis,
    rng: &mut impl CryptoRng,
) -> Result<SealedSubmission, ClientError> {
    seal_all(draft, None, own, to, archive, now, rng)
}

/// The same behind a passcode, for those who have no keys yet.
///
/// # Errors
/// When one of the keys is none, or it cannot be a passcode.
pub fn seal_behind(
    draft: Draft<'_>,
    heard: &str,
    own: &PublicKey,
    to: &[KeyForRecipient],
    archive: Option<&Blob>,
    now: UnixMillis,
    rng: &mut impl CryptoRng,
) -> Result<SealedSubmission, ClientError> {
    seal_all(draft, Some(heard), own, to, archive, now, rng)
}

fn seal_all(
    draft: Draft<'_>,
    heard: Option<&str>,
    own: &PublicKey,
    to: &[KeyForRecipient],
    archive: Option<&Blob>,
    now: UnixMillis,
    rng: &mut impl CryptoRng,
) -> Result<SealedSubmission, ClientError> {
    let mut random = [0; 10];
    rng.fill_bytes(&mut random);
    let (id, key) = (MessageId::new(now, random), DataKey::generate(rng));
    let mut recipients = Vec::with_capacity(to.len());
    for to in to {
        let behind = heard.zip(to.passcode.clone());
        let behind = behind.map(|(heard, stretched)| Behind { message: id, stretched, heard });
        let sealed_key = match &behind {
            Some(behind) => behind.wrap(&key, rng)?,
            None => Blob(PublicKey::from_bytes(&to.public_key.0)?.seal_data_key(id, &key, rng)),
        };
        let passcode = behind.map(|behind| behind.given()).transpose()?;
        recipients.push(SealedFor { phone: to.phone.clone(), key_id: to.key_id, sealed_key, passcode });
    }
    let archive = match archive {
        Some(bytes) => {
            let public = PublicKey::from_bytes(&bytes.0)?;
            let sealed_key = Blob(public.seal_data_key(id, &key, rng));
            Some(ArchiveCopy { key_id: public.id(), sealed_key })
        }
        None => None,
    };
    Ok(SealedSubmission {
        id,
        subject: Blob(key.seal(id, Part::Subject, draft.subject.as_bytes(), rng)),
        body: Blob(key.seal(id, Part::Body, draft.body.as_bytes(), rng)),
        sender_key: Blob(own.seal_data_key(id, &key, rng)),
        recipients,
        lifetime_seconds: THIRTY_DAYS,
        not_before: None,
        manifest: None,
        attachments: Vec::new(),
        texts: domain::TextWishes::default(),
        archive,
    })
}
