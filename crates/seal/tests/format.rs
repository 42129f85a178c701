//! What was sealed by an earlier release must open with this one. So the bytes are pinned: with the same keys and the
//! same randomness, the same bytes. A test here that fails means that stored messages cannot be opened any more.

#![cfg_attr(
    target_family = "wasm",
    expect(clippy::unwrap_used, reason = "clippy does not know that these are tests too")
)]

use chacha20::{ChaCha20Rng, rand_core::SeedableRng};
use domain::{DeliveryId, KdfParams, KeyId, MessageId, PersonId};
use seal::{
    AppPassword, ArchiveShare, BackupCode, Chunk, DataKey, FakeSaltKey, IndexKey, Locator, LocatorKey,
    MasterKeyRing, PASSKEY_PRF_INPUT, Part, PasskeyKey, PendingSecret, Pepper, PrivateKey, Purpose,
    RecoveryCode, Salt, Sealer, SessionSecret, archive_public_text, derive, derive_passcode,
};
use sha2::{Digest, Sha256};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const MESSAGE: MessageId = MessageId::from_bytes([1; 16]);

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::from_seed([5; 32])
}

/// The first eight bytes of the SHA-256.
fn print(bytes: impl AsRef<[u8]>) -> String {
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn content() {
    let key = DataKey::generate(&mut rng());
    assert_eq!(print(key.seal(MESSAGE, Part::Subject, b"text", &mut rng())), "8bd408d72df8cf3d");
    assert_eq!(print(key.seal(MESSAGE, Part::Body, b"text", &mut rng())), "26fb84c2ce0802d1");
    assert_eq!(print(key.seal(MESSAGE, Part::Html, b"text", &mut rng())), "f94c8bb9e297142c");
    assert_eq!(print(key.seal(MESSAGE, Part::Manifest, b"text", &mut rng())), "d7d086f111c3bf47");
    let chunk = Chunk { attachment: 1, number: 2, is_last: true };
    assert_eq!(print(key.seal_chunk(MESSAGE, chunk, b"text", &mut rng())), "b10ede8dbdd59015");
}

#[test]
fn people() {
    let private_key = PrivateKey::generate(&mut rng());
    let public_key = private_key.public_key();
    let key = DataKey::generate(&mut rng());
    assert_eq!(print(private_key.to_bytes()), "4e1afc17d2b12adf");
    assert_eq!(print(public_key.to_bytes()), "67d227698ec2c155");
    assert_eq!(public_key.id().to_string(), "67d227698ec2c1555b28e90ac0c0abad");
    assert_eq!(print(public_key.seal_data_key(MESSAGE, &key, &mut rng())), "91dfb59929d0ce0a");
    let sealer = Sealer::new(&public_key, &mut rng());
    assert_eq!(print(sealer.seal_data_key(MESSAGE, &key, &mut rng())), "0e5823d017620770");
}

#[test]
fn archive_keys() {
    let mut rng = rng();
    let key = PrivateKey::generate(&mut rng);
    let [a, b] = ArchiveShare::halves(&key, &mut rng);
    assert_eq!(
        [
            print(ArchiveShare::whole(&key).to_text().as_bytes()),
            print(a.to_text().as_bytes()),
            print(b.to_text().as_bytes()),
            print(archive_public_text(&key.public_key())),
        ],
        ["ec15b5c35723a06d", "21633070bdce2c47", "df28ab72a8e13211", "6a97eb219b02d88d"]
    );
}

#[test]
fn passwords() {
    let private_key = PrivateKey::generate(&mut rng());
    let id = private_key.public_key().id();
    let salt = Salt::from_slice(&[2; 16]).unwrap();
    let keys = derive("olive lantern", &salt, KdfParams::INITIAL).unwrap();
    let pepper = Pepper::from_slice(&[3; 32]).unwrap();
    assert_eq!(print(keys.authentication.as_bytes()), "daf3e52c49f821b1");
    assert_eq!(
        print(keys.authentication.verifier(&pepper, PersonId::from_bytes([4; 16]))),
        "d914ef4f3f4ff5f1"
    );
    assert_eq!(print(keys.wrapping.wrap(id, &private_key, &mut rng())), "ace81320cae883d5");
    let fake = FakeSaltKey::from_slice(&[6; 32]).unwrap();
    assert_eq!(print(Salt::fake(&fake, b"somebody").as_bytes()), "5a0a59028db5c087");
}

#[test]
fn recovery_codes() {
    let private_key = PrivateKey::generate(&mut rng());
    let code = RecoveryCode::parse("0123-4567-89ab-cdef-ghjk-mnpq").unwrap();
    let keys = code.keys();
    let (person, pepper) = (PersonId::from_bytes([4; 16]), Pepper::from_slice(&[3; 32]).unwrap());
    assert_eq!(
        [
            print(keys.proof.as_bytes()),
            print(keys.proof.verifier(&pepper, person)),
            print(keys.wrapping.wrap(private_key.id(), &private_key, &mut rng())),
        ],
        ["3caa410bc9157fe5", "f59be3e6f146ae0b", "3a155e4487455601"]
    );
}

#[test]
fn passkeys() {
    let private_key = PrivateKey::generate(&mut rng());
    let key = PasskeyKey::from_prf(&[2; 32]).unwrap();
    assert_eq!(PASSKEY_PRF_INPUT, b"narwhal/1 passkey");
    assert_eq!(print(key.wrap(private_key.id(), &private_key, &mut rng())), "91c9cca218b6419c");
}

#[test]
fn passcodes() {
    let salt = Salt::from_slice(&[2; 16]).unwrap();
    let keys = derive_passcode("olivelantern", MESSAGE, &salt, KdfParams::INITIAL).unwrap();
    let (person, pepper) = (PersonId::from_bytes([4; 16]), Pepper::from_slice(&[3; 32]).unwrap());
    let key = DataKey::generate(&mut rng());
    assert_eq!(
        [
            print(keys.proof.as_bytes()),
            print(keys.proof.verifier(&pepper, person, MESSAGE)),
            print(keys.wrapping.as_bytes()),
            print(keys.wrapping.wrap(MESSAGE, &key, &mut rng())),
        ],
        ["bb801c4df53072b6", "327da38071b150c8", "766111d05835e81e", "b50cfc9eb87c038a"]
    );
}

#[test]
fn sessions() {
    let private_key = PrivateKey::generate(&mut rng());
    let secret = SessionSecret::generate(&mut rng());
    assert_eq!(print(secret.to_cookie()), "fb231e549542feb0");
    assert_eq!(print(secret.hash()), "07eec67a71e9a4c3");
    assert_eq!(print(PendingSecret::generate(&mut rng()).hash()), "05cedd2188d20dab");
    assert_eq!(
        print(secret.wrapping_key().wrap(private_key.public_key().id(), &private_key, &mut rng())),
        "aeb53d6461a89de6"
    );
}

#[test]
fn instance() {
    let ring = MasterKeyRing::generate(&mut rng());
    assert_eq!(print(ring.to_text().as_bytes()), "48a1bb27ebeffd79");
    let wraps: Vec<_> =
        Purpose::ALL.iter().map(|purpose| print(ring.wrap(*purpose, b"row", b"text", &mut rng()))).collect();
    assert_eq!(
        wraps,
        [
            "648a3632ab7da770",
            "b4c236ade06a0d31",
            "49654947902e1aeb",
            "9a1f7820b23a75cf",
            "b174708dd91f58ac",
            "e3cd7b06811dbb41",
            "c294264ed580798c",
            "d34b4a94cdca4913",
            "a29579937560bb55",
            "4c6a9550e1c68cbf",
            "a33addbb2bfae1db",
            "fd9e30ae4874408d",
            "b1a215bf1c6076fb",
            "9f4d465c040f0a80",
            "d69c112d0df334b6"
        ]
    );
}

#[test]
fn locators_and_indexes() {
    let locator =
        Locator::derive(&LocatorKey::from_slice(&[7; 32]).unwrap(), DeliveryId::from_bytes([8; 16]));
    assert_eq!(locator.to_string(), "xHTKfG1ee-2DKwxK0_iaNw");
    assert_eq!(print(locator.hash()), "bb187c5feab10238");
    let index = IndexKey::from_slice(&[9; 32]).unwrap();
    assert_eq!(print(index.phone(&"+12114367789".parse().unwrap())), "a7ebd537eb68ac12");
    assert_eq!(print(index.last_four("7789")), "f2e09eb41bfe62e8");
    assert_eq!(print(index.throttle("address", b"127.0.0.1")), "8c0fca862dfa9db9");
    assert_eq!(print(index.passkey_handle(KeyId::from_bytes([4; 16]))), "735a57ff101acee1");
    let mail = index.mail(PersonId::from_bytes([4; 16]), "a@b", &"+12114367789".parse().unwrap());
    assert_eq!(print(mail), "26a62d02d635c34c");
    let password = AppPassword::parse("0123-4567-89ab-cdef-ghjk-mnpq").unwrap();
    assert_eq!(print(password.hash(&Pepper::from_slice(&[3; 32]).unwrap())), "7db856ae0cb9d441");
    let code = BackupCode::parse("0123-4567-89ab").unwrap();
    let pepper = Pepper::from_slice(&[3; 32]).unwrap();
    assert_eq!(print(code.hash(&pepper, PersonId::from_bytes([4; 16]))), "0f88ab3438d0af2a");
}
