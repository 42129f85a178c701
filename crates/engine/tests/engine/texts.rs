//! Texts over gateways that are slow, silent, wrong or away.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use domain::{DeliveryState, FailureReason, MessageId};
use engine::{Engine, Identity, Session, Status};
use sms::{
    Act, Event, Gateway, Outcome, Receipt, Scripted, SendError,
    routes::{RouteSettings, Routes},
};

use crate::common::{Instance, SENDER_PASSWORD, only};

const BEA: &str = "+12114367789";
const MINUTE: Duration = Duration::from_secs(60);

/// On both databases, over one scripted gateway.
async fn each(gateway: &Scripted) -> [Instance; 2] {
    Instance::each_over(&Gateway::Scripted(gateway.clone())).await
}

async fn status(instance: &Instance, sender: &Session, id: MessageId) -> Status {
    instance.engine.statuses(sender, vec![id]).await.unwrap()[0]
}

async fn told(instance: &Instance, gateway: &Scripted) {
    for event in gateway.events() {
        instance.engine.receive("only", event).await.unwrap();
    }
}

fn phones(from: u32, count: u32) -> Vec<String> {
    (from..from + count).map(|number| format!("+1211{:07}", 2_000_000 + number)).collect()
}

#[tokio::test]
async fn what_stays_unclear_goes_once_more_and_never_again() {
    for can_tell in [false, true] {
        let gateway = Scripted::new(|_| Act::TakeSilently);
        let gateway = if can_tell { gateway.that_tells() } else { gateway };
        for instance in each(&gateway).await {
            let before = gateway.taken().len();
            let sender = instance.sender().await;
            let id = instance.send(&sender, &[BEA], "hello").await;
            instance.dispatch_all().await;
            assert_eq!(status(&instance, &sender, id).await.state, DeliveryState::Unknown);
            for _ in 0..10 {
                instance.clock.advance(MINUTE);
                instance.dispatch_all().await;
            }
            // A gateway that can be asked says that it has taken it.
            let (state, times) =
                if can_tell { (DeliveryState::Sent, 1) } else { (DeliveryState::Unknown, 2) };
            assert_eq!(status(&instance, &sender, id).await.state, state);
            assert_eq!(gateway.taken().len() - before, times);
            assert_eq!(instance.engine.stats().await.unwrap().queued, 0);
        }
    }
}

#[tokio::test]
async fn what_was_surely_not_taken_goes_again() {
    for on_postgres in [false, true] {
        let silent = Arc::new(AtomicBool::new(true));
        let seen = Arc::clone(&silent);
        let decide =
            move |_: &sms::Text| if seen.load(Ordering::Relaxed) { Act::LoseSilently } else { Act::Accept };
        let gateway = Scripted::new(decide).that_tells();
        let routes = |_| only(Gateway::Scripted(gateway.clone()));
        let instance = if on_postgres {
            Instance::postgres_over(routes).await
        } else {
            Instance::new_over(routes).await
        };
        let sender = instance.sender().await;
        let id = instance.send(&sender, &[BEA], "hello").await;
        for _ in 0..5 {
            instance.dispatch_all().await;
            instance.clock.advance(MINUTE);
        }
        assert!(gateway.taken().is_empty());
        silent.store(false, Ordering::Relaxed);
        instance.clock.advance(15 * MINUTE);
        instance.dispatch_all().await;
        assert_eq!(status(&instance, &sender, id).await.state, DeliveryState::Sent);
        assert_eq!(gateway.taken().len(), 1);
    }
}

#[tokio::test]
async fn receipts_count_in_any_order_and_once() {
    let gateway = Scripted::new(|text| match text.to.last_four() {
        "0001" => Act::ReceiptFirst(Outcome::Delivered),
        "0002" => Act::Then(Outcome::Undeliverable(FailureReason::Landline)),
        _ => Act::Accept,
    });
    for instance in each(&gateway).await {
        let sender = instance.sender().await;
        let first = instance.send(&sender, &["+12114360001"], "one").await;
        let second = instance.send(&sender, &["+12114360002"], "the second").await;
        let third = instance.send(&sender, &["+12114360003"], "and the third").await;
        instance.dispatch_all().await;
        let events = gateway.events();
        // All of them backwards, and all of them again.
        for event in events.iter().rev().chain(&events) {
            instance.engine.receive("only", event.clone()).await.unwrap();
        }
        assert_eq!(status(&instance, &sender, first).await.state, DeliveryState::Delivered);
        let failed = status(&instance, &sender, second).await;
        assert_eq!((failed.state, failed.failure), (DeliveryState::Failed, Some(FailureReason::Landline)));
        assert_eq!(status(&instance, &sender, third).await.state, DeliveryState::Sent);
        let message = instance.engine.sent_message(&sender, first).await.unwrap();
        let delivered = message.timeline.iter().filter(|event| event.action == "notice-delivered");
        assert_eq!(delivered.count(), 1);
        // Another route's text of the same name is another text.
        let reference = gateway.taken().iter().find(|text| text.to.last_four() == "0003").map(|t| t.id);
        let receipt = Receipt {
            references: vec![format!("{}-3", reference.unwrap())],
            id: None,
            outcome: Outcome::Delivered,
            price: None,
        };
        instance.engine.receive("other", Event::Receipt(receipt)).await.unwrap();
        assert_eq!(status(&instance, &sender, third).await.state, DeliveryState::Sent);
    }
}

#[tokio::test]
async fn a_receipt_before_the_answer_is_kept_until_the_text_is_known() {
    let gateway = Scripted::new(|_| Act::ReceiptFirst(Outcome::Delivered));
    for instance in each(&gateway).await {
        let sender = instance.sender().await;
        let id = instance.send(&sender, &[BEA], "hello").await;
        // As the gateway will call it: the receipts of a text are sent before it is settled.
        let foreseen = gateway.taken().len() + 1;
        instance.dispatch_all().await;
        let text = gateway.taken().last().unwrap().id;
        let other = instance.send(&sender, &["+12114360009"], "another").await;
        drop(gateway.events());
        assert_eq!(foreseen, gateway.taken().len());
        let receipt = |reference: String| {
            Event::Receipt(Receipt {
                references: vec![reference],
                id: None,
                outcome: Outcome::Delivered,
                price: None,
            })
        };
        instance.engine.receive("only", receipt(format!("{text}-{foreseen}"))).await.unwrap();
        assert_eq!(status(&instance, &sender, id).await.state, DeliveryState::Delivered);

        let early = instance.waiting_notice().await;
        instance.engine.receive("only", receipt(format!("{early}-{}", foreseen + 1))).await.unwrap();
        assert_eq!(status(&instance, &sender, other).await.state, DeliveryState::Queued);
        instance.dispatch_all().await;
        assert_eq!(status(&instance, &sender, other).await.state, DeliveryState::Delivered);
    }
}

#[tokio::test]
async fn a_handset_that_has_it_after_all_counts_and_a_late_failure_does_not() {
    let gateway = Scripted::new(|_| Act::Accept);
    for instance in each(&gateway).await {
        let sender = instance.sender().await;
        let id = instance.send(&sender, &[BEA], "hello").await;
        instance.dispatch_all().await;
        let place = gateway.taken().len();
        let reference = format!("{}-{place}", gateway.taken()[place - 1].id);
        for (outcome, state) in [
            (Outcome::Undeliverable(FailureReason::SwitchedOff), DeliveryState::Failed),
            (Outcome::Sent, DeliveryState::Failed),
            (Outcome::Delivered, DeliveryState::Delivered),
            (Outcome::Undeliverable(FailureReason::SwitchedOff), DeliveryState::Delivered),
        ] {
            let receipt = Receipt { references: vec![reference.clone()], id: None, outcome, price: None };
            instance.engine.receive("only", Event::Receipt(receipt)).await.unwrap();
            assert_eq!(status(&instance, &sender, id).await.state, state, "{outcome:?}");
        }
    }
}

/// Two routes, the first of which is preferred.
fn two(first: &Scripted, second: &Scripted) -> Arc<Routes> {
    let settings =
        |name: &str, preference| RouteSettings { preference, ..RouteSettings::new(name.parse().unwrap()) };
    let routes = vec![
        (settings("first", 1), Gateway::Scripted(first.clone())),
        (settings("second", 2), Gateway::Scripted(second.clone())),
    ];
    Arc::new(Routes::new(routes, || 0).unwrap())
}

#[tokio::test]
async fn another_route_takes_what_the_first_surely_did_not() {
    for error in
        [SendError::Unreachable, SendError::Misconfigured, SendError::Throttled { retry_after: Some(MINUTE) }]
    {
        let first = Scripted::new(move |_| Act::Fail(error));
        let second = Scripted::new(|_| Act::Accept);
        let instance = Instance::new_over(|_| two(&first, &second)).await;
        let sender = instance.sender().await;
        instance.send_to_many(&sender, &phones(0, 20), 1).await;
        instance.dispatch_all().await;
        assert_eq!((first.taken().len(), second.taken().len()), (0, 20), "{error:?}");
        // After that it was left alone.
        let asked = first.asked();
        instance.send_to_many(&sender, &phones(20, 20), 2).await;
        instance.dispatch_all().await;
        assert_eq!((first.asked(), second.taken().len()), (asked, 40), "{error:?}");
    }
}

#[tokio::test]
async fn what_is_unclear_does_not_go_over_another_route_at_once() {
    let first = Scripted::new(|_| Act::TakeSilently);
    let second = Scripted::new(|_| Act::Accept);
    let instance = Instance::new_over(|_| two(&first, &second)).await;
    let sender = instance.sender().await;
    instance.send(&sender, &[BEA], "hello").await;
    instance.dispatch_all().await;
    assert_eq!((first.taken().len(), second.taken().len()), (1, 0));
}

#[tokio::test]
async fn a_bulk_does_not_keep_anothers_notice_waiting() {
    let gateway = Scripted::new(|_| Act::Accept);
    for instance in each(&gateway).await {
        let before = gateway.taken().len();
        let sender = instance.sender().await;
        for part in 0..3 {
            instance.send_to_many(&sender, &phones(part * 100, 100), u64::from(part) + 1).await;
        }
        let other = instance.other_sender().await;
        instance.clock.advance(Duration::from_secs(2));
        instance.send(&other, &[BEA], "one").await;
        instance.dispatch_all().await;
        let place = gateway.taken()[before..].iter().position(|text| text.to.as_str() == BEA).unwrap();
        assert!(place <= 3, "{place}");
        assert_eq!(gateway.taken().len() - before, 301);
    }
}

#[tokio::test]
async fn after_a_day_without_a_gateway_what_has_not_expired_goes_in_order() {
    let back = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&back);
    let gateway = Scripted::new(move |_| {
        if seen.load(Ordering::Relaxed) { Act::Accept } else { Act::Fail(SendError::Unreachable) }
    });
    for instance in each(&gateway).await {
        back.store(false, Ordering::Relaxed);
        let before = gateway.taken().len();
        let sender = instance.sender().await;
        let mut short = instance.seal(&sender, &["+12114360001"], "for hours only", 1).await;
        short.lifetime_seconds = 6 * 60 * 60;
        let short = instance.engine.submit(&sender, short).await.unwrap().id;
        for hour in 0..24_u32 {
            instance.send_to_many(&sender, &phones(hour * 10, 10), u64::from(hour) + 9).await;
            for _ in 0..4 {
                instance.clock.advance(15 * MINUTE);
                instance.engine.dispatch().await.unwrap();
                instance.engine.retain().await.unwrap();
            }
        }
        assert_eq!(gateway.taken().len(), before);
        back.store(true, Ordering::Relaxed);
        for _ in 0..8 {
            instance.clock.advance(5 * MINUTE);
            instance.dispatch_all().await;
        }
        let sender = instance.sign_in_again().await;
        // It ended before a gateway could take it.
        assert_eq!(status(&instance, &sender, short).await.state, DeliveryState::Failed);
        let taken = gateway.taken().split_off(before);
        assert_eq!(taken.len(), 240);
        // The first probe may be any of those that were due; then the oldest come first.
        let order: Vec<_> = taken.iter().skip(1).map(|text| text.to.as_str().to_owned()).collect();
        let first_hour = phones(0, 10);
        let early = order.iter().take(60).filter(|phone| first_hour.contains(phone)).count();
        assert!(early >= 9, "{early}");
        assert_eq!(instance.engine.stats().await.unwrap().queued, 0);
    }
}

/// What becomes of the `n`th attempt, at random but the same in every run.
fn at_random(seed: u32) -> Act {
    let mixed = seed.wrapping_mul(2_654_435_761).rotate_left(13).wrapping_mul(2_246_822_519) >> 8;
    match mixed % 100 {
        0..8 => Act::TakeSilently,
        8..14 => Act::LoseSilently,
        14..22 => Act::Fail(SendError::Unreachable),
        22..28 => Act::Fail(SendError::Throttled { retry_after: Some(Duration::from_secs(1)) }),
        28..33 => Act::Fail(SendError::Refused(FailureReason::Landline)),
        33..45 => Act::ReceiptFirst(Outcome::Delivered),
        45..60 => Act::Then(Outcome::Delivered),
        60..66 => Act::Then(Outcome::Undeliverable(FailureReason::SwitchedOff)),
        _ => Act::Accept,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_notices_through_a_gateway_that_fails_at_random() {
    let gateway = failing_at_random();
    let instance = Instance::new_over(|_| only(Gateway::Scripted(gateway.clone()))).await;
    ten_thousand_notices(&instance, &gateway, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_notices_through_a_gateway_that_fails_at_random_and_can_tell() {
    let gateway = failing_at_random().that_tells();
    let instance = Instance::postgres_over(|_| only(Gateway::Scripted(gateway.clone()))).await;
    ten_thousand_notices(&instance, &gateway, true).await;
}

fn failing_at_random() -> Scripted {
    let number = Arc::new(AtomicU32::new(0));
    Scripted::new(move |_| at_random(number.fetch_add(1, Ordering::Relaxed)))
}

async fn ten_thousand_notices(instance: &Instance, gateway: &Scripted, can_tell: bool) {
    let sender = instance.sender().await;
    let mut messages = Vec::new();
    for part in 0..100_u32 {
        messages.push(instance.send_to_many(&sender, &phones(part * 100, 100), u64::from(part) + 1).await);
    }
    for _ in 0..3_000 {
        instance.dispatch_all().await;
        told(instance, gateway).await;
        if instance.engine.stats().await.unwrap().queued == 0 {
            break;
        }
        instance.clock.advance(Duration::from_secs(20));
    }
    instance.engine.apply_kept().await.unwrap();
    assert_eq!(instance.engine.stats().await.unwrap().queued, 0, "none is stuck");
    check_ends(instance, gateway, messages, can_tell).await;
}

/// Every notice ended in what is true of it, and was taken twice at most, and only where that was not known.
async fn check_ends(instance: &Instance, gateway: &Scripted, messages: Vec<MessageId>, can_tell: bool) {
    let mut copies: HashMap<String, usize> = HashMap::new();
    for text in gateway.taken() {
        *copies.entry(text.to.as_str().to_owned()).or_default() += 1;
    }
    let most = copies.values().copied().max().unwrap_or_default();
    assert!(most <= if can_tell { 1 } else { 2 }, "{most} copies");
    let sender = instance.sign_in_again().await;
    let mut states: HashMap<DeliveryState, usize> = HashMap::new();
    for message in messages {
        for delivery in instance.engine.sent_message(&sender, message).await.unwrap().deliveries {
            *states.entry(delivery.state).or_default() += 1;
            let taken = copies.get(delivery.phone.as_str()).copied().unwrap_or_default();
            match delivery.state {
                DeliveryState::Sent | DeliveryState::Delivered => assert!(taken >= 1, "{:?}", delivery.id),
                DeliveryState::Unknown => assert!(!can_tell, "a gateway that tells leaves none unknown"),
                DeliveryState::Failed if delivery.failure == Some(FailureReason::SwitchedOff) => {
                    assert!(taken >= 1, "{:?}", delivery.id);
                }
                DeliveryState::Failed => assert_eq!(delivery.failure, Some(FailureReason::Landline)),
                other => panic!("{:?} is {other:?}", delivery.id),
            }
        }
    }
    assert_eq!(states.values().sum::<usize>(), 10_000, "none is lost");
    assert!(states[&DeliveryState::Delivered] > 2_000 && states[&DeliveryState::Failed] > 500, "{states:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_instances_is_killed_and_nothing_known_goes_twice() {
    let gateway = Scripted::new(|_| Act::Accept);
    let instance = Instance::postgres_over(|_| only(Gateway::Scripted(gateway.clone()))).await;
    let sender = instance.sender().await;
    for part in 0..100_u32 {
        instance.send_to_many(&sender, &phones(part * 100, 100), u64::from(part) + 1).await;
    }
    let second = gateway.clone();
    let other = instance.another(8, move |parts| parts.routes = only(Gateway::Scripted(second))).await;
    let (end, ended) = tokio::sync::watch::channel(false);
    let run = |engine: &Engine| {
        let (engine, ended) = (engine.clone(), ended.clone());
        tokio::spawn(async move { engine.run_outbox(ended).await })
    };
    let (surviving, killed) = (run(&instance.engine), run(&other));
    let until = async |count: usize| {
        let reached = async {
            while gateway.taken().len() < count {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(120), reached).await.expect("texts go out");
    };
    until(4_000).await;
    killed.abort();
    killed.await.unwrap_err();
    until(9_000).await;
    end.send(true).unwrap();
    surviving.await.unwrap();
    // The leases of the one that died run out.
    let empty = async {
        while instance.engine.stats().await.unwrap().queued > 0 {
            instance.clock.advance(MINUTE);
            instance.engine.dispatch().await.unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(120), empty).await.expect("none is left");
    let mut copies: HashMap<_, usize> = HashMap::new();
    for text in gateway.taken() {
        *copies.entry(text.id).or_default() += 1;
    }
    assert_eq!(copies.len(), 10_000);
    // What was on its way when it died may have gone twice: its outcome was not known.
    let twice = copies.values().filter(|count| **count > 1).count();
    assert!(copies.values().all(|count| *count <= 2) && twice <= 300, "{twice}");
}

impl Instance {
    async fn other_sender(&self) -> Session {
        let email: domain::Email = "ben@example.org".parse().unwrap();
        let new = engine::NewAccount { email: email.clone(), name: "Ben".into(), role: domain::Role::Sender };
        self.engine.add_account(new, SENDER_PASSWORD).await.unwrap();
        self.sign_in(&Identity::Email(email), SENDER_PASSWORD).await.unwrap().1
    }

    /// A session that has not ended, however late it is.
    async fn sign_in_again(&self) -> Session {
        let email = Identity::Email("ana@example.org".parse().unwrap());
        self.sign_in(&email, SENDER_PASSWORD).await.unwrap().1
    }

    /// The only notice that waits.
    async fn waiting_notice(&self) -> domain::NoticeId {
        let mut conn = self.store.reader().await.unwrap();
        let waiting = store::notices::list(&mut conn, store::notices::NoticeList::Waiting, 9).await.unwrap();
        assert_eq!(waiting.len(), 1);
        waiting[0].id
    }
}
