use mail_parser::{MessageParser, MimeHeaders};

use super::*;

fn report(kind: ReportKind) -> Report {
    Report {
        kind,
        organisation: "Praxis Dr. Müller".into(),
        mail_domain: "secure.text".into(),
        to: "ana@example.org".parse().unwrap(),
        recipient: "+12114367789".parse().unwrap(),
        original_message_id: Some("1.2@example.org".into()),
        envelope_id: Some("env 1".into()),
        original_recipient: Some("rfc822;2114367789@secure.text".into()),
        arrived_at: UnixMillis::new(1_764_064_800_000),
        happened_at: UnixMillis::new(1_764_151_200_999),
        id: "report-1@secure.text".into(),
        page: "https://secure.text/sent/1".into(),
    }
}

const KINDS: [ReportKind; 13] = [
    ReportKind::ArchiveOpened,
    ReportKind::ResetAsked,
    ReportKind::ResetDone,
    ReportKind::KeysChanged,
    ReportKind::Locked,
    ReportKind::SimChanged,
    ReportKind::SimUnanswered,
    ReportKind::Failed(FailureReason::GatewayUnreachable),
    ReportKind::Failed(FailureReason::GatewayRefused),
    ReportKind::Failed(FailureReason::NumberUnreachable),
    ReportKind::Expired,
    ReportKind::Delivered,
    ReportKind::Opened,
];

/// How many parts are for programs.
fn machine_readable(kind: ReportKind) -> usize {
    match kind {
        kind if kind.asks() => 0,
        ReportKind::Opened => 1,
        _ => 2,
    }
}

fn text(report: &Report) -> String {
    String::from_utf8(report.compose()).unwrap()
}

#[test]
fn a_failure_is_a_delivery_status_notification() {
    let composed = text(&report(ReportKind::Failed(FailureReason::NumberUnreachable)));
    for line in [
        "To: <ana@example.org>",
        "Date: Wed, 26 Nov 2025 10:00:00 +0000",
        "Message-ID: <report-1@secure.text>",
        "In-Reply-To: <1.2@example.org>",
        "References: <1.2@example.org>",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        "Subject: Not delivered: your message to +1 211 436 7789",
        "Reporting-MTA: dns; secure.text",
        "Original-Envelope-Id: env 1",
        "Arrival-Date: Tue, 25 Nov 2025 10:00:00 +0000",
        "Original-Recipient: rfc822; 2114367789@secure.text",
        "Final-Recipient: rfc822; +12114367789@secure.text",
        "Action: failed",
        "Status: 5.1.1",
        "Diagnostic-Code: x-narwhal; number-unreachable",
        "Last-Attempt-Date: Wed, 26 Nov 2025 10:00:00 +0000",
        "Message-ID: <1.2@example.org>",
    ] {
        assert!(composed.contains(&format!("\r\n{line}\r\n")), "{line}\n{composed}");
    }
    assert!(composed.contains("report-type=\"delivery-status\""));
}

#[test]
fn a_held_notice_asks_its_sender() {
    for (kind, why) in [(ReportKind::SimChanged, "got a new SIM"), (ReportKind::SimUnanswered, "Nobody says")]
    {
        let composed = report(kind).compose();
        let parsed = MessageParser::new().parse(&composed).unwrap();
        assert_eq!(parsed.subject(), Some("Held: your message to +1 211 436 7789"));
        assert_eq!(parsed.in_reply_to().as_text(), Some("1.2@example.org"));
        let text = parsed.body_text(0).unwrap();
        assert!(text.contains(why) && text.contains("\r\nhttps://secure.text/sent/1\r\n"), "{text}");
    }
}

#[test]
fn an_emergency_access_is_told_with_the_page_that_gives_the_reason() {
    let composed = report(ReportKind::ArchiveOpened).compose();
    let parsed = MessageParser::new().parse(&composed).unwrap();
    assert_eq!(parsed.subject(), Some("Emergency access: your message to +1 211 436 7789 was opened"));
    let text = parsed.body_text(0).unwrap();
    assert!(text.contains("archive key") && text.contains("\r\nhttps://secure.text/sent/1\r\n"), "{text}");
}

#[test]
fn an_opening_is_a_message_disposition_notification() {
    let composed = text(&report(ReportKind::Opened));
    for line in [
        "Reporting-UA: secure.text; Narwhal",
        "Original-Recipient: rfc822; 2114367789@secure.text",
        "Final-Recipient: rfc822; +12114367789@secure.text",
        "Original-Message-ID: <1.2@example.org>",
        "Disposition: manual-action/MDN-sent-automatically; displayed",
    ] {
        assert!(composed.contains(&format!("\r\n{line}\r\n")), "{line}\n{composed}");
    }
    assert!(composed.contains("report-type=\"disposition-notification\""));
    assert!(!composed.contains("rfc822-headers"));
}

#[test]
fn reports_can_be_parsed() {
    for kind in KINDS {
        let composed = report(kind).compose();
        let parsed = MessageParser::new().parse(&composed).unwrap();
        let from = parsed.from().unwrap().first().unwrap();
        assert_eq!(from.name(), Some("Praxis Dr. Müller"));
        assert_eq!(from.address(), Some("postmaster@secure.text"));
        let subtype = if kind.asks() { "plain" } else { "report" };
        assert_eq!(parsed.content_type().unwrap().subtype(), Some(subtype));
        assert!(parsed.body_text(0).unwrap().contains("+1 211 436 7789"));
        let mail = crate::read(&composed).unwrap();
        assert_eq!(mail.from, ["postmaster@secure.text"]);
        assert!(mail.text.starts_with("This is about your message"), "{}", mail.text);
        assert_eq!(mail.attachments.len(), machine_readable(kind));
    }
}

#[test]
fn nothing_can_be_smuggled_in() {
    let evil = "x\r\nBcc: eve@example.org\r\n\r\n--narwhal-report\r\n\u{0}ü\"<>";
    for kind in KINDS {
        let report = Report {
            organisation: evil.into(),
            mail_domain: evil.into(),
            original_message_id: Some(evil.repeat(50)),
            envelope_id: Some(evil.repeat(50)),
            original_recipient: Some(evil.repeat(50)),
            id: evil.into(),
            arrived_at: UnixMillis::new(i64::MIN),
            happened_at: UnixMillis::new(i64::MAX),
            ..report(kind)
        };
        let composed = text(&report);
        assert!(composed.is_ascii());
        for line in composed.split("\r\n") {
            assert!(line.len() <= 998 && !line.contains(['\r', '\n', '\0']), "{line}");
            assert!(!line.to_lowercase().starts_with("bcc"), "{line}");
        }
        let parts = if kind.asks() { 0 } else { 1 + machine_readable(kind) };
        assert_eq!(composed.matches("\r\n--narwhal-report\r\n").count(), parts);
    }
}

#[test]
fn what_is_unknown_is_left_out() {
    for kind in KINDS {
        let report =
            Report { original_message_id: None, envelope_id: None, original_recipient: None, ..report(kind) };
        let composed = text(&report);
        assert!(!composed.contains("Original-") && !composed.contains("In-Reply-To"), "{composed}");
        assert!(!composed.contains("rfc822-headers"));
    }
    let report =
        Report { original_recipient: Some("2114367789@secure.text".into()), ..report(ReportKind::Expired) };
    assert!(text(&report).contains("Original-Recipient: rfc822; 2114367789@secure.text\r\n"));
}
