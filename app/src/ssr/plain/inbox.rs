//! The way in by a phone number. Its answers are the same for a number that nobody knows.

use axum::{body::Body, extract::State, response::Response};
use domain::PhoneNumber;
use engine::{EngineError, Identity};
use leptos::prelude::*;
use seal::SessionSecret;
use words::Words;

use super::{
    Visitor,
    fields::Fields,
    go_to,
    said::{Refusal, Said, forms, out_of_date, refused, told},
    share_if_ticked, signed_in,
};
use crate::{
    pages::recipient::{Faults, PlainInboxPage},
    ssr::{Site, language::Reading, render::Page},
};

/// `GET /inbox/plain`.
pub(super) async fn look(State(site): State<Site>, Reading(words): Reading) -> Response {
    show(&site, words, String::new(), &Said::default()).await
}

/// `POST /inbox/plain`.
pub(super) async fn send(
    State(site): State<Site>,
    Reading(words): Reading,
    visitor: Visitor,
    body: Body,
) -> Response {
    let fields = Fields::read(body).await;
    match sign_in(&site, words, &visitor, fields.as_ref()).await {
        Ok(secret) => signed_in(&site, &visitor, &secret, go_to("/inbox")).await,
        Err(Refusal::Said(said)) => {
            let phone = fields.map(|fields| fields.text("phone")).unwrap_or_default();
            show(&site, words, phone, &said).await
        }
        Err(Refusal::Failed(error)) => refused(&site, words, error).await,
    }
}

async fn sign_in(
    site: &Site,
    words: Words,
    visitor: &Visitor,
    fields: Option<&Fields>,
) -> Result<SessionSecret, Refusal> {
    let fields = fields.ok_or_else(|| out_of_date(words))?;
    let who = Identity::Phone(number(site, words, fields)?);
    let password = fields.secret("password");
    if password.is_empty() {
        let password = Some(words.plain_empty().to_owned());
        return Err(Said::invalid(Faults { password, ..Faults::default() }));
    }
    let wrong = Faults { password: Some(forms(words).wrong_sign_in().to_owned()), ..Faults::default() };
    let signing_in = site.engine.plain_sign_in(&who, &password, visitor.address, &visitor.agent);
    let secret = signing_in.await.map_err(|error| told(words, error, wrong))?;
    share_if_ticked(site, fields, &secret).await?;
    Ok(secret)
}

/// The phone number that was typed.
pub(super) fn number(site: &Site, words: Words, fields: &Fields) -> Result<PhoneNumber, Refusal> {
    let country = site.engine.config().default_country;
    PhoneNumber::parse(&fields.text("phone"), country).map_err(|_| {
        let phone = Some(forms(words).phone_invalid().to_owned());
        Said::invalid(Faults { phone, ..Faults::default() })
    })
}

async fn show(site: &Site, words: Words, phone: String, said: &Said) -> Response {
    let shown = async {
        site.engine.plain_allowed()?;
        let organisation = site.engine.organisation().await?;
        let (page, faults) = (said.on(Page::about_messages(words)), said.faults.clone());
        let response = page.render(site, || view! { <PlainInboxPage words organisation phone faults /> });
        Ok::<_, EngineError>(said.with_wait(response))
    };
    match shown.await {
        Ok(response) => response,
        Err(error) => refused(site, words, error).await,
    }
}
