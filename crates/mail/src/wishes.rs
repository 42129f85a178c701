//! What a sender wishes for: `[expires 3d]` in the subject, or `X-Narwhal-Expires: 3d`.
//!
//! A wish is followed or refused, never ignored: whoever writes `[expires soon]` believes that the message will be gone
//! soon.

use std::{ops::RangeInclusive, time::Duration};

use domain::{LIFETIME_DEFAULT, LIFETIME_MAX, LIFETIME_MIN};
use unicode_normalization::UnicodeNormalization as _;

use crate::{Refusal, Wish, Wishes, header::Headers, word};

const PREFIX: &str = "x-narwhal-";
const REMIND_MIN: Duration = Duration::from_secs(60 * 60);
const REMIND_MAX: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Collects wishes, and finds those that contradict each other.
#[derive(Default)]
pub(crate) struct Collector {
    wishes: Wishes,
    urgent: Option<bool>,
}

impl Collector {
    /// Takes the wishes of headers.
    ///
    /// # Errors
    /// When a header is unknown, comes twice or cannot be understood.
    pub(crate) fn headers(&mut self, headers: &Headers) -> Result<(), Refusal> {
        for (name, value) in headers.iter().filter(|(name, _)| name.starts_with(PREFIX)) {
            let wish = match &name[PREFIX.len()..] {
                "expires" => Wish::Expires,
                "remind" => Wish::Remind,
                "urgent" => Wish::Urgent,
                "language" => Wish::Language,
                "phrase" => Wish::Phrase,
                "passcode" => Wish::Passcode,
                _ => return Err(Refusal::UnknownHeader { name: echo(name) }),
            };
            if headers.all(name).nth(1).is_some() {
                return Err(Refusal::Twice { wish });
            }
            let value = word::decode(value);
            self.add(wish, &value, &value)?;
        }
        Ok(())
    }

    /// Takes the wishes of a subject, and gives it without them.
    ///
    /// # Errors
    /// When a tag that is a wish cannot be understood.
    pub(crate) fn subject(&mut self, subject: &str) -> Result<String, Refusal> {
        let mut left = String::with_capacity(subject.len());
        let mut rest = subject;
        while let Some(start) = rest.find('[') {
            left.push_str(&rest[..start]);
            let inner = &rest[start + 1..];
            let end = inner.find([']', '[']).unwrap_or(inner.len());
            match wish(&inner[..end]) {
                Some((wish, value)) => {
                    if !inner[end..].starts_with(']') {
                        return Err(Refusal::Wish { wish, text: echo(&rest[start..=start + end]) });
                    }
                    self.add(wish, value, &inner[..end])?;
                    rest = &inner[end + 1..];
                }
                None => {
                    left.push('[');
                    rest = inner;
                }
            }
        }
        left.push_str(rest);
        Ok(left.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// What is wished for.
    ///
    /// # Errors
    /// [`Refusal::RemindAfterExpiry`].
    pub(crate) fn finish(self) -> Result<Wishes, Refusal> {
        let life = self.wishes.expires.unwrap_or(LIFETIME_DEFAULT);
        if self.wishes.remind.is_some_and(|remind| remind >= life) {
            return Err(Refusal::RemindAfterExpiry);
        }
        Ok(Wishes { urgent: self.urgent.unwrap_or_default(), ..self.wishes })
    }

    fn add(&mut self, wish: Wish, value: &str, text: &str) -> Result<(), Refusal> {
        let riddle = || Refusal::Wish { wish, text: echo(text) };
        let value = bare(value);
        let once = match wish {
            Wish::Expires => {
                let duration = within(value, wish, text, LIFETIME_MIN..=LIFETIME_MAX)?;
                set(&mut self.wishes.expires, duration)
            }
            Wish::Remind => {
                let duration = within(value, wish, text, REMIND_MIN..=REMIND_MAX)?;
                set(&mut self.wishes.remind, duration)
            }
            Wish::Urgent => {
                let urgent = yes(value).ok_or_else(riddle)?;
                set(&mut self.urgent, urgent)
            }
            Wish::Language => set(&mut self.wishes.language, value.parse().map_err(|_| riddle())?),
            Wish::Phrase => set(&mut self.wishes.phrase, value.parse().map_err(|_| riddle())?),
            Wish::Passcode => {
                let composed: String = text.nfc().collect();
                set(&mut self.wishes.passcode, composed.parse().map_err(|_| Refusal::Passcode)?)
            }
        };
        if once { Ok(()) } else { Err(Refusal::Twice { wish }) }
    }
}

/// The wish that a tag is, and its value. Many subjects begin with `[Reminder]`, `[Expired]` or `[Language course]`: with
/// another word than the wish's own, only a number makes it a wish, and so does only what may be one with words that are
/// in other tags too.
fn wish(tag: &str) -> Option<(Wish, &str)> {
    let tag = tag.trim_start();
    let length = tag.find(|c: char| !c.is_alphabetic()).unwrap_or(tag.len());
    let (word, value) = (tag[..length].to_lowercase(), &tag[length..]);
    let wish = match word.as_str() {
        word if word.starts_with("expir") => Wish::Expires,
        word if word.starts_with("remind") => Wish::Remind,
        "urgent" if bare(value).is_empty() => return Some((Wish::Urgent, value)),
        "language" | "lang" if is_assigned(value) || is_tag(bare(value)) => {
            return Some((Wish::Language, value));
        }
        "phrase" if is_assigned(value) => return Some((Wish::Phrase, value)),
        _ => return None,
    };
    let is_own = matches!(word.as_str(), "expires" | "expire" | "remind" | "reminds");
    (is_own || bare(value).starts_with(|c: char| c.is_ascii_digit())).then_some((wish, value))
}

/// Whether a value follows `:` or `=`.
fn is_assigned(value: &str) -> bool {
    value.trim_start().starts_with([':', '='])
}

/// Whether it is built like the tag of a language (BCP 47).
fn is_tag(value: &str) -> bool {
    let mut parts = value.split(['-', '_']);
    let is_first =
        |first: &str| matches!(first.len(), 2 | 3) && first.bytes().all(|b| b.is_ascii_alphabetic());
    parts.next().is_some_and(is_first)
        && parts.all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Takes a value, unless there is another one.
fn set<T: PartialEq>(known: &mut Option<T>, value: T) -> bool {
    let is_other = known.as_ref().is_some_and(|known| *known != value);
    *known = Some(value);
    !is_other
}

/// `[urgent]`, `X-Narwhal-Urgent: yes`.
fn yes(value: &str) -> Option<bool> {
    match value.to_ascii_lowercase().as_str() {
        "" | "yes" | "true" | "1" => Some(true),
        "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

fn within(value: &str, wish: Wish, text: &str, range: RangeInclusive<Duration>) -> Result<Duration, Refusal> {
    let duration = duration(value, wish).ok_or_else(|| Refusal::Wish { wish, text: echo(text) })?;
    if range.contains(&duration) { Ok(duration) } else { Err(Refusal::Range { wish, text: echo(text) }) }
}

/// A value without what may stand before it: `: 3d`, `= 3d`, `in 3 days`.
fn bare(value: &str) -> &str {
    let value = value.trim().trim_start_matches([':', '=']).trim_start();
    match value.split_at_checked(3) {
        Some((first, rest)) if matches!(first.to_ascii_lowercase().as_str(), "in " | "at ") => {
            rest.trim_start()
        }
        _ => value,
    }
}

/// `3d`, `3 days`, `1 hour`, `2 weeks`; minutes for reminders.
fn duration(value: &str, wish: Wish) -> Option<Duration> {
    let value = value.to_ascii_lowercase();
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = value.split_at(digits);
    // More digits are out of every range, but not a riddle.
    let number: u64 = if digits > 9 { 999_999_999 } else { number.parse().ok()? };
    let seconds = match unit.trim() {
        "m" | "min" | "mins" | "minute" | "minutes" if wish == Wish::Remind => 60,
        "h" | "hr" | "hrs" | "hour" | "hours" => 60 * 60,
        "d" | "day" | "days" => 24 * 60 * 60,
        "w" | "wk" | "wks" | "week" | "weeks" => 7 * 24 * 60 * 60,
        _ => return None,
    };
    Some(Duration::from_secs(number * seconds))
}

/// What somebody wrote, as one short line of ASCII, to be said back to them.
fn echo(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '?' });
    plain.take(40).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;

    const HOUR: u64 = 60 * 60;
    const DAY: u64 = 24 * HOUR;

    fn subject(text: &str) -> Result<(String, Option<u64>, Option<u64>), Refusal> {
        let mut collector = Collector::default();
        let left = collector.subject(text)?;
        let wishes = collector.finish()?;
        Ok((left, wishes.expires.map(|it| it.as_secs()), wishes.remind.map(|it| it.as_secs())))
    }

    fn headers(raw: &str) -> Result<Wishes, Refusal> {
        let mut collector = Collector::default();
        collector.headers(&Headers::split(raw.as_bytes())?.0)?;
        collector.finish()
    }

    #[test]
    fn a_passcode_is_heard_and_never_repeated() {
        let passcode = |raw: &str| headers(raw).map(|wishes| wishes.passcode.unwrap().as_str().to_owned());
        assert_eq!(passcode("X-Narwhal-Passcode: Olive-Lantern 7\r\n\r\n").as_deref(), Ok("olivelantern7"));
        let encoded = "X-Narwhal-Passcode: =?utf-8?Q?a=CC=88rger_jetzt?=\r\n\r\n";
        assert_eq!(passcode(encoded).as_deref(), Ok("\u{e4}rgerjetzt"), "composed as browsers do");
        for short in ["X-Narwhal-Passcode: 48291\r\n\r\n", "X-Narwhal-Passcode:\r\n\r\n"] {
            let error = headers(short).unwrap_err();
            assert_eq!(error, Refusal::Passcode);
            assert!(!error.to_string().contains("48291") && error.to_string().is_ascii());
        }
        let twice = "X-Narwhal-Passcode: 482913\r\nX-Narwhal-Passcode: 482914\r\n\r\n";
        assert_eq!(headers(twice), Err(Refusal::Twice { wish: Wish::Passcode }));
        assert!(!format!("{:?}", headers("X-Narwhal-Passcode: 482913\r\n\r\n")).contains("482913"));
    }

    #[test]
    fn tags_are_wishes() {
        for (text, left, expires, remind) in [
            ("[expires 3d] Plan", "Plan", Some(3 * DAY), None),
            ("Plan [EXPIRES 1 hour] for  Ana", "Plan for Ana", Some(HOUR), None),
            ("Re: [expires 2 weeks][remind 90m] x", "Re: x", Some(14 * DAY), Some(90 * 60)),
            ("[Expires: in 3 Days]", "", Some(3 * DAY), None),
            ("[expires=3d] [expires 3 days] x", "x", Some(3 * DAY), None),
            ("[reminder 1d] x", "x", None, Some(DAY)),
            ("[ remind 12h ] x", "x", None, Some(12 * HOUR)),
            ("[expires 366d]", "", Some(366 * DAY), None),
        ] {
            assert_eq!(subject(text), Ok((left.into(), expires, remind)), "{text}");
        }
    }

    #[test]
    fn other_brackets_are_text() {
        for text in
            ["[Reminder] Dentist", "[Expired] card", "[list] x", "a[1] [", "[]", "[remindful]", "expires 3d"]
        {
            assert_eq!(subject(text), Ok((text.into(), None, None)), "{text}");
        }
    }

    #[test]
    fn riddles_are_refused() {
        for text in [
            "[expires soon]",
            "[expires]",
            "[expires 3]",
            "[expires 3m]",
            "[remind 1.5h]",
            "[expires 3d 2h]",
            "[expires 3d",
            "[remind [x]",
            "[expiring 3 contracts]",
            "[Expires ٣d]",
        ] {
            assert!(matches!(subject(text), Err(Refusal::Wish { .. })), "{text}: {:?}", subject(text));
        }
        for text in [
            "[expires 59h 1]",
            "[expires 0h]",
            "[expires 367d]",
            "[remind 59m]",
            "[remind 31d]",
            "[expires 99999999999999999999d]",
        ] {
            assert!(subject(text).is_err(), "{text}");
        }
        assert_eq!(subject("[expires 3d] [expires 4d]"), Err(Refusal::Twice { wish: Wish::Expires }));
        assert_eq!(subject("[expires 1d] [remind 24h]"), Err(Refusal::RemindAfterExpiry));
        assert_eq!(subject("[remind 30d]"), Err(Refusal::RemindAfterExpiry));
    }

    #[test]
    fn headers_are_wishes() {
        let wishes = headers("X-Narwhal-Expires: 3 days\r\nx-narwhal-remind: 1D\r\n\r\n").unwrap();
        assert_eq!(wishes.expires, Some(Duration::from_secs(3 * DAY)));
        assert_eq!(wishes.remind, Some(Duration::from_secs(DAY)));
        assert_eq!(
            headers("X-Narwhal-Color: red\r\n\r\n"),
            Err(Refusal::UnknownHeader { name: "x-narwhal-color".into() })
        );
        assert_eq!(
            headers("X-Narwhal-Expires: 3d\r\nX-Narwhal-Expires: 3d\r\n\r\n"),
            Err(Refusal::Twice { wish: Wish::Expires })
        );
        assert!(matches!(headers("X-Narwhal-Expires:\r\n\r\n"), Err(Refusal::Wish { .. })));
    }

    #[test]
    fn wishes_for_the_text() {
        for (text, left, urgent, language, phrase) in [
            ("[urgent] Call me", "Call me", true, None, None),
            ("[URGENT][lang es] x", "x", true, Some(Language::Spanish), None),
            (
                "[language: pt-BR] [phrase: Blue  heron] x",
                "x",
                false,
                Some(Language::Portuguese),
                Some("Blue heron"),
            ),
            (
                "[urgent care] [Language course] [phrase book] x",
                "[urgent care] [Language course] [phrase book] x",
                false,
                None,
                None,
            ),
        ] {
            let mut collector = Collector::default();
            assert_eq!(collector.subject(text).as_deref(), Ok(left));
            let wishes = collector.finish().unwrap();
            let found = (wishes.urgent, wishes.language, wishes.phrase.as_ref().map(domain::Phrase::as_str));
            assert_eq!(found, (urgent, language, phrase), "{text}");
        }
        for text in ["[lang xx]", "[language: Spanish]", "[phrase: evil.example]", "[phrase:]", "[lang e"] {
            let known = subject(text);
            assert!(matches!(known, Err(Refusal::Wish { .. })) || text == "[lang e", "{text}: {known:?}");
        }
        let wishes =
            headers("X-Narwhal-Urgent: yes\r\nX-Narwhal-Phrase: =?utf-8?q?gar=C3=A7a?=\r\n\r\n").unwrap();
        assert!(wishes.urgent && wishes.phrase.unwrap().as_str() == "garça");
        assert!(!headers("X-Narwhal-Urgent: no\r\n\r\n").unwrap().urgent);
        assert!(matches!(headers("X-Narwhal-Urgent: maybe\r\n\r\n"), Err(Refusal::Wish { .. })));
        assert_eq!(subject("[lang es] [lang fr] x"), Err(Refusal::Twice { wish: Wish::Language }));
    }

    #[test]
    fn refusals_can_be_said_over_smtp() {
        let long = format!("[expires {}]", "ä\u{7}".repeat(500));
        for refusal in [
            subject(&long).unwrap_err(),
            subject("[remind 1m]").unwrap_err(),
            Refusal::NoFrom,
            Refusal::TwoFroms,
            Refusal::Headers,
            Refusal::Parts,
            Refusal::Size,
            Refusal::Attachments { max: 100 },
            Refusal::Fragment,
            Refusal::UnknownHeader { name: echo(&"x-narwhal-".repeat(50)) },
            Refusal::Twice { wish: Wish::Remind },
            Refusal::RemindAfterExpiry,
        ] {
            let said = refusal.to_string();
            assert!(said.len() <= 400 && said.bytes().all(|b| (b' '..0x7f).contains(&b)), "{said}");
            assert!(refusal.enhanced().starts_with("5."));
        }
    }
}
