use proptest::prelude::*;

use super::*;

const LINK: &str = "https://secure.example.org/m/AAAAAAAAAAAAAAAAAAAAAA";

fn link() -> Link {
    Link::parse(LINK).unwrap()
}

fn parse_as(language: Language, occasion: Occasion, text: &str) -> Result<Template, TemplateError> {
    Template::parse(text, &Rules { language, occasion, longest_link: &link() })
}

fn first(text: &str) -> Result<Template, TemplateError> {
    parse_as(Language::English, Occasion::FirstNotice, text)
}

#[test]
fn what_is_wrong_is_said() {
    use Placeholder::{Link, Organisation, Phrase, Stop};
    use TemplateError as E;
    for (text, error) in [
        ("", E::Missing(Organisation)),
        ("{organisation}: {link} go", E::Missing(Stop)),
        ("hello: {link} {stop}", E::Missing(Organisation)),
        ("{organisation} {stop}", E::Missing(Link)),
        ("{organisation} {organisation}: {link} {stop}", E::Repeated(Organisation)),
        ("{organisation}: {link} {link} {stop}", E::Repeated(Link)),
        ("{organisation}[: {link} ]{stop}", E::NotOptional(Link)),
        ("{organisation}: {link} [{stop}]", E::NotOptional(Stop)),
        ("[{organisation}]: {link} {stop}", E::NotOptional(Organisation)),
        ("{organisation} {phrase}: {link} {stop}", E::PhraseNotOptional),
        ("{organisation}[ {phrase}][ {phrase}]: {link} {stop}", E::Repeated(Phrase)),
        ("{link} {organisation} {stop}", E::LinkFirst),
        ("[Hello: ]{link} {organisation} {stop}", E::LinkFirst),
        ("{organisation} {stop} {link}", E::LinkLast),
        ("{organisation} {stop} {link} [in your browser]", E::LinkLast),
        ("{organisation}:{link} {stop}", E::LinkTouched),
        ("{organisation}: {link}. {stop}", E::LinkTouched),
        ("{organisation}: {link}[ no app] {stop}", E::LinkTouched),
        ("{organisation} {link}{stop}", E::LinkTouched),
        ("{organisation}: {Link} {stop}", E::UnknownPlaceholder("Link".into())),
        ("{organisation}: {} {stop}", E::UnknownPlaceholder(String::new())),
        ("{organisation: {link} {stop}", E::UnknownPlaceholder("organisation: {link".into())),
        ("{organisation}: {link {stop", E::Brace),
        ("organisation}: {link} {stop}", E::Brace),
        ("{organisation}: {link} {stop} [x", E::Bracket),
        ("{organisation}: {link} {stop} x]", E::Bracket),
        ("{organisation}: {link} [a [b] c] {stop}", E::Bracket),
        ("{organisation}: {link} or https://a {stop}", E::AnotherLink("https://a".into())),
        ("{organisation}: {link} or www.evil.example/x {stop}", E::AnotherLink("www.evil.example/x".into())),
        ("{organisation}.com: {link} {stop}", E::AnotherLink("x.com:".into())),
        ("{organisation}: evil[ ].com {link} {stop}", E::AnotherLink("evil.com".into())),
        ("{organisation}: a[ b][ ].[ ]com {link} {stop}", E::AnotherLink("b.com".into())),
        ("{organisation}[ {phrase}.com]: {link} {stop}", E::AnotherLink("x.com:".into())),
        ("{organisation} à côté: {link} {stop}", E::Character { found: 'ô', instead: "o".into() }),
        ("{organisation}\n: {link} {stop}", E::Invisible),
        ("{organisation}\u{202e}: {link} {stop}", E::Invisible),
    ] {
        assert_eq!(first(text), Err(error), "{text}");
    }
}

#[test]
fn errors_say_what_to_do() {
    let said = |text| first(text).unwrap_err().to_string();
    assert_eq!(said("{name}"), "There is no {name}. Use {organisation}, {link}, {phrase} or {stop}.");
    assert_eq!(
        said("{organisation}: {link} go"),
        "{stop} is missing. Write it once, outside of square brackets."
    );
}

#[test]
fn full_stops_are_no_links() {
    for text in
        ["{organisation}, e.g. Dr. X at 3.30 p.m.: {link} {stop}", "{organisation}: {link} Go. {stop}."]
    {
        assert!(first(text).is_ok(), "{text}");
    }
    // Who asks for help may be told where to find it.
    assert!(parse_as(Language::English, Occasion::Help, "{organisation}: www.clinic.example {stop}").is_ok());
}

#[test]
fn answers_have_no_link() {
    for occasion in [Occasion::OptedOut, Occasion::OptedIn, Occasion::Help] {
        let error = parse_as(Language::English, occasion, "{organisation}: {link} {stop}").unwrap_err();
        assert_eq!(error, TemplateError::OutOfPlace(Placeholder::Link));
    }
    let template = parse_as(Language::English, Occasion::OptedOut, "{organisation}: bye.").unwrap();
    let parts = Parts { organisation: "Harbor", link: None, phrase: Some("x") };
    assert_eq!(template.fill(&parts).as_deref(), Ok("Harbor: bye."));
}

#[test]
fn a_reminder_may_do_without_how_to_stop() {
    assert!(
        parse_as(Language::English, Occasion::Reminder, "{organisation}: {link} waits.[ {stop}]").is_ok()
    );
}

#[test]
fn lengths() {
    // 160 units: 51 for the link, 20 for the name, 19 for how to stop, 3 spaces and a colon: 67 are free.
    let with = |words: usize| format!("{{organisation}}{}: {{link}} {{stop}}", "x".repeat(words));
    assert!(first(&with(67)).is_ok());
    assert_eq!(first(&with(70)), Err(TemplateError::TooLong { over: 3 }));
    assert!(first(&format!("{}[ {}]", with(67), "y".repeat(500))).is_ok());
}

#[test]
fn a_link_too_long_for_a_language() {
    let long = Link::parse(&format!("https://{}", "a".repeat(52))).unwrap();
    let rules = |language| Rules { language, occasion: Occasion::FirstNotice, longest_link: &long };
    let text = "{organisation}: {link} {stop}";
    let error = Template::parse(text, &rules(Language::Chinese)).unwrap_err();
    assert_eq!(error, TemplateError::LinkTooLong { units: 60, most: 56 });
    assert!(error.is_length());
    assert!(Template::parse(text, &rules(Language::English)).is_ok());
}

#[test]
fn what_goes_first() {
    let text = "{organisation} wrote[ ({phrase})]: {link} [Number one. ][Number two. ]{stop}";
    let template = first(text).unwrap();
    let shown = |name: usize, phrase| template.preview(&"n".repeat(name), phrase).text;
    let has = |text: &str| ["(blue)", "one", "two"].map(|part| text.contains(part));
    assert_eq!(has(&shown(40, Some("blue"))), [true, true, true]);
    assert_eq!(has(&shown(40, None)), [false, true, true]);
    assert_eq!(has(&shown(51, Some("blue"))), [true, true, false]);
    assert_eq!(has(&shown(64, Some("blue"))), [true, false, false]);
    assert_eq!(has(&shown(100, Some("blue"))), [true, false, false]);
    assert_eq!(has(&shown(10, Some(&"b".repeat(70)))), [false, true, true]);
}

#[test]
fn names_are_written_in_the_alphabet() {
    let template = first("{organisation}[ ({phrase})]: {link} {stop}").unwrap();
    let preview = template.preview("Clínica «Łódź»", Some("été"));
    assert!(preview.text.starts_with("Clinica \"Lodz\" (été): "));
    assert_eq!(preview.lost, 0);
    let preview = template.preview("诊所", Some("蓝鲸"));
    assert!(preview.text.starts_with("??: "), "{}", preview.text);
    assert_eq!(preview.lost, 2);
    assert!(template.preview(" \u{200b}", None).text.starts_with("?: "));
}

#[test]
fn names_in_other_scripts_stay() {
    let template =
        parse_as(Language::Chinese, Occasion::FirstNotice, "{organisation}私信: {link} {stop}").unwrap();
    let preview = template.preview("海港\u{202e}诊所", None);
    assert_eq!(preview.text, format!("海港诊所私信: {LINK} 回复TD退订"));
    // Eight units are free: the fifth whale does not fit, and is not split.
    let preview = template.preview("🐋🐋🐋🐋🐋", None);
    assert_eq!(preview.text.matches('🐋').count(), 4);
    assert_eq!(preview.segments.left, 0);
}

#[test]
fn links_must_be_the_checked_ones() {
    let template = first("{organisation}: {link} {stop}").unwrap();
    let fill = |link| template.fill(&Parts { organisation: "a", link, phrase: None });
    assert_eq!(fill(None), Err(FillError::NoLink));
    let longer = Link::parse(&format!("{LINK}A")).unwrap();
    assert_eq!(fill(Some(&longer)), Err(FillError::LinkTooLong));
    let shorter = Link::parse("https://a.example/m/A").unwrap();
    assert!(fill(Some(&shorter)).unwrap().contains(" https://a.example/m/A "));
}

#[test]
fn parts_do_not_print() {
    let parts = Parts { organisation: "Harbor", link: Some(&link()), phrase: Some("blue") };
    assert_eq!(format!("{parts:?}"), "Parts(..)");
}

proptest! {
    #[test]
    fn always_one_segment_with_the_whole_link(
        name in "\\PC{0,120}",
        phrase in proptest::option::of("\\PC{0,60}"),
        language in proptest::sample::select(Language::ALL.to_vec()),
        occasion in proptest::sample::select(Occasion::ALL.to_vec()),
    ) {
        let template = Template::built_in(language, occasion, &link()).unwrap();
        let link = link();
        let parts = Parts { organisation: &name, link: Some(&link), phrase: phrase.as_deref() };
        let text = template.fill(&parts).unwrap();
        let segments = Segments::of(&text);
        prop_assert_eq!(segments.count, 1);
        prop_assert!(template.language().encoding() == Encoding::Ucs2 || segments.encoding == Encoding::Gsm7);
        if occasion.has_link() {
            let at = format!(" {LINK} ");
            prop_assert!(text.contains(&at));
            prop_assert!(!text.trim().starts_with(LINK) && !text.trim().ends_with(LINK));
        }
    }

    #[test]
    fn parsing_never_panics(text in "(\\{organisation\\}|\\{link\\}|\\{stop\\}|\\{phrase\\}|[\\[\\]{} a:]|\\PC){0,16}") {
        if let Ok(template) = first(&text) {
            let preview = template.preview(&text, Some(&text));
            prop_assert_eq!(preview.segments.count, 1);
            let at = format!(" {LINK} ");
            prop_assert!(preview.text.contains(&at));
        }
    }
}
