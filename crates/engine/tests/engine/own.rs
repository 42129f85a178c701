//! What recipients see and do themselves: when their messages were opened, removing one, a language, a shared phone.

use std::time::Duration;

use domain::{Language, MessageId};
use engine::{EngineError, Identity, LinkState, Session};
use seal::{Locator, SessionSecret};

use crate::common::{Instance, RECIPIENT_PASSWORD, new_credential};

const BEA: &str = "+12114367789";
const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1";
const MINUTE: Duration = Duration::from_secs(60);

/// A message that its recipient has in the list.
struct Got {
    sender: Session,
    message: MessageId,
    link: Locator,
    secret: SessionSecret,
    owner: Session,
}

async fn got(instance: &Instance) -> Got {
    let sender = instance.sender().await;
    let message = instance.send(&sender, &[BEA], "the first one").await;
    let link = instance.link(BEA).await;
    let (credential, private) = new_credential(RECIPIENT_PASSWORD);
    let signed_in = instance.engine.claim(&link, credential, None, IPHONE).await.unwrap();
    let (secret, owner) = instance.attach(signed_in, &private).await;
    Got { sender, message, link, secret, owner }
}

#[tokio::test]
async fn the_owner_sees_when_a_message_was_opened_first_and_last_and_with_what() {
    for instance in Instance::each().await {
        let Got { owner, .. } = got(&instance).await;
        let engine = &instance.engine;
        let list = async || engine.inbox(&owner, 9, None).await.unwrap().remove(0);
        let item = list().await;
        assert_eq!((item.opened_at, item.last_opened), (None, None));
        let first = instance.clock.now();
        engine.mark_opened(&owner, item.delivery).await.unwrap();
        instance.clock.advance(MINUTE);
        engine.mark_opened(&owner, item.delivery).await.unwrap();
        let item = list().await;
        assert_eq!(item.opened_at, Some(first), "the first time stays");
        assert_eq!(item.last_opened, Some((first + MINUTE, Some("Safari on iPhone".to_owned()))));
    }
}

#[tokio::test]
async fn a_removed_message_is_gone_for_good_for_its_recipient_alone() {
    for instance in Instance::each().await {
        let Got { sender, message, link, owner, .. } = got(&instance).await;
        let engine = &instance.engine;
        let delivery = engine.inbox(&owner, 9, None).await.unwrap()[0].delivery;
        let stranger = instance.administrator().await;
        let foreign = engine.remove_message(&stranger, delivery).await;
        assert!(matches!(foreign, Err(EngineError::NotFound)));
        engine.remove_message(&owner, delivery).await.unwrap();
        assert!(matches!(engine.remove_message(&owner, delivery).await, Err(EngineError::NotFound)));
        assert!(engine.inbox(&owner, 9, None).await.unwrap().is_empty());
        assert!(matches!(engine.link(&link, Some(&owner)).await.unwrap(), LinkState::Removed));
        // To a stranger with the link nothing has changed.
        assert!(matches!(engine.link(&link, None).await.unwrap(), LinkState::Returning(..)));
        let sent = engine.sent_message(&sender, message).await.unwrap();
        assert!(sent.texts.is_some() && sent.timeline.iter().any(|event| event.action == "removed"));
        // Neither a release nor a new password brings it back.
        assert_eq!(engine.release_again(&sender, message, delivery).await.unwrap(), 0);
        assert!(matches!(engine.ask_reset(&link).await, Err(EngineError::NotFound)));
        let (_, again) = instance.sign_in(&Identity::Locator(link), RECIPIENT_PASSWORD).await.unwrap();
        assert!(matches!(engine.link(&link, Some(&again)).await.unwrap(), LinkState::Removed));
    }
}

#[tokio::test]
async fn texts_go_out_in_the_chosen_language_unless_the_sender_wished_for_another() {
    for instance in Instance::each().await {
        let Got { sender, owner, .. } = got(&instance).await;
        let engine = &instance.engine;
        assert_eq!(engine.language_of(&owner).await.unwrap(), None);
        engine.set_language(&owner, Some(Language::German)).await.unwrap();
        assert_eq!(engine.language_of(&owner).await.unwrap(), Some(Language::German));
        let text = async |seed, wish| {
            instance.clock.advance(MINUTE);
            let mut submission = instance.seal(&sender, &[BEA], "another one", seed).await;
            submission.texts.language = wish;
            engine.submit(&sender, submission).await.unwrap();
            instance.dispatch_all().await;
            let texts = engine.simulator_texts(Some(&BEA.parse().unwrap())).await.unwrap();
            texts[0].body.clone()
        };
        assert!(text(21, None).await.contains("private Nachricht"));
        assert!(text(22, Some(Language::Spanish)).await.contains("mensaje privado"));
        engine.set_language(&owner, None).await.unwrap();
        assert!(text(23, None).await.contains("private message"));
    }
}

#[tokio::test]
async fn a_reminder_goes_in_the_chosen_language_too() {
    for instance in Instance::each().await {
        let Got { sender, owner, message, .. } = got(&instance).await;
        let engine = &instance.engine;
        engine.set_language(&owner, Some(Language::French)).await.unwrap();
        instance.clock.advance(11 * MINUTE);
        let delivery = engine.sent_message(&sender, message).await.unwrap().deliveries[0].id;
        engine.remind(&sender, message, delivery).await.unwrap();
        instance.dispatch_all().await;
        let texts = engine.simulator_texts(Some(&BEA.parse().unwrap())).await.unwrap();
        assert!(texts[0].body.contains("message privé"), "{}", texts[0].body);
    }
}

#[tokio::test]
async fn a_session_on_a_shared_phone_ends_sooner_and_no_other_does() {
    for instance in Instance::each().await {
        let Got { secret, link, .. } = got(&instance).await;
        let engine = &instance.engine;
        let (usual, _) = instance.sign_in(&Identity::Locator(link), RECIPIENT_PASSWORD).await.unwrap();
        engine.share_session(&secret).await.unwrap();
        instance.clock.advance(4 * MINUTE);
        let live = engine.session(&secret).await.unwrap().expect("a live session");
        assert!(live.shared);
        instance.clock.advance(4 * MINUTE);
        assert!(engine.session(&secret).await.unwrap().is_some(), "using it keeps it");
        instance.clock.advance(5 * MINUTE);
        assert!(engine.session(&secret).await.unwrap().is_none());
        let other = engine.session(&usual).await.unwrap().expect("the other one is live");
        assert!(!other.shared);
        assert!(matches!(engine.share_session(&secret).await, Err(EngineError::SignedOut)));
    }
}

#[tokio::test]
async fn a_download_comes_once_a_minute() {
    for instance in Instance::each().await {
        let Got { owner, .. } = got(&instance).await;
        instance.engine.begin_download(&owner).await.unwrap();
        let again = instance.engine.begin_download(&owner).await;
        assert!(matches!(again, Err(EngineError::SlowDown(wait)) if wait == MINUTE));
        instance.clock.advance(MINUTE);
        instance.engine.begin_download(&owner).await.unwrap();
    }
}
