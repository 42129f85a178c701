use super::Placeholder;

/// Why a template cannot be used, in words for the person who wrote it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// Something in braces that stands for nothing.
    #[error("There is no {{{0}}}. Use {{organisation}}, {{link}}, {{phrase}} or {{stop}}.")]
    UnknownPlaceholder(String),
    /// A brace without its partner.
    #[error("A brace has no partner. Write placeholders like {{link}}, and no other braces.")]
    Brace,
    /// A bracket without its partner, or within another pair.
    #[error(
        "A square bracket has no partner, or stands within others. Write [ and ] around each optional part."
    )]
    Bracket,
    /// A placeholder that this text needs.
    #[error("{0} is missing. Write it once, outside of square brackets.")]
    Missing(Placeholder),
    /// A placeholder that may stand there once.
    #[error("{0} is there more than once. Write it once.")]
    Repeated(Placeholder),
    /// A placeholder that has no meaning in this text.
    #[error("{0} has no meaning in this text. Take it out.")]
    OutOfPlace(Placeholder),
    /// A placeholder that must not disappear.
    #[error("{0} must always be there. Take it out of the square brackets.")]
    NotOptional(Placeholder),
    /// The phrase, which not every recipient has, in a part that never disappears.
    #[error("Not everyone has a phrase. Write square brackets around the part with {{phrase}}.")]
    PhraseNotOptional,
    /// Phones show a preview of a link that begins a text, and so fetch it.
    #[error("Phones open a link that begins a text by themselves. Write some words before {{link}}.")]
    LinkFirst,
    /// Phones show a preview of a link that ends a text, and so fetch it.
    #[error("Phones open a link that ends a text by themselves. Write some words behind {{link}}.")]
    LinkLast,
    /// Something that phones could take for a part of the link.
    #[error("Write a space before and behind {{link}}, outside of square brackets.")]
    LinkTouched,
    /// Something else that phones show as a link.
    #[error(
        "Phones make a link of {0}, and {{link}} must be the only one. Take it out, or write a space behind the full stop."
    )]
    AnotherLink(String),
    /// A character that would make the text cost more than twice as much.
    #[error("The phones' alphabet has no {found}. Write {instead} in its place.")]
    Character {
        /// The first such character.
        found: char,
        /// What comes closest.
        instead: String,
    },
    /// A line break, a tab, or something that cannot be seen.
    #[error("There is a line break or a character that cannot be seen. Type the text again, in one line.")]
    Invisible,
    /// Far more than will ever be shown.
    #[error("The text has more than 600 characters with its optional parts. Take some of them out.")]
    Endless,
    /// The words leave no room for the name.
    #[error(
        "The text is too long for one segment. Take out at least {over} characters that are not in square brackets."
    )]
    TooLong {
        /// How many units are too many.
        over: u32,
    },
    /// No words, however short, would fit beside the link.
    #[error(
        "The link has {units} characters, and one text has room for {most}. Use a shorter host name; texts in English have the most room."
    )]
    LinkTooLong {
        /// Units of the link.
        units: u32,
        /// Units that it may have.
        most: u32,
    },
}

impl TemplateError {
    /// Whether it is about room only, so that a language with more room can help.
    #[must_use]
    pub const fn is_length(&self) -> bool {
        matches!(self, Self::TooLong { .. } | Self::LinkTooLong { .. })
    }
}

/// Why a template was not filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// The template has a link, and the parts have none.
    #[error("the text needs a link")]
    NoLink,
    /// The link is longer than the one for which the template was checked.
    #[error("the link is longer than the template was checked for")]
    LinkTooLong,
}
