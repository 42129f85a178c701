//! What phones have answered, and who wants no texts.

use axum::{
    Form,
    extract::{Query, State},
    http::HeaderMap,
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::PersonId;
use engine::{Decision, EngineError, InboundView, OptOutView};
use leptos::prelude::*;
use serde::Deserialize;

use super::{Shown, after, done, page};
use crate::{
    pages::admin::{Answer, AnswersPage, AnswersView, OptOutRow},
    ssr::{
        Site,
        mail::{failed, session},
    },
};

/// `GET /admin/answers`.
pub(crate) async fn answers(
    State(site): State<Site>,
    headers: HeaderMap,
    Query(shown): Query<Shown>,
) -> Response {
    let view = async {
        let session = session(&site, &headers).await?;
        let answers = site.engine.open_inbound(&session).await?;
        let opt_outs = site.engine.opt_outs(&session).await?;
        Ok(AnswersView {
            answers: answers.into_iter().map(answer).collect(),
            opt_outs: opt_outs.into_iter().map(opt_out_row).collect(),
            done: done(&shown.done),
        })
    };
    match view.await {
        Ok(view) => page(&site, "Answers and opt-outs · Narwhal", || view! { <AnswersPage view /> }),
        Err(error) => failed(&site, error),
    }
}

fn answer(view: InboundView) -> Answer {
    let InboundView { id, phone, words, at } = view;
    Answer { id: URL_SAFE_NO_PAD.encode(id), phone, words, at }
}

fn opt_out_row(view: OptOutView) -> OptOutRow {
    let OptOutView { phone_index, account, phone, source, at, can_lift } = view;
    let account = account.map(|account| account.to_string()).unwrap_or_default();
    OptOutRow {
        names: (URL_SAFE_NO_PAD.encode(phone_index), account),
        phone,
        source: match source.as_str() {
            "text" => "Texted STOP",
            "person" => "Said so in words of their own",
            "provider" => "The provider says so",
            _ => "Said that one sender's message is not for them",
        },
        at,
        can_lift,
    }
}

/// What somebody decided about an answer.
#[derive(Debug, Deserialize)]
pub(crate) struct Decided {
    id: String,
    decision: String,
}

/// `POST /admin/answers/decide`.
pub(crate) async fn decide(
    State(site): State<Site>,
    headers: HeaderMap,
    Form(Decided { id, decision }): Form<Decided>,
) -> Response {
    let (decision, done) = match decision.as_str() {
        "opt-out" => (Decision::OptOut, "opted-out"),
        _ => (Decision::Leave, "left"),
    };
    let decided = async {
        let session = session(&site, &headers).await?;
        site.engine.decide_inbound(&session, index(&id)?, decision).await
    };
    after(&site, decided.await, &format!("/admin/answers?done={done}"))
}

/// Which opt-out.
#[derive(Debug, Deserialize)]
pub(crate) struct Lift {
    phone: String,
    account: String,
}

/// `POST /admin/opt-outs/lift`.
pub(crate) async fn lift(
    State(site): State<Site>,
    headers: HeaderMap,
    Form(Lift { phone, account }): Form<Lift>,
) -> Response {
    let lifted = async {
        let session = session(&site, &headers).await?;
        let account: Option<PersonId> = match account.as_str() {
            "" => None,
            id => Some(id.parse().map_err(|_| EngineError::NotFound)?),
        };
        site.engine.lift_opt_out(&session, index(&phone)?, account).await
    };
    after(&site, lifted.await, "/admin/answers?done=lifted")
}

fn index(text: &str) -> Result<[u8; 32], EngineError> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| EngineError::NotFound)?;
    bytes.try_into().map_err(|_| EngineError::NotFound)
}
