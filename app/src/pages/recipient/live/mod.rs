//! What makes the recipients' forms live: each function is called with the element whose `data-component` names it.
//!
//! A phone downloads this on its first visit, perhaps over a bad line. So it works on the server's markup with the
//! browser's own interfaces; the framework, which the senders' pages use, would weigh more than the cryptography.

mod change;
mod claim;
mod dom;
mod form;
mod passcode;
mod passkey;
mod recovery;
mod said;
mod sign_in;
mod strength;

use wasm_bindgen::JsValue;
use wasm_split_helpers::SplitLoaderError;

pub(crate) use said::wait;

/// What a form needs is not there: its own code has not come, or its markup is another's. The page's loader then shows the
/// other way in the form's place.
#[derive(Debug)]
pub struct Missing;

impl From<SplitLoaderError> for Missing {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

impl From<Missing> for JsValue {
    fn from(_: Missing) -> Self {
        Self::from_str("what a form needs is missing")
    }
}
