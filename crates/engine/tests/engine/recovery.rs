//! Recovery codes: a forgotten password costs nobody their messages, and nobody else gets in.

use domain::{Blob, NewCredential, SecretBlob};
use engine::{EngineError, Identity, Invalid, LinkState, NewRecovery, Session, SignedIn};
use seal::{PrivateKey, RecoveryCode, Salt};

use crate::common::{HERE, Instance, RECIPIENT_PASSWORD, new_credential};

const BEA: &str = "+12114367789";
const CAL: &str = "+12114360002";
const NEW_PASSWORD: &str = "violet harbor tundra";

fn code(seed: u64) -> RecoveryCode {
    RecoveryCode::generate(&mut engine::Entropy::seeded(seed).rng())
}

fn proof(code: &RecoveryCode) -> SecretBlob {
    SecretBlob(code.keys().proof.as_bytes().to_vec())
}

fn new(code: &RecoveryCode, private: &PrivateKey) -> NewRecovery {
    let wrapped = code.keys().wrapping.wrap(private.id(), private, &mut engine::Entropy::seeded(1).rng());
    NewRecovery { proof: proof(code), wrapped_private_key: Blob(wrapped) }
}

/// The authentication key of somebody's password.
async fn current(instance: &Instance, session: &Session, password: &str) -> SecretBlob {
    let challenge = instance.engine.own_challenge(session).await.unwrap();
    let keys = seal::derive(password, &Salt::from_slice(&challenge.salt.0).unwrap(), challenge.kdf).unwrap();
    SecretBlob(keys.authentication.as_bytes().to_vec())
}

/// A recipient with a message and a recovery code; their private key too.
async fn with_code(instance: &Instance, code: &RecoveryCode) -> (seal::Locator, Session, PrivateKey) {
    let sender = instance.sender().await;
    instance.send(&sender, &[BEA], "Your results are good.").await;
    let link = instance.link(BEA).await;
    let (credential, private) = new_credential(RECIPIENT_PASSWORD);
    let signed_in = instance.engine.claim(&link, credential, None, "a test").await.unwrap();
    let (_, session) = instance.attach(signed_in, &private).await;
    let current = current(instance, &session, RECIPIENT_PASSWORD).await;
    instance.engine.set_recovery(&session, current, new(code, &private), HERE).await.unwrap();
    (link, session, private)
}

/// The new password around the same key.
fn guarding(private: &PrivateKey) -> NewCredential {
    let (mut credential, made) = new_credential(NEW_PASSWORD);
    let salt = Salt::from_slice(&credential.salt.0).unwrap();
    let keys = seal::derive(NEW_PASSWORD, &salt, credential.kdf).unwrap();
    assert_ne!(made.id(), private.id());
    credential.public_key = Blob(private.public_key().to_bytes());
    let mut rng = engine::Entropy::seeded(2).rng();
    credential.wrapped_private_key = Blob(keys.wrapping.wrap(private.id(), private, &mut rng));
    credential
}

/// What a browser does with a code and a new password.
async fn recover(
    instance: &Instance,
    identity: &Identity,
    code: &RecoveryCode,
    next: &RecoveryCode,
) -> Result<(SignedIn, PrivateKey), EngineError> {
    let (key_id, wrapped) = instance.engine.try_recovery(identity, &proof(code), HERE).await?;
    let private = code.keys().wrapping.unwrap(key_id, &wrapped.0).unwrap();
    let credential = guarding(&private);
    let next = new(next, &private);
    let signed_in = instance.engine.recover(identity, &proof(code), credential, next, HERE, "a test").await?;
    Ok((signed_in, private))
}

#[tokio::test]
async fn the_code_sets_a_new_password_and_keeps_every_message() {
    for instance in Instance::each().await {
        let (first, second, third) = (code(1), code(2), code(3));
        let (link, old, _) = with_code(&instance, &first).await;
        assert!(instance.engine.recovery_since(&old).await.unwrap().is_some());
        let identity = Identity::Locator(link);
        let (signed_in, private) = recover(&instance, &identity, &first, &second).await.unwrap();
        let (_, live) = instance.attach(signed_in, &private).await;
        match instance.engine.link(&link, Some(&live)).await.unwrap() {
            LinkState::Open(message) => assert_eq!(message.body, "Your results are good."),
            _ => panic!("it is not open"),
        }
        assert_eq!(instance.engine.sessions(&live).await.unwrap().len(), 1, "the others have ended");
        // The old password is none any more, the new one is; the code was of use once, and there is another one.
        let stale = instance.sign_in(&identity, RECIPIENT_PASSWORD).await;
        assert!(matches!(stale, Err(EngineError::WrongPassword)));
        instance.sign_in(&identity, NEW_PASSWORD).await.unwrap();
        let twice = recover(&instance, &identity, &first, &third).await;
        assert!(matches!(twice, Err(EngineError::WrongPassword)));
        let by_number = Identity::Phone(BEA.parse().unwrap());
        recover(&instance, &by_number, &second, &third).await.unwrap();
    }
}

#[tokio::test]
async fn a_code_is_of_use_once_however_many_try() {
    for instance in Instance::each().await {
        let first = code(1);
        let (link, ..) = with_code(&instance, &first).await;
        let identity = Identity::Locator(link);
        let (second, third) = (code(2), code(3));
        let (one, two) = tokio::join!(
            recover(&instance, &identity, &first, &second),
            recover(&instance, &identity, &first, &third)
        );
        assert!(one.is_ok() != two.is_ok(), "one of them was too late");
    }
}

#[tokio::test]
async fn wrong_codes_say_nothing_and_are_slowed() {
    for instance in Instance::each().await {
        let right = code(1);
        let (link, session, private) = with_code(&instance, &right).await;
        let (known, unknown) = (Identity::Locator(link), Identity::Phone(CAL.parse().unwrap()));
        for identity in [&known, &unknown] {
            let wrong = instance.engine.try_recovery(identity, &proof(&code(9)), HERE).await;
            assert!(matches!(wrong, Err(EngineError::WrongPassword)));
        }
        for _ in 0..40 {
            if let Err(EngineError::SlowDown(_)) =
                instance.engine.try_recovery(&known, &proof(&code(9)), HERE).await
            {
                break;
            }
        }
        let slowed = instance.engine.try_recovery(&known, &proof(&right), HERE).await;
        assert!(matches!(slowed, Err(EngineError::SlowDown(_))), "even the right one waits");
        // Whoever has only the session cannot make a code.
        let guess = SecretBlob(vec![7; 32]);
        let refused = instance.engine.set_recovery(&session, guess, new(&code(4), &private), HERE).await;
        assert!(matches!(refused, Err(EngineError::WrongPassword | EngineError::SlowDown(_))));
    }
}

#[tokio::test]
async fn another_key_cannot_be_put_in_its_place() {
    let instance = Instance::new().await;
    let right = code(1);
    let (link, ..) = with_code(&instance, &right).await;
    let (credential, private) = new_credential("somebody else's password");
    let swapped = instance
        .engine
        .recover(
            &Identity::Locator(link),
            &proof(&right),
            credential,
            new(&code(2), &private),
            HERE,
            "a test",
        )
        .await;
    assert!(matches!(swapped, Err(EngineError::Invalid(Invalid::Malformed))));
}

/// Whoever knew the old password could have made the code.
#[tokio::test]
async fn a_changed_password_ends_the_code() {
    for instance in Instance::each().await {
        let first = code(1);
        let (link, session, private) = with_code(&instance, &first).await;
        let current = current(&instance, &session, RECIPIENT_PASSWORD).await;
        let changed = guarding(&private);
        instance.engine.change_password(&session, current, changed, HERE).await.unwrap();
        assert_eq!(instance.engine.recovery_since(&session).await.unwrap(), None);
        let late = recover(&instance, &Identity::Locator(link), &first, &code(2)).await;
        assert!(matches!(late, Err(EngineError::WrongPassword)));
    }
}
