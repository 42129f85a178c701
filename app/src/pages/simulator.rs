//! The simulated phone: every text that Narwhal would send arrives here instead.

use domain::{PhoneNumber, UnixMillis};
use leptos::prelude::*;

use crate::components::{Icon, Shape, When};

/// The texts to one number, oldest first.
pub(crate) struct Thread {
    pub(crate) number: PhoneNumber,
    pub(crate) bubbles: Vec<Bubble>,
}

/// One text.
pub(crate) struct Bubble {
    pub(crate) body: String,
    pub(crate) at: UnixMillis,
}

/// The phone's screen: its conversations, or one of them.
#[component]
pub(crate) fn PhonePage(
    /// The conversations.
    threads: Vec<Thread>,
    /// Whether the first of them is open.
    open: bool,
) -> impl IntoView {
    let mut threads = threads;
    let screen = if open && !threads.is_empty() {
        view! { <OpenThread thread=threads.swap_remove(0) /> }.into_any()
    } else {
        view! { <Threads threads /> }.into_any()
    };
    view! {
        <main id="main">
            <section class="handset" aria-label="Phone">
                {screen}
            </section>
            <aside class="aside" aria-label="About this page">
                <h2>"A pretend phone"</h2>
                <p>
                    "Nothing is really texted while the simulator is on. Every text that Narwhal would send arrives here instead."
                </p>
                <p>
                    "Tap a link to see what the person at the other end sees. "
                    <a href="/compose">"Write a message"</a>
                </p>
            </aside>
        </main>
    }
}

#[component]
fn Threads(threads: Vec<Thread>) -> impl IntoView {
    let empty = threads.is_empty().then(|| {
        view! {
            <div class="empty">
                <p>"No texts yet. Send a message, and its notice arrives here."</p>
            </div>
        }
    });
    let line = |thread: Thread| {
        let newest = thread.bubbles.into_iter().next_back();
        let href = format!("/simulator?to={}", thread.number.as_str().replace('+', "%2B"));
        view! {
            <li>
                <a href=href>
                    <span class="face">
                        <Icon shape=Shape::Person />
                    </span>
                    <span class="who number">{thread.number.readable()}</span>
                    {newest.map(|newest| view! { <When at=newest.at /> <span class="what">{newest.body}</span> })}
                </a>
            </li>
        }
    };
    view! {
        <header>
            <h1>"Messages"</h1>
        </header>
        {empty}
        <ul class="rows">{threads.into_iter().map(line).collect_view()}</ul>
    }
}

#[component]
fn OpenThread(thread: Thread) -> impl IntoView {
    let bubble = |bubble: Bubble| {
        view! {
            <li class="bubble">
                <p>{linked(&bubble.body)}</p>
                <When at=bubble.at />
            </li>
        }
    };
    view! {
        <header>
            <a href="/simulator" aria-label="All texts">
                <Icon shape=Shape::Back />
            </a>
            <h1 class="number">{thread.number.readable()}</h1>
        </header>
        <ol class="thread" aria-live="polite">
            {thread.bubbles.into_iter().map(bubble).collect_view()}
        </ol>
        <form class="reply" method="post" action="/simulator/reply">
            <input type="hidden" name="to" value=thread.number.as_str().to_owned() />
            <input name="words" aria-label="Answer" required=true maxlength="1600" autocomplete="off" placeholder="Answer, such as STOP" />
            <button>"Send"</button>
        </form>
    }
}

/// A text with its link made one that can be tapped, as a phone does.
fn linked(body: &str) -> impl IntoView + use<> {
    let (before, link, after) = split_link(body);
    let link = link.map(|link| view! { <a href=link.to_owned()>{link.to_owned()}</a> });
    view! { {before.to_owned()} {link} {after.to_owned()} }
}

fn split_link(body: &str) -> (&str, Option<&str>, &str) {
    let Some(start) = body.find("http://").or_else(|| body.find("https://")) else { return (body, None, "") };
    let length = body[start..].find(char::is_whitespace).unwrap_or(body.len() - start);
    let end = start + length;
    (&body[..start], Some(&body[start..end]), &body[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_is_found() {
        assert_eq!(split_link("see https://a.b/m/x now"), ("see ", Some("https://a.b/m/x"), " now"));
        assert_eq!(split_link("nothing here"), ("nothing here", None, ""));
    }
}
