//! Locking a number again, for "somebody else has claimed this": its keys end, and only a passcode makes new ones.
//!
//! Who could abuse this: a malicious sender can lock people out of what they were sent. They must have written to the
//! number; it is counted (once a day for a number, five a day for an account), the number is warned by SMS, every other
//! sender is told by mail and on their pages, and any of them can give a passcode for a message of their own, which makes
//! new keys, and release theirs. Nothing opens by it: what was sealed to the old keys stays so. Whoever holds only the
//! number cannot claim it afterwards.

use std::time::Duration;

use domain::{DeliveryId, MessageId, PersonId, ReportTopic, UnixMillis};
use store::{
    Conn, audit, credentials, deliveries::Delivery, key_changes, key_changes::KeyChange as Row, passcodes,
    recipients,
};

use super::KeyChangeKind;
use crate::{
    Engine, EngineError, Invalid, NewPasscode, Session,
    audit::{Action, Actor, Subject},
    opt_out::ReplyKind,
};

/// How long an account waits until it locks the same number once more, and how long its locks are counted.
const WITHIN: Duration = Duration::from_secs(24 * 60 * 60);
/// How many numbers an account locks in that time.
const MOST: i64 = 5;

impl Engine {
    /// Ends a recipient's keys, sessions and every other way in, and puts the message behind a passcode that the sender
    /// tells the person on another way. Until somebody claims the number with a passcode, nobody does.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when the delivery is not the account's, its link does not work (now), or nobody has
    /// claimed the number; [`Invalid::CannotLock`] after too many.
    pub async fn lock_again(
        &self,
        session: &Session,
        message: MessageId,
        delivery: DeliveryId,
        new: NewPasscode,
    ) -> Result<(), EngineError> {
        let account = session.enabled_account()?.id;
        let (stored, row) = self.own_delivery(session, message, delivery).await?;
        let (person, now) = (row.recipient_id, self.inner.clock.now());
        if row.state.is_ended() || now < stored.not_before {
            return Err(EngineError::NotFound);
        }
        let wrapped = self.wrap_anew(session, &stored, &new).await?;
        let passcode = self.passcode_row(delivery, message, person, &new.behind, &wrapped)?;
        let engine = self.clone();
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (engine, row, passcode) = (engine.clone(), row.clone(), passcode.clone());
                Box::pin(async move {
                    recipients::lock(conn, person).await?;
                    may_lock(conn, account, person, now).await?;
                    if !credentials::remove(conn, person).await? {
                        return Err(EngineError::NotFound);
                    }
                    engine.end_access(conn, person).await?;
                    engine.drop_reset(conn, person).await?;
                    passcodes::remove(conn, message, person).await?;
                    passcodes::insert(conn, &passcode).await?;
                    engine.note_locked(conn, account, &row).await
                })
            })
            .await?;
        self.wake_reports();
        self.inner.wake_replies.notify_one();
        Ok(())
    }

    async fn note_locked(
        &self,
        conn: &mut Conn,
        account: PersonId,
        row: &Delivery,
    ) -> Result<(), EngineError> {
        let (person, now) = (row.recipient_id, self.inner.clock.now());
        recipients::set_locked(conn, person, Some(now)).await?;
        let kind = KeyChangeKind::Ended.code().to_owned();
        let change = Row { person_id: person, at: now, kind, agent: None, account_id: Some(account) };
        key_changes::insert(conn, &change).await?;
        // Whoever did it need not be told.
        key_changes::see(conn, account, person, now).await?;
        let subject = Subject { person: Some(person), ..Subject::delivery(row.message_id, row.id) };
        let event = self.event(now, Actor::Account(account), Action::LockedAgain, subject);
        audit::insert_many(conn, &[event]).await?;
        self.tell_others(conn, person, Some(account), ReportTopic::Locked).await?;
        self.warn(conn, row, ReplyKind::Locked, now).await
    }
}

async fn may_lock(
    conn: &mut Conn,
    account: PersonId,
    person: PersonId,
    now: UnixMillis,
) -> Result<(), EngineError> {
    let ended = KeyChangeKind::Ended.code();
    let earlier = key_changes::of_people(conn, &[person]).await?;
    let again = earlier.iter().any(|change| {
        change.kind == ended && change.account_id == Some(account) && now.since(change.at) < WITHIN
    });
    if again || key_changes::made_by(conn, account, now - WITHIN).await? >= MOST {
        return Err(Invalid::CannotLock.into());
    }
    Ok(())
}
