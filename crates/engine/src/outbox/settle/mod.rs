//! What becomes of notices that were handed over, or could not be.

use domain::{DeliveryState, FailureReason, ReportTopic, UnixMillis};
use sms::{Price, routes::RouteName};
use store::{Conn, audit::AuditEvent, notices::NoticeKind, reports::NewReport};

use super::{Due, sims::Sim};
use crate::{
    Engine, EngineError,
    audit::{Action, Actor, Subject},
    mail::WordBack,
};

mod write;

/// A notice, and what is to be written of it.
#[derive(Clone)]
pub(super) struct Settled {
    due: Due,
    /// The route that tried it.
    route: Option<RouteName>,
    outcome: Outcome,
    /// What was found about the number's SIM before.
    sim: Option<Sim>,
    events: Vec<AuditEvent>,
    /// The mail to the sender, if they want one.
    report: Option<NewReport>,
}

/// What became of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The gateway took it.
    Sent { reference: String, delivered: bool, price: Option<Price> },
    /// It will never go.
    Failed(FailureReason),
    /// The number's owner wants no texts, as the gateway says.
    OptedOut,
    /// Nobody took it this time.
    Retry { at: UnixMillis, error: &'static str, unclear: u32 },
    /// A gateway may have taken it; it is asked, or gets it once more.
    Unclear { again_at: UnixMillis },
    /// Nobody will ever know whether a gateway took it.
    Unknown,
    /// It was not tried.
    PutBack(UnixMillis),
    /// It waits for its sender's decision; with what was found about the number's SIM.
    Held(Sim),
}

impl Settled {
    pub(super) const fn of(due: Due, route: Option<RouteName>, outcome: Outcome) -> Self {
        Self { due, route, outcome, sim: None, events: Vec::new(), report: None }
    }

    /// With what was found about the number's SIM.
    pub(super) fn after(self, sim: Option<Sim>) -> Self {
        Self { sim, ..self }
    }
}

impl Outcome {
    /// How far the delivery is known to have come.
    const fn reached(&self) -> Option<DeliveryState> {
        match self {
            Self::Sent { delivered: true, .. } => Some(DeliveryState::Delivered),
            Self::Sent { .. } => Some(DeliveryState::Sent),
            Self::Unclear { .. } | Self::Unknown => Some(DeliveryState::Unknown),
            Self::Failed(_) | Self::OptedOut => Some(DeliveryState::Failed),
            Self::Retry { .. } | Self::PutBack(_) | Self::Held(_) => None,
        }
    }

    /// Why it failed for good.
    const fn failure(&self) -> Option<FailureReason> {
        match self {
            Self::Failed(reason) => Some(*reason),
            Self::OptedOut => Some(FailureReason::OptedOut),
            _ => None,
        }
    }
}

impl Engine {
    /// Writes down what became of notices, all in one transaction.
    pub(super) async fn settle(self, settled: Vec<Settled>) -> Result<(), EngineError> {
        let now = self.inner.clock.now();
        let settled: Vec<_> = settled.into_iter().map(|settled| self.with_words(settled, now)).collect();
        let owner = self.inner.lease_owner;
        let rows = settled.clone();
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let settled = rows.clone();
                Box::pin(async move { write::all(conn, &settled, &owner, now).await })
            })
            .await?;
        let mut sent = 0;
        for Settled { route, outcome, .. } in &settled {
            if let Outcome::Sent { price, .. } = outcome {
                sent += 1;
                self.inner.counts.cost(route.as_ref(), *price, now);
            }
        }
        self.inner.parking.count(sent, now);
        self.wake_reports();
        self.after_receipts().await?;
        for Settled { due, outcome, .. } in settled {
            if outcome == Outcome::OptedOut {
                self.sync_opt_out(&due.to, true).await?;
            }
        }
        Ok(())
    }

    /// Adds the audit's events, and the mail to the sender.
    fn with_words(&self, settled: Settled, now: UnixMillis) -> Settled {
        let Settled { due, route, outcome, sim, .. } = settled;
        let subject = Subject::delivery(due.message_id, due.delivery_id);
        let event = |action, detail| self.event(now, Actor::System, action, Subject { detail, ..subject });
        let mut events = match &outcome {
            Outcome::Sent { delivered: true, .. } => {
                vec![event(Action::NoticeSent, None), event(Action::NoticeDelivered, None)]
            }
            Outcome::Sent { .. } => vec![event(Action::NoticeSent, None)],
            Outcome::Failed(_) | Outcome::OptedOut => {
                vec![event(Action::NoticeFailed, outcome.failure().map(FailureReason::code))]
            }
            Outcome::Unclear { .. } | Outcome::Unknown => vec![event(Action::NoticeUnclear, None)],
            Outcome::Held(sim) => vec![event(Action::NoticeHeld, Some(sim.code()))],
            Outcome::Retry { .. } | Outcome::PutBack(_) => Vec::new(),
        };
        if let Some(sim) = sim {
            events.insert(0, event(Action::SimChecked, Some(sim.code())));
        }
        let report = self.report_on(&due, &outcome, now);
        Settled { due, route, outcome, sim, events, report }
    }

    fn report_on(&self, due: &Due, outcome: &Outcome, now: UnixMillis) -> Option<NewReport> {
        let wanted = WordBack::from_bits(due.word_back);
        let topic = match outcome {
            Outcome::Failed(_) | Outcome::OptedOut if wanted.failure() => ReportTopic::Failed,
            Outcome::Held(sim) if wanted.failure() => sim.topic()?,
            // A reminder brings no further news.
            Outcome::Sent { delivered: true, .. } if wanted.success() && due.kind == NoticeKind::First => {
                ReportTopic::Delivered
            }
            _ => return None,
        };
        Some(self.new_report(due.delivery_id, topic, now))
    }
}
