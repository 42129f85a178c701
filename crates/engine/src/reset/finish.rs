//! New keys for somebody whose request was approved.

use domain::{NewCredential, ReportTopic};
use seal::{Locator, PasscodeProof};
use store::{
    Conn, StoreError, audit, credentials, credentials::Credential, deliveries::Delivery, passcodes,
    recipients, reports, resets, sealed_keys, sealed_keys::SealedKey,
};

use crate::{
    Engine, EngineError, KeyChangeKind, PasscodeOpened, SignedIn,
    audit::{Action, Actor, Subject, from_agent},
    opt_out::ReplyKind,
    passcode::Try,
};

impl Engine {
    /// Replaces a number's keys, with the passcode that its sender gave when they approved. Every session, the recovery
    /// code and the passkeys end. The message of the link opens; what came before stays closed.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when nothing was approved, or its time has not come; [`EngineError::WrongPasscode`] and
    /// [`EngineError::PasscodeSealed`]; [`crate::Invalid::Malformed`] for keys that are none.
    pub async fn reset(
        &self,
        locator: &Locator,
        new: NewCredential,
        opened: PasscodeOpened,
        agent: &str,
    ) -> Result<SignedIn, EngineError> {
        let delivery = self.usable_delivery(locator).await?;
        let (person, now) = (delivery.recipient_id, self.inner.clock.now());
        let opened = opened.parts()?;
        let credential = self.credential(person, &new, now)?;
        let (engine, row, agent_words) = (self.clone(), credential.clone(), agent.to_owned());
        let passed = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let (engine, credential, delivery) = (engine.clone(), row.clone(), delivery.clone());
                let (opened, agent) = (opened.clone(), agent_words.clone());
                Box::pin(async move {
                    recipients::lock(conn, person).await?;
                    // A wrong try is written down, so this transaction does not fail.
                    match engine.pass_reset(conn, &delivery, &opened.0).await? {
                        Err(error) => return Ok(Err(error)),
                        Ok(()) => engine.replace_keys(conn, &delivery, &credential, opened.1, &agent).await?,
                    }
                    Ok::<_, EngineError>(Ok(()))
                })
            })
            .await?;
        passed?;
        self.wake_reports();
        self.inner.wake_replies.notify_one();
        self.begin_session(credential, None, Actor::Recipient, agent).await
    }

    /// Whether this delivery's approved request can be followed with this proof.
    async fn pass_reset(
        &self,
        conn: &mut Conn,
        delivery: &Delivery,
        proof: &PasscodeProof,
    ) -> Result<Result<(), EngineError>, StoreError> {
        let reset = resets::by_person(conn, delivery.recipient_id).await?;
        if !reset.is_some_and(|reset| self.is_ready(&reset, delivery.id)) {
            return Ok(Err(EngineError::NotFound));
        }
        match self.count_passcode(conn, delivery, proof).await? {
            Try::Right(_) => Ok(Ok(())),
            wrong => Ok(wrong.right().map(drop)),
        }
    }

    async fn replace_keys(
        &self,
        conn: &mut Conn,
        delivery: &Delivery,
        credential: &Credential,
        sealed: Vec<u8>,
        agent: &str,
    ) -> Result<(), EngineError> {
        let (message_id, person_id, key_id) = (delivery.message_id, delivery.recipient_id, credential.key_id);
        let now = self.inner.clock.now();
        credentials::replace(conn, credential).await?;
        self.end_access(conn, person_id).await?;
        self.note_keys(conn, person_id, KeyChangeKind::Replaced, agent).await?;
        resets::remove(conn, person_id).await?;
        passcodes::remove(conn, message_id, person_id).await?;
        if !sealed_keys::update(conn, message_id, person_id, key_id, &sealed).await? {
            let row = SealedKey { message_id, person_id, key_id, sealed };
            sealed_keys::insert_many(conn, &[row]).await?;
        }
        let subject = Subject { person: Some(person_id), ..Subject::delivery(message_id, delivery.id) };
        let event = self.event(now, Actor::Recipient(person_id), Action::ResetDone, subject);
        let event = from_agent(event, agent);
        audit::insert_many(conn, &[event]).await?;
        let report = self.new_report(delivery.id, ReportTopic::ResetDone, now);
        reports::insert_many(conn, &[report]).await?;
        let asked = Some(delivery.account_id);
        self.tell_others(conn, person_id, asked, ReportTopic::KeysChanged).await?;
        self.warn(conn, delivery, ReplyKind::ResetDone, now).await
    }
}
