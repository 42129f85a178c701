//! What must hold before a template is used.

use super::{Item, Occasion, Placeholder, Template, TemplateError, room_for_name};
use crate::text::{Encoding, GsmCode, InTexts as _, transliterate, transliterate::is_invisible};

/// How a text may have a placeholder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    Always,
    Anywhere,
    Bracketed,
    Never,
}

impl Occasion {
    const fn need(self, place: Placeholder) -> Need {
        match (self, place) {
            (_, Placeholder::Organisation) => Need::Always,
            (Self::FirstNotice | Self::Reminder, Placeholder::Link) => Need::Always,
            (Self::FirstNotice | Self::Reminder, Placeholder::Phrase) => Need::Bracketed,
            (Self::Reminder, Placeholder::Stop) => Need::Anywhere,
            (Self::FirstNotice | Self::OptedIn | Self::Help, Placeholder::Stop) => Need::Always,
            _ => Need::Never,
        }
    }
}

impl Template {
    pub(super) fn check(&self) -> Result<(), TemplateError> {
        self.check_words()?;
        for place in Placeholder::ALL {
            self.check_place(place)?;
        }
        if self.occasion.has_link() {
            self.check_link()?;
            self.check_other_links()?;
        }
        self.check_length()
    }

    fn check_words(&self) -> Result<(), TemplateError> {
        let words = self.items().filter_map(|(_, item)| match item {
            Item::Words(words) => Some(words),
            Item::Place(_) => None,
        });
        for c in words.flat_map(|words| words.chars()) {
            if c.is_control() || is_invisible(c) {
                return Err(TemplateError::Invisible);
            }
            if self.encoding() == Encoding::Gsm7 && GsmCode::of(c).is_none() {
                let instead = transliterate(&c.to_string()).text;
                return Err(TemplateError::Character { found: c, instead });
            }
        }
        Ok(())
    }

    fn check_place(&self, place: Placeholder) -> Result<(), TemplateError> {
        let times = self.items().filter(|(_, item)| **item == Item::Place(place)).count();
        let bracketed = self.pieces.iter().any(|piece| piece.optional && piece.has(place));
        match (self.occasion.need(place), times) {
            (Need::Never, 1..) => Err(TemplateError::OutOfPlace(place)),
            (Need::Always, 0) => Err(TemplateError::Missing(place)),
            (_, 2..) => Err(TemplateError::Repeated(place)),
            (Need::Always, _) if bracketed => Err(TemplateError::NotOptional(place)),
            (Need::Bracketed, 1) if !bracketed => Err(TemplateError::PhraseNotOptional),
            _ => Ok(()),
        }
    }

    /// The link stands between spaces, and between words that never disappear.
    fn check_link(&self) -> Result<(), TemplateError> {
        let items: Vec<(bool, &Item)> = self.items().collect();
        let mut sides = items.split(|(_, item)| **item == Item::Place(Placeholder::Link));
        let (before, behind) = (sides.next().unwrap_or_default(), sides.next().unwrap_or_default());
        if !before.iter().any(says_something) {
            return Err(TemplateError::LinkFirst);
        }
        if !behind.iter().any(says_something) {
            return Err(TemplateError::LinkLast);
        }
        let spaced_before =
            matches!(before.last(), Some((false, Item::Words(words))) if words.ends_with(' '));
        let spaced_behind =
            matches!(behind.first(), Some((false, Item::Words(words))) if words.starts_with(' '));
        if spaced_before && spaced_behind { Ok(()) } else { Err(TemplateError::LinkTouched) }
    }

    /// In no form that the text can take does anything but the link look like one: whoever writes the words could lead
    /// everybody elsewhere.
    fn check_other_links(&self) -> Result<(), TemplateError> {
        match self.forms().iter().find_map(|text| address_in(text)) {
            Some(found) => Err(TemplateError::AnotherLink(found.to_owned())),
            None => Ok(()),
        }
    }

    /// All items, and whether they may disappear.
    fn items(&self) -> impl Iterator<Item = (bool, &Item)> {
        self.pieces.iter().flat_map(|piece| piece.items.iter().map(|item| (piece.optional, item)))
    }

    /// Whatever the name and the phrase are, a name of some length fits beside the longest link.
    fn check_length(&self) -> Result<(), TemplateError> {
        let (encoding, name) = (self.encoding(), room_for_name(self.encoding()));
        let link = encoding.units(self.longest_link.as_str());
        let stop = encoding.units(self.language.how_to_stop());
        let stop = if self.occasion.need(Placeholder::Stop) == Need::Always { stop } else { 1 };
        let most = encoding.single().saturating_sub(name + stop + 2);
        if self.occasion.has_link() && link > most {
            return Err(TemplateError::LinkTooLong { units: link, most });
        }
        let over = (self.least_units() + name).saturating_sub(encoding.single());
        if over == 0 { Ok(()) } else { Err(TemplateError::TooLong { over }) }
    }
}

/// The first word that phones would make a link of: an address, or a dot between what could be a domain's labels.
fn address_in(text: &str) -> Option<&str> {
    text.split_whitespace().find(|word| word.contains("://") || has_domain(word))
}

fn has_domain(word: &str) -> bool {
    let mut labels = word.split(['.', '\u{ff0e}', '\u{ff61}']).peekable();
    while let Some(label) = labels.next() {
        let next = labels.peek().map_or(0, |next| next.chars().take_while(|c| c.is_alphabetic()).count());
        if label.ends_with(char::is_alphanumeric) && next >= 2 {
            return true;
        }
    }
    false
}

/// Whether it always shows something.
fn says_something((optional, item): &(bool, &Item)) -> bool {
    let blank = matches!(item, Item::Words(words) if words.trim().is_empty());
    !optional && !blank
}
