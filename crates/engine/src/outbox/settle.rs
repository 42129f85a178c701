//! What becomes of notices that a gateway has answered for.

use domain::{DeliveryId, DeliveryState, FailureReason, NoticeId, UnixMillis};
use sms::{Accepted, SendError};
use store::{
    Conn, StoreError, audit, audit::AuditEvent, deliveries, notices, notices::NoticeKind, reports,
    reports::NewReport,
};

use crate::{
    Engine, EngineError,
    audit::{Action, Actor, Subject},
    mail::WordBack,
    outbox::Due,
};

/// A notice and the gateway's answer.
pub(super) struct Sent {
    pub(super) notice: Due,
    pub(super) answer: Result<Accepted, SendError>,
}

/// What is written of one notice.
#[derive(Clone)]
struct Settled {
    notice: NoticeId,
    delivery: DeliveryId,
    outcome: Outcome,
    events: Vec<AuditEvent>,
    /// The mail to the sender, if they want one.
    report: Option<NewReport>,
}

#[derive(Clone)]
enum Outcome {
    /// The gateway took it; its reference, and how far the text is known to have come.
    Sent {
        reference: String,
        reached: DeliveryState,
    },
    Failed(FailureReason),
    RetryAt(UnixMillis),
}

impl Engine {
    /// Writes down what the gateway answered, all in one transaction.
    pub(super) async fn settle(self, sent: Vec<Result<Sent, EngineError>>) -> Result<(), EngineError> {
        let mut problem = Ok(());
        let mut settled = Vec::with_capacity(sent.len());
        for sent in sent {
            // A notice that could not even be handed over goes again when its lease has run out.
            match sent {
                Ok(sent) => settled.push(self.outcome(&sent)),
                Err(error) => problem = Err(error),
            }
        }
        let (owner, gateway) = (self.inner.lease_owner, self.inner.gateway.name());
        let now = self.inner.clock.now();
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let settled = settled.clone();
                Box::pin(async move { write(conn, &settled, &owner, gateway, now).await })
            })
            .await?;
        self.wake_reports();
        problem
    }

    fn outcome(&self, Sent { notice, answer }: &Sent) -> Settled {
        let now = self.inner.clock.now();
        let outcome = match answer {
            Ok(accepted) => {
                let reached = if accepted.delivered { DeliveryState::Delivered } else { DeliveryState::Sent };
                Outcome::Sent { reference: accepted.reference.clone(), reached }
            }
            Err(SendError::Refused(reason)) => Outcome::Failed(*reason),
            Err(SendError::OptedOut) => Outcome::Failed(FailureReason::GatewayRefused),
            Err(error) => {
                let wait = self.backoff(notice.attempts);
                let due = now + error.retry_after().map_or(wait, |asked| wait.max(asked));
                let last = due >= notice.give_up_at;
                if last { Outcome::Failed(FailureReason::GatewayUnreachable) } else { Outcome::RetryAt(due) }
            }
        };
        let subject = Subject::delivery(notice.message_id, notice.delivery_id);
        let event = |action, subject| self.event(now, Actor::System, action, subject);
        let events = match &outcome {
            Outcome::Sent { reached: DeliveryState::Delivered, .. } => {
                vec![event(Action::NoticeSent, subject), event(Action::NoticeDelivered, subject)]
            }
            Outcome::Sent { .. } => vec![event(Action::NoticeSent, subject)],
            Outcome::Failed(reason) => {
                vec![event(Action::NoticeFailed, Subject { detail: Some(reason.code()), ..subject })]
            }
            Outcome::RetryAt(_) => Vec::new(),
        };
        let report = self.report_on(notice, &outcome, now);
        Settled { notice: notice.id, delivery: notice.delivery_id, outcome, events, report }
    }

    fn report_on(&self, notice: &Due, outcome: &Outcome, now: UnixMillis) -> Option<NewReport> {
        let wanted = WordBack::from_bits(notice.word_back);
        let kind = match outcome {
            Outcome::Failed(_) if wanted.failure() => DeliveryState::Failed,
            // A reminder brings no further news.
            Outcome::Sent { reached: DeliveryState::Delivered, .. }
                if wanted.success() && notice.kind == NoticeKind::First =>
            {
                DeliveryState::Delivered
            }
            _ => return None,
        };
        Some(self.new_report(notice.delivery_id, kind, now))
    }
}

/// Writes what is settled. Somebody whose lease ran out has no say any more: another worker has the notice.
async fn write(
    conn: &mut Conn,
    settled: &[Settled],
    owner: &[u8; 16],
    gateway: &str,
    now: UnixMillis,
) -> Result<(), StoreError> {
    let mut held = write_sent(conn, settled, owner, gateway, now).await?;
    for Settled { notice, delivery, outcome, .. } in settled {
        match outcome {
            Outcome::Sent { .. } => {}
            Outcome::Failed(reason) => {
                if notices::settle_failed(conn, *notice, owner, reason.code(), now).await? {
                    deliveries::advance(conn, *delivery, DeliveryState::Failed, now, Some(*reason)).await?;
                    // Where the first notice does not get through, its reminder does not either.
                    notices::cancel_queued_for(conn, *delivery, now).await?;
                    held.push(*notice);
                }
            }
            Outcome::RetryAt(due) => {
                let error = FailureReason::GatewayUnreachable.code();
                notices::retry_at(conn, *notice, owner, *due, error).await?;
            }
        }
    }
    let held = settled.iter().filter(|settled| held.contains(&settled.notice));
    let (mut events, mut reports) = (Vec::new(), Vec::new());
    for settled in held {
        events.extend_from_slice(&settled.events);
        reports.extend(settled.report.clone());
    }
    reports::insert_many(conn, &reports).await?;
    audit::insert_many(conn, &events).await
}

/// Settles those that a gateway took, and moves their deliveries; which of them the owner still held.
async fn write_sent(
    conn: &mut Conn,
    settled: &[Settled],
    owner: &[u8; 16],
    gateway: &str,
    now: UnixMillis,
) -> Result<Vec<NoticeId>, StoreError> {
    let sent = settled.iter().filter_map(|settled| match &settled.outcome {
        Outcome::Sent { reference, .. } => Some((settled.notice, reference.as_str())),
        _ => None,
    });
    let sent: Vec<_> = sent.collect();
    let held = notices::settle_sent(conn, &sent, owner, gateway, now).await?;
    for state in [DeliveryState::Sent, DeliveryState::Delivered] {
        let arrived = settled.iter().filter(|settled| match &settled.outcome {
            Outcome::Sent { reached, .. } => *reached == state && held.contains(&settled.notice),
            _ => false,
        });
        let deliveries: Vec<_> = arrived.map(|settled| settled.delivery).collect();
        deliveries::advance_many(conn, &deliveries, state, now).await?;
    }
    Ok(held)
}
