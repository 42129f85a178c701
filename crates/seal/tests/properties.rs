//! Whatever is sealed opens again, and nothing opens that was damaged or moved.

#![cfg_attr(
    not(target_family = "wasm"),
    expect(clippy::unwrap_used, reason = "a helper of tests that panics is a failed test")
)]
#![cfg(not(target_family = "wasm"))]

use chacha20::{ChaCha20Rng, rand_core::SeedableRng};
use domain::{KeyId, MessageId};
use proptest::prelude::*;
use seal::{
    ArchiveShare, Chunk, DataKey, Locator, LocatorKey, MasterKeyRing, OpenError, PART_OVERHEAD,
    PUBLIC_KEY_LENGTH, Part, PrivateKey, PublicKey, Purpose, SEALED_DATA_KEY_LENGTH, Sealer, SessionKey,
    SessionSecret, WRAPPED_PRIVATE_KEY_LENGTH, WrappingKey, is_sealed_data_key, reseal,
};
use zeroize::Zeroizing;

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

fn message() -> impl Strategy<Value = MessageId> {
    any::<[u8; 16]>().prop_map(MessageId::from_bytes)
}

/// What somebody could do to stored bytes.
#[derive(Debug, Clone)]
enum Damage {
    FlipBit(prop::sample::Index, u8),
    Truncate(prop::sample::Index),
    DropFirst,
    Append(u8),
    Algorithm(u8),
    Nothing,
}

impl Damage {
    fn apply(&self, sealed: &[u8]) -> Vec<u8> {
        let mut bytes = sealed.to_vec();
        match self {
            Self::FlipBit(at, bit) => bytes[at.index(sealed.len())] ^= 1 << bit,
            Self::Truncate(at) => bytes.truncate(at.index(sealed.len())),
            Self::DropFirst => drop(bytes.remove(0)),
            Self::Append(byte) => bytes.push(*byte),
            Self::Algorithm(id) => bytes[0] = bytes[0].wrapping_add(*id),
            Self::Nothing => bytes.clear(),
        }
        bytes
    }
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        6 => (any::<prop::sample::Index>(), 0_u8..8).prop_map(|(at, bit)| Damage::FlipBit(at, bit)),
        2 => any::<prop::sample::Index>().prop_map(Damage::Truncate),
        1 => Just(Damage::DropFirst),
        1 => any::<u8>().prop_map(Damage::Append),
        1 => (1_u8..=255).prop_map(Damage::Algorithm),
        1 => Just(Damage::Nothing),
    ]
}

fn plain(opened: Result<Zeroizing<Vec<u8>>, OpenError>) -> Result<Vec<u8>, OpenError> {
    opened.map(|bytes| bytes.to_vec())
}

/// A key pair and the id of its public half.
fn person(seed: u64) -> (PrivateKey, KeyId) {
    let private_key = PrivateKey::generate(&mut rng(seed));
    let id = private_key.public_key().id();
    (private_key, id)
}

fn wrapping_key(byte: u8) -> WrappingKey {
    let salt = seal::Salt::from_slice(&[byte; 16]).unwrap();
    let cheapest = domain::KdfParams { memory_kib: 19 * 1024, iterations: 2, parallelism: 1 };
    seal::derive("olive lantern", &salt, cheapest).unwrap().wrapping
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn parts_open_again(id in message(), text in prop::collection::vec(any::<u8>(), 0..600), seed in any::<u64>()) {
        let key = DataKey::generate(&mut rng(seed));
        for part in Part::ALL {
            let sealed = key.seal(id, *part, &text, &mut rng(seed));
            prop_assert_eq!(sealed.len(), text.len() + PART_OVERHEAD);
            prop_assert_eq!(plain(key.open(id, *part, &sealed)), Ok(text.clone()));
        }
    }

    #[test]
    fn damaged_or_moved_parts_stay_closed(
        id in message(), other in message(), text in prop::collection::vec(any::<u8>(), 0..200),
        seed in any::<u64>(), damage in damage(),
    ) {
        prop_assume!(id != other);
        let key = DataKey::generate(&mut rng(seed));
        let sealed = key.seal(id, Part::Body, &text, &mut rng(!seed));
        prop_assert_eq!(key.open(id, Part::Body, &damage.apply(&sealed)), Err(OpenError));
        prop_assert_eq!(key.open(other, Part::Body, &sealed), Err(OpenError));
        prop_assert_eq!(key.open(id, Part::Subject, &sealed), Err(OpenError));
        prop_assert_eq!(DataKey::generate(&mut rng(!seed)).open(id, Part::Body, &sealed), Err(OpenError));
    }

    #[test]
    fn an_archive_key_opens_with_both_halves_only(
        id in message(), seed in any::<u64>(), pad in any::<u64>(), damage in damage(),
    ) {
        let (archive, _) = person(seed);
        let data_key = DataKey::generate(&mut rng(pad));
        let sealed = archive.public_key().seal_data_key(id, &data_key, &mut rng(seed));
        let halves = ArchiveShare::halves(&archive, &mut rng(pad)).map(|half| half.to_text());
        let read = |text: &str| ArchiveShare::parse(text).unwrap();
        let joined = ArchiveShare::join(&[read(&halves[1]), read(&halves[0])]).unwrap();
        prop_assert_eq!(joined.open_data_key(id, &sealed), Ok(data_key));
        // Neither half is the seed, and other halves of the same key do not fit.
        let others = ArchiveShare::halves(&archive, &mut rng(!pad)).map(|half| half.to_text());
        prop_assert!(ArchiveShare::join(&[read(&halves[0]), read(&others[1])]).is_err());
        for half in &halves {
            prop_assert!(ArchiveShare::join(&[read(half)]).is_err());
            let damaged = damage.apply(half.as_bytes());
            let Ok(text) = std::str::from_utf8(&damaged) else { continue };
            let is_same = text.split_ascii_whitespace().eq(half.split_ascii_whitespace());
            prop_assert!(is_same || ArchiveShare::parse(text).map_or(true, |share| share == read(half)));
        }
    }

    #[test]
    fn data_keys_open_for_their_person_only(
        id in message(), other in message(), seed in any::<u64>(), damage in damage(),
    ) {
        prop_assume!(id != other);
        let (person, _) = person(seed);
        let key = DataKey::generate(&mut rng(seed));
        let sealed = person.public_key().seal_data_key(id, &key, &mut rng(seed));
        prop_assert!(sealed.len() == SEALED_DATA_KEY_LENGTH && is_sealed_data_key(&sealed));
        prop_assert!(!is_sealed_data_key(&sealed[1..]));
        prop_assert_eq!(person.open_data_key(id, &sealed), Ok(key));
        prop_assert_eq!(person.open_data_key(id, &damage.apply(&sealed)), Err(OpenError));
        prop_assert_eq!(person.open_data_key(other, &sealed), Err(OpenError));
        prop_assert_eq!(PrivateKey::generate(&mut rng(!seed)).open_data_key(id, &sealed), Err(OpenError));
    }

    #[test]
    fn a_sealer_seals_each_data_key_by_itself(
        id in message(), other in message(), seed in any::<u64>(), damage in damage(),
    ) {
        prop_assume!(id != other);
        let (person, _) = person(seed);
        let (one, two) = (DataKey::generate(&mut rng(seed)), DataKey::generate(&mut rng(!seed)));
        let sealer = Sealer::new(&person.public_key(), &mut rng(seed));
        let sealed = sealer.seal_data_key(id, &one, &mut rng(seed));
        let sealed_too = sealer.seal_data_key(other, &two, &mut rng(seed));
        prop_assert_eq!(person.open_data_key(id, &sealed), Ok(one));
        prop_assert_eq!(person.open_data_key(other, &sealed_too), Ok(two));
        prop_assert_eq!(person.open_data_key(other, &sealed), Err(OpenError));
        prop_assert_eq!(person.open_data_key(id, &damage.apply(&sealed)), Err(OpenError));
        prop_assert_eq!(PrivateKey::generate(&mut rng(!seed)).open_data_key(id, &sealed), Err(OpenError));
        // The halves of two seals that share the encapsulation do not make a third.
        let mixed = [&sealed[..sealed.len() - 60], &sealed_too[sealed_too.len() - 60..]].concat();
        prop_assert_eq!(person.open_data_key(id, &mixed), Err(OpenError));
        prop_assert_eq!(sealed[1..1121] == sealed_too[1..1121], true);
    }

    #[test]
    fn resealing_moves_a_data_key(id in message(), seed in any::<u64>()) {
        let ((waiting, _), (recipient, _)) = (person(seed), person(!seed));
        let key = DataKey::generate(&mut rng(seed));
        let sealed = waiting.public_key().seal_data_key(id, &key, &mut rng(seed));
        let resealed = reseal(id, &sealed, &waiting, &recipient.public_key(), &mut rng(seed)).unwrap();
        prop_assert_eq!(recipient.open_data_key(id, &resealed), Ok(key));
        prop_assert_eq!(waiting.open_data_key(id, &resealed), Err(OpenError));
        let wrong = reseal(id, &sealed, &recipient, &waiting.public_key(), &mut rng(seed));
        prop_assert_eq!(wrong, Err(OpenError));
    }

    #[test]
    fn keys_are_written_and_read(seed in any::<u64>(), damage in damage()) {
        let (private_key, id) = person(seed);
        let public_key = private_key.public_key();
        prop_assert_eq!(public_key.to_bytes().len(), PUBLIC_KEY_LENGTH);
        prop_assert_eq!(PublicKey::from_bytes(&public_key.to_bytes()).unwrap().id(), id);
        prop_assert_eq!(PrivateKey::from_bytes(&private_key.to_bytes()).unwrap().public_key(), public_key.clone());
        // A key with a flipped bit may still be a key, but never the same one.
        let damaged = PublicKey::from_bytes(&damage.apply(&public_key.to_bytes()));
        prop_assert!(damaged.is_err() || damaged.unwrap().id() != id);
    }

    #[test]
    fn reading_keys_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..64), id in any::<u8>()) {
        let _ = PublicKey::from_bytes(&bytes);
        let _ = PrivateKey::from_bytes(&bytes);
        let long = [&[id], [0xff; 1216].as_slice()].concat();
        prop_assert!(PublicKey::from_bytes(&long).is_err());
    }

    #[test]
    fn session_wraps_open_for_their_session_and_owner(seed in any::<u64>(), damage in damage()) {
        let (private_key, id) = person(seed);
        let (_, other_id) = person(!seed);
        let secret = SessionSecret::generate(&mut rng(seed));
        let key = SessionKey::from_slice(secret.wrapping_key().as_bytes()).unwrap();
        let wrapped = key.wrap(id, &private_key, &mut rng(seed));
        prop_assert_eq!(wrapped.len(), WRAPPED_PRIVATE_KEY_LENGTH);
        prop_assert_eq!(key.unwrap(id, &wrapped).unwrap().expand().unwrap().id(), id);
        // What is wrapped in somebody else's name unwraps, and is found out before it opens anything.
        let foreign = key.wrap(other_id, &private_key, &mut rng(seed));
        prop_assert_eq!(key.unwrap(other_id, &foreign).unwrap().expand().err(), Some(OpenError));
        prop_assert_eq!(key.unwrap(id, &damage.apply(&wrapped)).err(), Some(OpenError));
        prop_assert_eq!(key.unwrap(other_id, &wrapped).err(), Some(OpenError));
        let other = SessionSecret::generate(&mut rng(!seed)).wrapping_key();
        prop_assert_eq!(other.unwrap(id, &wrapped).err(), Some(OpenError));
    }

    #[test]
    fn cookies_round_trip(seed in any::<u64>(), text in "\\PC{0,60}") {
        let secret = SessionSecret::generate(&mut rng(seed));
        let read = SessionSecret::from_cookie(&secret.to_cookie()).unwrap();
        prop_assert_eq!(secret.to_cookie().len(), 43);
        prop_assert_eq!(read.hash(), secret.hash());
        prop_assert!(secret.wrapping_key().as_bytes() != &secret.hash());
        prop_assert!(SessionSecret::from_cookie(&text).is_none_or(|secret| secret.to_cookie() == text));
    }

    #[test]
    fn master_wraps_open_for_their_purpose_and_row(
        row in prop::collection::vec(any::<u8>(), 0..40), other in prop::collection::vec(any::<u8>(), 0..40),
        text in prop::collection::vec(any::<u8>(), 0..300), seed in any::<u64>(), damage in damage(),
    ) {
        let ring = MasterKeyRing::generate(&mut rng(seed));
        for purpose in Purpose::ALL {
            let wrapped = ring.wrap(*purpose, &row, &text, &mut rng(seed));
            prop_assert_eq!(plain(ring.unwrap(*purpose, &row, &wrapped)), Ok(text.clone()));
            prop_assert_eq!(ring.unwrap(*purpose, &row, &damage.apply(&wrapped)), Err(OpenError));
            prop_assert!(row == other || ring.unwrap(*purpose, &other, &wrapped).is_err());
            for wrong in Purpose::ALL.iter().filter(|wrong| *wrong != purpose) {
                prop_assert_eq!(ring.unwrap(*wrong, &row, &wrapped), Err(OpenError));
            }
            let stranger = MasterKeyRing::generate(&mut rng(!seed));
            prop_assert_eq!(stranger.unwrap(*purpose, &row, &wrapped), Err(OpenError));
        }
    }

    #[test]
    fn master_keys_rotate(text in prop::collection::vec(any::<u8>(), 0..100), seed in any::<u64>()) {
        let mut rng = rng(seed);
        let mut ring = MasterKeyRing::generate(&mut rng);
        let old = ring.wrap(Purpose::PhoneNumber, b"row", &text, &mut rng);
        prop_assert!(!ring.needs_rewrap(&old));
        prop_assert_eq!(ring.add_version(&mut rng), 2);
        let new = ring.wrap(Purpose::PhoneNumber, b"row", &text, &mut rng);
        prop_assert!(ring.needs_rewrap(&old) && !ring.needs_rewrap(&new) && ring.needs_rewrap(b""));

        let mut read = MasterKeyRing::parse(&ring.to_text()).unwrap();
        prop_assert_eq!(plain(read.unwrap(Purpose::PhoneNumber, b"row", &old)), Ok(text.clone()));
        // The same bytes under the other version's number.
        let relabelled = [&old[..1], &2_u32.to_be_bytes(), &old[5..]].concat();
        prop_assert_eq!(read.unwrap(Purpose::PhoneNumber, b"row", &relabelled), Err(OpenError));
        read.drop_old_versions();
        prop_assert_eq!(read.unwrap(Purpose::PhoneNumber, b"row", &old), Err(OpenError));
        prop_assert_eq!(plain(read.unwrap(Purpose::PhoneNumber, b"row", &new)), Ok(text.clone()));
    }

    #[test]
    fn master_key_texts_never_panic(text in "\\PC{0,100}", lines in "(narwhal-master-key [0-9]{0,8} [0-9a-f]{60,66}\n){0,3}") {
        let _ = MasterKeyRing::parse(&text);
        let _ = MasterKeyRing::parse(&lines);
    }

    #[test]
    fn locators_round_trip(key in any::<[u8; 32]>(), delivery in any::<[u8; 16]>(), text in "[A-Za-z0-9_-]{22}") {
        let key = LocatorKey::from_slice(&key).unwrap();
        let locator = Locator::derive(&key, domain::DeliveryId::from_bytes(delivery));
        prop_assert_eq!(locator.to_string().parse(), Ok(locator));
        if let Ok(read) = text.parse::<Locator>() {
            prop_assert_eq!(read.to_string(), text);
        }
    }
}

proptest! {
    /// A piece of an attachment opens in its own place only: not as another attachment's, not earlier or later, and
    /// not as the end of what goes on.
    #[test]
    fn a_chunk_opens_in_its_place_only(text: Vec<u8>, at: (u32, u32, bool), other: (u32, u32, bool), seed: u64) {
        let chunk = |(attachment, number, is_last)| Chunk { attachment, number, is_last };
        let (key, id) = (DataKey::generate(&mut rng(seed)), MessageId::from_bytes([1; 16]));
        let sealed = key.seal_chunk(id, chunk(at), &text, &mut rng(!seed));
        prop_assert_eq!(&**key.open_chunk(id, chunk(at), &sealed).unwrap(), &text);
        prop_assert_eq!(key.open_chunk(id, chunk(other), &sealed).is_ok(), at == other);
        prop_assert!(key.open_chunk(id, chunk((at.0, at.1, !at.2)), &sealed).is_err());
        prop_assert!(key.open_chunk(MessageId::from_bytes([2; 16]), chunk(at), &sealed).is_err());
        prop_assert!(key.open(id, Part::Body, &sealed).is_err());
    }
}

#[test]
fn password_wraps_open_for_their_password_and_owner() {
    let ((private_key, id), (_, other_id)) = (person(1), person(2));
    let (key, other_key) = (wrapping_key(1), wrapping_key(2));
    let wrapped = key.wrap(id, &private_key, &mut rng(3));
    assert_eq!(wrapped.len(), WRAPPED_PRIVATE_KEY_LENGTH);
    assert_eq!(key.unwrap(id, &wrapped).unwrap().public_key().id(), id);
    assert_eq!(key.unwrap(other_id, &wrapped).err(), Some(OpenError));
    assert_eq!(other_key.unwrap(id, &wrapped).err(), Some(OpenError));
    for at in 0..wrapped.len() * 8 {
        let mut damaged = wrapped.clone();
        damaged[at / 8] ^= 1 << (at % 8);
        assert_eq!(key.unwrap(id, &damaged).err(), Some(OpenError), "bit {at}");
    }
    for length in 0..wrapped.len() {
        assert_eq!(key.unwrap(id, &wrapped[..length]).err(), Some(OpenError), "{length} bytes");
    }
}

/// Somebody who can write to the database and knows a key cannot pass off another key pair as the owner's.
#[test]
fn a_wrapped_stranger_is_not_the_owner() {
    let ((stranger, _), (_, owner_id)) = (person(1), person(2));
    let key = SessionSecret::generate(&mut rng(3)).wrapping_key();
    let wrapped = key.wrap(owner_id, &stranger, &mut rng(4));
    assert_eq!(
        key.unwrap(owner_id, &wrapped).and_then(|unwrapped| unwrapped.expand()).err(),
        Some(OpenError)
    );
}

/// A private key wrapped for one use does not open as the other's, even under the same 32 bytes.
#[test]
fn one_seal_is_not_taken_for_another() {
    let (private_key, id) = person(1);
    let ring = MasterKeyRing::generate(&mut rng(2));
    let session = SessionSecret::generate(&mut rng(3)).wrapping_key();
    let by_session = session.wrap(id, &private_key, &mut rng(4));
    let by_master = ring.wrap(Purpose::AtRestKey, id.as_bytes(), &private_key.to_bytes(), &mut rng(5));
    assert!(session.unwrap(id, &by_master).is_err());
    assert!(ring.unwrap(Purpose::AtRestKey, id.as_bytes(), &by_session).is_err());
    assert!(private_key.open_data_key(MessageId::from_bytes([0; 16]), &by_session).is_err());
}
