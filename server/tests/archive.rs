//! Emergency access by the command line, beside the running service, on both databases.

#![expect(clippy::unwrap_used, reason = "a helper of tests that panics is a failed test")]

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, process::Output};

use bench::{
    client::{Browser, Draft, ReceivedText, Sender, claim, now, number},
    service::Setup,
};
use domain::MessageId;
use engine::Entropy;
use store::testing;

const EMAIL: &str = "ana@example.org";
const PASSWORD: &str = "lighthouse keeper's granite stairs";
const WHY: &str = "Patient in the ER, sender on leave";
const HALVES: [&str; 4] = ["--half-a", "a.txt", "--half-b", "b.txt"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_with_both_halves_opens_a_message_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let setup = Setup::new(env!("CARGO_BIN_EXE_narwhal"), folder.path()).unwrap();
    drill(&setup, folder.path()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_with_both_halves_opens_a_message_on_postgres() {
    let folder = tempfile::tempdir().unwrap();
    let store = testing::postgres().await;
    let setup = Setup::new(env!("CARGO_BIN_EXE_narwhal"), folder.path()).unwrap();
    drill(&setup.with("NARWHAL_DATABASE_URL", store.url()), folder.path()).await;
}

/// The drill of docs/operations.md.
async fn drill(setup: &Setup, folder: &Path) {
    let printed = said(&setup.run(&["archive", "new", "--out-a", "a.txt", "--out-b", "b.txt"]).unwrap());
    let key = printed.split("archive_key = \"").nth(1).unwrap()[..32].to_owned();
    fs::write(folder.join("narwhal.toml"), printed).unwrap();
    assert!(refused(setup, &["archive", "new", "--out-a", "a.txt", "--out-b", "c.txt"]).contains("is there"));

    setup.add_sender(EMAIL, PASSWORD).unwrap();
    let (service, entropy) = (setup.start().unwrap(), Entropy::seeded(5));
    let mut sender = Sender::sign_in(service.address(), EMAIL, PASSWORD, &mut entropy.rng()).await.unwrap();
    let draft = Draft { subject: "Your results", body: "All is well." };
    let submission = sender.seal(&[number(0)], draft, now(), &mut entropy.rng()).await.unwrap();
    let id = sender.submit(&submission).await.unwrap();

    let check = said(&setup.run(&[&["archive", "check"], &HALVES[..]].concat()).unwrap());
    assert!(check.contains(&key) && check.contains("sealed now"), "{check}");
    let found = said(&setup.run(&["archive", "find", "--sender", EMAIL, "--since", "2020-01-01"]).unwrap());
    assert!(
        found.starts_with(&id.to_string()) && found.ends_with(&format!("archive key {key}\n")),
        "{found}"
    );
    let to = number(0);
    let find = ["archive", "find", "--to", to.as_str(), "--since", "2020-01-01"];
    assert_eq!(said(&setup.run(&find).unwrap()), found);

    refusals(setup, folder, id);
    let opened = said(&setup.run(&open(&HALVES, WHY, &id.to_string(), "out")).unwrap());
    assert!(opened.contains(EMAIL), "{opened}");
    let out = folder.join("out");
    let text = fs::read_to_string(out.join("message.txt")).unwrap();
    let head = format!("From: {EMAIL}\nTo: {}\nSent: 20", to.as_str());
    assert!(text.starts_with(&head) && text.ends_with("\nSubject: Your results\n\nAll is well.\n"), "{text}");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&out), mode(&out.join("message.txt"))), (0o700, 0o600));
    assert!(refused(setup, &open(&HALVES, WHY, &id.to_string(), "out")).contains("is there already"));

    // The service has not been stopped, and tells it.
    let page = sender.browser.get(&format!("/sent/{id}")).await.unwrap();
    let page = String::from_utf8_lossy(&page.body).into_owned();
    assert_eq!(page.matches("Opened by your organisation under emergency access").count(), 1);
    assert!(page.contains(WHY), "{page}");
    let mut phone = Browser::new(service.address());
    let link = link(&mut phone).await;
    claim(&mut phone, &link, "otter-in-the-blue-bay", &mut entropy.rng()).await.unwrap();
    let page = phone.get(&format!("/m/{link}")).await.unwrap();
    let page = String::from_utf8_lossy(&page.body).into_owned();
    assert!(page.contains("emergency access") && !page.contains(WHY), "{page}");
    service.stop().unwrap();
    doctor(setup, folder, &key);
}

/// Nothing of this opens anything, or leaves a folder behind.
fn refusals(setup: &Setup, folder: &Path, id: MessageId) {
    let id = id.to_string();
    let one = ["--half-a", "a.txt", "--half-b", "a.txt"];
    assert!(refused(setup, &open(&one, WHY, &id, "out")).contains("half A and half B are needed"));
    setup.run(&["archive", "new", "--out-a", "a2.txt", "--out-b", "b2.txt"]).unwrap();
    let swapped = ["--half-a", "a.txt", "--half-b", "b2.txt"];
    assert!(refused(setup, &open(&swapped, WHY, &id, "out")).contains("different archive keys"));
    let other = ["--half-a", "a2.txt", "--half-b", "b2.txt"];
    assert!(refused(setup, &open(&other, WHY, &id, "out")).contains("is sealed to archive key"));
    assert!(refused(setup, &open(&HALVES, "too short", &id, "out")).contains("10 to 500 characters"));
    let unknown = "0".repeat(32);
    assert!(refused(setup, &open(&HALVES, WHY, &unknown, "out")).contains("no such message"));
    assert!(!folder.join("out").exists());
}

fn doctor(setup: &Setup, folder: &Path, key: &str) {
    let report = |setup: &Setup| String::from_utf8(setup.run(&["doctor"]).unwrap().stdout).unwrap();
    let clean = report(setup);
    assert!(clean.contains(&format!("sealed to archive key {key} too")), "{clean}");
    fs::create_dir_all(folder.join("data")).unwrap();
    fs::copy(folder.join("b.txt"), folder.join("data/backup.txt")).unwrap();
    let warned = report(setup);
    assert!(!clean.contains("private half") && warned.contains("backup.txt is a private half"), "{warned}");
}

fn open<'a>(files: &[&'a str], reason: &'a str, id: &'a str, out: &'a str) -> Vec<&'a str> {
    let rest = ["--reason", reason, "--message", id, "--out", out];
    [&["archive", "open"], files, &rest[..]].concat()
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn refused(setup: &Setup, arguments: &[&str]) -> String {
    let output = setup.run(arguments).unwrap();
    assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

async fn link(browser: &mut Browser) -> seal::Locator {
    for _ in 0..200 {
        let texts: Vec<ReceivedText> = browser.texts(&number(0)).await.unwrap();
        if let Some(text) = texts.first() {
            return text.locator().unwrap();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("no text came")
}
