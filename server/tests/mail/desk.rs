//! An instance that takes mail by all three ways in, and an account with an app password.

use std::{
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU16, Ordering},
    time::Duration,
};

use bench::service::{Service, Setup};
use store::{Store, testing};
use tempfile::TempDir;

/// Whose mail is taken.
pub(crate) const EMAIL: &str = "kim@example.org";
/// Somebody else with an account.
pub(crate) const OTHER: &str = "ben@example.org";
const PASSWORD: &str = "lighthouse keeper's granite stairs";

/// The three ways in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Plain,
    StartTls,
    Tls,
}

impl Way {
    pub(crate) const ALL: [Self; 3] = [Self::Plain, Self::StartTls, Self::Tls];

    const fn setting(self) -> &'static str {
        match self {
            Self::Plain => "NARWHAL_SMTP_ADDR",
            Self::StartTls => "NARWHAL_SMTP_STARTTLS_ADDR",
            Self::Tls => "NARWHAL_SMTP_TLS_ADDR",
        }
    }
}

/// Where an instance lives, and how a mail program reaches it.
pub(crate) struct Desk {
    pub(crate) setup: Setup,
    pub(crate) app_password: String,
    folder: TempDir,
    ports: [u16; 3],
    database: String,
}

impl Desk {
    /// On SQLite.
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// With more settings.
    pub(crate) fn with(settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ports = Way::ALL.map(|_| free_port());
        let sqlite = format!("sqlite:{}", folder.path().join("data/narwhal.db").display());
        let mut setup = Setup::new(env!("CARGO_BIN_EXE_narwhal"), folder.path()).unwrap();
        setup = setup.with("NARWHAL_SMTP_SELF_SIGNED", "true").with("NARWHAL_DATABASE_URL", &sqlite);
        for (way, port) in Way::ALL.iter().zip(ports) {
            setup = setup.with(way.setting(), format!("127.0.0.1:{port}"));
        }
        setup = settings.iter().fold(setup, |setup, (name, value)| setup.with(*name, *value));
        let database = settings.iter().find(|(name, _)| *name == "NARWHAL_DATABASE_URL");
        let database = database.map_or(sqlite, |(_, url)| (*url).to_owned());
        setup.add_sender(EMAIL, PASSWORD).unwrap();
        let app_password = setup.add_app_password(EMAIL, "Mail").unwrap();
        Self { setup, app_password, folder, ports, database }
    }

    pub(crate) fn start(&self) -> Service {
        self.setup.start().unwrap()
    }

    /// The same instance, run by another program: a script with these lines, in which `"$@"` are the arguments.
    pub(crate) fn start_by(&self, lines: &str) -> Service {
        use std::os::unix::fs::PermissionsExt as _;
        let script = self.path("start");
        std::fs::write(&script, format!("#!/bin/sh\n{lines}\n")).unwrap();
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
        self.setup.clone().run_by(script).start().unwrap()
    }

    /// Makes another account; its app password.
    pub(crate) fn add_other(&self) -> String {
        self.setup.add_sender(OTHER, PASSWORD).unwrap();
        self.setup.add_app_password(OTHER, "Mail").unwrap()
    }

    pub(crate) fn port(&self, way: Way) -> u16 {
        let mut ports = Way::ALL.iter().zip(self.ports);
        ports.find(|(known, _)| **known == way).expect("every way has a port").1
    }

    pub(crate) fn address(&self, way: Way) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.port(way)))
    }

    /// The certificate to trust.
    pub(crate) fn certificate(&self) -> PathBuf {
        self.setup.data().join("self-signed.crt.pem")
    }

    /// A path in the instance's folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// How many rows there are of messages, deliveries, notices and attachments begun.
    pub(crate) async fn rows(&self) -> [u64; 4] {
        let store = Store::open(&self.database).await.unwrap();
        let mut rows = [0; 4];
        for (count, table) in rows.iter_mut().zip(["messages", "deliveries", "notices", "uploads"]) {
            *count = testing::count(&store, table).await.unwrap();
        }
        store.close().await;
        rows
    }

    /// How many messages there are, and how many deliveries of them.
    pub(crate) async fn messages(&self) -> (u64, u64) {
        let [messages, deliveries, ..] = self.rows().await;
        (messages, deliveries)
    }
}

/// A port that no outgoing connection gets, not even while the instance is down: below those that the system gives
/// away by itself.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let start = u16::try_from(std::process::id() % 500 * 20).unwrap();
    loop {
        let port = 20_000 + (start + NEXT.fetch_add(1, Ordering::Relaxed)) % 10_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// A program of the machine's, which has to be there.
pub(crate) fn program(name: &str) -> Command {
    let folders = std::env::var_os("PATH").unwrap();
    let is_there = |folder: PathBuf| Path::is_file(&folder.join(name));
    assert!(
        std::env::split_paths(&folders).any(is_there),
        "{name} is missing. Run scripts/setup mail, or install what scripts/setup.d/mail names."
    );
    Command::new(name)
}

/// Tries until something comes of it, for up to 20 seconds.
pub(crate) async fn eventually<T>(what: &str, mut attempt: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..2000 {
        if let Some(done) = attempt().await {
            return done;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("not in 20 seconds: {what}");
}
