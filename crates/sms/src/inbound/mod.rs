//! What people answer: whether an incoming text is a command, or needs a person to decide.

mod fold;
mod keywords;
mod phrases;
mod reading;
mod stop_phrases;
#[cfg(test)]
mod tests;
mod wishes;

pub use keywords::{KEYWORDS, Keywords, language_of};
pub use reading::{ForAPerson, Reading};
