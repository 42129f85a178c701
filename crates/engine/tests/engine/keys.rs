//! What senders see of a recipient's keys, and a number that a sender locks again.

use std::time::Duration;

use domain::{BehindPasscode, Blob, DeliveryId, MessageId, PasscodeSalt, PhoneNumber, SecretBlob};
use engine::{
    EngineError, Entropy, Gate, Identity, Invalid, KeyChangeKind, LinkState, NewPasscode, PasscodeOpened,
    RecipientKeys, Session,
};
use relay::Relay;
use seal::{Locator, PasscodeKeys, Salt};

use crate::common::{Instance, RECIPIENT_PASSWORD, new_credential};

const BEA: &str = "+12114367789";
const SPOKEN: &str = "olivelanternsand7";
const NEW_PASSWORD: &str = "violet harbor tundra";
const PIXEL: &str = "Mozilla/5.0 (Android 14; Mobile; rv:121.0) Gecko/121.0 Firefox/121.0";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn bea() -> PhoneNumber {
    BEA.parse().unwrap()
}

/// A message that was picked up, by whoever that was.
async fn picked_up(instance: &Instance, sender: &Session) -> (MessageId, Locator, Session) {
    let message = instance.send(sender, &[BEA], "the first one").await;
    let link = instance.link(BEA).await;
    let (credential, private) = new_credential(RECIPIENT_PASSWORD);
    let signed_in = instance.engine.claim(&link, credential, None, PIXEL).await.unwrap();
    let (_, session) = instance.attach(signed_in, &private).await;
    instance.clock.advance(Duration::from_secs(1));
    (message, link, session)
}

async fn keys(instance: &Instance, sender: &Session, message: MessageId) -> (DeliveryId, RecipientKeys) {
    let mut all = instance.engine.recipient_keys(sender, message).await.unwrap();
    let id = instance.engine.sent_message(sender, message).await.unwrap().deliveries[0].id;
    (id, all.remove(&id).unwrap())
}

fn derived(message: MessageId, stretched: &PasscodeSalt) -> PasscodeKeys {
    seal::derive_passcode(SPOKEN, message, &Salt::from_slice(&stretched.salt.0).unwrap(), stretched.kdf)
        .unwrap()
}

fn proof(keys: &PasscodeKeys) -> SecretBlob {
    SecretBlob(keys.proof.as_bytes().to_vec())
}

fn passcode(instance: &Instance, message: MessageId) -> NewPasscode {
    let stretched = instance.engine.passcode_salt(&bea());
    let keys = derived(message, &stretched);
    NewPasscode {
        behind: BehindPasscode { stretched, proof: proof(&keys) },
        key: SecretBlob(keys.wrapping.as_bytes().to_vec()),
    }
}

async fn lock(instance: &Instance, sender: &Session, message: MessageId) -> Result<(), EngineError> {
    let (id, _) = keys(instance, sender, message).await;
    instance.engine.lock_again(sender, message, id, passcode(instance, message)).await
}

/// What the person's browser does with the passcode.
async fn claim_with_passcode(instance: &Instance, link: &Locator, message: MessageId) -> Session {
    let (credential, private) = new_credential(NEW_PASSWORD);
    let keys = derived(message, &instance.engine.passcode_salt(&bea()));
    let wrapped = instance.engine.try_passcode(link, None, &proof(&keys)).await.unwrap();
    let data_key = keys.wrapping.unwrap(message, &wrapped.0).unwrap();
    let mut rng = Entropy::seeded(5).rng();
    let sealed_key = Blob(private.public_key().seal_data_key(message, &data_key, &mut rng));
    let opened = PasscodeOpened { proof: proof(&keys), sealed_key };
    let signed_in = instance.engine.claim(link, credential, Some(opened), "curl").await.unwrap();
    instance.attach(signed_in, &private).await.1
}

async fn body(instance: &Instance, link: &Locator, session: &Session) -> Option<String> {
    match instance.engine.link(link, Some(session)).await.unwrap() {
        LinkState::Open(message) => Some(message.body),
        _ => None,
    }
}

async fn mails(instance: &Instance) -> Vec<String> {
    while instance.engine.dispatch_reports().await.unwrap() > 0 {}
    let Relay::Memory(list) = &instance.relay else { panic!("another relay") };
    let texts = list.lock().unwrap();
    texts.iter().map(|one| format!("To {:?}: {}", one.to, String::from_utf8_lossy(&one.mail))).collect()
}

#[tokio::test]
async fn the_sender_sees_from_what_the_number_was_claimed_and_a_number_to_compare() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let (message, _, owner) = picked_up(&instance, &sender).await;
        let (id, keys) = keys(&instance, &sender, message).await;
        assert_eq!(keys.agent.as_deref(), Some("Firefox on Android"));
        assert!(keys.since.is_some() && keys.visited_at.is_some());
        assert_eq!(keys.unseen, None, "a first visit is no change");
        assert_eq!(keys.safety_number, Some(instance.engine.own_safety_number(&owner).unwrap()));
        let timeline = instance.engine.sent_message(&sender, message).await.unwrap().timeline;
        let claimed = timeline.iter().find(|event| event.action == "claimed").unwrap();
        assert_eq!((claimed.delivery, claimed.detail.as_deref()), (Some(id), Some("Firefox on Android")));
        let stranger = instance.administrator().await;
        assert!(matches!(
            instance.engine.recipient_keys(&stranger, message).await,
            Err(EngineError::NotFound)
        ));
    }
}

#[tokio::test]
async fn a_locked_number_is_claimed_anew_with_the_senders_passcode_only() {
    for instance in Instance::each().await {
        let (sender, other) = (instance.sender().await, instance.administrator().await);
        let (first, link, intruder) = picked_up(&instance, &sender).await;
        let theirs = instance.send(&other, &[BEA], "from somebody else, sealed to the intruder").await;
        let to_theirs = instance.link(BEA).await;
        let before = keys(&instance, &sender, first).await.1.safety_number;
        instance.clock.advance(Duration::from_secs(1));
        lock(&instance, &sender, first).await.unwrap();

        // Whoever had claimed it is out: no session, no password, no claim by the link alone.
        assert!(instance.engine.sessions(&intruder).await.unwrap().is_empty());
        let old = instance.sign_in(&Identity::Locator(link), RECIPIENT_PASSWORD).await;
        assert!(matches!(old, Err(EngineError::WrongPassword)));
        let alone = instance.claim(&to_theirs, NEW_PASSWORD).await;
        assert!(matches!(alone, Err(EngineError::PasscodeNeeded)));
        assert!(matches!(
            instance.engine.link(&link, None).await.unwrap(),
            LinkState::FirstVisit(Gate::Here(_), _)
        ));
        let (_, seen) = keys(&instance, &sender, first).await;
        assert!(seen.locked_at.is_some() && seen.since.is_none() && seen.safety_number.is_none());
        assert_eq!(seen.unseen, None, "whoever did it knows");
        while instance.engine.dispatch_replies().await.unwrap() > 0 {}
        let texts = instance.engine.simulator_texts(Some(&bea())).await.unwrap();
        assert!(texts[0].body.contains("was locked"), "{}", texts[0].body);

        // What is written meanwhile waits, and opens for whoever has the passcode; what was there stays closed.
        instance.clock.advance(Duration::from_secs(1));
        instance.send(&other, &[BEA], "written meanwhile, somewhat longer than the others").await;
        let to_meanwhile = instance.link(BEA).await;
        let owner = claim_with_passcode(&instance, &link, first).await;
        assert_eq!(body(&instance, &link, &owner).await.as_deref(), Some("the first one"));
        assert!(body(&instance, &to_meanwhile, &owner).await.is_some());
        assert_eq!(body(&instance, &to_theirs, &owner).await, None);
        let (_, after) = keys(&instance, &sender, first).await;
        assert_ne!(after.safety_number, before);
        assert_eq!(after.agent.as_deref(), Some("an unknown browser"));
        assert_eq!(after.locked_at, None);

        // Both senders are told, until they have seen it; the other one by mail too.
        for session in [&sender, &other] {
            let changed = instance.engine.unseen_changes(session, &[bea()]).await.unwrap();
            assert_eq!(changed[0].1.kind, KeyChangeKind::ClaimedAgain);
            instance.engine.see_changes(session, &[bea()]).await.unwrap();
            assert!(instance.engine.unseen_changes(session, &[bea()]).await.unwrap().is_empty());
        }
        let mails = mails(&instance).await;
        assert!(
            mails.iter().any(|mail| mail.contains("adm@example.org") && mail.contains("Subject: Locked"))
        );
        let told =
            |who: &str| mails.iter().any(|mail| mail.contains(who) && mail.contains("Subject: New keys"));
        assert!(told("adm@example.org") && told("ana@example.org"), "{mails:?}");
        let (id, _) = keys(&instance, &other, theirs).await;
        assert_eq!(instance.engine.release_again(&other, theirs, id).await.unwrap(), 1);
        assert!(body(&instance, &to_theirs, &owner).await.is_some());
    }
}

#[tokio::test]
async fn any_sender_can_let_the_person_in_again() {
    for instance in Instance::each().await {
        let (sender, other) = (instance.sender().await, instance.administrator().await);
        let (first, ..) = picked_up(&instance, &sender).await;
        lock(&instance, &sender, first).await.unwrap();
        instance.engine.recall(&sender, first).await.unwrap();
        let message = instance.send(&other, &[BEA], "from somebody else").await;
        let link = instance.link(BEA).await;
        assert!(matches!(
            instance.engine.link(&link, None).await.unwrap(),
            LinkState::FirstVisit(Gate::Locked, _)
        ));
        assert!(matches!(instance.claim(&link, NEW_PASSWORD).await, Err(EngineError::PasscodeNeeded)));
        let (id, keys) = keys(&instance, &other, message).await;
        assert!(keys.locked_at.is_some());
        instance.engine.renew_passcode(&other, message, id, passcode(&instance, message)).await.unwrap();
        let owner = claim_with_passcode(&instance, &link, message).await;
        assert!(body(&instance, &link, &owner).await.is_some());
    }
}

#[tokio::test]
async fn locking_is_bounded_and_ones_own_recipients_only() {
    for instance in Instance::each().await {
        let (sender, other) = (instance.sender().await, instance.administrator().await);
        let (first, link, _) = picked_up(&instance, &sender).await;
        let (id, _) = keys(&instance, &sender, first).await;
        let foreign = instance.engine.lock_again(&other, first, id, passcode(&instance, first)).await;
        assert!(matches!(foreign, Err(EngineError::NotFound)));
        lock(&instance, &sender, first).await.unwrap();
        claim_with_passcode(&instance, &link, first).await;
        let again = lock(&instance, &sender, first).await;
        assert!(matches!(again, Err(EngineError::Invalid(Invalid::CannotLock))));
        instance.clock.advance(DAY);
        lock(&instance, &sender, first).await.unwrap();
        let twice = lock(&instance, &sender, first).await;
        assert!(matches!(twice, Err(EngineError::Invalid(Invalid::CannotLock))), "the second one in a day");
    }
}

#[tokio::test]
async fn a_new_password_keeps_the_keys_and_warns_nobody() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let (message, link, _) = picked_up(&instance, &sender).await;
        let before = keys(&instance, &sender, message).await.1;
        instance.clock.advance(DAY);
        instance.sign_in(&Identity::Locator(link), RECIPIENT_PASSWORD).await.unwrap();
        let after = keys(&instance, &sender, message).await.1;
        assert_eq!((after.since, after.safety_number), (before.since, before.safety_number));
        assert!(after.visited_at > before.visited_at);
        assert!(instance.engine.unseen_changes(&sender, &[bea()]).await.unwrap().is_empty());
    }
}
