//! Runs the real binary in a folder of its own, and speaks HTTP to it byte by byte.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write},
    net::{SocketAddr, TcpStream},
    path::PathBuf,
    process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio},
    thread,
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// A folder for one instance.
pub(crate) struct Folder(TempDir);

/// A running `narwhal serve`, killed when dropped.
pub(crate) struct Service {
    child: Child,
    stdout: BufReader<ChildStdout>,
    /// What the terminal showed up to the end of the greeting.
    pub(crate) greeting: String,
    pub(crate) address: SocketAddr,
}

/// An answer, its header names in lower case.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        // Tests of this package need no browser files.
        fs::create_dir(folder.path("site")).unwrap();
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// `narwhal` with these arguments and settings; on a free port, with data in `data`.
    pub(crate) fn narwhal(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_narwhal"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("NARWHAL_")) {
            command.env_remove(name);
        }
        command.current_dir(self.0.path()).args(arguments);
        command.env("NARWHAL_HTTP_ADDR", "127.0.0.1:0").env("NARWHAL_SITE_ROOT", self.path("site"));
        command.envs(settings.iter().copied());
        command
    }

    /// Runs a command to its end, which has to come within 20 seconds.
    pub(crate) fn run(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
        let mut command = self.narwhal(arguments, settings);
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        if !happens(|| child.try_wait().unwrap().is_some()) {
            child.kill().unwrap();
        }
        child.wait_with_output().unwrap()
    }

    /// Runs a command that has to fail, and returns what it says.
    pub(crate) fn failure(&self, arguments: &[&str], settings: &[(&str, &str)]) -> String {
        let output = self.run(arguments, settings);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    /// Starts the service, and waits until it has greeted. Its log goes to `log`.
    pub(crate) fn serve(&self, settings: &[(&str, &str)]) -> Service {
        let log = fs::File::options().create(true).append(true).open(self.path("log")).unwrap();
        let mut child =
            self.narwhal(&["serve"], settings).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut greeting = String::new();
        while !greeting.contains("listens on") {
            let read = stdout.read_line(&mut greeting).unwrap();
            assert!(read > 0, "it did not start: {greeting}{}", self.log());
        }
        let address = greeting.split("listens on").nth(1).unwrap().trim().parse().unwrap();
        Service { child, stdout, greeting, address }
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap_or_default()
    }
}

impl Service {
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Waits for the end, at most 20 seconds.
    pub(crate) fn wait(mut self) -> ExitStatus {
        let mut ended = None;
        eventually(|| {
            ended = self.child.try_wait().unwrap();
            ended.is_some()
        });
        self.stdout.read_to_string(&mut self.greeting).unwrap();
        ended.unwrap()
    }

    pub(crate) fn stop(self) {
        self.signal(Signal::TERM);
        let status = self.wait();
        assert!(status.success(), "{status}");
    }

    /// Sends a request with a `Host` header and those given.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(method, path, headers, &[])
    }

    /// The same with a body.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let host = [("Host", self.address.to_string())];
        let own = headers.iter().any(|(name, _)| *name == "Host");
        let host = host.iter().filter(|_| !own).map(|(name, value)| (*name, value.as_str()));
        let mut lines: String =
            host.chain(headers.iter().copied()).map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        if !body.is_empty() {
            lines.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        let head = format!("{method} {path} HTTP/1.1\r\n{lines}Connection: close\r\n\r\n");
        exchange(self.connect(), [head.as_bytes(), body].concat())
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, head: head.to_owned(), body: body.to_owned() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// Writes a request and reads until the other side closes.
pub(crate) fn exchange(mut stream: impl std::io::Read + Write, request: impl AsRef<[u8]>) -> Answer {
    // Who is refused early is not listened to any more.
    let _ = stream.write_all(request.as_ref());
    let mut bytes = Vec::new();
    // TLS may end without a goodbye.
    let _ = stream.read_to_end(&mut bytes);
    Answer::parse(&bytes)
}

/// Tries for up to 20 seconds.
pub(crate) fn eventually(done: impl FnMut() -> bool) {
    assert!(happens(done), "this did not happen in 20 seconds");
}

fn happens(mut done: impl FnMut() -> bool) -> bool {
    (0..400).any(|_| {
        thread::sleep(Duration::from_millis(50));
        done()
    })
}
