//! A mail that a sender sends to themselves, to see that all of it works.

use std::fmt::Write as _;

use domain::{Email, PhoneNumber};

use super::{MailError, MailRecipient, MailSender, MailSubmission, Notify};
use crate::{Engine, EngineError, Invalid, Session, submit::Accepted};

impl Engine {
    /// Sends a test message to a number, on the way that a mail from the session's account takes once it is taken.
    ///
    /// # Errors
    /// As with any other message.
    pub async fn send_test_mail(
        &self,
        session: &Session,
        phone: &PhoneNumber,
    ) -> Result<Accepted, EngineError> {
        let sender = MailSender::of_session(session)?;
        let unique = self.inner.entropy.nonce();
        let recipient = MailRecipient { phone: phone.clone(), notify: Notify::default(), original: None };
        let submission = MailSubmission {
            raw: compose(sender.email(), phone, &self.inner.config.mail_domain, &unique),
            recipients: vec![recipient],
            envelope_id: None,
        };
        self.submit_mail(&sender, submission).await.map_err(|error| match error {
            MailError::Engine(error) => error,
            MailError::Refused(_) | MailError::NotYours => Invalid::Malformed.into(),
        })
    }
}

/// The mail as a mail program would write it (RFC 5322). It asks for a short life, since nobody needs it for long.
fn compose(from: &Email, to: &PhoneNumber, domain: &str, unique: &[u8; 16]) -> Vec<u8> {
    let mut id = String::with_capacity(2 * unique.len());
    for byte in unique {
        write!(id, "{byte:02x}").expect("a String takes everything");
    }
    let lines = [
        format!("From: <{from}>"),
        format!("To: <{}@{domain}>", to.as_str()),
        format!("Message-ID: <{id}@{domain}>"),
        "Subject: Test message".to_owned(),
        "X-Narwhal-Expires: 1d".to_owned(),
        "MIME-Version: 1.0".to_owned(),
        "Content-Type: text/plain; charset=utf-8".to_owned(),
        String::new(),
        "This is a test. If you can read it, your messages arrive.".to_owned(),
        String::new(),
        "It was sent from the page on which a mail program is set up, and goes away after a day.".to_owned(),
    ];
    lines.map(|line| line + "\r\n").concat().into_bytes()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn it_is_a_mail_from_the_account() {
        let (from, to) = ("zoë@exämple.org".parse().unwrap(), "+12114367789".parse().unwrap());
        let mail = mail::read(&compose(&from, &to, "secure.text", &[0xab; 16])).unwrap();
        assert_eq!(mail.from, [from.as_str()]);
        assert_eq!(mail.message_id.unwrap(), format!("{}@secure.text", "ab".repeat(16)));
        assert_eq!((mail.subject.as_str(), mail.attachments.len()), ("Test message", 0));
        assert!(mail.text.starts_with("This is a test.") && mail.html.is_none());
        assert_eq!(mail.wishes.expires, Some(Duration::from_secs(24 * 60 * 60)));
    }
}
