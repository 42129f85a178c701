//! Measures a release build against its budgets, and prints Markdown for `docs/performance.md`.

mod measure;

use std::{
    io::{self, Write as _},
    path::PathBuf,
    time::Duration,
};

use anyhow::ensure;
use clap::{Parser, ValueEnum};
use measure::{Database, enumeration, first_response, load, machine, mail, memory, process, texts, weights};

/// Measures the release build of narwhal.
#[derive(Debug, Parser)]
struct Cli {
    /// What to measure.
    #[arg(value_enum, default_value = "all")]
    sections: Vec<Section>,
    /// A PostgreSQL server to measure on, whose databases are durable; also from NARWHAL_TEST_POSTGRES_URL.
    #[arg(long)]
    postgres: Option<String>,
    /// How many seconds each load lasts at most.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// How often each question is asked about each kind of number.
    #[arg(long, default_value_t = 2_000)]
    requests: usize,
    /// The program to measure.
    #[arg(long, default_value = "target/release/narwhal")]
    program: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Section {
    /// Everything.
    All,
    /// Submissions accepted per second.
    Http,
    /// Mails accepted per second, and how many times Postfix that is.
    Mail,
    /// Notices to a gateway, and how soon one is there.
    Texts,
    /// The page of a live session.
    FirstResponse,
    /// Whether kinds of numbers can be told apart by how long answers take.
    Enumeration,
    /// Resident memory, idle and under load.
    Memory,
    /// What a phone downloads.
    Weights,
}

/// One thread: on a small machine every other one would be taken from the service.
#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    process::raise_open_files()?;
    ensure!(cli.program.is_file(), "{} is not there. Build it: scripts/build", cli.program.display());
    let program = cli.program.canonicalize()?;
    let wants = |section| cli.sections.iter().any(|wanted| [Section::All, section].contains(wanted));
    print(&machine::describe()?)?;
    if wants(Section::Weights) {
        print(&weights::measure()?)?;
    }
    if wants(Section::FirstResponse) {
        print(&first_response::measure(&program).await?)?;
    }
    if wants(Section::Enumeration) {
        print(&enumeration::measure(&program, &databases(&cli), cli.requests).await?)?;
    }
    if wants(Section::Http) || wants(Section::Memory) {
        let connections: &[usize] = if wants(Section::Http) { &[1, 10, 50, 100] } else { &[50] };
        let mut loads = Vec::new();
        for database in databases(&cli) {
            loads.push(
                load::measure(&program, &database, connections, Duration::from_secs(cli.seconds)).await?,
            );
        }
        if wants(Section::Http) {
            print(&load::table(&loads))?;
        }
        if wants(Section::Memory) {
            print(&memory::table(&loads))?;
        }
    }
    if wants(Section::Texts) {
        print(&texts::measure(&program, &databases(&cli)).await?)?;
    }
    if wants(Section::Mail) {
        print(&mail::measure(&program, &databases(&cli)).await?)?;
    }
    Ok(())
}

fn databases(cli: &Cli) -> Vec<Database> {
    let given = cli.postgres.clone().or_else(|| std::env::var("NARWHAL_TEST_POSTGRES_URL").ok());
    [Database::Sqlite].into_iter().chain(given.map(Database::Postgres)).collect()
}

fn print(markdown: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{markdown}")
}
