//! Confirmations and help: the only texts that an opt-out does not stop; and warnings, which it does. Each goes at most
//! once.

use std::time::Duration;

use domain::{NoticeId, PersonId, UnixMillis};
use seal::Purpose;
use sms::{
    SendError, Text,
    text::{Language, Occasion, Parts},
};
use store::{
    Conn,
    opt_outs::EVERYBODY,
    replies::{self, NewReply, Reply},
};
use tokio::sync::watch;

use crate::{Engine, EngineError};

/// After this it says nothing any more (47 CFR 64.1200(a)(12)).
const WITHIN: Duration = Duration::from_secs(5 * 60);
/// A warning that comes late is still one.
const WARNED_WITHIN: Duration = Duration::from_secs(24 * 60 * 60);
const AGAIN_AFTER: Duration = Duration::from_secs(10);
const BATCH: u32 = 16;
const IDLE: Duration = Duration::from_secs(5);

/// What is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReplyKind {
    OptedOut,
    OptedIn,
    Help,
    /// Somebody asked for another password.
    ResetAsked,
    /// There is another password.
    ResetDone,
    /// A sender has locked the number.
    Locked,
}

impl ReplyKind {
    const ALL: [Self; 6] =
        [Self::OptedOut, Self::OptedIn, Self::Help, Self::ResetAsked, Self::ResetDone, Self::Locked];

    const fn code(self) -> &'static str {
        match self {
            Self::OptedOut => "opted-out",
            Self::OptedIn => "opted-in",
            Self::Help => "help",
            Self::ResetAsked => "reset-asked",
            Self::ResetDone => "reset-done",
            Self::Locked => "locked",
        }
    }

    const fn occasion(self) -> Occasion {
        match self {
            Self::OptedOut => Occasion::OptedOut,
            Self::OptedIn => Occasion::OptedIn,
            Self::Help => Occasion::Help,
            Self::ResetAsked => Occasion::ResetAsked,
            Self::ResetDone => Occasion::ResetDone,
            Self::Locked => Occasion::Locked,
        }
    }

    /// Whether it goes to those too who want no texts.
    const fn passes_opt_out(self) -> bool {
        matches!(self, Self::OptedOut | Self::OptedIn | Self::Help)
    }

    /// After this it says nothing any more.
    const fn within(self) -> Duration {
        match self {
            Self::OptedOut | Self::OptedIn | Self::Help => WITHIN,
            Self::ResetAsked | Self::ResetDone | Self::Locked => WARNED_WITHIN,
        }
    }
}

fn kind_of(reply: &Reply) -> Option<ReplyKind> {
    ReplyKind::ALL.into_iter().find(|kind| kind.code() == reply.kind)
}

impl Engine {
    pub(crate) async fn queue_reply(
        &self,
        conn: &mut Conn,
        kind: ReplyKind,
        recipient: PersonId,
        route: &str,
        language: Language,
        now: UnixMillis,
    ) -> Result<(), EngineError> {
        let person = store::recipients::by_id(conn, recipient).await?.ok_or(EngineError::NotFound)?;
        let phone = self.phone_of(recipient, &person.phone_sealed)?;
        let id = self.inner.entropy.id(now, NoticeId::new);
        let phone_sealed = self.inner.ring.wrap(
            Purpose::Reply,
            id.as_bytes(),
            phone.as_str().as_bytes(),
            &mut self.inner.entropy.rng(),
        );
        let new = NewReply {
            id,
            kind: kind.code().to_owned(),
            phone_sealed,
            language: language.tag().to_owned(),
            route: route.to_owned(),
            created_at: now,
            give_up_at: now + kind.within(),
        };
        Ok(replies::add(conn, &new).await?)
    }

    /// Sends replies until `shutdown` turns true.
    pub async fn run_replies(&self, mut shutdown: watch::Receiver<bool>) {
        while !*shutdown.borrow() {
            if let Err(error) = self.dispatch_replies().await {
                tracing::warn!(%error, "replies cannot be sent; they will be tried again");
            }
            tokio::select! {
                () = self.inner.wake_replies.notified() => {}
                () = tokio::time::sleep(IDLE) => {}
                _ = shutdown.changed() => {}
            }
        }
    }

    /// Sends the replies that may go now; how many those were.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn dispatch_replies(&self) -> Result<usize, EngineError> {
        let now = self.inner.clock.now();
        // From here on they count as sent: whoever dies now sends none twice.
        let due = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                Box::pin(async move { Ok::<_, EngineError>(replies::take(conn, now, BATCH).await?) })
            })
            .await?;
        let count = due.len();
        for reply in due {
            let outcome = self.send_reply(&reply).await?;
            self.settle_reply(&reply, outcome).await?;
        }
        Ok(count)
    }

    async fn send_reply(&self, reply: &Reply) -> Result<Result<(), SendError>, EngineError> {
        let route = reply.route.parse().ok();
        let gateway = route.and_then(|name| self.inner.routes.gateway(&name));
        // A route that is gone cannot answer, and another number would only puzzle.
        let Some(gateway) = gateway else { return Ok(Err(SendError::Misconfigured)) };
        let number = self.inner.ring.unwrap(Purpose::Reply, reply.id.as_bytes(), &reply.phone_sealed)?;
        let to = std::str::from_utf8(&number).ok().and_then(|number| number.parse().ok());
        let to: domain::PhoneNumber = to.ok_or(seal::OpenError)?;
        let index = self.inner.secrets.index.phone(&to);
        let passes = kind_of(reply).is_some_and(ReplyKind::passes_opt_out);
        // As for notices: registered before it is looked up, so that none leaves after a STOP was taken.
        let _on_its_way = (!passes).then(|| self.inner.in_flight.enter(index));
        if !passes && self.is_opted_out(index, EVERYBODY).await? {
            return Ok(Err(SendError::OptedOut));
        }
        let Some(body) = self.reply_words(reply).await? else { return Ok(Err(SendError::Misconfigured)) };
        Ok(gateway.send(&Text { id: reply.id, to, body }).await.map(drop))
    }

    async fn reply_words(&self, reply: &Reply) -> Result<Option<String>, EngineError> {
        let kind = kind_of(reply);
        let language = Language::from_tag(&reply.language).unwrap_or(Language::English);
        let template = kind.and_then(|kind| self.template(language, kind.occasion()));
        let organisation = self.organisation().await?;
        let parts = Parts { organisation: &organisation, link: None, phrase: None };
        Ok(template.and_then(|template| template.fill(&parts).ok()))
    }

    async fn settle_reply(&self, reply: &Reply, outcome: Result<(), SendError>) -> Result<(), EngineError> {
        let again_at = self.inner.clock.now() + AGAIN_AFTER;
        let (id, soon_enough) = (reply.id, again_at < reply.give_up_at);
        // What may have gone out does not go again.
        let again = match outcome {
            Ok(()) | Err(SendError::Unclear) => return Ok(()),
            Err(SendError::Unreachable | SendError::Throttled { .. }) => soon_enough,
            Err(_) => false,
        };
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                Box::pin(async move {
                    if again {
                        replies::put_back(conn, id, again_at).await?;
                    } else {
                        replies::fail(conn, id).await?;
                    }
                    Ok::<_, EngineError>(())
                })
            })
            .await
    }
}
