//! Points in time. The server writes them in UTC; the page's script rewrites them in the reader's own zone and language.

use domain::UnixMillis;
use leptos::prelude::*;
use time::{Month, OffsetDateTime};
use words::Words;

/// A point in time in words.
#[component]
pub(crate) fn When(
    /// The time.
    at: UnixMillis,
    /// How much of it to show.
    #[prop(optional)]
    style: WhenStyle,
    /// The language's words.
    #[prop(default = Words::ENGLISH)]
    words: Words,
) -> impl IntoView {
    let (machine, said) = texts(words, at, style);
    view! { <time datetime=machine data-style=style.code()>{said}</time> }
}

/// How much of a point in time to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum WhenStyle {
    /// Date and time of day.
    #[default]
    Full,
    /// The date alone.
    Date,
}

impl WhenStyle {
    const fn code(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Date => "date",
        }
    }
}

/// A point in time in words, in UTC, where no script rewrites it.
#[cfg(feature = "ssr")]
pub(crate) fn when_words(words: Words, at: UnixMillis) -> String {
    texts(words, at, WhenStyle::Full).1
}

/// The ISO 8601 form, and words.
fn texts(words: Words, at: UnixMillis, style: WhenStyle) -> (String, String) {
    let at = OffsetDateTime::from_unix_timestamp(at.get() / 1_000).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
    let (hour, minute, second) = at.to_hms();
    let machine = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
    let date = words.date(&day.to_string(), month_name(words, at.month()), &year.to_string());
    let said = match style {
        WhenStyle::Full => words.date_time(&date, &format!("{hour:02}:{minute:02}")),
        WhenStyle::Date => date,
    };
    (machine, said)
}

fn month_name(words: Words, month: Month) -> &'static str {
    match month {
        Month::January => words.month_1(),
        Month::February => words.month_2(),
        Month::March => words.month_3(),
        Month::April => words.month_4(),
        Month::May => words.month_5(),
        Month::June => words.month_6(),
        Month::July => words.month_7(),
        Month::August => words.month_8(),
        Month::September => words.month_9(),
        Month::October => words.month_10(),
        Month::November => words.month_11(),
        Month::December => words.month_12(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_machine_form() {
        let at = UnixMillis::new(1_764_000_720_000);
        assert_eq!(
            texts(Words::ENGLISH, at, WhenStyle::Full),
            ("2025-11-24T16:12:00Z".into(), "24 November 2025, 16:12 UTC".into())
        );
        assert_eq!(texts(Words::ENGLISH, at, WhenStyle::Date).1, "24 November 2025");
    }
}
