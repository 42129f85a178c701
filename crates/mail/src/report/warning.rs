//! Mails that warn an account of what happened to its own sign-in.

use domain::{Email, UnixMillis, WarningTopic};
use mail_builder::{MessageBuilder, headers::raw::Raw, mime::MimePart};

use super::{date, field, seconds};

/// What happened to an account's sign-in, as a mail to its own address. It goes from `<>`, as reports do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// What happened.
    pub topic: WarningTopic,
    /// How many recovery codes there still are.
    pub left_over: u32,
    /// Whose instance it is; shown as the mail's sender.
    pub organisation: String,
    /// The domain of the addresses that mail programs write to: `secure.text`.
    pub mail_domain: String,
    /// The account.
    pub to: Email,
    /// When it happened; the mail's date.
    pub happened_at: UnixMillis,
    /// The mail's own `Message-ID`, without its angle brackets. It must be unique.
    pub id: String,
    /// Where the account looks after its second factor.
    pub page: String,
}

impl Warning {
    /// The mail: lines ended by CRLF; ASCII, unless the account's address is not.
    #[must_use]
    pub fn compose(&self) -> Vec<u8> {
        let author =
            format!("{} <postmaster@{}>", field::phrase(&self.organisation), field::token(&self.mail_domain));
        MessageBuilder::new()
            .header("From", Raw::new(author))
            .to(self.to.as_str())
            .date(seconds(self.happened_at))
            .message_id(field::token(&self.id))
            .subject(self.subject())
            .header("Auto-Submitted", Raw::new("auto-generated"))
            .body(MimePart::new("text/plain", self.text()))
            .write_to_vec()
            .expect("memory can be written to")
    }

    const fn subject(&self) -> &'static str {
        match self.topic {
            WarningTopic::AppAdded => "An authenticator app was added to your account",
            WarningTopic::AppRemoved => "The authenticator app was removed from your account",
            WarningTopic::FactorReset => "The second factor of your account was reset",
            WarningTopic::CodesMade => "New recovery codes for your account",
            WarningTopic::CodeUsed => "A recovery code of your account was used",
        }
    }

    fn text(&self) -> String {
        let (happened, page) = (date(self.happened_at), field::token(&self.page));
        let what = match self.topic {
            WarningTopic::AppAdded => {
                "Signing in asks for a code of the app from now on, or for one of the recovery codes.".to_owned()
            }
            WarningTopic::AppRemoved => "Signing in asks for your password only from now on.".to_owned(),
            WarningTopic::FactorReset => "An administrator took your authenticator app and your recovery codes \
                 away, and signed you out everywhere. Signing in asks for your password only until you set an app up \
                 again."
                .to_owned(),
            WarningTopic::CodesMade => "The recovery codes from before are of no use any more.".to_owned(),
            WarningTopic::CodeUsed => match self.left_over {
                0 => "It was the last one: make new ones now.".to_owned(),
                1 => "There is one more: make new ones soon.".to_owned(),
                left => format!("There are {left} more."),
            },
        };
        let by = field::name(&self.organisation);
        format!(
            "{}, on {happened}.\r\n\r\n{what}\r\n\r\nIf it was you, there is nothing you need to do. If it was not, \
             somebody else can sign in as you: change your password, end all other sessions, and tell your \
             administrator at once.\r\n\r\n{page}\r\n\r\n\
             This mail was written automatically by the secure texting service of {by}. Please do not reply to it.\r\n",
            self.subject()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_what_happened_and_what_to_do() {
        let warning = Warning {
            topic: WarningTopic::CodeUsed,
            left_over: 9,
            organisation: "Praxis \"M\"\r\nBcc: eve@example.org".to_owned(),
            mail_domain: "secure.text".to_owned(),
            to: "ana@example.org".parse().unwrap(),
            happened_at: UnixMillis::new(1_790_000_000_000),
            id: "1@secure.text".to_owned(),
            page: "https://secure.example.org/settings/second-factor".to_owned(),
        };
        let mail = String::from_utf8(warning.compose()).unwrap();
        let (head, body) = mail.split_once("\r\n\r\n").unwrap();
        assert!(head.contains("Subject: A recovery code of your account was used"), "{head}");
        assert!(head.contains("Auto-Submitted: auto-generated"), "{head}");
        assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
        assert!(body.contains("There are 9 more.") && body.contains("/settings/second-factor"), "{body}");
    }
}
