//! What a link asks for: a password to be chosen, the password, or a passcode.

use axum::{
    body::Body,
    extract::{Path, State},
    response::Response,
};
use domain::{Phrase, UnixMillis};
use engine::{EngineError, Gate, Identity, LinkState};
use leptos::prelude::*;
use seal::{Locator, SessionSecret};
use words::Words;

use super::{
    Visitor,
    fields::Fields,
    go_to, own_session,
    said::{Refusal, Said, chosen, forms, heard, out_of_date, refused, told},
    share_if_ticked, signed_in,
};
use crate::{
    pages::recipient::{Asked, Faults, Forgotten, PlainLinkPage},
    ssr::{
        Site,
        language::Reading,
        recipient,
        render::Page,
        session::{self, guard},
    },
};

/// `GET /m/{locator}/plain`.
pub(super) async fn look(
    State(site): State<Site>,
    Reading(words): Reading,
    Path(text): Path<String>,
    visitor: Visitor,
) -> Response {
    show(&site, words, text, &visitor, &Said::default()).await
}

/// `POST /m/{locator}/plain`.
pub(super) async fn send(
    State(site): State<Site>,
    Reading(words): Reading,
    Path(text): Path<String>,
    visitor: Visitor,
    body: Body,
) -> Response {
    match open(&site, words, &text, &visitor, Fields::read(body).await).await {
        Ok(Some(secret)) => signed_in(&site, &visitor, &secret, go_to(&format!("/m/{text}"))).await,
        Ok(None) => go_to(&format!("/m/{text}")),
        Err(Refusal::Said(said)) => show(&site, words, text, &visitor, &said).await,
        Err(Refusal::Failed(error)) => refused(&site, words, error).await,
    }
}

/// Does what the form asks. With the secret of a session that has begun.
async fn open(
    site: &Site,
    words: Words,
    text: &str,
    visitor: &Visitor,
    fields: Option<Fields>,
) -> Result<Option<SessionSecret>, Refusal> {
    let locator: Locator = text.parse().map_err(|_| EngineError::NotFound)?;
    let fields = fields.ok_or_else(|| out_of_date(words))?;
    let secret = match fields.text("as").as_str() {
        "claim" => Some(claim(site, words, &locator, visitor, &fields).await?),
        "unlock" => Some(unlock(site, words, &locator, visitor, &fields).await?),
        "passcode" => {
            open_passcode(site, words, &locator, visitor, &fields).await?;
            None
        }
        _ => return Err(out_of_date(words)),
    };
    if let Some(secret) = &secret {
        share_if_ticked(site, &fields, secret).await?;
    }
    mark_opened(site, &locator, visitor, secret.as_ref()).await?;
    Ok(secret)
}

async fn claim(
    site: &Site,
    words: Words,
    locator: &Locator,
    visitor: &Visitor,
    fields: &Fields,
) -> Result<SessionSecret, Refusal> {
    let password = fields.secret("password");
    chosen(words, &password)?;
    let passcode = heard(words, &fields.secret("passcode"))?;
    let claiming =
        site.engine.plain_claim(locator, &password, passcode.as_ref(), visitor.address, &visitor.agent);
    claiming.await.map_err(|error| told(words, error, Faults::default()))
}

async fn unlock(
    site: &Site,
    words: Words,
    locator: &Locator,
    visitor: &Visitor,
    fields: &Fields,
) -> Result<SessionSecret, Refusal> {
    let password = fields.secret("password");
    let fault = |said: &str| Faults { password: Some(said.to_owned()), ..Faults::default() };
    if password.is_empty() {
        return Err(Said::invalid(fault(words.plain_empty())));
    }
    let who = Identity::Locator(*locator);
    let opening = site.engine.plain_sign_in(&who, &password, visitor.address, &visitor.agent);
    opening.await.map_err(|error| told(words, error, fault(forms(words).wrong_password())))
}

async fn open_passcode(
    site: &Site,
    words: Words,
    locator: &Locator,
    visitor: &Visitor,
    fields: &Fields,
) -> Result<(), Refusal> {
    let session = own_session(site, visitor).await?;
    let Some(passcode) = heard(words, &fields.secret("passcode"))? else {
        let passcode = Some(words.plain_empty().to_owned());
        return Err(Said::invalid(Faults { passcode, ..Faults::default() }));
    };
    let opening = site.engine.plain_open_passcode(locator, &session, &passcode, visitor.address);
    opening.await.map_err(|error| told(words, error, Faults::default()))
}

/// Whoever sends this form sees the message next: no script will tell so.
async fn mark_opened(
    site: &Site,
    locator: &Locator,
    visitor: &Visitor,
    secret: Option<&SessionSecret>,
) -> Result<(), EngineError> {
    let session = match secret {
        Some(secret) => site.engine.session(secret).await?.ok_or(EngineError::SignedOut)?,
        None => own_session(site, visitor).await?,
    };
    match site.engine.link(locator, Some(&session)).await? {
        LinkState::Open(message) => site.engine.mark_opened(&session, message.delivery).await,
        _ => Ok(()),
    }
}

/// The form that the link asks for now, or the page that says why there is none.
async fn show(site: &Site, words: Words, text: String, visitor: &Visitor, said: &Said) -> Response {
    match form(site, words, text, visitor, said).await {
        Ok(response) => response,
        Err(error) => refused(site, words, error).await,
    }
}

async fn form(
    site: &Site,
    words: Words,
    text: String,
    visitor: &Visitor,
    said: &Said,
) -> Result<Response, EngineError> {
    site.engine.plain_allowed()?;
    let locator: Locator = text.parse().map_err(|_| EngineError::NotFound)?;
    let session = session::of(site, &visitor.headers).await?;
    let now = site.engine.clock().now();
    let (asked, phrase) = match asked(site.engine.link(&locator, session.as_ref()).await?, now) {
        Some(asked) => asked,
        None if session.is_some() => return Ok(go_to(&format!("/m/{text}"))),
        None => return recipient::follow(site, words, &locator, text, &visitor.headers).await,
    };
    let organisation = site.engine.organisation().await?;
    let page = said.on(Page::about_message(words));
    let own = session.as_ref().filter(|_| asked == Asked::Passcode);
    let page = page.guarded_by(own.map(|session| guard(site, session)));
    let faults = said.faults.clone();
    Ok(said.with_wait(
        page.render(site, || view! { <PlainLinkPage words organisation locator=text asked phrase faults /> }),
    ))
}

/// Which form there is for what a link leads to.
fn asked(state: LinkState, now: UnixMillis) -> Option<(Asked, Option<Phrase>)> {
    let claim = |passcode, replaces| Asked::Claim { passcode, replaces };
    match state {
        LinkState::FirstVisit(Gate::Open, phrase) => Some((claim(false, false), phrase)),
        LinkState::FirstVisit(Gate::Here(gate), phrase) if !gate.is_sealed => {
            Some((claim(true, false), phrase))
        }
        LinkState::Reset(gate) if !gate.is_sealed => Some((claim(true, true), None)),
        LinkState::Returning(_, phrase, reset) => {
            Some((Asked::Unlock(reset.map(|reset| Forgotten::at(reset, now))), phrase))
        }
        LinkState::Locked(gate, _) if !gate.is_sealed => Some((Asked::Passcode, None)),
        _ => None,
    }
}
