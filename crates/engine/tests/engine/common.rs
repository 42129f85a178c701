//! An instance on a database of its own, with a clock that is moved by hand, and people whose browsers do what the
//! real ones do.

use std::{net::IpAddr, sync::Arc};

use domain::{
    ArchiveCopy, Blob, Email, KdfParams, MessageId, NewCredential, PhoneNumber, Role, SealedFor,
    SealedSubmission, SecretBlob, UnixMillis,
};
use engine::{
    Challenge, ClientAddress, Clock, Engine, EngineConfig, EngineError, EngineParts, Entropy, Identity,
    NewAccount, Session, SignedIn, simulator::Inbox,
};
use rand_core::CryptoRng;
use relay::Relay;
use seal::{DataKey, Locator, MasterKeyRing, Part, PrivateKey, PublicKey, Salt, SessionSecret};
use sms::{
    Gateway, Simulator,
    routes::{RouteSettings, Routes},
};
use store::Store;
use tempfile::TempDir;

pub(crate) const START: UnixMillis = UnixMillis::new(1_790_000_000_000);
pub(crate) const HERE: ClientAddress = ClientAddress(IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1)));
pub(crate) const SENDER_PASSWORD: &str = "lighthouse keeper's granite stairs";
pub(crate) const RECIPIENT_PASSWORD: &str = "otter-in-the-blue-bay";

pub(crate) struct Instance {
    pub(crate) engine: Engine,
    pub(crate) clock: Clock,
    pub(crate) relay: Relay,
    pub(crate) dir: TempDir,
    pub(crate) store: Store,
    pub(crate) ring: Arc<MasterKeyRing>,
}

impl Instance {
    /// One on SQLite and one on PostgreSQL.
    pub(crate) async fn each() -> [Self; 2] {
        [Self::new().await, Self::on(Store::clone(&*store::testing::postgres().await)).await]
    }

    /// On SQLite, in its folder's `narwhal.db`.
    pub(crate) async fn new() -> Self {
        let (dir, store) = Self::sqlite().await;
        Self { dir, ..Self::on(store).await }
    }

    /// The same over this gateway, and one on PostgreSQL.
    pub(crate) async fn each_over(gateway: &Gateway) -> [Self; 2] {
        [
            Self::new_over(|_| only(gateway.clone())).await,
            Self::postgres_over(|_| only(gateway.clone())).await,
        ]
    }

    /// On SQLite, over these routes.
    pub(crate) async fn new_over(routes: impl FnOnce(Arc<Inbox>) -> Arc<Routes>) -> Self {
        let (dir, store) = Self::sqlite().await;
        Self { dir, ..Self::over(store, routes).await }
    }

    /// On PostgreSQL, over these routes.
    pub(crate) async fn postgres_over(routes: impl FnOnce(Arc<Inbox>) -> Arc<Routes>) -> Self {
        Self::over(Store::clone(&*store::testing::postgres().await), routes).await
    }

    async fn sqlite() -> (TempDir, Store) {
        let dir = TempDir::new().unwrap();
        let url = format!("sqlite:{}", dir.path().join("narwhal.db").display());
        (dir, Store::open(&url).await.unwrap())
    }

    /// On any database.
    pub(crate) async fn on(store: Store) -> Self {
        Self::over(store, |inbox| only(Gateway::Simulator(Simulator::new(inbox)))).await
    }

    /// On any database, with these routes.
    async fn over(store: Store, routes: impl FnOnce(Arc<Inbox>) -> Arc<Routes>) -> Self {
        // What the log says of a failed test is shown with it.
        tracing_subscriber::fmt().with_test_writer().try_init().unwrap_or_default();
        store.migrate().await.unwrap();
        let (clock, entropy) = (Clock::manual(START), Entropy::seeded(7));
        let ring = Arc::new(MasterKeyRing::generate(&mut entropy.rng()));
        let inbox =
            Inbox::open(store.clone(), Arc::clone(&ring), clock.clone(), entropy.clone()).await.unwrap();
        let relay = Relay::memory();
        let engine = Engine::start(EngineParts {
            store: store.clone(),
            ring: Arc::clone(&ring),
            relay: relay.clone(),
            sim_swap: None,
            routes: routes(Arc::new(inbox)),
            clock: clock.clone(),
            entropy,
            config: EngineConfig::new("https://secure.example.org"),
        })
        .await
        .unwrap();
        Self { engine, clock, relay, dir: TempDir::new().unwrap(), store, ring }
    }

    /// Another engine on the same database, as after a restart or beside the first.
    pub(crate) async fn another(&self, seed: u64, change: impl FnOnce(&mut EngineParts)) -> Engine {
        let (clock, entropy) = (self.clock.clone(), Entropy::seeded(seed));
        let inbox = Inbox::open(self.store.clone(), Arc::clone(&self.ring), clock.clone(), entropy.clone());
        let mut parts = EngineParts {
            store: self.store.clone(),
            ring: Arc::clone(&self.ring),
            relay: self.relay.clone(),
            sim_swap: None,
            routes: only(Gateway::Simulator(Simulator::new(Arc::new(inbox.await.unwrap())))),
            clock,
            entropy,
            config: EngineConfig::new("https://secure.example.org"),
        };
        change(&mut parts);
        Engine::start(parts).await.unwrap()
    }

    pub(crate) async fn sender(&self) -> Session {
        let email: Email = "ana@example.org".parse().unwrap();
        let new = NewAccount { email: email.clone(), name: "Ana Lima".into(), role: Role::Sender };
        self.engine.add_account(new, SENDER_PASSWORD).await.unwrap();
        self.sign_in(&Identity::Email(email), SENDER_PASSWORD).await.unwrap().1
    }

    pub(crate) async fn administrator(&self) -> Session {
        let email: Email = "adm@example.org".parse().unwrap();
        let new = NewAccount { email: email.clone(), name: "Adm".into(), role: Role::Admin };
        self.engine.add_account(new, SENDER_PASSWORD).await.unwrap();
        self.sign_in(&Identity::Email(email), SENDER_PASSWORD).await.unwrap().1
    }

    /// Everything that a browser does between the password and the live session.
    pub(crate) async fn sign_in(
        &self,
        identity: &Identity,
        password: &str,
    ) -> Result<(SessionSecret, Session), EngineError> {
        let Challenge { salt, kdf } = self.engine.challenge(identity).await?;
        let keys = seal::derive(password, &Salt::from_slice(&salt.0).unwrap(), kdf).unwrap();
        let proof = SecretBlob(keys.authentication.as_bytes().to_vec());
        let signed_in = self.engine.sign_in(identity, proof, HERE, "a test").await?.whole()?;
        let private = keys.wrapping.unwrap(signed_in.key_id, &signed_in.wrapped_private_key.0).unwrap();
        Ok(self.attach(signed_in, &private).await)
    }

    pub(crate) async fn claim(
        &self,
        locator: &Locator,
        password: &str,
    ) -> Result<(SessionSecret, Session), EngineError> {
        let (credential, private) = new_credential(password);
        let signed_in = self.engine.claim(locator, credential, None, "a test").await?;
        Ok(self.attach(signed_in, &private).await)
    }

    pub(crate) async fn attach(&self, signed_in: SignedIn, private: &PrivateKey) -> (SessionSecret, Session) {
        let mut rng = Entropy::seeded(11).rng();
        let wrapped = signed_in.secret.wrapping_key().wrap(signed_in.key_id, private, &mut rng);
        self.engine.attach(&signed_in.secret, Blob(wrapped)).await.unwrap();
        let session = self.engine.session(&signed_in.secret).await.unwrap().expect("a live session");
        (signed_in.secret, session)
    }

    /// Seals as the compose page does, and submits.
    pub(crate) async fn send(&self, sender: &Session, to: &[&str], body: &str) -> MessageId {
        let submission = self.seal(sender, to, body, body.len().try_into().unwrap()).await;
        self.engine.submit(sender, submission).await.unwrap().id
    }

    pub(crate) async fn seal(
        &self,
        sender: &Session,
        to: &[&str],
        body: &str,
        seed: u64,
    ) -> SealedSubmission {
        let mut rng = Entropy::seeded(seed).rng();
        let phones: Vec<PhoneNumber> = to.iter().map(|phone| phone.parse().unwrap()).collect();
        let keys = self.engine.keys_for(sender, &phones).await.unwrap();
        let mut random = [0; 10];
        rand_core::Rng::fill_bytes(&mut rng, &mut random);
        let id = MessageId::new(self.clock.now(), random);
        let key = DataKey::generate(&mut rng);
        let recipients = keys
            .into_iter()
            .map(|to| SealedFor {
                sealed_key: Blob(
                    PublicKey::from_bytes(&to.public_key.0).unwrap().seal_data_key(id, &key, &mut rng),
                ),
                phone: to.phone,
                key_id: to.key_id,
                passcode: None,
            })
            .collect();
        let own = PublicKey::from_bytes(&self.engine.public_key(sender).unwrap().0).unwrap();
        let archive = self.engine.keys_to_seal_to(sender, &[]).await.unwrap().archive;
        let archive = archive.map(|public| archive_copy(&public, id, &key, &mut rng));
        SealedSubmission {
            id,
            subject: Blob(key.seal(id, Part::Subject, b"Your results", &mut rng)),
            body: Blob(key.seal(id, Part::Body, body.as_bytes(), &mut rng)),
            sender_key: Blob(own.seal_data_key(id, &key, &mut rng)),
            recipients,
            lifetime_seconds: 30 * 24 * 60 * 60,
            not_before: None,
            manifest: None,
            attachments: Vec::new(),
            texts: domain::TextWishes::default(),
            archive,
        }
    }

    /// A message to many, whose data key is sealed once: to the waiting key, which all of them have.
    pub(crate) async fn send_to_many(&self, sender: &Session, to: &[String], seed: u64) -> MessageId {
        let first: Vec<_> = to.iter().take(1).map(String::as_str).collect();
        let mut submission = self.seal(sender, &first, "to many", seed).await;
        let one = submission.recipients.remove(0);
        submission.recipients =
            to.iter().map(|phone| SealedFor { phone: phone.parse().unwrap(), ..one.clone() }).collect();
        self.engine.submit(sender, submission).await.unwrap().id
    }

    /// Sends everything that may go now.
    pub(crate) async fn dispatch_all(&self) {
        while self.engine.dispatch().await.unwrap() > 0 {}
    }

    /// The link in the newest text to a number.
    pub(crate) async fn link(&self, to: &str) -> Locator {
        while self.engine.dispatch().await.unwrap() > 0 {}
        let texts = self.engine.simulator_texts(Some(&to.parse().unwrap())).await.unwrap();
        let body = &texts.first().expect("a text").body;
        let after = body.split("/m/").nth(1).expect("a link");
        after[..22].parse().unwrap()
    }
}

/// The copy for the organisation's archive key.
pub(crate) fn archive_copy(
    public: &Blob,
    id: MessageId,
    key: &DataKey,
    rng: &mut impl CryptoRng,
) -> ArchiveCopy {
    let public = PublicKey::from_bytes(&public.0).unwrap();
    ArchiveCopy { key_id: public.id(), sealed_key: Blob(public.seal_data_key(id, key, rng)) }
}

/// One route, for all numbers.
pub(crate) fn only(gateway: Gateway) -> Arc<Routes> {
    let settings = RouteSettings::new("only".parse().unwrap());
    Arc::new(Routes::new(vec![(settings, gateway)], || 0).unwrap())
}

pub(crate) fn new_credential(password: &str) -> (NewCredential, PrivateKey) {
    let mut rng = Entropy::seeded(password.len().try_into().unwrap()).rng();
    let salt = Salt::generate(&mut rng);
    let private = PrivateKey::generate(&mut rng);
    let public = private.public_key();
    let keys = seal::derive(password, &salt, KdfParams::INITIAL).unwrap();
    let credential = NewCredential {
        kdf: KdfParams::INITIAL,
        salt: Blob(salt.as_bytes().to_vec()),
        authentication_key: SecretBlob(keys.authentication.as_bytes().to_vec()),
        public_key: Blob(public.to_bytes()),
        wrapped_private_key: Blob(keys.wrapping.wrap(public.id(), &private, &mut rng)),
    };
    (credential, private)
}
