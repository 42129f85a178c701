//! A mail is acknowledged when it is on the disk, and not before.

use std::fs;

use bench::{client::number, service::Service};
use rustix::process::{Pid, Resource, Rlimit, prlimit};

use crate::{
    desk::{Desk, Way, eventually, program},
    reader::Reader,
    wire::{Said, Wire, at, letter},
};

const CALLS: &str = "fsync,fdatasync,read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_acknowledgement_comes_after_the_disk() {
    let desk = Desk::new();
    let trace = desk.path("trace");
    assert_can_trace();
    // With -D the service, not the tracer, is the process that is started and stopped.
    let command = "exec strace -D -f -y -s 400 -qq -e signal=none";
    let service = desk.start_by(&format!(
        "{command} -e trace={CALLS} -o '{}' '{}' \"$@\"",
        trace.display(),
        env!("CARGO_BIN_EXE_narwhal")
    ));
    let mut wire = Wire::signed_in(&desk, Way::Plain).await;
    for turn in 0..5 {
        let said =
            wire.mail(&[at(&number(turn))], &letter(&turn.to_string(), "Traced", "On the disk.")).await;
        assert_eq!(said.code(), 250, "{said:?}");
    }
    service.stop().unwrap();
    // The tracer may write its last lines after the service has ended.
    let syncs = eventually("the trace is complete", async || {
        let syncs = syncs_before_acknowledgements(&fs::read_to_string(&trace).unwrap());
        (syncs.len() == 5).then_some(syncs)
    })
    .await;
    assert!(syncs.iter().all(|syncs| *syncs > 0), "syncs before each acknowledgement: {syncs:?}");
}

fn assert_can_trace() {
    let output = program("strace").args(["-qq", "-e", "trace=none", "true"]).output().unwrap();
    assert!(
        output.status.success(),
        "strace cannot trace here, so that it cannot be shown that mails are on the disk before they are acknowledged. \
         Allow ptrace (in a container: --cap-add=SYS_PTRACE; see kernel.yama.ptrace_scope). It says: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// For each mail: how often the database's log was synced, from the end of the content to the acknowledgement.
fn syncs_before_acknowledgements(trace: &str) -> Vec<usize> {
    let (mut counts, mut content_is_there, mut count, mut pending) = (Vec::new(), false, 0, Vec::new());
    for line in trace.lines() {
        let thread = line.split(' ').next().unwrap_or_default();
        if line.contains(r#"\r\n.\r\n""#) {
            (content_is_there, count) = (true, 0);
            pending.clear();
        } else if content_is_there && line.contains("sync(") && line.contains("narwhal.db") {
            if line.ends_with("= 0") {
                count += 1;
            } else {
                pending.push(thread.to_owned());
            }
        } else if line.contains("sync resumed")
            && line.ends_with("= 0")
            && pending.iter().any(|it| it == thread)
        {
            pending.retain(|it| it != thread);
            count += 1;
        } else if content_is_there && line.contains("250 2.0.0 Ok: queued") {
            counts.push(count);
            content_is_there = false;
        }
    }
    counts
}

#[test]
fn a_trace_is_read_rightly() {
    let end = "7 recvfrom(9<socket:[1]>, \"Text.\\r\\n.\\r\\n\", 8192, 0, NULL, NULL) = 9\n";
    let sync = "8 fdatasync(5</data/narwhal.db-wal>) = 0\n";
    let begun = "8 fdatasync(5</data/narwhal.db-wal> <unfinished ...>\n";
    let done = "8 <... fdatasync resumed>) = 0\n";
    let said = "7 sendto(9<socket:[1]>, \"250 2.0.0 Ok: queued as 1\\r\\n\", 27, 0, NULL, 0) = 27\n";
    let read = |lines: &[&str]| syncs_before_acknowledgements(&lines.concat());
    assert_eq!(read(&[end, sync, said, end, begun, done, said]), [1, 1]);
    assert_eq!(read(&[sync, end, said, sync, end, begun, said, done]), [0, 0], "too early, and too late");
}

/// A limit on the size of files stands for a full disk: neither the database nor its log can grow.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_without_room_is_said_so_and_got_over() {
    let desk = Desk::new();
    // A full disk sends no signal.
    let service = desk.start_by(&format!("trap '' XFSZ\nexec '{}' \"$@\"", env!("CARGO_BIN_EXE_narwhal")));
    let mut wire = Wire::signed_in(&desk, Way::StartTls).await;
    let before = wire.mail(&[at(&number(1))], &letter("before", "Before", "There is room.")).await;
    assert_eq!(before.code(), 250, "{before:?}");
    Reader::of(&service, number(1)).wait(1).await;
    let rows = desk.messages().await;

    limit_files(&service, Some(4096));
    let to = [at(&number(2))];
    let during = letter("during", "During", &"There was no room. ".repeat(40));
    let attachment = "Content-Disposition: attachment; filename=a.bin\r\n".to_owned() + &during;
    for content in [&during, &attachment] {
        let said = wire.mail(&to, content).await;
        assert!(matches!(said.code(), 451 | 452), "{said:?}");
        assert!(said.0.starts_with(&format!("{} 4.3.", said.code())), "{said:?}");
    }
    limit_files(&service, None);
    assert_eq!(desk.messages().await, rows, "refused, and not stored all the same");

    eventually("the mail is taken", async || (wire.mail(&to, &during).await.code() == 250).then_some(()))
        .await;
    let mut reader = Reader::of(&service, number(2));
    let link = reader.claim().await;
    assert!(reader.page(&link).await.contains("There was no room."));
    assert_eq!(reader.links().await.len(), 1);
    service.stop().unwrap();
}

fn limit_files(service: &Service, bytes: Option<u64>) {
    let pid = Pid::from_raw(service.id().try_into().unwrap());
    prlimit(pid, Resource::Fsize, Rlimit { current: bytes, maximum: None }).unwrap();
}

/// A database that goes away is no reason to lose a mail either.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_away_is_said_so_and_got_over() {
    let server = store::testing::postgres_server();
    let url = store::testing::database(&server.url("postgres")).await;
    let desk = Desk::with(&[("NARWHAL_DATABASE_URL", &url)]);
    let service = desk.start();
    let mut wire = Wire::signed_in(&desk, Way::Plain).await;
    let (to, mail) = ([at(&number(1))], letter("away", "Away", "The database was away."));
    server.stop();
    let Said(said) = wire.mail(&to, &mail).await;
    assert!(said.starts_with("451 4.3."), "{said}");
    server.restart();
    // A connection each time, as mail programs do: one that has heard too many refusals is closed.
    eventually("the mail is taken", async || {
        let mut wire = Wire::try_signed_in(&desk, Way::Plain).await.ok()?;
        (wire.mail(&to, &mail).await.code() == 250).then_some(())
    })
    .await;
    Reader::of(&service, number(1)).wait(1).await;
    assert_eq!(desk.messages().await, (1, 1));
    service.stop().unwrap();
}
