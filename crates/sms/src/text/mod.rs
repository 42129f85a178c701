//! The words of a text: what they cost, how a name is written in the phones' own alphabet, and the templates of what
//! Narwhal sends. Pure functions: nothing here sends anything.

mod alphabet;
mod language;
mod languages;
mod link;
mod segments;
mod template;
mod transliterate;

pub use alphabet::GsmCode;
pub use domain::Language;
pub use language::InTexts;
pub use languages::built_in_words;
pub use link::{Link, LinkError};
pub use segments::{Encoding, Segments};
pub use template::{FillError, Occasion, Parts, Placeholder, Preview, Rules, Template, TemplateError};
pub use transliterate::{Transliterated, transliterate};
