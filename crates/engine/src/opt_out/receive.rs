//! Texts from phones, and what providers have decided by themselves.

use std::time::Duration;

use domain::{PersonId, PhoneNumber, UnixMillis};
use seal::Purpose;
use sms::{
    Inbound,
    inbound::{Reading, language_of},
    text::Language,
};
use store::{
    Conn, audit,
    inbound_texts::{self, InboundText},
    opt_outs::{self, EVERYBODY},
    recipients,
};

use super::{replies::ReplyKind, stop::Source};
use crate::{
    Engine, EngineError, Session,
    audit::{Action, Actor, Subject},
};

/// A text without an id is the same one again within this time.
const SAME_WITHIN: i64 = 60_000;
/// Help is answered once in this time.
const HELP_EVERY: Duration = Duration::from_secs(60 * 60);
/// The longest text that is kept.
const LONGEST: usize = 1_600;
/// How many texts are listed.
const LISTED: u32 = 100;

/// A text that a person has to decide about.
#[derive(Clone)]
pub struct InboundView {
    /// Names it to [`Engine::decide_inbound`].
    pub id: [u8; 32],
    /// Whose phone.
    pub phone: PhoneNumber,
    /// The words.
    pub words: String,
    /// When it came.
    pub at: UnixMillis,
}

/// What a person decides about a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// They want no texts.
    OptOut,
    /// It asks for nothing.
    Leave,
}

impl Engine {
    /// Takes a text from a phone. When this returns, it has taken effect: after STOP, no text leaves for the number.
    ///
    /// # Errors
    /// When the storage fails; it should be told again.
    pub(crate) async fn receive_text(&self, route: &str, inbound: Inbound) -> Result<(), EngineError> {
        // Short codes and names cannot be written to, so they need no opt-out.
        let Some(phone) = number(&inbound.from) else { return Ok(()) };
        let reading = Reading::of(&inbound.body);
        let now = self.inner.clock.now();
        let text = self.inbound_row(route, &inbound, &phone, reading, now);
        let (engine, person) = (self.clone(), self.new_recipient(&phone, now));
        let language = language_of(&inbound.body).unwrap_or(Language::English);
        let (row, index) = (text.clone(), text.phone_index);
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (engine, text, person) = (engine.clone(), row.clone(), person.clone());
                Box::pin(async move {
                    if !inbound_texts::take(conn, &text).await? {
                        return Ok(());
                    }
                    let people = recipients::upsert_many(conn, std::slice::from_ref(&person)).await?;
                    let recipient = people.get(&text.phone_index).copied().ok_or(EngineError::NotFound)?;
                    let kind = match reading {
                        Reading::Stop => engine
                            .stop_all(conn, recipient, text.phone_index, Source::Text, now)
                            .await?
                            .then_some(ReplyKind::OptedOut),
                        Reading::Start => engine
                            .start_again(conn, recipient, &text.phone_index, now)
                            .await?
                            .then_some(ReplyKind::OptedIn),
                        Reading::Help => {
                            let before = inbound_texts::others_since(conn, &text, now - HELP_EVERY).await?;
                            (before == 0).then_some(ReplyKind::Help)
                        }
                        Reading::Unsure(_) | Reading::Other => None,
                    };
                    if let Some(kind) = kind {
                        engine.queue_reply(conn, kind, recipient, &text.route, language, now).await?;
                    }
                    Ok::<_, EngineError>(())
                })
            })
            .await?;
        self.wake_reports();
        self.inner.wake_replies.notify_one();
        if reading == Reading::Stop {
            self.inner.in_flight.landed(&index).await;
        }
        Ok(())
    }

    fn inbound_row(
        &self,
        route: &str,
        inbound: &Inbound,
        phone: &PhoneNumber,
        reading: Reading,
        now: UnixMillis,
    ) -> InboundText {
        let index = &self.inner.secrets.index;
        let known_by = match &inbound.id {
            Some(id) => format!("{route}\0{id}"),
            None => {
                let minute = now.get().div_euclid(SAME_WITHIN);
                format!("{route}\0{}\0{}\0{minute}", phone.as_str(), inbound.body)
            }
        };
        let id = index.throttle("inbound", known_by.as_bytes());
        let reading = match reading {
            Reading::Stop => "stop",
            Reading::Start => "start",
            Reading::Help => "help",
            Reading::Unsure(_) => "unsure",
            Reading::Other => "other",
        };
        let words: String = inbound.body.chars().take(LONGEST).collect();
        let plain = format!("{}\n{words}", phone.as_str());
        let sealed = (reading == "unsure").then(|| {
            self.inner.ring.wrap(Purpose::InboundText, &id, plain.as_bytes(), &mut self.inner.entropy.rng())
        });
        let (route, reading) = (route.to_owned(), reading.to_owned());
        InboundText { id, route, phone_index: index.phone(phone), sealed, reading, at: now }
    }

    async fn start_again(
        &self,
        conn: &mut Conn,
        recipient: PersonId,
        phone_index: &[u8; 32],
        now: UnixMillis,
    ) -> Result<bool, EngineError> {
        if !opt_outs::remove(conn, phone_index, EVERYBODY).await? {
            return Ok(false);
        }
        let event = self.event(now, Actor::Stranger, Action::OptedIn, Subject::person(recipient));
        audit::insert_many(conn, &[event]).await?;
        Ok(true)
    }

    /// Takes over what a number's owner told the provider, which has obeyed and answered.
    ///
    /// # Errors
    /// When the storage fails.
    pub(crate) async fn sync_opt_out(&self, phone: &PhoneNumber, out: bool) -> Result<(), EngineError> {
        let now = self.inner.clock.now();
        let (engine, person) = (self.clone(), self.new_recipient(phone, now));
        let index = person.phone_index;
        self.inner
            .store
            .write(move |conn: &mut Conn| {
                let (engine, person) = (engine.clone(), person.clone());
                Box::pin(async move {
                    let people = recipients::upsert_many(conn, std::slice::from_ref(&person)).await?;
                    let recipient = people.get(&index).copied().ok_or(EngineError::NotFound)?;
                    if out {
                        engine.stop_all(conn, recipient, index, Source::Provider, now).await?;
                    } else {
                        engine.start_again(conn, recipient, &index, now).await?;
                    }
                    Ok::<_, EngineError>(())
                })
            })
            .await?;
        self.wake_reports();
        if out {
            self.inner.in_flight.landed(&index).await;
        }
        Ok(())
    }

    /// Texts that a person has to decide about, newest first.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] for anybody but an administrator.
    pub async fn open_inbound(&self, session: &Session) -> Result<Vec<InboundView>, EngineError> {
        session.administrator()?;
        let rows =
            self.inner.store.read(|conn: &mut Conn| Box::pin(inbound_texts::open(conn, LISTED))).await?;
        rows.into_iter().map(|row| self.inbound_view(row)).collect()
    }

    fn inbound_view(&self, row: InboundText) -> Result<InboundView, EngineError> {
        let sealed = row.sealed.ok_or(EngineError::NotFound)?;
        let plain = self.inner.ring.unwrap(Purpose::InboundText, &row.id, &sealed)?;
        let text = std::str::from_utf8(&plain).map_err(|_| seal::OpenError)?;
        let (number, words) = text.split_once('\n').ok_or(seal::OpenError)?;
        let phone = number.parse().map_err(|_| seal::OpenError)?;
        Ok(InboundView { id: row.id, phone, words: words.to_owned(), at: row.at })
    }

    /// Decides about a text. Its words are forgotten.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] for anybody but an administrator, and when it was decided already.
    pub async fn decide_inbound(
        &self,
        session: &Session,
        id: [u8; 32],
        decision: Decision,
    ) -> Result<(), EngineError> {
        session.administrator()?;
        let (now, engine, by) = (self.inner.clock.now(), self.clone(), session.person);
        let index = self
            .inner
            .store
            .write(move |conn: &mut Conn| {
                let engine = engine.clone();
                Box::pin(async move {
                    let text = inbound_texts::by_id(conn, &id).await?.ok_or(EngineError::NotFound)?;
                    let index = text.phone_index;
                    let person = recipients::by_phone_index(conn, &index).await?;
                    let recipient = person.ok_or(EngineError::NotFound)?.id;
                    let code = if decision == Decision::OptOut { "opt-out" } else { "leave" };
                    inbound_texts::decide(conn, &id, code, now, by).await?;
                    let subject = Subject { detail: Some(code), ..Subject::person(recipient) };
                    let event = engine.event(now, Actor::Account(by), Action::InboundDecided, subject);
                    audit::insert_many(conn, &[event]).await?;
                    if decision == Decision::OptOut {
                        engine.stop_all(conn, recipient, index, Source::Person, now).await?;
                    }
                    Ok::<_, EngineError>(index)
                })
            })
            .await?;
        self.wake_reports();
        if decision == Decision::OptOut {
            self.inner.in_flight.landed(&index).await;
        }
        Ok(())
    }
}

/// A number with or without its `+`.
fn number(text: &str) -> Option<PhoneNumber> {
    let digits: String = text.trim().trim_start_matches('+').to_owned();
    format!("+{digits}").parse().ok()
}
