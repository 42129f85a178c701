//! What routes promise, and what holds whatever happens.

use std::sync::Arc as Shared;

use domain::FailureReason;
use futures::future::BoxFuture;
use proptest::prelude::*;

use super::*;
use crate::{Simulator, SinkError, Text, TextSink};

const NOW: UnixMillis = UnixMillis::new(1_790_000_000_000);

struct Nobody;

impl TextSink for Nobody {
    fn receive<'a>(&'a self, _text: &'a Text) -> BoxFuture<'a, Result<(), SinkError>> {
        Box::pin(async { Ok(()) })
    }
}

fn settings(name: &str) -> RouteSettings {
    RouteSettings::new(name.parse().unwrap())
}

fn routes(all: &[RouteSettings]) -> Routes {
    let gateway = || Gateway::Simulator(Simulator::new(Shared::new(Nobody)));
    Routes::new(all.iter().map(|settings| (settings.clone(), gateway())).collect(), || u64::MAX).unwrap()
}

fn us() -> PhoneNumber {
    "+12114367789".parse().unwrap()
}

fn accepted() -> Result<Accepted, SendError> {
    Ok(Accepted { reference: "1".into(), delivered: false, price: None })
}

/// The name of the route that a text takes; it stays on its way.
fn taken(routes: &Routes, to: &PhoneNumber, now: UnixMillis) -> Result<Pass, Option<UnixMillis>> {
    match routes.choose(to, None, &[], now) {
        Choice::Send(pass) => Ok(pass),
        Choice::Wait { until, .. } => Err(Some(until)),
        Choice::NoRoute => Err(None),
    }
}

fn send(routes: &Routes, answer: &Result<Accepted, SendError>, now: UnixMillis) -> Option<String> {
    let pass = taken(routes, &us(), now).ok()?;
    let name = pass.name().to_string();
    routes.settle(pass, answer, Duration::from_millis(40), now);
    Some(name)
}

fn fail(routes: &Routes, now: UnixMillis) {
    (0..5).for_each(|_| assert!(send(routes, &Err(SendError::Unreachable), now).is_some()));
}

#[test]
fn the_longest_prefix_and_then_the_lowest_preference_goes_first() {
    let all = routes(&[
        RouteSettings { preference: 1, ..settings("world") },
        RouteSettings { prefixes: vec!["+1".parse().unwrap()], preference: 9, ..settings("us") },
        RouteSettings { prefixes: vec!["+1".parse().unwrap()], preference: 8, ..settings("us-first") },
        RouteSettings { prefixes: vec!["+44".parse().unwrap()], ..settings("uk") },
    ]);
    let to = |number: &str| taken(&all, &number.parse().unwrap(), NOW).unwrap().name().to_string();
    assert_eq!(to("+12114367789"), "us-first");
    assert_eq!(to("+447700900123"), "uk");
    assert_eq!(to("+4915112345678"), "world");
}

#[test]
fn numbers_that_no_route_is_for_have_none() {
    let all = routes(&[RouteSettings { prefixes: vec!["+44".parse().unwrap()], ..settings("uk") }]);
    assert!(matches!(all.choose(&us(), None, &[], NOW), Choice::NoRoute));
    let other = "other".parse().unwrap();
    assert!(matches!(all.choose(&us(), Some(&other), &[], NOW), Choice::NoRoute));
    let by_hand = "uk".parse().unwrap();
    assert!(matches!(all.choose(&us(), Some(&by_hand), &[], NOW), Choice::Send(_)));
}

#[test]
fn a_route_that_is_down_is_passed_over_until_a_probe_passes() {
    let all = routes(&[
        RouteSettings { preference: 1, ..settings("first") },
        RouteSettings { preference: 2, ..settings("second") },
    ]);
    fail(&all, NOW);
    assert_eq!(send(&all, &accepted(), NOW).as_deref(), Some("second"));
    let RouteState::Down { probe_at, .. } = all.health(NOW)[0].state else { panic!("it is down") };
    // One probe, and the others take the next route meanwhile.
    let probe = taken(&all, &us(), probe_at).unwrap();
    assert_eq!((probe.name().as_str(), all.health(probe_at)[0].state), ("first", RouteState::Probing));
    assert_eq!(send(&all, &accepted(), probe_at).as_deref(), Some("second"));
    all.settle(probe, &accepted(), Duration::ZERO, probe_at);
    assert_eq!(send(&all, &accepted(), probe_at).as_deref(), Some("first"));
}

#[test]
fn what_was_tried_is_not_tried_again() {
    let all = routes(&[settings("first"), settings("second")]);
    let first = ["first".parse().unwrap()];
    let Choice::Send(pass) = all.choose(&us(), None, &first, NOW) else { panic!("there is another") };
    assert_eq!(pass.name().as_str(), "second");
    let both = ["first".parse().unwrap(), "second".parse().unwrap()];
    assert!(matches!(all.choose(&us(), None, &both, NOW), Choice::Wait { .. }));
}

#[test]
fn a_busy_route_is_waited_for_unless_it_is_busy_for_long() {
    let one = NonZeroU32::new(1);
    let all = routes(&[
        RouteSettings { preference: 1, per_second: one, ..settings("first") },
        RouteSettings { preference: 2, ..settings("second") },
    ]);
    assert_eq!(send(&all, &accepted(), NOW).as_deref(), Some("first"));
    assert_eq!(taken(&all, &us(), NOW).unwrap_err(), Some(NOW + Duration::from_secs(1)));
    let later = NOW + Duration::from_secs(5);
    let throttled = Err(SendError::Throttled { retry_after: Some(Duration::from_secs(30)) });
    assert_eq!(send(&all, &throttled, later).as_deref(), Some("first"));
    assert_eq!(send(&all, &accepted(), later).as_deref(), Some("second"));
}

#[test]
fn routes_of_one_preference_share_the_load() {
    let one = NonZeroU16::new(1).unwrap();
    let all = routes(&[
        RouteSettings { at_once: one, ..settings("first") },
        RouteSettings { at_once: one, ..settings("second") },
    ]);
    let first = taken(&all, &us(), NOW).unwrap();
    let second = taken(&all, &us(), NOW).unwrap();
    assert_eq!((first.name().as_str(), second.name().as_str()), ("first", "second"));
    assert!(taken(&all, &us(), NOW).is_err());
    drop(first);
    assert_eq!(taken(&all, &us(), NOW).unwrap().name().as_str(), "first");
}

#[test]
fn a_held_route_takes_nothing_until_it_is_let_go() {
    let all = routes(&[settings("only")]);
    let name = "only".parse().unwrap();
    assert!(all.hold(&name, true) && all.open(NOW).is_empty());
    assert!(taken(&all, &us(), NOW).is_err());
    assert_eq!((all.health(NOW)[0].state, all.next_opening(NOW)), (RouteState::Held, None));
    assert!(all.hold(&name, false) && !all.open(NOW).is_empty());
    assert!(!all.hold(&"other".parse().unwrap(), true));
}

#[test]
fn wrong_settings_close_a_route_at_once_and_refusals_never() {
    let all = routes(&[settings("only")]);
    (0..50).for_each(|_| {
        send(&all, &Err(SendError::Refused(FailureReason::Landline)), NOW).unwrap();
    });
    assert_eq!(all.health(NOW)[0].state, RouteState::Up);
    send(&all, &Err(SendError::Misconfigured), NOW).unwrap();
    assert_eq!((all.health(NOW)[0].state, all.open(NOW).is_empty()), (RouteState::Misconfigured, true));
    let opens = all.next_opening(NOW).unwrap();
    send(&all, &accepted(), opens).unwrap();
    assert_eq!(all.health(opens)[0].state, RouteState::Up);
}

#[test]
fn a_day_has_its_number_and_failures_do_not_count() {
    let all = routes(&[RouteSettings { per_day: NonZeroU64::new(2), ..settings("only") }]);
    send(&all, &Err(SendError::Unreachable), NOW).unwrap();
    send(&all, &accepted(), NOW).unwrap();
    send(&all, &accepted(), NOW).unwrap();
    let tomorrow = taken(&all, &us(), NOW).unwrap_err().unwrap();
    assert_eq!((all.health(NOW)[0].state, all.health(NOW)[0].sent_today), (RouteState::Full, 2));
    assert!(send(&all, &accepted(), tomorrow).is_some());
}

#[test]
fn somebody_can_have_a_route_tried_now() {
    let all = routes(&[settings("only")]);
    fail(&all, NOW);
    assert!(taken(&all, &us(), NOW).is_err());
    assert!(all.try_now(&"only".parse().unwrap(), NOW));
    assert!(send(&all, &accepted(), NOW).is_some());
}

#[test]
fn names_are_unique() {
    let gateway = || Gateway::Simulator(Simulator::new(Shared::new(Nobody)));
    assert!(matches!(Routes::new(Vec::new(), || 0), Err(RoutesError::None)));
    let twice = vec![(settings("a"), gateway()), (settings("a"), gateway())];
    assert!(matches!(Routes::new(twice, || 0), Err(RoutesError::Twice(name)) if name.as_str() == "a"));
}

/// What a gateway may answer.
fn answers() -> impl Strategy<Value = Result<Accepted, SendError>> {
    prop_oneof![
        4 => Just(accepted()),
        1 => Just(Err(SendError::Unreachable)),
        1 => Just(Err(SendError::Unclear)),
        1 => Just(Err(SendError::Throttled { retry_after: None })),
        1 => Just(Err(SendError::Misconfigured)),
        1 => Just(Err(SendError::Refused(FailureReason::Blocked))),
    ]
}

proptest! {
    #[test]
    fn limits_hold_whatever_happens(
        steps in prop::collection::vec((0_u64..400, answers(), 0_usize..4), 1..300)
    ) {
        const PER_SECOND: u32 = 20;
        let limited = RouteSettings {
            per_second: NonZeroU32::new(PER_SECOND),
            per_day: NonZeroU64::new(150),
            at_once: NonZeroU16::new(3).unwrap(),
            ..settings("only")
        };
        let all = routes(&[limited]);
        let (mut now, mut on_the_way, mut went) = (NOW, Vec::new(), Vec::new());
        for (wait, answer, settle) in steps {
            now = now + Duration::from_millis(wait);
            while let Ok(pass) = taken(&all, &us(), now) {
                on_the_way.push(pass);
                went.push(now);
            }
            prop_assert!(on_the_way.len() <= 3);
            for pass in on_the_way.drain(..settle.min(on_the_way.len())) {
                all.settle(pass, &answer, Duration::from_millis(wait), now);
            }
            prop_assert!(all.health(now)[0].sent_today <= 150);
        }
        for (index, from) in went.iter().enumerate() {
            let within = went[index..].iter().take_while(|at| at.since(*from) < Duration::from_secs(1)).count();
            prop_assert!(within <= usize::try_from(PER_SECOND + PER_SECOND / 10 + 1).unwrap(), "{within}");
        }
        // Whatever happened, it is used again.
        drop(on_the_way);
        let opens = all.next_opening(now).unwrap();
        prop_assert!(taken(&all, &us(), opens).is_ok());
    }
}
