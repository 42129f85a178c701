//! The command line.

use std::{path::PathBuf, time::UNIX_EPOCH};

use clap::{Args, Parser, Subcommand};
use domain::{AppPasswordId, Email, MessageId, PhoneNumber, Role, UnixMillis};
use engine::ArchiveReason;
use sms::routes::RouteName;

/// Secure texting: the phone gets a notice with a link, the message stays behind the recipient's password.
///
/// Settings come from narwhal.toml and from NARWHAL_… environment variables, which win.
#[derive(Debug, Parser)]
#[command(name = "narwhal", version, max_term_width = 100, after_long_help = crate::config::help())]
pub(crate) struct Cli {
    /// The configuration file. Without it, ./narwhal.toml if it is there.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the service.
    Serve {
        /// Refuse to start, instead of bringing the database up to date.
        #[arg(long)]
        no_migrate: bool,
    },
    /// Bring the database up to date.
    Migrate,
    /// Look after the people who write messages.
    #[command(subcommand)]
    User(User),
    /// Look after the passwords that mail programs sign in with.
    #[command(subcommand)]
    AppPassword(AppPassword),
    /// Try the gateways.
    #[command(subcommand)]
    Sms(Sms),
    /// Keep an archive key, for emergency access to messages.
    #[command(subcommand)]
    Archive(Archive),
    /// Check the set-up, and say what to fix.
    Doctor,
}

#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Make an account.
    Add {
        /// The mail address that they sign in with.
        email: Email,
        /// What they may do: sender or admin.
        #[arg(long, default_value = "sender", value_parser = role)]
        role: Role,
        /// Their name, as recipients see it. Without it, what stands before the @.
        #[arg(long)]
        name: Option<String>,
        /// A file with their password, or - for standard input.
        #[arg(long, value_name = "FILE")]
        password_file: PathBuf,
    },
    /// List all accounts.
    List,
    /// End an account's sessions and let it sign in no more.
    Disable {
        /// The mail address that they sign in with.
        email: Email,
    },
    /// Take a lost second factor away, and end the account's sessions. Be sure that it is the person who asks.
    ResetFactor {
        /// The mail address that they sign in with.
        email: Email,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Sms {
    /// Send a text that says that it is a test, and say what the gateway answered.
    Test {
        /// The number, with + and its country code.
        to: PhoneNumber,
        /// The gateway's name. Without it, the one that such numbers go to first.
        #[arg(long)]
        gateway: Option<RouteName>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum AppPassword {
    /// Make an app password, and print it: the only time that it is shown.
    Add {
        /// The account that the mail program writes as.
        email: Email,
        /// What the password is for: the mail program or the device.
        #[arg(long, default_value = "A mail program")]
        name: String,
    },
    /// List an account's app passwords.
    List {
        /// The account.
        email: Email,
    },
    /// Make an app password useless.
    Revoke {
        /// The account.
        email: Email,
        /// The app password's id, from the list.
        id: AppPasswordId,
    },
}

/// An organisation's archive key: every message is sealed to its public half too. The private half is kept apart, in two
/// halves or offline, and never on the server.
#[derive(Debug, Subcommand)]
pub(crate) enum Archive {
    /// Make an archive key, on any machine, and print its public half for narwhal.toml.
    New {
        /// Where half A goes: a file that is not there yet.
        #[arg(long, value_name = "FILE", requires = "out_b", required_unless_present = "offline")]
        out_a: Option<PathBuf>,
        /// Where half B goes.
        #[arg(long, value_name = "FILE", requires = "out_a")]
        out_b: Option<PathBuf>,
        /// Where the whole private key goes instead, for one person who keeps it offline.
        #[arg(long, value_name = "FILE", conflicts_with_all = ["out_a", "out_b"])]
        offline: Option<PathBuf>,
    },
    /// Check that files make an archive key, without opening anything: for a drill.
    Check {
        #[command(flatten)]
        files: ArchiveFiles,
    },
    /// List the ids of messages, without opening anything.
    Find {
        /// Those that this account has sent.
        #[arg(long, value_name = "EMAIL", conflicts_with = "to", required_unless_present = "to")]
        sender: Option<Email>,
        /// Those to this number, with + and its country code.
        #[arg(long, value_name = "NUMBER")]
        to: Option<PhoneNumber>,
        /// From this day on (UTC), such as 2026-11-28.
        #[arg(long, value_name = "DATE", value_parser = day)]
        since: UnixMillis,
    },
    /// Open a message: it is recorded first, and its sender and recipients are told.
    Open {
        #[command(flatten)]
        files: ArchiveFiles,
        /// Why: at least 10 characters. The message's sender reads it.
        #[arg(long)]
        reason: ArchiveReason,
        /// The message's id, from the list or from the address of its sender's page.
        #[arg(long, value_name = "ID")]
        message: MessageId,
        /// A folder that is not there yet, for what is opened.
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
    },
}

/// What the private half of an archive key is made of.
#[derive(Debug, Args)]
pub(crate) struct ArchiveFiles {
    /// Half A.
    #[arg(long, value_name = "FILE", requires = "half_b", required_unless_present = "key")]
    pub(crate) half_a: Option<PathBuf>,
    /// Half B.
    #[arg(long, value_name = "FILE", requires = "half_a")]
    pub(crate) half_b: Option<PathBuf>,
    /// The whole key, where it is not split.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["half_a", "half_b"])]
    pub(crate) key: Option<PathBuf>,
}

impl ArchiveFiles {
    /// The files that were given.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        [&self.half_a, &self.half_b, &self.key].into_iter().flatten()
    }
}

fn day(text: &str) -> Result<UnixMillis, &'static str> {
    let wrong = "write a day as year, month and day: 2026-11-28";
    let at = humantime::parse_rfc3339(&format!("{text}T00:00:00Z")).map_err(|_| wrong)?;
    let since = at.duration_since(UNIX_EPOCH).map_err(|_| wrong)?;
    Ok(UnixMillis::new(0) + since)
}

fn role(code: &str) -> Result<Role, &'static str> {
    code.parse().map_err(|_| "write sender or admin")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn commands_are_understood() {
        let parse = |line: &str| Cli::try_parse_from(line.split(' '));
        let cli =
            parse("narwhal user add Ana@Example.org --role admin --password-file - --config x.toml").unwrap();
        assert_eq!(cli.config, Some("x.toml".into()));
        let Command::User(User::Add { email, role, name, password_file }) = cli.command else { panic!() };
        assert_eq!((email.as_str(), role, name), ("ana@example.org", Role::Admin, None));
        assert_eq!(password_file, PathBuf::from("-"));
        assert!(
            parse("narwhal user add ana --password-file -")
                .unwrap_err()
                .to_string()
                .contains("name@example.org")
        );
        assert!(parse("narwhal user reset-factor a@b.c").is_ok());
        assert!(parse("narwhal app-password add a@b.c --name Thunderbird").is_ok());
        assert!(parse("narwhal app-password revoke a@b.c 12").is_err());
        assert!(parse("narwhal user add a@b.c --role root --password-file -").is_err());
        assert!(parse("narwhal sms test +12114367789 --gateway twilio").is_ok());
        assert!(parse("narwhal sms test 2114367789").is_err());
        assert!(parse("narwhal archive new --out-a a --out-b b").is_ok());
        assert!(parse("narwhal archive new --offline a").is_ok());
        assert!(parse("narwhal archive new").is_err() && parse("narwhal archive new --out-a a").is_err());
        assert!(parse("narwhal archive new --out-a a --out-b b --offline c").is_err());
        assert!(parse("narwhal archive check --half-a a").is_err());
        assert!(parse("narwhal archive check --key a").is_ok());
        assert!(parse("narwhal archive find --sender a@b.c --since 2026-11-28").is_ok());
        assert!(parse("narwhal archive find --sender a@b.c --since 28.11.2026").is_err());
        assert!(parse("narwhal archive find --since 2026-11-28").is_err());
        assert!(parse("narwhal").is_err() && parse("narwhal serve --no-migrate").is_ok());
    }
}
