//! What an administrator sees of the gateways, and does by hand.
//!
//! Who could abuse this: a sender who is no administrator (every use case asks for the role). What is done by hand is in
//! the audit.

use domain::{DeliveryId, MessageId, NoticeId, PhoneNumber, UnixMillis};
use sms::routes::{Health, RouteName};
use store::{
    Conn, StoreError, audit, deliveries,
    notices::{self, ListedNotice, NoticeList, OutboxStats},
    routes::{self, RouteCost, RouteMinute},
};

use crate::{
    Engine, EngineError, Session,
    audit::{Action, Actor, Subject},
    outbox::{day, minute},
    submit::GIVE_UP_AFTER,
};

/// How many notices of each kind are listed.
const LISTED: u32 = 50;
/// How many minutes the chart has.
const CHART: i64 = 24 * 60;
/// Costs are shown for so many days.
const COST_DAYS: i64 = 31;

/// How the gateways do.
#[derive(Debug, Clone)]
pub struct Gateways {
    /// Now, for the chart.
    pub now: UnixMillis,
    /// How much waits.
    pub stats: OutboxStats,
    /// Each route.
    pub routes: Vec<Health>,
    /// What the routes did in each minute of the last day.
    pub minutes: Vec<RouteMinute>,
    /// What they cost in the last month, where their gateways tell.
    pub costs: Vec<RouteCost>,
}

/// A notice, for somebody who looks after the gateways.
#[derive(Clone)]
pub struct NoticeView {
    /// The notice.
    pub id: NoticeId,
    /// To whom.
    pub phone: PhoneNumber,
    /// Who wrote.
    pub sender: String,
    /// Whether it is a reminder.
    pub is_reminder: bool,
    /// Whether it is urgent.
    pub is_urgent: bool,
    /// Its state.
    pub state: String,
    /// When it was due.
    pub due_at: UnixMillis,
    /// How often it was tried.
    pub attempts: u32,
    /// The route that tried it last.
    pub last_route: Option<String>,
    /// The only one that it may take.
    pub only_route: Option<String>,
    /// The code of what went wrong.
    pub last_error: Option<String>,
}

impl Engine {
    /// How the gateways do.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] for anybody but an administrator.
    pub async fn gateways(&self, session: &Session) -> Result<Gateways, EngineError> {
        session.administrator()?;
        self.write_counts().await?;
        let now = self.inner.clock.now();
        let (stats, minutes, costs) = self
            .inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(async move {
                    let stats = notices::stats(conn).await?;
                    let minutes = routes::since(conn, minute(now) - CHART).await?;
                    Ok::<_, StoreError>((
                        stats,
                        minutes,
                        routes::costs_since(conn, day(now) - COST_DAYS).await?,
                    ))
                })
            })
            .await?;
        Ok(Gateways { now, stats, routes: self.inner.routes.health(now), minutes, costs })
    }

    /// The state of every route, for monitoring.
    #[must_use]
    pub fn routes_health(&self) -> Vec<Health> {
        self.inner.routes.health(self.inner.clock.now())
    }

    /// Notices that wait, are held, or are in trouble.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] for anybody but an administrator.
    pub async fn listed_notices(
        &self,
        session: &Session,
        list: NoticeList,
    ) -> Result<Vec<NoticeView>, EngineError> {
        session.administrator()?;
        let rows =
            self.inner.store.read(move |conn: &mut Conn| Box::pin(notices::list(conn, list, LISTED))).await?;
        rows.into_iter().map(|row| self.notice_view(row)).collect()
    }

    fn notice_view(&self, row: ListedNotice) -> Result<NoticeView, EngineError> {
        Ok(NoticeView {
            id: row.id,
            phone: self.phone_of(row.recipient_id, &row.phone_sealed)?,
            sender: row.sender,
            is_reminder: row.kind == notices::NoticeKind::Reminder,
            is_urgent: row.priority == 0,
            state: row.state,
            due_at: row.due_at,
            attempts: row.attempts,
            last_route: row.last_route,
            only_route: row.only_route,
            last_error: row.last_error,
        })
    }

    /// Holds a route, so that nothing goes over it, or lets it go on.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] for anybody but an administrator, and for an unknown route.
    pub async fn hold_route(
        &self,
        session: &Session,
        route: &RouteName,
        held: bool,
    ) -> Result<(), EngineError> {
        session.administrator()?;
        if !self.inner.routes.hold(route, held) {
            return Err(EngineError::NotFound);
        }
        let now = self.inner.clock.now();
        let action = if held { Action::RouteHeld } else { Action::RouteReleased };
        let event = self.event(now, Actor::Account(session.person), action, Subject::default());
        let name = route.as_str().to_owned();
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (name, event) = (name.clone(), event.clone());
                Box::pin(async move {
                    if routes::hold(conn, &name, held, now).await? {
                        audit::insert_many(conn, &[event]).await?;
                    }
                    Ok::<_, EngineError>(())
                })
            })
            .await?;
        self.inner.door.look();
        Ok(())
    }

    /// Lets a route that is down be tried with the next text.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] for anybody but an administrator, and for an unknown route.
    pub fn try_route(&self, session: &Session, route: &RouteName) -> Result<(), EngineError> {
        session.administrator()?;
        if !self.inner.routes.try_now(route, self.inner.clock.now()) {
            return Err(EngineError::NotFound);
        }
        self.inner.door.look();
        Ok(())
    }

    /// Sends a notice now: one that waits for its next try, or one that failed or whose end nobody knows.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] for anybody but an administrator, and when it has gone meanwhile.
    pub async fn retry_notice(&self, session: &Session, id: NoticeId) -> Result<(), EngineError> {
        session.administrator()?;
        let now = self.inner.clock.now();
        let (engine, person) = (self.clone(), session.person);
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let engine = engine.clone();
                Box::pin(async move {
                    let notice = notices::by_id(conn, id).await?.ok_or(EngineError::NotFound)?;
                    let message = store::messages::by_id(conn, notice.message_id).await?;
                    let message =
                        message.filter(|message| message.erased_at.is_none()).ok_or(EngineError::NotFound)?;
                    let give_up_at = (now + GIVE_UP_AFTER).min(message.expires_at);
                    if !notices::hurry(conn, id, now).await?
                        && !notices::again(conn, id, now, give_up_at).await?
                    {
                        return Err(EngineError::NotFound);
                    }
                    deliveries::requeue(conn, notice.delivery_id, now).await?;
                    let subject = Subject::delivery(notice.message_id, notice.delivery_id);
                    let event = engine.event(now, Actor::Account(person), Action::NoticeRetried, subject);
                    audit::insert_many(conn, &[event]).await?;
                    Ok::<_, EngineError>(())
                })
            })
            .await?;
        self.inner.door.look();
        Ok(())
    }

    /// Lets a notice that has not gone out take one route only, or any.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] for anybody but an administrator, for an unknown route, and when it has gone meanwhile.
    pub async fn reroute_notice(
        &self,
        session: &Session,
        id: NoticeId,
        route: Option<&RouteName>,
    ) -> Result<(), EngineError> {
        session.administrator()?;
        if route.is_some_and(|route| self.inner.routes.gateway(route).is_none()) {
            return Err(EngineError::NotFound);
        }
        let name = route.map(|route| route.as_str().to_owned());
        let (now, engine, person) = (self.inner.clock.now(), self.clone(), session.person);
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (name, engine) = (name.clone(), engine.clone());
                Box::pin(async move {
                    let notice = notices::by_id(conn, id).await?.ok_or(EngineError::NotFound)?;
                    if !notices::set_route(conn, id, name.as_deref()).await? {
                        return Err(EngineError::NotFound);
                    }
                    notices::hurry(conn, id, now).await?;
                    let subject = Subject::delivery(notice.message_id, notice.delivery_id);
                    let event = engine.event(now, Actor::Account(person), Action::NoticeRerouted, subject);
                    audit::insert_many(conn, &[event]).await?;
                    Ok::<_, EngineError>(())
                })
            })
            .await?;
        self.inner.door.look();
        Ok(())
    }

    /// Sends a notice that was held back because the number's SIM had changed: its sender has decided.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when the session's account has no such delivery, or nothing of it is held.
    pub async fn release_held(
        &self,
        session: &Session,
        message: MessageId,
        delivery: DeliveryId,
    ) -> Result<(), EngineError> {
        self.own_message(session, message).await?;
        let now = self.inner.clock.now();
        let subject = Subject::delivery(message, delivery);
        let event = self.event(now, Actor::Account(session.person), Action::NoticeReleased, subject);
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let event = event.clone();
                Box::pin(async move {
                    let row = deliveries::by_id(conn, delivery).await?;
                    let is_own = row.is_some_and(|row| row.message_id == message);
                    if !is_own || notices::release_held(conn, delivery, now).await? == 0 {
                        return Err(EngineError::NotFound);
                    }
                    Ok(audit::insert_many(conn, &[event]).await?)
                })
            })
            .await?;
        self.inner.door.look();
        Ok(())
    }
}
