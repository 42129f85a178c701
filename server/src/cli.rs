//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use domain::{AppPasswordId, Email, PhoneNumber, Role};
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
        assert!(parse("narwhal app-password add a@b.c --name Thunderbird").is_ok());
        assert!(parse("narwhal app-password revoke a@b.c 12").is_err());
        assert!(parse("narwhal user add a@b.c --role root --password-file -").is_err());
        assert!(parse("narwhal sms test +12114367789 --gateway twilio").is_ok());
        assert!(parse("narwhal sms test 2114367789").is_err());
        assert!(parse("narwhal").is_err() && parse("narwhal serve --no-migrate").is_ok());
    }
}
