use domain::Language;

use crate::pattern::{Argument, fill};

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// What the server writes into recipients' pages, in one language.
///
/// Compiled for a browser it knows English alone: pages are not rendered there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words(Language);

impl Words {
    /// In English.
    pub const ENGLISH: Self = Self(Language::English);

    /// In a language.
    #[must_use]
    pub const fn of(language: Language) -> Self {
        Self(language)
    }

    /// Which language it is.
    #[must_use]
    pub const fn language(self) -> Language {
        self.0
    }

    const fn pattern(self, message: usize) -> &'static str {
        TABLE[index(self.0)][message]
    }
}

#[cfg(target_arch = "wasm32")]
const fn index(_: Language) -> usize {
    0
}

/// The order of [`Language::ALL`].
#[cfg(not(target_arch = "wasm32"))]
pub(crate) const fn index(language: Language) -> usize {
    match language {
        Language::English => 0,
        Language::Spanish => 1,
        Language::French => 2,
        Language::Portuguese => 3,
        Language::German => 4,
        Language::Chinese => 5,
        Language::Arabic => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_in_the_order_of_the_languages() {
        for (place, language) in Language::ALL.into_iter().enumerate() {
            assert_eq!(index(language), place);
        }
        assert_eq!(Words::of(Language::German).sign_out(), "Abmelden");
        assert_eq!(Words::of(Language::Spanish).sign_out(), "Cerrar sesión");
    }

    #[test]
    fn plurals_have_their_words() {
        let files = |language, count| Words::of(language).attachments_title(count);
        assert_eq!(files(Language::English, 1), "One file");
        assert_eq!(files(Language::English, 2), "2 files");
        assert_eq!(files(Language::French, 0), files(Language::French, 1).replace('1', "0"));
        assert_ne!(files(Language::Arabic, 2), files(Language::Arabic, 3));
    }
}
