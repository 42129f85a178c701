//! What the answers to questions lead to. An answer to what was not asked changes nothing.

use super::{MAX_LOGINS, Protection, Purpose, Question, Session, State, Step, Transaction};
use crate::{AuthError, Envelope, Recipient, Reply, bdat::Chunk, intake::Intake, replies};

impl<R> Session<R> {
    /// Answers [`Action::StartTls`](crate::Action::StartTls): TLS is on. Everything learned before is forgotten
    /// (RFC 3207, section 4.2).
    pub fn tls_started(&mut self) {
        if matches!(self.state, State::Asked(Question::Tls)) {
            self.protection = Protection::Tls;
            self.greeted = false;
            self.input.clear();
            self.forget_mail();
            self.state = State::Command;
        }
    }

    /// Answers [`Action::Authenticate`](crate::Action::Authenticate).
    pub fn signed_in(&mut self, answer: Result<(), AuthError>) {
        if !matches!(self.state, State::Asked(Question::Login)) {
            return;
        }
        match answer {
            Ok(()) => {
                self.authenticated = true;
                self.answer(&replies::SIGNED_IN)
            }
            Err(error) => self.not_signed_in(error),
        };
    }

    /// Answers [`Action::CheckSender`](crate::Action::CheckSender).
    pub fn sender_checked(&mut self, answer: Result<(), Reply>) {
        let Some(Question::Sender(from, declared)) =
            self.take_question(|q| matches!(q, Question::Sender(..)))
        else {
            return;
        };
        match answer {
            Ok(()) => {
                let intake = Intake::new(declared.size);
                let envelope = Envelope { from, declared, recipients: Vec::new() };
                self.mail = Some(Transaction { envelope, intake, chunked: false });
                self.answer(&replies::SENDER_OK)
            }
            Err(reply) => self.refused(reply),
        };
    }

    /// Answers [`Action::CheckRecipient`](crate::Action::CheckRecipient).
    pub fn recipient_checked(&mut self, answer: Result<R, Reply>) {
        let asked = self.take_question(|q| matches!(q, Question::Recipient(..)));
        let (Some(Question::Recipient(mailbox, notify, orcpt)), Some(mail)) = (asked, &mut self.mail) else {
            return;
        };
        match answer {
            Ok(value) => {
                mail.envelope.recipients.push(Recipient { value, mailbox, notify, orcpt });
                self.answer(&replies::RECIPIENT_OK)
            }
            Err(reply) => self.refused(reply),
        };
    }

    /// Answers [`Action::Reserve`](crate::Action::Reserve).
    pub fn reserved(&mut self, granted: bool) {
        let asked = self.take_question(|q| matches!(q, Question::Memory(..)));
        let (Some(Question::Memory(bytes, purpose)), Some(mail)) = (asked, &mut self.mail) else { return };
        if granted {
            mail.intake.grant(bytes);
            self.holds_memory = true;
        }
        match (purpose, granted) {
            (Purpose::Data, true) => self.go_ahead(),
            (Purpose::Data, false) => {
                self.forget_mail();
                self.refuse_data(&replies::NO_MEMORY)
            }
            (Purpose::Line, granted) => {
                if !granted {
                    mail.intake.refuse(replies::NO_MEMORY);
                }
                self.state = State::Data;
                Step::On
            }
            (Purpose::Chunk { size, last }, true) => self.begin_chunk(size, last),
            (Purpose::Chunk { size, last }, false) => {
                let size = u64::try_from(size).unwrap_or(u64::MAX);
                self.begin_skipping(Chunk { size, last }, replies::NO_MEMORY)
            }
        };
    }

    /// Answers [`Action::Deliver`](crate::Action::Deliver); the words follow `250 2.0.0`.
    pub fn delivered(&mut self, answer: Result<String, Reply>) {
        if !matches!(self.state, State::Asked(Question::Delivery)) {
            return;
        }
        self.forget_mail();
        match answer {
            Ok(text) => {
                self.idle_commands = 0;
                self.answer(&Reply::new(250, "2.0.0", text))
            }
            Err(reply) => self.refused(reply),
        };
    }

    /// Nobody answered.
    pub(super) fn fail_what_is_open(&mut self) {
        match &self.state {
            State::Asked(Question::Tls) => self.state = State::Closed,
            State::Asked(Question::Login) => self.signed_in(Err(AuthError::Unavailable)),
            State::Asked(Question::Sender(..)) => self.sender_checked(Err(Reply::TRY_LATER)),
            State::Asked(Question::Recipient(..)) => self.recipient_checked(Err(Reply::TRY_LATER)),
            State::Asked(Question::Memory(..)) => self.reserved(false),
            State::Asked(Question::Delivery) => self.delivered(Err(Reply::TRY_LATER)),
            _ => {}
        }
    }

    fn not_signed_in(&mut self, error: AuthError) -> Step<R> {
        self.failed_logins += 1;
        if self.failed_logins >= MAX_LOGINS {
            return self.end(&replies::TOO_MANY_LOGINS);
        }
        self.answer(&error.reply())
    }

    /// The backend said no.
    fn refused(&mut self, reply: Reply) -> Step<R> {
        let reply = reply.or_try_later();
        if reply.code() == 421 { self.end(&reply) } else { self.idle(&reply) }
    }

    fn take_question(&mut self, is_it: impl FnOnce(&Question) -> bool) -> Option<Question> {
        match std::mem::replace(&mut self.state, State::Command) {
            State::Asked(question) if is_it(&question) => Some(question),
            other => {
                self.state = other;
                None
            }
        }
    }
}
