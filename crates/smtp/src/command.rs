//! Command lines: the verb, and what follows it.

/// A command. What follows the verb is read when the command is in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Command<'a> {
    Ehlo(&'a str),
    Helo(&'a str),
    StartTls(&'a str),
    Auth(&'a str),
    Mail(&'a str),
    Rcpt(&'a str),
    Data(&'a str),
    Bdat(&'a str),
    Rset(&'a str),
    Noop,
    Vrfy,
    Expn,
    Help,
    Quit,
    /// A request of a browser that was talked into coming here.
    Http,
    /// A line without anything, as some programs send behind a mail.
    Empty,
    Unknown,
}

impl<'a> Command<'a> {
    /// Reads a line without its line end. Verbs have no case (RFC 5321, section 2.4); space at the end means nothing.
    pub(crate) fn parse(line: &'a str) -> Self {
        let (verb, rest) = line.split_once([' ', '\t']).unwrap_or((line, ""));
        let rest = rest.trim_matches([' ', '\t']);
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => Self::Ehlo(rest),
            "HELO" => Self::Helo(rest),
            "STARTTLS" => Self::StartTls(rest),
            "AUTH" => Self::Auth(rest),
            "MAIL" => Self::Mail(rest),
            "RCPT" => Self::Rcpt(rest),
            "DATA" => Self::Data(rest),
            "BDAT" => Self::Bdat(rest),
            "RSET" => Self::Rset(rest),
            "NOOP" => Self::Noop,
            "VRFY" => Self::Vrfy,
            "EXPN" => Self::Expn,
            "HELP" => Self::Help,
            "QUIT" => Self::Quit,
            "GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "OPTIONS" | "PATCH" | "TRACE" | "CONNECT"
            | "PRI" => Self::Http,
            "" if rest.is_empty() => Self::Empty,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_have_no_case_and_space_at_the_end_means_nothing() {
        assert_eq!(Command::parse("ehlo  there "), Command::Ehlo("there"));
        assert_eq!(Command::parse("Data "), Command::Data(""));
        assert_eq!(Command::parse("mail FROM:<a@b>  "), Command::Mail("FROM:<a@b>"));
        assert_eq!(Command::parse("NOOP whatever"), Command::Noop);
    }

    #[test]
    fn other_things_are_not_taken_for_commands() {
        assert_eq!(Command::parse("GET / HTTP/1.1"), Command::Http);
        assert_eq!(Command::parse(""), Command::Empty);
        for line in [" QUIT", "QUITE", "Subject: MAIL", "\u{fffd}"] {
            assert_eq!(Command::parse(line), Command::Unknown, "{line}");
        }
    }
}
