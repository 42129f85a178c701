//! Whoever has just taken over a number by a new SIM gets no link by which they could claim it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU8, AtomicUsize, Ordering},
    },
    time::Duration,
};

use domain::{DeliveryState, MessageId};
use engine::{Engine, EngineError, MailRecipient, MailSubmission, Notify, Session};
use relay::Relay;
use sms::{
    Act, Gateway, Scripted,
    http::sim_swap::{ScriptedSim, SimError, SimSwap},
};

use crate::common::{HERE, Instance, only};

const BEA: &str = "+12114367789";
const CAL: &str = "+12114360002";
const UNCHANGED: u8 = 0;
const CHANGED: u8 = 1;
const AWAY: u8 = 2;

/// An engine that asks about SIMs, and what answers.
struct World {
    engine: Engine,
    gateway: Scripted,
    answer: Arc<AtomicU8>,
    asked: Arc<AtomicUsize>,
}

async fn world(instance: &Instance, hold_unanswered: bool) -> World {
    let gateway = Scripted::new(|_| Act::Accept);
    let (answer, asked) = (Arc::new(AtomicU8::new(UNCHANGED)), Arc::new(AtomicUsize::new(0)));
    let (says, counts) = (Arc::clone(&answer), Arc::clone(&asked));
    let script = ScriptedSim(Arc::new(move |_| {
        counts.fetch_add(1, Ordering::Relaxed);
        match says.load(Ordering::Relaxed) {
            UNCHANGED => Ok(false),
            CHANGED => Ok(true),
            _ => Err(SimError::Away),
        }
    }));
    let route = only(Gateway::Scripted(gateway.clone()));
    let change = |parts: &mut engine::EngineParts| {
        parts.routes = route;
        parts.sim_swap = Some(SimSwap::Scripted(script));
        parts.config.hold_unanswered = hold_unanswered;
    };
    World { engine: instance.another(9, change).await, gateway, answer, asked }
}

async fn send(instance: &Instance, world: &World, sender: &Session, to: &[&str], seed: u64) -> MessageId {
    let submission = instance.seal(sender, to, "hello", seed).await;
    let id = world.engine.submit(sender, submission).await.unwrap().id;
    while world.engine.dispatch().await.unwrap() > 0 {}
    id
}

async fn actions(world: &World, sender: &Session, id: MessageId) -> Vec<(String, Option<String>)> {
    let message = world.engine.sent_message(sender, id).await.unwrap();
    message.timeline.into_iter().map(|event| (event.action, event.detail)).collect()
}

fn seen(actions: &[(String, Option<String>)], action: &str, detail: Option<&str>) -> bool {
    actions.iter().any(|(name, with)| name == action && with.as_deref() == detail)
}

#[tokio::test]
async fn a_new_sim_holds_the_notice_until_the_sender_decides() {
    for instance in Instance::each().await {
        let (sender, world) = (instance.sender().await, world(&instance, false).await);
        world.answer.store(CHANGED, Ordering::Relaxed);
        let id = send(&instance, &world, &sender, &[BEA], 1).await;
        assert!(world.gateway.taken().is_empty());
        let known = actions(&world, &sender, id).await;
        assert!(seen(&known, "notice-held", Some("sim-changed")), "{known:?}");
        // Time alone lets nothing go.
        instance.clock.advance(Duration::from_secs(24 * 60 * 60));
        while world.engine.dispatch().await.unwrap() > 0 {}
        assert!(world.gateway.taken().is_empty());

        let delivery = world.engine.sent_message(&sender, id).await.unwrap().deliveries[0].id;
        world.engine.release_held(&sender, id, delivery).await.unwrap();
        let twice = world.engine.release_held(&sender, id, delivery).await;
        assert!(matches!(twice, Err(EngineError::NotFound)));
        while world.engine.dispatch().await.unwrap() > 0 {}
        assert_eq!(world.gateway.taken().len(), 1);
        assert!(seen(&actions(&world, &sender, id).await, "notice-released", None));
    }
}

#[tokio::test]
async fn a_held_message_can_be_taken_back_and_expires() {
    for instance in Instance::each().await {
        let (sender, world) = (instance.sender().await, world(&instance, false).await);
        world.answer.store(CHANGED, Ordering::Relaxed);
        let id = send(&instance, &world, &sender, &[BEA], 1).await;
        world.engine.recall(&sender, id).await.unwrap();
        let delivery = world.engine.sent_message(&sender, id).await.unwrap().deliveries[0].id;
        assert!(matches!(world.engine.release_held(&sender, id, delivery).await, Err(EngineError::NotFound)));
        let state = world.engine.statuses(&sender, vec![id]).await.unwrap()[0].state;
        assert_eq!(state, DeliveryState::Recalled);
    }
}

#[tokio::test]
async fn without_an_answer_the_policy_decides() {
    for (hold, detail, texts) in [(false, "sim-unanswered-allowed", 1), (true, "sim-unanswered-held", 0)] {
        for instance in Instance::each().await {
            let (sender, world) = (instance.sender().await, world(&instance, hold).await);
            world.answer.store(AWAY, Ordering::Relaxed);
            let id = send(&instance, &world, &sender, &[BEA], 1).await;
            assert_eq!(world.gateway.taken().len(), texts);
            let known = actions(&world, &sender, id).await;
            assert!(seen(&known, "sim-checked", Some(detail)) || hold, "{known:?}");
            assert!(seen(&known, "notice-held", Some(detail)) == hold, "{known:?}");
        }
    }
}

#[tokio::test]
async fn a_number_is_asked_about_once_and_one_with_an_owner_never() {
    for instance in Instance::each().await {
        let (sender, world) = (instance.sender().await, world(&instance, false).await);
        send(&instance, &world, &sender, &[BEA], 1).await;
        send(&instance, &world, &sender, &[BEA], 2).await;
        assert_eq!(world.asked.load(Ordering::Relaxed), 1);
        let link = world.gateway.taken()[0].body.split("/m/").nth(1).unwrap()[..22].parse().unwrap();
        instance.claim(&link, "olive lantern sand").await.unwrap();
        world.answer.store(CHANGED, Ordering::Relaxed);
        instance.clock.advance(Duration::from_secs(3_600));
        send(&instance, &world, &sender, &[BEA], 3).await;
        assert_eq!(world.asked.load(Ordering::Relaxed), 1, "whoever has the number now opens nothing");
        assert_eq!(world.gateway.taken().len(), 3);
        send(&instance, &world, &sender, &[CAL], 4).await;
        assert_eq!(world.gateway.taken().len(), 3);
    }
}

#[tokio::test]
async fn who_writes_in_a_mail_program_is_asked_by_mail() {
    for instance in Instance::each().await {
        let (session, world) = (instance.sender().await, world(&instance, false).await);
        world.answer.store(CHANGED, Ordering::Relaxed);
        let made = world.engine.add_app_password(&session, "Thunderbird").await.unwrap();
        let sender = world.engine.sign_in_by_mail("ana@example.org", &made.password, HERE).await.unwrap();
        let to = |phone: &str, failure| MailRecipient {
            phone: phone.parse().unwrap(),
            notify: Notify { success: true, failure },
            original: None,
        };
        let mail = MailSubmission {
            raw: b"From: ana@example.org\r\nSubject: Results\r\n\r\nBlood group A\r\n".to_vec(),
            recipients: vec![to(BEA, true), to(CAL, false)],
            envelope_id: None,
        };
        let id = world.engine.submit_mail(&sender, mail).await.unwrap().id;
        for _ in 0..2 {
            while world.engine.dispatch().await.unwrap() > 0 {}
            while world.engine.dispatch_reports().await.unwrap() > 0 {}
        }
        assert!(world.gateway.taken().is_empty());
        let Relay::Memory(list) = &instance.relay else { panic!("another relay") };
        let sent: Vec<_> = list.lock().unwrap().iter().map(|one| one.mail.clone()).collect();
        // Once, and not about the one for whom the mail program wants to hear of no failure.
        let [asked] = sent.as_slice() else { panic!("{} mails", sent.len()) };
        let asked = String::from_utf8(asked.clone()).unwrap();
        assert!(asked.contains("Held: your message to +1 211 436 7789"), "{asked}");
        assert!(asked.contains(&format!("https://secure.example.org/sent/{id}")), "{asked}");
        assert!(!asked.contains("Blood") && !asked.contains("Results"), "{asked}");
    }
}
