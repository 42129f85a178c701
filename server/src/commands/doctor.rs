//! `narwhal doctor`: checks the set-up, changes nothing, and says what to fix.

mod archive;
mod database;
mod factors;
mod files;
mod gateways;
mod mail;
mod network;
mod sims;

use std::{fmt, process::ExitCode};

use super::print;
use crate::config::{Config, ConfigError};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Ok,
    Warn,
    Fail,
}

/// The outcome of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    level: Level,
    /// What was checked.
    subject: &'static str,
    /// What was found, and what to do about it.
    text: String,
}

/// Prints a line per check. The exit code is 1 when something has to be fixed.
pub(crate) async fn run(config: Result<Config, ConfigError>) -> anyhow::Result<ExitCode> {
    let findings = match config {
        Err(error) => vec![Finding::fail("configuration", error)],
        Ok(config) => examine(&config).await,
    };
    let worst = findings.iter().map(|finding| finding.level).max();
    print(&findings.iter().map(|finding| format!("{finding}\n")).collect::<String>())?;
    Ok(if worst == Some(Level::Fail) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = vec![Finding::ok("configuration", "every setting is known")];
    findings.extend(files::examine(config));
    findings.extend(archive::examine(config));
    findings.extend(database::examine(config).await);
    findings.extend(network::examine(config));
    findings.extend(mail::examine(config).await);
    findings.extend(gateways::examine(config).await);
    findings.extend(sims::examine(config).await);
    findings
}

impl Finding {
    fn ok(subject: &'static str, text: impl fmt::Display) -> Self {
        Self { level: Level::Ok, subject, text: text.to_string() }
    }

    fn warn(subject: &'static str, text: impl fmt::Display) -> Self {
        Self { level: Level::Warn, subject, text: text.to_string() }
    }

    fn fail(subject: &'static str, text: impl fmt::Display) -> Self {
        Self { level: Level::Fail, subject, text: text.to_string() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Ok => "OK",
            Level::Warn => "WARN",
            Level::Fail => "FAIL",
        };
        write!(f, "{level:<4}  {:<13}  {}", self.subject, self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_one_line() {
        let line = Finding::warn("clock", "it is slow").to_string();
        assert_eq!(line, "WARN  clock          it is slow");
        assert!(Level::Fail > Level::Warn && Level::Warn > Level::Ok);
    }
}
