//! The three journeys, and what must not happen on them.

use std::time::Duration;

use crate::common::{Instance, RECIPIENT_PASSWORD};
use domain::{DeliveryState, PhoneNumber};
use engine::{EngineError, Gate, Identity, LinkState};

const BEA: &str = "+12114367789";
const CAL: &str = "+442079460958";

fn phone(text: &str) -> PhoneNumber {
    text.parse().unwrap()
}

#[tokio::test]
async fn first_visit_then_returning_then_live() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let id = instance.send(&sender, &[BEA], "The result is fine.").await;
        let link = instance.link(BEA).await;
        assert!(matches!(
            instance.engine.link(&link, None).await.unwrap(),
            LinkState::FirstVisit(Gate::Open, None)
        ));

        let (secret, live) = instance.claim(&link, RECIPIENT_PASSWORD).await.unwrap();
        let LinkState::Open(message) = instance.engine.link(&link, Some(&live)).await.unwrap() else {
            panic!("the owner sees the message")
        };
        assert_eq!(
            (message.subject.as_str(), message.body.as_str()),
            ("Your results", "The result is fine.")
        );
        assert_eq!(message.sender, "Ana Lima");
        assert_eq!(state(&instance, &sender, id).await, DeliveryState::Delivered);
        instance.engine.mark_opened(&live, message.delivery).await.unwrap();
        assert_eq!(state(&instance, &sender, id).await, DeliveryState::Opened);

        instance.engine.sign_out(&secret).await.unwrap();
        assert!(instance.engine.session(&secret).await.unwrap().is_none());
        assert!(matches!(instance.engine.link(&link, None).await.unwrap(), LinkState::Returning(..)));
        for identity in [Identity::Locator(link), Identity::Phone(phone(BEA))] {
            let (_, again) = instance.sign_in(&identity, RECIPIENT_PASSWORD).await.unwrap();
            assert_eq!(instance.engine.inbox(&again, 50, None).await.unwrap().len(), 1);
        }
    }
}

#[tokio::test]
async fn recipients_cannot_reach_each_others_messages() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        instance.send(&sender, &[BEA], "for Bea").await;
        instance.send(&sender, &[CAL], "for Cal alone").await;
        let (to_bea, to_cal) = (instance.link(BEA).await, instance.link(CAL).await);
        let (_, bea) = instance.claim(&to_bea, RECIPIENT_PASSWORD).await.unwrap();
        let (_, cal) = instance.claim(&to_cal, "another-long-password").await.unwrap();
        assert!(matches!(instance.engine.link(&to_cal, Some(&bea)).await.unwrap(), LinkState::Returning(..)));
        let delivery = instance.engine.inbox(&cal, 50, None).await.unwrap()[0].delivery;
        assert!(matches!(instance.engine.mark_opened(&bea, delivery).await, Err(EngineError::NotFound)));
        assert!(matches!(
            instance.claim(&to_cal, "a thief's password").await,
            Err(EngineError::AlreadyClaimed)
        ));
    }
}

#[tokio::test]
async fn what_is_sent_again_is_sent_once() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let submission = instance.seal(&sender, &[BEA], "once", 1).await;
        assert!(instance.engine.submit(&sender, submission.clone()).await.unwrap().fresh);
        assert!(!instance.engine.submit(&sender, submission.clone()).await.unwrap().fresh);
        let changed = domain::SealedSubmission { lifetime_seconds: 7_200, ..submission };
        assert!(matches!(instance.engine.submit(&sender, changed).await, Err(EngineError::Conflict)));
        instance.link(BEA).await;
        assert_eq!(instance.engine.simulator_texts(None).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_claim_between_sealing_and_submitting_loses_nothing() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        instance.send(&sender, &[BEA], "first").await;
        let late = instance.seal(&sender, &[BEA], "sealed to the waiting key", 2).await;
        let (_, bea) = instance.claim(&instance.link(BEA).await, RECIPIENT_PASSWORD).await.unwrap();
        instance.clock.advance(Duration::from_secs(1));
        instance.engine.submit(&sender, late).await.unwrap();
        let LinkState::Open(message) =
            instance.engine.link(&instance.link(BEA).await, Some(&bea)).await.unwrap()
        else {
            panic!("opens with the recipient's own key")
        };
        assert_eq!(message.body, "sealed to the waiting key");
    }
}

#[tokio::test]
async fn expiry_and_recall_erase_the_content_and_keep_the_status() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let recalled = instance.send(&sender, &[BEA], "take this back").await;
        let link = instance.link(BEA).await;
        instance.engine.recall(&sender, recalled).await.unwrap();
        assert!(matches!(instance.engine.link(&link, None).await.unwrap(), LinkState::Recalled));
        assert!(instance.engine.sent_message(&sender, recalled).await.unwrap().texts.is_none());
        assert!(matches!(instance.claim(&link, RECIPIENT_PASSWORD).await, Err(EngineError::NotFound)));

        instance.send(&sender, &[CAL], "for thirty days").await;
        let link = instance.link(CAL).await;
        instance.clock.advance(Duration::from_secs(31 * 24 * 60 * 60));
        assert!(matches!(instance.engine.link(&link, None).await.unwrap(), LinkState::Expired));
        assert_eq!(instance.engine.retain().await.unwrap(), 1);
        assert!(matches!(instance.engine.link(&link, None).await.unwrap(), LinkState::Expired));
    }
}

#[tokio::test]
async fn wrong_passwords_are_slowed_but_a_live_session_is_not_locked_out() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        instance.send(&sender, &[BEA], "hello").await;
        let link = instance.link(BEA).await;
        let (secret, _) = instance.claim(&link, RECIPIENT_PASSWORD).await.unwrap();
        for who in [phone(BEA), phone("+12025550123")] {
            let identity = Identity::Phone(who);
            for _ in 0..5 {
                assert!(matches!(
                    instance.sign_in(&identity, "not this one").await.map(drop),
                    Err(EngineError::WrongPassword)
                ));
            }
            let right_or_not = instance.sign_in(&identity, RECIPIENT_PASSWORD).await.map(drop);
            assert!(matches!(right_or_not, Err(EngineError::SlowDown(_))));
        }
        assert!(instance.engine.session(&secret).await.unwrap().is_some());
        instance.clock.advance(Duration::from_secs(3));
        assert!(instance.sign_in(&Identity::Phone(phone(BEA)), RECIPIENT_PASSWORD).await.is_ok());
    }
}

#[tokio::test]
async fn idle_sessions_end() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        instance.send(&sender, &[BEA], "hello").await;
        let (secret, _) = instance.claim(&instance.link(BEA).await, RECIPIENT_PASSWORD).await.unwrap();
        instance.clock.advance(Duration::from_secs(14 * 60));
        assert!(instance.engine.session(&secret).await.unwrap().is_some(), "kept alive by use");
        instance.clock.advance(Duration::from_secs(14 * 60));
        assert!(instance.engine.session_unattended(&secret).await.unwrap().is_some(), "still there");
        instance.clock.advance(Duration::from_secs(2 * 60));
        assert!(
            instance.engine.session(&secret).await.unwrap().is_none(),
            "not kept alive by what a page asks by itself"
        );
    }
}

#[tokio::test]
async fn unreachable_gateways_are_tried_again_and_then_given_up() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let id = instance.send(&sender, &[sms::Simulator::UNREACHABLE_GATEWAY], "hello").await;
        assert_eq!(instance.engine.dispatch().await.unwrap(), 1);
        assert_eq!(state(&instance, &sender, id).await, DeliveryState::Queued);
        for _ in 0..400 {
            instance.clock.advance(Duration::from_secs(15 * 60));
            instance.engine.dispatch().await.unwrap();
        }
        let sender = instance
            .sign_in(&Identity::Email("ana@example.org".parse().unwrap()), crate::common::SENDER_PASSWORD)
            .await;
        let status = instance.engine.statuses(&sender.unwrap().1, vec![id]).await.unwrap()[0];
        assert_eq!(status.state, DeliveryState::Failed);
        assert_eq!(status.failure, Some(domain::FailureReason::GatewayUnreachable));
    }
}

#[tokio::test]
async fn the_database_file_tells_no_text_number_link_or_password() {
    let instance = Instance::new().await;
    let sender = instance.sender().await;
    instance.send(&sender, &[BEA], "needle-in-the-haystack").await;
    let link = instance.link(BEA).await;
    instance.claim(&link, RECIPIENT_PASSWORD).await.unwrap();
    for entry in std::fs::read_dir(instance.dir.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for secret in
            ["needle-in-the-haystack", "Your results", &BEA[1..], &link.to_string(), RECIPIENT_PASSWORD]
        {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
        }
    }
}

async fn state(instance: &Instance, sender: &engine::Session, id: domain::MessageId) -> DeliveryState {
    instance.engine.statuses(sender, vec![id]).await.unwrap()[0].state
}
