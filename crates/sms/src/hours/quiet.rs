use std::{fmt, str::FromStr};

/// The part of every day in which no text goes out, from its first minute until the minute at which texts may go again.
/// It may go over midnight, as `21:00-08:00` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    start: MinuteOfDay,
    end: MinuteOfDay,
}

/// Why a text is no quiet hours, in words for the person who wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// Not two times with a dash between them.
    #[error("Quiet hours are two times of day, such as 21:00-08:00. To have none, write off.")]
    Form,
    /// A time that no clock shows.
    #[error("Quiet hours take times from 00:00 to 23:59, such as 21:00-08:00.")]
    Time,
    /// The whole day, or nothing.
    #[error("Quiet hours cannot begin and end at the same time. To have none, write off.")]
    Empty,
}

/// A minute on a clock with 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct MinuteOfDay(u16);

impl QuietHours {
    /// Reads quiet hours as `21:00-08:00`. A caller for whom they are optional takes `off` for none before asking.
    ///
    /// # Errors
    /// When the text is anything else, or both times are the same; the error says what to write.
    pub fn parse(text: &str) -> Result<Self, HoursError> {
        let (start, end) = text.split_once(['-', '\u{2013}']).ok_or(HoursError::Form)?;
        let (start, end) = (start.trim().parse::<MinuteOfDay>()?, end.trim().parse()?);
        if start == end { Err(HoursError::Empty) } else { Ok(Self { start, end }) }
    }

    /// Whether a clock that shows so many milliseconds since midnight is within the hours; if so, how many are left of them.
    pub(super) fn left(&self, of_day: i64) -> Option<i64> {
        let (start, end) = (self.start.millis(), self.end.millis());
        let since_start = (of_day - start).rem_euclid(DAY);
        let length = (end - start).rem_euclid(DAY);
        (since_start < length).then(|| length - since_start)
    }
}

/// A day's milliseconds, by the clock.
pub(super) const DAY: i64 = 24 * 60 * MINUTE;
const MINUTE: i64 = 60_000;

impl FromStr for QuietHours {
    type Err = HoursError;
    fn from_str(text: &str) -> Result<Self, HoursError> {
        Self::parse(text)
    }
}

impl fmt::Display for QuietHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.start, self.end)
    }
}

impl MinuteOfDay {
    fn millis(self) -> i64 {
        i64::from(self.0) * MINUTE
    }
}

impl FromStr for MinuteOfDay {
    type Err = HoursError;
    fn from_str(text: &str) -> Result<Self, HoursError> {
        let (hours, minutes) = text.split_once(':').ok_or(HoursError::Form)?;
        let (hours, minutes) = (number(hours, 1)?, number(minutes, 2)?);
        if hours < 24 && minutes < 60 { Ok(Self(hours * 60 + minutes)) } else { Err(HoursError::Time) }
    }
}

/// One or two digits, at least so many.
fn number(text: &str, least: usize) -> Result<u16, HoursError> {
    let fits = (least..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().map_err(|_| HoursError::Form) } else { Err(HoursError::Form) }
}

impl fmt::Display for MinuteOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hours_as_people_write_them() {
        for (text, shown) in [
            ("21:00-08:00", "21:00-08:00"),
            (" 21:00 - 8:00 ", "21:00-08:00"),
            ("22:30–06:15", "22:30-06:15"),
            ("00:00-23:59", "00:00-23:59"),
        ] {
            assert_eq!(QuietHours::parse(text).map(|hours| hours.to_string()), Ok(shown.to_owned()));
        }
    }

    #[test]
    fn a_wrong_text_says_what_to_write() {
        for (text, error) in [
            ("", HoursError::Form),
            ("off", HoursError::Form),
            ("21-8", HoursError::Form),
            ("21:00", HoursError::Form),
            ("21:00-", HoursError::Form),
            ("21:0-08:00", HoursError::Form),
            ("9pm-8am", HoursError::Form),
            ("+1:00-08:00", HoursError::Form),
            ("021:00-08:00", HoursError::Form),
            ("21:00-08:00-09:00", HoursError::Form),
            ("24:00-08:00", HoursError::Time),
            ("21:60-08:00", HoursError::Time),
            ("08:00-8:00", HoursError::Empty),
        ] {
            assert_eq!(QuietHours::parse(text), Err(error), "{text}");
            let words = error.to_string();
            assert!(words.contains("21:00-08:00") || words.contains("off"), "{words}");
        }
    }

    #[test]
    fn the_first_minute_is_quiet_and_the_last_is_not() {
        let night = QuietHours::parse("21:00-08:00").unwrap();
        assert_eq!(night.left(21 * 60 * MINUTE), Some(11 * 60 * MINUTE));
        assert_eq!(night.left(21 * 60 * MINUTE - 1), None);
        assert_eq!(night.left(8 * 60 * MINUTE), None);
        assert_eq!(night.left(8 * 60 * MINUTE - 1), Some(1));
        assert_eq!(night.left(0), Some(8 * 60 * MINUTE));
        let noon = QuietHours::parse("12:00-13:00").unwrap();
        assert_eq!(noon.left(12 * 60 * MINUTE), Some(60 * MINUTE));
        assert_eq!(noon.left(0), None);
    }

    proptest! {
        #[test]
        fn what_is_shown_parses_again(start in 0_u16..1_440, end in 0_u16..1_440) {
            prop_assume!(start != end);
            let hours = QuietHours { start: MinuteOfDay(start), end: MinuteOfDay(end) };
            prop_assert_eq!(hours.to_string().parse(), Ok(hours));
        }

        #[test]
        fn parsing_never_panics(text in "\\PC{0,16}") {
            let _ = QuietHours::parse(&text);
        }
    }
}
