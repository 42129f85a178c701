//! What a terminal shows once the service runs: where it is, and what to do next.

use std::{fmt::Write as _, path::PathBuf};

use crate::config::PublicUrl;

/// The facts.
pub(crate) struct Greeting {
    pub(crate) public_url: PublicUrl,
    pub(crate) listener: String,
    pub(crate) data_dir: PathBuf,
    pub(crate) database: &'static str,
    /// Where mail programs hand in their mail.
    pub(crate) mail: Vec<String>,
    pub(crate) is_simulated: bool,
    /// The path of the first-run page, while there is no account.
    pub(crate) first_run: Option<String>,
}

impl Greeting {
    /// The whole text.
    pub(crate) fn text(&self) -> String {
        let Self { public_url, .. } = self;
        let mut text = format!("\nNarwhal {} is running at {public_url}\n\n", env!("CARGO_PKG_VERSION"));
        let mut row =
            |name: &str, value: &str| writeln!(text, "  {name:<10}{value}").expect("a string takes all");
        row("listens on", &format!(" {}", self.listener));
        row("data in", &format!(" {}", self.data_dir.display()));
        row("database", &format!(" {}", self.database));
        if !self.mail.is_empty() {
            row("mail at", &format!(" {}", self.mail.join(", ")));
        }
        if self.is_simulated {
            row("texts to", &format!(" the simulated phone: {public_url}/simulator (no SMS is sent)"));
        }
        text.push_str(&self.next_step());
        text
    }

    fn next_step(&self) -> String {
        let Some(path) = &self.first_run else { return "\n".to_owned() };
        let mut text = format!(
            "\nThere is no account yet. Open this link to make the first one:\n\n  {}{path}\n\n",
            self.public_url
        );
        if self.is_simulated {
            text.push_str(
                "Then write a message to a phone number, and watch it arrive on the simulated phone.\n\n",
            );
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn greeting(first_run: Option<&str>) -> String {
        Greeting {
            public_url: PublicUrl::new(false, "127.0.0.1:3000"),
            listener: "127.0.0.1:3000".into(),
            data_dir: "data".into(),
            database: "SQLite",
            mail: vec!["127.0.0.1:2525".into()],
            is_simulated: true,
            first_run: first_run.map(str::to_owned),
        }
        .text()
    }

    #[test]
    fn the_link_is_there_while_it_is_needed() {
        let first = greeting(Some("/first-run/abc"));
        assert!(first.contains("\n  http://127.0.0.1:3000/first-run/abc\n"), "{first}");
        let later = greeting(None);
        assert!(
            later.contains("running at http://127.0.0.1:3000\n") && !later.contains("first-run"),
            "{later}"
        );
    }
}
