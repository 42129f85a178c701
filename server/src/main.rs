//! `narwhal`: the service and its command line.

mod cli;
mod commands;
mod config;
mod gateways;
mod greeting;
mod instance;
mod listen;
mod lock;
mod logging;
mod mail;
mod master_key;
mod open_files;
mod signals;
mod tls;
mod web;

use std::{
    env,
    io::{self, Write as _},
    process::ExitCode,
};

use clap::Parser as _;
use cli::{Archive, Cli, Command};
use config::{Config, Variables};

/// A hundred senders at once leave the system's own allocator holding twice as much memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            // Nobody is left to tell when stderr is closed.
            let _ = writeln!(io::stderr(), "narwhal: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let config = Config::load(cli.config.as_deref(), variables());
    if let Command::Doctor = cli.command {
        return runtime()?.block_on(commands::doctor::run(config));
    }
    // On a machine that is no server, and has no settings.
    if let Command::Archive(Archive::New { out_a, out_b, offline }) = &cli.command {
        commands::archive::new::run([out_a, out_b, offline].map(Option::as_deref))?;
        return Ok(ExitCode::SUCCESS);
    }
    let config = config?;
    logging::start(&config.log)?;
    runtime()?.block_on(async {
        match cli.command {
            Command::Serve { no_migrate } => commands::serve::run(config, no_migrate).await,
            Command::Migrate => commands::migrate::run(config).await,
            Command::Archive(command) => commands::archive::run(config, command).await,
            Command::AppPassword(command) => commands::app_password::run(config, command).await,
            Command::Sms(command) => commands::sms::run(config, command).await,
            Command::User(user) => commands::user::run(config, user).await,
            Command::Doctor => unreachable!("handled above, since it needs no valid configuration"),
        }
    })?;
    Ok(ExitCode::SUCCESS)
}

fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}

/// The environment. Bytes that are no text cannot be a setting of ours, except a wrong one, which they stay.
fn variables() -> Variables {
    let lossy = |text: std::ffi::OsString| text.to_string_lossy().into_owned();
    env::vars_os().map(|(name, value)| (lossy(name), lossy(value).into())).collect()
}
