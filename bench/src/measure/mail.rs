//! Mails accepted durably per second, against Postfix's own `smtpd` on the same machine, in the same run.
//!
//! Both get the same load, from Postfix's `smtp-source`: over connections that are kept, as a mail server's are, and over a
//! new one for each mail, as a person's mail program's. That program cannot sign in, so for Narwhal a go-between in this
//! process does, and then passes on what either side says, at Narwhal's cost. Postfix gets its mails directly, writes
//! each to its queue, and discards it from there.

mod client;
mod idle;
mod postfix;
mod proxy;

use std::{
    fmt,
    fmt::Write as _,
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, ensure};
use tokio::time::Instant;

use self::{postfix::Postfix, proxy::Proxy};
use super::{
    Database,
    instance::{EMAIL, Instance},
    load::Peak,
    say,
    timing::{grouped, per_second},
};

const MAILS: usize = 10_000;
const BYTES: u64 = 2_000;
const LOADS: [Load; 4] = [
    Load { connections: 1, kept: true },
    Load { connections: 10, kept: true },
    Load { connections: 50, kept: true },
    Load { connections: 50, kept: false },
];
const BUDGET: f64 = 2.0;
const AIM: f64 = 4.0;
const TO: &str = "2114367789@secure.text";

/// How the mails come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Load {
    /// How many at once.
    connections: usize,
    /// Whether they stay for the next mail.
    kept: bool,
}

/// What one server made of the load.
struct Row {
    server: String,
    load: Load,
    elapsed: Duration,
    peak_kib: Option<u64>,
    /// How many times as fast as Postfix.
    ratio: Option<f64>,
}

/// Measures all of them, and compares. The servers take turns, so that a machine that is busier for a while is so for
/// all of them.
pub(crate) async fn measure(program: &Path, databases: &[Database]) -> anyhow::Result<String> {
    let mut rows = Vec::new();
    let postfix = Postfix::start()?;
    for load in LOADS {
        let mut turns: Vec<Vec<(Duration, Option<u64>)>> = vec![Vec::new(); databases.len() + 1];
        for _ in 0..load.turns() {
            say(&format!("Postfix, {load}"));
            let elapsed = send(postfix.address(), "to@bench.test", "from@bench.test", load).await?;
            turns[0].push((elapsed, None));
            for (database, turns) in databases.iter().zip(&mut turns[1..]) {
                say(&format!("mail on {}, {load}", database.name()));
                let (elapsed, peak) = narwhal(program, database, load).await?;
                turns.push((elapsed, Some(peak)));
            }
        }
        let mut medians = turns.iter_mut().map(|turns| median(turns));
        let of_postfix = medians.next().map(|(elapsed, _)| elapsed).context("Postfix had no turn")?;
        rows.push(Row { server: "Postfix".into(), load, elapsed: of_postfix, peak_kib: None, ratio: None });
        for (database, (elapsed, peak_kib)) in databases.iter().zip(medians) {
            let ratio = Some(of_postfix.as_secs_f64() / elapsed.as_secs_f64());
            rows.push(Row {
                server: format!("Narwhal, {}", database.name()),
                load,
                elapsed,
                peak_kib,
                ratio,
            });
        }
    }
    postfix.stop()?;
    let mut beside_idle = Vec::new();
    for database in databases {
        say(&format!("mail on {}, beside idle connections", database.name()));
        let served = Served::start(program, database).await?;
        beside_idle.push(idle::measure(database.name(), served.address, &served.password).await?);
        served.end().await?;
    }
    Ok(format!("{}\n{}", table(&rows)?, idle::table(&beside_idle)?))
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} connections", self.connections, if self.kept { "kept" } else { "new" })
    }
}

impl Load {
    /// How often it is measured: where it counts, more than once.
    const fn turns(self) -> usize {
        if self.connections == 50 { 3 } else { 1 }
    }
}

/// The turn that took neither the longest nor the shortest; and the most memory of all.
fn median(turns: &mut [(Duration, Option<u64>)]) -> (Duration, Option<u64>) {
    turns.sort_unstable();
    let peak = turns.iter().filter_map(|(_, peak)| *peak).max();
    (turns[turns.len() / 2].0, peak)
}

/// A running Narwhal that takes mail.
struct Served {
    instance: Instance,
    address: SocketAddr,
    password: String,
}

impl Served {
    async fn start(program: &Path, database: &Database) -> anyhow::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let settings = [("NARWHAL_SMTP_ADDR", address.to_string())];
        let instance = Instance::start_with(program, database, &settings).await?;
        let password = instance.app_password()?;
        Ok(Self { instance, address, password })
    }

    /// Waits for the notices, and stops; how many messages there are.
    async fn end(mut self) -> anyhow::Result<u64> {
        self.instance.drained().await?;
        let accepted = self.instance.messages().await?;
        self.instance.service.stop()?;
        Ok(accepted)
    }
}

async fn narwhal(program: &Path, database: &Database, load: Load) -> anyhow::Result<(Duration, u64)> {
    let mut served = Served::start(program, database).await?;
    let proxy = Proxy::start(served.address, EMAIL, &served.password).await?;
    let memory = Peak::watch(served.instance.process());
    let sent = send(proxy.address(), TO, EMAIL, load).await;
    let elapsed = sent.map_err(|error| served.instance.explain(error))?;
    served.instance.drained().await?;
    let peak = memory.end();
    let accepted = served.end().await?;
    ensure!(accepted == u64::try_from(MAILS)?, "{accepted} messages for {MAILS} mails");
    Ok((elapsed, peak))
}

/// Runs `smtp-source`, which fails when one mail is not taken.
async fn send(server: SocketAddr, to: &str, from: &str, load: Load) -> anyhow::Result<Duration> {
    let (count, length, sessions) = (MAILS.to_string(), BYTES.to_string(), load.connections.to_string());
    let mut command = Command::new("smtp-source");
    command.args(load.kept.then_some("-d"));
    command.args(["-m", &count, "-l", &length, "-s", &sessions, "-f", from, "-t", to, &server.to_string()]);
    command.stdin(Stdio::null());
    let start = Instant::now();
    let output = tokio::task::spawn_blocking(move || command.output()).await?;
    let output = output.context("smtp-source cannot be run; it comes with Postfix")?;
    ensure!(output.status.success(), "smtp-source: {}", String::from_utf8_lossy(&output.stderr));
    Ok(start.elapsed())
}

fn table(rows: &[Row]) -> anyhow::Result<String> {
    let mut text = format!(
        "## Submissions by mail\n\n{} mails of 2 kB from Postfix’s `smtp-source` to Postfix’s `smtpd` and to Narwhal \
         on the same machine in one run; each answered when it is on the disk. At 50 \
         connections each had three turns, and the median counts. Budget at 50 connections: {BUDGET} times Postfix; aim: {AIM}. Memory: 150 MB.\n\n\
         | server | connections | for | a second | times Postfix | budget | aim | highest memory |\n\
         |---|--:|---|--:|--:|---|---|--:|\n",
        grouped(u64::try_from(MAILS)?)
    );
    for row in rows {
        let verdict = |bound: f64| match row.ratio {
            Some(ratio) if row.load.connections == 50 && ratio >= bound => "met",
            Some(_) if row.load.connections == 50 => "**missed**",
            _ => "",
        };
        let ratio = row.ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
        let peak = row.peak_kib.map(|kib| format!("{} MB", kib * 1024 / 1_000_000)).unwrap_or_default();
        writeln!(
            text,
            "| {} | {} | {} | {} | {ratio} | {} | {} | {peak} |",
            row.server,
            row.load.connections,
            if row.load.kept { "all mails" } else { "one mail each" },
            grouped(per_second(MAILS, row.elapsed)),
            verdict(BUDGET),
            verdict(AIM),
        )?;
    }
    Ok(text)
}
