//! Templates of what Narwhal sends: `{organisation} sent you a private message: {link} [No app needed. ]{stop}`.
//!
//! - `{organisation}` is cut where there is no room, `{link}` never.
//! - What stands in square brackets disappears where there is no room for it; `{phrase}` only stands in brackets, and
//!   its part disappears too where there is no phrase.
//! - The brackets with `{phrase}` go when not even 20 units of the name (6 in UCS-2) fit beside them. Of the others the
//!   last goes first, until the whole name fits. If it still does not, it is cut.
//!
//! There is no way to write braces and square brackets themselves.

mod checks;
mod error;
mod fill;
mod syntax;
#[cfg(test)]
mod tests;

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::{Encoding, InTexts as _, Language, Link, Segments};
pub use error::{FillError, TemplateError};
use fill::Values;
pub use syntax::Placeholder;
use syntax::{Item, Piece};

/// A template that was checked: whatever is filled in, it makes one segment with the whole link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    language: Language,
    occasion: Occasion,
    longest_link: Link,
    pieces: Vec<Piece>,
}

/// Why a text is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Occasion {
    /// A message waits. Needs `{organisation}`, `{link}` and `{stop}`.
    FirstNotice,
    /// A message still waits. Needs `{organisation}` and `{link}`.
    Reminder,
    /// Somebody opted out. Needs `{organisation}`; the only text after an opt-out.
    OptedOut,
    /// Somebody opted in again. Needs `{organisation}` and `{stop}`.
    OptedIn,
    /// Somebody asked for help. Needs `{organisation}` and `{stop}`.
    Help,
    /// Somebody asked for another password. Needs `{organisation}`.
    ResetAsked,
    /// The password was replaced. Needs `{organisation}`.
    ResetDone,
    /// A sender has locked the number. Needs `{organisation}`.
    Locked,
}

/// What a template is checked against.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// Its language: it says what `{stop}` stands for, and in which encoding the text goes.
    pub language: Language,
    /// What it is for.
    pub occasion: Occasion,
    /// A link as long as the longest that will be filled in. It is also the one that previews show.
    pub longest_link: &'a Link,
}

/// What is filled in. `Debug` shows none of it.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// Who writes.
    pub organisation: &'a str,
    /// Where to read; `None` in texts without a link.
    pub link: Option<&'a Link>,
    /// The phrase that sender and recipient agreed on.
    pub phrase: Option<&'a str>,
}

/// How a template looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The text, with the longest link.
    pub text: String,
    /// What it costs.
    pub segments: Segments,
    /// How many characters of the name became a `?`. Where it is not 0, choose a name in Latin letters for texts.
    pub lost: u32,
}

impl Occasion {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::FirstNotice,
        Self::Reminder,
        Self::OptedOut,
        Self::OptedIn,
        Self::Help,
        Self::ResetAsked,
        Self::ResetDone,
        Self::Locked,
    ];

    /// The code under which its words are kept; it never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::FirstNotice => "first-notice",
            Self::Reminder => "reminder",
            Self::OptedOut => "opted-out",
            Self::OptedIn => "opted-in",
            Self::Help => "help",
            Self::ResetAsked => "reset-asked",
            Self::ResetDone => "reset-done",
            Self::Locked => "locked",
        }
    }

    /// Whether the text has a link.
    #[must_use]
    pub const fn has_link(self) -> bool {
        matches!(self, Self::FirstNotice | Self::Reminder)
    }
}

impl Template {
    /// Reads and checks a template.
    ///
    /// # Errors
    /// When something is missing, misplaced or too long; the error says what to do.
    pub fn parse(text: &str, rules: &Rules<'_>) -> Result<Self, TemplateError> {
        let Rules { language, occasion, longest_link } = *rules;
        if text.chars().count() > LONGEST_SOURCE {
            return Err(TemplateError::Endless);
        }
        let pieces = syntax::pieces(&text.trim().nfc().collect::<String>())?;
        let template = Self { language, occasion, longest_link: longest_link.clone(), pieces };
        template.check()?;
        Ok(template)
    }

    /// The language in which it is written.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// What it is for.
    #[must_use]
    pub const fn occasion(&self) -> Occasion {
        self.occasion
    }

    /// Fills it in: one segment, with the whole link.
    ///
    /// # Errors
    /// When there is no link, or one that takes more units than the template was checked for.
    pub fn fill(&self, parts: &Parts<'_>) -> Result<String, FillError> {
        let link = if self.occasion.has_link() { self.checked(parts.link)? } else { "" };
        Ok(self.compose(&Values::of(parts, link, self.encoding())))
    }

    /// Shows it with the longest link.
    #[must_use]
    pub fn preview(&self, organisation: &str, phrase: Option<&str>) -> Preview {
        let parts = Parts { organisation, link: Some(&self.longest_link), phrase };
        let values = Values::of(&parts, self.longest_link.as_str(), self.encoding());
        let text = self.compose(&values);
        Preview { segments: Segments::of(&text), lost: values.lost, text }
    }

    fn checked<'a>(&self, link: Option<&'a Link>) -> Result<&'a str, FillError> {
        let units = |link: &Link| self.encoding().units(link.as_str());
        let link = link.ok_or(FillError::NoLink)?;
        if units(link) <= units(&self.longest_link) { Ok(link.as_str()) } else { Err(FillError::LinkTooLong) }
    }

    fn encoding(&self) -> Encoding {
        self.language.encoding()
    }
}

impl fmt::Debug for Parts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parts(..)")
    }
}

/// Characters of a template's text, with all of its optional parts.
const LONGEST_SOURCE: usize = 600;

/// Units of the name that every template has room for. A longer name is cut where it must be.
const fn room_for_name(encoding: Encoding) -> u32 {
    match encoding {
        Encoding::Gsm7 => 20,
        Encoding::Ucs2 => 6,
    }
}
