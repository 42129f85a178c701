//! `narwhal sms test`: one text over a real gateway, and what that answered, in words.

use std::time::Duration;

use anyhow::{Context as _, bail};
use domain::{NoticeId, PhoneNumber, UnixMillis};
use engine::{Clock, Entropy};
use rand_core::Rng as _;
use sms::{
    Gateway, SendError, Text,
    routes::{Choice, RouteName},
};

use super::print;
use crate::{
    cli::Sms,
    config::Config,
    instance::{Instance, Migration, Reach},
};

/// How long a carrier may take to be reached.
const CONNECTING: Duration = Duration::from_secs(15);
const BETWEEN: Duration = Duration::from_millis(500);

/// Runs the command.
pub(crate) async fn run(config: Config, command: Sms) -> anyhow::Result<()> {
    let Sms::Test { to, gateway } = command;
    let url = config.public_url(config.http_addr);
    let instance = Instance::open(&config, &url, Migration::Refuse, Reach::All).await?;
    let (name, gateway) = chosen(&instance, &to, gateway)?;
    let organisation = config.organisation.as_deref().unwrap_or("Narwhal");
    let text = Text { id: id(), to, body: format!("{organisation}: this is a test of our text messages.") };
    let answer = send(&gateway, &text).await;
    let says = match answer {
        Ok(accepted) => {
            format!("{name} took the text and calls it {}. Look at the phone.\n", accepted.reference)
        }
        Err(error) => bail!("{name} did not take the text. {}", explain(error)),
    };
    Ok(print(&says)?)
}

fn chosen(
    instance: &Instance,
    to: &PhoneNumber,
    gateway: Option<RouteName>,
) -> anyhow::Result<(RouteName, Gateway)> {
    if let Some(name) = gateway {
        let found = instance.routes.gateway(&name).cloned();
        let known = instance.routes.names().iter().map(RouteName::as_str).collect::<Vec<_>>().join(", ");
        return Ok((
            name.clone(),
            found.with_context(|| format!("no gateway is called {name}; there are: {known}"))?,
        ));
    }
    match instance.routes.choose(to, None, &[], Clock::system().now()) {
        Choice::Send(pass) => Ok((pass.name().clone(), pass.gateway().clone())),
        _ => bail!("no gateway is for numbers like this one; see the prefixes in the configuration"),
    }
}

/// A connection may just be coming about.
async fn send(gateway: &Gateway, text: &Text) -> Result<sms::Accepted, SendError> {
    let tries = CONNECTING.as_millis() / BETWEEN.as_millis();
    for _ in 0..tries {
        let answer = gateway.send(text).await;
        if answer != Err(SendError::Unreachable) || !matches!(gateway, Gateway::Smpp(_)) {
            return answer;
        }
        tokio::time::sleep(BETWEEN).await;
    }
    Err(SendError::Unreachable)
}

fn id() -> NoticeId {
    let (now, mut random): (UnixMillis, _) = (Clock::system().now(), [0; 10]);
    Entropy::system().rng().fill_bytes(&mut random);
    NoticeId::new(now, random)
}

/// What went wrong, and what to do.
pub(super) fn explain(error: SendError) -> String {
    match error {
        SendError::Unreachable => {
            "It cannot be reached: check its address, and whether this machine may connect to it.".into()
        }
        SendError::Unclear => {
            "It has not said whether it took it: look at the phone, and at the provider's own log.".into()
        }
        SendError::Throttled { .. } => {
            "It wants fewer texts now: wait a while, or set per_second lower.".into()
        }
        SendError::OptedOut => "The number's owner wants no texts from this sender.".into(),
        SendError::Misconfigured => {
            "It does not accept the settings: check the credentials and the number that texts come from."
                .into()
        }
        SendError::Refused(reason) => reason.explanation().to_owned(),
    }
}
