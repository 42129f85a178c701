//! The worker: takes what waits, hands it over, and settles what came of it, each going on beside the others, so that
//! one gateway's silence holds nobody up.

use std::{collections::HashMap, sync::Arc, time::Duration};

use domain::UnixMillis;
use sms::routes::{Pass, RouteName};
use store::{Conn, notices, routes};
use tokio::{
    sync::{Semaphore, mpsc, watch},
    task::JoinSet,
};

use super::{
    BATCH, Due, Plan, Settled,
    counts::{day, first_minute},
    plan::ENOUGH_WAIT,
    split,
};
use crate::{Engine, EngineError};

/// While so many notices wait in memory, no more are taken from the database.
const MOST: usize = 1_024;
/// How many results wait to be settled.
const RESULTS: usize = 1_024;
/// How many are settled in one transaction, and how many transactions there are at once.
const SETTLED_TOGETHER: usize = 64;
const SETTLED_AT_ONCE: usize = 2;
/// How long the worker sleeps when nothing is due: another instance may have queued something.
const IDLE: Duration = Duration::from_secs(5);
/// How long the worker lets notices gather before it takes the next ones. One that comes when nothing else did goes out
/// at once; of many, more share a transaction.
const GATHER: Duration = Duration::from_millis(20);
/// So many do not gather any longer.
const ENOUGH: usize = 32;
/// How long results gather.
const GATHER_RESULTS: Duration = Duration::from_millis(4);
/// When there is no room in memory, how long until there is some.
const ROOM_SOON: Duration = Duration::from_millis(50);
const AFTER_ERROR: Duration = Duration::from_secs(1);
/// How often counts are written, and what others have decided is read.
const REFRESH: Duration = Duration::from_secs(5);

impl Engine {
    /// Sends what is due until `shutdown` turns true; then finishes what is on its way and releases the leases.
    pub async fn run_outbox(&self, mut shutdown: watch::Receiver<bool>) {
        let (results, incoming) = mpsc::channel(RESULTS);
        let settler = tokio::spawn(self.clone().settle_all(incoming));
        let mut sending = JoinSet::new();
        let door = &self.inner.door;
        // When the database is looked at next, and when counts are written.
        let (mut look_at, mut refresh_at) = (self.inner.clock.now(), self.inner.clock.now());
        let mut waiting = HashMap::new();
        door.set_open(true);
        while !*shutdown.borrow() {
            if refresh_at <= self.inner.clock.now() {
                self.refresh().await;
                refresh_at = self.inner.clock.now() + REFRESH;
            }
            let has_room = self.look_if_needed(&mut look_at, &waiting).await;
            let Plan { steps, next, waiting: for_routes } = self.plan();
            waiting = for_routes;
            let (go, settled) = split(steps);
            for settled in settled {
                // The settler ends after this.
                results.send(settled).await.unwrap_or_default();
            }
            let started = go.len();
            for (due, pass) in go {
                sending.spawn(self.clone().carry(due, pass, results.clone()));
            }
            while sending.try_join_next().is_some() {}
            let now = self.inner.clock.now();
            // Those that go out ring the bell, and make room.
            let look_again = if has_room { look_at } else { now + ROOM_SOON };
            let wake_at = next.map_or(look_again, |next| next.min(look_again)).min(refresh_at);
            let gathering = started > 0 && started < ENOUGH;
            tokio::select! {
                () = tokio::time::sleep(GATHER), if gathering => {}
                () = door.rung(wake_at.since(now)), if started == 0 => {}
                () = std::future::ready(()), if started >= ENOUGH => {}
                _ = shutdown.changed() => {}
            }
        }
        door.set_open(false);
        while sending.join_next().await.is_some() {}
        drop(results);
        // A settler that panicked has been reported, and leases run out.
        settler.await.unwrap_or_default();
        self.end_outbox().await;
    }

    async fn end_outbox(&self) {
        let ended = async {
            self.write_counts().await?;
            self.release_leases().await
        };
        if let Err(error) = ended.await {
            tracing::warn!(%error, "leases stay until they run out");
        }
    }

    /// Takes notices from the database when there are any, and a route for which few wait in memory; `false` when many
    /// wait for all routes.
    async fn look_if_needed(&self, look_at: &mut UnixMillis, waiting: &HashMap<RouteName, usize>) -> bool {
        let now = self.inner.clock.now();
        let door = &self.inner.door;
        let open = self.inner.routes.open(now);
        if open.is_empty() {
            let opens = self.inner.routes.next_opening(now).unwrap_or(now + IDLE);
            *look_at = opens.min(now + IDLE);
            return true;
        }
        let wanted = |route: &RouteName| waiting.get(route).copied().unwrap_or_default() < ENOUGH_WAIT;
        if door.waiting() >= MOST || !open.iter().any(wanted) {
            return false;
        }
        if !door.should_look() && *look_at > now {
            return true;
        }
        *look_at = self.look().await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the outbox cannot work; it will try again");
            now + AFTER_ERROR
        });
        true
    }

    /// Leases what the database has, and says when to look again.
    async fn look(&self) -> Result<UnixMillis, EngineError> {
        let found = self.lease(BATCH).await?;
        let all = found.len() < BATCH;
        self.inner.door.keep(self.opened(found));
        let now = self.inner.clock.now();
        if !all {
            return Ok(now);
        }
        let next = self.inner.store.read(|conn: &mut Conn| Box::pin(notices::next_due(conn))).await?;
        Ok(next.map_or(now + IDLE, |next| next.min(now + IDLE)))
    }

    /// Hands one notice over, and the result to the settler.
    async fn carry(self, due: Due, pass: Pass, results: mpsc::Sender<Settled>) {
        let notice = due.id;
        match self.clone().hand_over(due, pass).await {
            // The settler goes on until the last sender is gone.
            Ok(settled) => results.send(settled).await.unwrap_or_default(),
            // It goes again when its lease has run out.
            Err(error) => tracing::warn!(%notice, %error, "a notice could not be handed over"),
        }
        // There may be room for another on this route.
        if self.inner.door.waiting() > 0 {
            self.inner.door.ring();
        }
    }

    /// Settles results as they come, those that come together in one transaction.
    async fn settle_all(self, mut incoming: mpsc::Receiver<Settled>) {
        let at_once = Arc::new(Semaphore::new(SETTLED_AT_ONCE));
        let mut settling = JoinSet::new();
        while let Some(first) = incoming.recv().await {
            let mut together = vec![first];
            let permit = Arc::clone(&at_once).acquire_owned().await;
            while together.len() < SETTLED_TOGETHER
                && let Ok(more) = incoming.try_recv()
            {
                together.push(more);
            }
            if together.len() > 1 && together.len() < ENOUGH {
                tokio::time::sleep(GATHER_RESULTS).await;
                while together.len() < SETTLED_TOGETHER
                    && let Ok(more) = incoming.try_recv()
                {
                    together.push(more);
                }
            }
            let engine = self.clone();
            settling.spawn(async move {
                if let Err(error) = engine.clone().settle(together).await {
                    tracing::warn!(%error, "notices could not be settled; they go again when their leases have run out");
                    tokio::time::sleep(AFTER_ERROR).await;
                    engine.inner.door.look();
                }
                drop(permit);
            });
            while settling.try_join_next().is_some() {}
        }
        while settling.join_next().await.is_some() {}
    }

    /// Writes counts, and reads what was decided about routes and words, here or elsewhere.
    async fn refresh(&self) {
        let refreshed = async {
            self.write_counts().await?;
            self.read_routes().await?;
            self.read_wording().await.map(drop)
        };
        if let Err(error) = refreshed.await {
            tracing::warn!(%error, "what was decided elsewhere could not be read, or counts not be written");
        }
    }

    /// Brings the routes up to what the database says: which are held, and what each has sent today.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn read_routes(&self) -> Result<(), EngineError> {
        let today = day(self.inner.clock.now());
        let names = self.inner.routes.names();
        let wanted = names.clone();
        let (held, sent, any_opt_outs) = self
            .inner
            .store
            .read(move |conn: &mut Conn| {
                Box::pin(async move {
                    let held = routes::held(conn).await?;
                    let mut sent = Vec::with_capacity(wanted.len());
                    for name in &wanted {
                        sent.push(routes::sent_since(conn, name.as_str(), first_minute(today)).await?);
                    }
                    Ok::<_, store::StoreError>((held, sent, store::opt_outs::any(conn).await?))
                })
            })
            .await?;
        self.inner.any_opt_outs.store(any_opt_outs, std::sync::atomic::Ordering::Release);
        for (name, sent) in names.iter().zip(sent) {
            self.inner.routes.hold(name, held.iter().any(|held| held == name.as_str()));
            self.inner.routes.set_sent_today(name, today, sent);
        }
        Ok(())
    }
}
