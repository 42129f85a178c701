//! Submitting a mail: read, checked, sealed in memory, and on the disk when it is acknowledged.

use domain::{LIFETIME_DEFAULT, MAX_RECIPIENTS, MessageId, PhoneNumber};
use mail::Mail;
use store::{Conn, mail_ids};

use super::{MailSender, Notify, returns::MailReturn, send::Letter};
use crate::{Engine, EngineError, Invalid, submit::Accepted};

/// From this length on a mail is read on a thread for such work: others are not to wait for it.
const LONG: usize = 64 * 1024;
/// How often a mail is sealed again when a recipient's key changes meanwhile.
const TRIES: usize = 3;

/// A mail, as it was handed in.
pub struct MailSubmission {
    /// Header and body, in lines that end in CRLF.
    pub raw: Vec<u8>,
    /// To whom, as the envelope says: at least one.
    pub recipients: Vec<MailRecipient>,
    /// The envelope's ENVID (RFC 3461, 4.4), decoded.
    pub envelope_id: Option<String>,
}

/// One recipient of the envelope.
#[derive(Clone)]
pub struct MailRecipient {
    /// The number that the address stands for.
    pub phone: PhoneNumber,
    /// Of what the sender wants to be told.
    pub notify: Notify,
    /// How the mail program wrote the address: ORCPT, decoded, or the address itself.
    pub original: Option<String>,
}

/// Why a mail was not taken.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// It cannot be read, or asks for something that is not there.
    #[error(transparent)]
    Refused(#[from] mail::Refusal),
    /// It says that it is from somebody else than whoever signed in.
    #[error("the mail's From is not the account's address")]
    NotYours,
    /// Anything else.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl Engine {
    /// Takes a mail. When this returns, it is on the disk. One that was taken within the last day, by its Message-ID, is
    /// acknowledged again for those recipients and not sent again.
    ///
    /// # Errors
    /// With why not; nothing of the mail was kept then.
    pub async fn submit_mail(
        &self,
        sender: &MailSender,
        submission: MailSubmission,
    ) -> Result<Accepted, MailError> {
        self.believe(sender).await?;
        let MailSubmission { raw, recipients, envelope_id } = submission;
        let mail = read(raw).await?;
        if mail.from.iter().any(|from| from != sender.email().as_str()) {
            return Err(MailError::NotYours);
        }
        let recipients = distinct(recipients)?;
        let asked = MailReturn::new(mail.message_id.clone(), envelope_id, mail.wants_receipt, &recipients);
        Ok(self.send_mail(sender, mail, recipients, asked).await?)
    }

    async fn send_mail(
        &self,
        sender: &MailSender,
        mail: Mail,
        recipients: Vec<MailRecipient>,
        asked: MailReturn,
    ) -> Result<Accepted, EngineError> {
        let phones: Vec<_> = recipients.into_iter().map(|recipient| recipient.phone).collect();
        let hashes = self.mail_hashes(sender, mail.message_id.as_deref(), &phones);
        let now = self.inner.clock.now();
        let letter = Letter {
            id: self.inner.entropy.id(now, MessageId::new),
            lifetime: mail.wishes.expires.unwrap_or(LIFETIME_DEFAULT),
            passcode: mail.wishes.passcode.clone(),
            texts: mail.wishes.texts(),
            mail_return: self.inner.relay.is_on().then_some(asked),
            subject: mail.subject,
            text: mail.text,
            html: mail.html,
            attachments: mail.attachments,
            phones,
            hashes,
        };
        // Attachments take time and room: a mail that is known is not sealed at all.
        if !letter.attachments.is_empty() && self.all_known(&letter.hashes).await? {
            return Ok(Accepted { id: letter.id, fresh: false });
        }
        let sealing = self.begin_letter(sender, letter).await?;
        let mut tries = 1;
        loop {
            match self.hand_in_letter(sender, &sealing).await {
                Err(EngineError::KeysChanged) if tries < TRIES => tries += 1,
                outcome => return outcome,
            }
        }
    }

    /// What knows the mail again, for each recipient. A mail without a Message-ID is never known.
    fn mail_hashes(
        &self,
        sender: &MailSender,
        message_id: Option<&str>,
        phones: &[PhoneNumber],
    ) -> Vec<[u8; 32]> {
        let Some(id) = message_id else { return Vec::new() };
        phones.iter().map(|phone| self.inner.secrets.index.mail(sender.person(), id, phone)).collect()
    }

    async fn all_known(&self, hashes: &[[u8; 32]]) -> Result<bool, EngineError> {
        if hashes.is_empty() {
            return Ok(false);
        }
        let wanted = hashes.to_vec();
        let known = self
            .inner
            .store
            .read(move |conn: &mut Conn| Box::pin(async move { mail_ids::known(conn, &wanted).await }))
            .await?;
        Ok(hashes.iter().all(|hash| known.contains(hash)))
    }
}

async fn read(raw: Vec<u8>) -> Result<Mail, MailError> {
    if raw.len() < LONG {
        return Ok(mail::read(&raw)?);
    }
    let reading = tokio::task::spawn_blocking(move || mail::read(&raw));
    let panicked = |_| EngineError::from(store::StoreError::Other("reading a mail panicked".into()));
    Ok(reading.await.map_err(panicked)??)
}

/// Each number once: a mail program may name somebody in To and Cc. What they want to be told adds up.
fn distinct(recipients: Vec<MailRecipient>) -> Result<Vec<MailRecipient>, EngineError> {
    let mut distinct: Vec<MailRecipient> = Vec::with_capacity(recipients.len());
    for recipient in recipients {
        match distinct.iter_mut().find(|known| known.phone == recipient.phone) {
            Some(known) => {
                known.notify.success |= recipient.notify.success;
                known.notify.failure |= recipient.notify.failure;
            }
            None => distinct.push(recipient),
        }
    }
    match distinct.len() {
        0 => Err(Invalid::NoRecipient.into()),
        count if count > MAX_RECIPIENTS => Err(Invalid::TooManyRecipients.into()),
        _ => Ok(distinct),
    }
}
