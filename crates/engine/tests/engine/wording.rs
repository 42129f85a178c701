//! The organisation's own words: checked when saved, and what goes out from then on.

use domain::Language;
use engine::{EngineError, Occasion, Session, TemplateError, WordingError, WordingView, usual_words};
use sms::{Act, Event, Gateway, Inbound, Scripted};

use crate::common::Instance;

const BEA: &str = "+12114367789";
const CAL: &str = "+12114360002";
const NOTICE: &str = "{organisation} here, with mail for you: {link} Please read it soon. {stop}";
const STOPPED: &str = "{organisation} will be silent. START brings us back.";

async fn each(gateway: &Scripted) -> [Instance; 2] {
    Instance::each_over(&Gateway::Scripted(gateway.clone())).await
}

async fn save(
    instance: &Instance,
    admin: &Session,
    language: Language,
    words: &[(Occasion, &str)],
) -> Result<(), WordingError> {
    let words: Vec<_> = words.iter().map(|(occasion, words)| (*occasion, (*words).to_owned())).collect();
    instance.engine.set_wording(admin, language, &words).await
}

async fn view(instance: &Instance, admin: &Session, occasion: Occasion) -> WordingView {
    let views = instance.engine.wording(admin, Language::English).await.unwrap();
    views.into_iter().find(|view| view.occasion == occasion).unwrap()
}

#[tokio::test]
async fn own_words_go_out_from_then_on_and_the_usual_ones_again_afterwards() {
    let gateway = Scripted::new(|_| Act::Accept);
    for instance in each(&gateway).await {
        let (sender, admin) = (instance.sender().await, instance.administrator().await);
        let before = gateway.taken().len();
        let words = [(Occasion::FirstNotice, NOTICE), (Occasion::OptedOut, STOPPED)];
        save(&instance, &admin, Language::English, &words).await.unwrap();
        assert!(view(&instance, &admin, Occasion::FirstNotice).await.is_own);
        assert!(!view(&instance, &admin, Occasion::Reminder).await.is_own);
        instance.send(&sender, &[BEA, CAL], "hello").await;
        instance.dispatch_all().await;
        let text = gateway.taken()[before].body.clone();
        assert!(text.contains(" here, with mail for you: "), "{text}");
        assert!(text.ends_with("Please read it soon. Reply STOP to stop."), "{text}");

        let stop = Inbound {
            id: Some("m1".into()),
            from: CAL.into(),
            to: "+12025550123".into(),
            body: "STOP".into(),
        };
        instance.engine.receive("only", Event::Inbound(stop)).await.unwrap();
        while instance.engine.dispatch_replies().await.unwrap() > 0 {}
        let reply = gateway.taken().last().unwrap().body.clone();
        assert!(reply.ends_with("will be silent. START brings us back."), "{reply}");

        let usual = usual_words(Language::English, Occasion::FirstNotice);
        save(&instance, &admin, Language::English, &[(Occasion::FirstNotice, usual)]).await.unwrap();
        assert!(!view(&instance, &admin, Occasion::FirstNotice).await.is_own);
        instance.send(&sender, &[BEA], "hello again").await;
        instance.dispatch_all().await;
        let text = gateway.taken().last().unwrap().body.clone();
        assert!(text.contains("sent you a private message"), "{text}");
    }
}

#[tokio::test]
async fn words_that_cannot_be_used_change_nothing() {
    let gateway = Scripted::new(|_| Act::Accept);
    for instance in each(&gateway).await {
        let admin = instance.administrator().await;
        let long = "x".repeat(200);
        for wrong in [
            "{organisation} wrote. {stop}",
            "{organisation} wrote: {link}",
            "{organisation}: {link} is waiting.",
            "{organisation} wrote: {link} {stop} {link} twice",
            &format!("{{organisation}} wrote {long}: {{link}} {{stop}}"),
            &format!("{{organisation}} wrote: {{link}} {{stop}}[{}]", long.repeat(5)),
        ] {
            // What stands beside it in the form is not saved either.
            let words = [(Occasion::OptedOut, STOPPED), (Occasion::FirstNotice, wrong)];
            let refused = save(&instance, &admin, Language::English, &words).await;
            assert!(matches!(refused, Err(WordingError::Template(_))), "{wrong}: {refused:?}");
            for occasion in Occasion::ALL {
                assert!(!view(&instance, &admin, occasion).await.is_own, "{wrong}");
            }
        }
    }
}

#[tokio::test]
async fn only_administrators_read_or_change_words() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let read = instance.engine.wording(&sender, Language::English).await;
        assert!(matches!(read, Err(EngineError::NotFound)));
        let words = [(Occasion::FirstNotice, NOTICE)];
        let saved = save(&instance, &sender, Language::English, &words).await;
        assert!(matches!(saved, Err(WordingError::Engine(EngineError::NotFound))));
        let tried =
            instance.engine.try_wording(&sender, Language::English, Occasion::FirstNotice, NOTICE).await;
        assert!(matches!(tried, Err(WordingError::Engine(EngineError::NotFound))));
    }
}

/// The words stay, and the page says what is wrong with them.
#[tokio::test]
async fn words_that_a_longer_host_name_leaves_no_room_for() {
    for instance in Instance::each().await {
        let admin = instance.administrator().await;
        let full = format!("{{organisation}} wrote{}: {{link}} {{stop}}", " and wrote".repeat(4));
        save(&instance, &admin, Language::English, &[(Occasion::FirstNotice, &full)]).await.unwrap();
        let longer = instance
            .another(9, |parts| {
                parts.config.public_url = format!("https://{}.example.org", "a".repeat(40));
            })
            .await;
        let views = longer.wording(&admin, Language::English).await.unwrap();
        let view = views.into_iter().find(|view| view.occasion == Occasion::FirstNotice).unwrap();
        assert!(view.is_own && view.words == full);
        assert!(matches!(view.problem, Some(TemplateError::TooLong { .. })), "{:?}", view.problem);
        assert!(view.look.unwrap().plain.text.contains("sent you a private message"));
    }
}

/// Those of a language that the link leaves no room for are looked at as what goes out: in English.
#[tokio::test]
async fn the_usual_words_of_every_language_can_be_saved() {
    for instance in Instance::each().await {
        let admin = instance.administrator().await;
        for language in Language::ALL {
            let usual = Occasion::ALL.map(|occasion| (occasion, usual_words(language, occasion)));
            save(&instance, &admin, language, &usual).await.unwrap();
            let views = instance.engine.wording(&admin, language).await.unwrap();
            assert!(views.iter().all(|view| !view.is_own && view.look.is_some()), "{language}");
        }
    }
}
