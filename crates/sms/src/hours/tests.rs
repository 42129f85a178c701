use std::{collections::HashSet, time::Duration};

use domain::{PhoneNumber, UnixMillis};
use jiff::{Timestamp, civil, tz::TimeZoneDatabase};
use proptest::prelude::*;

use super::{
    QuietHours, Zone,
    quiet::DAY,
    zones::{LONGEST_PREFIX, NOWHERE, rows},
    zones_of,
};

fn phone(text: &str) -> PhoneNumber {
    text.parse().unwrap()
}

fn night() -> QuietHours {
    QuietHours::parse("21:00-08:00").unwrap()
}

fn names(number: &str) -> Vec<&'static str> {
    zones_of(&phone(number)).iter().map(Zone::name).collect()
}

/// `2026-01-15T03:00:00Z`, or a moment with an offset.
fn at(text: &str) -> UnixMillis {
    UnixMillis::new(text.parse::<Timestamp>().unwrap().as_millisecond())
}

/// By the civil calendar rather than by offsets, as an opinion of its own.
fn is_quiet(hours: &str, zone: Zone, moment: UnixMillis) -> bool {
    let (start, end) = hours.split_once('-').unwrap();
    let of_day = |text: &str| format!("{text}:00").parse::<civil::Time>().unwrap();
    let zone = TimeZoneDatabase::bundled().get(zone.name()).unwrap();
    let clock = zone.to_datetime(Timestamp::from_millisecond(moment.get()).unwrap()).time();
    let (start, end) = (of_day(start), of_day(end));
    if start < end { start <= clock && clock < end } else { start <= clock || clock < end }
}

#[track_caller]
fn goes_out(hours: &str, number: &str, due: &str, expected: &str) {
    let next = QuietHours::parse(hours).unwrap().next_allowed(&phone(number), at(due));
    let shown = Timestamp::from_millisecond(next.get()).unwrap();
    assert_eq!(next, at(expected), "{number} due at {due} goes out at {shown}");
}

#[test]
fn every_prefix_is_there_once_and_every_zone_exists() {
    let database = TimeZoneDatabase::bundled();
    let mut seen = HashSet::new();
    for (prefix, zones) in rows() {
        assert!(prefix.bytes().all(|byte| byte.is_ascii_digit()), "{prefix}");
        assert!((1..=LONGEST_PREFIX).contains(&prefix.len()), "{prefix}");
        assert!(!zones.is_empty(), "{prefix}");
        assert_eq!(zones.iter().collect::<HashSet<_>>().len(), zones.len(), "{prefix} has a zone twice");
        for zone in zones.iter().chain(NOWHERE) {
            assert!(database.get(zone.name()).is_ok(), "{prefix}: {}", zone.name());
        }
        assert!(seen.insert(prefix.clone()), "{prefix} twice");
    }
}

#[test]
fn area_codes_are_area_codes() {
    for (prefix, _) in rows().filter(|(prefix, _)| prefix.starts_with('1') && prefix != "1") {
        assert_eq!(prefix.len(), 4, "{prefix}");
        assert!(prefix.as_bytes()[1] >= b'2', "{prefix}");
        assert!(&prefix[2..] != "11", "{prefix} is a service, not an area");
    }
}

#[test]
fn every_country_has_a_row_of_its_own() {
    let prefixes: HashSet<_> = rows().map(|(prefix, _)| prefix).collect();
    // The library's 001 is what belongs to no country.
    for country in phonelib::countries().iter().filter(|country| country.code != "001") {
        let code = country.prefix.to_string();
        let found = (1..=code.len()).any(|length| prefixes.contains(&code[..length]));
        assert!(found, "{} {code}", country.code);
    }
}

#[test]
fn known_numbers() {
    for (number, zones) in [
        ("+12125550123", &["America/New_York"][..]),
        ("+18085550123", &["Pacific/Honolulu"]),
        ("+19075550123", &["America/Anchorage", "America/Adak"]),
        ("+16025550123", &["America/Phoenix"]),
        ("+13175550123", &["America/Indiana/Indianapolis"]),
        ("+18505550123", &["America/Chicago", "America/New_York"]),
        ("+14235550123", &["America/New_York", "America/Chicago"]),
        ("+17875550123", &["America/Puerto_Rico"]),
        ("+18765550123", &["America/Jamaica"]),
        ("+14165550123", &["America/Toronto"]),
        ("+17095550123", &["America/St_Johns", "America/Goose_Bay"]),
        ("+447700900123", &["Europe/London"]),
        ("+919876543210", &["Asia/Kolkata"]),
        ("+9779841234567", &["Asia/Kathmandu"]),
        ("+77012345678", &["Asia/Almaty"]),
        ("+5511961234567", &["America/Sao_Paulo"]),
        ("+5592961234567", &["America/Manaus"]),
        ("+526641234567", &["America/Tijuana"]),
        ("+525512345678", &["America/Mexico_City"]),
        ("+243812345678", &["Africa/Kinshasa", "Africa/Lubumbashi"]),
        ("+262639123456", &["Indian/Mayotte"]),
    ] {
        assert_eq!(names(number), zones, "{number}");
    }
    assert_eq!(names("+79161234567").len(), 11);
    assert_eq!(names("+61412345678")[0], "Australia/Sydney");
}

#[test]
fn numbers_of_no_place_have_the_contiguous_states_and_other_codes_the_first_clock() {
    let contiguous = ["America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"];
    assert_eq!(names("+18005550123"), contiguous);
    assert_eq!(names("+12115550123"), contiguous);
    if let Ok(satellite) = "+881612345678".parse() {
        assert_eq!(zones_of(&satellite), NOWHERE);
    }
}

#[test]
fn by_day_a_text_goes_at_once() {
    goes_out("21:00-08:00", "+12125550123", "2026-01-15T13:00:00Z", "2026-01-15T13:00:00Z");
    goes_out("21:00-08:00", "+12125550123", "2026-01-16T01:59:59.999Z", "2026-01-16T01:59:59.999Z");
}

#[test]
fn at_night_it_waits_for_the_morning_of_the_place() {
    goes_out("21:00-08:00", "+12125550123", "2026-01-16T02:00:00Z", "2026-01-16T13:00:00Z");
    goes_out("21:00-08:00", "+12125550123", "2026-01-15T12:59:59.999Z", "2026-01-15T13:00:00Z");
    goes_out("21:00-08:00", "+18085550123", "2026-01-15T13:00:00Z", "2026-01-15T18:00:00Z");
    goes_out("21:00-08:00", "+447700900123", "2026-07-15T23:00:00Z", "2026-07-16T07:00:00Z");
    goes_out("21:00-08:00", "+919876543210", "2026-01-15T20:00:00Z", "2026-01-16T02:30:00Z");
    goes_out("21:00-08:00", "+9779841234567", "2026-01-15T20:00:00Z", "2026-01-16T02:15:00Z");
    // Phoenix keeps one time all year.
    goes_out("21:00-08:00", "+16025550123", "2026-01-15T07:00:00Z", "2026-01-15T15:00:00Z");
    goes_out("21:00-08:00", "+16025550123", "2026-07-15T07:00:00Z", "2026-07-15T15:00:00Z");
}

#[test]
fn two_zones_have_the_later_morning_and_the_earlier_evening() {
    // 08:00 in Pensacola is 09:00 in Tallahassee; 21:00 in Tallahassee is 20:00 in Pensacola.
    goes_out("21:00-08:00", "+18505550123", "2026-01-15T13:00:00Z", "2026-01-15T14:00:00Z");
    goes_out("21:00-08:00", "+18505550123", "2026-01-16T02:00:00Z", "2026-01-16T14:00:00Z");
}

#[test]
fn zones_too_far_apart_leave_it_to_the_first() {
    // From Kaliningrad to Kamchatka are ten hours: a night of eleven leaves three, one of fourteen none.
    goes_out("21:00-08:00", "+79161234567", "2026-01-15T03:00:00Z", "2026-01-15T06:00:00Z");
    goes_out("19:00-09:00", "+79161234567", "2026-01-15T03:00:00Z", "2026-01-15T06:00:00Z");
    goes_out("19:00-09:00", "+79161234567", "2026-01-15T06:00:00Z", "2026-01-15T06:00:00Z");
    goes_out("19:00-09:00", "+79161234567", "2026-01-15T16:00:00Z", "2026-01-16T06:00:00Z");
}

#[test]
fn new_york_in_march_and_november() {
    // The clock goes from 02:00 to 03:00 on 8 March, and from 02:00 back to 01:00 on 1 November.
    goes_out("21:00-08:00", "+12125550123", "2026-03-08T03:00:00Z", "2026-03-08T12:00:00Z");
    goes_out("21:00-08:00", "+12125550123", "2026-11-01T03:00:00Z", "2026-11-01T13:00:00Z");
    // An end within the hour that does not exist is the moment of the jump.
    goes_out("21:00-02:30", "+12125550123", "2026-03-08T05:00:00Z", "2026-03-08T07:00:00Z");
    // A start within it, too.
    goes_out("02:30-08:00", "+12125550123", "2026-03-08T06:59:00Z", "2026-03-08T06:59:00Z");
    goes_out("02:30-08:00", "+12125550123", "2026-03-08T07:00:00Z", "2026-03-08T12:00:00Z");
    // Hours that the jump swallows whole do not come.
    goes_out("02:15-02:45", "+12125550123", "2026-03-08T07:00:00Z", "2026-03-08T07:00:00Z");
    // 01:30 comes twice: half an hour is free, then it is quiet once more.
    goes_out("21:00-01:30", "+12125550123", "2026-11-01T05:00:00Z", "2026-11-01T05:30:00Z");
    goes_out("21:00-01:30", "+12125550123", "2026-11-01T06:00:00Z", "2026-11-01T06:30:00Z");
}

#[test]
fn london_in_march_and_october() {
    goes_out("21:00-08:00", "+447700900123", "2026-03-28T22:00:00Z", "2026-03-29T07:00:00Z");
    goes_out("21:00-08:00", "+447700900123", "2026-10-24T21:00:00Z", "2026-10-25T08:00:00Z");
    goes_out("21:00-01:30", "+447700900123", "2026-03-28T23:00:00Z", "2026-03-29T01:00:00Z");
}

#[test]
fn lord_howe_changes_by_half_an_hour() {
    let lord_howe = TimeZoneDatabase::bundled().get("Australia/Lord_Howe").unwrap();
    let next = |hours: &str, due: &str| {
        let free = QuietHours::parse(hours).unwrap().next_in(std::slice::from_ref(&lord_howe), at(due).get());
        UnixMillis::new(free.unwrap())
    };
    // 02:00 becomes 02:30 on 4 October, and 02:00 becomes 01:30 on 5 April.
    assert_eq!(next("21:00-08:00", "2026-10-03T22:00:00+10:30"), at("2026-10-04T08:00:00+11:00"));
    assert_eq!(next("21:00-02:15", "2026-10-04T01:00:00+10:30"), at("2026-10-04T02:30:00+11:00"));
    assert_eq!(next("21:00-01:45", "2026-04-05T01:00:00+11:00"), at("2026-04-05T01:45:00+11:00"));
    assert_eq!(next("21:00-01:45", "2026-04-05T01:30:00+10:30"), at("2026-04-05T01:45:00+10:30"));
}

#[test]
fn a_free_half_hour_that_the_jump_swallows_is_found_a_day_later() {
    goes_out("03:00-02:30", "+12125550123", "2026-03-07T08:00:00Z", "2026-03-09T06:30:00Z");
}

#[test]
fn times_beyond_the_calendar_are_answered_with_themselves() {
    for millis in [i64::MIN, i64::MAX, i64::MAX - DAY] {
        let beyond = UnixMillis::new(millis);
        assert_eq!(night().next_allowed(&phone("+12125550123"), beyond), beyond);
    }
}

/// A number that begins as one of the tables' rows, or any digits at all.
fn some_number() -> impl Strategy<Value = PhoneNumber> {
    let prefixes: Vec<_> = rows().map(|(prefix, _)| prefix).collect();
    let known = (prop::sample::select(prefixes), "[2-9][0-9]{10}");
    let known = known.prop_flat_map(|(prefix, rest)| {
        (7..=13_usize)
            .prop_map(move |length| format!("+{prefix}{rest}").chars().take(length).collect::<String>())
    });
    prop_oneof![known, "\\+1[2-9][0-9]{2}[2-9][0-9]{6}", "\\+[0-9]{7,15}"]
        .prop_filter_map("no number", |text| text.parse().ok())
}

/// Any minute of ten years, and every minute around the changes of clocks.
fn some_moment() -> impl Strategy<Value = UnixMillis> {
    const CHANGES: [&str; 4] =
        ["2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z", "2026-03-29T01:00:00Z", "2026-10-03T15:30:00Z"];
    let near = (prop::sample::select(&CHANGES[..]), -2 * DAY..DAY);
    prop_oneof![
        (at("2024-01-01T00:00:00Z").get()..at("2034-01-01T00:00:00Z").get()).prop_map(UnixMillis::new),
        near.prop_map(|(change, millis)| UnixMillis::new(at(change).get() + millis)),
    ]
}

fn some_hours() -> impl Strategy<Value = String> {
    (0..1_440_u16, 0..1_440_u16).prop_filter("the same", |(start, end)| start != end).prop_map(
        |(start, end)| format!("{:02}:{:02}-{:02}:{:02}", start / 60, start % 60, end / 60, end % 60),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_answer_is_later_and_its_own_answer(number in some_number(), due in some_moment(), text in some_hours()) {
        let hours = QuietHours::parse(&text).unwrap();
        let next = hours.next_allowed(&number, due);
        prop_assert!(next >= due);
        prop_assert!(next.since(due) < QuietHours::LONGEST_WAIT);
        prop_assert_eq!(hours.next_allowed(&number, next), next);
    }

    #[test]
    fn the_answer_is_quiet_nowhere_if_such_a_moment_is(
        number in some_number(),
        due in some_moment(),
        text in some_hours(),
    ) {
        let zones = zones_of(&number);
        let quiet = |moment| zones.iter().any(|zone| is_quiet(&text, *zone, moment));
        let next = QuietHours::parse(&text).unwrap().next_allowed(&number, due);
        prop_assert!(!is_quiet(&text, zones[0], next));
        if quiet(next) {
            // Then no quarter of an hour of the two days is free.
            for quarter in 0..192_u64 {
                prop_assert!(quiet(due + Duration::from_mins(15 * quarter)));
            }
        }
    }

    #[test]
    fn no_minute_before_the_answer_was_free(number in some_number(), due in some_moment(), text in some_hours()) {
        let zones = zones_of(&number);
        let hours = QuietHours::parse(&text).unwrap();
        let next = hours.next_allowed(&number, due);
        prop_assume!(!zones.iter().any(|zone| is_quiet(&text, *zone, next)));
        let mut before = due;
        while before < next {
            prop_assert!(zones.iter().any(|zone| is_quiet(&text, *zone, before)));
            before = before + Duration::from_mins(17);
        }
    }
}
