//! `narwhal archive`: emergency access.

mod find;
pub(crate) mod new;
mod open;

use std::{fs, path::Path};

use anyhow::Context as _;
use engine::ArchiveSearch;
use seal::{ArchiveShare, PrivateKey};
use zeroize::Zeroizing;

use super::print;
use crate::{
    cli::{Archive, ArchiveFiles},
    config::Config,
    instance::Instance,
};

/// Works on the database directly, whether or not the service runs.
pub(crate) async fn run(config: Config, command: Archive) -> anyhow::Result<()> {
    if let Archive::Check { files } = &command {
        return Ok(print(&check(&config, files)?)?);
    }
    let instance = Instance::for_command(&config).await?;
    let done = carry_out(&instance, command).await;
    instance.store.close().await;
    Ok(print(&done?)?)
}

async fn carry_out(instance: &Instance, command: Archive) -> anyhow::Result<String> {
    match command {
        Archive::Find { sender, to, since } => {
            let whose = sender.map(ArchiveSearch::Sender).or(to.map(ArchiveSearch::To));
            let whose = whose.context("give --sender or --to")?;
            find::run(&instance.engine, &whose, since).await
        }
        Archive::Open { files, reason, message, out } => {
            open::run(&instance.engine, &private_key(&files)?, &reason, message, &out).await
        }
        Archive::New { .. } | Archive::Check { .. } => unreachable!("handled above, without a database"),
    }
}

/// Says which archive key the files make, and whether it is the configured one.
fn check(config: &Config, files: &ArchiveFiles) -> anyhow::Result<String> {
    let id = private_key(files)?.id();
    Ok(match &config.archive_key {
        Some(configured) if configured.id() == id => {
            format!("They make archive key {id}, to which messages are sealed now.\n")
        }
        Some(configured) => format!(
            "They make archive key {id}. Messages are sealed to another one now: {}. Those that were sealed to \
             {id} it still opens.\n",
            configured.id()
        ),
        None => format!("They make archive key {id}. No archive key is configured here.\n"),
    })
}

/// The private key that the files make. In memory only, and erased when it is dropped.
fn private_key(files: &ArchiveFiles) -> anyhow::Result<PrivateKey> {
    let shares = files.paths().map(|path| read(path)).collect::<anyhow::Result<Vec<_>>>()?;
    Ok(ArchiveShare::join(&shares)?)
}

fn read(path: &Path) -> anyhow::Result<ArchiveShare> {
    let text = fs::read_to_string(path).map(Zeroizing::new);
    let text = text.with_context(|| format!("cannot read {}", path.display()))?;
    ArchiveShare::parse(&text).with_context(|| path.display().to_string())
}
