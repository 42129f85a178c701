//! The plain way over HTTP, as a browser without scripts goes it: forms, cookies, and clear answers.

#![expect(clippy::unwrap_used, reason = "a helper of tests that panics is a failed test")]

use std::time::Duration;

use bench::{
    client::{Answer, Browser, Draft, Sender, Who, claim, now, number, sign_in},
    service::{Service, Setup},
};
use engine::Entropy;
use futures::future::join_all;
use seal::Locator;
use tempfile::TempDir;

const EMAIL: &str = "ana@example.org";
const PASSWORD: &str = "lighthouse keeper's granite stairs";
const OWN: &str = "otter-in-the-blue-bay";
const WRONG: &str = "otter-in-the-red-bay";
const BODY: &str = "needle-in-the-haystack";

/// A running instance with a sender.
struct World {
    _folder: TempDir,
    setup: Setup,
    service: Service,
    sender: Sender,
}

impl World {
    async fn new(settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let setup = Setup::new(env!("CARGO_BIN_EXE_narwhal"), folder.path()).unwrap();
        let setup = settings.iter().fold(setup, |setup, (name, value)| setup.with(*name, *value));
        setup.add_sender(EMAIL, PASSWORD).unwrap();
        let service = setup.start().unwrap();
        let mut rng = Entropy::seeded(1).rng();
        let sender = Sender::sign_in(service.address(), EMAIL, PASSWORD, &mut rng).await.unwrap();
        Self { _folder: folder, setup, service, sender }
    }

    fn browser(&self) -> Browser {
        Browser::new(self.service.address())
    }

    /// The link to a message for a number that nobody has claimed.
    async fn link(&mut self, rank: u32) -> Locator {
        let (to, draft) = (number(rank), Draft { subject: "Results", body: BODY });
        let mut rng = Entropy::seeded(rank.into()).rng();
        let sealed = self.sender.seal(std::slice::from_ref(&to), draft, now(), &mut rng).await.unwrap();
        self.sender.submit(&sealed).await.unwrap();
        for _ in 0..100 {
            if let [text] = self.sender.browser.texts(&to).await.unwrap().as_slice() {
                return text.locator().unwrap();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the text did not come in five seconds");
    }
}

fn status(answer: &Answer) -> u16 {
    answer.status.as_u16()
}

fn page(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.body).into_owned()
}

/// A page without what differs in every response.
fn without_nonce(answer: &Answer) -> String {
    let page = page(answer);
    let nonce = page.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    if nonce.is_empty() { page } else { page.replace(nonce, "") }
}

fn leads_to(answer: &Answer) -> &str {
    answer.headers["location"].to_str().unwrap()
}

#[tokio::test]
async fn a_recipient_goes_the_whole_way_without_a_script() {
    let mut world = World::new(&[("NARWHAL_LOG", "trace")]).await;
    let link = world.link(1).await;
    let (form, mut browser) = (format!("/m/{link}/plain"), world.browser());

    let asked = browser.get(&form).await.unwrap();
    assert!(page(&asked).contains("your password passes through the server of"), "it says so first");
    for (fields, said) in [
        ("", "out of date"),
        ("as=claim", "Please fill this in."),
        ("as=claim&password=short", "at least 8 characters"),
        ("as=claim&password=password", "Many people use this password"),
        ("as=unlock&password=%FF", "out of date"),
    ] {
        let answer = browser.post_form(&form, fields.to_owned()).await.unwrap();
        assert_eq!(status(&answer), 422, "{fields}");
        assert!(page(&answer).contains(said), "{fields}");
        assert!(!page(&answer).contains("value=\"short\""), "a password is never in a page");
    }
    let claimed = browser.post_form(&form, format!("as=claim&password={OWN}")).await.unwrap();
    assert_eq!((status(&claimed), leads_to(&claimed)), (303, format!("/m/{link}").as_str()));
    let cookie = claimed.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-narwhal=") && cookie.contains("HttpOnly; Secure; SameSite=Lax"));
    let message = browser.get(&format!("/m/{link}")).await.unwrap();
    assert!(page(&message).contains(BODY));
    let ends = "<noscript><meta http-equiv=\"refresh\" content=\"900;url=/signed-off\"></noscript>";
    assert!(page(&message).contains(ends), "the page ends with the session");
    assert!(!page(&message).contains("?then=page"), "that it was opened is known");

    // Their own page: another password, then a code, which a change would end.
    let changed = format!("as=password&current={OWN}&password=violet+harbor+tundra");
    let changed = browser.post_form("/account/plain", changed).await.unwrap();
    assert_eq!(leads_to(&changed), "/account?changed=yes");
    let made =
        browser.post_form("/account/plain", "as=recovery&own=violet+harbor+tundra".to_owned()).await.unwrap();
    let code = page(&made).split("<code class=\"secret\">").nth(1).unwrap()[..29].to_owned();
    let wrong = browser.post_form("/account/plain", format!("as=recovery&own={WRONG}")).await.unwrap();
    assert_eq!(status(&wrong), 401);
    assert!(page(&wrong).contains("id=\"own-error\""));
    let out = browser.post("/sign-out").await.unwrap();
    assert_eq!(leads_to(&out), "/signed-out");
    assert_eq!(leads_to(&browser.get("/account/plain").await.unwrap()), "/inbox/plain");

    // In again: by the link, by the number, with the code.
    let wrong = browser.post_form(&form, format!("as=unlock&password={OWN}")).await.unwrap();
    assert!(status(&wrong) == 401 && page(&wrong).contains("That is not the password."));
    let right = "as=unlock&password=violet+harbor+tundra";
    assert_eq!(status(&browser.post_form(&form, right.to_owned()).await.unwrap()), 303);
    let phone = number(1).as_str().replace('+', "%2B");
    let by_number = format!("phone={phone}&password=violet+harbor+tundra");
    let mut other = world.browser();
    assert_eq!(leads_to(&other.post_form("/inbox/plain", by_number).await.unwrap()), "/inbox");
    assert!(page(&other.get("/inbox").await.unwrap()).contains("Results"));
    let mut third = world.browser();
    let recover = format!("code={code}&password={OWN}");
    let recovered = third.post_form(&format!("/m/{link}/recover/plain"), recover.clone()).await.unwrap();
    assert!(page(&recovered).contains("It is shown only now."));
    assert!(page(&third.get(&format!("/m/{link}")).await.unwrap()).contains(BODY));
    let twice = third.post_form(&format!("/m/{link}/recover/plain"), recover.clone()).await.unwrap();
    assert!(status(&twice) == 401 && page(&twice).contains("was used before"));

    // What a browser with scripts does is the same, and what passed through is nowhere.
    let mut usual = world.browser();
    let mut rng = Entropy::seeded(5).rng();
    sign_in(&mut usual, &Who::Phone(number(1).as_str().to_owned()), OWN, &mut rng).await.unwrap();
    world.service.stop().unwrap();
    let log = world.setup.log();
    for secret in [OWN, WRONG, "harbor", &code, &link.to_string()] {
        assert!(!log.contains(secret), "a secret is in the log");
    }
}

#[tokio::test]
async fn numbers_that_nobody_knows_get_the_same_answers() {
    let mut world = World::new(&[]).await;
    let link = world.link(1).await;
    let mut rng = Entropy::seeded(2).rng();
    claim(&mut world.browser(), &link, OWN, &mut rng).await.unwrap();
    let unclaimed = world.link(2).await;
    let mut browser = world.browser();
    for path in ["/inbox/plain", "/recover/plain"] {
        let mut answers = Vec::new();
        // One that is claimed, one that is not, one that nobody wrote to.
        for rank in [1, 2, 3] {
            let phone = number(rank).as_str().replace('+', "%2B");
            let fields = format!("phone={phone}&password={WRONG}&code=0000-0000-0000-0000-0000-0000");
            let answer = browser.post_form(path, fields).await.unwrap();
            assert_eq!(status(&answer), 401);
            assert!(!answer.headers.contains_key("set-cookie"));
            answers.push(without_nonce(&answer).replace(number(rank).as_str(), ""));
        }
        assert!(answers[0] == answers[1] && answers[1] == answers[2], "{path}");
    }
    // A link that leads nowhere, too.
    for path in
        [format!("/m/{unclaimed}/recover/plain"), "/m/AAAAAAAAAAAAAAAAAAAAAA/recover/plain".to_owned()]
    {
        let fields = format!("password={WRONG}&code=0000-0000-0000-0000-0000-0000");
        assert_eq!(status(&browser.post_form(&path, fields).await.unwrap()), 401, "{path}");
    }
    let nowhere = browser
        .post_form("/m/AAAAAAAAAAAAAAAAAAAAAA/plain", "as=unlock&password=x".to_owned())
        .await
        .unwrap();
    assert!(status(&nowhere) == 404 || status(&nowhere) == 401);
    assert_eq!(
        status(&browser.post_form("/m/none/plain", "as=unlock&password=x".to_owned()).await.unwrap()),
        404
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_at_once_are_asked_to_wait() {
    let world = World::new(&[]).await;
    let tries = (0..24).map(|at| {
        let mut browser = world.browser();
        async move {
            let fields = format!("phone=%2B1202555{at:04}&password={WRONG}");
            browser.post_form("/inbox/plain", fields).await.unwrap()
        }
    });
    let answers = join_all(tries).await;
    let busy: Vec<_> = answers.iter().filter(|answer| status(answer) == 503).collect();
    assert!(!busy.is_empty(), "eight have room");
    for answer in &busy {
        assert_eq!(answer.headers["retry-after"], "5");
        assert!(
            page(answer).contains("Please wait a few seconds") && page(answer).contains("value=\"+1202555")
        );
    }
    assert!(answers.iter().all(|answer| [401, 503].contains(&status(answer))));
    // Room comes back.
    let fields = format!("phone=%2B12025559999&password={WRONG}");
    let after = world.browser().post_form("/inbox/plain", fields).await.unwrap();
    assert_eq!(status(&after), 401);
}

#[tokio::test]
async fn where_it_is_forbidden_every_address_says_so() {
    let mut world = World::new(&[("NARWHAL_PLAIN_FORM", "forbidden")]).await;
    let link = world.link(1).await;
    let mut browser = world.browser();
    let by_link = [format!("/m/{link}/plain"), format!("/m/{link}/recover/plain")];
    for path in ["/inbox/plain", "/recover/plain", "/account/plain", &by_link[0], &by_link[1]] {
        let looked = browser.get(path).await.unwrap();
        assert_eq!(status(&looked), 403, "{path}");
        assert!(page(&looked).contains("does not let passwords pass through a server"));
        assert!(!page(&looked).contains("type=\"password\""), "{path}");
    }
    let sent = browser.post_form(&by_link[0], format!("as=claim&password={OWN}")).await.unwrap();
    assert!(status(&sent) == 403 && !sent.headers.contains_key("set-cookie"));
    let usual = page(&browser.get(&format!("/m/{link}")).await.unwrap());
    assert!(usual.contains("allows no other way") && !usual.contains(&by_link[0]));
}

#[tokio::test]
async fn what_cannot_be_read_gets_a_clear_answer() {
    let world = World::new(&[]).await;
    let mut browser = world.browser();
    for (fields, expected) in [
        ("phone=12&password=x", "not a phone number"),
        ("phone=2025550123", "Please fill this in."),
        ("phone=%00&password=x", "not a phone number"),
        ("phone=2025550123&password=%C3%28", "out of date"),
    ] {
        let answer = browser.post_form("/inbox/plain", fields.to_owned()).await.unwrap();
        assert_eq!(status(&answer), 422, "{fields}");
        assert!(page(&answer).contains(expected), "{fields}: {}", page(&answer));
    }
    let long = format!("phone=2025550123&password={}", "a".repeat(1_100));
    let answer = browser.post_form("/inbox/plain", long).await.unwrap();
    assert!(status(&answer) == 422 && page(&answer).contains("too long"));
    let huge = format!("phone=2025550123&password={}", "a".repeat(20_000));
    assert_eq!(status(&browser.post_form("/inbox/plain", huge).await.unwrap()), 422);
    let markup = "phone=%22%3E%3Cscript%3E&password=x";
    assert!(
        !page(&browser.post_form("/inbox/plain", markup.to_owned()).await.unwrap()).contains("\"><script>")
    );
}
