//! Submissions accepted durably per second.

use std::{
    fmt::Write as _,
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use anyhow::ensure;
use bench::client::{Draft, Sender, now, number, seal};
use domain::{DeliveryState, KeyForRecipient, MessageId};
use hyper::body::Bytes;
use seal::PublicKey;
use tokio::{
    task::{JoinHandle, JoinSet},
    time::Instant,
};

use super::{
    Database, body,
    instance::{Instance, rng},
    process::Process,
    say,
    timing::{Times, at_least, float, grouped, millis, per_second},
};

const BUDGET: f64 = 2_000.0;
const AIM: f64 = 5_000.0;
/// More messages than any of the machines that this is for takes in a second: prepared, not sent.
const PREPARED_PER_SECOND: u64 = 6_000;
const PREPARED_PER_SECOND_ALONE: u64 = 2_000;
const SAMPLE_EVERY: Duration = Duration::from_millis(50);

/// What one database made of the load.
pub(crate) struct Load {
    pub(super) database: &'static str,
    pub(super) idle_kib: u64,
    pub(super) levels: Vec<Level>,
}

/// The load of so many connections.
pub(super) struct Level {
    pub(super) connections: usize,
    times: Times,
    elapsed: Duration,
    pub(super) peak_kib: u64,
    service: f64,
    generator: f64,
    /// From the first submission until the last notice was delivered.
    until_drained: Duration,
}

/// Sealed messages as JSON, taken one by one.
struct Prepared {
    bodies: Vec<Bytes>,
    next: AtomicUsize,
}

/// What was accepted, and how long each took.
type Accepted = Vec<(MessageId, Duration)>;

pub(crate) async fn measure(
    program: &Path,
    database: &Database,
    connections: &[usize],
    time: Duration,
) -> anyhow::Result<Load> {
    let mut instance = Instance::start(program, database).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let idle_kib = instance.process().resident_kib()?;
    let mut ranks = 0;
    let warm_up = prepare(&mut instance, &mut ranks, 500).await?;
    run(&instance.sender, instance.address(), &warm_up, 10, time).await?;
    instance.drained().await?;
    let mut levels = Vec::new();
    for &connections in connections {
        say(&format!("{}, {connections} connections", database.name()));
        let rate = if connections == 1 { PREPARED_PER_SECOND_ALONE } else { PREPARED_PER_SECOND };
        let prepared = prepare(&mut instance, &mut ranks, rate * time.as_secs()).await?;
        let level = level(&mut instance, &prepared, connections, time).await;
        levels.push(level.map_err(|error| instance.explain(error))?);
    }
    instance.service.stop()?;
    Ok(Load { database: database.name(), idle_kib, levels })
}

/// Seals messages, each to a number of its own, on every processor.
async fn prepare(instance: &mut Instance, ranks: &mut u32, count: u64) -> anyhow::Result<Arc<Prepared>> {
    let count = u32::try_from(count)?;
    let phones: Vec<_> = (*ranks..*ranks + count).map(number).collect();
    let seed = u64::from(*ranks);
    *ranks += count;
    let keys = instance.sender.keys_for(&phones).await?;
    let threads = thread::available_parallelism()?.get();
    let own = instance.sender.key();
    let parts: anyhow::Result<Vec<Vec<Bytes>>> = thread::scope(|scope| {
        let chunks = (seed..).step_by(1_000_000_007).zip(keys.chunks(keys.len().div_ceil(threads)));
        let running: Vec<_> =
            chunks.map(|(seed, keys)| scope.spawn(move || seal_all(keys, own, seed))).collect();
        running.into_iter().map(|part| part.join().expect("sealing does not panic")).collect()
    });
    Ok(Arc::new(Prepared { bodies: parts?.concat(), next: AtomicUsize::new(0) }))
}

fn seal_all(keys: &[KeyForRecipient], own: &PublicKey, seed: u64) -> anyhow::Result<Vec<Bytes>> {
    let (mut rng, body) = (rng(seed), body());
    let mut sealed = Vec::with_capacity(keys.len());
    for to in keys {
        let draft = Draft { subject: "Your results", body: &body };
        let submission = seal(draft, own, std::slice::from_ref(to), None, now(), &mut rng)?;
        sealed.push(serde_json::to_vec(&serde_json::json!({ "submission": submission }))?.into());
    }
    Ok(sealed)
}

async fn level(
    instance: &mut Instance,
    prepared: &Arc<Prepared>,
    connections: usize,
    time: Duration,
) -> anyhow::Result<Level> {
    let (service, generator) = (instance.process(), Process(std::process::id()));
    let before = (service.processor_time()?, generator.processor_time()?);
    let memory = Peak::watch(service);
    let start = Instant::now();
    let accepted = run(&instance.sender, instance.address(), prepared, connections, time).await?;
    let elapsed = start.elapsed();
    let after = (service.processor_time()?, generator.processor_time()?);
    instance.drained().await?;
    let until_drained = start.elapsed();
    let peak_kib = memory.end();
    check_delivered(&mut instance.sender, &accepted).await?;
    let cores = |before: Duration, after: Duration| (after - before).as_secs_f64() / elapsed.as_secs_f64();
    Ok(Level {
        connections,
        times: accepted.into_iter().map(|(_, time)| time).collect(),
        elapsed,
        peak_kib,
        service: cores(before.0, after.0),
        generator: cores(before.1, after.1),
        until_drained,
    })
}

/// Submits on so many connections until nothing is left or the time is over.
async fn run(
    sender: &Sender,
    address: SocketAddr,
    prepared: &Arc<Prepared>,
    connections: usize,
    time: Duration,
) -> anyhow::Result<Accepted> {
    let deadline = Instant::now() + time;
    let mut tabs = JoinSet::new();
    for _ in 0..connections {
        tabs.spawn(submit_all(sender.tab(address), Arc::clone(prepared), deadline));
    }
    let mut accepted = Vec::new();
    while let Some(tab) = tabs.join_next().await {
        accepted.extend(tab??);
    }
    Ok(accepted)
}

async fn submit_all(mut tab: Sender, prepared: Arc<Prepared>, deadline: Instant) -> anyhow::Result<Accepted> {
    let mut accepted = Vec::new();
    while Instant::now() < deadline
        && let Some(body) = prepared.bodies.get(prepared.next.fetch_add(1, Ordering::Relaxed))
    {
        let start = Instant::now();
        let id = tab.browser.call_with("submit", body.clone()).await?;
        accepted.push((id, start.elapsed()));
    }
    Ok(accepted)
}

/// A figure counts only when what was accepted is there and has been delivered.
async fn check_delivered(sender: &mut Sender, accepted: &Accepted) -> anyhow::Result<()> {
    let ids: Vec<_> = accepted.iter().map(|(id, _)| *id).collect();
    let statuses = sender.statuses(&ids).await?;
    let delivered = statuses.iter().filter(|status| status.state == DeliveryState::Delivered).count();
    ensure!(delivered == ids.len(), "{} were accepted, {delivered} delivered", ids.len());
    Ok(())
}

/// Watches a process's memory.
pub(super) struct Peak {
    kib: Arc<AtomicU64>,
    watching: JoinHandle<()>,
}

impl Peak {
    pub(super) fn watch(process: Process) -> Self {
        let kib = Arc::new(AtomicU64::new(0));
        let seen = Arc::clone(&kib);
        let watching = tokio::spawn(async move {
            while let Ok(now) = process.resident_kib() {
                seen.fetch_max(now, Ordering::Relaxed);
                tokio::time::sleep(SAMPLE_EVERY).await;
            }
        });
        Self { kib, watching }
    }

    pub(super) fn end(self) -> u64 {
        self.watching.abort();
        self.kib.load(Ordering::Relaxed)
    }
}

/// The table for `docs/performance.md`.
pub(crate) fn table(loads: &[Load]) -> String {
    let mut text = String::from(
        "## Submissions over HTTP\n\nSealed messages of 2 kB, each to a number of its own, answered when they are on the \
         disk; the notices go out at the same time. The generator shares the machine, and so does PostgreSQL. \
         Budget: 2,000 a second; aim: 5,000.\n\n\
         | database | connections | accepted | a second | budget | aim | p50 | p99 | cores: service | cores: generator | \
         notices a second |\n|---|--:|--:|--:|---|---|--:|--:|--:|--:|--:|\n",
    );
    for load in loads {
        for level in &load.levels {
            writeln!(text, "| {} | {} |", load.database, level.row()).expect("a string takes all");
        }
    }
    text
}

impl Level {
    fn row(&self) -> String {
        let count = self.times.len();
        let rate = per_second(count, self.elapsed);
        [
            self.connections.to_string(),
            grouped(u64::try_from(count).unwrap_or(u64::MAX)),
            grouped(rate),
            at_least(float(rate), BUDGET),
            at_least(float(rate), AIM),
            millis(self.times.percentile(50)),
            millis(self.times.percentile(99)),
            format!("{:.2}", self.service),
            format!("{:.2}", self.generator),
            grouped(per_second(count, self.until_drained)),
        ]
        .join(" | ")
    }
}
