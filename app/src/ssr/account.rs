//! A recipient's own page: where they are signed in, their language, and their password.

use axum::{
    Form,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use domain::Language;
use engine::{EngineError, Session};
use leptos::prelude::*;
use seal::Locator;
use serde::Deserialize;
use words::Words;

use super::{
    Site,
    calm::{calm, failed},
    cookies,
    language::Reading,
    mail::{EndSession, session_row},
    passkeys::{self, RemovePasskey},
    render::Page,
    session::{self, end, guard},
};
use crate::{
    api::session::{Challenge, SessionKind},
    pages::recipient::{AccountPage, Calmness, KEPT_UNDER, RecoverPage},
};

/// What has just been done.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct After {
    changed: Option<String>,
    passkey: Option<String>,
    language: Option<String>,
}

/// The tag of the language that somebody chooses for good.
#[derive(Debug, Deserialize)]
pub(crate) struct ChosenLanguage {
    #[serde(default)]
    language: String,
}

impl After {
    /// In words.
    pub(super) fn said(&self, words: Words) -> Option<&'static str> {
        match (&self.changed, self.passkey.as_deref()) {
            (Some(_), _) => Some(words.account_changed()),
            (None, Some("added")) => Some(words.passkey_done_added()),
            (None, Some("removed")) => Some(words.passkey_done_removed()),
            (None, None) if self.language.is_some() => Some(words.own_language_saved()),
            _ => None,
        }
    }

    /// Whose recovery code ends with their password.
    fn said_to_recipient(&self, words: Words) -> Option<String> {
        let said = self.said(words)?;
        Some(if self.changed.is_some() {
            format!("{said} {}", words.account_code_ended())
        } else {
            said.to_owned()
        })
    }
}

/// `GET /account`.
pub(crate) async fn page(
    State(site): State<Site>,
    Reading(words): Reading,
    headers: HeaderMap,
    Query(after): Query<After>,
) -> Response {
    match own_page(&site, words, &headers, after.said_to_recipient(words)).await {
        Ok(response) => response,
        Err(error) => refused(&site, words, error).await,
    }
}

async fn own_page(
    site: &Site,
    words: Words,
    headers: &HeaderMap,
    done: Option<String>,
) -> Result<Response, EngineError> {
    let session = live(site, headers).await?;
    let organisation = site.engine.organisation().await?;
    let sessions = site.engine.sessions(&session).await?.into_iter().map(session_row).collect();
    let engine::Challenge { salt, kdf } = site.engine.own_challenge(&session).await?;
    let challenge = Challenge { salt, kdf };
    let safety_number = site.engine.own_safety_number(&session)?.to_string();
    let passkeys = passkeys::view(site, &session, KEPT_UNDER).await?;
    let recovery = site.engine.recovery_since(&session).await?;
    let plain = site.engine.config().plain_form;
    let language = site.engine.language_of(&session).await?.unwrap_or_else(|| words.language());
    Ok(Page::about_messages(words).wide().with_islands().guarded(guard(site, &session)).render(site, || {
        view! {
            <AccountPage
                words
                organisation
                sessions
                challenge
                recovery
                safety_number
                plain
                language
                passkeys
                done
            />
        }
    }))
}

/// `GET /recover`: a new password by a recovery code, for whoever knows their number.
pub(crate) async fn recover(State(site): State<Site>, Reading(words): Reading) -> Response {
    recover_page(&site, words, None).await
}

/// `GET /m/{locator}/recover`: the same by a link, whatever it leads to.
pub(crate) async fn recover_by_link(
    State(site): State<Site>,
    Reading(words): Reading,
    Path(text): Path<String>,
) -> Response {
    if text.parse::<Locator>().is_err() {
        return calm(&site, words, Calmness::UnknownLink, StatusCode::NOT_FOUND).await;
    }
    recover_page(&site, words, Some(text)).await
}

async fn recover_page(site: &Site, words: Words, locator: Option<String>) -> Response {
    let plain = site.engine.config().plain_form;
    match site.engine.organisation().await {
        Ok(organisation) => Page::about_messages(words)
            .with_islands()
            .without_secrets()
            .render(site, || view! { <RecoverPage words organisation locator plain /> }),
        Err(error) => failed(site, words, error).await,
    }
}

/// `POST /account/sessions/end`.
pub(crate) async fn end_session(
    State(site): State<Site>,
    Reading(words): Reading,
    headers: HeaderMap,
    Form(EndSession { id }): Form<EndSession>,
) -> Response {
    let done = async { site.engine.end_session(&live(&site, &headers).await?, &id).await };
    match done.await {
        Ok(_) => Redirect::to("/account").into_response(),
        Err(error) => refused(&site, words, error).await,
    }
}

/// `POST /account/language`: for the texts, and for the pages as long as the browser stays open.
pub(crate) async fn choose_language(
    State(site): State<Site>,
    Reading(words): Reading,
    headers: HeaderMap,
    Form(ChosenLanguage { language }): Form<ChosenLanguage>,
) -> Response {
    // Whatever is none of the list's changes nothing, and the page with the list is there again.
    let Some(language) = Language::from_tag(&language) else {
        return Redirect::to("/account").into_response();
    };
    let done = async { site.engine.set_language(&live(&site, &headers).await?, Some(language)).await };
    match done.await {
        Ok(()) => {
            let mut response = Redirect::to("/account?language=saved").into_response();
            response.headers_mut().append(header::SET_COOKIE, cookies::set_language(language));
            response
        }
        Err(error) => refused(&site, words, error).await,
    }
}

/// `POST /account/passkeys/remove`.
pub(crate) async fn remove_passkey(
    State(site): State<Site>,
    Reading(words): Reading,
    headers: HeaderMap,
    Form(RemovePasskey { id }): Form<RemovePasskey>,
) -> Response {
    let done = async { site.engine.remove_passkey(&live(&site, &headers).await?, id).await };
    match done.await {
        Ok(_) => Redirect::to("/account?passkey=removed").into_response(),
        Err(error) => refused(&site, words, error).await,
    }
}

/// `POST /account/sessions/end-all`: this one too.
pub(crate) async fn end_all(
    State(site): State<Site>,
    Reading(words): Reading,
    headers: HeaderMap,
) -> Response {
    let done = async {
        site.engine.end_other_sessions(&live(&site, &headers).await?).await?;
        end(&site, SessionKind::Recipient, &headers, "/signed-out").await
    };
    match done.await {
        Ok(response) => response,
        Err(error) => refused(&site, words, error).await,
    }
}

pub(super) async fn live(site: &Site, headers: &HeaderMap) -> Result<Session, EngineError> {
    session::of(site, headers).await?.ok_or(EngineError::SignedOut)
}

pub(super) async fn refused(site: &Site, words: Words, error: EngineError) -> Response {
    match error {
        EngineError::SignedOut => Redirect::to("/inbox").into_response(),
        error => failed(site, words, error).await,
    }
}
