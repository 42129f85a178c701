//! Whoever is asked about SIMs: whether they answer, and take our credentials. Nobody's number is asked about.

use engine::Clock;
use sms::http::sim_swap::SimError;

use super::Finding;
use crate::{config::Config, instance};

const SUBJECT: &str = "sim_swap";

pub(super) async fn examine(config: &Config) -> Option<Finding> {
    let sim_swap = match instance::sim_swap(config.sim_swap.as_ref()?) {
        Ok(sim_swap) => sim_swap,
        Err(error) => return Some(Finding::fail(SUBJECT, format_args!("{error:#}"))),
    };
    Some(match sim_swap.check(Clock::system().now()).await {
        Ok(()) => Finding::ok(SUBJECT, "answers, and accepts the credentials"),
        Err(SimError::Misconfigured) => Finding::fail(
            SUBJECT,
            "the credentials are not accepted: check sim_swap_id, sim_swap_secret and sim_swap_token_url",
        ),
        Err(SimError::Away | SimError::Unknown) => Finding::fail(
            SUBJECT,
            "no answer: check sim_swap_url and sim_swap_token_url, and whether this machine may connect there",
        ),
    })
}
