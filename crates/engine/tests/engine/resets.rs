//! A forgotten password without a recovery code: the sender decides, a passcode makes new keys, and nothing old opens.

use std::time::Duration;

use domain::{BehindPasscode, Blob, DeliveryId, MessageId, PasscodeSalt, SecretBlob};
use engine::{
    EngineError, Entropy, Identity, KeyChangeKind, LinkState, Lock, NewPasscode, PasscodeGate,
    PasscodeOpened, ResetStatus, Session,
};
use relay::Relay;
use seal::{Locator, PasscodeKeys, PrivateKey, Salt};
use sms::{Event, Inbound};

use crate::common::{Instance, RECIPIENT_PASSWORD, new_credential};

const BEA: &str = "+12114367789";
pub(crate) const SPOKEN: &str = "olivelanternsand7";
const NEW_PASSWORD: &str = "violet harbor tundra";
pub(crate) const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A recipient who has two messages and will forget their password.
pub(crate) struct Forgetful {
    sender: Session,
    pub(crate) first: (MessageId, Locator),
    pub(crate) second: (MessageId, Locator),
}

pub(crate) async fn forgetful(instance: &Instance) -> Forgetful {
    let sender = instance.sender().await;
    let first = instance.send(&sender, &[BEA], "the first one").await;
    let to_first = instance.link(BEA).await;
    instance.claim(&to_first, RECIPIENT_PASSWORD).await.unwrap();
    instance.clock.advance(Duration::from_secs(1));
    let second = instance.send(&sender, &[BEA], "the second, longer one").await;
    let to_second = instance.link(BEA).await;
    Forgetful { sender, first: (first, to_first), second: (second, to_second) }
}

async fn delivery(instance: &Instance, world: &Forgetful) -> (DeliveryId, Option<ResetStatus>) {
    let sent = instance.engine.sent_message(&world.sender, world.second.0).await.unwrap();
    (sent.deliveries[0].id, sent.deliveries[0].reset)
}

fn derived(passcode: &str, message: MessageId, stretched: &PasscodeSalt) -> PasscodeKeys {
    let salt = Salt::from_slice(&stretched.salt.0).unwrap();
    seal::derive_passcode(passcode, message, &salt, stretched.kdf).unwrap()
}

fn proof(keys: &PasscodeKeys) -> SecretBlob {
    SecretBlob(keys.proof.as_bytes().to_vec())
}

fn passcode(instance: &Instance, message: MessageId) -> NewPasscode {
    let stretched = instance.engine.passcode_salt(&BEA.parse().unwrap());
    let keys = derived(SPOKEN, message, &stretched);
    NewPasscode {
        behind: BehindPasscode { stretched, proof: proof(&keys) },
        key: SecretBlob(keys.wrapping.as_bytes().to_vec()),
    }
}

pub(crate) async fn approve(instance: &Instance, world: &Forgetful) -> Result<(), EngineError> {
    let (id, _) = delivery(instance, world).await;
    let new = passcode(instance, world.second.0);
    instance.engine.approve_reset(&world.sender, world.second.0, id, new).await
}

pub(crate) async fn gate(instance: &Instance, link: &Locator) -> Option<PasscodeGate> {
    match instance.engine.link(link, None).await.unwrap() {
        LinkState::Reset(gate) => Some(gate),
        _ => None,
    }
}

/// What a browser does with the passcode and a new password.
pub(crate) async fn reset(
    instance: &Instance,
    link: &Locator,
    gate: &PasscodeGate,
    passcode: &str,
) -> Result<(Session, PrivateKey), EngineError> {
    let (credential, private) = new_credential(NEW_PASSWORD);
    let keys = derived(passcode, gate.message, &gate.stretched);
    let wrapped = instance.engine.try_passcode(link, None, &proof(&keys)).await?;
    let data_key = keys.wrapping.unwrap(gate.message, &wrapped.0).unwrap();
    let mut rng = Entropy::seeded(3).rng();
    let sealed_key = Blob(private.public_key().seal_data_key(gate.message, &data_key, &mut rng));
    let opened = PasscodeOpened { proof: proof(&keys), sealed_key };
    let signed_in = instance.engine.reset(link, credential, opened, "a test").await?;
    Ok((instance.attach(signed_in, &private).await.1, private))
}

async fn texts(instance: &Instance) -> Vec<String> {
    while instance.engine.dispatch_replies().await.unwrap() > 0 {}
    let texts = instance.engine.simulator_texts(Some(&BEA.parse().unwrap())).await.unwrap();
    texts.into_iter().map(|text| text.body).collect()
}

fn is_open(state: &LinkState, body: &str) -> bool {
    matches!(state, LinkState::Open(message) if message.body == body)
}

#[tokio::test]
async fn approved_and_waited_for_the_passcode_makes_new_keys() {
    for instance in Instance::each().await {
        let world = forgetful(&instance).await;
        let (second, link) = world.second;
        let asked = instance.engine.ask_reset(&link).await.unwrap();
        assert!(matches!(asked, ResetStatus::Asked(_)));
        assert_eq!(instance.engine.ask_reset(&link).await.unwrap(), asked, "asked again, it is the same");
        let requests = instance.engine.reset_requests(&world.sender).await.unwrap();
        assert_eq!(requests.iter().map(|one| one.message).collect::<Vec<_>>(), [second]);
        assert!(texts(&instance).await[0].contains("asked to replace the password"));
        assert!(gate(&instance, &link).await.is_none(), "nothing is approved yet");

        approve(&instance, &world).await.unwrap();
        assert!(gate(&instance, &link).await.is_none(), "its time has not come");
        let early = derived(SPOKEN, second, &instance.engine.passcode_salt(&BEA.parse().unwrap()));
        let tried = instance.engine.try_passcode(&link, None, &proof(&early)).await;
        assert!(matches!(tried, Err(EngineError::SignedOut)));
        instance.clock.advance(DAY);
        let at = gate(&instance, &link).await.unwrap();
        let wrong = reset(&instance, &link, &at, "olivelanternsand8").await;
        assert!(matches!(wrong, Err(EngineError::WrongPasscode { left: 4 })));
        let (live, _) = reset(&instance, &link, &at, SPOKEN).await.unwrap();

        // The message of the link is open, the other one closed; old password and sessions are of no use.
        assert!(is_open(&instance.engine.link(&link, Some(&live)).await.unwrap(), "the second, longer one"));
        let (_, to_first) = world.first;
        assert!(matches!(instance.engine.link(&to_first, Some(&live)).await.unwrap(), LinkState::Closed));
        let locks: Vec<_> =
            instance.engine.inbox(&live, 9, None).await.unwrap().into_iter().map(|item| item.lock).collect();
        assert_eq!(locks, [None, Some(Lock::EarlierKeys)]);
        let old = instance.sign_in(&Identity::Locator(link), RECIPIENT_PASSWORD).await;
        assert!(matches!(old, Err(EngineError::WrongPassword)));
        assert_eq!(instance.engine.sessions(&live).await.unwrap().len(), 1);
        assert!(texts(&instance).await[0].contains("was replaced"));
        assert!(instance.engine.recovery_since(&live).await.unwrap().is_none());

        // Until its sender releases it.
        let sent = instance.engine.sent_message(&world.sender, world.first.0).await.unwrap();
        assert!(sent.deliveries[0].is_closed);
        let (id, status) = delivery(&instance, &world).await;
        assert_eq!(status, None);
        assert_eq!(instance.engine.release_again(&world.sender, second, id).await.unwrap(), 1);
        assert_eq!(instance.engine.release_again(&world.sender, second, id).await.unwrap(), 0);
        assert!(is_open(&instance.engine.link(&to_first, Some(&live)).await.unwrap(), "the first one"));
        // The next message needs no more than the new password.
        instance.clock.advance(Duration::from_secs(1));
        instance.send(&world.sender, &[BEA], "the third, still longer, one").await;
        let third = instance.link(BEA).await;
        let (_, again) = instance.sign_in(&Identity::Locator(third), NEW_PASSWORD).await.unwrap();
        assert!(is_open(
            &instance.engine.link(&third, Some(&again)).await.unwrap(),
            "the third, still longer, one"
        ));
    }
}

#[tokio::test]
async fn whoever_knows_the_password_ends_the_request() {
    for instance in Instance::each().await {
        let world = forgetful(&instance).await;
        let (_, link) = world.second;
        instance.engine.ask_reset(&link).await.unwrap();
        approve(&instance, &world).await.unwrap();
        let (_, owner) = instance.sign_in(&Identity::Locator(link), RECIPIENT_PASSWORD).await.unwrap();
        instance.clock.advance(DAY);
        assert!(gate(&instance, &link).await.is_none());
        assert!(is_open(&instance.engine.link(&link, Some(&owner)).await.unwrap(), "the second, longer one"));
        let sent = instance.engine.sent_message(&world.sender, world.second.0).await.unwrap();
        assert!(sent.timeline.iter().any(|event| event.action == "reset-cancelled"));
        assert_eq!(sent.deliveries[0].passcode, None, "the passcode went with it");
    }
}

#[tokio::test]
async fn an_approval_ends_when_nobody_follows_it() {
    for instance in Instance::each().await {
        let world = forgetful(&instance).await;
        let (_, link) = world.second;
        let asked = instance.engine.ask_reset(&link).await.unwrap();
        approve(&instance, &world).await.unwrap();
        instance.clock.advance(DAY);
        let at = gate(&instance, &link).await.unwrap();
        instance.clock.advance(7 * DAY - Duration::from_millis(1));
        assert!(gate(&instance, &link).await.is_some());
        instance.clock.advance(Duration::from_millis(1));
        assert!(gate(&instance, &link).await.is_none());
        let late = reset(&instance, &link, &at, SPOKEN).await;
        assert!(matches!(late, Err(EngineError::SignedOut)));
        // They ask once more, and it is another request.
        let again = instance.engine.ask_reset(&link).await.unwrap();
        assert!(matches!(again, ResetStatus::Asked(_)) && again != asked);
    }
}

#[tokio::test]
async fn other_senders_are_told_of_the_new_keys() {
    for instance in Instance::each().await {
        let other = instance.administrator().await;
        let world = forgetful(&instance).await;
        instance.send(&other, &[BEA], "from somebody else").await;
        let (_, link) = world.second;
        instance.engine.ask_reset(&link).await.unwrap();
        approve(&instance, &world).await.unwrap();
        instance.clock.advance(DAY);
        let at = gate(&instance, &link).await.unwrap();
        reset(&instance, &link, &at, SPOKEN).await.unwrap();
        for sender in [&world.sender, &other] {
            let changed = instance.engine.unseen_changes(sender, &[BEA.parse().unwrap()]).await.unwrap();
            assert_eq!(changed[0].1.kind, KeyChangeKind::Replaced);
        }
        while instance.engine.dispatch_reports().await.unwrap() > 0 {}
        let Relay::Memory(list) = &instance.relay else { panic!("another relay") };
        let list = list.lock().unwrap();
        let told = |who: &str, what: &str| {
            let is_it = |one: &&relay::Outgoing| {
                one.to.as_str() == who && String::from_utf8_lossy(&one.mail).contains(what)
            };
            list.iter().filter(is_it).count()
        };
        assert_eq!(told("adm@example.org", "Subject: New keys"), 1);
        assert_eq!(told("ana@example.org", "Subject: New keys"), 0, "told that their passcode was used");
    }
}

#[tokio::test]
async fn a_no_is_a_no_for_a_day() {
    for instance in Instance::each().await {
        let world = forgetful(&instance).await;
        let (second, link) = world.second;
        instance.engine.ask_reset(&link).await.unwrap();
        let (id, _) = delivery(&instance, &world).await;
        instance.engine.decline_reset(&world.sender, second, id).await.unwrap();
        assert_eq!(instance.engine.ask_reset(&link).await.unwrap(), ResetStatus::Declined);
        assert!(matches!(approve(&instance, &world).await, Err(EngineError::NotFound)));
        let warned = texts(&instance).await.len();
        instance.clock.advance(DAY);
        assert!(matches!(instance.engine.ask_reset(&link).await.unwrap(), ResetStatus::Asked(_)));
        assert_eq!(texts(&instance).await.len(), warned + 1);
    }
}

#[tokio::test]
async fn nobody_else_decides_and_a_stranger_to_the_passcode_gets_nothing() {
    for instance in Instance::each().await {
        let world = forgetful(&instance).await;
        let (second, link) = world.second;
        instance.engine.ask_reset(&link).await.unwrap();
        let (id, _) = delivery(&instance, &world).await;
        let other = instance.administrator().await;
        let refused = instance.engine.approve_reset(&other, second, id, passcode(&instance, second)).await;
        assert!(matches!(refused, Err(EngineError::NotFound)));
        assert!(matches!(
            instance.engine.decline_reset(&other, second, id).await,
            Err(EngineError::NotFound)
        ));
        assert!(matches!(
            instance.engine.release_again(&other, second, id).await,
            Err(EngineError::NotFound)
        ));
        approve(&instance, &world).await.unwrap();
        instance.clock.advance(DAY);
        // A SIM-swapper has the texts, and not what was spoken.
        let (_, to_first) = world.first;
        assert!(gate(&instance, &to_first).await.is_none(), "another message's link makes no keys");
        let at = gate(&instance, &link).await.unwrap();
        for left in [4, 3, 2, 1] {
            let guess = reset(&instance, &link, &at, "password").await;
            assert!(matches!(guess, Err(EngineError::WrongPasscode { left: now }) if now == left));
        }
        let guess = reset(&instance, &link, &at, "letmein").await;
        assert!(matches!(guess, Err(EngineError::PasscodeSealed)));
        let late = reset(&instance, &link, &at, SPOKEN).await;
        assert!(matches!(late, Err(EngineError::PasscodeSealed)), "the right one comes too late");
        // The owner is still in, and reads.
        instance.sign_in(&Identity::Locator(link), RECIPIENT_PASSWORD).await.unwrap();
    }
}

#[tokio::test]
async fn the_sender_is_asked_and_told_by_mail() {
    for instance in Instance::each().await {
        let world = forgetful(&instance).await;
        let (_, link) = world.second;
        instance.engine.ask_reset(&link).await.unwrap();
        approve(&instance, &world).await.unwrap();
        instance.clock.advance(DAY);
        let at = gate(&instance, &link).await.unwrap();
        reset(&instance, &link, &at, SPOKEN).await.unwrap();
        while instance.engine.dispatch_reports().await.unwrap() > 0 {}
        let Relay::Memory(list) = &instance.relay else { panic!("another relay") };
        let sent: Vec<_> =
            list.lock().unwrap().iter().map(|one| String::from_utf8(one.mail.clone()).unwrap()).collect();
        assert_eq!(sent.len(), 2);
        assert!(sent[0].contains("asks for a new password") && sent[0].contains("/sent/"), "{}", sent[0]);
        assert!(sent[1].contains("New password: +1 211 436 7789"), "{}", sent[1]);
    }
}

/// A warning that was queued before the STOP is not sent after it; one that is asked for afterwards neither.
#[tokio::test]
async fn who_wants_no_texts_is_not_warned_by_one() {
    for instance in Instance::each().await {
        let world = forgetful(&instance).await;
        let before = texts(&instance).await.len();
        instance.engine.ask_reset(&world.second.1).await.unwrap();
        let stop = Inbound {
            id: Some("m1".to_owned()),
            from: BEA.to_owned(),
            to: "+12025550123".to_owned(),
            body: "STOP".to_owned(),
        };
        instance.engine.receive("only", Event::Inbound(stop)).await.unwrap();
        let since = texts(&instance).await;
        assert_eq!(since.len(), before + 1, "the confirmation alone: {since:?}");
        assert!(!since.iter().any(|text| text.contains("password")), "{since:?}");
        let (id, _) = delivery(&instance, &world).await;
        instance.engine.decline_reset(&world.sender, world.second.0, id).await.unwrap();
        instance.clock.advance(DAY);
        instance.engine.ask_reset(&world.second.1).await.unwrap();
        assert_eq!(texts(&instance).await.len(), before + 1);
    }
}

#[tokio::test]
async fn an_unclaimed_number_and_an_ended_message_have_nothing_to_forget() {
    let instance = Instance::new().await;
    let sender = instance.sender().await;
    let message = instance.send(&sender, &[BEA], "hello").await;
    let link = instance.link(BEA).await;
    assert!(matches!(instance.engine.ask_reset(&link).await, Err(EngineError::NotFound)));
    instance.claim(&link, RECIPIENT_PASSWORD).await.unwrap();
    instance.engine.ask_reset(&link).await.unwrap();
    instance.engine.recall(&sender, message).await.unwrap();
    assert!(instance.engine.reset_requests(&sender).await.unwrap().is_empty());
    assert!(matches!(instance.engine.ask_reset(&link).await, Err(EngineError::NotFound)));
}
