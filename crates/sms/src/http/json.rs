//! Reading JSON that providers may extend and vary.

use domain::PhoneNumber;
use serde_json::Value;

/// The text or number at a JSON pointer, as text; `None` when there is neither, or an empty one.
pub(super) fn text(document: &Value, pointer: &str) -> Option<String> {
    match document.pointer(pointer)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A provider's numeric code, which some of them write as text.
pub(super) fn code(document: &Value, pointer: &str) -> Option<u32> {
    text(document, pointer)?.parse().ok()
}

/// A phone's number, with or without its `+`.
pub(super) fn phone(text: &str) -> Option<PhoneNumber> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    format!("+{digits}").parse().ok()
}
