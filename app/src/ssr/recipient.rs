//! The recipient's pages: fetch through the engine, then render.

use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{AttachmentInfo, MessageId, Phrase};
use engine::{EngineError, Gate, InboxItem, LinkState, Lock, OpenMessage, Session};
use leptos::prelude::*;
use seal::Locator;
use serde::Deserialize;
use words::Words;

use super::{
    Site,
    attachment::is_shown,
    calm::{answer, calm, failed},
    language::Reading,
    list::{Part, part},
    render::{Guard, Page},
    session,
};
use crate::{
    api::{recipient::PasscodeGate, session::Challenge},
    components::{AttachmentRow, Preview},
    file_name,
    pages::recipient::{
        Calmness, ClaimPage, ClosedPage, Forgotten, InboxLine, InboxPage, InboxSignInPage, LockedPage,
        MessagePage, MessageView, PasscodeElsewherePage, PasscodePage, SealedPage, UnlockPage,
    },
};

/// How many other messages stand below a message: few, so that it is there at once.
const OTHERS: u32 = 10;

/// `GET /m/{locator}`: changes nothing, whoever asks.
pub(crate) async fn link(
    State(site): State<Site>,
    Reading(words): Reading,
    Path(text): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Ok(locator) = text.parse::<Locator>() else {
        return calm(&site, words, Calmness::UnknownLink, StatusCode::NOT_FOUND).await;
    };
    match follow(&site, words, &locator, text, &headers).await {
        Ok(response) => response,
        Err(error) => failed(&site, words, error).await,
    }
}

pub(super) async fn follow(
    site: &Site,
    words: Words,
    locator: &Locator,
    text: String,
    headers: &HeaderMap,
) -> Result<Response, EngineError> {
    let session = session::of(site, headers).await?;
    let organisation = site.engine.organisation().await?;
    let page = Page::about_message(words);
    // Those states that show nothing to a stranger need a session; then there is one.
    let own_guard = || session.as_ref().map(|session| session::guard(site, session));
    let plain = site.engine.config().plain_form;
    Ok(match site.engine.link(locator, session.as_ref()).await? {
        LinkState::Unknown => calm(site, words, Calmness::UnknownLink, StatusCode::NOT_FOUND).await,
        LinkState::NotYet => calm(site, words, Calmness::NotYet, StatusCode::OK).await,
        LinkState::Expired => calm(site, words, Calmness::Expired, StatusCode::GONE).await,
        LinkState::Recalled => calm(site, words, Calmness::Recalled, StatusCode::GONE).await,
        LinkState::FirstVisit(gate, phrase) => first_visit(site, page, organisation, text, gate, phrase),
        LinkState::Locked(gate, _) if gate.is_sealed => page
            .guarded_by(own_guard())
            .render(site, || view! { <SealedPage words organisation signed_in=true /> }),
        LinkState::Locked(gate, own_key) => {
            let gate = PasscodeGate { message: gate.message, stretched: gate.stretched };
            page.with_islands().guarded_by(own_guard()).render(
                site,
                || view! { <PasscodePage words organisation locator=text gate own_key plain /> },
            )
        }
        LinkState::Reset(gate) if gate.is_sealed => {
            page.render(site, || view! { <SealedPage words organisation signed_in=false /> })
        }
        LinkState::Reset(gate) => {
            let gate = Some(PasscodeGate { message: gate.message, stretched: gate.stretched });
            page.with_islands().without_secrets().render(site, || {
                view! { <ClaimPage words organisation locator=text phrase=None passcode=gate replaces=true plain /> }
            })
        }
        LinkState::Removed => calm(site, words, Calmness::Removed, StatusCode::GONE).await,
        LinkState::Closed => {
            page.guarded_by(own_guard()).render(site, || view! { <ClosedPage words organisation /> })
        }
        LinkState::Returning(engine::Challenge { salt, kdf }, phrase, reset) => {
            let challenge = Challenge { salt, kdf };
            let now = site.engine.clock().now();
            let forgotten = reset.map(|reset| Forgotten::at(reset, now));
            let passkeys = site.engine.has_passkeys();
            page.with_islands().without_secrets().render(
                site,
                || view! { <UnlockPage words organisation locator=text challenge phrase passkeys forgotten plain /> },
            )
        }
        LinkState::Open(message) => {
            let session = session.ok_or(EngineError::SignedOut)?;
            opened_page(site, page, &session, &text, organisation, *message).await?
        }
    })
}

fn first_visit(
    site: &Site,
    page: Page,
    organisation: String,
    locator: String,
    gate: Gate,
    phrase: Option<Phrase>,
) -> Response {
    let (words, plain) = (page.words, site.engine.config().plain_form);
    let passcode = match gate {
        Gate::Elsewhere(other) => {
            let locator = other.to_string();
            return page.render(site, || view! { <PasscodeElsewherePage words organisation locator /> });
        }
        Gate::Locked => return page.render(site, || view! { <LockedPage words organisation /> }),
        Gate::Here(gate) if gate.is_sealed => {
            return page.render(site, || view! { <SealedPage words organisation signed_in=false /> });
        }
        Gate::Here(engine::PasscodeGate { message, stretched, .. }) => {
            Some(PasscodeGate { message, stretched })
        }
        Gate::Open => None,
    };
    page.with_islands().without_secrets().render(
        site,
        || view! { <ClaimPage words organisation locator phrase passcode replaces=false plain /> },
    )
}

async fn opened_page(
    site: &Site,
    page: Page,
    session: &Session,
    locator: &str,
    organisation: String,
    message: OpenMessage,
) -> Result<Response, EngineError> {
    let (words, this) = (page.words, message.delivery);
    let newest = site.engine.inbox(session, OTHERS + 2, None).await?;
    let mut others: Vec<_> =
        newest.into_iter().filter(|item| item.delivery != this).map(|item| line(words, item)).collect();
    let shown = usize::try_from(OTHERS).unwrap_or(usize::MAX);
    let more = others.len() > shown;
    others.truncate(shown);
    let guard = Guard { opened: Some(format!("/m/{locator}/opened")), ..session::guard(site, session) };
    let message = MessageView {
        sender: message.sender,
        subject: message.subject,
        body: message.body,
        html: message.html.map(|html| show(&html, locator)),
        attachments: attachments(message.attachments, &format!("/m/{locator}/attachments")),
        sent_at: message.sent_at,
        expires_at: message.expires_at,
        archive: message.archive,
        tell_read: (!message.opened).then(|| format!("/m/{locator}/opened?then=page")),
        offers_passkey: site.engine.has_passkeys() && !site.engine.has_passkey(session.person).await?,
        offers_recovery: site.engine.recovery_since(session).await?.is_none(),
        idle_minutes: site.engine.idle_of(session.shared).as_secs() / 60,
    };
    Ok(page
        .wide()
        .guarded(guard)
        .render(site, || view! { <MessagePage words organisation message others more /> }))
}

/// The HTML of a mail, sanitised again, so that what a newer version knows to be unsafe is not shown from older days.
fn show(html: &str, locator: &str) -> String {
    ::mail::show(html, |number| Some(format!("/m/{locator}/attachments/{number}?view")))
}

/// Attachments as they are listed. Images that the text itself shows are not listed again.
pub(super) fn attachments(all: Vec<AttachmentInfo>, base: &str) -> Vec<AttachmentRow> {
    let row = |(number, info): (usize, AttachmentInfo)| AttachmentRow {
        href: format!("{base}/{number}"),
        preview: Preview::of(&info.media_type, is_shown(&info.media_type)),
        name: file_name::clean(&info.name),
        media_type: info.media_type,
        size: info.size,
    };
    all.into_iter().enumerate().filter(|(_, info)| !info.inline).map(row).collect()
}

/// Who tells that a message was shown.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Then {
    then: Option<String>,
}

/// `POST /m/{locator}/opened`: the page's own word that it has shown the message; or, with `?then=page`, that of whoever
/// reads it without scripts.
pub(crate) async fn opened(
    State(site): State<Site>,
    Path(text): Path<String>,
    Query(Then { then }): Query<Then>,
    headers: HeaderMap,
) -> Response {
    let told = async {
        let session = session::of(&site, &headers).await?.ok_or(EngineError::SignedOut)?;
        let locator = text.parse().map_err(|_| EngineError::NotFound)?;
        match site.engine.link(&locator, Some(&session)).await? {
            LinkState::Open(message) => site.engine.mark_opened(&session, message.delivery).await,
            _ => Err(EngineError::NotFound),
        }
    };
    let told = told.await;
    // Whatever came of it, the link's page says how it stands.
    match then {
        Some(_) if text.parse::<Locator>().is_ok() => Redirect::to(&format!("/m/{text}")).into_response(),
        _ => answer(told).into_response(),
    }
}

/// `GET /inbox?before=`: the list, or the way in.
pub(crate) async fn inbox(
    State(site): State<Site>,
    Reading(words): Reading,
    headers: HeaderMap,
    Query(part): Query<Part>,
) -> Response {
    match list(&site, words, &headers, part.before()).await {
        Ok(response) => response,
        Err(error) => failed(&site, words, error).await,
    }
}

async fn list(
    site: &Site,
    words: Words,
    headers: &HeaderMap,
    before: Option<MessageId>,
) -> Result<Response, EngineError> {
    let organisation = site.engine.organisation().await?;
    let page = Page::about_messages(words);
    let Some(session) = session::of(site, headers).await? else {
        let (plain, passkeys) = (site.engine.config().plain_form, site.engine.has_passkeys());
        return Ok(page
            .with_islands()
            .without_secrets()
            .render(site, || view! { <InboxSignInPage words organisation plain passkeys /> }));
    };
    let (items, older) = part(site, &session, before, "/inbox").await?;
    let newer = before.is_some();
    let lines: Vec<_> = items.into_iter().map(|item| line(words, item)).collect();
    let page = if lines.is_empty() { page } else { page.wide() }.guarded(session::guard(site, &session));
    Ok(page.render(site, || view! { <InboxPage words organisation lines older newer /> }))
}

/// A message's subject, or what stands for it while it does not open.
pub(super) fn subject_of(words: Words, item: InboxItem) -> String {
    match item.lock {
        Some(Lock::Passcode) => words.subject_locked().to_owned(),
        Some(Lock::EarlierKeys) => words.subject_closed().to_owned(),
        None => item.subject,
    }
}

fn line(words: Words, item: InboxItem) -> InboxLine {
    InboxLine {
        href: format!("/m/{}", item.locator),
        sender: item.sender.clone(),
        at: item.sent_at,
        opened: item.opened_at.is_some(),
        subject: subject_of(words, item),
    }
}
