use std::fmt;

use domain::Language;

use crate::pattern::{Argument, fill};

include!(concat!(env!("OUT_DIR"), "/forms.rs"));

/// What the browser's code says in recipients' forms, in the language of the page.
#[derive(Clone)]
pub struct FormWords {
    language: Language,
    patterns: Vec<String>,
}

impl FormWords {
    /// What the server puts into the page, as JSON that can stand within a `<script>`: the language's tag, then what is
    /// said, by number.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn pack(language: Language) -> String {
        let mut all = vec![language.tag()];
        all.extend(TABLE[crate::pages::index(language)]);
        serde_json::json!(all).to_string().replace('<', "\\u003c")
    }

    /// Reads a pack. One that is missing or another version's says nothing: the server writes pack and code together.
    #[must_use]
    pub fn read(pack: &str) -> Self {
        let all: Vec<String> = serde_json::from_str(pack).unwrap_or_default();
        match all.split_first() {
            Some((tag, patterns)) if patterns.len() == TABLE[0].len() => Self {
                language: Language::from_tag(tag).unwrap_or(Language::English),
                patterns: patterns.to_vec(),
            },
            _ => Self { language: Language::English, patterns: Vec::new() },
        }
    }

    /// Which language it is.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    fn pattern(&self, message: usize) -> &str {
        self.patterns.get(message).map_or("", String::as_str)
    }
}

impl fmt::Debug for FormWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FormWords").field(&self.language).finish()
    }
}
