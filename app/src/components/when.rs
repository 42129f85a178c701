//! Points in time. The server writes them in UTC; the page's script rewrites them in the reader's own zone and language.

use domain::UnixMillis;
use leptos::prelude::*;
use time::OffsetDateTime;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A point in time in words.
#[component]
pub(crate) fn When(
    /// The time.
    at: UnixMillis,
    /// How much of it to show.
    #[prop(optional)]
    style: WhenStyle,
) -> impl IntoView {
    let (machine, words) = texts(at, style);
    view! { <time datetime=machine data-style=style.code()>{words}</time> }
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

/// The ISO 8601 form, and words.
fn texts(at: UnixMillis, style: WhenStyle) -> (String, String) {
    let at = OffsetDateTime::from_unix_timestamp(at.get() / 1_000).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
    let (hour, minute, second) = at.to_hms();
    let machine = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
    let date = format!("{day} {} {year}", MONTHS[usize::from(month - 1)]);
    let words = match style {
        WhenStyle::Full => format!("{date}, {hour:02}:{minute:02} UTC"),
        WhenStyle::Date => date,
    };
    (machine, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_machine_form() {
        let at = UnixMillis::new(1_764_000_720_000);
        assert_eq!(
            texts(at, WhenStyle::Full),
            ("2025-11-24T16:12:00Z".into(), "24 November 2025, 16:12 UTC".into())
        );
        assert_eq!(texts(at, WhenStyle::Date).1, "24 November 2025");
    }
}
