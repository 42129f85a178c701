//! What forms say, in the language of the page.

use words::FormWords;

use crate::UiError;

/// The id of the element with the pack of words.
const PACK: &str = "words";

/// The page's words.
pub(super) fn words() -> FormWords {
    let pack = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(PACK))
        .and_then(|element| element.text_content());
    FormWords::read(&pack.unwrap_or_default())
}

/// What happened and what to do, for a form's error line.
pub(super) fn sentence(words: &FormWords, error: &UiError) -> String {
    match error {
        UiError::PhoneNumber => words.phone_invalid(),
        // What a server refuses to read was made by another version's page: no text of a person's own goes there.
        UiError::Invalid { .. }
        | UiError::Conflict
        | UiError::KeysChanged
        | UiError::NoFirstRun
        | UiError::CodeNeeded
        | UiError::WrongCode
        | UiError::FactorMissing => words.out_of_date(),
        UiError::WrongPassword => words.wrong_password(),
        UiError::SlowDown { .. } => words.slow_down(),
        UiError::SignedOut => words.signed_out(),
        UiError::NotFound => words.not_found(),
        UiError::AlreadyClaimed => words.already_claimed(),
        UiError::WrongPasscode { left } => return words.wrong_passcode((*left).into()),
        UiError::PasscodeSealed => words.passcode_sealed(),
        UiError::PasscodeNeeded => words.passcode_needed(),
        UiError::Unavailable | UiError::StorageFull => words.unavailable(),
        UiError::NoAnswer => words.no_answer(),
        UiError::Unexpected => words.unexpected(),
    }
    .to_owned()
}

/// What a form's button says while it counts.
pub(crate) fn wait(words: &FormWords, seconds: u64) -> String {
    match seconds {
        0..90 => words.wait_seconds(&seconds.to_string()),
        _ => words.wait_minutes(&seconds.div_ceil(60).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;

    fn english() -> FormWords {
        FormWords::read(&FormWords::pack(Language::English))
    }

    #[test]
    fn the_wait_in_words() {
        let said = [30, 89, 90, 900].map(|seconds| wait(&english(), seconds));
        assert_eq!(
            said,
            ["Try again in 30 s", "Try again in 89 s", "Try again in 2 min", "Try again in 15 min"]
        );
    }

    #[test]
    fn the_last_try_is_called_the_last() {
        assert!(sentence(&english(), &UiError::WrongPasscode { left: 1 }).contains("one more try"));
        assert!(sentence(&english(), &UiError::WrongPasscode { left: 4 }).contains("4 more tries"));
    }
}
