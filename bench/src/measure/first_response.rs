//! The page of a live session: how large its first response is, and how soon it is there.

use std::{fmt::Write as _, path::Path};

use anyhow::{Context as _, ensure};
use bench::client::{Answer, Browser, Draft, claim, now, number};
use seal::Locator;
use tokio::time::Instant;

use super::{
    Database, body,
    instance::{Instance, rng},
    say,
    timing::{Times, at_most, float, millis},
};

const REQUESTS: usize = 1_000;
const BYTES: f64 = 20_000.0;
const MILLIS: f64 = 5.0;
/// As many as the list under a message shows.
const LISTED: u64 = 50;
const PASSWORD: &str = "otter-in-the-blue-bay";
const TEXT: &str = "Your results are in";

/// One kind of page.
struct Page {
    name: &'static str,
    bytes: usize,
    times: Times,
    /// Whether it is the one that has a budget.
    budgeted: bool,
}

pub(crate) async fn measure(program: &Path) -> anyhow::Result<String> {
    let mut instance = Instance::start(program, &Database::Sqlite).await?;
    let link = send(&mut instance, 1).await?;
    let mut stranger = Browser::new(instance.address());
    let mut pages = vec![fetch(&mut stranger, &link, "first visit", false).await?];
    let mut owner = Browser::new(instance.address());
    claim(&mut owner, &link, PASSWORD, &mut rng(2)).await?;
    pages.push(fetch(&mut stranger, &link, "returning", false).await?);
    pages.push(fetch(&mut owner, &link, "live session", true).await?);
    send(&mut instance, LISTED - 1).await?;
    pages.push(fetch(&mut owner, &link, "live session, 49 other messages", true).await?);
    instance.service.stop()?;
    Ok(table(&pages))
}

/// Sends messages to one person, and hands out the newest link.
async fn send(instance: &mut Instance, count: u64) -> anyhow::Result<Locator> {
    let (body, to) = (body(), number(0));
    for seed in 0..count {
        let draft = Draft { subject: "Your results", body: &body };
        let sealed = instance.sender.seal(std::slice::from_ref(&to), draft, now(), &mut rng(seed)).await?;
        instance.sender.submit(&sealed).await?;
    }
    instance.drained().await?;
    let texts = instance.sender.browser.texts(&to).await?;
    texts.first().and_then(|text| text.locator()).context("there is no text with a link")
}

async fn fetch(
    browser: &mut Browser,
    link: &Locator,
    name: &'static str,
    opens: bool,
) -> anyhow::Result<Page> {
    say(name);
    let path = format!("/m/{link}");
    let (mut times, mut bytes) = (Vec::with_capacity(REQUESTS), 0);
    for _ in 0..REQUESTS {
        let start = Instant::now();
        let answer = browser.get(&path).await?;
        times.push(start.elapsed());
        ensure!(answer.status.is_success(), "{name}: {}", answer.status);
        let shown = String::from_utf8_lossy(&answer.body).contains(TEXT);
        ensure!(shown == opens, "{name}: the message is{} in the page", if shown { "" } else { " not" });
        bytes = size(&answer);
    }
    Ok(Page { name, bytes, times: times.into_iter().collect(), budgeted: opens })
}

/// Head and body, as sent.
fn size(answer: &Answer) -> usize {
    let line = "HTTP/1.1 200 OK\r\n\r\n".len();
    let headers: usize =
        answer.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    line + headers + answer.body.len()
}

fn table(pages: &[Page]) -> String {
    let mut text = String::from(
        "## First response\n\nA link with a message of 2 kB, on SQLite, 1,000 requests one after the other on one \
         connection. Bytes are those of the first response, head and body, not compressed; times are from the request's \
         first byte to the response's last, as the client on the same machine sees them. Budget: 20 kB, and 5 ms at the \
         median.\n\n| page | bytes | budget | p50 | budget | p99 |\n|---|--:|---|--:|---|--:|\n",
    );
    for page in pages {
        let bytes = float(u64::try_from(page.bytes).unwrap_or(u64::MAX));
        let median = page.times.percentile(50);
        let verdict = |met: String| if page.budgeted { met } else { "none".into() };
        writeln!(
            text,
            "| {} | {:.1} kB | {} | {} | {} | {} |",
            page.name,
            bytes / 1_000.0,
            verdict(at_most(bytes, BYTES)),
            millis(median),
            verdict(at_most(median.as_secs_f64() * 1_000.0, MILLIS)),
            millis(page.times.percentile(99)),
        )
        .expect("a string takes all");
    }
    text
}
