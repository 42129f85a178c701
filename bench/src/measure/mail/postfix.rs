//! Postfix as its makers ship it, in a folder of its own: an `smtpd` that writes to a queue on the disk, and a delivery
//! agent that discards.

use std::{
    fs,
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::Command,
    thread,
    time::Duration,
};

use anyhow::{Context as _, bail, ensure};
use tempfile::TempDir;

/// The services that taking a mail and discarding it needs.
const SERVICES: &str = "\
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
";

/// A running Postfix, stopped when dropped.
pub(super) struct Postfix {
    folder: TempDir,
    address: SocketAddr,
}

impl Postfix {
    pub(super) fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let postfix = Self { folder, address };
        postfix.configure()?;
        postfix.run(&["start"])?;
        postfix.wait()?;
        Ok(postfix)
    }

    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn stop(self) -> anyhow::Result<()> {
        self.run(&["stop"])
    }

    fn configure(&self) -> anyhow::Result<()> {
        let folder = self.folder.path();
        let (config, queue, data) = (folder.join("config"), folder.join("queue"), folder.join("data"));
        for path in [&config, &queue, &data] {
            fs::create_dir(path)?;
        }
        open_to_all(folder)?;
        let owner = Command::new("chown").arg("postfix").arg(&data).status()?;
        ensure!(owner.success(), "there is no user postfix; install Postfix");
        let main = format!(
            "compatibility_level = 3.6\nqueue_directory = {}\ndata_directory = {}\ncommand_directory = /usr/sbin\n\
             daemon_directory = /usr/lib/postfix/sbin\nmail_owner = postfix\nsetgid_group = postdrop\n\
             inet_interfaces = 127.0.0.1\ninet_protocols = ipv4\nmyhostname = bench.test\nmydestination =\n\
             relay_domains = bench.test\nrelay_transport = discard:\nlocal_recipient_maps =\nalias_maps =\n\
             smtpd_relay_restrictions = permit_mynetworks, reject\nmynetworks = 127.0.0.0/8\n\
             smtpd_client_connection_count_limit = 0\nmaillog_file = {}\nmaillog_file_prefixes = {}\n",
            queue.display(),
            data.display(),
            folder.join("log").display(),
            folder.display(),
        );
        fs::write(config.join("main.cf"), main)?;
        let smtpd = format!("{} inet n - n - - smtpd\n", self.address);
        Ok(fs::write(config.join("master.cf"), format!("{smtpd}{SERVICES}"))?)
    }

    fn run(&self, arguments: &[&str]) -> anyhow::Result<()> {
        let config = self.folder.path().join("config");
        let output = Command::new("postfix").arg("-c").arg(config).args(arguments).output();
        let output = output.context("postfix cannot be run; install Postfix")?;
        ensure!(output.status.success(), "postfix: {}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }

    fn wait(&self) -> anyhow::Result<()> {
        for _ in 0..100 {
            if TcpStream::connect(self.address).is_ok() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(100));
        }
        let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        bail!("postfix does not answer: {log}")
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        // It has been stopped already, or there is nothing more to do about it.
        self.run(&["stop"]).unwrap_or_default();
    }
}

/// Postfix's own user has to get in.
fn open_to_all(folder: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?)
}
