//! What server functions share: who calls, what they said, and how an error is told.

use axum::http::{StatusCode, header, request::Parts};
use domain::{Blob, Email, PhoneNumber, SecretBlob};
use engine::{ClientAddress, EngineError, Identity, Invalid, Session, SetUpSession};
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;
use seal::{Locator, PendingSecret, SessionSecret};

use super::{cookies, engine, language};
use crate::{
    UiError,
    api::{
        factor::{Finished, SignInStep},
        mail::Change,
        recipient::PasscodeOpened,
        recovery::NewRecovery,
        session::{SessionKind, SignedIn, Who},
    },
};

/// Who calls.
pub(crate) struct Caller {
    pub(crate) address: ClientAddress,
    pub(crate) agent: String,
    headers: axum::http::HeaderMap,
}

pub(crate) fn caller() -> Result<Caller, UiError> {
    let parts = use_context::<Parts>().ok_or(UiError::Unexpected)?;
    let address = parts.extensions.get::<ClientAddress>().copied().ok_or(UiError::Unexpected)?;
    let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or("");
    Ok(Caller { address, agent: agent.to_owned(), headers: parts.headers.clone() })
}

impl Caller {
    pub(crate) fn secret(&self, kind: SessionKind) -> Option<SessionSecret> {
        cookies::secret(&self.headers, kind)
    }

    /// Of a sign-in that waits for its second factor.
    pub(crate) fn pending(&self) -> Option<PendingSecret> {
        cookies::pending(&self.headers)
    }
}

/// The live session of this kind, if there is one.
async fn found(kind: SessionKind) -> Result<Option<Session>, UiError> {
    match caller()?.secret(kind) {
        Some(secret) => engine()?.session(&secret).await.map_err(refuse),
        None => Ok(None),
    }
}

/// The live session of this kind.
pub(crate) async fn session(kind: SessionKind) -> Result<Session, UiError> {
    found(kind).await?.ok_or_else(signed_out)
}

/// The live session of a recipient, if there is one.
pub(crate) async fn recipient() -> Result<Option<Session>, UiError> {
    found(SessionKind::Recipient).await
}

pub(crate) fn recovery(new: NewRecovery) -> engine::NewRecovery {
    let NewRecovery { proof, wrapped_private_key } = new;
    engine::NewRecovery { proof, wrapped_private_key }
}

pub(crate) fn passcode(opened: PasscodeOpened) -> engine::PasscodeOpened {
    let PasscodeOpened { proof, sealed_key } = opened;
    engine::PasscodeOpened { proof, sealed_key }
}

/// What became of a recipient's keys, as far as it is news.
pub(crate) const fn change(kind: engine::KeyChangeKind) -> Option<Change> {
    match kind {
        engine::KeyChangeKind::Claimed => None,
        engine::KeyChangeKind::Replaced => Some(Change::Replaced),
        engine::KeyChangeKind::Ended => Some(Change::Ended),
        engine::KeyChangeKind::ClaimedAgain => Some(Change::ClaimedAgain),
    }
}

/// The live session of a sender.
pub(crate) async fn sender() -> Result<Session, UiError> {
    session(SessionKind::Sender).await
}

/// The same for what a page asks by itself, which keeps no session alive.
pub(crate) async fn unattended_sender() -> Result<Session, UiError> {
    let secret = caller()?.secret(SessionKind::Sender).ok_or_else(signed_out)?;
    engine()?.session_unattended(&secret).await.map_err(refuse)?.ok_or_else(signed_out)
}

/// The session of a sender who may have to set up a second factor first.
pub(crate) async fn sender_set_up() -> Result<SetUpSession, UiError> {
    let secret = caller()?.secret(SessionKind::Sender).ok_or_else(signed_out)?;
    engine()?.session_for_set_up(&secret).await.map_err(refuse)?.ok_or_else(signed_out)
}

/// The answer, status included, to somebody without a session.
pub(crate) fn signed_out() -> UiError {
    refuse(EngineError::SignedOut)
}

/// Sets a new session's cookie, and hands the rest to the browser.
pub(crate) fn begin(kind: SessionKind, signed_in: engine::SignedIn) -> SignedIn {
    let response = expect_context::<ResponseOptions>();
    response.append_header(header::SET_COOKIE, cookies::set(kind, &signed_in.secret));
    SignedIn {
        key_id: signed_in.key_id,
        wrapped_private_key: Blob(signed_in.wrapped_private_key.0),
        session_key: SecretBlob(signed_in.secret.wrapping_key().as_bytes().to_vec()),
    }
}

/// The same after a right password, which may lead to a question for a code first.
pub(crate) fn begin_step(step: engine::SignInStep) -> SignInStep {
    match step {
        engine::SignInStep::Whole(signed_in) => SignInStep::Whole(begin(SessionKind::Sender, signed_in)),
        engine::SignInStep::Code(pending) => {
            let response = expect_context::<ResponseOptions>();
            response.append_header(header::SET_COOKIE, cookies::set_pending(&pending.secret));
            SignInStep::Code
        }
    }
}

/// The same after a right code.
pub(crate) fn finish(finished: engine::Finished) -> Finished {
    let response = expect_context::<ResponseOptions>();
    response.append_header(header::SET_COOKIE, cookies::clear_pending());
    let signed_in = begin(SessionKind::Sender, finished.signed_in);
    Finished { signed_in, codes_left: finished.codes_left }
}

/// Has the pages speak the language of a recipient who has just signed in.
pub(crate) async fn speak_to(engine: &engine::Engine, secret: &SessionSecret) -> Result<(), UiError> {
    let cookie = language::cookie_for(engine, &caller()?.headers, secret).await.map_err(refuse)?;
    if let Some(cookie) = cookie {
        expect_context::<ResponseOptions>().append_header(header::SET_COOKIE, cookie);
    }
    Ok(())
}

/// The engine's word for where somebody signs in.
pub(crate) const fn door(kind: SessionKind) -> engine::Door {
    match kind {
        SessionKind::Recipient => engine::Door::Recipient,
        SessionKind::Sender => engine::Door::Sender,
    }
}

pub(crate) const fn kind_of(who: &Who) -> SessionKind {
    match who {
        Who::Email(_) => SessionKind::Sender,
        Who::Phone(_) | Who::Locator(_) => SessionKind::Recipient,
    }
}

pub(crate) fn identity(who: &Who) -> Result<Identity, UiError> {
    Ok(match who {
        Who::Email(text) => Identity::Email(email(text)?),
        Who::Phone(text) => {
            let country = engine()?.config().default_country;
            Identity::Phone(PhoneNumber::parse(text, country).map_err(|_| no_number())?)
        }
        Who::Locator(text) => Identity::Locator(locator(text)?),
    })
}

/// What a link ends in. Text that is none leads nowhere, as an unknown link does.
pub(crate) fn locator(text: &str) -> Result<Locator, UiError> {
    text.parse().map_err(|_| refuse(EngineError::NotFound))
}

pub(crate) fn email(text: &str) -> Result<Email, UiError> {
    text.parse()
        .map_err(|_| UiError::Invalid { sentence: "Write the address like name@example.org.".to_owned() })
}

fn no_number() -> UiError {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    UiError::PhoneNumber
}

/// The error as the page tells it, with an honest status; what is inside goes to the log.
pub(crate) fn refuse(error: EngineError) -> UiError {
    let (told, status) = told(error);
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
        if let UiError::SlowDown { seconds } = told {
            response.insert_header(header::RETRY_AFTER, seconds.into());
        }
    }
    told
}

/// What a page says of an error, and its status.
pub(crate) fn told(error: EngineError) -> (UiError, StatusCode) {
    match error {
        EngineError::WrongPassword => (UiError::WrongPassword, StatusCode::UNAUTHORIZED),
        EngineError::CodeNeeded => (UiError::CodeNeeded, StatusCode::FORBIDDEN),
        EngineError::WrongCode => (UiError::WrongCode, StatusCode::UNAUTHORIZED),
        EngineError::FactorMissing => (UiError::FactorMissing, StatusCode::FORBIDDEN),
        EngineError::SlowDown(wait) => {
            let seconds = u32::try_from(wait.as_millis().div_ceil(1_000)).unwrap_or(u32::MAX);
            (UiError::SlowDown { seconds }, StatusCode::TOO_MANY_REQUESTS)
        }
        EngineError::SignedOut => (UiError::SignedOut, StatusCode::UNAUTHORIZED),
        EngineError::NotFound => (UiError::NotFound, StatusCode::NOT_FOUND),
        EngineError::AlreadyClaimed => (UiError::AlreadyClaimed, StatusCode::CONFLICT),
        EngineError::WrongPasscode { left } => (UiError::WrongPasscode { left }, StatusCode::UNAUTHORIZED),
        EngineError::PasscodeSealed => (UiError::PasscodeSealed, StatusCode::FORBIDDEN),
        EngineError::PasscodeNeeded => (UiError::PasscodeNeeded, StatusCode::FORBIDDEN),
        EngineError::KeysChanged => (UiError::KeysChanged, StatusCode::CONFLICT),
        EngineError::Conflict => (UiError::Conflict, StatusCode::CONFLICT),
        EngineError::NoFirstRun => (UiError::NoFirstRun, StatusCode::GONE),
        // Only plain forms meet these, and tell them in words of their own.
        EngineError::Busy => (UiError::Unavailable, StatusCode::SERVICE_UNAVAILABLE),
        EngineError::PlainForbidden => (UiError::NotFound, StatusCode::FORBIDDEN),
        EngineError::Invalid(what) => {
            (UiError::Invalid { sentence: sentence(what) }, StatusCode::UNPROCESSABLE_ENTITY)
        }
        EngineError::Store(store::StoreError::Full) => {
            tracing::error!("the storage is full");
            (UiError::StorageFull, StatusCode::INSUFFICIENT_STORAGE)
        }
        EngineError::Store(error) if error.is_transient() => {
            tracing::error!(%error, "the storage is away");
            (UiError::Unavailable, StatusCode::SERVICE_UNAVAILABLE)
        }
        EngineError::Store(_) | EngineError::Sealed(_) | EngineError::Key(_) => {
            tracing::error!(%error, "a request failed");
            (UiError::Unexpected, StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

pub(crate) fn sentence(what: Invalid) -> String {
    match what {
        Invalid::NoRecipient => "Add at least one phone number.",
        Invalid::TooManyRecipients => "One message can go to 100 people at most.",
        Invalid::RecipientTwice => "One of the numbers is there twice. Remove one of them.",
        Invalid::Lifetime => "A message can live from one hour to one year.",
        Invalid::NotBefore => "A message can be sent up to a year ahead.",
        Invalid::TooLarge => "The message is too long. Please shorten it.",
        Invalid::Attachments => {
            "The attachments are too large, or not all of them arrived. Send less at once."
        }
        Invalid::Malformed => "Your browser sent something that cannot be read. Load the page again.",
        Invalid::WeakPassword => "Please choose a longer or less common password.",
        Invalid::PasswordTooLong => "This is too long for a password: 1024 letters at most.",
        Invalid::Code => "A code has six digits; a recovery code has 12 letters and digits.",
        Invalid::TooManyPasskeys => "You have ten passkeys. Remove one that you do not use any more, then add this one.",
        Invalid::Name => "Please give a name of at most 80 characters.",
        Invalid::EmailTaken => "There is an account with this address already. Sign in with it.",
        Invalid::Reminders => "A reminder can come after an hour to 30 days, before the message is erased, and at most twice.",
        Invalid::Phrase => {
            "The phrase does not fit into the text message. Use a shorter one, in plain letters of the text's language."
        }
        Invalid::NoPasscode => {
            "A first message to one of these numbers needs a passcode. Choose one, and tell it to the person on another way."
        }
        Invalid::CannotLock => {
            "You locked this number, or several others, less than a day ago. Ask another sender of theirs, or an administrator."
        }
        Invalid::CannotRemind => {
            "They have opened it, or you reminded them a short while ago. Please wait a little."
        }
        Invalid::Email(error) => return error.to_string(),
        Invalid::Phone(error) => return error.to_string(),
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use store::StoreError;

    use super::*;

    #[test]
    fn a_full_disk_and_an_absent_database_are_told_apart() {
        let (error, status) = told(EngineError::Store(StoreError::Full));
        assert_eq!((error, status.as_u16()), (UiError::StorageFull, 507));
        let (error, status) = told(EngineError::Store(StoreError::Unavailable));
        assert_eq!((error, status.as_u16()), (UiError::Unavailable, 503));
        let (error, status) = told(EngineError::Store(StoreError::Corrupt("a row".to_owned())));
        assert_eq!((error, status.as_u16()), (UiError::Unexpected, 500));
    }
}
