//! `kill -9` while fifty mail programs send: what was acknowledged is there, and what was not can be sent again.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use bench::{client::number, service::Service};
use engine::Entropy;
use rand_core::Rng as _;
use tokio::{sync::mpsc, task::JoinSet};

use crate::{
    desk::{Desk, EMAIL, Way, eventually},
    reader::Reader,
    wire::{Wire, at, letter, plain},
};

const ROUNDS: usize = 50;
const CONNECTIONS: usize = 50;
/// How many acknowledgements a round waits for before the kill, none included. Counted, not timed: a busy machine does as
/// much in a round.
const UNTIL_KILLED: std::ops::Range<u32> = 0..40;
/// Every so many mails go to one more number, which is the same for all of them.
const SHARED_EVERY: u32 = 25;

/// What became of the mails, by their numbers: a mail is named by the rank of the phone that it goes to.
#[derive(Default)]
struct Tally {
    acknowledged: HashSet<u32>,
    unanswered: Vec<u32>,
}

/// Repeat a run with its seed in NARWHAL_TEST_SEED.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_loses_no_mail_and_doubles_none() {
    let seed = std::env::var("NARWHAL_TEST_SEED").map_or(1, |text| text.parse().unwrap());
    println!("seed {seed}");
    let (desk, entropy) = (Arc::new(Desk::new()), Entropy::seeded(seed));
    let (next, mut tally) = (Arc::new(AtomicU32::new(1)), Tally::default());
    let mut cut_off = 0;
    for _ in 0..ROUNDS {
        let until = UNTIL_KILLED.start + entropy.rng().next_u32() % (UNTIL_KILLED.end - UNTIL_KILLED.start);
        round(&desk, &mut tally, &next, until).await;
        cut_off += tally.unanswered.len();
    }
    println!("{} mails acknowledged; {cut_off} times there was no answer", tally.acknowledged.len());
    assert!(tally.acknowledged.len() > 5 * ROUNDS && cut_off > 5 * ROUNDS, "the kills came amid the work");
    let service = desk.start();
    send_the_rest(&desk, &mut tally).await;
    assert_all_there_once(&desk, &service, &tally).await;
    service.stop().unwrap();
    assert!(!desk.setup.log().contains("ERROR"), "{}", desk.setup.log());
}

/// Starts the service, sends over all connections, and kills it after so many acknowledgements.
async fn round(desk: &Arc<Desk>, tally: &mut Tally, next: &Arc<AtomicU32>, until_killed: u32) {
    let service = desk.start();
    let again = std::mem::take(&mut tally.unanswered);
    let (acknowledges, mut acknowledged) = mpsc::unbounded_channel();
    let mut programs = JoinSet::new();
    for part in 0..CONNECTIONS {
        let again: Vec<_> = again.iter().skip(part).step_by(CONNECTIONS).copied().collect();
        let (desk, next, acknowledges) = (Arc::clone(desk), Arc::clone(next), acknowledges.clone());
        programs.spawn(async move { send_until_killed(&desk, again, &next, &acknowledges).await });
    }
    drop(acknowledges);
    for _ in 0..until_killed {
        acknowledged.recv().await.expect("the service answers until it is killed");
    }
    service.kill().unwrap();
    while let Some(part) = programs.join_next().await {
        let part = part.unwrap();
        tally.acknowledged.extend(part.acknowledged);
        tally.unanswered.extend(part.unanswered);
    }
}

/// Sends what was not answered before, then new mails, until no answer comes.
async fn send_until_killed(
    desk: &Desk,
    again: Vec<u32>,
    next: &AtomicU32,
    acknowledges: &mpsc::UnboundedSender<()>,
) -> Tally {
    let mut tally = Tally::default();
    let mut again = again.into_iter();
    let Some(mut wire) = sign_in(desk).await else {
        tally.unanswered.extend(again);
        return tally;
    };
    loop {
        let mail = again.next().unwrap_or_else(|| next.fetch_add(1, Ordering::Relaxed));
        let said = send(&mut wire, mail).await;
        match said {
            250 => {
                tally.acknowledged.insert(mail);
                // Fails when nobody counts any more.
                let _ = acknowledges.send(());
            }
            0 => {
                tally.unanswered.push(mail);
                tally.unanswered.extend(again);
                return tally;
            }
            code => panic!("{code}: neither taken nor cut off"),
        }
    }
}

/// `None` when the service is gone by now.
async fn sign_in(desk: &Desk) -> Option<Wire> {
    let mut wire = Wire::try_bare(desk.address(Way::Plain)).await?;
    wire.send(format!("EHLO client\r\n{}", plain("", EMAIL, &desk.app_password))).await;
    for expected in [220, 250, 235] {
        let code = wire.hear().await.code();
        if code == 0 {
            return None;
        }
        assert_eq!(code, expected);
    }
    Some(wire)
}

/// The code of the answer to a mail; 0 when there is none.
async fn send(wire: &mut Wire, mail: u32) -> u16 {
    let mut to = vec![at(&number(mail))];
    if mail.is_multiple_of(SHARED_EVERY) {
        to.push(at(&number(0)));
    }
    let content = letter(&format!("mail-{mail}"), &format!("Result {mail}."), &format!("for {mail} alone"));
    wire.mail(&to, &content).await.code()
}

/// Twice, as mail programs do that did not hear the first answer either.
async fn send_the_rest(desk: &Desk, tally: &mut Tally) {
    let mut wire = sign_in(desk).await.expect("the service runs");
    for mail in std::mem::take(&mut tally.unanswered) {
        for _ in 0..2 {
            assert_eq!(send(&mut wire, mail).await, 250);
        }
        tally.acknowledged.insert(mail);
    }
}

async fn assert_all_there_once(desk: &Desk, service: &Service, tally: &Tally) {
    let mails = u64::try_from(tally.acknowledged.len()).unwrap();
    let shared: Vec<_> = tally.acknowledged.iter().filter(|mail| mail.is_multiple_of(SHARED_EVERY)).collect();
    let deliveries = mails + u64::try_from(shared.len()).unwrap();
    assert_eq!(desk.messages().await, (mails, deliveries), "stored once each");
    for mail in &tally.acknowledged {
        let mut reader = Reader::of(service, number(*mail));
        assert_eq!(reader.wait(1).await.len(), 1, "texts about mail {mail}");
    }
    let mut reader = Reader::of(service, number(0));
    reader.wait(shared.len()).await;
    reader.claim().await;
    let list = reader.list().await;
    let counts: HashMap<_, _> =
        shared.iter().map(|mail| (**mail, list.matches(&format!("Result {mail}.")).count())).collect();
    assert!(counts.values().all(|count| *count == 1), "in the recipient's list: {counts:?}");
    let some = **shared.first().expect("some went to the shared number");
    let mut reader = Reader::of(service, number(some));
    let link = reader.claim().await;
    assert!(reader.page(&link).await.contains(&format!("for {some} alone")));
    eventually("nothing is left over", async || (desk.rows().await[2] == deliveries).then_some(())).await;
}
