//! Link previews and scanners: a link may be fetched a thousand times, in whatever way, without effect.

#![expect(clippy::unwrap_used, reason = "a helper of tests that panics is a failed test")]

use std::{fs, net::SocketAddr, time::Duration};

use bench::{
    client::{Browser, Connection, Draft, Sender, claim, now, number},
    service::Setup,
};
use engine::Entropy;
use http::Method;
use seal::Locator;

const FETCHES: usize = 1_000;
const EMAIL: &str = "ana@example.org";
const PASSWORD: &str = "lighthouse keeper's granite stairs";
const SUBJECT: &str = "Quarterly-sonogram";
const BODY: &str = "needle-in-the-haystack";

const AGENTS: [&str; 9] = [
    "",
    "curl/8.5.0",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "facebookexternalhit/1.1",
    "WhatsApp/2.23.20.0",
    "Mozilla/5.0 (compatible; bingbot/2.0)",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E148 Safari/604.1",
    "\"><script>alert(1)</script>",
    "() { :; }; echo",
];
const ACCEPTS: [&str; 7] =
    ["*/*", "text/html", "image/avif,image/webp,*/*;q=0.8", "application/json", "text/html;q=0", "x", ""];
const EXTRAS: [(&str, &str); 11] = [
    ("X-Nothing", "1"),
    ("Range", "bytes=0-99"),
    ("Purpose", "prefetch"),
    ("Sec-Purpose", "prefetch;prerender"),
    ("Sec-Fetch-Site", "cross-site"),
    ("X-HTTP-Method-Override", "POST"),
    ("If-None-Match", "*"),
    ("If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"),
    ("Accept-Encoding", "br, gzip"),
    ("X-Forwarded-For", "203.0.113.9"),
    ("Cookie", "__Host-narwhal=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA; __Host-narwhal-sender=x"),
];
/// What is asked for beside the link itself, now and then.
const SUFFIXES: [&str; 9] = [
    "",
    "?utm_source=scan",
    "/opened",
    "/",
    "/forgot",
    "/recover",
    "/not-for-me",
    "/plain",
    "/recover/plain",
];

/// One link that nobody has claimed, and one whose owner is signed in somewhere else.
struct Links {
    fresh: Locator,
    claimed: Locator,
    owner: Browser,
}

#[tokio::test]
async fn a_thousand_fetches_change_no_row_and_show_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let setup = Setup::new(env!("CARGO_BIN_EXE_narwhal"), folder.path()).unwrap();
    setup.add_sender(EMAIL, PASSWORD).unwrap();
    let links = prepare(&setup).await;

    let before = database(&setup);
    setup.start().unwrap().stop().unwrap();
    assert!(database(&setup) == before, "a start and a stop write nothing, so that only the fetches can");

    let service = setup.start().unwrap();
    scan(service.address(), &links.fresh).await;
    scan(service.address(), &links.claimed).await;
    service.stop().unwrap();
    assert!(database(&setup) == before, "a scanner changed the database");

    let service = setup.start().unwrap();
    let mut owner = links.owner.tab(service.address());
    let path = format!("/m/{}", links.claimed);
    assert!(String::from_utf8_lossy(&owner.get(&path).await.unwrap().body).contains(BODY));
    assert_eq!(owner.post(&format!("{path}/opened")).await.unwrap().status, 204);
    service.stop().unwrap();
    assert!(database(&setup) != before, "what the owner's page tells is written");
}

/// Two messages that have been delivered, one of them claimed; nothing is left to do for the workers.
async fn prepare(setup: &Setup) -> Links {
    let service = setup.start().unwrap();
    let (address, mut rng) = (service.address(), Entropy::seeded(1).rng());
    let mut sender = Sender::sign_in(address, EMAIL, PASSWORD, &mut rng).await.unwrap();
    let (fresh, claimed) = (link(&mut sender, 1).await, link(&mut sender, 2).await);
    let mut owner = Browser::new(address);
    claim(&mut owner, &claimed, "otter-in-the-blue-bay", &mut rng).await.unwrap();
    service.stop().unwrap();
    Links { fresh, claimed, owner }
}

async fn link(sender: &mut Sender, rank: u32) -> Locator {
    let (to, draft) = (number(rank), Draft { subject: SUBJECT, body: BODY });
    let mut rng = Entropy::seeded(rank.into()).rng();
    let sealed = sender.seal(std::slice::from_ref(&to), draft, now(), &mut rng).await.unwrap();
    sender.submit(&sealed).await.unwrap();
    for _ in 0..100 {
        if let [text] = sender.browser.texts(&to).await.unwrap().as_slice() {
            return text.locator().unwrap();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the text did not come in five seconds");
}

/// Fetches a link in every odd way.
async fn scan(address: SocketAddr, link: &Locator) {
    let mut scanner = Connection::to(address);
    for turn in 0..FETCHES {
        let method = if turn % 3 == 1 { Method::HEAD } else { Method::GET };
        let path = format!("/m/{link}{}", SUFFIXES[(turn % 21).saturating_sub(12)]);
        let headers = [("User-Agent", AGENTS[turn % 9]), ("Accept", ACCEPTS[turn % 7]), EXTRAS[turn % 11]];
        let answer = scanner.ask(method, &path, &headers).await.unwrap();
        assert!(!answer.status.is_server_error(), "{}: {headers:?}", answer.status);
        assert!(!answer.headers.contains_key("set-cookie"), "{headers:?}");
        assert_eq!(answer.headers["cache-control"], "no-store");
        let shown = format!("{:?}\n{}", answer.headers, String::from_utf8_lossy(&answer.body));
        for secret in [SUBJECT, BODY, &number(1).as_str()[1..], &number(2).as_str()[1..]] {
            assert!(!shown.contains(secret), "{secret} is shown to a scanner: {headers:?}");
        }
    }
}

/// Every byte of the database. SQLite leaves no log behind when the last connection closes, so this is all there is.
fn database(setup: &Setup) -> Vec<u8> {
    let log = fs::metadata(setup.data().join("narwhal.db-wal"));
    assert!(log.is_err() || log.unwrap().len() == 0, "something is still in the log");
    fs::read(setup.data().join("narwhal.db")).unwrap()
}
