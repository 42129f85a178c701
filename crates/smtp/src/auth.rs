//! Signing in (RFC 4954): the mechanisms PLAIN (RFC 4616) and LOGIN.

use std::{fmt, time::Duration};

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use zeroize::Zeroizing;

use crate::{Reply, replies};

/// Clients that leave the padding out are understood.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What a client signs in with. Erased when dropped; `Debug` shows nothing of it.
pub struct Credentials {
    user: Zeroizing<String>,
    password: Zeroizing<String>,
}

/// Why nobody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuthError {
    /// No such account, a wrong password, or an account that may not send. Says no more on purpose.
    #[error("wrong address or password")]
    Wrong,
    /// Too many wrong passwords; the next may be tried after this time.
    #[error("too many tries; wait {0:?}")]
    SlowDown(Duration),
    /// It cannot be found out now.
    #[error("accounts cannot be read")]
    Unavailable,
}

impl Credentials {
    /// The account's name.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// The password.
    #[must_use]
    pub fn password(&self) -> &str {
        &self.password
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(..)")
    }
}

impl AuthError {
    /// What the client is told.
    pub(crate) fn reply(self) -> Reply {
        match self {
            Self::Wrong => replies::WRONG_PASSWORD,
            Self::SlowDown(wait) => {
                let seconds = wait.as_secs().max(1);
                Reply::new(454, "4.7.0", format!("Too many wrong passwords. Try again in {seconds} seconds."))
            }
            Self::Unavailable => replies::SIGN_IN_AWAY,
        }
    }
}

/// How far an exchange has come.
pub(crate) enum Progress {
    /// The client is to answer; the text is base64, as it goes into the 334.
    Ask(Exchange, &'static str),
    /// All is there.
    Done(Credentials),
}

/// What the client's next line is.
pub(crate) enum Exchange {
    Plain,
    LoginUser,
    LoginPassword(Zeroizing<String>),
}

/// Begins with what follows AUTH: a mechanism, and perhaps the first response.
pub(crate) fn begin(arguments: &str) -> Result<Progress, Reply> {
    let (mechanism, initial) = arguments.split_once(' ').unwrap_or((arguments, ""));
    let exchange = match mechanism.to_ascii_uppercase().as_str() {
        "PLAIN" => Exchange::Plain,
        "LOGIN" => Exchange::LoginUser,
        _ => return Err(replies::UNKNOWN_MECHANISM),
    };
    match (initial.trim_matches(' '), exchange) {
        ("", Exchange::Plain) => Ok(Progress::Ask(Exchange::Plain, "")),
        ("", exchange) => Ok(Progress::Ask(exchange, "VXNlcm5hbWU6")),
        // A single equals sign is a response without octets (RFC 4954, section 4).
        ("=", exchange) => exchange.respond(""),
        (initial, exchange) => exchange.respond(initial),
    }
}

impl Exchange {
    /// Goes on with a line of the client.
    pub(crate) fn respond(self, line: &str) -> Result<Progress, Reply> {
        if line == "*" {
            return Err(replies::CANCELLED);
        }
        let bytes = Zeroizing::new(BASE64.decode(line).map_err(|_| replies::NOT_BASE64)?);
        let text = std::str::from_utf8(&bytes).map_err(|_| replies::NOT_BASE64)?;
        match self {
            Self::Plain => plain(text).map(Progress::Done),
            Self::LoginUser => Ok(Progress::Ask(Self::LoginPassword(text.to_owned().into()), "UGFzc3dvcmQ6")),
            Self::LoginPassword(user) => {
                Ok(Progress::Done(Credentials { user, password: text.to_owned().into() }))
            }
        }
    }
}

/// `authorization NUL user NUL password`. Nobody acts for somebody else here, so the first is empty or the second.
fn plain(text: &str) -> Result<Credentials, Reply> {
    let mut parts = text.split('\0');
    let (Some(acting), Some(user), Some(password), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(replies::NOT_BASE64);
    };
    if !acting.is_empty() && acting != user {
        return Err(replies::WRONG_PASSWORD);
    }
    Ok(Credentials { user: user.to_owned().into(), password: password.to_owned().into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(text: &str) -> String {
        BASE64.encode(text)
    }

    fn done(progress: Result<Progress, Reply>) -> (String, String) {
        match progress {
            Ok(Progress::Done(credentials)) => (credentials.user().into(), credentials.password().into()),
            Ok(Progress::Ask(..)) => panic!("asks for more"),
            Err(reply) => panic!("{reply:?}"),
        }
    }

    fn ask(progress: Result<Progress, Reply>, challenge: &str) -> Exchange {
        match progress {
            Ok(Progress::Ask(exchange, text)) => {
                assert_eq!(text, challenge);
                exchange
            }
            _ => panic!("does not ask"),
        }
    }

    #[test]
    fn plain_at_once_and_in_two_steps() {
        let response = encode("\0ana@example.org\0pass word");
        let expected = ("ana@example.org".to_owned(), "pass word".to_owned());
        assert_eq!(done(begin(&format!("PLAIN {response}"))), expected);
        assert_eq!(done(begin(&format!("plain  {}", response.trim_end_matches('=')))), expected);
        assert_eq!(done(ask(begin("PLAIN"), "").respond(&response)), expected);
        assert_eq!(done(begin(&format!("PLAIN {}", encode("a\0a\0b")))), ("a".into(), "b".into()));
    }

    #[test]
    fn login_at_once_and_in_three_steps() {
        let expected = ("ana".to_owned(), "secret".to_owned());
        let exchange = ask(begin("LOGIN"), "VXNlcm5hbWU6");
        let exchange = ask(exchange.respond(&encode("ana")), "UGFzc3dvcmQ6");
        assert_eq!(done(exchange.respond(&encode("secret"))), expected);
        let exchange = ask(begin(&format!("LOGIN {}", encode("ana"))), "UGFzc3dvcmQ6");
        assert_eq!(done(exchange.respond(&encode("secret"))), expected);
    }

    #[test]
    fn what_is_wrong_is_refused() {
        for (arguments, reply) in [
            ("", replies::UNKNOWN_MECHANISM),
            ("CRAM-MD5", replies::UNKNOWN_MECHANISM),
            ("PLAIN *", replies::CANCELLED),
            ("PLAIN =", replies::NOT_BASE64),
            ("PLAIN !", replies::NOT_BASE64),
            ("PLAIN /w==", replies::NOT_BASE64),
            (&format!("PLAIN {}", encode("a\0b")), replies::NOT_BASE64),
            (&format!("PLAIN {}", encode("a\0b\0c\0d")), replies::NOT_BASE64),
            (&format!("PLAIN {}", encode("root\0ana\0secret")), replies::WRONG_PASSWORD),
        ] {
            assert_eq!(begin(arguments).err(), Some(reply), "{arguments}");
        }
    }

    #[test]
    fn nothing_is_printed() {
        let Ok(Progress::Done(credentials)) = begin(&format!("PLAIN {}", encode("\0ana\0secret"))) else {
            panic!("not done")
        };
        assert_eq!(format!("{credentials:?}"), "Credentials(..)");
    }

    #[test]
    fn waiting_is_told_in_seconds() {
        let reply = AuthError::SlowDown(Duration::from_secs(90)).reply();
        assert_eq!((reply.code(), reply.status()), (454, "4.7.0"));
        assert!(reply.text().contains("90 seconds"));
    }
}
