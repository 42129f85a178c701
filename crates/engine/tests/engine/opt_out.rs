//! Who wants no texts gets none.

use std::time::Duration;

use domain::{DeliveryState, FailureReason, MessageId};
use engine::{Decision, EngineError, Session};
use sms::{
    Act, Event, Gateway, Inbound, Scripted, SendError,
    inbound::{KEYWORDS, Reading},
};

use crate::common::{Instance, only};

const BEA: &str = "+12114367789";
const CAL: &str = "+12114360002";

fn words(id: &str, from: &str, body: &str) -> Event {
    let id = (!id.is_empty()).then(|| id.to_owned());
    Event::Inbound(Inbound { id, from: from.into(), to: "+12025550123".into(), body: body.into() })
}

async fn says(instance: &Instance, id: &str, from: &str, body: &str) {
    instance.engine.receive("only", words(id, from, body)).await.unwrap();
}

/// Sends what waits, replies included; the texts that a number has had since.
async fn texts(instance: &Instance, gateway: &Scripted, to: &str) -> Vec<String> {
    let before = gateway.taken().len();
    instance.dispatch_all().await;
    while instance.engine.dispatch_replies().await.unwrap() > 0 {}
    let new = gateway.taken().split_off(before).into_iter();
    new.filter(|text| text.to.as_str() == to).map(|text| text.body).collect()
}

async fn failure(
    instance: &Instance,
    sender: &Session,
    id: MessageId,
) -> (DeliveryState, Option<FailureReason>) {
    let status = instance.engine.statuses(sender, vec![id]).await.unwrap()[0];
    (status.state, status.failure)
}

async fn each(gateway: &Scripted) -> [Instance; 2] {
    Instance::each_over(&Gateway::Scripted(gateway.clone())).await
}

#[tokio::test]
async fn stop_stops_start_restores_and_each_is_confirmed_once() {
    let gateway = Scripted::new(|_| Act::Accept);
    for instance in each(&gateway).await {
        let sender = instance.sender().await;
        let waiting = instance.send(&sender, &[BEA, CAL], "before").await;
        says(&instance, "m1", "12114367789", "Stop.").await;
        says(&instance, "m1", "12114367789", "Stop.").await;
        says(&instance, "m2", BEA, "STOP").await;
        let confirmed = texts(&instance, &gateway, BEA).await;
        assert_eq!(confirmed.len(), 1, "{confirmed:?}");
        assert!(!confirmed[0].contains("http"), "{confirmed:?}");
        let message = instance.engine.sent_message(&sender, waiting).await.unwrap();
        let of = |phone: &str| message.deliveries.iter().find(|row| row.phone.as_str() == phone).unwrap();
        assert_eq!((of(BEA).state, of(BEA).failure), (DeliveryState::Failed, Some(FailureReason::OptedOut)));
        assert_eq!(of(CAL).state, DeliveryState::Sent);

        let keys = instance.engine.keys_for(&sender, &[BEA, CAL].map(|phone| phone.parse().unwrap())).await;
        assert_eq!(keys.unwrap().iter().map(|key| key.opted_out).collect::<Vec<_>>(), [true, false]);
        let after = instance.send(&sender, &[BEA], "after the stop").await;
        assert!(texts(&instance, &gateway, BEA).await.is_empty());
        let opted_out = (DeliveryState::Failed, Some(FailureReason::OptedOut));
        assert_eq!(failure(&instance, &sender, after).await, opted_out);

        says(&instance, "m3", BEA, "start").await;
        says(&instance, "m4", BEA, "START").await;
        assert_eq!(texts(&instance, &gateway, BEA).await.len(), 1);
        let again = instance.send(&sender, &[BEA], "and again, after the start").await;
        assert_eq!(texts(&instance, &gateway, BEA).await.len(), 1);
        assert_eq!(failure(&instance, &sender, again).await.0, DeliveryState::Sent);
    }
}

#[tokio::test]
async fn every_form_of_every_command_works() {
    let gateway = Scripted::new(|_| Act::Accept);
    let instance = Instance::new_over(|_| only(Gateway::Scripted(gateway.clone()))).await;
    let sender = instance.sender().await;
    let all = KEYWORDS.iter().filter(|keywords| keywords.reading == Reading::Stop);
    for (number, word) in all.flat_map(|keywords| keywords.words).enumerate() {
        let phone = format!("+1211436{:04}", 1_000 + number);
        says(&instance, &format!("s{number}"), &phone, &format!(" {}! ", word.to_lowercase())).await;
        let keys = instance.engine.keys_for(&sender, &[phone.parse().unwrap()]).await.unwrap();
        assert!(keys[0].opted_out, "{word}");
        says(&instance, &format!("g{number}"), &phone, "UNSTOP").await;
        let keys = instance.engine.keys_for(&sender, &[phone.parse().unwrap()]).await.unwrap();
        assert!(!keys[0].opted_out, "{word}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn however_often_it_is_told_at_once_it_is_confirmed_once() {
    let gateway = Scripted::new(|_| Act::Accept);
    for instance in each(&gateway).await {
        let told = (0..20).map(|number| {
            let engine = instance.engine.clone();
            let event = words(&format!("m{}", number % 7), BEA, "STOP");
            tokio::spawn(async move { engine.receive("only", event).await })
        });
        for told in futures::future::join_all(told).await {
            told.unwrap().unwrap();
        }
        assert_eq!(texts(&instance, &gateway, BEA).await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_text_leaves_after_the_stop_was_taken_whatever_happens_at_the_same_time() {
    for round in 0..40_u32 {
        let gateway = Scripted::new(|_| Act::Accept);
        let instance = Instance::new_over(|_| only(Gateway::Scripted(gateway.clone()))).await;
        let sender = instance.sender().await;
        let (end, ended) = tokio::sync::watch::channel(false);
        let outbox = instance.engine.clone();
        let working = tokio::spawn(async move { outbox.run_outbox(ended).await });
        let mut messages = Vec::new();
        for number in 0..8_u32 {
            messages.push(instance.seal(&sender, &[BEA], "at the same time", u64::from(number + 1)).await);
        }
        let submits = messages.into_iter().enumerate().map(|(place, submission)| {
            let (engine, gateway) = (instance.engine.clone(), gateway.clone());
            let sender = &sender;
            async move {
                // Some before the stop, some during and some after it.
                for _ in 0..(u32::try_from(place).unwrap() * round) % 50 {
                    tokio::task::yield_now().await;
                }
                engine.submit(sender, submission).await.unwrap();
                gateway.taken().len()
            }
        });
        let stop = async {
            for _ in 0..round * 3 {
                tokio::task::yield_now().await;
            }
            instance.engine.receive("only", words("m1", BEA, "STOP")).await.unwrap();
            gateway.taken().len()
        };
        let (_, before) = tokio::join!(futures::future::join_all(submits), stop);
        let settled = async {
            while instance.engine.stats().await.unwrap().queued > 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), settled).await.expect("all is settled");
        assert_eq!(gateway.taken().len(), before, "round {round}: a text left after the stop");
        end.send(true).unwrap();
        working.await.unwrap();
    }
}

#[tokio::test]
async fn a_person_decides_about_wishes_and_reads_nothing_else() {
    let gateway = Scripted::new(|_| Act::Accept);
    for instance in each(&gateway).await {
        let (sender, admin) = (instance.sender().await, instance.administrator().await);
        says(&instance, "m1", BEA, "Please stop texting me").await;
        says(&instance, "m2", CAL, "no más").await;
        says(&instance, "m3", CAL, "Thank you, see you on Monday").await;
        assert!(texts(&instance, &gateway, BEA).await.is_empty());
        assert!(matches!(instance.engine.open_inbound(&sender).await, Err(EngineError::NotFound)));
        let open = instance.engine.open_inbound(&admin).await.unwrap();
        let mut shown: Vec<_> = open.iter().map(|text| (text.phone.as_str(), text.words.as_str())).collect();
        shown.sort_unstable();
        assert_eq!(shown, [(CAL, "no más"), (BEA, "Please stop texting me")]);
        let of = |phone: &str| open.iter().find(|text| text.phone.as_str() == phone).unwrap().id;
        instance.engine.decide_inbound(&admin, of(BEA), Decision::OptOut).await.unwrap();
        instance.engine.decide_inbound(&admin, of(CAL), Decision::Leave).await.unwrap();
        let twice = instance.engine.decide_inbound(&admin, of(BEA), Decision::Leave).await;
        assert!(matches!(twice, Err(EngineError::NotFound)));
        assert!(instance.engine.open_inbound(&admin).await.unwrap().is_empty());
        let keys = instance.engine.keys_for(&sender, &[BEA, CAL].map(|phone| phone.parse().unwrap())).await;
        assert_eq!(keys.unwrap().iter().map(|key| key.opted_out).collect::<Vec<_>>(), [true, false]);
    }
}

#[tokio::test]
async fn an_administrator_lifts_what_a_person_decided_and_never_a_stop() {
    let gateway = Scripted::new(|_| Act::Accept);
    for instance in each(&gateway).await {
        let (sender, admin) = (instance.sender().await, instance.administrator().await);
        says(&instance, "m1", BEA, "Please stop texting me").await;
        says(&instance, "m2", CAL, "STOP").await;
        let open = instance.engine.open_inbound(&admin).await.unwrap();
        instance.engine.decide_inbound(&admin, open[0].id, Decision::OptOut).await.unwrap();
        assert!(matches!(instance.engine.opt_outs(&sender).await, Err(EngineError::NotFound)));
        for row in instance.engine.opt_outs(&admin).await.unwrap() {
            assert_eq!(row.account, None);
            let by_sender = instance.engine.lift_opt_out(&sender, row.phone_index, row.account).await;
            assert!(matches!(by_sender, Err(EngineError::NotFound)));
            let by_admin = instance.engine.lift_opt_out(&admin, row.phone_index, row.account).await;
            assert_eq!(row.can_lift, row.phone.as_str() == BEA);
            assert_eq!(by_admin.is_ok(), row.can_lift);
        }
        let left = instance.engine.opt_outs(&admin).await.unwrap();
        assert_eq!(left.iter().map(|row| row.phone.as_str()).collect::<Vec<_>>(), [CAL]);
    }
}

#[tokio::test]
async fn help_is_answered_once_an_hour_and_odd_senders_never() {
    let gateway = Scripted::new(|_| Act::Accept);
    for instance in each(&gateway).await {
        says(&instance, "m1", BEA, "HELP").await;
        says(&instance, "m2", BEA, "help?").await;
        for from in ["12345", "Bank", "", "+", "999999999999999999999"] {
            says(&instance, from, from, "STOP").await;
        }
        assert_eq!(texts(&instance, &gateway, BEA).await.len(), 1);
        instance.clock.advance(Duration::from_secs(3_601));
        says(&instance, "m3", BEA, "HELP").await;
        assert_eq!(texts(&instance, &gateway, BEA).await.len(), 1);
    }
}

#[tokio::test]
async fn a_confirmation_that_cannot_go_is_given_up_after_five_minutes() {
    let gateway = Scripted::new(|_| Act::Fail(SendError::Unreachable));
    for instance in each(&gateway).await {
        let before = gateway.asked();
        says(&instance, "m1", BEA, "STOP").await;
        for _ in 0..60 {
            while instance.engine.dispatch_replies().await.unwrap() > 0 {}
            instance.clock.advance(Duration::from_secs(10));
        }
        let tries = gateway.asked() - before;
        assert!((2..=30).contains(&tries), "{tries}");
    }
    // What may have gone out does not go again.
    let silent = Scripted::new(|_| Act::TakeSilently);
    let instance = Instance::new_over(|_| only(Gateway::Scripted(silent.clone()))).await;
    says(&instance, "m1", BEA, "STOP").await;
    for _ in 0..60 {
        while instance.engine.dispatch_replies().await.unwrap() > 0 {}
        instance.clock.advance(Duration::from_secs(10));
    }
    assert_eq!(silent.asked(), 1);
}

#[tokio::test]
async fn a_providers_own_opt_out_is_taken_over() {
    let gateway = Scripted::new(|_| Act::Fail(SendError::OptedOut));
    for instance in each(&gateway).await {
        let sender = instance.sender().await;
        let id = instance.send(&sender, &[BEA], "hello").await;
        instance.dispatch_all().await;
        assert_eq!(
            failure(&instance, &sender, id).await,
            (DeliveryState::Failed, Some(FailureReason::OptedOut))
        );
        let phones = [BEA.parse().unwrap()];
        assert!(instance.engine.keys_for(&sender, &phones).await.unwrap()[0].opted_out);
        let back = Event::OptOut { phone: BEA.parse().unwrap(), out: false };
        instance.engine.receive("only", back).await.unwrap();
        assert!(!instance.engine.keys_for(&sender, &phones).await.unwrap()[0].opted_out);
        // The provider has answered already.
        assert_eq!(instance.engine.dispatch_replies().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn not_for_me_stops_one_senders_texts_and_tells_them() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let first = instance.send(&sender, &[BEA], "for somebody else").await;
        let link = instance.link(BEA).await;
        let unread = instance.send(&sender, &[BEA], "and another one").await;
        instance.engine.not_for_me(&link).await.unwrap();
        instance.engine.not_for_me(&link).await.unwrap();
        let not_for_me = (DeliveryState::Failed, Some(FailureReason::NotForMe));
        assert_eq!(failure(&instance, &sender, first).await, not_for_me);
        assert_eq!(failure(&instance, &sender, unread).await, not_for_me);
        let told = instance.engine.sent_message(&sender, first).await.unwrap().timeline;
        assert_eq!(told.iter().filter(|event| event.action == "not-for-me").count(), 1);
        let phones = [BEA.parse().unwrap()];
        assert!(instance.engine.keys_for(&sender, &phones).await.unwrap()[0].opted_out);
        // Another sender may know whose number it is; and START is not about this.
        let admin = instance.administrator().await;
        assert!(!instance.engine.keys_for(&admin, &phones).await.unwrap()[0].opted_out);
        says(&instance, "m1", BEA, "START").await;
        assert!(instance.engine.keys_for(&sender, &phones).await.unwrap()[0].opted_out);
        let nowhere = "AAAAAAAAAAAAAAAAAAAAAA".parse().unwrap();
        assert!(matches!(instance.engine.not_for_me(&nowhere).await, Err(EngineError::NotFound)));
    }
}
