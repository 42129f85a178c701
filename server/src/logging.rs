//! Logs go to stderr, and hold nothing that belongs to senders or recipients.

use std::{any::Any, io::IsTerminal as _, panic};

use anyhow::Context as _;
use tracing::{Level, Metadata, level_filters::LevelFilter};
use tracing_subscriber::{
    EnvFilter, Layer as _, filter::filter_fn, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

/// Our own crates. Others may be heard from level `info` up only: at `debug` an HTTP library logs paths and headers,
/// which hold locators and cookies.
const OURS: [&str; 6] = ["narwhal", "app", "engine", "seal", "sms", "store"];

/// Starts logging at these levels, and takes over the reports of panics.
pub(crate) fn start(levels: &str) -> anyhow::Result<()> {
    let wanted =
        EnvFilter::builder().with_default_directive(LevelFilter::INFO.into()).parse(levels).with_context(
            || format!("NARWHAL_LOG: {levels:?} is no list of levels; write info, or info,engine=debug"),
        )?;
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_filter(filter_fn(may_log));
    tracing_subscriber::registry().with(wanted).with(lines).init();
    panic::set_hook(Box::new(report_panic));
    Ok(())
}

fn may_log(metadata: &Metadata<'_>) -> bool {
    let part = metadata.target().split("::").next().unwrap_or_default();
    *metadata.level() <= Level::INFO || OURS.contains(&part)
}

fn report_panic(panic: &panic::PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, words = fixed_words(panic.payload()), "panic");
}

/// A panic's words when they are fixed in the source; words made at run time can hold anything.
fn fixed_words(payload: &(dyn Any + Send)) -> &'static str {
    payload.downcast_ref::<&'static str>().copied().unwrap_or("(not shown)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fixed_words_of_a_panic_are_shown() {
        let text = String::from("secret");
        let words = |payload: Box<dyn Any + Send>| fixed_words(&*payload);
        assert_eq!(words(Box::new(text)), "(not shown)");
        assert_eq!(words(Box::new("fixed")), "fixed");
    }
}
