//! What became of a delivery, and what can still come.

use std::borrow::Cow;

use domain::{DeliveryState, FailureReason, UnixMillis};
use leptos::prelude::*;

use super::{DeliveryTimeline, Event};
use crate::{components::When, pages::mail::sent::word};

/// A line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    /// The state whose colour and moon it has.
    state: &'static str,
    title: &'static str,
    /// When it happened; `None` for what can still come.
    at: Option<UnixMillis>,
    sentence: Option<Cow<'static, str>>,
}

impl Step {
    const fn done(state: &'static str, title: &'static str, at: UnixMillis) -> Self {
        Self { state, title, at: Some(at), sentence: None }
    }

    fn saying(self, sentence: impl Into<Cow<'static, str>>) -> Self {
        Self { sentence: Some(sentence.into()), ..self }
    }

    const fn to_come(state: DeliveryState) -> Self {
        Self { state: state.code(), title: word(state), at: None, sentence: None }
    }

    /// What an event is to its sender; `None` for events that say nothing about a delivery.
    fn of(event: &Event, earlier: &[Event], failure: Option<FailureReason>) -> Option<Self> {
        let was_opened = earlier.iter().any(|event| event.action == "opened");
        let at = event.at;
        Some(match event.action.as_str() {
            "submitted" => Self::done("queued", "Queued", at),
            "notice-sent" => Self::done("sent", "Sent", at),
            "notice-delivered" => Self::done("delivered", "Delivered", at),
            "notice-unclear" => Self::done("unknown", "Unclear", at).saying(
                "The gateway has not said whether it took the text. It gets it once more, or is asked.",
            ),
            "notice-held" if event.detail.as_deref() == Some("sim-changed") => {
                Self::done("unknown", "Held", at).saying(
                    "This number got a new SIM card a short while ago, so somebody else may read its texts. Speak with the person, on another way than by text, before you send it.",
                )
            }
            "notice-held" => Self::done("unknown", "Held", at).saying(
                "Nobody says whether this number got a new SIM card a short while ago. Speak with the person, on another way than by text, before you send it.",
            ),
            "claimed" => Self::done("delivered", "Password chosen", at).saying(first_visit(event)),
            "passcode-wrong" => Self::done("unknown", "Wrong passcode", at),
            "passcode-sealed" => Self::done("failed", "Locked", at)
                .saying("After five wrong passcodes. It opens with a new one from you."),
            "passcode-renewed" => Self::done("queued", "New passcode", at).saying("By you."),
            "passcode-opened" => Self::done("delivered", "Unlocked", at).saying("With the passcode."),
            "reset-asked" => Self::done("unknown", "Password forgotten", at)
                .saying("Somebody asked for a new one, with the link of this message."),
            "reset-approved" => Self::done("queued", "New password approved", at).saying("By you."),
            "reset-declined" => Self::done("failed", "New password declined", at).saying("By you."),
            "reset-cancelled" => Self::done("delivered", "Password remembered", at)
                .saying("They signed in with it, so nothing is replaced."),
            "reset-done" => Self::done("delivered", "New password", at)
                .saying(format!("Set with your passcode, from {}. They have new keys.", browser(event))),
            "locked-again" => Self::done("failed", "Number locked", at)
                .saying("By you. It is claimed again with your passcode only."),
            "released-again" => Self::done("queued", "Released again", at).saying("By you."),
            "archive-opened" => Self::done("unknown", "Opened by your organisation", at)
                .saying("With its archive key, under emergency access."),
            "notice-released" => Self::done("queued", "Released", at).saying("By you."),
            "not-for-me" => {
                Self::done("failed", "Not for this person", at).saying(FailureReason::NotForMe.explanation())
            }
            // That was said already.
            "notice-failed" if event.detail.as_deref() == Some(FailureReason::NotForMe.code()) => {
                return None;
            }
            "notice-failed" => {
                let reason = event.detail.as_deref().and_then(|code| code.parse().ok()).or(failure);
                let sentence = reason.map(|reason| reason.explanation().into());
                Self { sentence, ..Self::done("failed", "Failed", at) }
            }
            "removed" => Self::done("expired", "Removed by the recipient", at)
                .saying("They took it out of their list, and cannot open it any more."),
            "reminded" => Self::done("queued", "Reminded", at),
            "opened" if !was_opened => Self::done("opened", "Opened", at),
            "recalled" if was_opened => {
                Self::done("recalled", "Recalled", at).saying("By you, after it was opened.")
            }
            "recalled" => Self::done("recalled", "Recalled", at).saying("By you, before it was opened."),
            "expired" if was_opened => Self::done("expired", "Expired", at).saying("Its time was up."),
            "expired" => Self::done("expired", "Expired", at).saying("It was not opened in time."),
            _ => return None,
        })
    }
}

/// How somebody chose their password first.
fn first_visit(event: &Event) -> String {
    match event.detail.as_deref().and_then(|detail| detail.strip_prefix("plain: ")) {
        Some(browser) => format!(
            "From {browser}: the first visit of whoever has the number, by this link and the plain form: their password passed through the server.",
        ),
        None => format!("From {}: the first visit of whoever has the number, by this link.", browser(event)),
    }
}

/// From what kind of browser something was done; events from before that was kept have none.
fn browser(event: &Event) -> &str {
    event.detail.as_deref().unwrap_or("an unknown browser")
}

/// What can still come after a state.
const fn to_come(state: DeliveryState) -> &'static [DeliveryState] {
    use DeliveryState::{Delivered, Expired, Failed, Opened, Queued, Recalled, Sent, Unknown};
    match state {
        Queued | Unknown => &[Sent, Delivered, Opened],
        Sent => &[Delivered, Opened],
        Delivered => &[Opened],
        Opened | Failed | Expired | Recalled => &[],
    }
}

fn steps(delivery: &DeliveryTimeline, sent_at: UnixMillis, not_before: Option<UnixMillis>) -> Vec<Step> {
    let events = &delivery.events;
    let happened = events.iter().enumerate();
    let mut steps: Vec<_> =
        happened.filter_map(|(index, event)| Step::of(event, &events[..index], delivery.failure)).collect();
    if !events.iter().any(|event| event.action == "submitted") {
        steps.insert(0, Step::done("queued", "Queued", sent_at));
    }
    if let (Some(at), DeliveryState::Queued, Some(first)) = (not_before, delivery.state, steps.first_mut()) {
        *first = Step::done("scheduled", "Scheduled", at).saying("The text goes out then.");
    }
    if let Some(last) = steps.last_mut() {
        explain_current(last);
    }
    steps.extend(to_come(delivery.state).iter().map(|state| Step::to_come(*state)));
    steps
}

/// Where the text is, when that is the last thing that happened. Other steps look like these, and explain themselves.
fn explain_current(step: &mut Step) {
    let sentence = match step.state {
        "sent" => Some("The carrier has the text with the link."),
        "delivered" => Some("The phone has the text with the link."),
        _ => None,
    };
    step.sentence = step.sentence.take().or_else(|| sentence.map(Into::into));
}

/// A delivery's timeline.
#[component]
pub(super) fn Timeline(
    /// The delivery.
    delivery: DeliveryTimeline,
    /// When the message was sent.
    sent_at: UnixMillis,
    /// When a scheduled message goes out.
    not_before: Option<UnixMillis>,
) -> impl IntoView {
    let steps: Vec<_> = steps(&delivery, sent_at, not_before).into_iter().map(line).collect();
    view! { <ol class="timeline">{steps}</ol> }
}

fn line(step: Step) -> impl IntoView {
    let time = match step.at {
        Some(at) => view! { <When at=at /> }.into_any(),
        None => view! { <span class="soft">"not yet"</span> }.into_any(),
    };
    view! {
        <li data-state=step.state class=step.at.is_none().then_some("todo")>
            <strong>{step.title}</strong>
            " "
            {time}
            {step.sentence.map(|sentence| view! { <p>{sentence}</p> })}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use domain::DeliveryId;

    use super::*;

    fn delivery(state: DeliveryState, actions: &[&str]) -> DeliveryTimeline {
        let event = |(at, action): (i64, &&str)| Event {
            at: UnixMillis::new(at),
            action: (*action).into(),
            detail: None,
        };
        DeliveryTimeline {
            id: DeliveryId::from_bytes([1; 16]),
            phone: "+12114367789".parse().unwrap(),
            state,
            failure: Some(FailureReason::NumberUnreachable),
            events: (1..).zip(actions).map(event).collect(),
            can_remind: false,
            is_held: false,
            passcode: None,
            access: crate::pages::mail::Access::Usual,
            keys: crate::pages::mail::Keys::default(),
        }
    }

    fn titles(delivery: &DeliveryTimeline) -> Vec<(&'static str, bool)> {
        let steps = steps(delivery, UnixMillis::new(0), None);
        steps.into_iter().map(|step| (step.title, step.at.is_some())).collect()
    }

    #[test]
    fn what_can_still_come() {
        let sent = delivery(DeliveryState::Sent, &["submitted", "notice-sent"]);
        assert_eq!(
            titles(&sent),
            [("Queued", true), ("Sent", true), ("Delivered", false), ("Opened", false)]
        );
        let queued = delivery(DeliveryState::Queued, &[]);
        assert_eq!(
            titles(&queued),
            [("Queued", true), ("Sent", false), ("Delivered", false), ("Opened", false)]
        );
        let opened =
            delivery(DeliveryState::Opened, &["submitted", "notice-sent", "claimed", "opened", "opened"]);
        assert_eq!(
            titles(&opened),
            [("Queued", true), ("Sent", true), ("Password chosen", true), ("Opened", true)],
            "the sender sees the claim"
        );
    }

    #[test]
    fn only_the_latest_step_is_explained() {
        let events = ["submitted", "notice-sent", "notice-delivered"];
        let steps = steps(&delivery(DeliveryState::Delivered, &events), UnixMillis::new(0), None);
        let sentences: Vec<_> = steps.iter().filter_map(|step| step.sentence.as_deref()).collect();
        assert_eq!(sentences, ["The phone has the text with the link."]);
    }

    #[test]
    fn a_claim_is_explained_as_one_while_it_is_the_latest_step() {
        let events = ["submitted", "notice-sent", "notice-delivered", "claimed"];
        let steps = steps(&delivery(DeliveryState::Delivered, &events), UnixMillis::new(0), None);
        let claimed =
            steps.iter().find(|step| step.title == "Password chosen").and_then(|step| step.sentence.clone());
        assert_eq!(
            claimed.as_deref(),
            Some("From an unknown browser: the first visit of whoever has the number, by this link.")
        );
    }

    #[test]
    fn ends_say_whether_it_was_opened() {
        let last = |events: &[&str]| {
            let steps = steps(&delivery(DeliveryState::Recalled, events), UnixMillis::new(0), None);
            steps.last().and_then(|step| step.sentence.clone())
        };
        assert_eq!(last(&["submitted", "recalled"]).as_deref(), Some("By you, before it was opened."));
        assert_eq!(
            last(&["submitted", "opened", "recalled"]).as_deref(),
            Some("By you, after it was opened.")
        );
        assert_eq!(last(&["submitted", "expired"]).as_deref(), Some("It was not opened in time."));
        assert_eq!(
            last(&["submitted", "notice-failed"]).as_deref(),
            Some(FailureReason::NumberUnreachable.explanation())
        );
    }

    #[test]
    fn a_claim_says_which_way_it_was_made() {
        let mut claimed = delivery(DeliveryState::Opened, &["submitted", "claimed", "opened"]);
        let sentence = |claimed: &DeliveryTimeline| {
            steps(claimed, UnixMillis::new(0), None)[1].sentence.clone().unwrap_or_default()
        };
        assert!(!sentence(&claimed).contains("plain form"));
        claimed.events[1].detail = Some("plain: Safari on iPhone".to_owned());
        assert!(sentence(&claimed).contains("plain form"));
    }

    #[test]
    fn a_scheduled_message_says_when() {
        let queued = delivery(DeliveryState::Queued, &["submitted"]);
        let first = &steps(&queued, UnixMillis::new(0), Some(UnixMillis::new(7)))[0];
        assert_eq!((first.state, first.at), ("scheduled", Some(UnixMillis::new(7))));
    }
}
