//! What a form says when it comes back.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{Passcode, PasscodeError};
use engine::{EngineError, Invalid, Typed};
use leptos::prelude::*;
use seal::Strength;
use words::{FormWords, Words};

use crate::{
    UiError,
    pages::recipient::{Faults, PlainForbiddenPage, least, wait},
    ssr::{Site, call, calm::failed, render::Page},
};

/// How long whoever found the line full is asked to wait, in seconds.
const BUSY: u32 = 5;

/// A form that comes back, with what was wrong.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) faults: Faults,
    pub(super) status: StatusCode,
    /// After how many seconds to try again.
    wait: Option<u32>,
}

/// Why something was not done.
pub(super) enum Refusal {
    /// The form says it.
    Said(Box<Said>),
    /// A page of its own says it.
    Failed(EngineError),
}

impl From<EngineError> for Refusal {
    fn from(error: EngineError) -> Self {
        Self::Failed(error)
    }
}

impl Said {
    /// Something is wrong with what was typed.
    pub(super) fn wrong(status: StatusCode, faults: Faults) -> Refusal {
        Refusal::Said(Box::new(Self { faults, status, wait: None }))
    }

    /// What was typed cannot be used.
    pub(super) fn invalid(faults: Faults) -> Refusal {
        Self::wrong(StatusCode::UNPROCESSABLE_ENTITY, faults)
    }

    /// The page with the form on it, with an honest status.
    pub(super) fn on(&self, page: Page) -> Page {
        page.status(self.status)
    }

    /// Says in the head too when to try again.
    pub(super) fn with_wait(&self, mut response: Response) -> Response {
        if let Some(seconds) = self.wait {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// What is said in the language of the forms.
pub(super) fn forms(words: Words) -> FormWords {
    FormWords::read(&FormWords::pack(words.language()))
}

/// An error as the form tells it; `wrong_password` is said where a password was not right.
pub(super) fn told(words: Words, error: EngineError, wrong_password: Faults) -> Refusal {
    let forms = forms(words);
    let form = |said: &str| Faults { form: Some(said.to_owned()), ..Faults::default() };
    match error {
        EngineError::WrongPassword => Said::wrong(StatusCode::UNAUTHORIZED, wrong_password),
        EngineError::WrongPasscode { left } => {
            let passcode = Some(forms.wrong_passcode(left.into()));
            Said::wrong(StatusCode::UNAUTHORIZED, Faults { passcode, ..Faults::default() })
        }
        // The page that comes back is another one, and says it.
        EngineError::PasscodeSealed => Said::wrong(StatusCode::FORBIDDEN, Faults::default()),
        EngineError::PasscodeNeeded => {
            let passcode = Some(words.plain_empty().to_owned());
            Said::invalid(Faults { passcode, ..Faults::default() })
        }
        EngineError::AlreadyClaimed => Said::wrong(StatusCode::CONFLICT, form(forms.already_claimed())),
        EngineError::Busy => Refusal::Said(Box::new(Said {
            faults: form(words.plain_busy()),
            status: StatusCode::SERVICE_UNAVAILABLE,
            wait: Some(BUSY),
        })),
        EngineError::Invalid(Invalid::PasswordTooLong) => Said::invalid(form(words.plain_password_long())),
        slow @ EngineError::SlowDown(_) => match call::told(slow) {
            (UiError::SlowDown { seconds }, status) => {
                let said = format!("{} {}", forms.slow_down(), wait(&forms, seconds.into()));
                Refusal::Said(Box::new(Said { faults: form(&said), status, wait: Some(seconds) }))
            }
            _ => Refusal::Failed(EngineError::Busy),
        },
        error => Refusal::Failed(error),
    }
}

/// The page is not the one that is shown now, or the browser sent what cannot be read.
pub(super) fn out_of_date(words: Words) -> Refusal {
    let form = Some(forms(words).out_of_date().to_owned());
    Said::invalid(Faults { form, ..Faults::default() })
}

/// A password that was chosen, or why it cannot be one.
pub(super) fn chosen(words: Words, password: &Typed) -> Result<(), Refusal> {
    let said = match password.strength() {
        _ if password.is_empty() => words.plain_empty().to_owned(),
        Strength::TooShort => forms(words).password_too_short(&least()),
        Strength::Common => forms(words).password_common().to_owned(),
        Strength::Weak | Strength::Fair | Strength::Strong => return Ok(()),
    };
    Err(Said::invalid(Faults { password: Some(said), ..Faults::default() }))
}

/// A passcode as it is heard; `None` when there is none.
pub(super) fn heard(words: Words, passcode: &Typed) -> Result<Option<Passcode>, Refusal> {
    if passcode.is_empty() {
        return Ok(None);
    }
    let said = match passcode.passcode() {
        Ok(heard) => return Ok(Some(heard)),
        Err(PasscodeError::TooShort) => forms(words).passcode_short(&Passcode::SHORTEST.to_string()),
        Err(PasscodeError::TooLong) => forms(words).passcode_long(&Passcode::LONGEST.to_string()),
    };
    Err(Said::invalid(Faults { passcode: Some(said), ..Faults::default() }))
}

/// The page for what no form can say.
pub(super) async fn refused(site: &Site, words: Words, error: EngineError) -> Response {
    match error {
        EngineError::SignedOut => Redirect::to("/inbox/plain").into_response(),
        EngineError::PlainForbidden => match site.engine.organisation().await {
            Ok(organisation) => Page::about_messages(words)
                .status(StatusCode::FORBIDDEN)
                .render(site, || view! { <PlainForbiddenPage words organisation /> }),
            Err(error) => failed(site, words, error).await,
        },
        error => failed(site, words, error).await,
    }
}
