//! Set-up by a file, as Thunderbird, K-9 Mail, Evolution and others look for it.
//!
//! Format: Thunderbird's autoconfiguration, version 1.1 (draft-ietf-mailmaint-autoconfig). The file is the same for
//! everybody, so it does not tell who has an account: the address stays the placeholder that the mail program fills in.
//!
//! It names no incoming server, because there is none. An invented one would be worse: Thunderbird signs in to it before
//! it saves anything, so it could never finish. Without one it sets up nothing by itself, and the how-to says to add the
//! outgoing server by hand; programs that take outgoing servers alone find all that they need.

use super::xml;
use crate::pages::mail::{MailSecurity, MailServer};

/// The file for the servers, the best first.
pub(super) fn file(domain: &str, servers: &[MailServer]) -> String {
    let domain = xml::text(domain);
    let servers: String = servers.iter().map(outgoing).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <clientConfig version=\"1.1\">\n\
         \x20 <emailProvider id=\"{domain}\">\n\
         \x20   <domain>{domain}</domain>\n\
         \x20   <displayName>Narwhal</displayName>\n\
         \x20   <displayShortName>Narwhal</displayShortName>\n\
         {servers}\
         \x20 </emailProvider>\n\
         </clientConfig>\n"
    )
}

fn outgoing(server: &MailServer) -> String {
    let security = match server.security {
        MailSecurity::Tls => "SSL",
        MailSecurity::StartTls => "STARTTLS",
        MailSecurity::Plain => "plain",
    };
    format!(
        "\x20   <outgoingServer type=\"smtp\">\n\
         \x20     <hostname>{}</hostname>\n\
         \x20     <port>{}</port>\n\
         \x20     <socketType>{security}</socketType>\n\
         \x20     <authentication>password-cleartext</authentication>\n\
         \x20     <username>%EMAILADDRESS%</username>\n\
         \x20   </outgoingServer>\n",
        xml::text(&server.host),
        server.port,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ssr::mail_program::xml::tests::assert_well_formed;

    fn server(port: u16, security: MailSecurity) -> MailServer {
        MailServer { host: "mail.example.org".into(), port, security }
    }

    #[test]
    fn the_best_server_comes_first() {
        let servers = [server(465, MailSecurity::Tls), server(587, MailSecurity::StartTls)];
        let file = file("secure.text", &servers);
        assert_well_formed(&file);
        let at = |words: &str| file.find(words).unwrap();
        assert!(
            at("<port>465</port>\n      <socketType>SSL<")
                < at("<port>587</port>\n      <socketType>STARTTLS<")
        );
        assert!(file.contains("<emailProvider id=\"secure.text\">\n    <domain>secure.text</domain>"));
        assert_eq!(file.matches("<username>%EMAILADDRESS%</username>").count(), 2);
    }

    #[test]
    fn names_cannot_become_markup() {
        let host = "a\"><x>&".to_owned();
        let file = file("d\"<&", &[MailServer { host, ..server(25, MailSecurity::Plain) }]);
        assert_well_formed(&file);
        assert!(file.contains("id=\"d&quot;&lt;&amp;\"") && !file.contains("<x>"), "{file}");
    }
}
