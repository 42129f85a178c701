//! In which language a recipient reads: the one they chose on a page, else the first of their browser's that we have.

use std::convert::Infallible;

use axum::{
    extract::{FromRequestParts, Request},
    http::{HeaderMap, HeaderValue, Uri, header, request::Parts},
    middleware::Next,
    response::Response,
};
use domain::Language;
use engine::{Engine, EngineError};
use seal::SessionSecret;
use words::Words;

use super::cookies;

/// The words of a request's language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading(pub(crate) Words);

impl<S: Sync> FromRequestParts<S> for Reading {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let chosen = chosen(&parts.uri).or_else(|| cookies::language(&parts.headers));
        Ok(Self(Words::of(chosen.unwrap_or_else(|| preferred(&parts.headers)))))
    }
}

/// Keeps a choice that comes with a request (`?lang=`) for as long as the browser stays open.
pub(crate) async fn keep(request: Request, next: Next) -> Response {
    let chosen = chosen(request.uri());
    let mut response = next.run(request).await;
    if let Some(language) = chosen {
        response.headers_mut().append(header::SET_COOKIE, cookies::set_language(language));
    }
    response.headers_mut().append(header::VARY, HeaderValue::from_static("Accept-Language, Cookie"));
    response
}

/// The cookie by which the pages speak the language that somebody who signs in has chosen for good; `None` where they have
/// not, or where this browser was told another one just now.
pub(crate) async fn cookie_for(
    engine: &Engine,
    headers: &HeaderMap,
    secret: &SessionSecret,
) -> Result<Option<HeaderValue>, EngineError> {
    if cookies::language(headers).is_some() {
        return Ok(None);
    }
    let Some(session) = engine.session(secret).await? else { return Ok(None) };
    Ok(engine.language_of(&session).await?.map(cookies::set_language))
}

fn chosen(uri: &Uri) -> Option<Language> {
    let pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find_map(|(name, value)| if name == "lang" { Language::from_tag(value) } else { None })
}

/// The language of `Accept-Language` (RFC 9110, 12.5.4) with the greatest weight, of those that we have.
fn preferred(headers: &HeaderMap) -> Language {
    let values = headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    let ranges = values.flat_map(|value| value.split(',')).filter_map(range);
    // The first of those of equal weight: `max_by_key` would take the last.
    let best = ranges.reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.map_or(Language::English, |(language, _)| language)
}

/// A language that we have, with its weight in thousandths.
fn range(text: &str) -> Option<(Language, u16)> {
    let (tag, weight) = text.trim().split_once(';').unwrap_or((text.trim(), "q=1"));
    let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
    // Between 0 and 1 by the standard; whatever else somebody sends is cut to that.
    let thousandths = (1..=1000).rev().find(|step| f32::from(*step) <= weight * 1000.0)?;
    Some((Language::from_tag(tag)?, thousandths))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepting(value: &'static str) -> Language {
        preferred(&HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static(value))]))
    }

    #[test]
    fn the_browsers_first_language_that_we_have() {
        assert_eq!(accepting("es-MX,es;q=0.9,en;q=0.8"), Language::Spanish);
        assert_eq!(accepting("tlh, en;q=0.5, ar;q=0.7"), Language::Arabic);
        assert_eq!(accepting("fr;q=0.5, de;q=0.5"), Language::French);
        assert_eq!(accepting("de;q=0, zh-CN;q=0.1"), Language::Chinese);
        for none in ["", "*", "tlh", "de;q=x", ";;,=,", "de;q=0"] {
            assert_eq!(accepting(none), Language::English, "{none}");
        }
    }

    #[test]
    fn a_choice_comes_with_the_address() {
        let uri = |text: &str| chosen(&text.parse().expect("it is an address"));
        assert_eq!(uri("/inbox?before=7&lang=pt"), Some(Language::Portuguese));
        assert_eq!(uri("/inbox?lang=tlh"), None);
        assert_eq!(uri("/inbox"), None);
    }
}
