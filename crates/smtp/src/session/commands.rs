//! What each command does.

use super::{MAX_AUTH, MAX_COMMAND, Protection, Question, Session, State, Step};
use crate::{
    Action, Reply,
    auth::{self, Progress},
    command::Command,
    param, path, replies,
};

impl<R> Session<R> {
    pub(super) fn next_command(&mut self) -> Step<R> {
        let is_auth = self.input.rest().get(..4).is_some_and(|verb| verb.eq_ignore_ascii_case(b"AUTH"));
        let limit = if is_auth { MAX_AUTH } else { MAX_COMMAND };
        match self.line(limit, &replies::COMMAND_TOO_LONG) {
            Err(reply) => self.end(&reply),
            Ok(None) => Step::Starved,
            Ok(Some(line)) => match std::str::from_utf8(&line) {
                Ok(line) => self.command(line),
                Err(_) => self.unknown(&replies::NOT_UTF8),
            },
        }
    }

    pub(super) fn next_response(&mut self) -> Step<R> {
        let line = match self.line(MAX_AUTH, &replies::LOGIN_TOO_LONG) {
            Err(reply) => return self.end(&reply),
            Ok(None) => return Step::Starved,
            Ok(Some(line)) => line,
        };
        let State::Auth(exchange) = std::mem::replace(&mut self.state, State::Command) else {
            return Step::On;
        };
        let progress = match std::str::from_utf8(&line) {
            Ok(line) => exchange.respond(line),
            Err(_) => Err(replies::NOT_BASE64),
        };
        self.sign_in(progress)
    }

    fn command(&mut self, line: &str) -> Step<R> {
        let command = Command::parse(line);
        if let Some(refusal) = self.refusal(command) {
            return self.refuse(command, &refusal);
        }
        if !matches!(command, Command::Unknown | Command::Empty) {
            self.after_content = false;
        }
        match command {
            Command::Ehlo(name) => self.ehlo(name),
            Command::Helo(name) => self.helo(name),
            Command::StartTls(arguments) => self.starttls(arguments),
            Command::Auth(arguments) => self.auth(arguments),
            Command::Mail(arguments) => self.mail(arguments),
            Command::Rcpt(arguments) => self.rcpt(arguments),
            Command::Data(arguments) => self.data(arguments),
            Command::Bdat(arguments) => self.bdat(arguments),
            Command::Rset(arguments) => self.rset(arguments),
            Command::Noop => self.idle(&replies::OK),
            Command::Vrfy => self.idle(&replies::VRFY),
            Command::Expn => self.idle(&replies::EXPN),
            Command::Help => self.idle(&replies::HELP),
            Command::Quit => self.end(&replies::BYE),
            Command::Http => self.end(&replies::NOT_HTTP),
            Command::Empty => self.complain(&replies::UNKNOWN_COMMAND),
            Command::Unknown => self.unknown(&replies::UNKNOWN_COMMAND),
        }
    }

    /// Why a command cannot be given yet, whatever it says.
    fn refusal(&self, command: Command<'_>) -> Option<Reply> {
        let before_tls = self.protection == Protection::BeforeTls;
        match command {
            Command::Ehlo(_) | Command::Helo(_) | Command::StartTls(_) | Command::Rset(_) => None,
            Command::Noop | Command::Quit | Command::Http => None,
            Command::Unknown if self.after_content => None,
            _ if before_tls => Some(replies::TLS_FIRST),
            Command::Mail(_) | Command::Rcpt(_) | Command::Data(_) | Command::Bdat(_) => {
                (!self.authenticated).then_some(replies::SIGN_IN_FIRST)
            }
            Command::Auth(_) => (!self.greeted).then_some(replies::EHLO_FIRST),
            _ => None,
        }
    }

    fn refuse(&mut self, command: Command<'_>, reply: &Reply) -> Step<R> {
        match command {
            Command::Data(_) => self.refuse_data(reply),
            Command::Bdat(arguments) => self.refuse_chunk(arguments, reply),
            _ => self.complain(reply),
        }
    }

    /// Right behind a mail's content, what is no command may be content whose end was misunderstood on one side.
    fn unknown(&mut self, reply: &Reply) -> Step<R> {
        if self.after_content { self.end(&replies::OUT_OF_STEP) } else { self.complain(reply) }
    }

    fn ehlo(&mut self, name: &str) -> Step<R> {
        if name.is_empty() {
            return self.complain(&replies::NO_NAME);
        }
        self.forget_mail();
        self.greeted = true;
        let Self { settings, protection, authenticated, .. } = self;
        let protected = match protection {
            Protection::BeforeTls => "\nSTARTTLS",
            Protection::Plain | Protection::Tls if *authenticated => "",
            Protection::Plain | Protection::Tls => "\nAUTH PLAIN LOGIN",
        };
        let text = format!(
            "{}\nPIPELINING\n8BITMIME\nSMTPUTF8\nENHANCEDSTATUSCODES\nCHUNKING\nDSN\nSIZE {}{protected}",
            settings.host, settings.max_message_bytes
        );
        self.idle(&Reply::new(250, "", text))
    }

    fn helo(&mut self, name: &str) -> Step<R> {
        if name.is_empty() {
            return self.complain(&replies::NO_NAME);
        }
        self.forget_mail();
        self.greeted = true;
        self.idle(&Reply::new(250, "", self.settings.host.clone()))
    }

    fn starttls(&mut self, arguments: &str) -> Step<R> {
        match self.protection {
            Protection::Plain => return self.complain(&replies::NO_TLS_HERE),
            Protection::Tls => return self.complain(&replies::TLS_ALREADY),
            Protection::BeforeTls => {}
        }
        if !arguments.is_empty() {
            return self.complain(&replies::NO_ARGUMENTS);
        }
        // Whatever is here already was sent in the clear, perhaps by somebody in between, and would be obeyed as if
        // it had come under TLS (CVE-2011-0411).
        if !self.input.is_empty() {
            return self.end(&replies::INJECTION);
        }
        self.say(&replies::TLS_READY);
        self.state = State::StartTls;
        Step::On
    }

    fn auth(&mut self, arguments: &str) -> Step<R> {
        if self.authenticated {
            return self.complain(&replies::SIGNED_IN_ALREADY);
        }
        if self.mail.is_some() {
            return self.complain(&replies::NOT_WHILE_MAILING);
        }
        self.sign_in(auth::begin(arguments))
    }

    fn sign_in(&mut self, progress: Result<Progress, Reply>) -> Step<R> {
        match progress {
            Ok(Progress::Ask(exchange, challenge)) => {
                self.say(&Reply::fixed(334, "", challenge));
                self.state = State::Auth(exchange);
                Step::On
            }
            Ok(Progress::Done(credentials)) => self.ask(Question::Login, Action::Authenticate(credentials)),
            Err(reply) => self.complain(&reply),
        }
    }

    fn mail(&mut self, arguments: &str) -> Step<R> {
        if self.mail.is_some() {
            return self.complain(&replies::MAIL_TWICE);
        }
        let Ok((from, params)) = path::parse(arguments, "FROM") else {
            return self.complain(&replies::BAD_SENDER);
        };
        let declared = match param::of_mail(params) {
            Ok(declared) => declared,
            Err(reply) => return self.complain(&reply),
        };
        let limit = u64::try_from(self.settings.max_message_bytes).unwrap_or(u64::MAX);
        match from {
            _ if declared.size.is_some_and(|size| size > limit) => self.idle(&replies::TOO_LARGE),
            None => self.idle(&Reply::NOT_YOUR_ADDRESS),
            Some(from) if from.is_international() && !declared.smtputf8 => {
                self.complain(&replies::NEEDS_SMTPUTF8)
            }
            Some(from) => self.ask(Question::Sender(from.clone(), declared), Action::CheckSender(from)),
        }
    }

    fn rcpt(&mut self, arguments: &str) -> Step<R> {
        let Some(mail) = &self.mail else { return self.complain(&replies::MAIL_FIRST) };
        let (chunked, utf8) = (mail.chunked, mail.envelope.declared.smtputf8);
        let full = mail.envelope.recipients.len() >= self.settings.max_recipients;
        if chunked {
            return self.complain(&replies::CHUNKS_BEGUN);
        }
        let Ok((Some(to), params)) = path::parse(arguments, "TO") else {
            return self.complain(&replies::BAD_RECIPIENT);
        };
        let (notify, orcpt) = match param::of_rcpt(params) {
            Ok(params) => params,
            Err(reply) => return self.complain(&reply),
        };
        if full {
            return self.answer(&replies::TOO_MANY_RECIPIENTS);
        }
        if to.is_international() && !utf8 {
            return self.complain(&replies::NEEDS_SMTPUTF8);
        }
        self.ask(Question::Recipient(to.clone(), notify, orcpt), Action::CheckRecipient(to))
    }

    fn rset(&mut self, arguments: &str) -> Step<R> {
        if !arguments.is_empty() {
            return self.complain(&replies::NO_ARGUMENTS);
        }
        self.forget_mail();
        self.idle(&replies::RESET)
    }
}
