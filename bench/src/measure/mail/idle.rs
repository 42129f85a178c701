//! What good clients notice of a thousand connections that only sit there.

use std::{fmt::Write as _, net::SocketAddr, time::Duration};

use anyhow::Context as _;
use tokio::{task::JoinSet, time::Instant};

use super::{
    super::timing::{Times, at_most, millis},
    TO,
    client::Client,
};
use crate::measure::instance::EMAIL;

const IDLE: usize = 1_000;
const CLIENTS: usize = 10;
const MAILS_OF_EACH: usize = 200;
/// How many times as long the slowest of a hundred may take.
const BUDGET: f64 = 2.0;

/// How long good clients' mails take, from connecting to the last answer.
pub(super) struct Idle {
    database: String,
    alone: Times,
    crowded: Times,
}

/// Measures with nobody else there, and then with the idle ones.
pub(super) async fn measure(database: &str, server: SocketAddr, password: &str) -> anyhow::Result<Idle> {
    // The first mails find nothing prepared.
    good_clients(server, password).await?;
    let alone = good_clients(server, password).await?;
    let mut idle = Vec::with_capacity(IDLE);
    for _ in 0..IDLE {
        idle.push(Client::connect(server).await.context("an idle connection was refused")?);
    }
    let crowded = good_clients(server, password).await?;
    Ok(Idle { database: database.to_owned(), alone, crowded })
}

async fn good_clients(server: SocketAddr, password: &str) -> anyhow::Result<Times> {
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let password = password.to_owned();
        clients.spawn(async move {
            let mut times = Vec::with_capacity(MAILS_OF_EACH);
            for _ in 0..MAILS_OF_EACH {
                times.push(one_mail(server, &password).await?);
            }
            anyhow::Ok(times)
        });
    }
    let mut times = Vec::with_capacity(CLIENTS * MAILS_OF_EACH);
    while let Some(of_one) = clients.join_next().await {
        times.append(&mut of_one??);
    }
    Ok(times.into_iter().collect())
}

async fn one_mail(server: SocketAddr, password: &str) -> anyhow::Result<Duration> {
    let text = "Your results are in. Call us between nine and five, on any day.\r\n".repeat(31);
    let start = Instant::now();
    let mut client = Client::connect(server).await?;
    client.sign_in(EMAIL, password).await?;
    client.send(EMAIL, TO, &text).await?;
    Ok(start.elapsed())
}

/// A table of all.
pub(super) fn table(rows: &[Idle]) -> anyhow::Result<String> {
    let mut text = format!(
        "### Beside {IDLE} idle connections\n\n\
         {CLIENTS} clients, each with {MAILS_OF_EACH} mails of 2 kB one after the other, a connection and a sign-in for \
         each: from connecting to the last answer. Budget: the 99th percentile at most doubles.\n\n\
         | database | p50 alone | p99 alone | p50 beside them | p99 beside them | times | budget |\n\
         |---|--:|--:|--:|--:|--:|---|\n"
    );
    for Idle { database, alone, crowded } in rows {
        let times =
            crowded.percentile(99).as_secs_f64() / alone.percentile(99).as_secs_f64().max(f64::EPSILON);
        writeln!(
            text,
            "| {database} | {} | {} | {} | {} | {times:.2} | {} |",
            millis(alone.percentile(50)),
            millis(alone.percentile(99)),
            millis(crowded.percentile(50)),
            millis(crowded.percentile(99)),
            at_most(times, BUDGET),
        )?;
    }
    Ok(text)
}
