//! The files that mail programs set themselves up by, from the real binary.

use crate::support::Folder;

const WELL_KNOWN: &str = "/.well-known/autoconfig/mail/config-v1.1.xml";
const ON: [(&str, &str); 4] = [
    ("NARWHAL_SMTP_TLS_ADDR", "127.0.0.1:0"),
    ("NARWHAL_SMTP_SELF_SIGNED", "true"),
    ("NARWHAL_SMTP_HOST", "mail.example.org"),
    ("NARWHAL_MAIL_DOMAIN", "secure.example.org"),
];

#[test]
fn mail_programs_find_the_server() {
    let folder = Folder::new();
    let service = folder.serve(&ON);
    for (path, host) in
        [(WELL_KNOWN, "secure.example.org"), ("/mail/config-v1.1.xml", "autoconfig.secure.example.org")]
    {
        let asked = format!("{path}?emailaddress=%3Cx%3Eana@example.org");
        let answer = service.ask("GET", &asked, &[("Host", host)]);
        assert_eq!(answer.status, 200, "under any name");
        assert_eq!(answer.header("content-type"), Some("application/xml; charset=utf-8"));
        for part in ["<hostname>mail.example.org<", "<socketType>SSL<", "<username>%EMAILADDRESS%<"] {
            assert!(answer.body.contains(part), "{part} in {}", answer.body);
        }
        assert!(!answer.body.contains("ana") && !answer.body.contains("<port>0<"), "{}", answer.body);
        assert_eq!(answer.body, service.ask("GET", path, &[("Host", host)]).body, "the same for everybody");
    }
    assert_eq!(service.ask("GET", "/settings/mail", &[("Host", "autoconfig.example.org")]).status, 421);
}

#[test]
fn it_is_not_there_while_mail_is_off() {
    let folder = Folder::new();
    let service = folder.serve(&[]);
    assert_eq!(service.ask("GET", WELL_KNOWN, &[]).status, 404);
}

#[test]
fn strangers_get_no_profile() {
    let folder = Folder::new();
    let service = folder.serve(&ON);
    for path in ["/settings/mail", "/settings/mail/narwhal.mobileconfig"] {
        let answer = service.ask("GET", path, &[]);
        assert_eq!((answer.status, answer.header("location")), (303, Some("/sign-in")), "{path}");
    }
}
