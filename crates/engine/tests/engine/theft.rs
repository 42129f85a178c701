//! Theft: what a copy of the database opens together with the master key, with all that the server itself could try.

use std::{fs, path::Path, sync::Arc, time::Duration};

use crate::common::{HERE, Instance, RECIPIENT_PASSWORD, only};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{KeyId, MessageId, PersonId, PhoneNumber, SecretBlob};
use engine::{
    Clock, Engine, EngineConfig, EngineError, EngineParts, Entropy, Identity, LinkState, simulator::Inbox,
};
use seal::{
    IndexKey, Locator, MasterKeyRing, Part, PrivateKey, Purpose, SEALED_DATA_KEY_LENGTH, Salt, SessionKey,
    SessionSecret,
};
use sms::{Gateway, Simulator};
use store::{
    Conn, Store, StoreError, credentials, credentials::Credential, instance, messages, messages::Message,
    recipients, sealed_keys, sealed_keys::SealedKey, sessions, sessions::Session as SessionRow, waiting_keys,
};
use tempfile::TempDir;

const BEA: &str = "+12114367789";
const CAL: &str = "+442079460958";
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
    sealed_key: SealedKey,
    credential: Option<Credential>,
    sessions: Vec<SessionRow>,
}

impl Loot {
    /// Copies the database as it lies on the disk, and takes the master key.
    async fn of(victim: &Instance) -> Self {
        let dir = TempDir::new().unwrap();
        for name in ["narwhal.db", "narwhal.db-wal"] {
            fs::copy(victim.dir.path().join(name), dir.path().join(name)).unwrap();
        }
        // The instance's randomness is seeded, so that its master key can be made here once more.
        let ring = Arc::new(MasterKeyRing::generate(&mut Entropy::seeded(7).rng()));
        let copy = dir.path().join("copy.db");
        fs::copy(dir.path().join("narwhal.db"), &copy).unwrap();
        fs::copy(dir.path().join("narwhal.db-wal"), dir.path().join("copy.db-wal")).unwrap();
        let store = Store::open(&format!("sqlite:{}", copy.display())).await.unwrap();
        let engine = serve(store.clone(), Arc::clone(&ring), victim.clock.clone()).await;
        let guesses = vec!["", BEA, CAL, "2114367789", "Ana Lima", "ana@example.org"];
        Self { dir, ring, store, engine, cookies: Vec::new(), guesses }
    }

    async fn secret(&self, name: &'static str) -> [u8; 32] {
        let row = self
            .store
            .read(move |conn: &mut Conn| Box::pin(instance::get(conn, name)))
            .await
            .unwrap()
            .unwrap();
        let plain = self.ring.unwrap(Purpose::InstanceSecret, name.as_bytes(), &row).unwrap();
        plain.as_slice().try_into().unwrap()
    }

    async fn target(&self, message: MessageId, phone: &str) -> Target {
        let index = IndexKey::from_slice(&self.secret("index-key").await).unwrap();
        let index = index.phone(&phone.parse::<PhoneNumber>().unwrap());
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
            keys.extend(
                wrapped.iter().flat_map(|key| unwrap(secret, target.sealed_key.key_id, key)).flatten(),
            );
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

    /// The body, if any key opens it by any seal that lies anywhere in the files.
    async fn open(&self, message: MessageId, phone: &str) -> Option<String> {
        let files = files(self.dir.path());
        let target = self.target(message, phone).await;
        let keys = self.private_keys(&target, &files).await;
        let by_row = keys.iter().find_map(|key| body(&target, key, &target.sealed_key.sealed));
        let waiting = self.waiting_key().await;
        by_row.or_else(|| seals(&files).find_map(|seal| body(&target, &waiting, seal)))
    }
}

#[tokio::test]
async fn what_was_picked_up_stays_closed_and_what_waits_opens() {
    let victim = Instance::new().await;
    let sender = victim.sender().await;
    let picked_up = victim.send(&sender, &[BEA], "picked up").await;
    let link = victim.link(BEA).await;
    let (cookie, _live) = victim.claim(&link, RECIPIENT_PASSWORD).await.unwrap();
    let waiting = victim.send(&sender, &[CAL], "still waiting").await;
    let after = victim.send(&sender, &[BEA], "after the claim").await;
    victim.link(CAL).await;
    emptied_log(victim.dir.path()).await;

    let mut loot = Loot::of(&victim).await;
    assert_eq!(loot.open(waiting, CAL).await.as_deref(), Some("still waiting"));
    assert_eq!(loot.open(picked_up, BEA).await, None);
    assert_eq!(loot.open(after, BEA).await, None);

    loot.guesses = vec![RECIPIENT_PASSWORD];
    assert_eq!(loot.open(picked_up, BEA).await.as_deref(), Some("picked up"), "the password opens it");
    loot.guesses.clear();
    loot.cookies = vec![URL_SAFE_NO_PAD.decode(cookie.to_cookie()).unwrap().try_into().unwrap()];
    assert_eq!(loot.open(picked_up, BEA).await.as_deref(), Some("picked up"), "the live cookie opens it");
}

#[tokio::test]
async fn a_stolen_server_lets_nobody_in() {
    let victim = Instance::new().await;
    let sender = victim.sender().await;
    let id = victim.send(&sender, &[BEA], "picked up").await;
    let link = victim.link(BEA).await;
    victim.claim(&link, RECIPIENT_PASSWORD).await.unwrap();

    let loot = Loot::of(&victim).await;
    let target = loot.target(id, BEA).await;
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
    assert!(matches!(claimed_again(&loot, &link).await, Err(EngineError::AlreadyClaimed)));
    assert!(!target.sessions.is_empty(), "a session was live when it was stolen");
    assert_eq!(target.sessions[0].person_id, target.person);
}

/// Without this, an old copy in the write-ahead log would open with the waiting key for as long as it lay there.
#[tokio::test]
async fn the_waiting_copy_is_gone_after_the_claim() {
    let victim = Instance::new().await;
    let sender = victim.sender().await;
    let id = victim.send(&sender, &[BEA], "carve me").await;
    let link = victim.link(BEA).await;
    let before = Loot::of(&victim).await;
    let (target, waiting) = (before.target(id, BEA).await, before.waiting_key().await);
    let carve = |files: &[u8]| seals(files).find_map(|seal| body(&target, &waiting, seal));
    assert_eq!(carve(&files(before.dir.path())).as_deref(), Some("carve me"));

    victim.claim(&link, RECIPIENT_PASSWORD).await.unwrap();
    emptied_log(victim.dir.path()).await;
    assert_eq!(carve(&files(victim.dir.path())), None);
}

async fn target(conn: &mut Conn, message: MessageId, index: [u8; 32]) -> Result<Target, StoreError> {
    let person = recipients::by_phone_index(conn, &index).await?.unwrap().id;
    Ok(Target {
        person,
        message: messages::by_id(conn, message).await?.unwrap(),
        sealed_key: sealed_keys::one(conn, message, person).await?.unwrap(),
        credential: credentials::by_person(conn, person).await?,
        sessions: sessions::of_person(conn, person).await?,
    })
}

async fn serve(store: Store, ring: Arc<MasterKeyRing>, clock: Clock) -> Engine {
    let entropy = Entropy::seeded(8);
    let inbox = Inbox::open(store.clone(), Arc::clone(&ring), clock.clone(), entropy.clone()).await.unwrap();
    let routes = only(Gateway::Simulator(Simulator::new(Arc::new(inbox))));
    let config = EngineConfig::new("https://thief.example.org");
    Engine::start(EngineParts {
        store,
        ring,
        routes,
        relay: relay::Relay::Off,
        sim_swap: None,
        clock,
        entropy,
        config,
    })
    .await
    .unwrap()
}

async fn claimed_again(loot: &Loot, link: &Locator) -> Result<(), EngineError> {
    let mut rng = Entropy::seeded(9).rng();
    let (salt, private) = (Salt::generate(&mut rng), PrivateKey::generate(&mut rng));
    let kdf = domain::KdfParams::INITIAL;
    let (keys, public) = (seal::derive("the thief's own", &salt, kdf).unwrap(), private.public_key());
    let credential = domain::NewCredential {
        kdf,
        salt: domain::Blob(salt.as_bytes().to_vec()),
        authentication_key: SecretBlob(keys.authentication.as_bytes().to_vec()),
        public_key: domain::Blob(public.to_bytes()),
        wrapped_private_key: domain::Blob(keys.wrapping.wrap(public.id(), &private, &mut rng)),
    };
    loot.engine.claim(link, credential, None, "a thief").await.map(drop)
}

/// The message's body, if `key` opens `seal` and that is its data key.
fn body(target: &Target, key: &PrivateKey, seal: &[u8]) -> Option<String> {
    let data_key = key.open_data_key(target.message.id, seal).ok()?;
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
    ["narwhal.db", "narwhal.db-wal"].iter().flat_map(|name| fs::read(dir.join(name)).unwrap()).collect()
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
