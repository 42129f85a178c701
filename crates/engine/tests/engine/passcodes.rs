//! A first message behind a passcode: whoever has the SMS alone gets neither the message nor the number.

use std::time::Duration;

use domain::{
    BehindPasscode, Blob, DeliveryId, KdfParams, MessageId, NewCredential, Passcode, PasscodeSalt,
    PhoneNumber, SealedFor, SecretBlob, UnixMillis,
};
use engine::{
    Engine, EngineError, Entropy, Gate, Invalid, LinkState, MailError, MailRecipient, MailSubmission,
    NewPasscode, Notify, PASSCODE_TRIES, PasscodeGate, PasscodeOpened, PasscodeState, Session, SignedIn,
};
use seal::{DataKey, Locator, Part, PasscodeKeys, PrivateKey, PublicKey, Salt};
use store::{Conn, passcodes};

use crate::common::{HERE, Instance, RECIPIENT_PASSWORD, new_credential};

const BEA: &str = "+12114367789";
const CAL: &str = "+12114360002";
const SPOKEN: &str = "Olive Lantern, sand 7";
const RIGHT: &str = "olivelanternsand7";
const WRONG: &str = "olivelanternsand8";

fn keys(gate: &PasscodeGate, passcode: &str) -> PasscodeKeys {
    derived(passcode, gate.message, &gate.stretched)
}

fn derived(passcode: &str, message: MessageId, stretched: &PasscodeSalt) -> PasscodeKeys {
    let salt = Salt::from_slice(&stretched.salt.0).unwrap();
    let passcode: Passcode = passcode.parse().unwrap();
    seal::derive_passcode(passcode.as_str(), message, &salt, stretched.kdf).unwrap()
}

fn proof(keys: &PasscodeKeys) -> SecretBlob {
    SecretBlob(keys.proof.as_bytes().to_vec())
}

/// Sends a message behind a passcode, as the compose page does.
pub(crate) async fn send(
    instance: &Instance,
    sender: &Session,
    to: &str,
    passcode: &str,
    seed: u64,
) -> MessageId {
    send_at(instance, sender, to, passcode, seed, None).await
}

/// The same, at a time.
async fn send_at(
    instance: &Instance,
    sender: &Session,
    to: &str,
    passcode: &str,
    seed: u64,
    not_before: Option<UnixMillis>,
) -> MessageId {
    let mut submission = instance.seal(sender, &[to], "Your results are good.", seed).await;
    let mut rng = Entropy::seeded(seed + 1_000).rng();
    let key = DataKey::generate(&mut rng);
    let (id, phone): (_, PhoneNumber) = (submission.id, to.parse().unwrap());
    submission.subject = Blob(key.seal(id, Part::Subject, b"Your results", &mut rng));
    submission.body = Blob(key.seal(id, Part::Body, b"Your results are good.", &mut rng));
    let own = PublicKey::from_bytes(&instance.engine.public_key(sender).unwrap().0).unwrap();
    submission.sender_key = Blob(own.seal_data_key(id, &key, &mut rng));
    let to = instance.engine.keys_for(sender, std::slice::from_ref(&phone)).await.unwrap().remove(0);
    let stretched = to.passcode.unwrap();
    let keys = derived(passcode, id, &stretched);
    submission.recipients = vec![SealedFor {
        phone,
        key_id: to.key_id,
        sealed_key: Blob(keys.wrapping.wrap(id, &key, &mut rng)),
        passcode: Some(BehindPasscode { stretched, proof: proof(&keys) }),
    }];
    submission.not_before = not_before;
    instance.engine.submit(sender, submission).await.unwrap();
    id
}

async fn gate(engine: &Engine, link: &Locator) -> PasscodeGate {
    match engine.link(link, None).await.unwrap() {
        LinkState::FirstVisit(Gate::Here(gate), _) => gate,
        _ => panic!("there is no passcode"),
    }
}

/// What a browser makes of a passcode for a claim.
async fn opened(
    engine: &Engine,
    link: &Locator,
    session: Option<&Session>,
    gate: &PasscodeGate,
    passcode: &str,
    to: &PublicKey,
) -> Result<PasscodeOpened, EngineError> {
    let keys = keys(gate, passcode);
    let wrapped = engine.try_passcode(link, session, &proof(&keys)).await?;
    let data_key = keys.wrapping.unwrap(gate.message, &wrapped.0).unwrap();
    let sealed_key = Blob(to.seal_data_key(gate.message, &data_key, &mut Entropy::seeded(3).rng()));
    Ok(PasscodeOpened { proof: proof(&keys), sealed_key })
}

async fn claim(
    engine: &Engine,
    link: &Locator,
    passcode: &str,
) -> Result<(SignedIn, PrivateKey), EngineError> {
    let gate = gate(engine, link).await;
    let (credential, private) = new_credential(RECIPIENT_PASSWORD);
    let opened = opened(engine, link, None, &gate, passcode, &private.public_key()).await?;
    let signed_in = engine.claim(link, credential, Some(opened), "a test").await?;
    Ok((signed_in, private))
}

fn body(state: LinkState) -> String {
    match state {
        LinkState::Open(message) => message.body,
        _ => panic!("the message is not open"),
    }
}

async fn delivery(
    instance: &Instance,
    sender: &Session,
    message: MessageId,
) -> (DeliveryId, Option<PasscodeState>) {
    let sent = instance.engine.sent_message(sender, message).await.unwrap();
    (sent.deliveries[0].id, sent.deliveries[0].passcode)
}

async fn happened(instance: &Instance, sender: &Session, message: MessageId) -> Vec<String> {
    let sent = instance.engine.sent_message(sender, message).await.unwrap();
    sent.timeline
        .into_iter()
        .map(|event| event.action)
        .filter(|action| action.starts_with("passcode"))
        .collect()
}

fn fresh() -> (NewCredential, PrivateKey) {
    new_credential("another-long-password")
}

#[tokio::test]
async fn one_that_is_scheduled_keeps_nobody_from_claiming_with_another_message() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let later = instance.clock.now() + Duration::from_secs(3600);
        send_at(&instance, &sender, BEA, SPOKEN, 1, Some(later)).await;
        instance.send(&sender, &[BEA], "without a passcode").await;
        let bare = instance.link(BEA).await;
        let (_, live) = instance.claim(&bare, RECIPIENT_PASSWORD).await.unwrap();
        assert_eq!(body(instance.engine.link(&bare, Some(&live)).await.unwrap()), "without a passcode");
        // When its time has come it still waits for its own passcode.
        instance.clock.advance(Duration::from_secs(3600));
        let link = instance.link(BEA).await;
        assert_ne!(link, bare);
        let state = instance.engine.link(&link, Some(&live)).await.unwrap();
        assert!(matches!(state, LinkState::Locked(..)));
    }
}

#[tokio::test]
async fn the_passcode_opens_the_message_and_makes_the_keys() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let first = send(&instance, &sender, BEA, SPOKEN, 1).await;
        let link = instance.link(BEA).await;
        assert_eq!(delivery(&instance, &sender, first).await.1, Some(PasscodeState::Waits(5)));
        // One that needs none is opened with it.
        instance.send(&sender, &[BEA], "without a passcode").await;
        let bare = instance.link(BEA).await;

        let (signed_in, private) = claim(&instance.engine, &link, RIGHT).await.unwrap();
        let (_, live) = instance.attach(signed_in, &private).await;
        assert_eq!(body(instance.engine.link(&link, Some(&live)).await.unwrap()), "Your results are good.");
        assert_eq!(body(instance.engine.link(&bare, Some(&live)).await.unwrap()), "without a passcode");
        assert_eq!(delivery(&instance, &sender, first).await.1, None);
        assert_eq!(happened(&instance, &sender, first).await, ["passcode-opened"]);
        // Once claimed, messages are sealed to the recipient's own key.
        let phone: PhoneNumber = BEA.parse().unwrap();
        let key = instance.engine.keys_for(&sender, &[phone]).await.unwrap().remove(0);
        assert!(key.claimed && key.passcode.is_none());
    }
}

#[tokio::test]
async fn the_text_alone_makes_no_keys() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        instance.send(&sender, &[BEA], "before, without a passcode").await;
        let bare = instance.link(BEA).await;
        send(&instance, &sender, BEA, SPOKEN, 1).await;
        let link = instance.link(BEA).await;
        // Neither by the link of the message with the passcode, nor by that of another.
        for link in [&link, &bare] {
            let claimed = instance.engine.claim(link, fresh().0, None, "a test").await;
            assert!(matches!(claimed, Err(EngineError::PasscodeNeeded)));
        }
        // The other one shows the way.
        match instance.engine.link(&bare, None).await.unwrap() {
            LinkState::FirstVisit(Gate::Elsewhere(other), _) => assert_eq!(other, link),
            _ => panic!("it is open"),
        }
        let gate = gate(&instance.engine, &link).await;
        let (credential, private) = fresh();
        let key = opened(&instance.engine, &link, None, &gate, RIGHT, &private.public_key()).await.unwrap();
        let claimed = instance.engine.claim(&bare, credential, Some(key), "a test").await;
        assert!(matches!(claimed, Err(EngineError::PasscodeNeeded)), "a passcode is for its own message");
        // What was made up is no proof.
        let made_up = PasscodeOpened { proof: SecretBlob(vec![0; 32]), sealed_key: Blob(vec![2; 1169]) };
        let claimed = instance.engine.claim(&link, fresh().0, Some(made_up), "a test").await;
        assert!(matches!(claimed, Err(EngineError::WrongPasscode { left: 4 })));
        claim(&instance.engine, &link, RIGHT).await.unwrap();
    }
}

#[tokio::test]
async fn five_wrong_tries_seal_it_until_the_sender_gives_another() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let message = send(&instance, &sender, BEA, SPOKEN, 1).await;
        let link = instance.link(BEA).await;
        let at = gate(&instance.engine, &link).await;
        for left in (1..PASSCODE_TRIES).rev() {
            let tried = instance.engine.try_passcode(&link, None, &proof(&keys(&at, WRONG))).await;
            assert!(matches!(tried, Err(EngineError::WrongPasscode { left: now }) if now == left));
        }
        for passcode in [WRONG, RIGHT] {
            let tried = instance.engine.try_passcode(&link, None, &proof(&keys(&at, passcode))).await;
            assert!(matches!(tried, Err(EngineError::PasscodeSealed)));
        }
        assert!(gate(&instance.engine, &link).await.is_sealed);
        assert!(matches!(claim(&instance.engine, &link, RIGHT).await, Err(EngineError::PasscodeSealed)));
        let (id, state) = delivery(&instance, &sender, message).await;
        assert_eq!(state, Some(PasscodeState::Sealed));
        let known = happened(&instance, &sender, message).await;
        assert_eq!(known.iter().filter(|action| *action == "passcode-wrong").count(), 5);
        assert_eq!(known.last().map(String::as_str), Some("passcode-sealed"));

        let salt = at.stretched.clone();
        let renewed = derived("482 913", message, &salt);
        let new = || NewPasscode {
            behind: BehindPasscode { stretched: salt.clone(), proof: proof(&renewed) },
            key: SecretBlob(renewed.wrapping.as_bytes().to_vec()),
        };
        let stranger = instance.administrator().await;
        let refused = instance.engine.renew_passcode(&stranger, message, id, new()).await;
        assert!(matches!(refused, Err(EngineError::NotFound)), "another account has no say");
        instance.engine.renew_passcode(&sender, message, id, new()).await.unwrap();
        assert_eq!(delivery(&instance, &sender, message).await.1, Some(PasscodeState::Waits(5)));
        assert!(matches!(
            claim(&instance.engine, &link, RIGHT).await,
            Err(EngineError::WrongPasscode { left: 4 })
        ));
        let (signed_in, private) = claim(&instance.engine, &link, "482913").await.unwrap();
        let (_, live) = instance.attach(signed_in, &private).await;
        assert_eq!(body(instance.engine.link(&link, Some(&live)).await.unwrap()), "Your results are good.");
        let again = instance.engine.renew_passcode(&sender, message, id, new()).await;
        assert!(matches!(again, Err(EngineError::NotFound)), "it is open already");
    }
}

#[tokio::test]
async fn many_guesses_at_once_are_five() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let message = send(&instance, &sender, BEA, SPOKEN, 1).await;
        let link = instance.link(BEA).await;
        let guesses = (0..40_u8).map(|at| {
            let engine = instance.engine.clone();
            tokio::spawn(async move { engine.try_passcode(&link, None, &SecretBlob(vec![at; 32])).await })
        });
        let mut wrong = 0;
        for guess in guesses.collect::<Vec<_>>() {
            match guess.await.unwrap() {
                Err(EngineError::WrongPasscode { .. }) => wrong += 1,
                Err(EngineError::PasscodeSealed) => {}
                other => panic!("{:?}", other.err()),
            }
        }
        assert_eq!(wrong, 4);
        let known = happened(&instance, &sender, message).await;
        assert_eq!(known.iter().filter(|action| *action == "passcode-wrong").count(), 5);
        assert_eq!(known.iter().filter(|action| *action == "passcode-sealed").count(), 1);
    }
}

#[tokio::test]
async fn another_passcode_waits_for_whoever_has_keys_by_then() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let first = send(&instance, &sender, BEA, SPOKEN, 1).await;
        let to_first = instance.link(BEA).await;
        instance.clock.advance(Duration::from_secs(1));
        let second = send(&instance, &sender, BEA, "482 913", 2).await;
        let to_second = instance.link(BEA).await;
        let (signed_in, private) = claim(&instance.engine, &to_first, RIGHT).await.unwrap();
        let (_, live) = instance.attach(signed_in, &private).await;
        let LinkState::Locked(at, public_key) = instance.engine.link(&to_second, Some(&live)).await.unwrap()
        else {
            panic!("it is open without its passcode")
        };
        assert_eq!(at.message, second);
        let items = instance.engine.inbox(&live, 9, None).await.unwrap();
        let locked: Vec<_> = items.iter().map(|item| (item.message, item.lock.is_some())).collect();
        assert_eq!(locked, [(second, true), (first, false)]);
        // The link and the passcode are not enough now: the number has an owner.
        let thief = instance.engine.try_passcode(&to_second, None, &proof(&keys(&at, "482913"))).await;
        assert!(matches!(thief, Err(EngineError::SignedOut)));
        let own = PublicKey::from_bytes(&public_key.0).unwrap();
        let wrong = opened(&instance.engine, &to_second, Some(&live), &at, RIGHT, &own).await;
        assert!(matches!(wrong, Err(EngineError::WrongPasscode { left: 4 })));
        let key = opened(&instance.engine, &to_second, Some(&live), &at, "482913", &own).await.unwrap();
        instance.engine.open_passcode(&to_second, &live, key).await.unwrap();
        assert_eq!(
            body(instance.engine.link(&to_second, Some(&live)).await.unwrap()),
            "Your results are good."
        );
    }
}

#[tokio::test]
async fn what_ends_frees_the_number() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        let message = send(&instance, &sender, BEA, SPOKEN, 1).await;
        let locked = instance.link(BEA).await;
        instance.send(&sender, &[BEA], "without a passcode").await;
        let bare = instance.link(BEA).await;
        instance.engine.recall(&sender, message).await.unwrap();
        let tried = instance.engine.try_passcode(&locked, None, &SecretBlob(vec![1; 32])).await;
        assert!(matches!(tried, Err(EngineError::NotFound)));
        instance.claim(&bare, RECIPIENT_PASSWORD).await.unwrap();
        let left =
            instance.store.read(move |conn: &mut Conn| Box::pin(passcodes::of_message(conn, message))).await;
        assert!(left.unwrap().is_empty(), "what was wrapped is gone");
    }
}

/// Who claims while somebody seals behind a passcode has keys; the passcode stays.
#[tokio::test]
async fn a_claim_in_between_opens_nothing_behind_the_passcode() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        instance.send(&sender, &[BEA], "without a passcode").await;
        let bare = instance.link(BEA).await;
        let phone: PhoneNumber = BEA.parse().unwrap();
        let key = instance.engine.keys_for(&sender, std::slice::from_ref(&phone)).await.unwrap().remove(0);
        let mut submission = instance.seal(&sender, &[CAL], "x", 5).await;
        let keys = derived(RIGHT, submission.id, key.passcode.as_ref().unwrap());
        let mut rng = Entropy::seeded(5).rng();
        submission.recipients = vec![SealedFor {
            phone,
            key_id: key.key_id,
            sealed_key: Blob(keys.wrapping.wrap(submission.id, &DataKey::generate(&mut rng), &mut rng)),
            passcode: Some(BehindPasscode { stretched: key.passcode.unwrap(), proof: proof(&keys) }),
        }];
        let (_, live) = instance.claim(&bare, RECIPIENT_PASSWORD).await.unwrap();
        instance.engine.submit(&sender, submission).await.unwrap();
        let link = instance.link(BEA).await;
        assert!(matches!(instance.engine.link(&link, Some(&live)).await.unwrap(), LinkState::Locked(..)));
        assert!(matches!(instance.engine.link(&link, None).await.unwrap(), LinkState::Returning(..)));
    }
}

#[tokio::test]
async fn what_a_browser_makes_up_is_refused() {
    let instance = Instance::new().await;
    let sender = instance.sender().await;
    let good = instance.seal(&sender, &[BEA], "x", 5).await;
    let phone: PhoneNumber = BEA.parse().unwrap();
    let key = instance.engine.keys_for(&sender, &[phone]).await.unwrap().remove(0);
    let stretched = key.passcode.unwrap();
    let cheap = KdfParams { memory_kib: 8, iterations: 1, parallelism: 1 };
    let with = |stretched: PasscodeSalt, proof: usize, wrapped: usize| {
        let mut bad = good.clone();
        bad.recipients[0].sealed_key = Blob(vec![1; wrapped]);
        let proof = SecretBlob(vec![1; proof]);
        bad.recipients[0].passcode = Some(BehindPasscode { stretched, proof });
        bad
    };
    for bad in [
        with(PasscodeSalt { kdf: cheap, ..stretched.clone() }, 32, 61),
        with(PasscodeSalt { salt: Blob(vec![1; 15]), ..stretched.clone() }, 32, 61),
        with(stretched.clone(), 31, 61),
        with(stretched.clone(), 32, 62),
    ] {
        let answer = instance.engine.submit(&sender, bad).await;
        assert!(matches!(answer, Err(EngineError::Invalid(Invalid::Malformed))));
    }
}

#[tokio::test]
async fn a_policy_wants_a_passcode_for_every_first_message() {
    for instance in Instance::each().await {
        let sender = instance.sender().await;
        instance.send(&sender, &[BEA], "before the policy").await;
        instance.claim(&instance.link(BEA).await, RECIPIENT_PASSWORD).await.unwrap();
        let strict = instance.another(9, |parts| parts.config.passcode_required = true).await;
        let bare = instance.seal(&sender, &[CAL], "x", 5).await;
        let answer = strict.submit(&sender, bare).await;
        assert!(matches!(answer, Err(EngineError::Invalid(Invalid::NoPasscode))));
        // Whoever has keys needs none.
        let known = instance.seal(&sender, &[BEA], "x", 6).await;
        strict.submit(&sender, known).await.unwrap();
    }
}

/// A mail program hands the passcode over; the instance stretches it, and keeps neither it nor a copy that it can open.
#[tokio::test]
async fn a_mails_passcode_is_a_key_too() {
    for instance in Instance::each().await {
        let session = instance.sender().await;
        let made = instance.engine.add_app_password(&session, "Thunderbird").await.unwrap();
        let sender = instance.engine.sign_in_by_mail("ana@example.org", &made.password, HERE).await.unwrap();
        let mail = |head: &str, phones: &[&str]| MailSubmission {
            raw: format!("From: ana@example.org\r\nSubject: Results\r\n{head}\r\nYour results are good.\r\n")
                .into_bytes(),
            recipients: phones
                .iter()
                .map(|phone| MailRecipient {
                    phone: phone.parse().unwrap(),
                    notify: Notify::default(),
                    original: None,
                })
                .collect(),
            envelope_id: None,
        };
        instance.send(&session, &[CAL], "without a passcode").await;
        let (_, cal) = instance.claim(&instance.link(CAL).await, RECIPIENT_PASSWORD).await.unwrap();
        instance.clock.advance(Duration::from_secs(1));
        let head = "X-Narwhal-Passcode: Olive Lantern Sand 7\r\n";
        instance.engine.submit_mail(&sender, mail(head, &[BEA, CAL])).await.unwrap();
        let link = instance.link(BEA).await;
        let (signed_in, private) = claim(&instance.engine, &link, RIGHT).await.unwrap();
        let (_, bea) = instance.attach(signed_in, &private).await;
        assert_eq!(
            body(instance.engine.link(&link, Some(&bea)).await.unwrap()).trim(),
            "Your results are good."
        );
        // Whoever has keys needs none.
        let to_cal = instance.link(CAL).await;
        assert_eq!(
            body(instance.engine.link(&to_cal, Some(&cal)).await.unwrap()).trim(),
            "Your results are good."
        );

        let strict = instance.another(9, |parts| parts.config.passcode_required = true).await;
        let refused = strict.submit_mail(&sender, mail("", &["+12114360003"])).await;
        assert!(matches!(refused, Err(MailError::Engine(EngineError::Invalid(Invalid::NoPasscode)))));
        strict.submit_mail(&sender, mail(head, &["+12114360003"])).await.unwrap();
    }
}
