//! Mail programs that exist, as people have them: each hands in a mail with a text and a file, over each way in, and the
//! recipient gets both as they were. Certificates are checked, and passwords go into files rather than arguments where a
//! program can do that.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use bench::{client::number, service::Service};
use domain::PhoneNumber;

use crate::{
    desk::{Desk, EMAIL, Way, program},
    reader::Reader,
};

const SUBJECT: &str = "Befund M\u{e4}rz";
const TEXT: &str = "The first line.\n.\n..\nFrom here on: gr\u{fc}n \u{2713}\n";
/// What the recipient's page shows of it, line by line.
const SHOWN: &[&str] = &["The first line.", "From here on: gr\u{fc}n \u{2713}"];

/// A mail that is to be handed in.
struct Errand<'a> {
    desk: &'a Desk,
    way: Way,
    to: String,
}

/// A mail program, told to do an errand.
type Program = fn(&Errand<'_>) -> Command;

const PROGRAMS: &[(&str, Program)] =
    &[("swaks", swaks), ("curl", curl), ("msmtp", msmtp), ("python3", python), ("s-nail", s_nail)];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_mail_program_is_understood() {
    let desk = Desk::new();
    let service = desk.start();
    fs::write(desk.path("file.bin"), file()).unwrap();
    fs::write(desk.path("text"), TEXT).unwrap();
    fs::write(desk.path("password"), &desk.app_password).unwrap();
    for (rank, (name, command)) in (0..).zip(PROGRAMS) {
        for (way, rank) in Way::ALL.into_iter().zip(rank * 3..) {
            let errand = Errand { desk: &desk, way, to: national(rank) };
            run(&errand, name, *command);
            assert_arrives(&service, number(rank), &format!("{name} {way:?}")).await;
        }
    }
    let count = u64::try_from(PROGRAMS.len() * 3).unwrap();
    assert_eq!(desk.messages().await, (count, count));
    service.stop().unwrap();
}

/// A certificate that nobody vouches for is noticed by the programs, which shows that the others above check it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_certificate_is_noticed() {
    let (desk, other) = (Desk::new(), Desk::new());
    let service = desk.start();
    other.start().stop().unwrap();
    fs::write(desk.path("file.bin"), file()).unwrap();
    fs::write(desk.path("text"), TEXT).unwrap();
    fs::write(desk.path("password"), &desk.app_password).unwrap();
    let real = fs::read(desk.certificate()).unwrap();
    fs::copy(other.certificate(), desk.path("trusted.pem")).unwrap();
    for (name, command) in PROGRAMS {
        for way in [Way::StartTls, Way::Tls] {
            let errand = Errand { desk: &desk, way, to: national(1) };
            let output = prepare(&errand, *command).output().unwrap();
            assert!(!output.status.success(), "{name} {way:?} trusts whatever it meets");
        }
    }
    assert_eq!(fs::read(desk.certificate()).unwrap(), real);
    assert_eq!(desk.messages().await, (0, 0));
    service.stop().unwrap();
}

/// The address of a number, without the plus: to swaks that is the sign of an option.
fn national(rank: u32) -> String {
    format!("{}@secure.text", &number(rank).as_str()[1..])
}

/// All octets, lines of every kind, and enough of them for several chunks.
fn file() -> Vec<u8> {
    let all: Vec<u8> = (0..=255).collect();
    let lines = b"\r\n.\r\n\n.\n\r.\r--boundary--\r\nFrom ana\r\n";
    [all.as_slice(), lines].concat().repeat(1200)
}

fn prepare(errand: &Errand<'_>, command: Program) -> Command {
    let mut command = command(errand);
    let home = errand.desk.path("");
    command.current_dir(&home).env("HOME", &home).env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
    command
}

fn run(errand: &Errand<'_>, name: &str, command: Program) {
    let mut command = prepare(errand, command);
    let mail = errand.desk.path("mail");
    if name == "msmtp" {
        command.stdin(fs::File::open(mail).unwrap());
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{name} {:?}: {output:?}", errand.way);
}

async fn assert_arrives(service: &Service, phone: PhoneNumber, case: &str) {
    let mut reader = Reader::of(service, phone);
    let link = reader.claim().await;
    let page = reader.page(&link).await;
    for shown in SHOWN.iter().chain(&[SUBJECT, "file.bin"]) {
        assert!(page.contains(shown), "{case}: {shown} is not in {page}");
    }
    let answer = reader.get(&format!("/m/{link}/attachments/0")).await;
    assert_eq!(answer.status, 200, "{case}");
    assert!(answer.body == file(), "{case}: the file is another: {} bytes", answer.body.len());
    let disposition = answer.headers["content-disposition"].to_str().unwrap();
    assert!(
        disposition.starts_with("attachment;") && disposition.contains("file.bin"),
        "{case}: {disposition}"
    );
}

impl Errand<'_> {
    fn port(&self) -> String {
        self.desk.port(self.way).to_string()
    }

    fn password(&self) -> &str {
        &self.desk.app_password
    }

    /// The certificate to trust: the instance's own, unless a test put another one there.
    fn trusted(&self) -> PathBuf {
        let other = self.desk.path("trusted.pem");
        if other.exists() { other } else { self.desk.certificate() }
    }

    /// A mail as a program would compose it that leaves that to others.
    fn write_mail(&self) {
        let base64 = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, file());
        let lines: Vec<_> = base64.as_bytes().chunks(76).map(|line| str::from_utf8(line).unwrap()).collect();
        let mail = format!(
            "From: Kim <{EMAIL}>\nTo: <{}>\nSubject: {SUBJECT}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; \
             boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{TEXT}\n--b\n\
             Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=file.bin\n\
             Content-Transfer-Encoding: base64\n\n{}\n--b--\n",
            self.to,
            lines.join("\n")
        );
        fs::write(self.desk.path("mail"), mail).unwrap();
    }
}

fn swaks(errand: &Errand<'_>) -> Command {
    let mut command = program("swaks");
    command.args(["--server", "localhost", "--port", &errand.port(), "--from", EMAIL, "--to", &errand.to]);
    command.args(["--auth", "PLAIN", "--auth-user", EMAIL, "--auth-password", errand.password()]);
    command.args([
        "--h-Subject",
        SUBJECT,
        "--attach-type",
        "text/plain; charset=utf-8",
        "--attach-body",
        "@text",
    ]);
    command.args(["--attach-type", "application/octet-stream", "--attach", "@file.bin"]);
    let tls: &[&str] = match errand.way {
        Way::Plain => &[],
        Way::StartTls => &["--tls", "--tls-verify", "--tls-ca-path"],
        Way::Tls => &["--tls-on-connect", "--tls-verify", "--tls-ca-path"],
    };
    command.args(tls);
    if !tls.is_empty() {
        command.arg(errand.trusted());
    }
    command
}

fn curl(errand: &Errand<'_>) -> Command {
    let scheme = if errand.way == Way::Tls { "smtps" } else { "smtp" };
    let config = errand.desk.path("curl");
    fs::write(&config, format!("user = \"{EMAIL}:{}\"\n", errand.password())).unwrap();
    let mut command = program("curl");
    command.args(["--silent", "--show-error", "--config", "curl"]);
    command.args(["--url", &format!("{scheme}://localhost:{}", errand.port())]);
    command.args(["--mail-from", EMAIL, "--mail-rcpt", &errand.to, "--cacert"]).arg(errand.trusted());
    command.args(["--header", &format!("From: Kim <{EMAIL}>"), "--header", &format!("Subject: {SUBJECT}")]);
    command.args(["--form", "=<text;type=text/plain; charset=utf-8;encoder=quoted-printable"]);
    command.args(["--form", "=@file.bin;type=application/octet-stream;encoder=base64"]);
    if errand.way == Way::StartTls {
        command.arg("--ssl-reqd");
    }
    command
}

fn msmtp(errand: &Errand<'_>) -> Command {
    errand.write_mail();
    let mut command = program("msmtp");
    command.args(["--host=localhost", &format!("--port={}", errand.port()), &format!("--from={EMAIL}")]);
    command.args(["--auth=plain", &format!("--user={EMAIL}"), "--passwordeval=cat password"]);
    if errand.way == Way::Plain {
        command.arg("--tls=off");
    } else {
        let at_once = if errand.way == Way::Tls { "off" } else { "on" };
        command.args(["--tls=on", &format!("--tls-starttls={at_once}")]);
        command.arg(format!("--tls-trust-file={}", errand.trusted().display()));
    }
    command.args(["--", &errand.to]);
    command
}

const PYTHON: &str = r#"
import email.message, pathlib, smtplib, ssl, sys
way, port, user, to, trusted, subject = sys.argv[1:]
mail = email.message.EmailMessage()
mail["From"], mail["To"], mail["Subject"] = user, to, subject
mail.set_content(pathlib.Path("text").read_text("utf-8"))
content = pathlib.Path("file.bin").read_bytes()
mail.add_attachment(content, maintype="application", subtype="octet-stream", filename="file.bin")
tls = ssl.create_default_context(cafile=trusted)
if way == "Tls":
    server = smtplib.SMTP_SSL("localhost", int(port), context=tls)
else:
    server = smtplib.SMTP("localhost", int(port))
with server:
    if way == "StartTls":
        server.starttls(context=tls)
    server.login(user, pathlib.Path("password").read_text())
    server.send_message(mail)
"#;

fn python(errand: &Errand<'_>) -> Command {
    let mut command = program("python3");
    command.args(["-c", PYTHON, &format!("{:?}", errand.way), &errand.port(), EMAIL, &errand.to]);
    command.arg(errand.trusted()).arg(SUBJECT);
    command
}

fn s_nail(errand: &Errand<'_>) -> Command {
    let scheme = if errand.way == Way::Tls { "smtps" } else { "smtp" };
    let user = EMAIL.replace('@', "%40");
    let server = format!("{scheme}://{user}:{}@localhost:{}", errand.password(), errand.port());
    let tls = if errand.way == Way::StartTls { "set smtp-use-starttls\n" } else { "" };
    let settings = format!(
        "set v15-compat=yes sendwait mta={server} smtp-auth=plain from={EMAIL} ttycharset=utf-8 sendcharsets=utf-8\n\
         set tls-verify=strict tls-ca-no-defaults tls-ca-file={} DEAD=/dev/null\n{tls}",
        errand.trusted().display()
    );
    fs::write(errand.desk.path("s-nail.rc"), settings).unwrap();
    let mut command = program("s-nail");
    command
        .env("MAILRC", "s-nail.rc")
        .args(["-n", "-s", SUBJECT, "-a", "file.bin", "-q", "text", &errand.to]);
    command
}
