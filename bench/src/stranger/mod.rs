//! What somebody without any rights can ask about a phone number, and numbers of every kind that they might want to tell
//! apart. Shared by the test that compares the answers and the measurement that compares their times.

mod kinds;
mod questions;

pub use kinds::{Kind, prepare};
pub use questions::Question;
