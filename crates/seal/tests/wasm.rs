//! The whole path of a message, by the same code natively and in WebAssembly (there in node:
//! `cargo test -p seal --target wasm32-unknown-unknown --test wasm`, with wasm-bindgen's test runner).

#![cfg_attr(
    target_family = "wasm",
    expect(clippy::unwrap_used, reason = "clippy does not know that these are tests too")
)]

use chacha20::{ChaCha20Rng, rand_core::SeedableRng};
use domain::{KdfParams, MessageId, PersonId};
use seal::{
    DataKey, Part, Pepper, PrivateKey, PublicKey, Salt, SessionSecret, Strength, WrappingKey, assess, derive,
    reseal,
};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const PASSWORD: &str = "olive lantern walks north";
const MESSAGE: MessageId = MessageId::from_bytes([1; 16]);

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

#[test]
fn from_the_sender_to_the_recipient() {
    // The sender seals to the waiting key, the number being unclaimed.
    let waiting = PrivateKey::generate(&mut rng(1));
    let waiting_public = PublicKey::from_bytes(&waiting.public_key().to_bytes()).unwrap();
    let data_key = DataKey::generate(&mut rng(2));
    let body = data_key.seal(MESSAGE, Part::Body, "Your results are in: all well.".as_bytes(), &mut rng(3));
    let for_waiting = waiting_public.seal_data_key(MESSAGE, &data_key, &mut rng(4));

    // The recipient claims: chooses a password and makes a key pair, all in the browser.
    assert_eq!(assess(PASSWORD, 8), Strength::Strong);
    let salt = Salt::generate(&mut rng(5));
    let keys = derive(PASSWORD, &salt, KdfParams::INITIAL).unwrap();
    let private_key = PrivateKey::generate(&mut rng(6));
    let id = private_key.public_key().id();
    let wrapped = keys.wrapping.wrap(id, &private_key, &mut rng(7));
    let pepper = Pepper::generate(&mut rng(8));
    let verifier = keys.authentication.verifier(&pepper, PersonId::from_bytes([2; 16]));

    // The server re-seals what waited.
    let for_recipient =
        reseal(MESSAGE, &for_waiting, &waiting, &private_key.public_key(), &mut rng(9)).unwrap();

    // The recipient comes back: the browser unwraps and re-wraps for the session, the server opens.
    let keys = derive(PASSWORD, &salt, KdfParams::INITIAL).unwrap();
    assert!(keys.authentication.verify(&pepper, PersonId::from_bytes([2; 16]), &verifier));
    let secret = SessionSecret::generate(&mut rng(10));
    let private_key = keys.wrapping.unwrap(id, &wrapped).unwrap();
    let attached = secret.wrapping_key().wrap(id, &private_key, &mut rng(11));
    let secret = SessionSecret::from_cookie(&secret.to_cookie()).unwrap();
    let private_key = secret.wrapping_key().unwrap(id, &attached).unwrap().expand().unwrap();
    let data_key = private_key.open_data_key(MESSAGE, &for_recipient).unwrap();
    let opened = data_key.open(MESSAGE, Part::Body, &body).unwrap();
    assert_eq!(opened.as_slice(), "Your results are in: all well.".as_bytes());
}

#[test]
fn a_wrong_password_opens_nothing() {
    let salt = Salt::generate(&mut rng(1));
    let private_key = PrivateKey::generate(&mut rng(2));
    let id = private_key.public_key().id();
    let wrapping =
        |password| -> WrappingKey { derive(password, &salt, KdfParams::INITIAL).unwrap().wrapping };
    let wrapped = wrapping(PASSWORD).wrap(id, &private_key, &mut rng(3));
    assert!(wrapping("olive lantern walks south").unwrap(id, &wrapped).is_err());
    assert!(wrapping(PASSWORD).unwrap(id, &wrapped).is_ok());
}

#[test]
fn damage_is_noticed() {
    let private_key = PrivateKey::generate(&mut rng(1));
    let data_key = DataKey::generate(&mut rng(2));
    let mut sealed = private_key.public_key().seal_data_key(MESSAGE, &data_key, &mut rng(3));
    sealed[700] ^= 1;
    assert!(private_key.open_data_key(MESSAGE, &sealed).is_err());
    let mut body = data_key.seal(MESSAGE, Part::Body, b"text", &mut rng(4));
    assert!(data_key.open(MESSAGE, Part::Subject, &body).is_err());
    body[15] ^= 1;
    assert!(data_key.open(MESSAGE, Part::Body, &body).is_err());
}
