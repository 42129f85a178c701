//! The work that no request waits for.

use std::time::Duration;

use engine::Engine;

use tokio::{
    sync::watch,
    task::{Id, JoinError, JoinSet},
};

use crate::gateways::{Carriers, Gateways};

/// How long workers may take to settle what they have begun.
const FINISH: Duration = Duration::from_secs(10);

/// The running workers.
pub(super) struct Workers {
    tasks: JoinSet<&'static str>,
    names: Vec<(Id, &'static str)>,
}

impl Workers {
    /// Starts all of them.
    pub(super) fn start(engine: &Engine, told: Carriers, stopped: watch::Receiver<bool>) -> Self {
        let mut workers = Self { tasks: JoinSet::new(), names: Vec::new() };
        let (outbox, reports, retention) = (engine.clone(), engine.clone(), engine.clone());
        let (at_the_end, for_reports) = (stopped.clone(), stopped.clone());
        workers.spawn("outbox", async move { outbox.run_outbox(at_the_end).await });
        workers.spawn("reports", async move { reports.run_reports(for_reports).await });
        let replies = engine.clone();
        let for_replies = stopped.clone();
        workers.spawn("replies", async move { replies.run_replies(for_replies).await });
        let carriers = Gateways::listen(told, engine.clone(), stopped.clone());
        workers.spawn("carriers", carriers);
        workers.spawn("retention", async move { retention.run_retention(stopped).await });
        workers
    }

    /// Waits for one that ends by itself, which none should: a worker that panicked has to be seen, not missed.
    pub(super) async fn first_to_end(&mut self) -> &'static str {
        match self.tasks.join_next().await {
            Some(ended) => self.name(ended),
            None => "workers",
        }
    }

    /// Waits for all of them, once they have been told to stop.
    pub(super) async fn finish(mut self) {
        let all = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(FINISH, all).await.is_err() {
            tracing::warn!("a worker did not stop in time; its leases expire by themselves");
        }
    }

    fn spawn(&mut self, name: &'static str, work: impl Future<Output = ()> + Send + 'static) {
        let task = self.tasks.spawn(async move {
            work.await;
            name
        });
        self.names.push((task.id(), name));
    }

    fn name(&self, ended: Result<&'static str, JoinError>) -> &'static str {
        ended.unwrap_or_else(|error| {
            let found = self.names.iter().find(|(id, _)| *id == error.id());
            found.map_or("worker", |(_, name)| name)
        })
    }
}
