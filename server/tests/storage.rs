//! A database that goes away and a disk without room: an honest refusal, nothing lost, and nobody has to restart anything.

#![expect(clippy::unwrap_used, reason = "a helper of tests that panics is a failed test")]

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, time::Duration};

use bench::{
    client::{ClientError, Draft, Sender, now, number},
    service::{Service, Setup},
};
use domain::{DeliveryState, SealedSubmission};
use engine::Entropy;
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use store::testing;

const EMAIL: &str = "ana@example.org";
const PASSWORD: &str = "lighthouse keeper's granite stairs";

/// A running service, and somebody who writes there.
struct Desk {
    service: Service,
    sender: Sender,
    entropy: Entropy,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_away_is_said_so_and_got_over() {
    let server = testing::postgres_server();
    let url = testing::database(&server.url("postgres")).await;
    let folder = tempfile::tempdir().unwrap();
    let setup = Setup::new(env!("CARGO_BIN_EXE_narwhal"), folder.path()).unwrap();
    let mut desk = Desk::open(&setup.with("NARWHAL_DATABASE_URL", url)).await;
    let before = desk.write(0).await;
    desk.sender.submit(&before).await.unwrap();
    // A notice that is being sent while the database goes away waits until its lease of a minute has run out.
    desk.arrives(std::slice::from_ref(&before)).await;

    let during = desk.write(1).await;
    server.stop();
    assert_eq!(desk.refused(&during).await, (503, "unavailable".to_owned()));
    let page = desk.sender.browser.get(&format!("/m/{}", "A".repeat(22))).await.unwrap();
    assert_eq!(page.status, 503);
    assert!(
        String::from_utf8_lossy(&page.body).contains("</html>"),
        "a page, not an error of the framework's"
    );

    server.restart();
    desk.recovers(&during).await;
    desk.arrives(&[before, during]).await;
    desk.service.stop().unwrap();
}

/// A limit on the size of files stands for a full disk: the database's log cannot grow.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_without_room_is_said_so_and_got_over() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("narwhal");
    ignoring_the_signal(&program);
    let setup = Setup::new(&program, folder.path()).unwrap();
    let mut desk = Desk::open(&setup).await;
    let before = desk.write(0).await;
    desk.sender.submit(&before).await.unwrap();
    desk.arrives(std::slice::from_ref(&before)).await;

    let during = desk.write(1).await;
    let log = fs::metadata(setup.data().join("narwhal.db-wal")).unwrap().len();
    desk.limit_files(Some(log.min(4096)));
    let (status, said) = desk.refused(&during).await;
    assert!(
        matches!((status, said.as_str()), (503, "unavailable") | (507, "storage-full")),
        "{status} {said}"
    );
    assert!(
        desk.sender.statuses(&[during.id]).await.unwrap().is_empty(),
        "refused, and not stored all the same"
    );

    desk.limit_files(None);
    desk.recovers(&during).await;
    desk.arrives(&[before, during]).await;
    desk.service.stop().unwrap();
}

impl Desk {
    async fn open(setup: &Setup) -> Self {
        setup.add_sender(EMAIL, PASSWORD).unwrap();
        let (service, entropy) = (setup.start().unwrap(), Entropy::seeded(3));
        let sender = Sender::sign_in(service.address(), EMAIL, PASSWORD, &mut entropy.rng()).await.unwrap();
        Self { service, sender, entropy }
    }

    async fn write(&mut self, rank: u32) -> SealedSubmission {
        let body = "The result is fine. ".repeat(500);
        let draft = Draft { subject: "Your results", body: &body };
        self.sender.seal(&[number(rank)], draft, now(), &mut self.entropy.rng()).await.unwrap()
    }

    /// The status and the error with which a submission is refused.
    async fn refused(&mut self, submission: &SealedSubmission) -> (u16, String) {
        match self.sender.submit(submission).await {
            Err(ClientError::Refused { status, body }) => {
                let body: serde_json::Value = serde_json::from_str(&body).unwrap();
                (status, body["error"].as_str().unwrap().to_owned())
            }
            other => panic!("not refused: {other:?}"),
        }
    }

    /// The same submission, as the compose page repeats it, goes through after a while.
    async fn recovers(&mut self, submission: &SealedSubmission) {
        for _ in 0..200 {
            match self.sender.submit(submission).await {
                Ok(id) => return assert_eq!(id, submission.id),
                Err(ClientError::Refused { status: 503 | 507, .. }) => {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Err(error) => panic!("{error}"),
            }
        }
        panic!("it did not recover in 20 seconds");
    }

    /// Each message's notice reaches its phone, once.
    async fn arrives(&mut self, submissions: &[SealedSubmission]) {
        for submission in submissions {
            for _ in 0..200 {
                let statuses = self.sender.statuses(&[submission.id]).await.unwrap();
                if statuses.iter().all(|status| status.state == DeliveryState::Delivered) {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            let texts = self.sender.browser.texts(&submission.recipients[0].phone).await.unwrap();
            assert_eq!(texts.len(), 1);
        }
    }

    fn limit_files(&self, bytes: Option<u64>) {
        let pid = Pid::from_raw(self.service.id().try_into().unwrap());
        prlimit(pid, Resource::Fsize, Rlimit { current: bytes, maximum: None }).unwrap();
    }
}

/// The service, with the signal ignored that would end it at the limit; a full disk sends none.
fn ignoring_the_signal(program: &Path) {
    fs::write(program, format!("#!/bin/sh\ntrap '' XFSZ\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_narwhal")))
        .unwrap();
    fs::set_permissions(program, fs::Permissions::from_mode(0o755)).unwrap();
}
