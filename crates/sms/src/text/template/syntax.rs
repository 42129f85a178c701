//! From the text of a template to its pieces.

use std::fmt;

use super::TemplateError;

/// What a template has a place for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Placeholder {
    /// The name of who writes; cut where there is no room.
    Organisation,
    /// The link; never cut.
    Link,
    /// A phrase that sender and recipient agreed on; whole or not at all.
    Phrase,
    /// How to stop, in the language's own words.
    Stop,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    Words(String),
    Place(Placeholder),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) optional: bool,
    pub(super) items: Vec<Item>,
}

impl Placeholder {
    pub(super) const ALL: [Self; 4] = [Self::Organisation, Self::Link, Self::Phrase, Self::Stop];

    /// What is written between the braces.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Link => "link",
            Self::Phrase => "phrase",
            Self::Stop => "stop",
        }
    }

    fn parse(name: &str) -> Result<Self, TemplateError> {
        let known = Self::ALL.into_iter().find(|place| place.name() == name);
        known.ok_or_else(|| TemplateError::UnknownPlaceholder(name.to_owned()))
    }
}

impl fmt::Display for Placeholder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}", self.name())
    }
}

impl Piece {
    pub(super) fn has(&self, place: Placeholder) -> bool {
        self.items.contains(&Item::Place(place))
    }
}

/// Splits a template at its square brackets.
pub(super) fn pieces(text: &str) -> Result<Vec<Piece>, TemplateError> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (outside, behind) =
            rest.split_once('[').map_or((rest, None), |(out, behind)| (out, Some(behind)));
        pieces.push(piece(outside, false)?);
        let Some(behind) = behind else { break };
        let (inside, behind) = behind.split_once(']').ok_or(TemplateError::Bracket)?;
        pieces.push(piece(inside, true)?);
        rest = behind;
    }
    pieces.retain(|piece| !piece.items.is_empty());
    Ok(pieces)
}

fn piece(text: &str, optional: bool) -> Result<Piece, TemplateError> {
    if text.contains(['[', ']']) {
        return Err(TemplateError::Bracket);
    }
    Ok(Piece { optional, items: items(text)? })
}

fn items(text: &str) -> Result<Vec<Item>, TemplateError> {
    let mut items = Vec::new();
    let mut rest = text;
    while let Some((words, behind)) = rest.split_once('{') {
        let (name, behind) = behind.split_once('}').ok_or(TemplateError::Brace)?;
        items.extend(self::words(words)?);
        items.push(Item::Place(Placeholder::parse(name)?));
        rest = behind;
    }
    items.extend(words(rest)?);
    Ok(items)
}

fn words(text: &str) -> Result<Option<Item>, TemplateError> {
    if text.contains('}') {
        return Err(TemplateError::Brace);
    }
    Ok((!text.is_empty()).then(|| Item::Words(text.to_owned())))
}
