//! What recipients read, in seven languages.
//!
//! The words stand in `locales/`, in files of Project Fluent that translators can edit. The build makes a method of each
//! message, so a page that names a message which is not there does not compile; and it fails when a language lacks a
//! message, a variable or a plural form. Of Fluent there are variables and choices by a number (plurals): terms,
//! attributes, functions and messages within messages are refused.
//!
//! The server knows all languages. A browser gets the one that is shown, as a pack within the page.

mod forms;
mod pages;
mod pattern;
mod plural;

pub use forms::FormWords;
pub use pages::Words;
