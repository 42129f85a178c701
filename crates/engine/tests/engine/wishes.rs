//! What a sender wishes for the texts: urgent, in another language, with a phrase, with other reminders.

use std::time::Duration;

use domain::{Language, TextWishes};
use engine::{Accepted, EngineError, Invalid, LinkState, Session};
use sms::{Act, Gateway, Scripted};

use crate::common::{Instance, only};

/// In California, where it is half past six in the morning at the tests' beginning.
const BEA: &str = "+14155550132";
const HOUR: u64 = 60 * 60;
const HOUR_SECONDS: u32 = 60 * 60;

async fn submit(
    instance: &Instance,
    sender: &Session,
    seed: u64,
    texts: TextWishes,
) -> Result<Accepted, EngineError> {
    let mut submission = instance.seal(sender, &[BEA], "wishes", seed).await;
    submission.texts = texts;
    instance.engine.submit(sender, submission).await
}

async fn bodies(instance: &Instance) -> Vec<String> {
    instance.dispatch_all().await;
    let texts = instance.engine.simulator_texts(Some(&BEA.parse().unwrap())).await.unwrap();
    texts.into_iter().map(|text| text.body).collect()
}

#[tokio::test]
async fn a_phrase_and_a_language_are_in_every_text_and_on_the_page() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let phrase: domain::Phrase = "garza azul".parse().unwrap();
        let texts = TextWishes {
            language: Some(Language::Spanish),
            phrase: Some(phrase.clone()),
            reminders: Some(vec![HOUR_SECONDS]),
            ..TextWishes::default()
        };
        submit(&instance, &sender, 1, texts).await.unwrap();
        let first = bodies(&instance).await;
        assert!(
            first.len() == 1 && first[0].contains("garza azul") && first[0].contains("BAJA"),
            "{first:?}"
        );
        let link = instance.link(BEA).await;
        let LinkState::FirstVisit(_, shown) = instance.engine.link(&link, None).await.unwrap() else {
            panic!("nobody has claimed the number");
        };
        assert!(shown == Some(phrase.clone()));
        // The outbox reads the reminder's words from the database.
        instance.clock.advance(Duration::from_secs(HOUR));
        let both = bodies(&instance).await;
        assert_eq!(both.len(), 2);
        assert!(both.iter().all(|text| text.contains("garza azul")), "{both:?}");
        instance.claim(&link, "olive lantern sand").await.unwrap();
        let LinkState::Returning(_, shown, _) = instance.engine.link(&link, None).await.unwrap() else {
            panic!("somebody has claimed the number");
        };
        assert!(shown == Some(phrase));
    }
}

#[tokio::test]
async fn a_phrase_that_the_text_would_not_show_is_refused() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let with = |language, phrase: &str| TextWishes {
            language,
            phrase: phrase.parse().ok(),
            ..TextWishes::default()
        };
        // The letters are not there in English; in Chinese, a text has 70 of them, and this link leaves no room.
        for language in [None, Some(Language::Chinese)] {
            let refused = submit(&instance, &sender, 1, with(language, "蓝鹭")).await;
            assert!(matches!(refused, Err(EngineError::Invalid(Invalid::Phrase))), "{refused:?}");
        }
        let short =
            instance.another(9, |parts| "https://s.example".clone_into(&mut parts.config.public_url)).await;
        let mut submission = instance.seal(&sender, &[BEA], "wishes", 1).await;
        submission.texts = with(Some(Language::Chinese), "蓝鹭");
        short.submit(&sender, submission).await.unwrap();
        while short.dispatch().await.unwrap() > 0 {}
        let texts = short.simulator_texts(Some(&BEA.parse().unwrap())).await.unwrap();
        assert!(texts[0].body.contains("蓝鹭"), "{}", texts[0].body);
    }
}

#[tokio::test]
async fn reminders_are_as_wished() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let with =
            |reminders: &[u32]| TextWishes { reminders: Some(reminders.to_vec()), ..TextWishes::default() };
        let day = 24 * HOUR_SECONDS;
        for bad in [&[1][..], &[day, day], &[2 * day, day], &[day, 2 * day, 3 * day], &[30 * day]] {
            let refused = submit(&instance, &sender, 1, with(bad)).await;
            assert!(matches!(refused, Err(EngineError::Invalid(Invalid::Reminders))), "{bad:?}");
        }
        submit(&instance, &sender, 1, with(&[HOUR_SECONDS, 2 * HOUR_SECONDS])).await.unwrap();
        for count in 1..=4 {
            assert_eq!(bodies(&instance).await.len(), count.min(3));
            instance.clock.advance(Duration::from_secs(HOUR));
        }
    }
}

/// At the tests’ beginning it is 13:33 UTC, and so 06:33 where the number is at home.
#[tokio::test]
async fn only_what_is_urgent_passes_the_quiet_hours() {
    for instance in Instance::each().await {
        let engine = instance
            .another(9, |parts| {
                parts.config.quiet_hours = Some(sms::hours::QuietHours::parse("21:00-08:00").unwrap());
                parts.config.quiet_for_first = true;
                parts.routes = only(Gateway::Scripted(Scripted::new(|_| Act::Accept)));
            })
            .await;
        let sender = instance.sender().await;
        let submit = async |seed, urgent| {
            let mut submission = instance.seal(&sender, &[BEA], "night", seed).await;
            submission.texts.urgent = urgent;
            engine.submit(&sender, submission).await.unwrap().id
        };
        let (usual, urgent) = (submit(1, false).await, submit(2, true).await);
        let phone = BEA.parse().unwrap();
        let waits = engine.reminder_waits_until(&phone).expect("it is night");
        while engine.dispatch().await.unwrap() > 0 {}
        let sent = async |id| engine.statuses(&sender, vec![id]).await.unwrap()[0].state;
        assert_eq!(sent(urgent).await, domain::DeliveryState::Sent);
        assert_eq!(sent(usual).await, domain::DeliveryState::Queued);
        instance.clock.advance(waits.since(instance.clock.now()));
        assert_eq!(engine.reminder_waits_until(&phone), None);
        while engine.dispatch().await.unwrap() > 0 {}
        assert_eq!(sent(usual).await, domain::DeliveryState::Sent);
    }
}

/// The thief of the database finds no phrase in it.
#[tokio::test]
async fn a_phrase_is_sealed_and_erased_with_its_message() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let texts = TextWishes { phrase: "zanzibar kite".parse().ok(), ..TextWishes::default() };
        let id = submit(&instance, &sender, 1, texts).await.unwrap().id;
        let phrase = async || {
            let row = instance.store.read(move |conn| Box::pin(store::messages::by_id(conn, id))).await;
            row.unwrap().unwrap().phrase
        };
        let sealed = phrase().await.expect("it is stored");
        assert!(!sealed.windows(4).any(|bytes| bytes == b"kite"));
        instance.engine.recall(&sender, id).await.unwrap();
        assert!(phrase().await.is_none());
    }
}
