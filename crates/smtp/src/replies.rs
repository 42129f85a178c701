//! Every reply whose words are known beforehand.

use crate::{Reply, crlf::Violation};

macro_rules! replies {
    ($($name:ident = $code:literal $status:literal $text:literal;)*) => {
        $(pub(crate) const $name: Reply = Reply::fixed($code, $status, $text);)*
        #[cfg(test)]
        const ALL: &[Reply] = &[$($name),*];
    };
}

replies! {
    OK = 250 "2.0.0" "OK";
    RESET = 250 "2.0.0" "Forgotten";
    SENDER_OK = 250 "2.1.0" "Sender OK";
    RECIPIENT_OK = 250 "2.1.5" "Recipient OK";
    GO_AHEAD = 354 "" "Send the mail, and end it with a line of a single dot";
    TLS_READY = 220 "2.0.0" "Ready to start TLS";
    SIGNED_IN = 235 "2.7.0" "Signed in";
    BYE = 221 "2.0.0" "Bye";
    HELP = 214 "2.0.0" "Mail to a phone number at this server becomes a secure text.\nSign in with your account's address and an app password.";
    VRFY = 252 "2.0.0" "Send some mail, and you will see";

    UNKNOWN_COMMAND = 500 "5.5.2" "Not a command that is known here";
    NOT_UTF8 = 500 "5.5.2" "A command must be UTF-8";
    EXPN = 502 "5.5.1" "There are no lists here";
    NO_TLS_HERE = 502 "5.5.1" "STARTTLS is not offered here";
    TLS_ALREADY = 503 "5.5.1" "TLS is on already";
    NO_NAME = 501 "5.5.4" "Say who you are: EHLO, and a name";
    NO_ARGUMENTS = 501 "5.5.4" "This command stands alone";
    BAD_SENDER = 501 "5.1.7" "Write the sender as MAIL FROM:<name@example.org>";
    BAD_RECIPIENT = 501 "5.1.3" "Write the recipient as RCPT TO:<number@domain>";
    NEEDS_SMTPUTF8 = 553 "5.6.7" "An address that is not ASCII needs SMTPUTF8 in the MAIL command";
    BAD_PARAMETER = 501 "5.5.4" "A parameter has a value that it cannot have";
    UNKNOWN_PARAMETER = 555 "5.5.4" "A parameter is unknown here";
    PARAMETER_TWICE = 555 "5.5.4" "A parameter is given twice";
    NO_BINARY = 555 "5.5.4" "BINARYMIME is not offered here; send lines";
    TLS_FIRST = 530 "5.7.0" "Must issue a STARTTLS command first";
    SIGN_IN_FIRST = 530 "5.7.0" "Authentication required: sign in with your account's address and an app password";
    EHLO_FIRST = 503 "5.5.1" "Send EHLO first";
    MAIL_FIRST = 503 "5.5.1" "Send MAIL first";
    MAIL_TWICE = 503 "5.5.1" "A mail has begun already; RSET forgets it";
    NO_RECIPIENTS = 554 "5.5.1" "No valid recipients";
    CHUNKS_BEGUN = 503 "5.5.1" "This mail has begun with BDAT and must go on with it";
    BAD_CHUNK = 501 "5.5.4" "Write BDAT, the number of octets, and LAST with the last ones. Nothing was accepted.";
    TOO_MANY_RECIPIENTS = 452 "4.5.3" "Too many recipients in one mail; send it to the others again";
    TOO_LARGE = 552 "5.3.4" "The mail is larger than this server takes";
    LARGER_THAN_DECLARED = 552 "5.3.4" "The mail is much larger than its SIZE said";
    NO_MEMORY = 452 "4.3.1" "Too many large mails at once. Try again in a moment.";

    SIGNED_IN_ALREADY = 503 "5.5.1" "You are signed in already";
    NOT_WHILE_MAILING = 503 "5.5.1" "Not within a mail; RSET forgets it";
    UNKNOWN_MECHANISM = 504 "5.5.4" "Sign in with PLAIN or LOGIN";
    CANCELLED = 501 "5.7.0" "Cancelled";
    NOT_BASE64 = 501 "5.5.2" "Not what this way of signing in sends: base64 is wrong, or a part is missing";
    WRONG_PASSWORD = 535 "5.7.8" "Wrong address or app password";
    SIGN_IN_AWAY = 454 "4.7.0" "Signing in does not work right now. Try again in a moment.";

    TOO_MANY_LOGINS = 421 "4.7.0" "Too many wrong passwords";
    TOO_MANY_ERRORS = 421 "4.7.0" "Too many errors";
    TOO_MANY_COMMANDS = 421 "4.7.0" "Too many commands without a mail";
    TOO_MANY_CONNECTIONS = 421 "4.3.2" "Too many connections. Try again in a moment.";
    TOO_MANY_FROM_YOU = 421 "4.7.0" "Too many connections from your address";
    TIMEOUT = 421 "4.4.2" "Nothing came for too long";
    SHUTTING_DOWN = 421 "4.3.2" "The server is stopping. Try again in a moment.";
    NOT_HTTP = 554 "5.7.0" "This is a mail server";
    INJECTION = 554 "5.7.0" "Commands must not follow STARTTLS before TLS is on. Nothing was accepted.";
    OUT_OF_STEP = 554 "5.5.0" "Something follows that is no command. Nothing more is accepted on this connection.";

    BARE_IN_COMMAND = 500 "5.5.2" "Bare CR or LF in a command: lines must end in CRLF";
    NUL_IN_COMMAND = 500 "5.5.2" "A NUL octet in a command";
    COMMAND_TOO_LONG = 500 "5.5.2" "The command line is too long";
    LOGIN_TOO_LONG = 500 "5.5.6" "The line is too long";
    BARE_IN_MAIL = 554 "5.6.0" "Bare CR or LF in the mail: lines must end in CRLF. Nothing was accepted.";
    NUL_IN_MAIL = 554 "5.6.0" "A NUL octet in the mail. Nothing was accepted.";
    LINE_TOO_LONG = 554 "5.6.0" "A line of the mail is longer than 998 octets. Nothing was accepted.";
}

/// What is said to a command that breaks the rule about lines.
pub(crate) const fn of_command(violation: Violation) -> Reply {
    match violation {
        Violation::BareLineEnd => BARE_IN_COMMAND,
        Violation::Nul => NUL_IN_COMMAND,
        Violation::TooLong => COMMAND_TOO_LONG,
    }
}

/// What is said to a mail that breaks the rule about lines.
pub(crate) const fn of_content(violation: Violation) -> Reply {
    match violation {
        Violation::BareLineEnd => BARE_IN_MAIL,
        Violation::Nul => NUL_IN_MAIL,
        Violation::TooLong => LINE_TOO_LONG,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_is_of_the_codes_class() {
        for reply in ALL {
            let class = (reply.code() / 100).to_string();
            assert!(reply.status().is_empty() || reply.status().starts_with(&class), "{reply:?}");
            let mut out = Vec::new();
            reply.write_to(&mut out);
            assert!(!out.contains(&b'?'), "{reply:?}");
        }
    }
}
