use proptest::prelude::*;

use super::*;

fn parse(text: &str) -> Option<(String, Outcome, Option<String>)> {
    Receipt::parse(text).map(|receipt| (receipt.message_id, receipt.outcome, receipt.error))
}

fn expected(id: &str, outcome: Outcome, error: Option<&str>) -> Option<(String, Outcome, Option<String>)> {
    Some((id.to_owned(), outcome, error.map(str::to_owned)))
}

#[test]
fn the_standard_form() {
    let text = "id:0123456789 sub:001 dlvrd:001 submit date:2611251747 done date:2611251748 stat:DELIVRD err:000 \
                text:Your message";
    assert_eq!(parse(text), expected("0123456789", Outcome::Delivered, Some("000")));
}

#[test]
fn variants_of_carriers() {
    use Outcome::{Accepted, Delivered, Enroute, Expired, Rejected, Undeliverable, Unknown};
    for (text, result) in [
        ("id:7b stat:EXPIRED", expected("7b", Expired, None)),
        ("ID:7B Sub:001 Stat:undeliv Err:69A", expected("7B", Undeliverable, Some("69A"))),
        (
            "id: 42  sub: 001 stat: DELIVERED  err: 0 Text: id:9 stat:EXPIRED",
            expected("42", Delivered, Some("0")),
        ),
        (
            "id:42 submit date:261125174700 done date:261125174800 stat:REJECTD err:EC_12 text:",
            expected("42", Rejected, Some("EC_12")),
        ),
        ("id:a-b-c,sub:1,stat:ACCEPTD,err:0", expected("a-b-c", Accepted, Some("0"))),
        ("id:a-b-c, sub:1, stat:ACCEPTD, err:0", expected("a-b-c", Accepted, Some("0"))),
        ("dlvrd:000 stat:ENROUTE id:5", expected("5", Enroute, None)),
        ("id:5 stat:2", expected("5", Delivered, None)),
        ("id:5 stat:GONE", expected("5", Unknown, None)),
        ("id:5\r\nstat:DELIVRD\r\nerr:", expected("5", Delivered, None)),
        ("id:5 stat: err:3", expected("5", Unknown, Some("3"))),
        ("id : 5 stat : DELIVRD", expected("5", Delivered, None)),
        ("id: sub:001 stat:DELIVRD", None),
        ("smsid:5 stat:DELIVRD", None),
        ("text: id:5 stat:DELIVRD", None),
        ("", None),
        ("STOP", None),
    ] {
        assert_eq!(parse(text), result, "{text}");
    }
}

#[test]
fn optional_parameters_count_for_more() {
    let mut deliver = Deliver {
        esm_class: 0x04,
        content: b"id:1 stat:EXPIRED err:7".to_vec(),
        receipted_message_id: Some("abc".into()),
        message_state: Some(2),
        ..Deliver::default()
    };
    let receipt = Receipt::of(&deliver).unwrap();
    assert_eq!((receipt.message_id.as_str(), receipt.outcome), ("abc", Outcome::Delivered));
    assert_eq!(receipt.error.as_deref(), Some("7"));
    deliver.content.clear();
    assert_eq!(Receipt::of(&deliver).unwrap().outcome, Outcome::Delivered);
    deliver.message_state = None;
    assert_eq!(Receipt::of(&deliver).unwrap().outcome, Outcome::Unknown);
    deliver.receipted_message_id = None;
    assert_eq!(Receipt::of(&deliver), None);
}

#[test]
fn what_is_a_receipt() {
    let text = b"id:1 stat:DELIVRD".to_vec();
    let with = |esm_class| Deliver { esm_class, content: text.clone(), ..Deliver::default() };
    assert!(Receipt::of(&with(0x04)).is_some() && Receipt::of(&with(0x20)).is_some());
    assert!(Receipt::of(&with(0x44)).is_some(), "other bits do not matter");
    assert_eq!(Receipt::of(&with(0x00)), None, "anybody can write such a text");
    let unsaid = Deliver { receipted_message_id: Some("1".into()), message_state: Some(5), ..with(0) };
    assert_eq!(Receipt::of(&unsaid).unwrap().outcome, Outcome::Undeliverable);
}

#[test]
fn every_state() {
    use Outcome::{Accepted, Deleted, Delivered, Enroute, Expired, Rejected, Undeliverable, Unknown};
    let states =
        [Unknown, Enroute, Delivered, Expired, Deleted, Undeliverable, Accepted, Unknown, Rejected, Unknown];
    for (state, outcome) in (0..).zip(states) {
        assert_eq!(Outcome::of_state(state), outcome);
    }
    assert_eq!(Outcome::of_word("DELETED"), Deleted);
    assert_eq!(Outcome::of_word("UNKNOWN"), Unknown);
}

#[test]
fn other_names_for_the_same() {
    let references = |id: &str| Receipt::parse(&format!("id:{id}")).unwrap().references();
    assert_eq!(references("0123"), ["0123", "123", "7b", "7B", "291"]);
    assert_eq!(references("7B"), ["7B", "7b", "123"]);
    assert_eq!(references("not-hex"), ["not-hex", "NOT-HEX"]);
}

#[test]
fn receipts_do_not_print() {
    assert_eq!(
        format!("{:?}", Receipt::parse("id:4711 stat:DELIVRD").unwrap()),
        "Receipt { outcome: Delivered, .. }"
    );
}

proptest! {
    #[test]
    fn whatever_comes(text in "(?s).{0,200}") {
        if let Some(receipt) = Receipt::parse(&text) {
            prop_assert!(is_word(&receipt.message_id));
            prop_assert_eq!(&receipt.references()[0], &receipt.message_id);
        }
    }

    #[test]
    fn fields_in_any_dress(
        id in "[0-9A-Fa-f-]{1,36}",
        upper: bool,
        blanks in "[ ]{0,3}",
        words in "\\PC{0,30}",
    ) {
        let key = |key: &str| if upper { key.to_ascii_uppercase() } else { key.to_owned() };
        let text = format!("{}:{blanks}{id} {blanks}{}:DELIVRD {}:{words}", key("id"), key("stat"), key("text"));
        prop_assert_eq!(parse(&text), expected(&id, Outcome::Delivered, None));
    }
}
