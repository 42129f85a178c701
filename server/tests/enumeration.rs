//! What strangers can ask about a phone number: however it stands with it, they hear the same, byte for byte. How long it
//! takes is measured by `scripts/bench enumeration`.

#![expect(clippy::unwrap_used, reason = "a helper of tests that panics is a failed test")]

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
};

use bench::{
    client::{Answer, Browser, Connection, Sender, Who, claim, number, sign_in},
    service::{Service, Setup},
    stranger::{Kind, Question, prepare},
};
use domain::PhoneNumber;
use engine::Entropy;
use http::{Method, header};
use serde_json::{Value, json};
use tempfile::TempDir;

const EMAIL: &str = "ana@example.org";
const PASSWORD: &str = "lighthouse keeper's granite stairs";
const OWNERS: &str = "otter-in-the-blue-bay";
/// Numbers of each kind: what all of them share must not be taken for what belongs to the kind.
const EACH: u32 = 2;
/// More wrong tries than are free.
const TRIES: usize = 7;

/// A service behind a proxy that it trusts, so that every question can come from an address of its own.
struct World {
    service: Service,
    sender: Sender,
    entropy: Entropy,
    smtp: SocketAddr,
    _folder: TempDir,
}

impl World {
    async fn new() -> Self {
        let (folder, entropy) = (tempfile::tempdir().unwrap(), Entropy::seeded(1));
        let smtp = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let setup = Setup::new(env!("CARGO_BIN_EXE_narwhal"), folder.path()).unwrap();
        let setup = setup.with("NARWHAL_TRUSTED_PROXIES", "127.0.0.0/8");
        let setup = setup.with("NARWHAL_SMTP_ADDR", smtp.to_string());
        setup.add_sender(EMAIL, PASSWORD).unwrap();
        let service = setup.start().unwrap();
        let sender = Sender::sign_in(service.address(), EMAIL, PASSWORD, &mut entropy.rng()).await.unwrap();
        Self { service, sender, entropy, smtp, _folder: folder }
    }

    /// Numbers of every kind.
    async fn numbers(&mut self) -> Vec<(Kind, PhoneNumber)> {
        let mut all = Vec::new();
        for (place, kind) in (0..).zip(Kind::ALL) {
            let numbers: Vec<_> = (place * EACH..(place + 1) * EACH).map(number).collect();
            prepare(&mut self.sender, kind, &numbers, &mut self.entropy.rng()).await.unwrap();
            all.extend(numbers.into_iter().map(|number| (kind, number)));
        }
        all
    }

    fn stranger(&self) -> Connection {
        Connection::to(self.service.address())
    }
}

/// An answer without what differs from one to the next by chance: when it was given, a page's nonce, and salts.
fn shown(answer: &Answer) -> String {
    let headers = answer.headers.iter().filter(|(name, _)| *name != header::DATE);
    let headers: Vec<_> =
        headers.map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap())).collect();
    let text = format!("{}\n{}\n{}", answer.status, headers.concat(), String::from_utf8_lossy(&answer.body));
    let nonce = text.split("'nonce-").nth(1).and_then(|after| after.split('\'').next());
    let text = nonce.map_or_else(|| text.clone(), |nonce| text.replace(nonce, "NONCE"));
    match salt(answer) {
        Some(salt) => text.replace(&salt, &"S".repeat(salt.len())),
        None => text,
    }
}

fn salt(answer: &Answer) -> Option<String> {
    let json: Value = serde_json::from_slice(&answer.body).ok()?;
    Some(json.get("salt")?.as_str()?.to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_answers_about_every_kind_of_number_are_the_same() {
    let mut world = World::new().await;
    let (numbers, mut stranger) = (world.numbers().await, world.stranger());
    for (place, question) in (0..).zip(Question::ALL) {
        let mut expected = None;
        let mut salts = BTreeSet::new();
        for (from, (kind, number)) in (0..).zip(&numbers) {
            let address = format!("198.51.{place}.{from}");
            let answer = question.ask_from(&mut stranger, number, &address).await.unwrap();
            if !question.is_counted() {
                let again = question.ask_from(&mut stranger, number, &address).await.unwrap();
                assert_eq!(answer.body, again.body, "{question:?} of {kind:?}: asked again");
            }
            assert_eq!(
                shown(&answer),
                *expected.get_or_insert_with(|| shown(&answer)),
                "{question:?} of {kind:?}"
            );
            salts.extend(salt(&answer));
        }
        let distinct = if question == Question::Challenge { numbers.len() } else { 0 };
        assert_eq!(salts.len(), distinct, "each number has a salt of its own");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_tries_are_slowed_alike() {
    let mut world = World::new().await;
    let (numbers, mut stranger) = (world.numbers().await, world.stranger());
    let mut expected = None;
    for (from, (kind, number)) in (0..).zip(&numbers) {
        let mut answers = Vec::new();
        for question in [Question::SignIn, Question::TryRecovery].iter().cycle().take(TRIES) {
            let address = format!("198.51.100.{from}");
            answers.push(shown(&question.ask_from(&mut stranger, number, &address).await.unwrap()));
        }
        assert!(answers[0].starts_with("401") && answers[TRIES - 1].starts_with("429"), "{answers:?}");
        assert_eq!(answers, *expected.get_or_insert_with(|| answers.clone()), "{kind:?}");
    }
}

/// Whoever asks again and again sees nothing happen: not that a first message came, not the claim, not that the owner was
/// here.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_answers_stay_the_same_whatever_happens() {
    const FROM: &str = "198.51.100.7";
    let mut world = World::new().await;
    let (watched, idle, mut stranger) = (number(0), number(1), world.stranger());
    let mut heard: [Vec<String>; 2] = Default::default();
    let mut owner = Browser::new(world.service.address());
    let mut link = None;
    for moment in 0..TRIES {
        match moment {
            2 => {
                let to = std::slice::from_ref(&watched);
                let rng = &mut world.entropy.rng();
                link = prepare(&mut world.sender, Kind::Unclaimed, to, rng).await.unwrap().pop();
            }
            3 => {
                let link = link.as_ref().unwrap();
                claim(&mut owner, link, OWNERS, &mut world.entropy.rng()).await.unwrap();
            }
            4 => {
                let who = Who::Phone(watched.as_str().to_owned());
                sign_in(&mut owner, &who, OWNERS, &mut world.entropy.rng()).await.unwrap();
            }
            _ => {}
        }
        for (heard, number) in heard.iter_mut().zip([&watched, &idle]) {
            let salted = Question::Challenge.ask_from(&mut stranger, number, FROM).await.unwrap();
            let tried = Question::SignIn.ask_from(&mut stranger, number, FROM).await.unwrap();
            heard.push(format!("{}\n{}", salt(&salted).unwrap(), shown(&tried)));
        }
    }
    let [watched, idle] = heard.map(|all| {
        let first = all[0].split('\n').next().unwrap().to_owned();
        all.iter().map(|one| one.replace(&first, "SALT")).collect::<Vec<_>>()
    });
    for (moment, (watched, idle)) in watched.iter().zip(&idle).enumerate() {
        assert_eq!(watched, idle, "moment {moment}");
    }
    assert!(idle[TRIES - 1].contains("slow-down"), "the tries are counted");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_that_nobody_got_lead_nowhere_alike() {
    let world = World::new().await;
    let mut stranger = world.stranger();
    let locators = ["AAAAAAAAAAAAAAAAAAAAAA", "Zx1Q9vL0TqS8mB7nC6dE5A"];
    let mut heard: [Vec<String>; 2] = Default::default();
    for (heard, locator) in heard.iter_mut().zip(locators) {
        for (method, end) in [
            (Method::GET, ""),
            (Method::GET, "/not-for-me"),
            (Method::GET, "/forgot"),
            (Method::GET, "/recover"),
            (Method::GET, "/attachments/0"),
            (Method::POST, "/opened"),
            (Method::POST, "/not-for-me"),
            (Method::POST, "/forgot"),
        ] {
            let path = format!("/m/{locator}{end}");
            let answer = match method {
                Method::GET => stranger.ask(method, &path, &[]).await.unwrap(),
                _ => stranger.post(&path, "", &[]).await.unwrap(),
            };
            heard.push(shown(&answer).replace(locator, "LOCATOR"));
        }
        for question in Question::ALL {
            let who = json!({ "locator": locator });
            let address = [("x-forwarded-for", "198.51.100.1")];
            heard.push(shown(&question.ask(&mut stranger, &who, &address).await.unwrap()));
        }
        let proof = domain::SecretBlob(vec![1; 32]);
        let guess = json!({ "locator": locator, "proof": proof });
        heard.push(shown(&stranger.call("try_passcode", &guess, &[]).await.unwrap()));
    }
    let [one, other] = heard;
    assert_eq!(one, other);
    assert!(one[0].starts_with("404") && one.last().unwrap().starts_with("404"), "{one:?}");
}

/// The address that stands for a number is refused before anybody has said who they are.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mail_says_nothing_of_numbers_to_strangers() {
    let mut world = World::new().await;
    let numbers = world.numbers().await;
    let mut expected = None;
    for (kind, number) in numbers {
        let to = format!("<{}@secure.text>", number.as_str());
        let commands =
            [format!("MAIL FROM:{to}"), format!("RCPT TO:{to}"), format!("VRFY {to}"), format!("EXPN {to}")];
        let replies = dialogue(world.smtp, &commands);
        assert_eq!(replies, *expected.get_or_insert_with(|| replies.clone()), "{kind:?}");
    }
    let replies = expected.unwrap();
    assert!(replies[2].starts_with("530") || replies[2].starts_with("503"), "{replies:?}");
}

/// The greeting's code, and the reply to each command after EHLO.
fn dialogue(address: SocketAddr, commands: &[String]) -> Vec<String> {
    let mut stream = TcpStream::connect(address).unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut hear = || loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.as_bytes().get(3) != Some(&b'-') {
            return line;
        }
    };
    let mut replies = vec![hear()[..3].to_owned()];
    stream.write_all(b"EHLO stranger\r\n").unwrap();
    hear();
    for command in commands {
        stream.write_all(format!("{command}\r\n").as_bytes()).unwrap();
        replies.push(hear());
    }
    replies
}
