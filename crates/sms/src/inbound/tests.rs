use proptest::prelude::*;

use super::{
    ForAPerson::{WantsToStop, WrongNumber},
    KEYWORDS,
    Reading::{self, Help, Other, Start, Stop, Unsure},
};

/// The list of `compatibility.md`, on its own, so that the tables cannot lose a word of it.
const REQUIRED: [(Reading, &str); 22] = [
    (Stop, "STOP"),
    (Stop, "STOPALL"),
    (Stop, "STOP ALL"),
    (Stop, "UNSUBSCRIBE"),
    (Stop, "CANCEL"),
    (Stop, "END"),
    (Stop, "QUIT"),
    (Stop, "REVOKE"),
    (Stop, "OPTOUT"),
    (Stop, "OPT OUT"),
    (Stop, "OPT-OUT"),
    (Stop, "REMOVE"),
    (Stop, "TD"),
    (Stop, "ARRET"),
    (Stop, "ALTO"),
    (Start, "START"),
    (Start, "YES"),
    (Start, "UNSTOP"),
    (Help, "HELP"),
    (Help, "INFO"),
    (Help, "AYUDA"),
    (Help, "AIDE"),
];

const DECORATIONS: [&str; 26] = [
    " ", "\n", "\t", "\u{a0}", ".", "!", "?", ",", ";", ":", "-", "—", "…", "\"", "“", "”", "'", "’", "«",
    "(", ")", "\u{200b}", "\u{feff}", "😀", "👍🏽", "🅰️",
];

fn words() -> Vec<(Reading, &'static str)> {
    let listed = KEYWORDS.iter().flat_map(|list| list.words.iter().map(|word| (list.reading, *word)));
    listed.chain(REQUIRED).collect()
}

fn mixed(word: &str) -> String {
    let case = |(at, c): (usize, char)| {
        if at % 2 == 0 { c.to_lowercase().collect::<String>() } else { c.to_uppercase().collect() }
    };
    word.chars().enumerate().map(case).collect()
}

#[test]
fn every_word_however_it_is_written() {
    for (reading, word) in words() {
        for cased in [word.to_owned(), word.to_lowercase(), word.to_uppercase(), mixed(word)] {
            assert_eq!(Reading::of(&cased), reading, "{cased}");
            for decoration in DECORATIONS {
                let decorated = format!("{decoration}{cased}{decoration}{decoration}");
                assert_eq!(Reading::of(&decorated), reading, "{decorated:?}");
            }
        }
    }
}

#[test]
fn other_spellings() {
    for (reading, text) in [
        (Stop, "s\u{200b}top"),
        (Stop, "Stop  All."),
        (Stop, "opt–out"),
        (Stop, "ＳＴＯＰ"),
        (Stop, "arre\u{302}t"),
        (Stop, "الغاء"),
        (Stop, "«إلغاء»"),
        (Stop, "td。"),
        (Start, "si!"),
        (Start, "sí"),
        (Start, "comecar"),
        (Help, "informacion"),
        (Help, "مساعده"),
        (Help, "Help?"),
    ] {
        assert_eq!(Reading::of(text), reading, "{text:?}");
    }
}

#[test]
fn wishes_are_for_a_person() {
    for text in [
        "please stop texting me",
        "Please stop",
        "STOP please!",
        "stop stop STOP",
        "S.T.O.P",
        "S T O P",
        "Hi, STOP. I never signed up",
        "ok cancel",
        "I want to opt-out",
        "Don’t text me",
        "dont text me again",
        "remove me from your list",
        "UNSUBSCRIBE me",
        "Take me off this list.",
        "leave me alone",
        "no más",
        "No mas mensajes, por favor",
        "ne m'envoyez plus",
        "Ne m’envoyez plus de messages svp",
        "por favor pare",
        "não quero receber isto",
        "Bitte keine SMS mehr",
        "Hören Sie auf damit",
        "请不要再发了",
        "我要退订",
        "回复TD退订",
        "رجاء لا ترسل لي",
        "Reply STOP",
        "Reply STOP to stop.",
        "Stop by at 5",
    ] {
        assert_eq!(Reading::of(text), Unsure(WantsToStop), "{text}");
    }
    for text in [
        "wrong number",
        "Sorry, you have the wrong number!",
        "Wrong number, stop texting me",
        "Número equivocado",
        "numero errado",
        "Mauvais numéro",
        "Falsche Nummer",
        "你打错了",
        "الرقم خطأ",
    ] {
        assert_eq!(Reading::of(text), Unsure(WrongNumber), "{text}");
    }
}

#[test]
fn other_texts_ask_for_nothing() {
    for text in [
        "",
        " ",
        "😀",
        "I will stop by at 5",
        "bus stop",
        "the bus stops here",
        "nonstop",
        "The end of the day works",
        "Please cancel my appointment",
        "I quit smoking",
        "Thanks!",
        "ok",
        "Who is this?",
        "I need help with my bill",
        "yesterday",
        "Restart it",
        "information desk",
        "trabajo",
        "我会取消预约",
        "Liked “Harbor sent you a private message: https://a.example/m/A Reply STOP to stop.”",
        "A aimé « Harbor : https://a.example/m/A Répondez STOP pour vous désinscrire. »",
    ] {
        assert_eq!(Reading::of(text), Other, "{text}");
    }
}

fn decoration() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(DECORATIONS.to_vec()), 0..6)
        .prop_map(|all| all.concat())
}

proptest! {
    #[test]
    fn reading_never_panics(text: String) {
        let _ = Reading::of(&text);
    }

    #[test]
    fn decorations_change_no_word(
        (reading, word) in proptest::sample::select(words()),
        before in decoration(),
        behind in decoration(),
    ) {
        prop_assert_eq!(Reading::of(&format!("{before}{word}{behind}")), reading);
    }

    #[test]
    fn decorations_change_no_text(
        text in "((stop|please|bus|wrong number|no más|退订|I|,|\\.| ){0,6}|\\PC{0,30})",
        before in decoration(),
        behind in decoration(),
    ) {
        prop_assert_eq!(Reading::of(&format!("{before}{text}{behind}")), Reading::of(&text));
    }

    #[test]
    fn only_listed_words_stop(text in "(s|t|o|p|stop|all|opt|out|end|alto|arret|td|baja| |-|a){1,5}") {
        let plain = text.replace('-', " ");
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let listed = words().iter().any(|(reading, word)| {
            *reading == Stop && word.replace('-', " ").to_lowercase() == plain
        });
        prop_assert_eq!(Reading::of(&text) == Stop, listed);
    }

    #[test]
    fn a_word_with_more_letters_is_no_command(
        (_, word) in proptest::sample::select(words()),
        more in "[a-z]{1,3}x",
    ) {
        let text = format!("{word} {more}");
        prop_assert!(![Stop, Start, Help].contains(&Reading::of(&text)));
    }
}
