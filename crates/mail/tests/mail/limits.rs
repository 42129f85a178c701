//! Mails that are too much of something.

use domain::{MAX_ATTACHMENT_BYTES, MAX_BODY_BYTES};
use mail::{Mail, Refusal, read};

fn mail(content_type: &str, body: &str) -> Result<Mail, Refusal> {
    read(format!("From: ana@example.org\r\nContent-Type: {content_type}\r\n\r\n{body}").as_bytes())
}

#[test]
fn long_text_is_cut_and_attached() {
    let line = "All work and no play makes for a long text. ä\n";
    let text = line.repeat(MAX_BODY_BYTES / line.len() + 10);
    let mail = mail("text/plain; charset=utf-8", &text.replace('\n', "\r\n")).unwrap();
    assert!(mail.text.len() <= MAX_BODY_BYTES && mail.text.len() > MAX_BODY_BYTES - 10);
    let (start, note) = mail.text.rsplit_once("\n\n").unwrap();
    assert!(text.starts_with(start));
    assert!(note.contains("message.txt"), "{note}");
    assert_eq!(mail.attachments.len(), 1);
    assert_eq!(mail.attachments[0].name, "message.txt");
    assert_eq!(mail.attachments[0].media_type, "text/plain");
    assert_eq!(mail.attachments[0].content, text.trim_end().as_bytes());
}

#[test]
fn long_html_is_attached() {
    for times in [60_000, 300_000] {
        let html = format!("<p>{}</p>", "word ".repeat(times));
        let mail = mail("text/html", &html).unwrap();
        assert_eq!(mail.html, None);
        assert!(mail.text.starts_with("word word") && mail.text.len() <= MAX_BODY_BYTES);
        let names: Vec<_> = mail.attachments.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["message.html", "message.txt"]);
        assert!(mail.attachments[0].content == html.as_bytes());
    }
}

#[test]
fn html_that_does_not_fit_shows_no_images() {
    let html = format!("<img src=cid:a alt=Logo><p>{}</p>", "word ".repeat(60_000));
    let body = format!(
        "--b\r\nContent-Type: text/html\r\n\r\n{html}\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <a>\r\n\r\nx\r\n--b--"
    );
    let mail = mail("multipart/related; boundary=b", &body).unwrap();
    assert!(mail.attachments.iter().all(|attachment| !attachment.inline));
}

#[test]
fn headers_have_an_end() {
    let long = format!("From: ana@example.org\r\nX-Trace: {}\r\n\r\nx", "y".repeat(200_000));
    assert_eq!(read(long.as_bytes()), Err(Refusal::Headers));
    let many = format!("From: ana@example.org\r\n{}\r\nx", "A: b\r\n".repeat(1001));
    assert_eq!(read(many.as_bytes()), Err(Refusal::Headers));
    let inside = format!("--b\r\n{}\r\nx\r\n--b--", "A: b\r\n".repeat(1001));
    assert_eq!(mail("multipart/mixed; boundary=b", &inside), Err(Refusal::Headers));
}

#[test]
fn all_together_has_a_limit() {
    let max = usize::try_from(MAX_ATTACHMENT_BYTES).unwrap();
    // Latin-1 takes more room as UTF-8, and the text is too long to be anything but a file.
    let mut raw = b"From: ana@example.org\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n".to_vec();
    raw.resize(max / 2 + 1000, 0xe4);
    assert_eq!(read(&raw), Err(Refusal::Size));
}

#[test]
fn a_large_attachment_is_whole() {
    let content = "0123456789abcdef".repeat(1_000_000);
    let body = format!("--b\r\nContent-Type: application/x-data\r\n\r\n{content}\r\n--b--");
    let mail = mail("multipart/mixed; boundary=b", &body).unwrap();
    assert!(mail.attachments[0].content == content.as_bytes());
}

#[test]
fn what_could_take_long_does_not() {
    // Each would be quadratic for a reader that looks for every end from every beginning.
    let parts = "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n".repeat(900);
    let filler = "x".repeat(5_000_000);
    mail("multipart/mixed; boundary=b", &format!("{parts}{filler}")).unwrap();
    mail("text/html", &format!("{}{filler}", "<!--".repeat(100_000))).unwrap();
    mail("text/html", &"<a href='".repeat(100_000)).unwrap();
    mail("text/enriched", &"<".repeat(200_000)).unwrap();
    mail("text/plain; charset=utf-7", &"+".repeat(200_000)).unwrap();
    let words = format!("From: ana@example.org\r\nSubject: {}\r\n\r\n", "=?a?Q?".repeat(20_000));
    read(words.as_bytes()).unwrap();
    let tags = format!("From: ana@example.org\r\nSubject: {}\r\n\r\n", "[".repeat(100_000));
    read(tags.as_bytes()).unwrap();
    let names = format!("From: {}\r\n\r\n", "a@b,".repeat(30_000));
    read(names.as_bytes()).unwrap();
    let comments = format!("From: {}\r\n\r\n", "a@b (".repeat(20_000));
    read(comments.as_bytes()).unwrap();
    mail(&format!("text/plain; {}", "name*1*=%20;".repeat(9_000)), "x").unwrap();
}
