//! Plural forms: the rules for cardinal numbers of Unicode's CLDR, for whole numbers below a million.

use domain::Language;

/// The category of a number, as Fluent names it.
pub(crate) const fn category(language: Language, number: u64) -> &'static str {
    match language {
        Language::English | Language::German | Language::Spanish => match number {
            1 => "one",
            _ => "other",
        },
        Language::French | Language::Portuguese => match number {
            0 | 1 => "one",
            _ => "other",
        },
        Language::Chinese => "other",
        Language::Arabic => match (number, number % 100) {
            (0, _) => "zero",
            (1, _) => "one",
            (2, _) => "two",
            (_, 3..=10) => "few",
            (_, 11..=99) => "many",
            _ => "other",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_of_cldr() {
        let cases = [
            (Language::English, [(0, "other"), (1, "one"), (2, "other"), (11, "other"), (101, "other")]),
            (Language::Spanish, [(0, "other"), (1, "one"), (2, "other"), (11, "other"), (101, "other")]),
            (Language::French, [(0, "one"), (1, "one"), (2, "other"), (11, "other"), (101, "other")]),
            (Language::Portuguese, [(0, "one"), (1, "one"), (2, "other"), (11, "other"), (101, "other")]),
            (Language::Chinese, [(0, "other"), (1, "other"), (2, "other"), (11, "other"), (101, "other")]),
            (Language::Arabic, [(0, "zero"), (2, "two"), (103, "few"), (111, "many"), (102, "other")]),
        ];
        for (language, samples) in cases {
            for (number, expected) in samples {
                assert_eq!(category(language, number), expected, "{language:?} {number}");
            }
        }
    }
}
