//! Notices to a gateway: how many a second, and how soon one is there when nothing else is to do.

use std::{fmt::Write as _, path::Path, time::Duration};

use anyhow::ensure;
use bench::client::{Draft, now, number, seal};
use tokio::time::Instant;

use super::{
    Database, body,
    instance::{Instance, rng},
    say,
    sinks::{Protocol, Sink},
    timing::{Times, at_least, at_most, float, grouped, millis, per_second},
};

/// Notices that are due at the same moment.
const NOTICES: u32 = 20_000;
/// As many as one message can have.
const RECIPIENTS: u32 = 100;
/// How long it takes at most to hand all of them in.
const AHEAD: Duration = Duration::from_secs(20);
const BUDGET: f64 = 2_000.0;
/// Messages sent one at a time.
const ALONE: u32 = 200;
const DOOR_MILLIS: f64 = 20.0;
const LONGEST: Duration = Duration::from_secs(120);

/// What one gateway on one database made of it.
struct Figures {
    database: &'static str,
    protocol: Protocol,
    elapsed: Duration,
    from_answer: Times,
    from_request: Times,
}

pub(crate) async fn measure(program: &Path, databases: &[Database]) -> anyhow::Result<String> {
    let mut figures = Vec::new();
    for database in databases {
        for protocol in Protocol::ALL {
            say(&format!("{}, texts over {}", database.name(), protocol.name()));
            figures.push(one(program, database, protocol).await?);
        }
    }
    Ok(table(&figures))
}

async fn one(program: &Path, database: &Database, protocol: Protocol) -> anyhow::Result<Figures> {
    let sink = Sink::open(protocol).await?;
    let mut instance = Instance::start_with(program, database, &sink.settings()).await?;
    let (from_answer, from_request) = alone(&mut instance, &sink).await?;
    let all = together(&mut instance, &sink).await;
    let elapsed = all.map_err(|error| instance.explain(error))?;
    instance.service.stop()?;
    Ok(Figures { database: database.name(), protocol, elapsed, from_answer, from_request })
}

/// From the answer to a submission, which comes after the commit, until its notice is at the gateway; and the same from
/// the request on.
async fn alone(instance: &mut Instance, sink: &Sink) -> anyhow::Result<(Times, Times)> {
    let (mut from_answer, mut from_request) = (Vec::new(), Vec::new());
    let body = body();
    for rank in 0..ALONE {
        let draft = Draft { subject: "Your results", body: &body };
        let mut random = rng(rank.into());
        let sealed = instance.sender.seal(&[number(rank)], draft, now(), &mut random).await?;
        let before = sink.count();
        let asked = Instant::now();
        instance.sender.submit(&sealed).await?;
        let answered = Instant::now();
        wait(sink, before + 1).await?;
        let came = sink.came()[before];
        from_answer.push(came.saturating_duration_since(answered));
        from_request.push(came.saturating_duration_since(asked));
        // Nothing is left to do when the next one comes.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    instance.drained().await?;
    Ok((from_answer.into_iter().collect(), from_request.into_iter().collect()))
}

/// From the first notice at the gateway until the last, of many that become due together.
async fn together(instance: &mut Instance, sink: &Sink) -> anyhow::Result<Duration> {
    let phones: Vec<_> = (0..NOTICES).map(number).collect();
    let keys = instance.sender.keys_for(&phones).await?;
    let not_before = now() + AHEAD;
    let body = body();
    for (seed, keys) in (1_000..).zip(keys.chunks(usize::try_from(RECIPIENTS)?)) {
        let draft = Draft { subject: "Your results", body: &body };
        let mut sealed = seal(draft, instance.sender.key(), keys, None, now(), &mut rng(seed))?;
        sealed.not_before = Some(not_before);
        instance.sender.submit(&sealed).await?;
    }
    ensure!(now() < not_before, "the messages were not handed in before they were due");
    sink.forget();
    let count = usize::try_from(NOTICES)?;
    wait(sink, count).await?;
    instance.drained().await?;
    let came = sink.came();
    ensure!(came.len() == count, "{} texts came, {count} were due", came.len());
    Ok(came.last().copied().unwrap_or_else(Instant::now).saturating_duration_since(came[0]))
}

async fn wait(sink: &Sink, count: usize) -> anyhow::Result<()> {
    let deadline = Instant::now() + AHEAD + LONGEST;
    while sink.count() < count {
        ensure!(Instant::now() < deadline, "{} of {count} texts came", sink.count());
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    Ok(())
}

fn table(figures: &[Figures]) -> String {
    let mut text = format!(
        "## Texts\n\n{} notices that become due together, over a gateway on the same machine that takes each at once \
         (aim: 2,000 a second); and one at a time while nothing else is to do, from the answer to the submission until \
         its notice is at the gateway (aim: 20 ms at the median).\n\n\
         | database | gateway | notices a second | aim | p50 | p99 | aim | p50 from the request on |\n\
         |---|---|--:|---|--:|--:|---|--:|\n",
        grouped(NOTICES.into())
    );
    for Figures { database, protocol, elapsed, from_answer, from_request } in figures {
        let rate = per_second(usize::try_from(NOTICES).unwrap_or(usize::MAX), *elapsed);
        let median = from_answer.percentile(50);
        writeln!(
            text,
            "| {database} | {} | {} | {} | {} | {} | {} | {} |",
            protocol.name(),
            grouped(rate),
            at_least(float(rate), BUDGET),
            millis(median),
            millis(from_answer.percentile(99)),
            at_most(median.as_secs_f64() * 1_000.0, DOOR_MILLIS),
            millis(from_request.percentile(50)),
        )
        .expect("a string takes all");
    }
    text
}
