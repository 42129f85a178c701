//! "Download my data": one page that opens in any browser, with every message that opens now and its files.
//!
//! It is made while it is sent: one message and one chunk of a file are in memory at a time, and nothing touches a disk. Before
//! each message the session is looked up again, so that signing out anywhere ends it.
//!
//! Who could abuse this: whoever has a live session gets what its owner can read anyway, once a minute; it is written in the
//! audit. The file lies in the open on the phone, which the page says before.

use std::collections::VecDeque;

use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::MessageId;
use engine::{Engine, EngineError, InboxItem, LinkState, OpenAttachment, OpenMessage, Session};
use futures::stream;
use seal::{Locator, SessionSecret};
use words::Words;

use super::{
    Site,
    account::{live, refused},
    calm::calm,
    cookies,
    language::Reading,
    recipient::subject_of,
    render::escape,
};
use crate::{
    api::session::SessionKind,
    components::when_words,
    file_name,
    pages::recipient::{Calmness, subject_or_stand_in},
};

/// How many messages are looked up at once.
const PAGE: u32 = 20;
const HEAD: &str = "<head><meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
    <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
    <style>body{font:1rem/1.5 sans-serif;max-width:40rem;margin:auto;padding:1rem}\
    article{border-top:1px solid;padding:1rem 0}pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere}</style>";

/// `GET /account/download`.
pub(crate) async fn download(
    State(site): State<Site>,
    Reading(words): Reading,
    headers: HeaderMap,
) -> Response {
    let begun = async {
        let session = live(&site, &headers).await?;
        let secret = cookies::secret(&headers, SessionKind::Recipient).ok_or(EngineError::SignedOut)?;
        site.engine.begin_download(&session).await?;
        let head = beginning(&site.engine, words, &session).await?;
        Ok(Download::new(site.engine.clone(), words, secret, head))
    };
    match begun.await {
        Ok(download) => respond(download),
        // Nothing else here counts tries.
        Err(EngineError::SlowDown(_)) => {
            calm(&site, words, Calmness::JustDownloaded, StatusCode::TOO_MANY_REQUESTS).await
        }
        Err(error) => refused(&site, words, error).await,
    }
}

fn respond(download: Download) -> Response {
    let pieces = stream::unfold(Some(download), |state| async move {
        let mut download = state?;
        match download.next().await {
            Ok(None) => None,
            Ok(Some(piece)) => Some((Ok(Bytes::from(piece)), Some(download))),
            Err(error) => {
                tracing::error!(%error, "a download ends early");
                Some((Err(std::io::Error::other("the download ends early")), None))
            }
        }
    });
    let mut response = Body::from_stream(pieces).into_response();
    let set: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"my-messages.html\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    response.headers_mut().extend(set);
    response
}

/// How the page begins: what is known of somebody's access.
async fn beginning(engine: &Engine, words: Words, session: &Session) -> Result<String, EngineError> {
    let row = |one: engine::SessionSummary| {
        format!("<li>{}, {}</li>", escape(&one.agent), when_words(words, one.created_at))
    };
    let sessions: String = engine.sessions(session).await?.into_iter().map(row).collect();
    let language = words.language();
    let (lang, dir) = (language.tag(), if language.is_right_to_left() { "rtl" } else { "ltr" });
    let title = words.inbox_heading();
    Ok(format!(
        "<!DOCTYPE html><html lang=\"{lang}\" dir=\"{dir}\">{HEAD}<title>{title}</title></head><body>\
         <h1>{title}</h1><p>{now}</p><h2>{}</h2><p dir=\"ltr\">{}</p><h2>{}</h2><ul>{sessions}</ul>",
        words.safety_heading(),
        engine.own_safety_number(session)?,
        words.account_sessions(),
        now = when_words(words, engine.clock().now()),
    ))
}

/// A file on its way.
struct Sending {
    file: OpenAttachment,
    next: u32,
    /// What did not fill three bytes, which base64 makes four letters of.
    rest: Vec<u8>,
}

/// A download on its way.
struct Download {
    engine: Engine,
    words: Words,
    secret: SessionSecret,
    /// What comes first.
    head: Option<String>,
    items: VecDeque<InboxItem>,
    /// The oldest message that was looked up, until there are no older ones.
    before: Option<MessageId>,
    has_more: bool,
    files: VecDeque<(Locator, u32)>,
    sending: Option<Sending>,
    is_over: bool,
}

impl Download {
    fn new(engine: Engine, words: Words, secret: SessionSecret, head: String) -> Self {
        Self {
            engine,
            words,
            secret,
            head: Some(head),
            items: VecDeque::new(),
            before: None,
            has_more: true,
            files: VecDeque::new(),
            sending: None,
            is_over: false,
        }
    }

    /// The next piece of the page.
    async fn next(&mut self) -> Result<Option<String>, EngineError> {
        if let Some(head) = self.head.take() {
            return Ok(Some(head));
        }
        if let Some(sending) = self.sending.take() {
            return self.go_on(sending).await.map(Some);
        }
        if let Some((locator, number)) = self.files.pop_front() {
            return self.begin_file(&locator, number).await.map(Some);
        }
        if self.items.is_empty() && self.has_more {
            self.look_up().await?;
        }
        match self.items.pop_front() {
            Some(item) => self.message(item).await.map(Some),
            None if self.is_over => Ok(None),
            None => {
                self.is_over = true;
                Ok(Some("</body></html>".to_owned()))
            }
        }
    }

    async fn session(&self) -> Result<Session, EngineError> {
        self.engine.session_unattended(&self.secret).await?.ok_or(EngineError::SignedOut)
    }

    async fn look_up(&mut self) -> Result<(), EngineError> {
        let session = self.session().await?;
        let items = self.engine.inbox(&session, PAGE, self.before).await?;
        self.has_more = u32::try_from(items.len()) == Ok(PAGE);
        self.before = items.last().map(|item| item.message);
        self.items = items.into();
        Ok(())
    }

    async fn message(&mut self, item: InboxItem) -> Result<String, EngineError> {
        let session = self.session().await?;
        let LinkState::Open(opened) = self.engine.link(&item.locator, Some(&session)).await? else {
            return Ok(closed(self.words, item));
        };
        let count = u32::try_from(opened.attachments.len()).unwrap_or(0);
        self.files = (0..count).map(|number| (item.locator, number)).collect();
        Ok(article(self.words, &opened))
    }

    async fn begin_file(&mut self, locator: &Locator, number: u32) -> Result<String, EngineError> {
        let session = self.session().await?;
        let file = self.engine.attachment(locator, &session, number).await?;
        let name = escape(&file_name::clean(&file.info.name));
        self.sending = Some(Sending { file, next: 0, rest: Vec::new() });
        Ok(format!("<p><a download=\"{name}\" title=\"{name}\" href=\"data:application/octet-stream;base64,"))
    }

    /// The next chunk of a file, or its end.
    async fn go_on(&mut self, mut sending: Sending) -> Result<String, EngineError> {
        if u64::from(sending.next) >= sending.file.chunks() {
            let name = escape(&file_name::clean(&sending.file.info.name));
            return Ok(format!("{}\">{name}</a></p>", STANDARD.encode(&sending.rest)));
        }
        let chunk = self.engine.read_chunk(&sending.file, sending.next).await?;
        sending.rest.extend_from_slice(&chunk);
        let whole = sending.rest.len() / 3 * 3;
        let encoded = STANDARD.encode(&sending.rest[..whole]);
        sending.rest.drain(..whole);
        sending.next += 1;
        self.sending = Some(sending);
        Ok(encoded)
    }
}

fn article(words: Words, message: &OpenMessage) -> String {
    format!(
        "<article><h2 dir=\"auto\">{}</h2><p>{}<br>{}</p><pre dir=\"auto\">{}</pre></article>",
        escape(&subject_or_stand_in(words, message.subject.clone())),
        escape(&message.sender),
        when_words(words, message.sent_at),
        escape(&message.body),
    )
}

fn closed(words: Words, item: InboxItem) -> String {
    let (sender, at) = (escape(&item.sender), when_words(words, item.sent_at));
    let subject = subject_or_stand_in(words, subject_of(words, item));
    format!("<article><h2 dir=\"auto\">{}</h2><p>{sender}<br>{at}</p></article>", escape(&subject))
}
