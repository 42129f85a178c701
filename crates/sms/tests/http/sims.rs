//! Asking about SIMs, against servers that answer in the documented shapes (CAMARA sim-swap v2, Twilio Lookup v2).

use domain::{PhoneNumber, UnixMillis};
use sms::http::{
    Secret,
    sim_swap::{Camara, SimError, SimSwap, TwilioLookup},
};

use crate::server::{Act, Server, client};

const TOKEN: &str = r#"{"access_token":"t0ken","token_type":"Bearer","expires_in":300}"#;
const NOW: UnixMillis = UnixMillis::new(1_790_000_000_000);

fn phone() -> PhoneNumber {
    "+12114367789".parse().unwrap()
}

fn json(status: u16, body: &str) -> Act {
    Act::Answer(status, "content-type: application/json\r\n", body.to_owned())
}

fn camara(tokens: &Server, operator: &Server) -> SimSwap {
    let token_url = format!("{}/oauth2/token", tokens.url);
    let camara = Camara::new(&operator.url, &token_url, "narwhal", Secret::new("s3cret".into())).unwrap();
    SimSwap::Camara(client(), camara)
}

fn twilio(server: &Server) -> SimSwap {
    let lookup = TwilioLookup::new("AC1", Secret::new("t0ken".into()), Some(&server.url)).unwrap();
    SimSwap::Twilio(client(), lookup)
}

#[tokio::test]
async fn camara_is_asked_with_a_token_that_is_used_again() {
    let (tokens, operator) =
        (Server::start(json(200, TOKEN)).await, Server::start(json(200, r#"{"swapped":true}"#)).await);
    let sim_swap = camara(&tokens, &operator);
    assert_eq!(sim_swap.changed_within(&phone(), 72, NOW).await, Ok(true));
    assert_eq!(sim_swap.changed_within(&phone(), 72, NOW).await, Ok(true));
    let [token] = tokens.asked().try_into().unwrap();
    assert!(token.head.starts_with("POST /oauth2/token "), "{}", token.head);
    assert!(token.head.to_lowercase().contains("authorization: basic "), "{}", token.head);
    assert_eq!(token.body, "grant_type=client_credentials&scope=sim-swap%3Acheck");
    let checks = operator.asked();
    assert_eq!(checks.len(), 2);
    assert!(checks[0].head.starts_with("POST /sim-swap/v2/check "), "{}", checks[0].head);
    assert!(checks[0].head.to_lowercase().contains("authorization: bearer t0ken"), "{}", checks[0].head);
    let body: serde_json::Value = serde_json::from_str(&checks[0].body).unwrap();
    assert_eq!(body, serde_json::json!({ "phoneNumber": "+12114367789", "maxAge": 72 }));
    // Its life is nearly over.
    let later = NOW + std::time::Duration::from_secs(271);
    assert_eq!(sim_swap.changed_within(&phone(), 72, later).await, Ok(true));
    assert_eq!(tokens.asked().len(), 2);
}

#[tokio::test]
async fn camaras_answers() {
    let tokens = Server::start(json(200, TOKEN)).await;
    for (act, expected) in [
        (json(200, r#"{"swapped":false}"#), Ok(false)),
        (json(200, r#"{"swapped":"no"}"#), Err(SimError::Away)),
        (json(200, "not json"), Err(SimError::Away)),
        (json(404, r#"{"status":404,"code":"IDENTIFIER_NOT_FOUND","message":""}"#), Err(SimError::Unknown)),
        (json(422, r#"{"status":422,"code":"SERVICE_NOT_APPLICABLE","message":""}"#), Err(SimError::Unknown)),
        (json(400, r#"{"status":400,"code":"INVALID_ARGUMENT"}"#), Err(SimError::Misconfigured)),
        (json(403, "{}"), Err(SimError::Misconfigured)),
        (json(401, "{}"), Err(SimError::Misconfigured)),
        (json(429, "{}"), Err(SimError::Away)),
        (json(503, "{}"), Err(SimError::Away)),
        (Act::Close, Err(SimError::Away)),
        (Act::Half, Err(SimError::Away)),
    ] {
        let operator = Server::start(act.clone()).await;
        assert_eq!(camara(&tokens, &operator).changed_within(&phone(), 72, NOW).await, expected, "{act:?}");
    }
    let operator = Server::start(json(200, r#"{"swapped":true}"#)).await;
    for (act, expected) in [
        (json(401, "{}"), SimError::Misconfigured),
        (json(200, r#"{"access_token":""}"#), SimError::Away),
        (json(500, "{}"), SimError::Away),
        (Act::Close, SimError::Away),
    ] {
        let tokens = Server::start(act.clone()).await;
        let answer = camara(&tokens, &operator).changed_within(&phone(), 72, NOW).await;
        assert_eq!(answer, Err(expected), "{act:?}");
    }
    assert!(operator.asked().is_empty(), "without a token nobody hears the number");
}

#[tokio::test]
async fn twilio_is_asked_and_answers() {
    let shape = |last: &str| {
        format!(
            r#"{{"phone_number":"+12114367789","valid":true,"sim_swap":{{"last_sim_swap":{last},"carrier_name":"X","error_code":null}}}}"#
        )
    };
    let yesterday = shape(
        r#"{"last_sim_swap_date":"2026-09-20T20:00:00Z","swapped_period":"PT17H","swapped_in_period":true}"#,
    );
    let server = Server::start(json(200, &yesterday)).await;
    assert_eq!(twilio(&server).changed_within(&phone(), 72, NOW).await, Ok(true));
    assert_eq!(twilio(&server).changed_within(&phone(), 1, NOW).await, Ok(false));
    let head = &server.asked()[0].head;
    assert!(head.starts_with("GET /v2/PhoneNumbers/%2B12114367789?Fields=sim_swap "), "{head}");
    assert!(head.to_lowercase().contains("authorization: basic "), "{head}");
    let unknown = r#"{"sim_swap":{"last_sim_swap":null,"error_code":60620}}"#;
    for (act, expected) in [
        (json(200, unknown), SimError::Unknown),
        (json(404, "{}"), SimError::Unknown),
        (json(401, "{}"), SimError::Misconfigured),
        (json(429, "{}"), SimError::Away),
        (json(500, "{}"), SimError::Away),
        (Act::Close, SimError::Away),
    ] {
        let server = Server::start(act.clone()).await;
        assert_eq!(twilio(&server).changed_within(&phone(), 72, NOW).await, Err(expected), "{act:?}");
    }
}

#[tokio::test]
async fn credentials_are_checked_without_asking_about_anybody() {
    let operator = Server::start(json(200, r#"{"swapped":true}"#)).await;
    for (act, expected) in [
        (json(200, TOKEN), Ok(())),
        (json(401, r#"{"error":"invalid_client"}"#), Err(SimError::Misconfigured)),
        (json(503, ""), Err(SimError::Away)),
        (Act::Close, Err(SimError::Away)),
    ] {
        let tokens = Server::start(act.clone()).await;
        assert_eq!(camara(&tokens, &operator).check(NOW).await, expected, "{act:?}");
        assert_eq!(tokens.asked().len(), 1);
    }
    assert!(operator.asked().is_empty());
    for (act, expected) in [
        (json(200, r#"{"phone_number":"+15005550006","valid":true,"sim_swap":null}"#), Ok(())),
        (json(404, "{}"), Ok(())),
        (json(401, r#"{"code":20003}"#), Err(SimError::Misconfigured)),
        (json(500, "{}"), Err(SimError::Away)),
    ] {
        let server = Server::start(act.clone()).await;
        assert_eq!(twilio(&server).check(NOW).await, expected, "{act:?}");
        let head = &server.asked()[0].head;
        assert!(head.starts_with("GET /v2/PhoneNumbers/%2B15005550006 "), "what costs nothing: {head}");
    }
}

/// The notice's lease must not run out meanwhile.
#[tokio::test]
async fn nobody_is_waited_for_longer_than_a_lease_allows() {
    let (silent, tokens) = (Server::start(Act::Silence).await, Server::start(json(200, TOKEN)).await);
    for sim_swap in [twilio(&silent), camara(&silent, &silent), camara(&tokens, &silent)] {
        tokio::time::pause();
        let began = tokio::time::Instant::now();
        assert_eq!(sim_swap.changed_within(&phone(), 72, NOW).await, Err(SimError::Away));
        assert!(began.elapsed() <= std::time::Duration::from_secs(9), "{:?}", began.elapsed());
        tokio::time::resume();
    }
}
