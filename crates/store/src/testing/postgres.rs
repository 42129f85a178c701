//! A PostgreSQL server in a temporary folder, gone with the process that started it.

use std::{
    io::Write,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Mutex,
    time::Duration,
};

/// Where Debian and others put PostgreSQL's programs, should they not be in `PATH`.
const PROGRAMS: [&str; 4] = [
    "/usr/lib/postgresql/15/bin",
    "/usr/lib/postgresql/16/bin",
    "/usr/lib/postgresql/17/bin",
    "/opt/homebrew/opt/postgresql@15/bin",
];

/// Runs until its standard input ends, even when the process that holds the other end was killed. The word `keep`
/// before the end leaves the data for another start.
const SERVE: &str = r#"
test -e "$DATA/PG_VERSION" || "$BIN/initdb" --no-sync -A trust -U narwhal -E UTF8 --locale=C -D "$DATA" || exit 1
"$BIN/postgres" -D "$DATA" -F -p "$PORT" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$DATA" \
    -c max_connections=200 &
server=$!
read -r word
kill -INT $server
wait $server
test "$word" = keep || rm -rf "$DATA"
"#;

/// A server of its own on a free port.
#[derive(Debug)]
pub struct PostgresServer {
    data: PathBuf,
    port: u16,
    process: Mutex<Option<Child>>,
}

impl PostgresServer {
    /// Makes and starts a server, as user `postgres` when run by root.
    #[must_use]
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made").keep();
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&folder));
        }
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let port = listener.local_addr().expect("it is bound").port();
        let server = Self { data: folder, port, process: Mutex::new(None) };
        drop(listener);
        server.restart();
        server
    }

    /// The address of one of its databases; `postgres` is there from the beginning.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://narwhal@127.0.0.1:{}/{database}", self.port)
    }

    /// Stops the server, ending all connections, and keeps its data.
    pub fn stop(&self) {
        self.end("keep\n");
    }

    /// Starts the server again.
    pub fn restart(&self) {
        let log = self.data.with_extension("log");
        let mut child = self.command().stdout(Stdio::null()).stderr(create(&log)).spawn().expect("sh runs");
        for _ in 0..600 {
            if self.answers() {
                *self.process.lock().expect("no test panics in here") = Some(child);
                return;
            }
            if child.try_wait().expect("it is our child").is_some() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let log = std::fs::read_to_string(log).unwrap_or_default();
        panic!("PostgreSQL does not start (is it installed?): {log}");
    }

    fn command(&self) -> Command {
        let mut command = if is_root() { unprivileged() } else { Command::new("sh") };
        command.args(["-c", SERVE]).stdin(Stdio::piped()).current_dir("/");
        command.env("DATA", &self.data).env("BIN", programs()).env("PORT", self.port.to_string());
        command
    }

    /// Whether the server takes connections: it answers a request for TLS with one byte, once it is ready for more.
    fn answers(&self) -> bool {
        let ready = Command::new(programs().join("pg_isready"))
            .args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()])
            .status();
        TcpStream::connect(("127.0.0.1", self.port)).is_ok() && ready.is_ok_and(|status| status.success())
    }

    fn end(&self, word: &str) {
        if let Some(mut child) = self.process.lock().expect("no test panics in here").take() {
            if let Some(mut input) = child.stdin.take() {
                input.write_all(word.as_bytes()).expect("the script reads it");
            }
            child.wait().expect("it is our child");
        }
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        self.end("\n");
        // Root's log beside what the script has removed.
        std::fs::remove_file(self.data.with_extension("log")).unwrap_or_default();
    }
}

fn unprivileged() -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "sh"]);
    command
}

fn programs() -> PathBuf {
    PROGRAMS.iter().map(PathBuf::from).find(|path| path.join("initdb").exists()).unwrap_or_else(|| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).find(|path| path.join("initdb").exists()).unwrap_or_default()
    })
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id runs");
    id.stdout.trim_ascii() == b"0"
}

fn run(command: &mut Command) {
    let status = command.status().expect("the program runs");
    assert!(status.success(), "{command:?} failed");
}

fn create(path: &Path) -> std::fs::File {
    std::fs::File::create(path).expect("the temporary folder takes files")
}
