//! The second factor of accounts: set up, asked for, guessed at, lost, required.

use std::time::Duration;

use domain::{Blob, Email, NewCredential, Role, SecretBlob};
use engine::{
    Challenge, Engine, EngineError, FactorPolicy, FactorReset, Finished, Identity, Invalid, NewAccount,
    PendingSignIn, Session, SetUpSession, SignInStep,
};
use futures::future::join_all;
use relay::Relay;
use seal::{PasswordKeys, PendingSecret, PrivateKey, Salt, SessionSecret, TotpSecret};
use store::{Conn, pending_sign_ins, totps};

use crate::common::{HERE, Instance, SENDER_PASSWORD, new_credential};

const ANA: &str = "ana@example.org";
const EVE: &str = "eve@example.org";
const STEP: Duration = Duration::from_secs(30);
const OTHER_PASSWORD: &str = "seven violet umbrellas in may";

/// What somebody keeps who has set up a second factor.
struct Kept {
    app: TotpSecret,
    codes: Vec<String>,
}

#[tokio::test]
async fn a_code_is_asked_for_after_the_password() {
    for instance in Instance::each().await {
        let kept = set_up(&instance).await;
        let wrong = step(&instance.engine, ANA, "not this one at all").await;
        assert!(matches!(wrong.map(drop), Err(EngineError::WrongPassword)));
        assert_eq!(store::testing::count(&instance.store, "pending_sign_ins").await.unwrap(), 0);

        let pending = pending(&instance).await;
        let early = instance.engine.finish_sign_in(&pending.secret, "000000", HERE, "a test").await;
        assert!(matches!(early.map(drop), Err(EngineError::WrongCode)));
        let finished = finish(&instance, &pending, &code(&instance, &kept, 0)).await.unwrap();
        assert_eq!(finished.codes_left, None);
        let session = whole(&instance, finished).await;
        assert!(instance.engine.account(&session).unwrap().has_factor);
        let again = finish(&instance, &pending, &code(&instance, &kept, 1)).await;
        assert!(matches!(again.map(drop), Err(EngineError::SignedOut)), "a pending sign-in is of use once");
    }
}

/// Whoever has the password and the cookie of a pending sign-in reaches nothing with them, whichever cookie they call it.
#[tokio::test]
async fn a_pending_sign_in_is_no_session() {
    for instance in Instance::each().await {
        let kept = set_up(&instance).await;
        let (engine, pending) = (&instance.engine, pending(&instance).await);
        let as_session = SessionSecret::from_cookie(&pending.secret.to_cookie()).unwrap();
        assert!(engine.session(&as_session).await.unwrap().is_none());
        assert!(engine.session_unattended(&as_session).await.unwrap().is_none());
        assert!(engine.session_for_set_up(&as_session).await.unwrap().is_none());
        let private = PrivateKey::generate(&mut engine.entropy().rng());
        let wrapped = as_session.wrapping_key().wrap(private.id(), &private, &mut engine.entropy().rng());
        let attached = engine.attach(&as_session, Blob(wrapped)).await;
        assert!(matches!(attached, Err(EngineError::SignedOut)));
        engine.sign_out(&as_session).await.unwrap();
        // It is still what it was, and the session's secret is none of these.
        let finished = finish(&instance, &pending, &code(&instance, &kept, 0)).await.unwrap();
        let as_pending = PendingSecret::from_cookie(&finished.signed_in.secret.to_cookie()).unwrap();
        let crossed = engine.finish_sign_in(&as_pending, &code(&instance, &kept, 1), HERE, "a test").await;
        assert!(matches!(crossed.map(drop), Err(EngineError::SignedOut)));
        let step = step(engine, ANA, SENDER_PASSWORD).await.unwrap();
        assert!(matches!(step.whole().map(drop), Err(EngineError::CodeNeeded)));
    }
}

#[tokio::test]
async fn a_pending_sign_in_ends() {
    for instance in Instance::each().await {
        let kept = set_up(&instance).await;
        let late = pending(&instance).await;
        instance.clock.advance(Duration::from_secs(5 * 60));
        let refused = finish(&instance, &late, &code(&instance, &kept, 0)).await;
        assert!(matches!(refused.map(drop), Err(EngineError::SignedOut)));
        instance.engine.retain().await.unwrap();
        assert_eq!(store::testing::count(&instance.store, "pending_sign_ins").await.unwrap(), 0);

        // A new password ends those that the old one began.
        let begun = pending(&instance).await;
        let session = enter(&instance, &kept).await;
        change_password(&instance, &session).await;
        instance.clock.advance(STEP);
        let refused = finish(&instance, &begun, &code(&instance, &kept, 0)).await;
        assert!(matches!(refused.map(drop), Err(EngineError::SignedOut)));

        // And so does the end of the account, also one that comes in between.
        let SignInStep::Code(begun) = step(&instance.engine, ANA, OTHER_PASSWORD).await.unwrap() else {
            panic!("no code was asked for")
        };
        let hash = begun.secret.hash();
        let person = session.person;
        assert!(instance.engine.disable_account(&ANA.parse().unwrap()).await.unwrap());
        let ends_at = begun.ends_at;
        put_back(&instance, hash, person, ends_at).await;
        let refused = finish(&instance, &begun, &code(&instance, &kept, 0)).await;
        assert!(matches!(refused.map(drop), Err(EngineError::SignedOut)));
    }
}

#[tokio::test]
async fn a_time_step_is_of_use_once() {
    for instance in Instance::each().await {
        let kept = set_up(&instance).await;
        let used = code(&instance, &kept, 0);
        for attempt in 0..2 {
            let pending = pending(&instance).await;
            let done = finish(&instance, &pending, &used).await;
            assert_eq!(done.is_ok(), attempt == 0, "try {attempt}");
        }
        // Neither is an older one, though its time is not over; the next one is.
        let older = finish(&instance, &pending(&instance).await, &code(&instance, &kept, -1)).await;
        assert!(matches!(older.map(drop), Err(EngineError::WrongCode)));
        finish(&instance, &pending(&instance).await, &code(&instance, &kept, 1)).await.unwrap();
        let two_off = finish(&instance, &pending(&instance).await, &code(&instance, &kept, 2)).await;
        assert!(matches!(two_off.map(drop), Err(EngineError::WrongCode)));
    }
}

#[tokio::test]
async fn one_of_many_at_once_gets_in_with_a_code() {
    for instance in Instance::each().await {
        let kept = set_up(&instance).await;
        for used in [code(&instance, &kept, 0), kept.codes[0].clone()] {
            let mut begun = Vec::new();
            for _ in 0..12 {
                begun.push(pending(&instance).await);
            }
            let tries = begun.iter().map(|pending| finish(&instance, pending, &used));
            let done = join_all(tries).await;
            assert_eq!(done.iter().filter(|outcome| outcome.is_ok()).count(), 1);
            instance.clock.advance(Duration::from_secs(60 * 60));
        }
    }
}

#[tokio::test]
async fn guessing_is_slowed_also_at_once() {
    for instance in Instance::each().await {
        let kept = set_up(&instance).await;
        let pending = pending(&instance).await;
        let wrong = "zzzz-zzzz-zzzz";
        let done = join_all((0..40).map(|_| finish(&instance, &pending, wrong))).await;
        let looked_at = done.iter().filter(|outcome| matches!(outcome, Err(EngineError::WrongCode))).count();
        let slowed = done.iter().filter(|outcome| matches!(outcome, Err(EngineError::SlowDown(_)))).count();
        assert_eq!((looked_at, slowed), (5, 35));
        let right = finish(&instance, &pending, &code(&instance, &kept, 0)).await;
        assert!(matches!(right.map(drop), Err(EngineError::SlowDown(_))), "nor is a right one looked at");
        // The password is asked as before: its tries are counted by themselves.
        assert!(step(&instance.engine, ANA, SENDER_PASSWORD).await.is_ok());
        instance.clock.advance(STEP);
        finish(&instance, &pending, &code(&instance, &kept, 0)).await.unwrap();
        let malformed = finish(&instance, &pending, "12345").await;
        assert!(matches!(malformed.map(drop), Err(EngineError::Invalid(Invalid::Code))));
    }
}

#[tokio::test]
async fn a_recovery_code_is_of_use_once_and_new_ones_end_it() {
    for instance in Instance::each().await {
        let kept = set_up(&instance).await;
        assert_eq!(kept.codes.len(), 10);
        let used = finish(&instance, &pending(&instance).await, &kept.codes[3].to_uppercase()).await.unwrap();
        assert_eq!(used.codes_left, Some(9));
        let session = half(&instance, used).await;
        let again = finish(&instance, &pending(&instance).await, &kept.codes[3]).await;
        assert!(matches!(again.map(drop), Err(EngineError::WrongCode)));

        let (engine, password) = (&instance.engine, proof(&instance.engine, ANA, SENDER_PASSWORD).await);
        let wrong = proof(engine, ANA, OTHER_PASSWORD).await;
        let refused = engine.renew_backup_codes(&session, wrong, &kept.codes[4], HERE).await;
        assert!(matches!(refused.map(drop), Err(EngineError::WrongPassword)));
        let refused = engine.renew_backup_codes(&session, password.clone(), &kept.codes[3], HERE).await;
        assert!(matches!(refused.map(drop), Err(EngineError::WrongCode)));
        let renewed = engine.renew_backup_codes(&session, password, &kept.codes[4], HERE).await.unwrap();
        assert_eq!(engine.factor(&session).await.unwrap().codes_left, 10);
        let old = finish(&instance, &pending(&instance).await, &kept.codes[5]).await;
        assert!(matches!(old.map(drop), Err(EngineError::WrongCode)));
        finish(&instance, &pending(&instance).await, &renewed[0]).await.unwrap();

        let mails = mails(&instance).await;
        let count = |words: &str| mails.iter().filter(|mail| subject(mail).contains(words)).count();
        assert_eq!(
            (count("app was added"), count("code of your account was used"), count("New recovery")),
            (1, 3, 1)
        );
        assert_eq!(mails.len(), 5);
        assert_eq!(mails.iter().filter(|mail| mail.contains("There are 9 more.")).count(), 2, "of each ten");
        assert!(mails.iter().all(|mail| !kept.codes.iter().any(|code| mail.contains(code.as_str()))));
    }
}

#[tokio::test]
async fn setting_up_takes_the_password_and_a_first_code() {
    for instance in Instance::each().await {
        let (engine, session) = (&instance.engine, fresh(&instance, ANA).await);
        let wrong = proof(engine, ANA, OTHER_PASSWORD).await;
        let refused = engine.begin_totp(&session, wrong, HERE).await;
        assert!(matches!(refused.map(drop), Err(EngineError::WrongPassword)));
        let nothing = engine.confirm_totp(&session, "123456", HERE).await;
        assert!(matches!(nothing.map(drop), Err(EngineError::NotFound)));

        let password = proof(engine, ANA, SENDER_PASSWORD).await;
        let shown = engine.begin_totp(&session, password.clone(), HERE).await.unwrap();
        assert!(shown.uri.starts_with("otpauth://totp/Narwhal:ana%40example.org?secret="), "{}", *shown.uri);
        assert!(shown.uri.contains(&shown.secret.replace(' ', "")));
        // It counts for nothing yet.
        assert!(step(engine, ANA, SENDER_PASSWORD).await.unwrap().whole().is_ok());
        let wrong = other_than(&instance, &app(&shown.secret));
        assert!(matches!(
            engine.confirm_totp(&session, &wrong, HERE).await.map(drop),
            Err(EngineError::WrongCode)
        ));
        // Too late, or for the secret of an earlier set-up.
        let earlier = app(&shown.secret);
        let shown = engine.begin_totp(&session, password.clone(), HERE).await.unwrap();
        let first = earlier.code(TotpSecret::step_at(instance.clock.now())).expose();
        let refused = engine.confirm_totp(&session, &first, HERE).await;
        assert!(matches!(refused.map(drop), Err(EngineError::WrongCode)));
        let kept = Kept { app: app(&shown.secret), codes: Vec::new() };
        engine.confirm_totp(&session, &code(&instance, &kept, 0), HERE).await.unwrap();
        let second = engine.begin_totp(&session, password, HERE).await;
        assert!(matches!(second.map(drop), Err(EngineError::Conflict)), "one that counts is not replaced");
        let replayed = finish(&instance, &pending(&instance).await, &code(&instance, &kept, 0)).await;
        assert!(matches!(replayed.map(drop), Err(EngineError::WrongCode)), "the first code is used up");
    }
}

#[tokio::test]
async fn removing_takes_the_password_and_a_code() {
    for instance in Instance::each().await {
        let kept = set_up(&instance).await;
        let session = enter_half(&instance, &kept).await;
        let (engine, password) = (&instance.engine, proof(&instance.engine, ANA, SENDER_PASSWORD).await);
        instance.clock.advance(STEP);
        let now = code(&instance, &kept, 0);
        let wrong = proof(engine, ANA, OTHER_PASSWORD).await;
        let refused = engine.remove_totp(&session, wrong, &now, HERE).await;
        assert!(matches!(refused, Err(EngineError::WrongPassword)));
        let refused = engine.remove_totp(&session, password.clone(), "zzzz-zzzz-zzzz", HERE).await;
        assert!(matches!(refused, Err(EngineError::WrongCode)));
        engine.remove_totp(&session, password, &now, HERE).await.unwrap();
        assert!(step(engine, ANA, SENDER_PASSWORD).await.unwrap().whole().is_ok());
        let view = engine.factor(&enter_half_without(&instance).await).await.unwrap();
        assert_eq!((view.since, view.codes_left), (None, 0));
        assert!(mails(&instance).await.iter().any(|mail| subject(mail).contains("app was removed")));
    }
}

/// A secret is bound to its owner: in another account's row it opens nothing.
#[tokio::test]
async fn a_secret_moved_to_another_account_does_not_open() {
    for instance in Instance::each().await {
        let kept = set_up(&instance).await;
        let eve = fresh(&instance, EVE).await;
        let ana = enter(&instance, &kept).await.person;
        let password = proof(&instance.engine, EVE, SENDER_PASSWORD).await;
        instance.engine.begin_totp(&eve, password, HERE).await.unwrap();
        let stolen = instance.store.read(move |conn: &mut Conn| Box::pin(totps::by_person(conn, ana))).await;
        let (secret, now) = (stolen.unwrap().unwrap().secret, instance.clock.now());
        assert!(!secret.windows(20).any(|part| part == kept.app.as_bytes()));
        let eves = instance.engine.factor(&eve).await.unwrap().account.email;
        let eve_id = person(&instance, &eves).await;
        instance
            .store
            .write(move |conn: &mut Conn| {
                let secret = secret.clone();
                Box::pin(async move { totps::propose(conn, eve_id, &secret, now).await })
            })
            .await
            .unwrap();
        let refused = instance.engine.confirm_totp(&eve, &code(&instance, &kept, 1), HERE).await;
        assert!(matches!(refused.map(drop), Err(EngineError::Sealed(_))));
    }
}

#[tokio::test]
async fn an_operator_takes_a_lost_factor_away() {
    for instance in Instance::each().await {
        let kept = set_up(&instance).await;
        let engine = &instance.engine;
        let (secret, _) = attach(&instance, finish_now(&instance, &kept).await).await;
        let begun = pending(&instance).await;
        let nobody = engine.reset_factor(&"nobody@example.org".parse().unwrap()).await.unwrap();
        assert_eq!(nobody, FactorReset::NoAccount);
        let ana: Email = ANA.parse().unwrap();
        assert_eq!(engine.reset_factor(&ana).await.unwrap(), FactorReset::Done);
        assert_eq!(engine.reset_factor(&ana).await.unwrap(), FactorReset::HadNone);
        assert!(engine.session(&secret).await.unwrap().is_none(), "sessions end");
        let refused = finish(&instance, &begun, &kept.codes[0]).await;
        assert!(matches!(refused.map(drop), Err(EngineError::SignedOut)));
        assert!(!engine.accounts().await.unwrap()[0].has_factor);
        assert!(step(engine, ANA, SENDER_PASSWORD).await.unwrap().whole().is_ok());
        assert!(mails(&instance).await.iter().any(|mail| subject(mail).contains("was reset")));
    }
}

#[tokio::test]
async fn who_must_have_a_factor_does_nothing_before() {
    for instance in Instance::each().await {
        let engine = instance.another(9, |parts| parts.config.second_factor = FactorPolicy::Required).await;
        let mail = {
            let session = instance.sender().await;
            instance.engine.add_app_password(&session, "Mail").await.unwrap()
        };
        let signed_in = step(&engine, ANA, SENDER_PASSWORD).await.unwrap().whole().unwrap();
        let (secret, session) = attach_to(&engine, signed_in, SENDER_PASSWORD).await;
        assert!(matches!(engine.session(&secret).await.map(drop), Err(EngineError::FactorMissing)));
        assert!(matches!(
            engine.session_unattended(&secret).await.map(drop),
            Err(EngineError::FactorMissing)
        ));
        let view = engine.factor(&session).await.unwrap();
        assert!(view.demanded && view.since.is_none());
        // An app password sends, and reads nothing: it goes on.
        assert!(engine.sign_in_by_mail(ANA, &mail.password, HERE).await.is_ok());

        let shown =
            engine.begin_totp(&session, proof(&engine, ANA, SENDER_PASSWORD).await, HERE).await.unwrap();
        let first = app(&shown.secret).code(TotpSecret::step_at(instance.clock.now())).expose();
        engine.confirm_totp(&session, &first, HERE).await.unwrap();
        assert!(engine.session(&secret).await.unwrap().is_some(), "and then everything works");
        // Also for recipients, of whom no factor is demanded.
        let session = engine.session(&secret).await.unwrap().unwrap();
        instance.send(&session, &["+12114367789"], "hello").await;
        let link = instance.link("+12114367789").await;
        let (credential, private) = new_credential("otter-in-the-blue-bay");
        let claimed = engine.claim(&link, credential, None, "a test").await.unwrap();
        let wrapped =
            claimed.secret.wrapping_key().wrap(claimed.key_id, &private, &mut engine.entropy().rng());
        engine.attach(&claimed.secret, Blob(wrapped)).await.unwrap();
        assert!(engine.session(&claimed.secret).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn the_policy_may_be_for_administrators_only() {
    for instance in Instance::each().await {
        let engine = instance.another(9, |parts| parts.config.second_factor = FactorPolicy::Admins).await;
        for (email, role) in [(ANA, Role::Sender), (EVE, Role::Admin)] {
            add(&engine, email, role).await;
            let signed_in = step(&engine, email, SENDER_PASSWORD).await.unwrap().whole().unwrap();
            let (secret, _) = attach_to(&engine, signed_in, SENDER_PASSWORD).await;
            let stopped = matches!(engine.session(&secret).await, Err(EngineError::FactorMissing));
            assert_eq!(stopped, role == Role::Admin, "{email}");
        }
    }
}

/// Recipients' recovery codes set a password and begin a session: an account's would lead around its second factor.
#[tokio::test]
async fn an_account_has_no_recovery_code_of_the_other_kind() {
    for instance in Instance::each().await {
        let session = instance.sender().await;
        let new = engine::NewRecovery {
            proof: SecretBlob(vec![1; 32]),
            wrapped_private_key: Blob(vec![1; seal::WRAPPED_PRIVATE_KEY_LENGTH]),
        };
        let password = proof(&instance.engine, ANA, SENDER_PASSWORD).await;
        let refused = instance.engine.set_recovery(&session, password, new, HERE).await;
        assert!(matches!(refused, Err(EngineError::NotFound)));
        let identity = Identity::Email(ANA.parse().unwrap());
        let tried = instance.engine.try_recovery(&identity, &SecretBlob(vec![1; 32]), HERE).await;
        assert!(matches!(tried.map(drop), Err(EngineError::WrongPassword)));
    }
}

async fn add(engine: &Engine, email: &str, role: Role) {
    let new = NewAccount { email: email.parse().unwrap(), name: "Somebody".into(), role };
    engine.add_account(new, SENDER_PASSWORD).await.unwrap();
}

/// An account without a factor, signed in.
async fn fresh(instance: &Instance, email: &str) -> SetUpSession {
    add(&instance.engine, email, Role::Sender).await;
    let signed_in = step(&instance.engine, email, SENDER_PASSWORD).await.unwrap().whole().unwrap();
    attach_to(&instance.engine, signed_in, SENDER_PASSWORD).await.1
}

/// Ana with an authenticator app; its first code is of the step before the present one by the time this is done.
async fn set_up(instance: &Instance) -> Kept {
    let (engine, session) = (&instance.engine, fresh(instance, ANA).await);
    let shown = engine.begin_totp(&session, proof(engine, ANA, SENDER_PASSWORD).await, HERE).await.unwrap();
    let mut kept = Kept { app: app(&shown.secret), codes: Vec::new() };
    let codes = engine.confirm_totp(&session, &code(instance, &kept, 0), HERE).await.unwrap();
    kept.codes = codes.iter().map(|code| code.to_string()).collect();
    instance.clock.advance(STEP * 2);
    kept
}

/// The code that the app shows, so many steps from now.
fn code(instance: &Instance, kept: &Kept, later: i64) -> String {
    kept.app.code(TotpSecret::step_at(instance.clock.now()) + later).expose()
}

/// Six digits that are not the app's code for about now.
fn other_than(instance: &Instance, app: &TotpSecret) -> String {
    let now = TotpSecret::step_at(instance.clock.now());
    let codes: Vec<_> = (now - 1..=now + 1).map(|step| app.code(step).expose()).collect();
    (0..).map(|number| format!("{number:06}")).find(|text| !codes.contains(text)).unwrap()
}

/// Reads Base32 (RFC 4648, 6), as an app does.
fn app(shown: &str) -> TotpSecret {
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for letter in shown.chars().filter(|letter| *letter != ' ') {
        let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).unwrap();
        bits = bits << 5 | u32::try_from(value).unwrap();
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap());
        }
    }
    TotpSecret::from_slice(&bytes).unwrap()
}

async fn keys(engine: &Engine, email: &str, password: &str) -> PasswordKeys {
    let identity = Identity::Email(email.parse().unwrap());
    let Challenge { salt, kdf } = engine.challenge(&identity).await.unwrap();
    seal::derive(password, &Salt::from_slice(&salt.0).unwrap(), kdf).unwrap()
}

async fn proof(engine: &Engine, email: &str, password: &str) -> SecretBlob {
    SecretBlob(keys(engine, email, password).await.authentication.as_bytes().to_vec())
}

async fn step(engine: &Engine, email: &str, password: &str) -> Result<SignInStep, EngineError> {
    let identity = Identity::Email(email.parse().unwrap());
    engine.sign_in(&identity, proof(engine, email, password).await, HERE, "a test").await
}

async fn pending(instance: &Instance) -> PendingSignIn {
    match step(&instance.engine, ANA, SENDER_PASSWORD).await.unwrap() {
        SignInStep::Code(pending) => pending,
        SignInStep::Whole(_) => panic!("no code was asked for"),
    }
}

async fn finish(instance: &Instance, pending: &PendingSignIn, code: &str) -> Result<Finished, EngineError> {
    instance.engine.finish_sign_in(&pending.secret, code, HERE, "a test").await
}

async fn finish_now(instance: &Instance, kept: &Kept) -> Finished {
    finish(instance, &pending(instance).await, &code(instance, kept, 0)).await.unwrap()
}

async fn attach(instance: &Instance, finished: Finished) -> (SessionSecret, SetUpSession) {
    attach_to(&instance.engine, finished.signed_in, SENDER_PASSWORD).await
}

async fn attach_to(
    engine: &Engine,
    signed_in: engine::SignedIn,
    password: &str,
) -> (SessionSecret, SetUpSession) {
    let email = engine.accounts().await.unwrap();
    let mut private = None;
    for account in email {
        let keys = keys(engine, account.email.as_str(), password).await;
        let unwrapped = keys.wrapping.unwrap(signed_in.key_id, &signed_in.wrapped_private_key.0);
        private = private.or(unwrapped.ok());
    }
    let mut rng = engine.entropy().rng();
    let private = private.expect("the key of one of the accounts");
    let wrapped = signed_in.secret.wrapping_key().wrap(signed_in.key_id, &private, &mut rng);
    engine.attach(&signed_in.secret, Blob(wrapped)).await.unwrap();
    let session = engine.session_for_set_up(&signed_in.secret).await.unwrap().expect("a live session");
    (signed_in.secret, session)
}

async fn half(instance: &Instance, finished: Finished) -> SetUpSession {
    attach(instance, finished).await.1
}

async fn whole(instance: &Instance, finished: Finished) -> Session {
    let secret = attach(instance, finished).await.0;
    instance.engine.session(&secret).await.unwrap().expect("a whole session")
}

async fn enter(instance: &Instance, kept: &Kept) -> Session {
    whole(instance, finish_now(instance, kept).await).await
}

async fn enter_half(instance: &Instance, kept: &Kept) -> SetUpSession {
    half(instance, finish_now(instance, kept).await).await
}

async fn enter_half_without(instance: &Instance) -> SetUpSession {
    let signed_in = step(&instance.engine, ANA, SENDER_PASSWORD).await.unwrap().whole().unwrap();
    attach_to(&instance.engine, signed_in, SENDER_PASSWORD).await.1
}

async fn change_password(instance: &Instance, session: &Session) {
    let engine = &instance.engine;
    let keys = keys(engine, ANA, SENDER_PASSWORD).await;
    let current = SecretBlob(keys.authentication.as_bytes().to_vec());
    let (key_id, wrapped) = engine.wrapped_key(session, current.clone(), HERE).await.unwrap();
    let private = keys.wrapping.unwrap(key_id, &wrapped.0).unwrap();
    let (made, _) = new_credential(OTHER_PASSWORD);
    let salt = Salt::from_slice(&made.salt.0).unwrap();
    let new = seal::derive(OTHER_PASSWORD, &salt, made.kdf).unwrap();
    let credential = NewCredential {
        public_key: Blob(private.public_key().to_bytes()),
        wrapped_private_key: Blob(new.wrapping.wrap(key_id, &private, &mut engine.entropy().rng())),
        ..made
    };
    engine.change_password(session, current, credential, HERE).await.unwrap();
}

async fn put_back(
    instance: &Instance,
    hash: [u8; 32],
    person: domain::PersonId,
    ends_at: domain::UnixMillis,
) {
    instance
        .store
        .write(move |conn: &mut Conn| {
            Box::pin(async move { pending_sign_ins::insert(conn, &hash, person, ends_at).await })
        })
        .await
        .unwrap();
}

async fn person(instance: &Instance, email: &Email) -> domain::PersonId {
    let email = email.as_str().to_owned();
    let found = instance
        .store
        .read(move |conn: &mut Conn| Box::pin(async move { store::accounts::by_email(conn, &email).await }))
        .await;
    found.unwrap().unwrap().id
}

async fn mails(instance: &Instance) -> Vec<String> {
    while instance.engine.dispatch_reports().await.unwrap() > 0 {}
    let Relay::Memory(list) = &instance.relay else { panic!("another relay") };
    let list = list.lock().unwrap();
    assert!(list.iter().all(|mail| mail.to.as_str() == ANA));
    list.iter().map(|mail| String::from_utf8(mail.mail.clone()).unwrap()).collect()
}

fn subject(mail: &str) -> &str {
    mail.lines().find_map(|line| line.strip_prefix("Subject: ")).unwrap()
}
