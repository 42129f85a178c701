use std::{collections::HashMap, sync::LazyLock};

use super::{Reading, fold::fold};
use crate::text::Language;

/// Words that are commands when they are the whole message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keywords {
    /// The language that has them.
    pub language: Language,
    /// What they mean: stop, start or help.
    pub reading: Reading,
    /// The words, as one would write them.
    pub words: &'static [&'static str],
}

/// All commands: those of regulators and providers (47 CFR 64.1200(a)(10) and its like), and their usual equivalents.
/// Every command counts in every language.
pub const KEYWORDS: &[Keywords] = &[
    stop(
        Language::English,
        &[
            "STOP",
            "STOPALL",
            "STOP ALL",
            "UNSUBSCRIBE",
            "CANCEL",
            "END",
            "QUIT",
            "REVOKE",
            "OPTOUT",
            "OPT OUT",
            "OPT-OUT",
            "REMOVE",
        ],
    ),
    stop(
        Language::Spanish,
        &["ALTO", "PARAR", "PARE", "BAJA", "DAR DE BAJA", "DARME DE BAJA", "CANCELAR", "DETENER"],
    ),
    stop(
        Language::French,
        &["ARRET", "ARRÊT", "ARRÊTER", "ARRÊTEZ", "DÉSINSCRIRE", "DÉSINSCRIPTION", "DÉSABONNER", "ANNULER"],
    ),
    stop(Language::Portuguese, &["PARAR", "PARE", "SAIR", "CANCELAR", "REMOVER", "DESCADASTRAR"]),
    stop(Language::German, &["STOPP", "ABMELDEN", "ABBESTELLEN", "BEENDEN", "AUSTRAGEN"]),
    stop(Language::Chinese, &["TD", "退订", "退訂", "取消", "取消订阅", "停止", "拒收"]),
    stop(Language::Arabic, &["توقف", "قف", "أوقف", "إيقاف", "إلغاء", "إلغاء الاشتراك"]),
    start(Language::English, &["START", "YES", "UNSTOP"]),
    start(Language::Spanish, &["ALTA", "SÍ", "EMPEZAR", "INICIAR", "REANUDAR"]),
    start(Language::French, &["OUI", "DÉMARRER", "REPRENDRE"]),
    start(Language::Portuguese, &["SIM", "INICIAR", "COMEÇAR", "VOLTAR"]),
    start(Language::German, &["JA", "STARTEN", "ANMELDEN"]),
    start(Language::Chinese, &["开始", "開始", "订阅", "恢复", "是"]),
    start(Language::Arabic, &["ابدأ", "بدء", "اشتراك", "نعم"]),
    help(Language::English, &["HELP", "INFO"]),
    help(Language::Spanish, &["AYUDA", "INFO", "INFORMACIÓN"]),
    help(Language::French, &["AIDE", "INFO"]),
    help(Language::Portuguese, &["AJUDA", "INFO"]),
    help(Language::German, &["HILFE", "INFO"]),
    help(Language::Chinese, &["帮助", "幫助"]),
    help(Language::Arabic, &["مساعدة"]),
];

static FOLDED: LazyLock<HashMap<String, Reading>> = LazyLock::new(|| {
    let words =
        KEYWORDS.iter().flat_map(|keywords| keywords.words.iter().map(|word| (keywords.reading, word)));
    words.map(|(reading, word)| (fold(word), reading)).collect()
});

/// The meaning of a folded text that is a command.
pub(super) fn meaning(folded: &str) -> Option<Reading> {
    FOLDED.get(folded).copied()
}

/// The language of a command, which its answer should have; `None` for what is no command. A word of several languages
/// is of the first that has it.
#[must_use]
pub fn language_of(text: &str) -> Option<Language> {
    let folded = fold(text);
    let has = |keywords: &&Keywords| keywords.words.iter().any(|word| fold(word) == folded);
    KEYWORDS.iter().find(has).map(|keywords| keywords.language)
}

const fn stop(language: Language, words: &'static [&'static str]) -> Keywords {
    Keywords { language, reading: Reading::Stop, words }
}

const fn start(language: Language, words: &'static [&'static str]) -> Keywords {
    Keywords { language, reading: Reading::Start, words }
}

const fn help(language: Language, words: &'static [&'static str]) -> Keywords {
    Keywords { language, reading: Reading::Help, words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_have_the_language_of_the_word() {
        for (text, language) in [
            ("stop", Some(Language::English)),
            ("Baja!", Some(Language::Spanish)),
            ("désinscrire", Some(Language::French)),
            ("退订", Some(Language::Chinese)),
            ("hello", None),
        ] {
            assert_eq!(language_of(text), language, "{text}");
        }
    }

    #[test]
    fn no_word_has_two_meanings() {
        for keywords in KEYWORDS {
            for word in keywords.words {
                assert_eq!(meaning(&fold(word)), Some(keywords.reading), "{word}");
            }
        }
    }
}
