//! Sealing a message in the sender's browser, and sending it until the server has answered.

use domain::{Blob, MessageId, PhoneNumber, SealedFor, SealedSubmission, UnixMillis};
use rand_core::Rng as _;
use seal::{DataKey, Part, PublicKey};

use super::page::{now, paint, pause, rng};
use crate::{UiError, api::mail};

/// A message as written.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) recipients: Vec<PhoneNumber>,
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) lifetime_seconds: u32,
    pub(crate) not_before: Option<UnixMillis>,
}

/// A draft sealed once. As long as the draft stays the same, so does this, and a submission whose answer was lost is
/// recognised when it is sent again.
pub(crate) struct Sealing {
    draft: Draft,
    submission: SealedSubmission,
}

impl Sealing {
    /// The earlier sealing while the draft is the same, or a new one.
    pub(crate) async fn of(draft: Draft, sender_key: &Blob, earlier: Option<Self>) -> Result<Self, UiError> {
        if let Some(earlier) = earlier.filter(|earlier| earlier.draft == draft) {
            return Ok(earlier);
        }
        paint().await;
        let submission = seal(&draft, sender_key).await?;
        Ok(Self { draft, submission })
    }
}

/// Sends a sealing again and again while the server is away; `waiting` is told before each pause.
pub(crate) async fn submit_until_answered(
    sealing: &Sealing,
    waiting: impl Fn(&UiError),
) -> Result<MessageId, UiError> {
    let mut seconds = 2;
    loop {
        match mail::submit(sealing.submission.clone()).await {
            Err(error) if error.is_transient() => {
                waiting(&error);
                pause(seconds * 1_000).await;
                seconds = (seconds * 2).min(30);
            }
            answer => return answer,
        }
    }
}

async fn seal(draft: &Draft, sender_key: &Blob) -> Result<SealedSubmission, UiError> {
    let recipients = mail::keys_for(draft.recipients.clone()).await?;
    let rng = &mut rng();
    let mut random = [0; 10];
    rng.fill_bytes(&mut random);
    let id = MessageId::new(now(), random);
    let key = DataKey::generate(rng);
    let mut sealed_for = Vec::with_capacity(recipients.len());
    for recipient in recipients {
        sealed_for.push(SealedFor {
            sealed_key: Blob(public_key(&recipient.public_key)?.seal_data_key(id, &key, rng)),
            phone: recipient.phone,
            key_id: recipient.key_id,
        });
    }
    Ok(SealedSubmission {
        id,
        subject: Blob(key.seal(id, Part::Subject, draft.subject.as_bytes(), rng)),
        body: Blob(key.seal(id, Part::Body, draft.body.as_bytes(), rng)),
        sender_key: Blob(public_key(sender_key)?.seal_data_key(id, &key, rng)),
        recipients: sealed_for,
        lifetime_seconds: draft.lifetime_seconds,
        not_before: draft.not_before,
        manifest: None,
        attachments: Vec::new(),
    })
}

fn public_key(bytes: &Blob) -> Result<PublicKey, UiError> {
    PublicKey::from_bytes(&bytes.0).map_err(|_| UiError::Unexpected)
}
