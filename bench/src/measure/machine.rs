//! What it was measured on.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
    process::Command,
    thread,
};

use tokio::time::Instant;

use super::timing::{Times, millis};

/// How often the disk is asked to sync.
const SYNCS: usize = 200;

/// The facts that figures depend on.
pub(crate) fn describe() -> io::Result<String> {
    let cores = thread::available_parallelism()?;
    let model = field("/proc/cpuinfo", "model name")?;
    let memory: u64 = field("/proc/meminfo", "MemTotal")?.trim_end_matches(" kB").parse().unwrap_or_default();
    let memory = memory / 1_048_576;
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease")?;
    let folder = tempfile::tempdir()?;
    let (filesystem, sync) = (filesystem(folder.path())?, sync_times(folder.path())?);
    Ok(format!(
        "## Machine\n\n| | |\n|---|---|\n| processor | {model}, {cores} cores |\n| memory | {memory} GiB |\n\
         | kernel | Linux {} |\n| data on | {filesystem}; writing 4 kB and fdatasync: p50 {}, p99 {} |\n\
         | compiler | {} |\n",
        kernel.trim(),
        millis(sync.percentile(50)),
        millis(sync.percentile(99)),
        compiler(),
    ))
}

fn field(file: &str, name: &str) -> io::Result<String> {
    let text = fs::read_to_string(file)?;
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix(':'));
    Ok(value.unwrap_or("unknown").trim().to_owned())
}

/// The kind of file system that a folder is on: that of the longest mount point above it.
fn filesystem(folder: &Path) -> io::Result<String> {
    let mounts = fs::read_to_string("/proc/mounts")?;
    let above = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        let (point, kind) = (words.next()?, words.next()?);
        folder.starts_with(point).then(|| (point.len(), kind.to_owned()))
    });
    Ok(above.max().map_or_else(|| "unknown".into(), |(_, kind)| kind))
}

/// How long the disk takes to keep something: what every commit waits for.
fn sync_times(folder: &Path) -> io::Result<Times> {
    let mut file = File::create(folder.join("sync"))?;
    let mut times = Vec::with_capacity(SYNCS);
    for _ in 0..SYNCS {
        let start = Instant::now();
        file.write_all(&[7; 4_096])?;
        file.sync_data()?;
        times.push(start.elapsed());
    }
    Ok(times.into_iter().collect())
}

fn compiler() -> String {
    let output =
        Command::new("rustc").arg("--version").output().ok().filter(|output| output.status.success());
    output
        .map_or_else(|| "unknown".into(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
