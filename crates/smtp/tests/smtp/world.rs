//! A session without a network: octets go in, and whatever it asks for is answered at once, by rules that depend on
//! what it asks about. The fuzzer uses it too.

use std::{sync::Arc, time::Duration};

use smtp::{Action, AuthError, Credentials, Envelope, Mailbox, Protection, Reply, Session, Settings};

/// A mail that was handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mail {
    pub(crate) envelope: Envelope<String>,
    pub(crate) content: Vec<u8>,
}

/// A session, and everything that came out of it.
pub(crate) struct World {
    pub(crate) session: Session<String>,
    /// Whether memory is granted.
    pub(crate) memory: bool,
    /// All that was written.
    pub(crate) output: Vec<u8>,
    /// All mails that were handed over.
    pub(crate) mails: Vec<Mail>,
    /// What was asked, in short.
    pub(crate) asked: Vec<String>,
    pub(crate) closed: bool,
}

/// Signing in as Ana, with PLAIN.
pub(crate) const AUTH: &str = "AUTH PLAIN AGFuYQBzZWNyZXQ=\r\n";

pub(crate) fn settings() -> Settings {
    Settings {
        host: "secure.text".into(),
        max_message_bytes: 8192,
        unreserved_bytes: 2048,
        max_recipients: 3,
    }
}

/// Passwords `wrong`, `slow` and `away` do what they say.
pub(crate) fn sign_in(credentials: &Credentials) -> Result<(), AuthError> {
    match credentials.password() {
        "wrong" => Err(AuthError::Wrong),
        "slow" => Err(AuthError::SlowDown(Duration::from_secs(30))),
        "away" => Err(AuthError::Unavailable),
        _ => Ok(()),
    }
}

/// Nobody may send as somebody else.
pub(crate) fn sender(from: &Mailbox) -> Result<(), Reply> {
    if from.local() == "somebody.else" { Err(Reply::NOT_YOUR_ADDRESS) } else { Ok(()) }
}

/// Whatever begins with a letter is no recipient.
pub(crate) fn recipient(to: &Mailbox) -> Result<String, Reply> {
    match to.local() {
        "hang" => Err(Reply::new(421, "4.3.2", "Leave me alone")),
        local if local.starts_with(|c: char| c.is_ascii_alphabetic()) => Err(Reply::UNKNOWN_RECIPIENT),
        local => Ok(local.to_owned()),
    }
}

/// Mails may ask to be refused.
pub(crate) fn deliver(content: &[u8]) -> Result<String, Reply> {
    let has = |word: &[u8]| content.windows(word.len()).any(|window| window == word);
    match () {
        () if has(b"X-Refuse: never") => Err(Reply::new(554, "5.7.1", "Never")),
        () if has(b"X-Refuse: later") => Err(Reply::new(451, "4.3.0", "Later")),
        () if has(b"X-Refuse: badly") => Err(Reply::new(250, "2.0.0", "A refusal that is none")),
        () => Ok("Queued".into()),
    }
}

impl World {
    pub(crate) fn with(protection: Protection, settings: Settings) -> Self {
        let mut world = Self {
            session: Session::new(Arc::new(settings), protection),
            memory: true,
            output: Vec::new(),
            mails: Vec::new(),
            asked: Vec::new(),
            closed: false,
        };
        world.run();
        world
    }

    /// Hands octets to the session and does what it asks for, until it wants more or closes.
    pub(crate) fn feed(&mut self, octets: &[u8]) {
        if !self.closed {
            self.session.receive(octets);
            self.run();
        }
    }

    pub(crate) fn run(&mut self) {
        loop {
            match self.session.poll() {
                Action::Read => return,
                Action::Write(octets) => self.output.extend_from_slice(&octets),
                Action::Close => {
                    self.closed = true;
                    return;
                }
                action => self.answer(action),
            }
        }
    }

    fn answer(&mut self, action: Action<String>) {
        match action {
            Action::StartTls => {
                self.asked.push("tls".into());
                self.session.tls_started();
            }
            Action::Authenticate(credentials) => {
                self.asked.push("login".into());
                self.session.signed_in(sign_in(&credentials));
            }
            Action::CheckSender(from) => {
                self.asked.push(format!("from {}", from.as_given()));
                self.session.sender_checked(sender(&from));
            }
            Action::CheckRecipient(to) => {
                self.asked.push(format!("to {}", to.as_given()));
                self.session.recipient_checked(recipient(&to));
            }
            Action::Reserve(bytes) => {
                self.asked.push(format!("memory {bytes}"));
                self.session.reserved(self.memory);
            }
            Action::Deliver(envelope, content) => {
                self.asked.push("deliver".into());
                let answer = deliver(&content);
                self.mails.push(Mail { envelope, content });
                self.session.delivered(answer);
            }
            Action::Read | Action::Write(_) | Action::Close => {}
        }
    }
}
