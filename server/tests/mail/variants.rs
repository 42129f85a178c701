//! Over a thousand mails that must not be taken.

use crate::desk::{EMAIL, OTHER};

/// Who tries, and how they sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Login {
    /// The account, properly.
    Right,
    Nobody,
    /// The account's name and this password.
    Guess(&'static str),
    /// The same by AUTH LOGIN.
    GuessSlowly(&'static str),
    /// The account's name and somebody else's password.
    OwnPasswordOfAnother,
    /// Somebody else's name and the account's password.
    OtherWithOwnPassword,
    /// The account, to act as somebody else.
    OnBehalfOfAnother,
    Garbled,
    Unknown,
    /// Somebody else with an account, properly.
    Other,
}

#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    pub(crate) login: Login,
    /// What follows `MAIL FROM:`.
    pub(crate) from: String,
    /// What follows `RCPT TO:`.
    pub(crate) to: String,
    /// Header and body.
    pub(crate) content: String,
}

const PHONE: &str = "+12012000001";
const DOMAINS: &[&str] = &[
    "example.com",
    "gmail.com",
    "secure.text.example.com",
    "xsecure.text",
    "secure.texts",
    "secure-text",
    "text",
    "localhost",
    "[127.0.0.1]",
    "[IPv6:::1]",
    "secure.tex\u{442}",
    "ｓecure.text",
];

/// Recipients elsewhere, `{d}` being the domain and `{n}` the number.
const RELAYS: &[&str] = &[
    "<{n}@{d}>",
    "<victim@{d}>",
    "<victim%{d}@secure.text>",
    "<{n}%{d}@secure.text>",
    "<{n}%{d}>",
    "<victim%secure.text@{d}>",
    "<@secure.text:victim@{d}>",
    "<@secure.text:{n}@{d}>",
    "<@{d},@secure.text:{n}@{d}>",
    "<@secure.text,@{d}:victim@{d}>",
    "<{d}!victim@secure.text>",
    "<{d}!{n}@secure.text>",
    "<{d}!{n}>",
    "<secure.text!{d}!victim>",
    "<secure.text!{n}@{d}>",
    "<\"victim@{d}\"@secure.text>",
    "<\"{n}@{d}\"@secure.text>",
    "<\"{n}@secure.text\"@{d}>",
    "<\"victim@{d}\">",
    "<victim@{d}@secure.text>",
    "<{n}@secure.text@{d}>",
    "<victim@{d}%secure.text>",
    "<{n}@secure.text%{d}>",
    "<<{n}@{d}>>",
    "<{n}@secure.text,victim@{d}>",
    "<{n}@secure.text>,<victim@{d}>",
    "<{n}@secure.text> <victim@{d}>",
    "<{n}@secure.text victim@{d}>",
    "<{n}@secure.text\u{0}@{d}>",
    "<{n}@secure.text\\@{d}>",
    "<{n}@secure.text(@{d})>",
    "<{n}@{d}.secure.text>",
    "<{n}@secure.text;{d}>",
    "<victim=40{d}@secure.text>",
    "<victim+{n}@{d}>",
    "<victim+{d}@secure.text>",
    "<SRS0=abc=xx={d}=victim@secure.text>",
    "<\"{n}\"@{d}>",
    "<{n}@secure.text\r.{d}>",
    "<{n}@secure.text\n@{d}>",
    "victim@{d}",
    "<>",
    "<postmaster@{d}>",
    "<victim@{d}> NOTIFY=NEVER",
    "<victim@{d}> ORCPT=rfc822;{n}@secure.text",
];

/// Addresses that are not the account's, however much they look like it.
pub(crate) const OTHERS: &[&str] = &[
    OTHER,
    "boss@example.org",
    "postmaster@example.org",
    "root@localhost",
    "kim@example.com",
    "kim@example.org.example.com",
    "kim@mail.example.org",
    "kim@xexample.org",
    "kim@example.orgx",
    "kim@org",
    "kim+tag@example.org",
    "k.im@example.org",
    "kim-@example.org",
    "xkim@example.org",
    "kimx@example.org",
    "kim%example.org@example.com",
    "kim!example.org@example.com",
    "\"kim@example.org\"@example.com",
    "\"kim \"@example.org",
    "\" kim\"@example.org",
    "\"kim\\\"\"@example.org",
    "kim@[192.0.2.1]",
    "+12012000001@secure.text",
    // The Kelvin sign, which is a k once it is in lower case; Cyrillic and Greek letters; full width; accents.
    "\u{212a}im@example.org",
    "k\u{456}m@example.org",
    "\u{43a}im@example.org",
    "ki\u{3f0}@example.org",
    "k\u{131}m@example.org",
    "K\u{130}M@example.org",
    "ｋim@example.org",
    "kim@ｅxample.org",
    "kim@ex\u{430}mple.org",
    "kim@example\u{3002}org",
    "ki\u{200b}m@example.org",
    "kim\u{ad}@example.org",
    "k\u{ed}m@example.org",
    "ki\u{301}m@example.org",
    "kim@example.org\u{2024}com",
    "kim\u{ff20}example.org@example.com",
    "\u{202e}mik@example.org",
];

/// What else may follow `MAIL FROM:`, and is nobody's address here.
const SENDERS: &[&str] = &[
    "<>",
    "<kim>",
    "<@example.org>",
    "kim@example.org@example.com",
    "<kim@example.org@example.com>",
    "<kim@example.org>,<ben@example.org>",
    "<kim@example.org> <ben@example.org>",
    "<ben@example.org>kim@example.org",
    "<ben(kim@example.org)@example.org>",
    "<kim@example.org,ben@example.org>",
    "<@example.org:ben@example.org>",
    "<@kim:ben@example.org>",
    "<example.org!ben>",
    "<kim@example.org\u{0}@example.com>",
    "<kim@example.org\r@example.com>",
    "<kim@example.org\n>",
    "<<kim@example.org>>",
    "<\"kim@example.org\">",
    "kim <ben@example.org>",
    "<*@example.org>",
    "<kim@*>",
];

/// Parameters of MAIL, so that nothing depends on them.
const PARAMETERS: &[&str] = &[
    "",
    " SMTPUTF8",
    " SMTPUTF8 BODY=8BITMIME",
    " AUTH=<>",
    " SIZE=1",
    " RET=FULL ENVID=x",
    " AUTH=kim@example.org",
];

/// Headers in somebody else's name, `{x}` being an address of [`OTHERS`].
const FORGED: &[&str] = &[
    "From: {x}",
    "From: <{x}>",
    "From: Kim <{x}>",
    "From: \"kim@example.org\" <{x}>",
    "From: kim@example.org <{x}>",
    "From: (kim@example.org) {x}",
    "From: {x} (kim@example.org)",
    "From: kim@example.org, {x}",
    "From: {x}, kim@example.org",
    "From: Us: kim@example.org, {x};",
    "From: Us: {x};",
    "fRoM: {x}",
    "From:\r\n {x}",
    "From: Kim\r\n <{x}>",
    "From: =?utf-8?q?kim=40example.org?= <{x}>",
    "From: {x}\r\nFrom: kim@example.org",
    "From: kim@example.org\r\nFrom: {x}",
    "From: kim@example.org\r\nfrom: {x}",
    "From: kim@example.org\r\nSubject: Mine\r\nFrom: {x}",
    "From: kim@example.org\r\nSender: {x}",
    "From: {x}\r\nSender: kim@example.org",
    "From: kim@example.org\r\nSender: {x}\r\nSender: kim@example.org",
    "From: kim@example.org\r\nResent-From: {x}",
    "From: kim@example.org\r\nResent-Sender: {x}",
    "X-From: kim@example.org\r\nFrom: {x}",
];

/// Headers without an author.
const NOBODYS: &[&str] = &[
    "Subject: none",
    "From:",
    "From: ",
    "From: <>",
    "From: Kim",
    "From: Us:;",
    "From: , ,",
    "From: ()",
    "From: @",
];

pub(crate) fn all() -> Vec<Attempt> {
    let mut all = relays();
    all.extend(senders());
    all.extend(headers());
    all.extend(strangers());
    all
}

fn attempt(login: Login, from: &str, to: &str, header: &str) -> Attempt {
    let content = format!("{header}\r\nTo: {PHONE}@secure.text\r\n\r\nA trick.");
    Attempt { login, from: from.to_owned(), to: to.to_owned(), content }
}

fn own() -> (String, String, String) {
    (format!("<{EMAIL}>"), format!("<{PHONE}@secure.text>"), format!("From: {EMAIL}"))
}

/// For somewhere else.
fn relays() -> Vec<Attempt> {
    let (_, _, header) = own();
    let pairs = RELAYS.iter().flat_map(|form| DOMAINS.iter().map(move |domain| (form, domain)));
    let made = pairs.enumerate().map(|(turn, (form, domain))| {
        let to = form.replace("{d}", domain).replace("{n}", PHONE);
        let utf8 = if turn % 3 == 0 || !domain.is_ascii() { " SMTPUTF8" } else { "" };
        attempt(Login::Right, &format!("<{EMAIL}>{utf8}"), &to, &header)
    });
    made.collect()
}

/// From somebody else, as the envelope says.
fn senders() -> Vec<Attempt> {
    let (_, to, header) = own();
    let mut made = Vec::new();
    for (turn, other) in OTHERS.iter().enumerate() {
        for parameters in [" SMTPUTF8", PARAMETERS[turn % PARAMETERS.len()]] {
            let from = format!("<{other}>{parameters}");
            made.push(attempt(Login::Right, &from, &to, &header));
            made.push(attempt(Login::Right, &from, &to, &format!("From: {other}")));
        }
    }
    for sender in SENDERS {
        made.extend(
            ["", " SMTPUTF8"].map(|more| attempt(Login::Right, &format!("{sender}{more}"), &to, &header)),
        );
    }
    made.push(attempt(Login::Other, &format!("<{EMAIL}>"), &to, &header));
    made.push(attempt(Login::Other, &format!("<{OTHER}>"), &to, &header));
    made
}

/// From somebody else, as the header says. Every form is tried with some addresses, and every address with some forms.
fn headers() -> Vec<Attempt> {
    let (from, to, _) = own();
    let mut made = Vec::new();
    for (turn, form) in FORGED.iter().enumerate() {
        for other in OTHERS.iter().skip(turn % 3).step_by(3) {
            let utf8 = if other.is_ascii() { "" } else { " SMTPUTF8" };
            made.push(attempt(Login::Right, &format!("{from}{utf8}"), &to, &form.replace("{x}", other)));
        }
    }
    made.extend(NOBODYS.iter().map(|header| attempt(Login::Right, &from, &to, header)));
    made
}

/// From people who are not signed in.
fn strangers() -> Vec<Attempt> {
    let (own_from, own_to, header) = own();
    let mut logins = vec![
        Login::Nobody,
        Login::OwnPasswordOfAnother,
        Login::OtherWithOwnPassword,
        Login::OnBehalfOfAnother,
        Login::Garbled,
        Login::Unknown,
    ];
    for guess in [
        "",
        "secret",
        "lighthouse keeper's granite stairs",
        "' OR 1=1 --",
        "\u{1f988}",
        "aaaa-bbbb-cccc-dddd",
    ] {
        logins.extend([Login::Guess(guess), Login::GuessSlowly(guess)]);
    }
    let mut made = Vec::new();
    for login in logins {
        for from in [own_from.as_str(), "<>", "<ben@example.org>"] {
            for to in [own_to.as_str(), "<victim@example.com>", "<victim%example.com@secure.text>"] {
                made.push(attempt(login, from, to, &header));
            }
        }
    }
    made
}
