//! Hands notices to gateways, outside any transaction.

use std::{sync::atomic::Ordering, time::Duration};

use domain::{FailureReason, UnixMillis};
use sms::{
    Accepted, FindError, SendError, Text,
    routes::{Choice, Pass, RouteName},
    text::Occasion,
};
use store::notices::NoticeKind;

use super::{
    Due,
    settle::{Outcome, Settled},
};
use crate::{Engine, EngineError};

/// How long to wait before a gateway is asked about a text that it may have taken: it may still be busy with it.
const ASK_AFTER: Duration = Duration::from_secs(30);

/// When a notice that could not be made ready is tried again.
const READY_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// What a gateway says of a text that it may have taken.
enum Asked {
    /// There is nothing to send any more, or not now.
    Settled(Box<Settled>),
    NotTaken,
    /// It goes once more.
    CannotAsk,
}

impl Engine {
    /// Hands a notice over, or asks what became of it; what is to be written of it.
    pub(super) async fn hand_over(self, due: Due, pass: Pass) -> Result<Settled, EngineError> {
        // Registered before the look, so that an opt-out that is taken meanwhile waits for this text.
        let _on_its_way = self.inner.in_flight.enter(due.phone_index);
        let text = match self.text_to_send(&due).await {
            Ok(Some(text)) => text,
            Ok(None) => return Ok(Settled::of(due, None, Outcome::Failed(FailureReason::OptedOut))),
            // Nothing has left: it need not wait for the end of its lease.
            Err(error) => {
                tracing::warn!(notice = %due.id, %error, "a notice could not be made ready");
                let again_at = self.inner.clock.now() + READY_AGAIN_AFTER;
                return Ok(Settled::of(due, None, Outcome::PutBack(again_at)));
            }
        };
        let sim = self.sim_of(&due).await;
        if let Some(sim) = sim.filter(|sim| sim.holds()) {
            return Ok(Settled::of(due, None, Outcome::Held(sim)));
        }
        let mut due = due;
        if due.unclear > 0 {
            match self.ask(&due, &text).await {
                Asked::Settled(settled) => return Ok(*settled),
                Asked::NotTaken => due.unclear = 0,
                Asked::CannotAsk => {}
            }
        }
        Ok(self.send(due, pass, &text).await.after(sim))
    }

    /// The text, unless the number's owner wants none.
    async fn text_to_send(&self, due: &Due) -> Result<Option<Text>, EngineError> {
        if self.is_opted_out(due.phone_index, due.account_id).await? {
            return Ok(None);
        }
        self.text_of(due).await.map(Some)
    }

    async fn text_of(&self, due: &Due) -> Result<Text, EngineError> {
        let occasion = match due.kind {
            NoticeKind::First => Occasion::FirstNotice,
            NoticeKind::Reminder => Occasion::Reminder,
        };
        let body = self.notice_text(due.delivery_id, occasion, &due.words).await?;
        Ok(Text { id: due.id, to: due.to.clone(), body })
    }

    /// Asks the gateway that may have taken the text.
    async fn ask(&self, due: &Due, text: &Text) -> Asked {
        let route = due.last_route.as_ref();
        let Some((name, gateway)) = route.and_then(|name| Some((name, self.inner.routes.gateway(name)?)))
        else {
            return Asked::CannotAsk;
        };
        let settled =
            |outcome| Asked::Settled(Box::new(Settled::of(due.clone(), Some(name.clone()), outcome)));
        match gateway.find(text).await {
            Ok(Some(accepted)) => settled(sent(accepted)),
            Ok(None) => Asked::NotTaken,
            Err(FindError::CannotAsk) => Asked::CannotAsk,
            Err(FindError::Unreachable) => settled(self.again(due)),
        }
    }

    /// Sends over the chosen route and, where that surely did not take it, over the others.
    async fn send(&self, due: Due, pass: Pass, text: &Text) -> Settled {
        let (mut pass, mut tried) = (pass, Vec::new());
        loop {
            let name = pass.name().clone();
            let began = self.inner.clock.now();
            let answer = pass.gateway().send(text).await;
            let now = self.inner.clock.now();
            let took = now.since(began);
            if self.inner.routes.settle(pass, &answer, took, now) {
                self.inner.hurry.store(true, Ordering::Release);
                self.inner.door.look();
            }
            self.inner.counts.attempt(&name, &answer, took, now);
            let error = match answer {
                Ok(accepted) => return Settled::of(due, Some(name), sent(accepted)),
                Err(error) => error,
            };
            if !may_go_elsewhere(error) {
                let outcome = self.outcome_of(&due, &name, error, now);
                return Settled::of(due, Some(name), outcome);
            }
            tried.push(name.clone());
            match self.inner.routes.choose(&due.to, due.only_route.as_ref(), &tried, now) {
                Choice::Send(next) => pass = next,
                _ => {
                    let outcome = self.outcome_of(&due, &name, error, now);
                    return Settled::of(due, Some(name), outcome);
                }
            }
        }
    }

    fn outcome_of(&self, due: &Due, route: &RouteName, error: SendError, now: UnixMillis) -> Outcome {
        match error {
            SendError::Refused(reason) => Outcome::Failed(reason),
            SendError::OptedOut => Outcome::OptedOut,
            SendError::Unclear if due.unclear == 0 => {
                Outcome::Unclear { again_at: (now + ASK_AFTER).min(due.give_up_at) }
            }
            SendError::Unclear if self.can_ask(route) => {
                Outcome::Unclear { again_at: now + self.backoff(due.attempts) }
            }
            SendError::Unclear => Outcome::Unknown,
            _ => {
                let wait = self.backoff(due.attempts);
                let at = now + error.retry_after().map_or(wait, |asked| wait.max(asked));
                if at < due.give_up_at {
                    Outcome::Retry { at, error: code(error), unclear: due.unclear }
                } else if due.unclear > 0 {
                    Outcome::Unknown
                } else {
                    Outcome::Failed(FailureReason::GatewayUnreachable)
                }
            }
        }
    }

    fn can_ask(&self, route: &RouteName) -> bool {
        self.inner.routes.gateway(route).is_some_and(|gateway| gateway.can_find())
    }

    /// A notice that a gateway may have taken, and that could not be asked about now.
    fn again(&self, due: &Due) -> Outcome {
        let at = self.inner.clock.now() + self.backoff(due.attempts);
        if at >= due.give_up_at {
            return Outcome::Unknown;
        }
        Outcome::Retry { at, error: code(SendError::Unclear), unclear: due.unclear }
    }
}

fn sent(accepted: Accepted) -> Outcome {
    let Accepted { reference, delivered, price } = accepted;
    Outcome::Sent { reference, delivered, price }
}

/// Whether the gateway surely did not take it, and another may.
const fn may_go_elsewhere(error: SendError) -> bool {
    matches!(error, SendError::Unreachable | SendError::Throttled { .. } | SendError::Misconfigured)
}

/// The code under which an error is kept.
const fn code(error: SendError) -> &'static str {
    match error {
        SendError::Unreachable => "unreachable",
        SendError::Unclear => "unclear",
        SendError::Throttled { .. } => "throttled",
        SendError::OptedOut => "opted-out",
        SendError::Misconfigured => "misconfigured",
        SendError::Refused(reason) => reason.code(),
    }
}
