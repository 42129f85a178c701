//! The service as a process of its own.

use std::{
    fs::{self, File},
    io::{self, BufRead as _, BufReader, Write as _},
    net::SocketAddr,
    path::PathBuf,
    process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio},
};

use rustix::process::{Pid, Signal, kill_process};

/// Where an instance lives and how it is set up; what is not set is as the program has it.
#[derive(Debug, Clone)]
pub struct Setup {
    program: PathBuf,
    folder: PathBuf,
    settings: Vec<(String, String)>,
}

/// A running `narwhal serve`, killed when dropped.
#[derive(Debug)]
pub struct Service {
    child: Child,
    /// Open for as long as the process: it would fail to write otherwise.
    _stdout: BufReader<ChildStdout>,
    address: SocketAddr,
}

impl Setup {
    /// An instance with its data, its log and an empty site in `folder`; on a free port, without browser files.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn new(program: impl Into<PathBuf>, folder: impl Into<PathBuf>) -> io::Result<Self> {
        let (program, folder) = (program.into(), folder.into());
        let site = folder.join("site");
        fs::create_dir_all(&site)?;
        let setup = Self { program, folder, settings: Vec::new() };
        Ok(setup.with("NARWHAL_HTTP_ADDR", "127.0.0.1:0").with("NARWHAL_SITE_ROOT", site.to_string_lossy()))
    }

    /// With one more setting.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.push((name.into(), value.into()));
        self
    }

    /// Run by another program: a script around it, say.
    #[must_use]
    pub fn run_by(mut self, program: impl Into<PathBuf>) -> Self {
        self.program = program.into();
        self
    }

    /// The folder of the data.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// What was logged so far.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// Makes a sender's account.
    ///
    /// # Errors
    /// When the command cannot be run or fails.
    pub fn add_sender(&self, email: &str, password: &str) -> io::Result<()> {
        let words = ["user", "add", email, "--role", "sender", "--password-file", "-"];
        self.run_with(&words, password).map(drop)
    }

    /// Runs a command that has to succeed, with this on its standard input; what it prints.
    ///
    /// # Errors
    /// When the command cannot be run or fails.
    pub fn run_with(&self, words: &[&str], input: &str) -> io::Result<String> {
        let mut child = self.command(words).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(input.as_bytes())?;
        }
        let output = child.wait_with_output()?;
        if !output.status.success() {
            return Err(io::Error::other(format!("{}: {}", words.join(" "), output.status)));
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Makes an app password for an account, and says what it is.
    ///
    /// # Errors
    /// When the command cannot be run or fails.
    pub fn add_app_password(&self, email: &str, name: &str) -> io::Result<String> {
        self.run_with(&["app-password", "add", email, "--name", name], "")
    }

    /// Runs another command to its end.
    ///
    /// # Errors
    /// When it cannot be run.
    pub fn run(&self, arguments: &[&str]) -> io::Result<Output> {
        self.command(arguments).stderr(Stdio::piped()).output()
    }

    /// Starts the service, and waits until it says where it listens.
    ///
    /// # Errors
    /// When it does not start; the error holds the log.
    pub fn start(&self) -> io::Result<Service> {
        let mut child = self.command(&["serve"]).stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take().ok_or_else(|| io::Error::other("there is no pipe"))?;
        let mut stdout = BufReader::new(stdout);
        let mut line = String::new();
        loop {
            line.clear();
            if stdout.read_line(&mut line)? == 0 {
                child.wait()?;
                return Err(io::Error::other(format!("it did not start: {}", self.log())));
            }
            if let Some(address) = line.trim().strip_prefix("listens on") {
                let address = address.trim().parse().map_err(io::Error::other)?;
                return Ok(Service { child, _stdout: stdout, address });
            }
        }
    }

    /// The program, apart from the settings of whoever runs this.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("NARWHAL_")) {
            command.env_remove(name);
        }
        command.current_dir(&self.folder).args(arguments);
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stderr(self.log_file());
        command
    }

    fn log_file(&self) -> Stdio {
        let file = File::options().create(true).append(true).open(self.folder.join("log"));
        file.map_or_else(|_| Stdio::null(), Stdio::from)
    }
}

impl Service {
    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The process's id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as `kill -9` does.
    ///
    /// # Errors
    /// When it has ended already.
    pub fn kill(mut self) -> io::Result<ExitStatus> {
        if let Some(status) = self.child.try_wait()? {
            return Err(io::Error::other(format!("it had ended by itself: {status}")));
        }
        self.child.kill()?;
        self.child.wait()
    }

    /// Asks it to end, and waits until it has.
    ///
    /// # Errors
    /// When it does not end well.
    pub fn stop(mut self) -> io::Result<()> {
        kill_process(Pid::from_child(&self.child), Signal::TERM)?;
        let status = self.child.wait()?;
        if status.success() { Ok(()) } else { Err(io::Error::other(format!("it ended with {status}"))) }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
