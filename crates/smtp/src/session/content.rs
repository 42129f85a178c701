//! How a mail's content comes in.

use super::{Purpose, Question, Session, State, Step, Transaction};
use crate::{
    Action, Reply, bdat,
    data::{self, Piece},
    intake::Room,
    replies,
};

impl<R> Session<R> {
    pub(super) fn data(&mut self, arguments: &str) -> Step<R> {
        let Some(mail) = &mut self.mail else { return self.refuse_data(&replies::MAIL_FIRST) };
        if !arguments.is_empty() {
            return self.refuse_data(&replies::NO_ARGUMENTS);
        }
        if mail.chunked {
            return self.refuse_data(&replies::CHUNKS_BEGUN);
        }
        if mail.envelope.recipients.is_empty() {
            return self.refuse_data(&replies::NO_RECIPIENTS);
        }
        match mail.intake.room_for_declared(&self.settings) {
            Room::Yes => self.go_ahead(),
            Room::Ask(bytes) => self.ask_memory(bytes, Purpose::Data),
            Room::No(reply) => self.refuse_data(&reply),
        }
    }

    pub(super) fn go_ahead(&mut self) -> Step<R> {
        if let Some(mail) = &mut self.mail {
            mail.intake.begin(&self.settings);
        }
        self.say(&replies::GO_AHEAD);
        self.state = State::Data;
        Step::On
    }

    /// Whatever follows a DATA that is refused may be the mail of a client that did not wait. It must not be obeyed.
    pub(super) fn refuse_data(&mut self, reply: &Reply) -> Step<R> {
        if !self.input.is_empty() {
            return self.end(reply);
        }
        self.after_content = true;
        self.complain(reply)
    }

    pub(super) fn read_lines(&mut self) -> Step<R> {
        let Self { input, mail: Some(mail), settings, .. } = self else {
            return self.answer(&Reply::TRY_LATER);
        };
        loop {
            let (line, length) = match data::next(input.rest()) {
                Ok(Piece::Line(line, length)) => (line, length),
                Ok(Piece::Incomplete) => return Step::Starved,
                Ok(Piece::End) => return self.lines_done(),
                Err(violation) => return self.end(&replies::of_content(violation)),
            };
            if let Some(reply) = mail.intake.refused() {
                let reply = reply.clone();
                if !mail.intake.discard(u64::try_from(length).unwrap_or(u64::MAX), settings) {
                    return self.end(&reply);
                }
            } else {
                match mail.intake.room(line.len(), settings) {
                    Room::Yes => mail.intake.push_line(line),
                    Room::Ask(bytes) => return self.ask_memory(bytes, Purpose::Line),
                    Room::No(reply) => {
                        mail.intake.refuse(reply);
                        self.holds_memory = false;
                    }
                }
            }
            input.consume(length);
        }
    }

    fn lines_done(&mut self) -> Step<R> {
        self.input.consume(data::END);
        let Some(mail) = self.mail.take() else { return self.answer(&Reply::TRY_LATER) };
        match mail.intake.refused() {
            Some(reply) => self.content_refused(&reply.clone()),
            None => self.deliver(mail.envelope, mail.intake.finish_lines()),
        }
    }

    pub(super) fn bdat(&mut self, arguments: &str) -> Step<R> {
        let Some(chunk) = bdat::parse(arguments) else { return self.end(&replies::BAD_CHUNK) };
        let Some(mail) = &mut self.mail else { return self.refuse_chunk(arguments, &replies::MAIL_FIRST) };
        if mail.envelope.recipients.is_empty() {
            return self.refuse_chunk(arguments, &replies::NO_RECIPIENTS);
        }
        mail.chunked = true;
        let size = usize::try_from(chunk.size).unwrap_or(usize::MAX);
        let room = match mail.intake.refused() {
            Some(reply) => Room::No(reply.clone()),
            None => mail.intake.room(size, &self.settings),
        };
        match room {
            Room::Yes => self.begin_chunk(size, chunk.last),
            Room::Ask(bytes) => self.ask_memory(bytes, Purpose::Chunk { size, last: chunk.last }),
            Room::No(reply) => self.begin_skipping(chunk, reply),
        }
    }

    pub(super) fn begin_chunk(&mut self, left: usize, last: bool) -> Step<R> {
        self.state = State::Chunk { left, last };
        Step::On
    }

    /// From now on this mail is refused, and this chunk of it skipped.
    pub(super) fn begin_skipping(&mut self, chunk: bdat::Chunk, reply: Reply) -> Step<R> {
        self.holds_memory = false;
        if let Some(mail) = &mut self.mail {
            mail.intake.refuse(reply.clone());
            if !mail.intake.discard(chunk.size, &self.settings) {
                return self.end(&reply);
            }
        }
        self.state = State::Skip { left: chunk.size, last: chunk.last, reply };
        Step::On
    }

    /// A chunk out of place: its octets come all the same (RFC 3030, section 2), and are no commands.
    pub(super) fn refuse_chunk(&mut self, arguments: &str, reply: &Reply) -> Step<R> {
        match bdat::parse(arguments) {
            Some(chunk) if chunk.size <= self.settings.discard_limit() => {
                self.errors += 1;
                self.state = State::Skip { left: chunk.size, last: chunk.last, reply: reply.clone() };
                Step::On
            }
            _ => self.end(reply),
        }
    }

    pub(super) fn read_chunk(&mut self, left: usize, last: bool) -> Step<R> {
        let Self { input, mail: Some(mail), .. } = self else { return self.answer(&Reply::TRY_LATER) };
        let count = input.rest().len().min(left);
        if let Err(violation) = mail.intake.push_chunk(&input.rest()[..count]) {
            return self.end(&replies::of_content(violation));
        }
        input.consume(count);
        match left - count {
            0 => self.chunk_done(last),
            left => {
                self.state = State::Chunk { left, last };
                Step::Starved
            }
        }
    }

    fn chunk_done(&mut self, last: bool) -> Step<R> {
        self.after_content = true;
        if !last {
            return self.answer(&replies::OK);
        }
        let Some(Transaction { envelope, intake, .. }) = self.mail.take() else {
            return self.answer(&Reply::TRY_LATER);
        };
        match intake.finish_chunks() {
            Ok(content) => self.deliver(envelope, content),
            Err(violation) => self.end(&replies::of_content(violation)),
        }
    }

    pub(super) fn skip_chunk(&mut self, left: u64) -> Step<R> {
        let waiting = self.input.rest().len();
        let count = usize::try_from(left).map_or(waiting, |left| left.min(waiting));
        self.input.consume(count);
        let still = left - u64::try_from(count).unwrap_or(left);
        match &mut self.state {
            State::Skip { left, .. } if still > 0 => {
                *left = still;
                Step::Starved
            }
            State::Skip { last, reply, .. } => {
                let (last, reply) = (*last, reply.clone());
                self.chunk_skipped(last, &reply)
            }
            _ => Step::On,
        }
    }

    fn chunk_skipped(&mut self, last: bool, reply: &Reply) -> Step<R> {
        self.after_content = true;
        if last {
            self.forget_mail();
        }
        if self.errors >= super::MAX_ERRORS {
            self.end(&replies::TOO_MANY_ERRORS)
        } else {
            self.answer(reply)
        }
    }

    fn deliver(&mut self, envelope: crate::Envelope<R>, content: Vec<u8>) -> Step<R> {
        self.after_content = true;
        self.ask(Question::Delivery, Action::Deliver(envelope, content))
    }

    fn content_refused(&mut self, reply: &Reply) -> Step<R> {
        self.after_content = true;
        self.forget_mail();
        self.idle(reply)
    }

    fn ask_memory(&mut self, bytes: usize, purpose: Purpose) -> Step<R> {
        self.state = State::NeedsMemory(bytes, purpose);
        Step::On
    }
}
