//! `kill -9` at random moments while messages are submitted: nothing acknowledged is lost, and no notice is stuck.

#![expect(clippy::unwrap_used, reason = "a helper of tests that panics is a failed test")]

use std::{
    collections::{HashMap, HashSet},
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use bench::{
    client::{Browser, Draft, Sender, claim, now, number, seal},
    service::Setup,
};
use domain::{DeliveryState, KeyForRecipient, MessageId, PhoneNumber, SealedSubmission};
use engine::Entropy;
use rand_core::Rng as _;
use tokio::{sync::mpsc, task::JoinSet};

const ROUNDS: usize = 50;
const TABS: usize = 6;
/// How many acknowledgements a round waits for before the kill. Counted, not timed: a busy machine does as much in a round.
const UNTIL_KILLED: std::ops::Range<u32> = 1..24;
const EMAIL: &str = "ana@example.org";
const PASSWORD: &str = "lighthouse keeper's granite stairs";

/// What became of the submissions.
#[derive(Default)]
struct Tally {
    acknowledged: HashMap<MessageId, Vec<PhoneNumber>>,
    unanswered: Vec<SealedSubmission>,
    /// How often no answer came, in all rounds, and how often the message had been stored all the same.
    cut_off: usize,
    stored: usize,
}

/// A tab of the sender's browser, and what it seals with.
struct Tab {
    sender: Sender,
    waiting_key: KeyForRecipient,
    next: Arc<AtomicU32>,
    entropy: Entropy,
}

/// Repeat a run with its seed in NARWHAL_TEST_SEED.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_loses_nothing_that_was_acknowledged() {
    let seed = std::env::var("NARWHAL_TEST_SEED").map_or(1, |text| text.parse().unwrap());
    println!("seed {seed}");
    let entropy = Entropy::seeded(seed);
    let folder = tempfile::tempdir().unwrap();
    let setup = Setup::new(env!("CARGO_BIN_EXE_narwhal"), folder.path()).unwrap().with("NARWHAL_LOG", "warn");
    setup.add_sender(EMAIL, PASSWORD).unwrap();
    let first = Tab::open(&setup, entropy.clone()).await;

    let mut tally = Tally::default();
    for _ in 0..ROUNDS {
        let until = UNTIL_KILLED.start + entropy.rng().next_u32() % (UNTIL_KILLED.end - UNTIL_KILLED.start);
        first.round(&setup, &mut tally, until).await;
    }
    println!(
        "{} acknowledged; {} not answered, {} of them stored",
        tally.acknowledged.len(),
        tally.cut_off,
        tally.stored
    );
    assert!(tally.acknowledged.len() > 5 * ROUNDS && tally.cut_off > ROUNDS, "the kills came amid the work");
    first.settle(&setup, tally).await;
}

impl Tab {
    /// Signs in once; the session outlives every kill.
    async fn open(setup: &Setup, entropy: Entropy) -> Self {
        let service = setup.start().unwrap();
        let mut sender =
            Sender::sign_in(service.address(), EMAIL, PASSWORD, &mut entropy.rng()).await.unwrap();
        let waiting_key = sender.keys_for(&[number(0)]).await.unwrap().remove(0);
        service.stop().unwrap();
        Self { sender, waiting_key, next: Arc::new(AtomicU32::new(1)), entropy }
    }

    /// Starts the service, submits from several tabs, and kills it after so many acknowledgements.
    async fn round(&self, setup: &Setup, tally: &mut Tally, until_killed: u32) {
        let service = setup.start().unwrap();
        let mut tabs = JoinSet::new();
        let again = std::mem::take(&mut tally.unanswered);
        tally.stored += stored(&mut self.sender.tab(service.address()), &again).await;
        let (acknowledges, mut acknowledged) = mpsc::unbounded_channel();
        for part in 0..TABS {
            let again: Vec<_> = again.iter().skip(part).step_by(TABS).cloned().collect();
            tabs.spawn(self.tab(service.address()).submit_until_killed(again, acknowledges.clone()));
        }
        drop(acknowledges);
        for _ in 0..until_killed {
            acknowledged.recv().await.expect("the service answers until it is killed");
        }
        service.kill().unwrap();
        while let Some(part) = tabs.join_next().await {
            let part = part.unwrap();
            tally.cut_off += part.unanswered.len();
            tally.unanswered.extend(part.unanswered);
            tally.acknowledged.extend(part.acknowledged);
        }
    }

    /// Submits what was not answered before, then new messages, until no answer comes.
    async fn submit_until_killed(
        mut self,
        again: Vec<SealedSubmission>,
        acknowledges: mpsc::UnboundedSender<()>,
    ) -> Tally {
        let mut tally = Tally::default();
        let mut again = again.into_iter();
        loop {
            let submission = again.next().unwrap_or_else(|| self.seal());
            match self.sender.submit(&submission).await {
                Ok(id) => {
                    tally.acknowledged.insert(id, phones(&submission));
                    // Fails when nobody counts any more.
                    let _ = acknowledges.send(());
                }
                Err(error) if error.is_no_answer() => {
                    tally.unanswered.push(submission);
                    tally.unanswered.extend(again);
                    return tally;
                }
                Err(error) => panic!("{error}"),
            }
        }
    }

    /// A message to one or two numbers that nobody wrote to before.
    fn seal(&self) -> SealedSubmission {
        let first = self.next.fetch_add(2, Ordering::Relaxed);
        let ranks = first..=first + first % 4 / 2;
        let to: Vec<_> =
            ranks.map(|rank| KeyForRecipient { phone: number(rank), ..self.waiting_key.clone() }).collect();
        let body = format!("for {} alone", to[0].phone.as_str());
        let draft = Draft { subject: "Your results", body: &body };
        seal(draft, self.sender.key(), &to, None, now(), &mut self.entropy.rng()).unwrap()
    }

    fn tab(&self, address: std::net::SocketAddr) -> Self {
        let (waiting_key, next) = (self.waiting_key.clone(), Arc::clone(&self.next));
        Self { sender: self.sender.tab(address), waiting_key, next, entropy: self.entropy.clone() }
    }

    /// Starts once more, sends again what was never answered, and looks for every message and text.
    async fn settle(&self, setup: &Setup, mut tally: Tally) {
        let metrics = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let service = setup.clone().with("NARWHAL_METRICS_ADDR", metrics.to_string()).start().unwrap();
        let mut sender = self.sender.tab(service.address());
        for submission in std::mem::take(&mut tally.unanswered) {
            for _ in 0..2 {
                assert_eq!(sender.submit(&submission).await.unwrap(), submission.id);
            }
            tally.acknowledged.insert(submission.id, phones(&submission));
        }
        drained(&mut Browser::new(metrics)).await;
        assert_all_delivered(&mut sender, &tally).await;
        assert_one_text_each(&sender, service.address(), &tally).await;
        self.assert_readable(service.address(), &tally).await;
        service.stop().unwrap();
        assert_eq!(setup.log().lines().filter(|line| line.contains("ERROR")).count(), 0, "{}", setup.log());
    }

    /// Some of the messages are opened by their recipients.
    async fn assert_readable(&self, address: std::net::SocketAddr, tally: &Tally) {
        for phones in tally.acknowledged.values().take(5) {
            let mut browser = Browser::new(address);
            let link = browser.texts(&phones[0]).await.unwrap()[0].locator().unwrap();
            claim(&mut browser, &link, "otter-in-the-blue-bay", &mut self.entropy.rng()).await.unwrap();
            let page = browser.get(&format!("/m/{link}")).await.unwrap();
            let expected = format!("for {} alone", phones[0].as_str());
            assert!(String::from_utf8_lossy(&page.body).contains(&expected), "{expected}");
        }
    }
}

fn phones(submission: &SealedSubmission) -> Vec<PhoneNumber> {
    submission.recipients.iter().map(|to| to.phone.clone()).collect()
}

/// How many of these the service has.
async fn stored(sender: &mut Sender, submissions: &[SealedSubmission]) -> usize {
    let ids: Vec<_> = submissions.iter().map(|submission| submission.id).collect();
    let statuses = sender.statuses(&ids).await.unwrap();
    statuses.iter().map(|status| status.message).collect::<HashSet<_>>().len()
}

async fn drained(metrics: &mut Browser) {
    for _ in 0..300 {
        let answer = metrics.get("/metrics").await.unwrap();
        if String::from_utf8_lossy(&answer.body).lines().any(|line| line == "narwhal_outbox_queued 0") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("notices are stuck in the outbox");
}

async fn assert_all_delivered(sender: &mut Sender, tally: &Tally) {
    let ids: Vec<_> = tally.acknowledged.keys().copied().collect();
    let mut deliveries: HashMap<_, usize> = HashMap::new();
    for status in sender.statuses(&ids).await.unwrap() {
        assert_eq!(status.state, DeliveryState::Delivered, "{}", status.message);
        *deliveries.entry(status.message).or_default() += 1;
    }
    for (id, phones) in &tally.acknowledged {
        assert_eq!(deliveries.get(id), Some(&phones.len()), "{id} was acknowledged");
    }
}

async fn assert_one_text_each(sender: &Sender, address: std::net::SocketAddr, tally: &Tally) {
    let phones: Vec<_> = tally.acknowledged.values().flatten().cloned().collect();
    let mut tabs = JoinSet::new();
    for part in phones.chunks(phones.len().div_ceil(TABS)) {
        let (mut tab, part) = (sender.tab(address), part.to_vec());
        tabs.spawn(async move {
            for phone in part {
                let texts = tab.browser.texts(&phone).await.unwrap();
                assert_eq!(texts.len(), 1, "texts to {}", phone.as_str());
                assert!(texts[0].locator().is_some(), "{}", texts[0].body);
            }
        });
    }
    while let Some(part) = tabs.join_next().await {
        part.unwrap();
    }
}
