//! The protocol machine: octets in, actions out.

mod action;
mod answers;
mod commands;
mod content;

pub use action::{Action, Phase, Protection};

use std::sync::Arc;

use zeroize::Zeroizing;

use crate::{
    Declared, Envelope, Mailbox, Notify, OriginalRecipient, Reply, Settings, auth::Exchange, crlf::Violation,
    intake::Intake, lines::Input, replies,
};

/// Replies are held back up to this many octets while there is input to work on (RFC 2920, section 3.2).
const FLUSH_AT: usize = 8 * 1024;
/// RFC 5321, section 4.5.3.1.4, and what the extensions add.
const MAX_COMMAND: usize = 2048;
/// RFC 4954, section 4, and the verb in front of it.
const MAX_AUTH: usize = 12_288 + 16;
/// How many mistakes a connection may make.
const MAX_ERRORS: u32 = 10;
/// How many wrong passwords.
const MAX_LOGINS: u32 = 3;
/// How many commands that lead to no mail.
const MAX_IDLE_COMMANDS: u32 = 200;

/// One connection's side of the protocol. Knows neither sockets nor clocks; never panics, and holds no more memory
/// than [`Settings`] say. `R` is what the backend makes of a recipient.
pub struct Session<R> {
    settings: Arc<Settings>,
    protection: Protection,
    input: Input,
    output: Vec<u8>,
    state: State,
    mail: Option<Transaction<R>>,
    greeted: bool,
    authenticated: bool,
    holds_memory: bool,
    /// Content has just ended, or been refused: a line that is no command would be content that was not seen as such.
    after_content: bool,
    stopping: bool,
    errors: u32,
    failed_logins: u32,
    idle_commands: u32,
}

enum State {
    Command,
    Auth(Exchange),
    Data,
    Chunk {
        left: usize,
        last: bool,
    },
    /// A chunk that was refused and comes nevertheless.
    Skip {
        left: u64,
        last: bool,
        reply: Reply,
    },
    /// TLS begins when the reply has been written.
    StartTls,
    /// Memory is asked for when all replies have been written: it may take a while.
    NeedsMemory(usize, Purpose),
    Asked(Question),
    Closed,
}

/// What was asked, and what the answer is needed for.
enum Question {
    Tls,
    Login,
    Sender(Mailbox, Declared),
    Recipient(Mailbox, Notify, Option<OriginalRecipient>),
    Memory(usize, Purpose),
    Delivery,
}

/// What memory is needed for.
#[derive(Clone, Copy)]
enum Purpose {
    /// A mail whose declared size is large, before DATA is answered.
    Data,
    /// A line that does not fit any more.
    Line,
    /// A chunk.
    Chunk { size: usize, last: bool },
}

/// A mail that has begun.
struct Transaction<R> {
    envelope: Envelope<R>,
    intake: Intake,
    /// Content has begun to come with BDAT.
    chunked: bool,
}

/// What a step led to.
enum Step<R> {
    /// Go on.
    On,
    /// There is not enough input.
    Starved,
    Act(Action<R>),
}

impl<R> Session<R> {
    /// A session that is about to greet its client. With [`Protection::Tls`], TLS is on already.
    #[must_use]
    pub fn new(settings: Arc<Settings>, protection: Protection) -> Self {
        let mut session = Self {
            settings,
            protection,
            input: Input::default(),
            output: Vec::new(),
            state: State::Command,
            mail: None,
            greeted: false,
            authenticated: false,
            holds_memory: false,
            after_content: false,
            stopping: false,
            errors: 0,
            failed_logins: 0,
            idle_commands: 0,
        };
        session.say(&Reply::new(220, "", format!("{} ESMTP Narwhal", session.settings.host)));
        session
    }

    /// Takes octets that the client has sent.
    pub fn receive(&mut self, octets: &[u8]) {
        if !matches!(self.state, State::Closed) {
            self.input.push(octets);
        }
    }

    /// What to do next.
    pub fn poll(&mut self) -> Action<R> {
        self.fail_what_is_open();
        loop {
            if self.output.len() >= FLUSH_AT {
                return self.flush();
            }
            match self.step() {
                Step::On => {}
                Step::Act(action) => return action,
                Step::Starved if self.output.is_empty() => {
                    self.input.relax();
                    return Action::Read;
                }
                Step::Starved => return self.flush(),
            }
        }
    }

    /// The server is stopping: the session ends as soon as no mail is on its way.
    pub fn stop(&mut self) {
        self.stopping = true;
    }

    /// The client has kept the server waiting for too long.
    pub fn timed_out(&mut self) {
        self.end(&replies::TIMEOUT);
    }

    /// What [`Action::Read`] waits for.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        match self.state {
            State::Auth(_) => Phase::Auth,
            State::Data | State::Chunk { .. } | State::Skip { .. } => Phase::Content,
            _ => Phase::Command,
        }
    }

    /// Whether somebody has signed in.
    #[must_use]
    pub const fn is_authenticated(&self) -> bool {
        self.authenticated
    }

    /// Whether the memory that was granted last is still in use.
    #[must_use]
    pub const fn holds_memory(&self) -> bool {
        self.holds_memory
    }

    /// How many octets its buffers have.
    #[must_use]
    pub fn memory(&self) -> usize {
        let content = self.mail.as_ref().map_or(0, |mail| mail.intake.capacity());
        self.input.capacity() + self.output.capacity() + content
    }

    fn step(&mut self) -> Step<R> {
        match self.state {
            State::Command => self.next_command(),
            State::Auth(_) => self.next_response(),
            State::Data => self.read_lines(),
            State::Chunk { left, last } => self.read_chunk(left, last),
            State::Skip { left, .. } => self.skip_chunk(left),
            State::StartTls if self.output.is_empty() => self.ask(Question::Tls, Action::StartTls),
            State::NeedsMemory(bytes, purpose) if self.output.is_empty() => {
                self.ask(Question::Memory(bytes, purpose), Action::Reserve(bytes))
            }
            // Whoever asks returns the action at once, so there is always an answer by now.
            State::Asked(_) => Step::Starved,
            State::Closed if self.output.is_empty() => Step::Act(Action::Close),
            State::StartTls | State::NeedsMemory(..) | State::Closed => Step::Act(self.flush()),
        }
    }

    fn flush(&mut self) -> Action<R> {
        Action::Write(std::mem::take(&mut self.output))
    }

    fn say(&mut self, reply: &Reply) {
        reply.write_to(&mut self.output);
    }

    /// Says something and goes on with the next command.
    fn answer(&mut self, reply: &Reply) -> Step<R> {
        self.say(reply);
        self.state = State::Command;
        Step::On
    }

    /// A mistake of the client's; too many of them end the session.
    fn complain(&mut self, reply: &Reply) -> Step<R> {
        self.errors += 1;
        if self.errors >= MAX_ERRORS { self.end(&replies::TOO_MANY_ERRORS) } else { self.answer(reply) }
    }

    /// A command that leads to no mail; too many of them in a row end the session.
    fn idle(&mut self, reply: &Reply) -> Step<R> {
        self.idle_commands += 1;
        if self.idle_commands > MAX_IDLE_COMMANDS {
            return self.end(&replies::TOO_MANY_COMMANDS);
        }
        self.answer(reply)
    }

    /// Last words. What the client has sent besides is not looked at.
    fn end(&mut self, reply: &Reply) -> Step<R> {
        self.say(reply);
        self.input.clear();
        self.forget_mail();
        self.state = State::Closed;
        Step::On
    }

    fn ask(&mut self, question: Question, action: Action<R>) -> Step<R> {
        self.state = State::Asked(question);
        Step::Act(action)
    }

    fn forget_mail(&mut self) {
        self.mail = None;
        self.holds_memory = false;
    }

    /// The next line of the client, while no mail's content is expected; `Err` has the session's last words.
    fn line(&mut self, limit: usize, too_long: &Reply) -> Result<Option<Zeroizing<Vec<u8>>>, Reply> {
        if self.stopping {
            return Err(replies::SHUTTING_DOWN);
        }
        self.input.line(limit).map_err(|violation| match violation {
            Violation::TooLong => too_long.clone(),
            violation => replies::of_command(violation),
        })
    }
}
