//! Filling a template in.

use unicode_normalization::UnicodeNormalization;

use super::{Item, Parts, Piece, Placeholder, Template, room_for_name};
use crate::text::{
    Encoding, InTexts as _, transliterate,
    transliterate::{is_invisible, one_line},
};

/// The parts in characters that the template's encoding has.
pub(super) struct Values<'a> {
    name: String,
    link: &'a str,
    phrase: Option<String>,
    pub(super) lost: u32,
}

impl<'a> Values<'a> {
    pub(super) fn of(parts: &Parts<'a>, link: &'a str, encoding: Encoding) -> Self {
        let (name, lost) = written(parts.organisation, encoding);
        let phrase = parts.phrase.map(|phrase| written(phrase, encoding));
        // A phrase with a `?` in it proves nothing: it is left out.
        let phrase =
            phrase.filter(|(phrase, lost)| *lost == 0 && !phrase.is_empty()).map(|(phrase, _)| phrase);
        Self { name: if name.is_empty() { "?".to_owned() } else { name }, link, phrase, lost }
    }
}

/// A text in one line and in the encoding's characters, and how many characters that lost.
fn written(text: &str, encoding: Encoding) -> (String, u32) {
    if encoding == Encoding::Gsm7 {
        let plain = transliterate(text);
        return (plain.text, plain.lost);
    }
    // Persian and emoji need the joiners; nothing needs the other invisible characters.
    let shown = |c: &char| matches!(c, '\u{200c}' | '\u{200d}') || !is_invisible(*c);
    let text: String = text.nfc().filter(shown).map(|c| if c.is_control() { ' ' } else { c }).collect();
    (one_line(&text), 0)
}

impl Template {
    /// Units of what never disappears, with the longest link and without the name.
    pub(super) fn least_units(&self) -> u32 {
        let nothing = Values { name: String::new(), link: self.longest_link.as_str(), phrase: None, lost: 0 };
        let always: Vec<&Piece> = self.pieces.iter().filter(|piece| !piece.optional).collect();
        self.encoding().units(&self.render(&always, "", &nothing))
    }

    pub(super) fn compose(&self, values: &Values<'_>) -> String {
        let encoding = self.encoding();
        let name = encoding.units(&values.name);
        let mut shown: Vec<&Piece> = self.pieces.iter().collect();
        if !self.has_room_for_phrase(values, name.min(room_for_name(encoding))) {
            shown.retain(|piece| !piece.has(Placeholder::Phrase));
        }
        while self.room(&shown, values) < name {
            let Some(last) = last_to_go(&shown) else { break };
            shown.remove(last);
        }
        self.render(&shown, cut(&values.name, self.room(&shown, values), encoding), values)
    }

    /// Every form that the text can take, by what disappears from it, with a letter in place of name and phrase and
    /// without the link.
    pub(super) fn forms(&self) -> Vec<String> {
        let values = Values { name: String::new(), link: "", phrase: Some("x".to_owned()), lost: 0 };
        let mut forms = Vec::new();
        for phrase in [true, false] {
            let mut shown: Vec<&Piece> =
                self.pieces.iter().filter(|piece| phrase || !piece.has(Placeholder::Phrase)).collect();
            loop {
                forms.push(self.render(&shown, "x", &values));
                let Some(last) = last_to_go(&shown) else { break };
                shown.remove(last);
            }
        }
        forms
    }

    /// Whether there is a phrase, and room for it beside so many units of the name and nothing else that is optional.
    fn has_room_for_phrase(&self, values: &Values<'_>, name: u32) -> bool {
        let shown: Vec<&Piece> =
            self.pieces.iter().filter(|piece| !piece.optional || piece.has(Placeholder::Phrase)).collect();
        let units = self.encoding().units(&self.render(&shown, "", values));
        values.phrase.is_some() && units.saturating_add(name) <= self.encoding().single()
    }

    /// Units that are free for the name.
    fn room(&self, shown: &[&Piece], values: &Values<'_>) -> u32 {
        self.encoding().single().saturating_sub(self.encoding().units(&self.render(shown, "", values)))
    }

    fn render(&self, shown: &[&Piece], name: &str, values: &Values<'_>) -> String {
        let items = shown.iter().flat_map(|piece| &piece.items);
        items
            .map(|item| match item {
                Item::Words(words) => words,
                Item::Place(Placeholder::Organisation) => name,
                Item::Place(Placeholder::Link) => values.link,
                Item::Place(Placeholder::Phrase) => values.phrase.as_deref().unwrap_or_default(),
                Item::Place(Placeholder::Stop) => self.language.how_to_stop(),
            })
            .collect()
    }
}

/// What disappears next where there is no room.
fn last_to_go(shown: &[&Piece]) -> Option<usize> {
    shown.iter().rposition(|piece| piece.optional && !piece.has(Placeholder::Phrase))
}

/// The beginning of a name that takes no more than `room` units.
fn cut(name: &str, room: u32, encoding: Encoding) -> &str {
    let mut used = 0;
    let end = name.char_indices().find(|(_, c)| {
        used += encoding.cost(*c);
        used > room
    });
    end.map_or(name, |(at, _)| name[..at].trim_end())
}
