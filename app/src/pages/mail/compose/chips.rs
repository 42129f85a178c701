//! Recipients as typed, each either a number or wrong for a reason.

use domain::{Country, MAX_RECIPIENTS, MailAddress, PhoneNumber};

/// A recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Chip {
    /// A number.
    Right(PhoneNumber),
    /// No number, and why.
    Wrong {
        /// What was typed.
        text: String,
        /// A sentence.
        why: String,
    },
}

impl Chip {
    fn read(text: &str, domain: &str, country: Country) -> Self {
        match MailAddress::parse(text, domain, country) {
            Ok(address) => Self::Right(address.phone),
            Err(error) => Self::Wrong { text: text.to_owned(), why: error.to_string() },
        }
    }

    /// What to show, and what goes back into the input.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Right(phone) => phone.readable(),
            Self::Wrong { text, .. } => text.clone(),
        }
    }

    /// What its button does, in words.
    pub(super) fn remove_words(&self) -> String {
        match self {
            Self::Right(phone) => format!("Remove {}", phone.readable()),
            Self::Wrong { text, .. } => format!("Remove {text}, which is not valid"),
        }
    }

    pub(super) const fn is_wrong(&self) -> bool {
        matches!(self, Self::Wrong { .. })
    }
}

/// All recipients, in the order of typing, none twice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Chips(Vec<Chip>);

impl Chips {
    /// Adds everybody on a list. Returns those who were there already.
    pub(super) fn add(&mut self, list: &str, domain: &str, country: Country) -> Vec<Chip> {
        let mut twice = Vec::new();
        for part in MailAddress::split_list(list) {
            let chip = Chip::read(part, domain, country);
            if self.0.contains(&chip) { twice.push(chip) } else { self.0.push(chip) }
        }
        twice
    }

    pub(super) fn remove(&mut self, chip: &Chip) {
        self.0.retain(|other| other != chip);
    }

    /// Takes the last one off, as text.
    pub(super) fn take_last(&mut self) -> Option<String> {
        self.0.pop().map(|chip| chip.text())
    }

    pub(super) fn all(&self) -> &[Chip] {
        &self.0
    }

    /// Those that are numbers.
    pub(super) fn right(&self) -> Vec<PhoneNumber> {
        self.0.iter().filter_map(Chip::number).collect()
    }

    pub(super) fn has_wrong(&self) -> bool {
        self.0.iter().any(Chip::is_wrong)
    }

    /// The numbers, unless one is wrong: each wrong one says why itself.
    pub(super) fn numbers(&self) -> Result<Vec<PhoneNumber>, &'static str> {
        if self.has_wrong() {
            return Err("");
        }
        match self.0.len() {
            0 => Err("Add at least one phone number."),
            count if count > MAX_RECIPIENTS => Err("One message can go to 100 people at most."),
            _ => Ok(self.0.iter().filter_map(Chip::number).collect()),
        }
    }
}

impl Chip {
    fn number(&self) -> Option<PhoneNumber> {
        match self {
            Self::Right(phone) => Some(phone.clone()),
            Self::Wrong { .. } => None,
        }
    }
}

/// Whether a pasted text becomes chips at once: a list, or a number that is complete.
pub(super) fn is_whole(text: &str, domain: &str, country: Country) -> bool {
    match MailAddress::split_list(text).count() {
        0 => false,
        1 => MailAddress::parse(text, domain, country).is_ok(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chips(list: &str) -> Chips {
        let mut chips = Chips::default();
        chips.add(list, "secure.text", Country::US);
        chips
    }

    #[test]
    fn a_list_becomes_chips() {
        let chips = chips("2114367789, Ana <+44 20 7946 0958@secure.text>;\n211 436");
        assert_eq!(chips.all().len(), 3);
        assert_eq!(chips.all()[0].text(), "+1 211 436 7789");
        assert_eq!(chips.all()[0].remove_words(), "Remove +1 211 436 7789");
        assert_eq!(chips.all()[2].remove_words(), "Remove 211 436, which is not valid");
        assert_eq!(chips.numbers(), Err(""));
    }

    #[test]
    fn a_wrong_one_says_why() {
        let Chip::Wrong { why, .. } = &chips("ana@example.org").0[0] else {
            panic!("another domain is wrong")
        };
        assert_eq!(why, "Messages go to phone numbers, or to a number @secure.text.");
    }

    #[test]
    fn nobody_is_there_twice() {
        let mut chips = chips("2114367789");
        let twice = chips.add("+1 (211) 436-7789", "secure.text", Country::US);
        assert_eq!(twice.iter().map(Chip::text).collect::<Vec<_>>(), ["+1 211 436 7789"]);
        assert_eq!(chips.numbers().map(|numbers| numbers.len()), Ok(1));
    }

    #[test]
    fn the_last_one_comes_back_as_text() {
        let mut chips = chips("2114367789, 211 436");
        assert_eq!(chips.take_last().as_deref(), Some("211 436"));
        assert_eq!(chips.take_last().as_deref(), Some("+1 211 436 7789"));
        assert_eq!(chips.take_last(), None);
    }

    #[test]
    fn not_too_many() {
        assert_eq!(chips("").numbers(), Err("Add at least one phone number."));
        let many: Vec<_> =
            (0..=MAX_RECIPIENTS).map(|number| format!("211436{:04}", number + 1_000)).collect();
        assert_eq!(chips(&many.join("\n")).numbers(), Err("One message can go to 100 people at most."));
    }

    #[test]
    fn what_is_pasted() {
        assert!(is_whole("2114367789", "secure.text", Country::US));
        assert!(is_whole("2114367789\n12", "secure.text", Country::US));
        assert!(!is_whole("211 436", "secure.text", Country::US));
        assert!(!is_whole(" \n", "secure.text", Country::US));
    }
}
