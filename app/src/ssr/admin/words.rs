//! The organisation's own words for what is texted.

use std::collections::HashMap;

use axum::{
    Form,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Redirect, Response},
};
use domain::Language;
use engine::{EngineError, Look, Occasion, Preview, SAMPLE_PHRASE, Session, WordingError, usual_words};
use leptos::prelude::*;
use serde::Deserialize;

use super::done;
use crate::{
    pages::admin::{TextLook, TextsLook, WordsPage, WordsRow, WordsView},
    ssr::{
        Site,
        mail::{failed, guard, session},
        render::Page,
    },
};

/// Which language is shown, and what has just been done.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Shown {
    #[serde(default)]
    language: String,
    #[serde(default)]
    done: String,
}

/// `GET /admin/words?language=`.
pub(crate) async fn words(
    State(site): State<Site>,
    headers: HeaderMap,
    Query(shown): Query<Shown>,
) -> Response {
    let language = Language::from_tag(&shown.language).unwrap_or(Language::English);
    let texts = async {
        let session = session(&site, &headers).await?;
        let views = site.engine.wording(&session, language).await?;
        Ok(views.into_iter().map(|view| WordsRow {
            is_own: view.is_own,
            error: view.problem.map(|problem| problem.to_string()),
            look: view.look.map(texts_look),
            ..row(view.occasion, view.words)
        }))
    };
    match texts.await {
        Ok(texts) => render(&site, language, texts.collect(), done(&shown.done), StatusCode::OK),
        Err(error) => failed(&site, error),
    }
}

/// `POST /admin/words`: the words under their occasions' codes, and what to do with them.
pub(crate) async fn change_words(
    State(site): State<Site>,
    headers: HeaderMap,
    Form(mut form): Form<HashMap<String, String>>,
) -> Response {
    let language = form.get("language").and_then(|tag| Language::from_tag(tag));
    let language = language.unwrap_or(Language::English);
    // What a form does not have stays as it is.
    let written =
        Occasion::ALL.into_iter().filter_map(|occasion| Some((occasion, form.remove(occasion.code())?)));
    let mut written: Vec<_> = written.collect();
    let usual = form.remove("usual");
    if let Some((occasion, words)) =
        written.iter_mut().find(|(occasion, _)| usual.as_deref() == Some(occasion.code()))
    {
        *words = usual_words(language, *occasion).to_owned();
    }
    let save = usual.is_none() && form.get("do").is_some_and(|what| what == "save");
    match changed(&site, &headers, language, written, save).await {
        Ok(None) => Redirect::to(&format!("/admin/words?language={language}&done=saved")).into_response(),
        Ok(Some(texts)) => {
            let wrong = texts.iter().any(|text| text.error.is_some());
            let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            render(&site, language, texts, None, status)
        }
        Err(error) => failed(&site, error),
    }
}

/// Saves what was written, if it is to be saved and can be used; otherwise how it looks.
async fn changed(
    site: &Site,
    headers: &HeaderMap,
    language: Language,
    written: Vec<(Occasion, String)>,
    save: bool,
) -> Result<Option<Vec<WordsRow>>, EngineError> {
    let session = session(site, headers).await?;
    let mut texts = Vec::with_capacity(written.len());
    for (occasion, words) in &written {
        texts.push(tried(site, &session, language, *occasion, words).await?);
    }
    if !save || texts.iter().any(|text| text.error.is_some()) {
        return Ok(Some(texts));
    }
    match site.engine.set_wording(&session, language, &written).await {
        Ok(()) => Ok(None),
        Err(WordingError::Engine(error)) => Err(error),
        // They were usable a moment ago.
        Err(WordingError::Template(_)) => Ok(Some(texts)),
    }
}

async fn tried(
    site: &Site,
    session: &Session,
    language: Language,
    occasion: Occasion,
    words: &str,
) -> Result<WordsRow, EngineError> {
    let row = row(occasion, words.to_owned());
    let is_own = words.trim() != usual_words(language, occasion);
    match site.engine.try_wording(session, language, occasion, words).await {
        Ok(look) => Ok(WordsRow { is_own, look: Some(texts_look(look)), ..row }),
        Err(WordingError::Template(error)) => Ok(WordsRow { is_own, error: Some(error.to_string()), ..row }),
        Err(WordingError::Engine(error)) => Err(error),
    }
}

fn row(occasion: Occasion, words: String) -> WordsRow {
    let title = match occasion {
        Occasion::FirstNotice => "A message waits",
        Occasion::Reminder => "A message still waits",
        Occasion::OptedOut => "The answer to STOP",
        Occasion::OptedIn => "The answer to START",
        Occasion::ResetAsked => "A warning: somebody asks for a new password",
        Occasion::ResetDone => "A warning: the password was replaced",
        Occasion::Locked => "A warning: a sender has locked the number",
        Occasion::Help => "The answer to HELP",
    };
    WordsRow { code: occasion.code(), title, words, is_own: false, error: None, look: None }
}

fn texts_look(look: Look) -> TextsLook {
    let Look { language, plain, with_phrase } = look;
    TextsLook { language, lost: plain.lost, plain: text_look(plain), with_phrase: with_phrase.map(text_look) }
}

fn text_look(Preview { text, segments, .. }: Preview) -> TextLook {
    let count = segments.count;
    let texts = if count == 1 { "1 SMS".to_owned() } else { format!("{count} SMS") };
    let cost = format!("{texts}, {} of {} characters", segments.units, segments.encoding.single());
    TextLook { text, cost }
}

fn render(
    site: &Site,
    language: Language,
    texts: Vec<WordsRow>,
    done: Option<&'static str>,
    status: StatusCode,
) -> Response {
    let view = WordsView { language, texts, sample_phrase: SAMPLE_PHRASE, done };
    let page = Page::new("Words of the texts · Narwhal", "sender").status(status).guarded(guard(site));
    page.render(site, || view! { <WordsPage view /> })
}
