//! A profile that sets up Apple Mail: a property list with a `com.apple.mail.managed` payload.
//!
//! Apple's accounts cannot do without an incoming server, and Narwhal has none. So the profile names a POP server that
//! nobody signs in to: POP, which is asked less often than IMAP, and no password, so that the device asks for one only,
//! that of the outgoing server. It stays out of the profile, which lies in downloads and backups.

use domain::PersonId;

use super::xml;
use crate::pages::mail::{MailSecurity, MailServer};

/// Media type of a configuration profile.
pub(super) const MEDIA_TYPE: &str = "application/x-apple-aspen-config";

/// What a profile is made of.
pub(super) struct Profile<'a> {
    /// Whose it is. Their profile replaces an earlier one of theirs.
    pub(super) person: PersonId,
    /// Their name, as recipients see it.
    pub(super) name: &'a str,
    /// Their address, which is the user name too.
    pub(super) email: &'a str,
    /// Where mail is handed in.
    pub(super) server: &'a MailServer,
}

/// What a UUID of a profile is for.
#[derive(Clone, Copy)]
enum Part {
    Whole,
    Account,
}

impl Profile<'_> {
    /// The property list.
    pub(super) fn plist(&self) -> String {
        let host = xml::text(&self.server.host);
        let (whole, account) = (uuid(self.person, Part::Whole), uuid(self.person, Part::Account));
        let identifier = format!("narwhal.{host}.{whole}");
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
             \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
             <plist version=\"1.0\">\n<dict>\n\
             <key>PayloadType</key><string>Configuration</string>\n\
             <key>PayloadVersion</key><integer>1</integer>\n\
             <key>PayloadIdentifier</key><string>{identifier}</string>\n\
             <key>PayloadUUID</key><string>{whole}</string>\n\
             <key>PayloadDisplayName</key><string>Narwhal</string>\n\
             <key>PayloadDescription</key><string>Sends secure messages from Mail over {host}.</string>\n\
             <key>PayloadRemovalDisallowed</key><false/>\n\
             <key>PayloadContent</key><array>\n{}</array>\n\
             </dict>\n</plist>\n",
            self.account(&host, &format!("{identifier}.mail"), &account),
        )
    }

    fn account(&self, host: &str, identifier: &str, uuid: &str) -> String {
        let (name, email) = (xml::text(self.name), xml::text(self.email));
        // Mail uses STARTTLS by itself where TLS does not begin at once.
        let secured = self.server.security != MailSecurity::Plain;
        let port = self.server.port;
        // Mail Drop would put large attachments on Apple's servers.
        format!(
            "<dict>\n\
             <key>PayloadType</key><string>com.apple.mail.managed</string>\n\
             <key>PayloadVersion</key><integer>1</integer>\n\
             <key>PayloadIdentifier</key><string>{identifier}</string>\n\
             <key>PayloadUUID</key><string>{uuid}</string>\n\
             <key>PayloadDisplayName</key><string>Narwhal</string>\n\
             <key>EmailAccountDescription</key><string>Narwhal</string>\n\
             <key>EmailAccountName</key><string>{name}</string>\n\
             <key>EmailAccountType</key><string>EmailTypePOP</string>\n\
             <key>EmailAddress</key><string>{email}</string>\n\
             <key>IncomingMailServerAuthentication</key><string>EmailAuthNone</string>\n\
             <key>IncomingMailServerHostName</key><string>{host}</string>\n\
             <key>IncomingMailServerPortNumber</key><integer>995</integer>\n\
             <key>IncomingMailServerUseSSL</key><true/>\n\
             <key>IncomingMailServerUsername</key><string>{email}</string>\n\
             <key>OutgoingMailServerAuthentication</key><string>EmailAuthPassword</string>\n\
             <key>OutgoingMailServerHostName</key><string>{host}</string>\n\
             <key>OutgoingMailServerPortNumber</key><integer>{port}</integer>\n\
             <key>OutgoingMailServerUseSSL</key><{secured}/>\n\
             <key>OutgoingMailServerUsername</key><string>{email}</string>\n\
             <key>OutgoingPasswordSameAsIncomingPassword</key><false/>\n\
             <key>allowMailDrop</key><false/>\n\
             </dict>\n"
        )
    }
}

/// A UUID that is the same in every profile of a person: version 8 (RFC 9562, 5.8), from the person's id, whose last
/// bits tell the parts apart.
fn uuid(person: PersonId, part: Part) -> String {
    let mut bytes = *person.as_bytes();
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[15] ^= match part {
        Part::Whole => 1,
        Part::Account => 2,
    };
    let digits = PersonId::from_bytes(bytes).to_string().to_uppercase();
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ssr::mail_program::xml::tests::assert_well_formed;

    fn plist(name: &str, security: MailSecurity) -> String {
        let server = MailServer { host: "mail.example.org".into(), port: 465, security };
        let person = PersonId::from_bytes([0x5a; 16]);
        Profile { person, name, email: "ana&co@example.org", server: &server }.plist()
    }

    #[test]
    fn it_names_the_outgoing_server_and_no_password() {
        let plist = plist("Ana", MailSecurity::Tls);
        assert_well_formed(&plist);
        for part in [
            "<key>OutgoingMailServerHostName</key><string>mail.example.org</string>",
            "<key>OutgoingMailServerPortNumber</key><integer>465</integer>",
            "<key>OutgoingMailServerUseSSL</key><true/>",
            "<key>OutgoingMailServerUsername</key><string>ana&amp;co@example.org</string>",
            "<key>EmailAccountType</key><string>EmailTypePOP</string>",
        ] {
            assert!(plist.contains(part), "{part} in {plist}");
        }
        assert!(!plist.contains("<key>OutgoingPassword</key>"));
    }

    #[test]
    fn names_cannot_become_markup() {
        let plist = plist("</string><key>x\u{8}", MailSecurity::StartTls);
        assert_well_formed(&plist);
        assert!(plist.contains("&lt;/string&gt;&lt;key&gt;x</string>"));
    }

    #[test]
    fn the_same_person_has_the_same_uuids() {
        let person = PersonId::from_bytes([0x5a; 16]);
        assert_eq!(uuid(person, Part::Whole), "5A5A5A5A-5A5A-8A5A-5A5A-5A5A5A5A5A5B");
        assert_ne!(uuid(person, Part::Whole), uuid(person, Part::Account));
    }
}
