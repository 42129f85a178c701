//! Mails that tell a sender what became of a message. They never say anything of its content.

mod field;
#[cfg(test)]
mod tests;
mod warning;

use domain::{Email, FailureReason, PhoneNumber, UnixMillis};
use mail_builder::{
    MessageBuilder,
    headers::{content_type::ContentType, date::Date, raw::Raw},
    mime::MimePart,
};

use field::Fields;
pub use warning::Warning;

/// What became of a message for one recipient, as a mail to its sender.
///
/// Failures, expiries and deliveries are delivery status notifications (RFC 3464), openings are message disposition
/// notifications (RFC 8098). A notice that is held is an ordinary mail: it asks something, and as a notification of a
/// delay only those could get it who asked for one (RFC 3461, 4.1). The envelope sender has to be `<>`, so that nobody
/// answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What happened.
    pub kind: ReportKind,
    /// Whose instance it is; shown as the report's sender.
    pub organisation: String,
    /// The domain of the addresses that mail programs write to: `secure.text`.
    pub mail_domain: String,
    /// The account that gets the report.
    pub to: Email,
    /// The recipient that it is about.
    pub recipient: PhoneNumber,
    /// The `Message-ID` of the sender's mail, without its angle brackets.
    pub original_message_id: Option<String>,
    /// The envelope's `ENVID`, decoded from xtext (RFC 3461).
    pub envelope_id: Option<String>,
    /// The recipient's `ORCPT`, decoded from xtext, or the address as the mail program wrote it. With a type as in
    /// `rfc822;2114367789@secure.text`, or without.
    pub original_recipient: Option<String>,
    /// When the sender's mail arrived.
    pub arrived_at: UnixMillis,
    /// When it happened; the report's date.
    pub happened_at: UnixMillis,
    /// The report's own `Message-ID`, without its angle brackets. It must be unique.
    pub id: String,
    /// Where the sender sees the message and decides about it.
    pub page: String,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportKind {
    /// The notice is held: the number got a new SIM a short while ago.
    SimChanged,
    /// The notice is held: nobody says whether the number got a new SIM.
    SimUnanswered,
    /// The recipient has forgotten their password, and asks for another one.
    ResetAsked,
    /// The recipient has another password, and other keys.
    ResetDone,
    /// The organisation opened the message with its archive key.
    ArchiveOpened,
    /// The recipient has other keys, and it was not this sender who agreed to that.
    KeysChanged,
    /// Another sender has locked the recipient's number.
    Locked,
    /// The notice could not be sent.
    Failed(FailureReason),
    /// The message expired unread.
    Expired,
    /// The notice reached the phone.
    Delivered,
    /// The recipient opened the message.
    Opened,
}

impl ReportKind {
    /// Whether it is written to a person, and not to their mail program too.
    const fn asks(self) -> bool {
        matches!(
            self,
            Self::SimChanged
                | Self::SimUnanswered
                | Self::ResetAsked
                | Self::ResetDone
                | Self::KeysChanged
                | Self::Locked
                | Self::ArchiveOpened
        )
    }
}

/// Of what a multipart's parts are kept apart. None of their lines begins with it.
const BOUNDARY: &str = "narwhal-report";

impl Report {
    /// The mail: lines ended by CRLF and no longer than 998 bytes; ASCII, unless the account's address is not.
    #[must_use]
    pub fn compose(&self) -> Vec<u8> {
        let mut mail = MessageBuilder::new()
            .header("From", Raw::new(self.author()))
            .to(self.to.as_str())
            .date(seconds(self.happened_at))
            .message_id(field::token(&self.id))
            .subject(self.subject())
            .header("Auto-Submitted", Raw::new("auto-replied"));
        if let Some(original) = self.original_id() {
            mail = mail.in_reply_to(original.clone()).references(original);
        }
        mail.body(self.body()).write_to_vec().expect("memory can be written to")
    }

    fn author(&self) -> String {
        format!("{} <postmaster@{}>", field::phrase(&self.organisation), field::token(&self.mail_domain))
    }

    fn body(&self) -> MimePart<'static> {
        let text = MimePart::new("text/plain", self.text());
        if self.kind.asks() {
            return text;
        }
        let opened = matches!(self.kind, ReportKind::Opened);
        let kind = if opened { "disposition-notification" } else { "delivery-status" };
        let fields = if opened { self.disposition() } else { self.status() };
        let mut parts = vec![text, plain(&format!("message/{kind}"), fields)];
        // By this mail programs find the mail that the report is about.
        if let Some(original) = self.original_id().filter(|_| !opened) {
            parts.push(plain("text/rfc822-headers", format!("Message-ID: <{original}>\r\n")));
        }
        let report = ContentType::new("multipart/report").attribute("report-type", kind);
        MimePart::new(report.attribute("boundary", BOUNDARY), parts)
    }

    fn subject(&self) -> String {
        let to = self.recipient.readable();
        match self.kind {
            ReportKind::SimChanged | ReportKind::SimUnanswered => format!("Held: your message to {to}"),
            ReportKind::ResetAsked => format!("Please decide: {to} asks for a new password"),
            ReportKind::ResetDone => format!("New password: {to}"),
            ReportKind::ArchiveOpened => format!("Emergency access: your message to {to} was opened"),
            ReportKind::KeysChanged => format!("New keys: {to}"),
            ReportKind::Locked => format!("Locked: {to}"),
            ReportKind::Failed(_) => format!("Not delivered: your message to {to}"),
            ReportKind::Expired => format!("Expired unread: your message to {to}"),
            ReportKind::Delivered => format!("Delivered: your message to {to}"),
            ReportKind::Opened => format!("Opened: your message to {to}"),
        }
    }

    /// What happened and what to do, for the sender.
    fn text(&self) -> String {
        let (to, sent) = (self.recipient.readable(), date(self.arrived_at));
        let happened = date(self.happened_at);
        let what = match self.kind {
            ReportKind::SimChanged => self.question(
                "This number got a new SIM card a short while ago, so somebody else may read its texts.",
            ),
            ReportKind::SimUnanswered => {
                self.question("Nobody says whether this number got a new SIM card a short while ago.")
            }
            ReportKind::ResetAsked => format!(
                "Whoever has the link of that message says that they have forgotten their password. Anybody who reads \
                 the person's texts can say so: speak with the person on another way than by text. Then sign in, and \
                 give them a passcode, or decline:\r\n\r\n{}",
                field::token(&self.page)
            ),
            ReportKind::ResetDone => format!(
                "They have set a new password with the passcode that you gave them. What you had sent before stays \
                 closed to them until you release it again:\r\n\r\n{}",
                field::token(&self.page)
            ),
            ReportKind::ArchiveOpened => format!(
                "Your organisation opened it on {happened} with its archive key, under emergency access. Sign in to \
                 read the reason that was given. If you know of no reason, ask whoever keeps the archive key:\r\n\r\n{}",
                field::token(&self.page)
            ),
            ReportKind::KeysChanged => format!(
                "On {happened} somebody made new keys for this number, with a passcode from another sender, or from \
                 you after you had locked it. What you write from now on opens with these. Before you send something private, \
                 speak with the person on another way than by text, and compare the safety number on the page. What you \
                 had sent before stays closed to them until you release it again:\r\n\r\n{}",
                field::token(&self.page)
            ),
            ReportKind::Locked => format!(
                "On {happened} another sender locked this number, because somebody else may have claimed it. Nobody can \
                 open what you sent to it until the person has claimed it again, with a passcode. If they have asked you, \
                 you can give them one yourself:\r\n\r\n{}",
                field::token(&self.page)
            ),
            ReportKind::Failed(reason) => {
                format!("The notice could not be delivered. {}", reason.explanation())
            }
            ReportKind::Expired => "Nobody opened it before its time ran out, and its content is erased. \
                 If it still matters, send it again, or reach the person another way."
                .to_owned(),
            ReportKind::Delivered => format!(
                "The notice reached the phone on {happened}. The message itself waits to be opened; \
                 there is nothing you need to do."
            ),
            ReportKind::Opened => format!("It was opened on {happened}. There is nothing you need to do."),
        };
        let by = field::name(&self.organisation);
        format!(
            "This is about your message to {to} of {sent}.\r\n\r\n{what}\r\n\r\n\
             This mail was written automatically by the secure texting service of {by}.\r\n\
             It says nothing of what you wrote. Please do not reply to it.\r\n"
        )
    }

    /// Why the notice is held, and how to decide.
    fn question(&self, why: &str) -> String {
        format!(
            "{why} No text has gone out. Speak with the person on another way than by text. Then sign in, and send \
             it or take it back:\r\n\r\n{}\r\n\r\nIf you do nothing, it stays held until its time runs out.",
            field::token(&self.page)
        )
    }

    /// The fields of a delivery status notification (RFC 3464, 2.2 and 2.3).
    fn status(&self) -> String {
        let mut fields = Fields::default();
        fields.add("Reporting-MTA", format!("dns; {}", field::token(&self.mail_domain)));
        fields.maybe("Original-Envelope-Id", self.envelope_id.as_deref().map(|id| field::value(id, 200)));
        fields.add("Arrival-Date", date(self.arrived_at));
        fields.group();
        fields.maybe("Original-Recipient", self.original());
        fields.add("Final-Recipient", self.address());
        let (action, status, diagnostic) = outcome(self.kind);
        fields.add("Action", action.to_owned());
        fields.add("Status", status.to_owned());
        fields.maybe("Diagnostic-Code", diagnostic.map(|code| format!("x-narwhal; {code}")));
        fields.add("Last-Attempt-Date", date(self.happened_at));
        fields.finish()
    }

    /// The fields of a message disposition notification (RFC 8098, 3.1).
    fn disposition(&self) -> String {
        let mut fields = Fields::default();
        fields.add("Reporting-UA", format!("{}; Narwhal", field::token(&self.mail_domain)));
        fields.maybe("Original-Recipient", self.original());
        fields.add("Final-Recipient", self.address());
        fields.maybe("Original-Message-ID", self.original_id().map(|id| format!("<{id}>")));
        fields.add("Disposition", "manual-action/MDN-sent-automatically; displayed".to_owned());
        fields.finish()
    }

    fn original_id(&self) -> Option<String> {
        self.original_message_id.as_deref().map(field::token).filter(|id| !id.is_empty())
    }

    fn address(&self) -> String {
        format!("rfc822; {}@{}", self.recipient.as_str(), field::token(&self.mail_domain))
    }

    fn original(&self) -> Option<String> {
        let original = field::value(self.original_recipient.as_deref()?, 300);
        let typed =
            original.split_once(';').filter(|(kind, _)| kind.bytes().all(|b| b.is_ascii_alphanumeric()));
        match typed {
            Some((kind, address)) => Some(format!("{kind}; {}", address.trim())),
            None => (!original.is_empty()).then(|| format!("rfc822; {original}")),
        }
    }
}

/// Action, status (RFC 3463) and diagnostic code.
const fn outcome(kind: ReportKind) -> (&'static str, &'static str, Option<&'static str>) {
    match kind {
        ReportKind::Failed(reason) => {
            let status = match reason {
                FailureReason::GatewayUnreachable | FailureReason::SwitchedOff | FailureReason::TooLate => {
                    "5.4.7"
                }
                FailureReason::GatewayRefused => "5.3.0",
                FailureReason::NumberUnreachable | FailureReason::NumberUnknown | FailureReason::Landline => {
                    "5.1.1"
                }
                FailureReason::Blocked | FailureReason::OptedOut | FailureReason::NotForMe => "5.7.1",
                FailureReason::NoRoute => "5.4.4",
            };
            ("failed", status, Some(reason.code()))
        }
        ReportKind::Expired => ("failed", "5.4.7", Some("expired-unread")),
        ReportKind::Delivered | ReportKind::Opened => ("delivered", "2.1.5", None),
        // These have no machine-readable part.
        ReportKind::SimChanged
        | ReportKind::SimUnanswered
        | ReportKind::ResetAsked
        | ReportKind::ResetDone
        | ReportKind::ArchiveOpened
        | ReportKind::KeysChanged
        | ReportKind::Locked => ("delayed", "4.7.0", None),
    }
}

/// A part that is ASCII and stays as it is: encodings are not allowed in these (RFC 3464, 2).
fn plain(media_type: &str, content: String) -> MimePart<'static> {
    MimePart::new(media_type.to_owned(), content.into_bytes()).transfer_encoding("7bit")
}

fn seconds(at: UnixMillis) -> i64 {
    // Until the end of the year 9999, beyond which no mail program can read a date.
    at.get().div_euclid(1000).clamp(0, 253_402_300_799)
}

fn date(at: UnixMillis) -> String {
    Date::new(seconds(at)).to_rfc822()
}
