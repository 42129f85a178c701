//! How the service starts, refuses to start, and ends.

use std::{fs, io::Write as _, net::TcpStream, os::unix::fs::PermissionsExt as _, process::Stdio};

use rustix::process::Signal;

use crate::support::{Folder, eventually};

#[test]
fn the_first_start_makes_everything() {
    let folder = Folder::new();
    let service = folder.serve(&[]);
    let mode = |name: &str| fs::metadata(folder.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("data"), mode("data/master.key")), (0o700, 0o600));
    assert!(folder.path("data/narwhal.db").exists());
    assert!(service.greeting.contains(&format!("is running at http://{}", service.address)));
    service.stop();
    let key = fs::read(folder.path("data/master.key")).unwrap();
    folder.serve(&[]).stop();
    assert_eq!(fs::read(folder.path("data/master.key")).unwrap(), key);
}

#[test]
fn the_master_key_is_guarded() {
    let folder = Folder::new();
    folder.serve(&[]).stop();
    let key = folder.path("data/master.key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(folder.failure(&["serve"], &[]).contains("Run: chmod 600 data/master.key"));
    fs::rename(&key, folder.path("kept")).unwrap();
    assert!(folder.failure(&["serve"], &[]).contains("data/master.key is gone"));
    assert!(!key.exists());
    let other = format!("narwhal-master-key 1 {}", "07".repeat(32));
    assert!(folder.failure(&["serve"], &[("NARWHAL_MASTER_KEY", &other)]).contains("is not the one"));
    fs::set_permissions(folder.path("kept"), fs::Permissions::from_mode(0o600)).unwrap();
    folder.serve(&[("NARWHAL_MASTER_KEY_COMMAND", "cat kept")]).stop();
    folder.serve(&[("NARWHAL_MASTER_KEY_FILE", "kept")]).stop();
}

#[test]
fn wrong_settings_are_named() {
    let folder = Folder::new();
    let error = folder.failure(&["serve"], &[("NARWHAL_SESION_IDLE", "5m")]);
    assert_eq!(error, "narwhal: NARWHAL_SESION_IDLE: unknown setting. Did you mean NARWHAL_SESSION_IDLE?\n");
    fs::write(folder.path("narwhal.toml"), "session_idle = 'soon'\n").unwrap();
    let error = folder.failure(&["serve"], &[]);
    assert!(error.starts_with("narwhal: session_idle in narwhal.toml: \"soon\" is no time"), "{error}");
    folder.serve(&[("NARWHAL_SESSION_IDLE", "5m"), ("NARWHAL_CACHE", "x"), ("NARWHAL_TEST_X", "x")]).stop();
    assert!(!folder.run(&["serve", "--config", "nowhere.toml"], &[]).status.success());
}

#[test]
fn a_second_service_says_so() {
    let folder = Folder::new();
    let service = folder.serve(&[]);
    let error = folder.failure(&["serve"], &[]);
    assert!(error.contains("serves this database already"), "{error}");
    service.signal(Signal::KILL);
    service.wait();
    folder.serve(&[]).stop();
}

#[test]
fn a_taken_port_says_so() {
    let folder = Folder::new();
    let service = folder.serve(&[]);
    let taken = service.address.to_string();
    let error = folder.failure(&["serve"], &[("NARWHAL_HTTP_ADDR", &taken), ("NARWHAL_DATA_DIR", "other")]);
    assert!(error.contains(&format!("NARWHAL_HTTP_ADDR: cannot listen on {taken}")), "{error}");
}

#[test]
fn it_ends_cleanly() {
    for signal in [Signal::TERM, Signal::INT] {
        let folder = Folder::new();
        let service = folder.serve(&[]);
        let _idle = service.connect();
        let address = service.address;
        service.signal(signal);
        assert_eq!(service.wait().code(), Some(0), "{}", folder.log());
        assert!(TcpStream::connect(address).is_err());
        assert!(folder.log().contains("stopped"));
    }
}

#[test]
fn users_are_managed_while_it_runs() {
    const EMAIL: &str = "ana@example.org";
    let folder = Folder::new();
    let service = folder.serve(&[]);
    assert!(text(&folder.run(&["user", "list"], &[]).stdout).starts_with("There is no account yet."));
    let add = |password: &str| {
        let arguments = ["user", "add", EMAIL, "--role", "admin", "--name", "Ana", "--password-file", "-"];
        let mut command = folder.narwhal(&arguments, &[]);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    assert!(text(&add("short\n").stderr).contains("too short or too common"));
    assert_eq!(
        text(&add("violet otter builds a harbour\n").stdout),
        "ana@example.org can sign in now (admin).\n"
    );
    assert!(text(&add("violet otter builds a harbour\n").stderr).contains("has an account already"));
    assert_eq!(
        text(&folder.run(&["user", "list"], &[]).stdout),
        "ana@example.org  admin   enabled   no app  Ana\n"
    );
    folder.run(&["user", "disable", EMAIL], &[]);
    assert!(text(&folder.run(&["user", "list"], &[]).stdout).contains("disabled"));
    assert!(
        folder.failure(&["user", "disable", "eve@example.org"], &[]).contains("no account eve@example.org")
    );
    eventually(|| service.ask("GET", "/healthz", &[]).status == 200);
}

#[test]
fn the_doctor_finds_what_is_wrong() {
    let folder = Folder::new();
    let doctor = |settings: &[(&str, &str)]| {
        let output = folder.run(&["doctor"], settings);
        (output.status.code(), text(&output.stdout))
    };
    let (code, found) = doctor(&[]);
    assert!(
        code == Some(0) && found.contains("WARN  database       data/narwhal.db is not there yet"),
        "{found}"
    );
    assert!(!folder.path("data").exists(), "it changes nothing");
    folder.serve(&[]).stop();
    let (code, found) = doctor(&[]);
    assert!(code == Some(0) && !found.contains("WARN") && found.contains("OK    sealed data"), "{found}");
    let (code, found) = doctor(&[("NARWHAL_PUBLIC_URL", "http://narwhal.example")]);
    assert!(code == Some(1) && found.contains("FAIL  public URL"), "{found}");
    let (code, found) = doctor(&[("NARWHAL_DATABASE_URL", "postgres://127.0.0.1:1/none")]);
    assert!(code == Some(1) && found.contains("FAIL  database"), "{found}");
    assert_eq!(doctor(&[("NARWHAL_NONSENSE", "1")]).0, Some(1));
    let (code, found) = doctor(&[("NARWHAL_SMTP_TLS_ADDR", "127.0.0.1:465")]);
    assert!(code == Some(1) && found.contains("FAIL  mail           TLS needs a certificate"), "{found}");
    let (code, found) = doctor(&[("NARWHAL_RELAY_URL", "smtp://127.0.0.1:1")]);
    assert!(code == Some(1) && found.contains("FAIL  relay"), "{found}");
    let (code, found) = doctor(&AWAY);
    assert!(code == Some(1) && found.contains("FAIL  gateway        main: It cannot be reached"), "{found}");
    let (code, found) = doctor(&[
        ("NARWHAL_SIM_SWAP", "twilio"),
        ("NARWHAL_SIM_SWAP_ID", "AC1"),
        ("NARWHAL_SIM_SWAP_SECRET", "a-token"),
        ("NARWHAL_SIM_SWAP_URL", "http://127.0.0.1:1"),
    ]);
    assert!(code == Some(1) && found.contains("FAIL  sim_swap       no answer"), "{found}");
    let (_, found) = doctor(&[("NARWHAL_PUBLIC_URL", "https://narwhal.example")]);
    assert!(found.contains("WARN  gateway        simulator is the simulated phone"), "{found}");
}

/// A gateway that nobody answers for.
const AWAY: [(&str, &str); 5] = [
    ("NARWHAL_GATEWAY_MAIN_KIND", "twilio"),
    ("NARWHAL_GATEWAY_MAIN_ACCOUNT_SID", "AC0123456789abcdef0123456789abcdef"),
    ("NARWHAL_GATEWAY_MAIN_AUTH_TOKEN", "a-token"),
    ("NARWHAL_GATEWAY_MAIN_FROM", "+12025550123"),
    ("NARWHAL_GATEWAY_MAIN_BASE_URL", "http://127.0.0.1:1"),
];

#[test]
fn one_text_can_be_tried() {
    let folder = Folder::new();
    folder.serve(&[]).stop();
    let said = folder.run(&["sms", "test", "+12114367789"], &[]);
    assert!(text(&said.stdout).starts_with("simulator took the text and calls it "), "{said:?}");
    let said = folder.failure(&["sms", "test", "+12114367789", "--gateway", "other"], &[]);
    assert!(said.contains("no gateway is called other; there are: simulator"), "{said}");
    let said = folder.failure(&["sms", "test", "+12114367789"], &AWAY);
    assert!(said.contains("main did not take the text. It cannot be reached"), "{said}");
}

#[test]
fn migrating_comes_before_or_with_serving() {
    let folder = Folder::new();
    assert!(folder.failure(&["serve", "--no-migrate"], &[]).contains("Run: narwhal migrate"));
    assert_eq!(text(&folder.run(&["migrate"], &[]).stdout), "The database is up to date now.\n");
    assert_eq!(text(&folder.run(&["migrate"], &[]).stdout), "The database was up to date already.\n");
    folder.serve(&[]).stop();
}

#[tokio::test]
async fn several_serve_from_one_postgres() {
    let database = store::testing::postgres().await;
    let folder = Folder::new();
    let shared = [("NARWHAL_DATABASE_URL", database.url())];
    let first = folder.serve(&shared);
    let second = folder.serve(&shared);
    assert_eq!(
        (first.ask("GET", "/readyz", &[]).status, second.ask("GET", "/readyz", &[]).status),
        (200, 200)
    );
    assert!(text(&folder.run(&["user", "list"], &shared).stdout).starts_with("There is no account yet."));
    let found = text(&folder.run(&["doctor"], &shared).stdout);
    assert!(found.contains("OK    database       PostgreSQL") && !found.contains("FAIL"), "{found}");
    first.stop();
    second.stop();
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
