//! Passkeys: a finger in the place of the password, and nobody else gets in.

use std::time::Duration;

use domain::{Blob, Email, PASSKEYS_MAX, PasskeyUsed, Role, SecretBlob};
use engine::{
    ClientAddress, Door, EngineError, Entropy, FactorPolicy, FactorReset, Identity, Invalid, LinkState,
    NewAccount, Session, SignedIn,
};
use seal::{Locator, Salt};
use store::{Conn, passkeys::challenges};

use crate::{
    authenticator::Device,
    common::{HERE, Instance, RECIPIENT_PASSWORD, SENDER_PASSWORD},
    resets,
};

const BEA: &str = "+12114367789";
const CAL: &str = "+12114360002";
const MINUTES: Duration = Duration::from_secs(60);

/// The authentication key of somebody's password.
async fn proof(instance: &Instance, session: &Session, password: &str) -> SecretBlob {
    let challenge = instance.engine.own_challenge(session).await.unwrap();
    let keys = seal::derive(password, &Salt::from_slice(&challenge.salt.0).unwrap(), challenge.kdf).unwrap();
    SecretBlob(keys.authentication.as_bytes().to_vec())
}

/// What a browser does to add a passkey.
async fn add(
    instance: &Instance,
    session: &Session,
    password: &str,
    device: &mut Device,
    name: &str,
) -> Result<(), EngineError> {
    let current = proof(instance, session, password).await;
    let new = instance.engine.begin_passkey(session, current, HERE).await?;
    let own = instance.engine.own_challenge(session).await?;
    let keys = seal::derive(password, &Salt::from_slice(&own.salt.0).unwrap(), own.kdf).unwrap();
    let private = keys.wrapping.unwrap(new.key_id, &new.wrapped_private_key.0).unwrap();
    let made = device.make(&new);
    let wrapped = device.prf().wrap(private.id(), &private, &mut Entropy::seeded(5).rng());
    let agent = "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36";
    instance.engine.add_passkey(session, made, Blob(wrapped), name, agent).await
}

/// Asks for a challenge and answers it.
async fn answer(instance: &Instance, door: Door, device: &mut Device) -> PasskeyUsed {
    device.use_for(&instance.engine.passkey_challenge(door, HERE).await.unwrap())
}

async fn hand_in(
    instance: &Instance,
    door: Door,
    link: Option<&Locator>,
    used: PasskeyUsed,
) -> Result<SignedIn, EngineError> {
    instance.engine.sign_in_with_passkey(door, link, used, HERE, "a test").await
}

/// What a browser does to sign in with a passkey.
async fn sign_in(
    instance: &Instance,
    door: Door,
    link: Option<&Locator>,
    device: &mut Device,
) -> Result<Session, EngineError> {
    let used = answer(instance, door, device).await;
    let signed_in = hand_in(instance, door, link, used).await?;
    let private = device.prf().unwrap(signed_in.key_id, &signed_in.wrapped_private_key.0).unwrap();
    Ok(instance.attach(signed_in, &private).await.1)
}

/// A recipient with a message and a passkey.
async fn with_passkey(instance: &Instance, device: &mut Device) -> (Locator, Session) {
    let sender = instance.sender().await;
    instance.send(&sender, &[BEA], "Your results are good.").await;
    let link = instance.link(BEA).await;
    let (_, session) = instance.claim(&link, RECIPIENT_PASSWORD).await.unwrap();
    add(instance, &session, RECIPIENT_PASSWORD, device, "My phone").await.unwrap();
    (link, session)
}

fn is_refused<T>(result: &Result<T, EngineError>) -> bool {
    matches!(result, Err(EngineError::WrongPassword))
}

#[tokio::test]
async fn a_passkey_opens_the_message_without_the_password() {
    for instance in Instance::each().await {
        let mut device = Device::new(1);
        let (link, first) = with_passkey(&instance, &mut device).await;
        assert!(instance.engine.has_passkey(first.person).await.unwrap());
        instance.clock.advance(MINUTES);
        for link in [Some(&link), None] {
            let live = sign_in(&instance, Door::Recipient, link, &mut device).await.unwrap();
            assert_eq!(live.person, first.person);
            let inbox = instance.engine.inbox(&live, 9, None).await.unwrap();
            match instance.engine.link(&inbox[0].locator, Some(&live)).await.unwrap() {
                LinkState::Open(message) => assert_eq!(message.body, "Your results are good."),
                _ => panic!("it is not open"),
            }
        }
        let [listed] = instance.engine.passkeys(&first).await.unwrap().try_into().unwrap();
        assert_eq!((listed.name.as_str(), listed.used_at), ("My phone", Some(instance.clock.now())));
        // Another password changes nothing about it, nor does it about the password.
        let (credential, _) = crate::common::new_credential("violet harbor tundra");
        let refused = instance
            .engine
            .change_password(&first, proof(&instance, &first, RECIPIENT_PASSWORD).await, credential, HERE)
            .await;
        assert!(matches!(refused, Err(EngineError::Invalid(Invalid::Malformed))), "other keys are not taken");
        instance.sign_in(&Identity::Locator(link), RECIPIENT_PASSWORD).await.unwrap();
    }
}

#[tokio::test]
async fn several_are_named_listed_and_removed() {
    for instance in Instance::each().await {
        let (mut phone, mut laptop) = (Device::new(1), Device::new(2));
        let (link, session) = with_passkey(&instance, &mut phone).await;
        instance.clock.advance(Duration::from_secs(1));
        add(&instance, &session, RECIPIENT_PASSWORD, &mut laptop, "  ").await.unwrap();
        assert_eq!(phone.user_handle, laptop.user_handle, "one person to both devices");
        let current = proof(&instance, &session, RECIPIENT_PASSWORD).await;
        let next = instance.engine.begin_passkey(&session, current, HERE).await.unwrap();
        assert_eq!(next.exclude.len(), 2);
        let listed = instance.engine.passkeys(&session).await.unwrap();
        assert_eq!(
            listed.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(),
            ["My phone", "Chrome on Android"]
        );
        let taken = add(&instance, &session, RECIPIENT_PASSWORD, &mut phone, "again").await;
        assert!(matches!(taken, Err(EngineError::Conflict)), "one is there already");
        let long = add(&instance, &session, RECIPIENT_PASSWORD, &mut Device::new(3), &"x".repeat(61)).await;
        assert!(matches!(long, Err(EngineError::Invalid(Invalid::Name))));

        assert!(instance.engine.remove_passkey(&session, listed[0].id).await.unwrap());
        assert!(!instance.engine.remove_passkey(&session, listed[0].id).await.unwrap());
        let gone = sign_in(&instance, Door::Recipient, Some(&link), &mut phone).await;
        assert!(is_refused(&gone), "a removed one is known to nobody");
        sign_in(&instance, Door::Recipient, Some(&link), &mut laptop).await.unwrap();
        for seed in 3..=PASSKEYS_MAX + 1 {
            let mut device = Device::new(seed.try_into().unwrap());
            add(&instance, &session, RECIPIENT_PASSWORD, &mut device, "one more").await.unwrap();
        }
        let full = add(&instance, &session, RECIPIENT_PASSWORD, &mut Device::new(99), "too many").await;
        assert!(matches!(full, Err(EngineError::Invalid(Invalid::TooManyPasskeys))));
    }
}

#[tokio::test]
async fn what_is_not_to_be_believed_opens_nothing() {
    for instance in Instance::each().await {
        let mut device = Device::new(1);
        let (link, _) = with_passkey(&instance, &mut device).await;
        let wrong_origin = Device { origin: "https://secure.example.net", ..device.clone() };
        let wrong_name = Device { rp_id: "example.org", ..device.clone() };
        let unverified = Device { verifies: false, ..device.clone() };
        let other_handle = Device { user_handle: Blob(vec![7; 16]), ..device.clone() };
        let stranger = Device { user_handle: device.user_handle.clone(), ..Device::new(9) };
        for mut bad in [wrong_origin, wrong_name, unverified, other_handle, stranger] {
            assert!(is_refused(&sign_in(&instance, Door::Recipient, Some(&link), &mut bad).await));
            // Later, so that none is refused for the others' sake.
            instance.clock.advance(60 * MINUTES);
        }
        let good = answer(&instance, Door::Recipient, &mut device).await;
        let tampered = [
            PasskeyUsed { signature: flipped(&good.signature), ..good.clone() },
            PasskeyUsed { authenticator_data: flipped(&good.authenticator_data), ..good.clone() },
            PasskeyUsed { signature: Blob::default(), ..good.clone() },
        ];
        for bad in tampered {
            // The challenge is fresh each time, and the signature is for it.
            let fresh = answer(&instance, Door::Recipient, &mut device).await;
            let bad = PasskeyUsed {
                client_data: fresh.client_data,
                authenticator_data: if bad.authenticator_data == good.authenticator_data {
                    fresh.authenticator_data
                } else {
                    bad.authenticator_data
                },
                ..bad
            };
            assert!(is_refused(&hand_in(&instance, Door::Recipient, Some(&link), bad).await));
            instance.clock.advance(60 * MINUTES);
        }
        let nonsense = PasskeyUsed { client_data: Blob(b"{}".to_vec()), ..good };
        let refused = hand_in(&instance, Door::Recipient, Some(&link), nonsense).await;
        assert!(matches!(refused, Err(EngineError::Invalid(Invalid::Malformed))));
        sign_in(&instance, Door::Recipient, Some(&link), &mut device).await.unwrap();
    }
}

fn flipped(bytes: &Blob) -> Blob {
    let mut bytes = bytes.0.clone();
    if let Some(last) = bytes.last_mut() {
        *last ^= 1;
    }
    Blob(bytes)
}

#[tokio::test]
async fn a_challenge_is_of_use_once_soon_and_for_what_it_was_asked() {
    for instance in Instance::each().await {
        let mut device = Device::new(1);
        let (link, session) = with_passkey(&instance, &mut device).await;
        let used = answer(&instance, Door::Recipient, &mut device).await;
        hand_in(&instance, Door::Recipient, Some(&link), used.clone()).await.unwrap();
        assert!(is_refused(&hand_in(&instance, Door::Recipient, Some(&link), used).await), "replayed");

        let late = answer(&instance, Door::Recipient, &mut device).await;
        instance.clock.advance(5 * MINUTES);
        assert!(is_refused(&hand_in(&instance, Door::Recipient, Some(&link), late).await), "too late");

        let elsewhere = answer(&instance, Door::Sender, &mut device).await;
        assert!(is_refused(&hand_in(&instance, Door::Recipient, Some(&link), elsewhere).await));

        // Two at once, one challenge.
        let once = answer(&instance, Door::Recipient, &mut device).await;
        let (one, two) = tokio::join!(
            hand_in(&instance, Door::Recipient, None, once.clone()),
            hand_in(&instance, Door::Recipient, None, once)
        );
        assert!(one.is_ok() != two.is_ok(), "one of them was too late");

        // One for adding is its session's, and signs nobody in.
        let current = proof(&instance, &session, RECIPIENT_PASSWORD).await;
        let new = instance.engine.begin_passkey(&session, current, HERE).await.unwrap();
        let asked = engine::PasskeyChallenge { challenge: new.challenge.clone(), rp_id: new.rp_id.clone() };
        let misused = device.use_for(&asked);
        assert!(is_refused(&hand_in(&instance, Door::Recipient, None, misused).await));
        let made = Device::new(4).make(&new);
        let wrapped = Blob(vec![0; seal::WRAPPED_PRIVATE_KEY_LENGTH]);
        let again = instance.engine.add_passkey(&session, made, wrapped, "", "").await;
        assert!(matches!(again, Err(EngineError::Conflict)), "it was used up");

        // What nobody answers is forgotten.
        let forgotten = instance.engine.passkey_challenge(Door::Recipient, HERE).await.unwrap();
        instance.clock.advance(6 * MINUTES);
        instance.engine.retain().await.unwrap();
        let challenge: [u8; 32] = forgotten.challenge.0.try_into().unwrap();
        let kept = instance
            .store
            .write(move |conn: &mut Conn| Box::pin(async move { challenges::take(conn, &challenge).await }));
        assert!(kept.await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_new_passkey_has_to_be_whole_verified_and_for_this_site() {
    for instance in Instance::each().await {
        let (_, session) = with_passkey(&instance, &mut Device::new(1)).await;
        let bad = [
            Device { origin: "https://secure.example.org.evil.example", ..Device::new(2) },
            Device { rp_id: "evil.example", ..Device::new(2) },
            Device { verifies: false, ..Device::new(2) },
        ];
        for mut device in bad {
            let refused = add(&instance, &session, RECIPIENT_PASSWORD, &mut device, "").await;
            assert!(matches!(refused, Err(EngineError::Invalid(Invalid::Malformed))));
        }
        let guess = SecretBlob(vec![7; 32]);
        let refused = instance.engine.begin_passkey(&session, guess, HERE).await;
        assert!(is_refused(&refused), "a session alone adds none");
        let current = proof(&instance, &session, RECIPIENT_PASSWORD).await;
        let new = instance.engine.begin_passkey(&session, current, HERE).await.unwrap();
        let made = Device::new(2).make(&new);
        let short = instance.engine.add_passkey(&session, made, Blob(vec![0; 40]), "", "").await;
        assert!(matches!(short, Err(EngineError::Invalid(Invalid::Malformed))));
        assert_eq!(instance.engine.passkeys(&session).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_passkey_is_its_owners_alone() {
    for instance in Instance::each().await {
        let (mut beas, mut cals) = (Device::new(1), Device::new(2));
        let (link, _) = with_passkey(&instance, &mut beas).await;
        let identity = Identity::Email("ana@example.org".parse().unwrap());
        let (_, ana) = instance.sign_in(&identity, SENDER_PASSWORD).await.unwrap();
        instance.send(&ana, &[CAL], "For Cal.").await;
        let to_cal = instance.link(CAL).await;
        let (_, cal) = instance.claim(&to_cal, RECIPIENT_PASSWORD).await.unwrap();
        add(&instance, &cal, RECIPIENT_PASSWORD, &mut cals, "").await.unwrap();
        // Not by the link of somebody else, nor through the senders' door.
        assert!(is_refused(&sign_in(&instance, Door::Recipient, Some(&link), &mut cals).await));
        assert!(is_refused(&sign_in(&instance, Door::Sender, None, &mut cals).await));
        let live = sign_in(&instance, Door::Recipient, Some(&to_cal), &mut cals).await.unwrap();
        assert_eq!(live.person, cal.person);
        // Nor does one person remove another's.
        let own = instance.engine.passkeys(&live).await.unwrap();
        let bea = sign_in(&instance, Door::Recipient, Some(&link), &mut beas).await.unwrap();
        assert!(!instance.engine.remove_passkey(&bea, own[0].id).await.unwrap());
        // A link that nobody has sent is answered like that of somebody else.
        let nowhere: Locator = "AAAAAAAAAAAAAAAAAAAAAA".parse().unwrap();
        assert!(is_refused(&sign_in(&instance, Door::Recipient, Some(&nowhere), &mut beas).await));
    }
}

#[tokio::test]
async fn senders_sign_in_with_theirs_until_they_are_disabled() {
    for instance in Instance::each().await {
        let email: Email = "ines@example.org".parse().unwrap();
        let new = NewAccount { email: email.clone(), name: "Ines".into(), role: Role::Admin };
        instance.engine.add_account(new, SENDER_PASSWORD).await.unwrap();
        let identity = Identity::Email(email.clone());
        let (_, session) = instance.sign_in(&identity, SENDER_PASSWORD).await.unwrap();
        assert!(!instance.engine.has_passkey(session.person).await.unwrap());
        let mut key = Device::new(1);
        add(&instance, &session, SENDER_PASSWORD, &mut key, "Blue key").await.unwrap();
        let live = sign_in(&instance, Door::Sender, None, &mut key).await.unwrap();
        assert_eq!(live.person, session.person);
        assert!(is_refused(&sign_in(&instance, Door::Recipient, None, &mut key).await));
        instance.engine.disable_account(&email).await.unwrap();
        assert!(is_refused(&sign_in(&instance, Door::Sender, None, &mut key).await));
    }
}

#[tokio::test]
async fn a_passkey_is_a_second_factor_where_one_is_required() {
    for instance in Instance::each().await {
        let session = instance.sender().await;
        let mut key = Device::new(1);
        add(&instance, &session, SENDER_PASSWORD, &mut key, "Blue key").await.unwrap();
        let strict = instance.another(9, |parts| parts.config.second_factor = FactorPolicy::Required).await;
        let identity = Identity::Email("ana@example.org".parse().unwrap());
        let (secret, _) = instance.sign_in(&identity, SENDER_PASSWORD).await.unwrap();
        let by_password = strict.session(&secret).await;
        assert!(matches!(by_password.map(drop), Err(EngineError::FactorMissing)));
        let used = key.use_for(&strict.passkey_challenge(Door::Sender, HERE).await.unwrap());
        let signed_in = strict.sign_in_with_passkey(Door::Sender, None, used, HERE, "a test").await.unwrap();
        let private = key.prf().unwrap(signed_in.key_id, &signed_in.wrapped_private_key.0).unwrap();
        let (secret, _) = instance.attach(signed_in, &private).await;
        assert!(strict.session(&secret).await.unwrap().is_some());
        let ana: Email = "ana@example.org".parse().unwrap();
        assert_eq!(instance.engine.reset_factor(&ana).await.unwrap(), FactorReset::Done);
        assert!(
            is_refused(&sign_in(&instance, Door::Sender, None, &mut key).await),
            "an operator's reset ends it"
        );
    }
}

#[tokio::test]
async fn a_copy_that_counts_behind_is_refused() {
    for instance in Instance::each().await {
        let mut device = Device { counter: Some(7), ..Device::new(1) };
        let (link, _) = with_passkey(&instance, &mut device).await;
        let mut copy = device.clone();
        for _ in 0..2 {
            sign_in(&instance, Door::Recipient, Some(&link), &mut device).await.unwrap();
        }
        assert!(is_refused(&sign_in(&instance, Door::Recipient, Some(&link), &mut copy).await));
        let mut silent = Device { counter: None, ..device.clone() };
        assert!(is_refused(&sign_in(&instance, Door::Recipient, Some(&link), &mut silent).await));
        // Its owner is not locked out by it.
        sign_in(&instance, Door::Recipient, Some(&link), &mut device).await.unwrap();
    }
}

#[tokio::test]
async fn new_keys_end_the_passkeys_of_the_old_ones() {
    for instance in Instance::each().await {
        let world = resets::forgetful(&instance).await;
        let (_, link) = world.second;
        let identity = Identity::Locator(link);
        let (_, session) = instance.sign_in(&identity, RECIPIENT_PASSWORD).await.unwrap();
        let mut device = Device::new(1);
        add(&instance, &session, RECIPIENT_PASSWORD, &mut device, "").await.unwrap();
        // Somebody says that the password is forgotten: who has the passkey says that it is not.
        instance.engine.ask_reset(&link).await.unwrap();
        resets::approve(&instance, &world).await.unwrap();
        sign_in(&instance, Door::Recipient, Some(&link), &mut device).await.unwrap();
        instance.clock.advance(resets::DAY);
        assert!(resets::gate(&instance, &link).await.is_none());
        // Without it the request goes through.
        instance.engine.ask_reset(&link).await.unwrap();
        resets::approve(&instance, &world).await.unwrap();
        instance.clock.advance(resets::DAY);
        let gate = resets::gate(&instance, &link).await.unwrap();
        let (live, _) = resets::reset(&instance, &link, &gate, resets::SPOKEN).await.unwrap();
        assert!(instance.engine.passkeys(&live).await.unwrap().is_empty());
        assert!(!instance.engine.has_passkey(live.person).await.unwrap());
        assert!(is_refused(&sign_in(&instance, Door::Recipient, Some(&link), &mut device).await));
    }
}

#[tokio::test]
async fn wrong_tries_are_slowed_and_keep_nobody_else_out() {
    for instance in Instance::each().await {
        let mut device = Device::new(1);
        let (link, _) = with_passkey(&instance, &mut device).await;
        let identity = Identity::Locator(link);
        let elsewhere = ClientAddress("198.51.100.7".parse().unwrap());
        let guess = async |from| {
            let key = SecretBlob(vec![7; 32]);
            instance.engine.sign_in(&identity, key, from, "a test").await.map(drop).unwrap_err()
        };
        // Somebody guesses passwords on another network: they are slowed, and the owner is not.
        for _ in 0..5 {
            guess(elsewhere).await;
        }
        assert!(matches!(guess(elsewhere).await, EngineError::SlowDown(_)));
        instance.sign_in(&identity, RECIPIENT_PASSWORD).await.unwrap();
        // On the owner's network both are, and the passkey is not.
        for _ in 0..5 {
            guess(HERE).await;
        }
        let slowed = instance.sign_in(&identity, RECIPIENT_PASSWORD).await;
        assert!(matches!(slowed, Err(EngineError::SlowDown(_))));
        sign_in(&instance, Door::Recipient, Some(&link), &mut device).await.unwrap();

        let mut bad = Device { verifies: false, ..device.clone() };
        for _ in 0..5 {
            assert!(is_refused(&sign_in(&instance, Door::Recipient, Some(&link), &mut bad).await));
        }
        let slowed = sign_in(&instance, Door::Recipient, Some(&link), &mut bad).await;
        assert!(matches!(slowed, Err(EngineError::SlowDown(_))));
        instance.clock.advance(MINUTES);
        sign_in(&instance, Door::Recipient, Some(&link), &mut device).await.unwrap();
    }
}

#[tokio::test]
async fn an_address_in_the_place_of_a_name_has_none() {
    let instance = Instance::new().await;
    let (_, session) = with_passkey(&instance, &mut Device::new(1)).await;
    let other =
        instance.another(9, |parts| parts.config = engine::EngineConfig::new("http://127.0.0.1:3000")).await;
    assert!(instance.engine.has_passkeys() && !other.has_passkeys());
    let refused = other.passkey_challenge(Door::Recipient, HERE).await;
    assert!(matches!(refused, Err(EngineError::NotFound)));
    let current = proof(&instance, &session, RECIPIENT_PASSWORD).await;
    assert!(matches!(other.begin_passkey(&session, current, HERE).await, Err(EngineError::NotFound)));
}
