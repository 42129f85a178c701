//! The service that is attacked, a sender, and what their recipients' browsers and phones do.

use std::time::Duration;

use bench::{
    client::{Behind, Browser, ClientError, Draft, Sender, Who, claim, now, number, seal_behind, sign_in},
    service::{Service, Setup},
};
use domain::{Blob, KdfParams, MessageId, PasscodeSalt, PhoneNumber, SealedSubmission, SecretBlob};
use engine::Entropy;
use rand_core::CryptoRng;
use seal::Locator;
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) const ANA: &str = "ana@example.org";
pub(crate) const ANAS: &str = "lighthouse keeper's granite stairs";
/// What owners choose.
pub(crate) const OWNERS: &str = "otter-in-the-blue-bay";
/// What attackers choose.
pub(crate) const THEIRS: &str = "crow-on-the-black-roof";
/// What was spoken.
pub(crate) const SPOKEN: &str = "velvet harbor sixteen maple ocean drum";

/// A service with an account, Ana's. A forgotten password can be replaced as soon as she agrees.
pub(crate) struct World {
    pub(crate) setup: Setup,
    pub(crate) service: Service,
    pub(crate) ana: Sender,
    entropy: Entropy,
    numbers: u32,
    _folder: TempDir,
}

/// A message on its way to one number.
pub(crate) struct Sent {
    pub(crate) id: MessageId,
    pub(crate) link: Locator,
}

impl World {
    pub(crate) async fn new() -> Self {
        let (folder, entropy) = (tempfile::tempdir().unwrap(), Entropy::seeded(1));
        let setup = Setup::new(env!("CARGO_BIN_EXE_narwhal"), folder.path()).unwrap();
        let setup = setup.with("NARWHAL_RESET_WAIT", "0");
        setup.add_sender(ANA, ANAS).unwrap();
        let service = setup.start().unwrap();
        let ana = Sender::sign_in(service.address(), ANA, ANAS, &mut entropy.rng()).await.unwrap();
        Self { setup, service, ana, entropy, numbers: 0, _folder: folder }
    }

    pub(crate) fn rng(&self) -> impl CryptoRng + use<> {
        self.entropy.rng()
    }

    /// A browser that was never here.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.service.address())
    }

    /// A number that nobody knows.
    pub(crate) fn number(&mut self) -> PhoneNumber {
        self.numbers += 1;
        number(self.numbers)
    }

    /// Ana writes.
    pub(crate) async fn send(&mut self, to: &PhoneNumber, body: &str) -> Sent {
        let mut rng = self.entropy.rng();
        send_as(&mut self.ana, to, body, &mut rng).await
    }

    /// Ana writes, and speaks a passcode to the person.
    pub(crate) async fn send_behind(
        &mut self,
        to: &PhoneNumber,
        body: &str,
        heard: &'static str,
    ) -> (Sent, Behind<'static>) {
        let draft = Draft { subject: "Your results", body };
        let keys = self.ana.keys_for(std::slice::from_ref(to)).await.unwrap();
        let stretched = keys[0].passcode.clone().unwrap();
        let rng = &mut self.entropy.rng();
        let sealed = seal_behind(draft, heard, self.ana.key(), &keys, None, now(), rng).unwrap();
        let sent = hand_in(&mut self.ana, &sealed, to).await;
        let message = sent.id;
        (sent, Behind { message, stretched, heard })
    }

    /// All that a number's phone has been sent, newest first.
    pub(crate) async fn texts(&mut self, to: &PhoneNumber) -> Vec<String> {
        self.ana.browser.texts(to).await.unwrap().into_iter().map(|text| text.body).collect()
    }

    /// The owner's first visit; their browser.
    pub(crate) async fn claim(&self, link: &Locator) -> Browser {
        let mut browser = self.browser();
        claim(&mut browser, link, OWNERS, &mut self.rng()).await.unwrap();
        browser
    }

    /// The owner's visit by a link, from a browser that was never here; what they see.
    pub(crate) async fn owner_reads(&self, link: &Locator) -> String {
        let mut browser = self.browser();
        let who = Who::Locator(link.to_string());
        sign_in(&mut browser, &who, OWNERS, &mut self.rng()).await.unwrap();
        page(&mut browser, &format!("/m/{link}")).await
    }

    /// What Ana sees of a message.
    pub(crate) async fn anas_page(&mut self, message: MessageId) -> String {
        page(&mut self.ana.browser, &format!("/sent/{message}")).await
    }

    /// Ana agrees that the number gets new keys, and speaks a passcode.
    pub(crate) async fn approve(&mut self, message: MessageId) -> Result<Behind<'static>, ClientError> {
        approve(&mut self.ana, message, SPOKEN).await
    }
}

/// A sender writes to a number.
pub(crate) async fn send_as(
    sender: &mut Sender,
    to: &PhoneNumber,
    body: &str,
    rng: &mut impl CryptoRng,
) -> Sent {
    let draft = Draft { subject: "Your results", body };
    let sealed = sender.seal(std::slice::from_ref(to), draft, now(), rng).await.unwrap();
    hand_in(sender, &sealed, to).await
}

async fn hand_in(sender: &mut Sender, sealed: &SealedSubmission, to: &PhoneNumber) -> Sent {
    let before = sender.browser.texts(to).await.unwrap().len();
    let id = sender.submit(sealed).await.unwrap();
    for _ in 0..200 {
        let texts = sender.browser.texts(to).await.unwrap();
        if texts.len() > before
            && let Some(link) = texts[0].locator()
        {
            return Sent { id, link };
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the text did not come in ten seconds");
}

/// A sender agrees that a message's number gets new keys by this passcode.
pub(crate) async fn approve(
    sender: &mut Sender,
    message: MessageId,
    heard: &'static str,
) -> Result<Behind<'static>, ClientError> {
    let stretched = PasscodeSalt { kdf: KdfParams::INITIAL, salt: Blob(vec![9; 16]) };
    let behind = Behind { message, stretched, heard };
    let statuses = sender.statuses(&[message]).await?;
    let delivery = statuses.first().map(|status| status.delivery);
    let key = SecretBlob(behind.keys()?.wrapping.as_bytes().to_vec());
    let arguments =
        json!({ "message": message, "delivery": delivery, "behind": behind.given()?, "key": key });
    sender.browser.call::<()>("approve_reset", &arguments).await?;
    Ok(behind)
}

/// What a page says, whatever its status.
pub(crate) async fn page(browser: &mut Browser, path: &str) -> String {
    String::from_utf8_lossy(&browser.get(path).await.unwrap().body).into_owned()
}

/// The status with which a call is refused.
pub(crate) async fn refusal(browser: &mut Browser, function: &str, arguments: &Value) -> u16 {
    match browser.call::<Value>(function, arguments).await {
        Err(ClientError::Refused { status, .. }) => status,
        Err(error) => panic!("{function}: {error}"),
        Ok(_) => panic!("{function} was carried out"),
    }
}

/// The status with which a client's journey is refused.
pub(crate) fn status<T>(done: Result<T, ClientError>) -> u16 {
    match done {
        Err(ClientError::Refused { status, .. }) => status,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("it was carried out"),
    }
}

/// 32 bytes that prove nothing.
pub(crate) fn made_up() -> SecretBlob {
    SecretBlob(vec![7; 32])
}
