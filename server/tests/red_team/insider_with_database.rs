//! An insider with a copy of the database and the master key: what that opens, with all that the server itself could try.

use std::{fs, path::Path, sync::Arc, time::Duration};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use bench::client::{Behind, new_credential, now};
use domain::{Blob, KdfParams, KeyId, MessageId, PasscodeSalt, PersonId, PhoneNumber, SecretBlob};
use engine::{
    ClientAddress, Clock, Engine, EngineConfig, EngineError, EngineParts, Entropy, Identity, LinkState,
    Session, SignInStep, SignedIn, simulator::Inbox,
};
use seal::{
    DataKey, IndexKey, Locator, MasterKeyRing, Part, PasscodeKey, PrivateKey, Purpose,
    SEALED_DATA_KEY_LENGTH, Salt, SessionKey, SessionSecret,
};
use sms::{
    Gateway, Simulator,
    routes::{RouteSettings, Routes},
};
use store::{
    Conn, Store, StoreError, credentials, credentials::Credential, instance, messages, messages::Message,
    passcodes, passcodes::Passcode, recipients, sealed_keys, sealed_keys::SealedKey, sessions,
    sessions::Session as SessionRow, waiting_keys,
};
use tempfile::TempDir;

use crate::world::{OWNERS, SPOKEN, THEIRS, World};

const FILES: [&str; 2] = ["narwhal.db", "narwhal.db-wal"];
const COOKIE: &str = "__Host-narwhal";
const HERE: ClientAddress = ClientAddress(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));
/// Bytes of a serialised private key.
const PRIVATE_KEY: usize = 33;
/// The algorithm id with which X-Wing's keys and seals begin.
const XWING: u8 = 2;
/// The instance's secrets, by their names in the database.
const SECRETS: [&str; 4] = ["locator-key", "index-key", "pepper", "fake-salt-key"];

/// What was stolen, and a server that runs on it.
struct Loot {
    dir: TempDir,
    ring: Arc<MasterKeyRing>,
    store: Store,
    engine: Engine,
    /// What the thief knows besides, to show that with it the same tries do open.
    cookies: Vec<[u8; 32]>,
    guesses: Vec<&'static str>,
}

/// What the stolen database says of one recipient and one message to them.
struct Target {
    person: PersonId,
    message: Message,
    sealed_key: Option<SealedKey>,
    passcode: Option<Passcode>,
    credential: Option<Credential>,
    sessions: Vec<SessionRow>,
}

impl Loot {
    /// Copies the database as it lies on the disk, and takes the master key.
    async fn of(victim: &World) -> Self {
        let dir = TempDir::new().unwrap();
        for name in FILES {
            fs::copy(victim.setup.data().join(name), dir.path().join(name)).unwrap();
            fs::copy(dir.path().join(name), dir.path().join(name.replace("narwhal", "copy"))).unwrap();
        }
        let ring = Arc::new(master_key(victim));
        let copy = dir.path().join("copy.db");
        let store = Store::open(&format!("sqlite:{}", copy.display())).await.unwrap();
        let engine = serve(store.clone(), Arc::clone(&ring)).await;
        let guesses = vec!["", "2114367789", "Ana Lima", "ana@example.org", "password", "123456"];
        Self { dir, ring, store, engine, cookies: Vec::new(), guesses }
    }

    async fn secret(&self, name: &'static str) -> [u8; 32] {
        secret(&self.store, &self.ring, name).await
    }

    async fn target(&self, message: MessageId, phone: &PhoneNumber) -> Target {
        let index = phone_index(&self.store, &self.ring, phone).await;
        self.store.read(move |conn: &mut Conn| Box::pin(target(conn, message, index))).await.unwrap()
    }

    /// Every 32 bytes that could be a secret: all that the master key opens, itself, and every place in the files.
    async fn secrets(&self, files: &[u8]) -> Vec<[u8; 32]> {
        let mut secrets = self.cookies.clone();
        for name in SECRETS {
            secrets.push(self.secret(name).await);
        }
        secrets.push(from_hex(self.ring.to_text().split_ascii_whitespace().last().unwrap()));
        secrets.extend(files.windows(32).map(|window| <[u8; 32]>::try_from(window).unwrap()));
        secrets.sort_unstable();
        secrets.dedup();
        secrets
    }

    /// Every private key that can be had.
    async fn private_keys(&self, target: &Target, files: &[u8]) -> Vec<PrivateKey> {
        let mut keys = vec![self.waiting_key().await];
        let mut wrapped: Vec<_> =
            target.sessions.iter().filter_map(|session| session.wrapped_key.clone()).collect();
        wrapped.extend(target.credential.as_ref().map(|credential| self.password_wrapped(credential)));
        for secret in self.secrets(files).await {
            let owner = target.credential.as_ref().map(|own| own.key_id);
            let tried = wrapped.iter().zip(owner.iter().cycle());
            keys.extend(tried.flat_map(|(key, owner)| unwrap(secret, *owner, key)).flatten());
        }
        for guess in &self.guesses {
            keys.extend(target.credential.as_ref().and_then(|own| guessed(guess, own, wrapped.last()?)));
        }
        let plain = files.windows(PRIVATE_KEY).filter(|window| window[0] == XWING);
        keys.extend(plain.filter_map(|window| PrivateKey::from_bytes(window).ok()));
        keys
    }

    async fn waiting_key(&self) -> PrivateKey {
        let row =
            self.store.read(|conn: &mut Conn| Box::pin(waiting_keys::newest(conn))).await.unwrap().unwrap();
        let plain = self.ring.unwrap(Purpose::WaitingKey, row.key_id.as_bytes(), &row.wrapped).unwrap();
        PrivateKey::from_bytes(&plain).unwrap()
    }

    /// The layer at rest does come off: what is left is guarded by the password alone.
    fn password_wrapped(&self, own: &Credential) -> Vec<u8> {
        self.ring.unwrap(Purpose::AtRestKey, own.person_id.as_bytes(), &own.wrapped_key).unwrap().to_vec()
    }

    /// What is left of a passcode's row without the layer of the master key: the data key, wrapped by the passcode alone.
    fn passcode_wrapped(&self, row: &Passcode) -> Vec<u8> {
        let place = [row.message_id.as_bytes().as_slice(), row.person_id.as_bytes()].concat();
        self.ring.unwrap(Purpose::PasscodeKey, &place, &row.wrapped).unwrap().to_vec()
    }

    /// The data key behind a passcode, if any secret that can be had or guessed unwraps it.
    async fn behind(&self, target: &Target, files: &[u8]) -> Option<DataKey> {
        let row = target.passcode.as_ref()?;
        let (message, wrapped) = (row.message_id, self.passcode_wrapped(row));
        let stretched = PasscodeSalt { kdf: row.kdf, salt: Blob(row.salt.clone()) };
        let guessed = self.guesses.iter().filter_map(|heard| {
            let guess = Behind { message, stretched: stretched.clone(), heard };
            guess.keys().ok()?.wrapping.unwrap(message, &wrapped).ok()
        });
        let found = self
            .secrets(files)
            .await
            .into_iter()
            .filter_map(|secret| PasscodeKey::from_slice(&secret).ok()?.unwrap(message, &wrapped).ok());
        guessed.chain(found).next()
    }

    /// The body, if any key opens it by any seal that lies anywhere in the files.
    async fn open(&self, message: MessageId, phone: &PhoneNumber) -> Option<String> {
        let files = files(self.dir.path());
        let target = self.target(message, phone).await;
        let keys = self.private_keys(&target, &files).await;
        let by_row = target.sealed_key.as_ref();
        let by_row = by_row.and_then(|own| keys.iter().find_map(|key| body(&target, key, &own.sealed)));
        let waiting = self.waiting_key().await;
        let by_seal = by_row.or_else(|| seals(&files).find_map(|seal| body(&target, &waiting, seal)));
        match by_seal {
            None => text(&target, &self.behind(&target, &files).await?),
            opened => opened,
        }
    }

    /// A claim, or what else makes a session, at the thief's own server; then the link.
    async fn follows(&self, link: &Locator, signed_in: SignedIn, private: &PrivateKey) -> LinkState {
        let wrapped = signed_in.secret.wrapping_key().wrap(signed_in.key_id, private, &mut rng());
        self.engine.attach(&signed_in.secret, Blob(wrapped)).await.unwrap();
        let session: Session = self.engine.session(&signed_in.secret).await.unwrap().unwrap();
        self.engine.link(link, Some(&session)).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_picked_up_stays_closed_and_what_waits_opens() {
    let mut victim = World::new().await;
    let (bea, cal) = (victim.number(), victim.number());
    let picked_up = victim.send(&bea, "picked up").await;
    let owner = victim.claim(&picked_up.link).await;
    let waiting = victim.send(&cal, "still waiting").await.id;
    let after = victim.send(&bea, "after the claim").await.id;
    emptied_log(&victim.setup.data()).await;

    let mut loot = Loot::of(&victim).await;
    assert_eq!(loot.open(waiting, &cal).await.as_deref(), Some("still waiting"));
    assert_eq!(loot.open(picked_up.id, &bea).await, None);
    assert_eq!(loot.open(after, &bea).await, None);

    loot.guesses = vec![OWNERS];
    assert_eq!(loot.open(picked_up.id, &bea).await.as_deref(), Some("picked up"), "the password opens it");
    loot.guesses.clear();
    let cookie = URL_SAFE_NO_PAD.decode(owner.cookie(COOKIE).unwrap()).unwrap();
    loot.cookies = vec![cookie.try_into().unwrap()];
    let opened = loot.open(picked_up.id, &bea).await;
    assert_eq!(opened.as_deref(), Some("picked up"), "the live cookie opens it");
}

/// Nothing is left but to guess six random words, at Argon2id's price: of a list of 2,048 words that is 2^66 times
/// 32 MiB and four passes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_behind_six_random_words_stays_closed() {
    let mut victim = World::new().await;
    let bea = victim.number();
    let (sent, _) = victim.send_behind(&bea, "behind six words", SPOKEN).await;
    emptied_log(&victim.setup.data()).await;
    let mut loot = Loot::of(&victim).await;
    let target = loot.target(sent.id, &bea).await;
    assert!(target.sealed_key.is_none(), "there is no copy that the instance could open");
    let row = target.passcode.as_ref().unwrap();
    let KdfParams { memory_kib, iterations, .. } = row.kdf;
    assert!(memory_kib >= 32 * 1024 && iterations >= 4, "{:?}", row.kdf);
    assert_eq!(loot.open(sent.id, &bea).await, None);
    loot.guesses = vec!["velvet harbor sixteen maple ocean drums", "velvet harbor sixteen maple ocean"];
    assert_eq!(loot.open(sent.id, &bea).await, None);
    loot.guesses = vec![SPOKEN];
    assert_eq!(loot.open(sent.id, &bea).await.as_deref(), Some("behind six words"), "the words open it");
}

/// At a server of their own they can let anybody claim. The claim brings keys, and not the message.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gate_that_is_taken_down_opens_nothing() {
    let mut victim = World::new().await;
    let bea = victim.number();
    let (sent, _) = victim.send_behind(&bea, "behind six words", SPOKEN).await;
    let loot = Loot::of(&victim).await;
    let person = loot.target(sent.id, &bea).await.person;
    assert!(matches!(claimed(&loot, &sent.link).await.map(drop), Err(EngineError::PasscodeNeeded)));
    let message = sent.id;
    let gone = loot.store.write(move |conn: &mut Conn| Box::pin(passcodes::remove(conn, message, person)));
    assert!(gone.await.unwrap());
    let (signed_in, private) = claimed(&loot, &sent.link).await.unwrap();
    let state = loot.follows(&sent.link, signed_in, &private).await;
    assert!(matches!(state, LinkState::Closed));
}

/// Keys of their own in the place of the owner's make a session, and open nothing that was sealed to the owner's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_that_are_put_in_the_owners_place_open_nothing() {
    let mut victim = World::new().await;
    let bea = victim.number();
    let sent = victim.send(&bea, "picked up").await;
    victim.claim(&sent.link).await;
    let loot = Loot::of(&victim).await;
    let theirs = victim.number();
    let to_them = victim.send(&theirs, "to the thief").await;
    let (person, own) = (loot.target(sent.id, &bea).await.person, Loot::of(&victim).await);
    let (_, private) = claimed(&own, &to_them.link).await.unwrap();
    let forged = own.target(to_them.id, &theirs).await;
    let Credential { key_id, public_key, salt, kdf, .. } = forged.credential.unwrap();
    let keys = seal::derive(THEIRS, &Salt::from_slice(&salt).unwrap(), kdf).unwrap();
    let pepper = seal::Pepper::from_slice(&loot.secret("pepper").await).unwrap();
    let inner = keys.wrapping.wrap(key_id, &private, &mut rng());
    let wrapped_key = loot.ring.wrap(Purpose::AtRestKey, person.as_bytes(), &inner, &mut rng());
    let verifier = keys.authentication.verifier(&pepper, person).to_vec();
    let row = Credential {
        person_id: person,
        key_id,
        public_key,
        salt,
        kdf,
        verifier,
        wrapped_key,
        created_at: now(),
        changed_at: now(),
    };
    loot.store
        .write(move |conn: &mut Conn| {
            let row = row.clone();
            Box::pin(async move { credentials::replace(conn, &row).await })
        })
        .await
        .unwrap();
    let proof = SecretBlob(keys.authentication.as_bytes().to_vec());
    let step = loot.engine.sign_in(&Identity::Locator(sent.link), proof, HERE, "a thief").await.unwrap();
    let SignInStep::Whole(signed_in) = step else { panic!("recipients have no second factor") };
    assert!(matches!(loot.follows(&sent.link, signed_in, &private).await, LinkState::Closed));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stolen_server_lets_nobody_in() {
    let mut victim = World::new().await;
    let bea = victim.number();
    let sent = victim.send(&bea, "picked up").await;
    victim.claim(&sent.link).await;

    let loot = Loot::of(&victim).await;
    let target = loot.target(sent.id, &bea).await;
    let link = sent.link;
    assert!(matches!(loot.engine.link(&link, None).await.unwrap(), LinkState::Returning(..)));
    let own = target.credential.as_ref().unwrap();
    for proof in [own.verifier.clone(), loot.secret("pepper").await.to_vec()] {
        let answer = loot.engine.sign_in(&Identity::Locator(link), SecretBlob(proof), HERE, "a thief").await;
        assert!(matches!(answer.map(drop), Err(EngineError::WrongPassword)));
    }
    for session in &target.sessions {
        let cookie = SessionSecret::from_cookie(&URL_SAFE_NO_PAD.encode(session.token_hash)).unwrap();
        assert!(loot.engine.session(&cookie).await.unwrap().is_none());
    }
    assert!(matches!(claimed(&loot, &link).await.map(drop), Err(EngineError::AlreadyClaimed)));
    assert!(!target.sessions.is_empty(), "a session was live when it was stolen");
    assert_eq!(target.sessions[0].person_id, target.person);
}

/// Without this, an old copy in the write-ahead log would open with the waiting key for as long as it lay there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_waiting_copy_is_gone_after_the_claim() {
    let mut victim = World::new().await;
    let bea = victim.number();
    let sent = victim.send(&bea, "carve me").await;
    let before = Loot::of(&victim).await;
    let (target, waiting) = (before.target(sent.id, &bea).await, before.waiting_key().await);
    let carve = |files: &[u8]| seals(files).find_map(|seal| body(&target, &waiting, seal));
    assert_eq!(carve(&files(before.dir.path())).as_deref(), Some("carve me"));

    victim.claim(&sent.link).await;
    emptied_log(&victim.setup.data()).await;
    assert_eq!(carve(&files(&victim.setup.data())), None);
}

async fn target(conn: &mut Conn, message: MessageId, index: [u8; 32]) -> Result<Target, StoreError> {
    let person = recipients::by_phone_index(conn, &index).await?.unwrap().id;
    Ok(Target {
        person,
        message: messages::by_id(conn, message).await?.unwrap(),
        sealed_key: sealed_keys::one(conn, message, person).await?,
        passcode: passcodes::one(conn, message, person).await?,
        credential: credentials::by_person(conn, person).await?,
        sessions: sessions::of_person(conn, person).await?,
    })
}

async fn serve(store: Store, ring: Arc<MasterKeyRing>) -> Engine {
    let (clock, entropy) = (Clock::manual(now()), Entropy::seeded(8));
    let inbox = Inbox::open(store.clone(), Arc::clone(&ring), clock.clone(), entropy.clone()).await.unwrap();
    let settings = RouteSettings::new("only".parse().unwrap());
    let gateway = Gateway::Simulator(Simulator::new(Arc::new(inbox)));
    Engine::start(EngineParts {
        store,
        ring,
        routes: Arc::new(Routes::new(vec![(settings, gateway)], || 0).unwrap()),
        relay: relay::Relay::Off,
        sim_swap: None,
        clock,
        entropy,
        config: EngineConfig::new("https://thief.example.org"),
    })
    .await
    .unwrap()
}

/// A claim at the thief's own server.
async fn claimed(loot: &Loot, link: &Locator) -> Result<(SignedIn, PrivateKey), EngineError> {
    let (salt, private) = (Salt::generate(&mut rng()), PrivateKey::generate(&mut rng()));
    let credential = new_credential(THEIRS, &salt, &private, &mut rng()).unwrap();
    let signed_in = loot.engine.claim(link, credential, None, "a thief").await?;
    Ok((signed_in, private))
}

fn rng() -> impl rand_core::CryptoRng {
    Entropy::seeded(9).rng()
}

/// The master key, from its file.
pub(crate) fn master_key(victim: &World) -> MasterKeyRing {
    let text = fs::read_to_string(victim.setup.data().join("master.key")).unwrap();
    MasterKeyRing::parse(&text).unwrap()
}

/// Where a number is found in the database.
pub(crate) async fn phone_index(store: &Store, ring: &MasterKeyRing, phone: &PhoneNumber) -> [u8; 32] {
    IndexKey::from_slice(&secret(store, ring, "index-key").await).unwrap().phone(phone)
}

async fn secret(store: &Store, ring: &MasterKeyRing, name: &'static str) -> [u8; 32] {
    let row = store.read(move |conn: &mut Conn| Box::pin(instance::get(conn, name))).await.unwrap().unwrap();
    let plain = ring.unwrap(Purpose::InstanceSecret, name.as_bytes(), &row).unwrap();
    plain.as_slice().try_into().unwrap()
}

/// The message's body, if `key` opens `seal` and that is its data key.
fn body(target: &Target, key: &PrivateKey, seal: &[u8]) -> Option<String> {
    text(target, &key.open_data_key(target.message.id, seal).ok()?)
}

/// The message's body, if that is its data key.
fn text(target: &Target, data_key: &DataKey) -> Option<String> {
    let body = data_key.open(target.message.id, Part::Body, target.message.body.as_ref()?).ok()?;
    String::from_utf8(body.to_vec()).ok()
}

/// Uses 32 bytes as a session's key, and as the cookie from which one is derived.
fn unwrap(secret: [u8; 32], owner: KeyId, wrapped: &[u8]) -> [Option<PrivateKey>; 2] {
    let cookie = SessionSecret::from_cookie(&URL_SAFE_NO_PAD.encode(secret)).unwrap();
    [SessionKey::from_slice(&secret).unwrap(), cookie.wrapping_key()]
        .map(|key| key.unwrap(owner, wrapped).and_then(|key| key.expand()).ok())
}

fn guessed(password: &str, own: &Credential, wrapped: &[u8]) -> Option<PrivateKey> {
    let keys = seal::derive(password, &Salt::from_slice(&own.salt).unwrap(), own.kdf).unwrap();
    keys.wrapping.unwrap(own.key_id, wrapped).ok()
}

/// Everything in the files that could be a sealed data key.
fn seals(files: &[u8]) -> impl Iterator<Item = &[u8]> {
    files.windows(SEALED_DATA_KEY_LENGTH).filter(|window| window[0] == XWING)
}

fn files(dir: &Path) -> Vec<u8> {
    FILES.iter().flat_map(|name| fs::read(dir.join(name)).unwrap()).collect()
}

/// Waits until the store has emptied its log, which it does when nothing has been written for a second.
async fn emptied_log(dir: &Path) {
    for _ in 0..100 {
        if fs::metadata(dir.join("narwhal.db-wal")).unwrap().len() == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the log was not emptied in ten seconds");
}

fn from_hex(text: &str) -> [u8; 32] {
    let bytes: Vec<u8> =
        (0..32).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap()).collect();
    bytes.try_into().unwrap()
}
